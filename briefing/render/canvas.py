"""A drawing surface in points: rectangles, lines, discs, text. It writes SVG itself, a few bytes a mark.

Charts here place every mark themselves, so no plotting library has anything left to do. Coordinates are points from the top
left. Text stays text; its width is measured with the faces that print it, so that it always starts where it is said to:
WeasyPrint draws text anchored elsewhere into an object of its own, half a kilobyte each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from briefing.render.fonts import chart_families
from briefing.render.measure import width as em_width
from briefing.render.palette import INK

Anchor = Literal["left", "center", "right"]
_UNDER, _FILL, _LINE, _DISC, _TEXT = range(5)  # from the ground up
_SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle; `edge` is the colour of a thin line round it, or empty."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    edge: str = ""
    layer: int = _FILL

    def svg(self) -> str:
        """As an SVG element."""
        right, bottom = _short(self.x + self.width), _short(self.y + self.height)
        x, y = _short(self.x), _short(self.y)
        edge = f' stroke="{self.edge}" stroke-width="0.8"' if self.edge else ""
        return f'<path d="M{x} {y}L{right} {y}L{right} {bottom}L{x} {bottom}z" fill="{self.colour}"{edge}/>'


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle; `edge` as for a rectangle."""

    x: float
    y: float
    radius: float
    colour: str
    edge: str = ""
    layer: int = _DISC

    def svg(self) -> str:
        """As an SVG element."""
        edge = f' stroke="{self.edge}" stroke-width="1.2"' if self.edge else ""
        at = f'cx="{_short(self.x)}" cy="{_short(self.y)}" r="{_short(self.radius)}"'
        return f'<circle {at} fill="{self.colour}"{edge}/>'


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float
    layer: int = _LINE

    def svg(self) -> str:
        """As an SVG element."""
        d = "L".join(f"{_short(x)} {_short(y)}" for x, y in self.points)
        return f'<path d="M{d}" fill="none" stroke="{self.colour}" stroke-width="{_short(self.width)}"/>'


@dataclass(frozen=True, slots=True)
class Words:
    """A text whose first letter stands at x, on a baseline at y."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    layer: int = _TEXT

    def svg(self) -> str:
        """As an SVG element."""
        at = f'x="{_short(self.x)}" y="{_short(self.y)}"'
        return (
            f'<text {at} font-size="{_short(self.size)}" fill="{self.colour}">{escape(self.text, quote=False)}</text>'
        )


Shape = Rect | Disc | Line | Words


class Canvas:
    """One chart being drawn, `width` points wide; `chinese` puts the Han face first."""

    def __init__(self, width: float, *, chinese: bool) -> None:
        self.width = width
        self.chinese = chinese
        self._shapes: list[Shape] = []

    @property
    def shapes(self) -> list[Shape]:
        """What was drawn, from the ground up."""
        return sorted(self._shapes, key=lambda shape: shape.layer)

    def measure(self, text: str, size: float) -> float:
        """The width of `text` in points at `size`."""
        return em_width(text, chinese=self.chinese) * size

    def rect(self, x: float, y: float, width: float, height: float, colour: str, *, edge: str = "") -> None:
        """Fill a rectangle whose top left corner is x, y; a negative width reaches to the left."""
        self._shapes.append(Rect(x, y, width, height, colour, edge))

    def disc(self, x: float, y: float, radius: float, colour: str, *, edge: str = "") -> None:
        """Fill a circle round x, y."""
        self._shapes.append(Disc(x, y, radius, colour, edge))

    def line(
        self, points: Sequence[tuple[float, float]], colour: str, width: float = 0.6, *, under: bool = False
    ) -> None:
        """Draw a line through `points`; `under` puts it below the filled marks (grid)."""
        self._shapes.append(Line(tuple(points), colour, width, _UNDER if under else _LINE))

    def text(self, x: float, y: float, text: str, size: float, colour: str = INK, *, anchor: Anchor = "left") -> None:
        """Set `text`, of `size` points, with its baseline at y and x at its `anchor`."""
        if text:
            start = x - _SHARE[anchor] * self.measure(text, size)
            self._shapes.append(Words(start, y, text, size, colour))

    def svg(self, height: float) -> str:
        """The drawing as an SVG element with real text, the same bytes every time."""
        width, tall = _short(self.width), _short(height)
        families = escape(",".join(chart_families(chinese=self.chinese)))
        body = "".join(shape.svg() for shape in self.shapes)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{tall}pt" viewBox="0 0 {width} {tall}"'
            f' font-family="{families}">{body}</svg>'
        )


def _short(value: float) -> str:
    """A number with hundredths, without needless digits."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
