"""A drawing surface in points over a matplotlib Figure without pyplot and without Axes: rectangles, lines, discs, text.

Charts here place every mark themselves, so matplotlib's layout machinery (half of its time) is left out. Coordinates are
points from the top left. Text stays text in the SVG; its widths are measured with the fonts that will print it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from briefing.errors import Problem, RenderError
from briefing.render.palette import INK

Anchor = Literal["left", "center", "right"]
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "briefing",
    "svg.image_inline": True,
    "text.usetex": False,
    "text.hinting": "none",
    "path.simplify": False,
    "path.sketch": None,
    "path.effects": [],
    "agg.path.chunksize": 0,
}
_MISSING = re.compile(r"Glyph \d+ \((?P<name>.*?)\) missing")
_CJK_FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "WenQuanYi Zen Hei")
_LATIN_FAMILIES = ("Noto Sans", "DejaVu Sans")
_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


@dataclass(frozen=True, slots=True)
class ChartFonts:
    """The fonts of a chart.

    `families` is the chain written into the SVG, in order, as the page's style sheet names it. `files` are the font files
    used to measure (and to draw the PNG), in the same order; without them the installed Noto or DejaVu fonts are taken.
    """

    families: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()


def _family_of(file: Path) -> str:
    known = {Path(entry.fname): entry.name for entry in fontManager.ttflist}
    if file not in known:
        fontManager.addfont(file)
        known = {Path(entry.fname): entry.name for entry in fontManager.ttflist}
    return known[file]


@lru_cache(maxsize=64)
def measured_families(fonts: ChartFonts, *, chinese: bool) -> tuple[str, ...]:
    """The families matplotlib measures with: those of the given files, then what is installed for the page's script."""
    installed = {entry.name for entry in fontManager.ttflist}
    order = (*_CJK_FAMILIES, *_LATIN_FAMILIES) if chinese else (*_LATIN_FAMILIES, *_CJK_FAMILIES)
    given = tuple(_family_of(Path(file)) for file in fonts.files)
    return tuple(dict.fromkeys((*given, *(name for name in order if name in installed))))


@contextmanager
def strict_glyphs() -> Iterator[None]:
    """Turn matplotlib's missing-glyph warning into a RenderError that names the character."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing from font")
        try:
            yield
        except UserWarning as warning:
            found = _MISSING.search(str(warning))
            name = found["name"] if found else str(warning)
            raise RenderError(
                Problem("chart", f"no installed font has the character {name}", remedy="Install Noto Sans CJK")
            ) from warning


class Canvas:
    """One chart being drawn; `width` and `height` in points, the origin at the top left."""

    def __init__(self, width: float, *, chinese: bool, fonts: ChartFonts) -> None:
        """An empty surface `width` points wide; `chinese` puts Han fonts first where `fonts` names none."""
        self.width = width
        self.chinese = chinese
        self._fonts = fonts
        self._measured = measured_families(fonts, chinese=chinese)
        self._marks: list[Rectangle | Ellipse | Line2D] = []
        self._texts: list[tuple[float, float, str, float, str, Anchor, str]] = []
        self.place = Affine2D()

    def measure(self, text: str, size: float) -> float:
        """The width of `text` in points at `size`."""
        return _measure(text, self._measured, size)

    def rect(self, x: float, y: float, width: float, height: float, colour: str, *, edge: str = "none") -> None:
        """Fill a rectangle whose top left corner is x, y; a negative width reaches to the left."""
        line = 0.8 if edge != "none" else 0
        self._marks.append(
            Rectangle((x, y), width, height, facecolor=colour, edgecolor=edge, linewidth=line, transform=self.place)
        )

    def disc(self, x: float, y: float, radius: float, colour: str, *, edge: str = "none") -> None:
        """Fill a circle round x, y."""
        size = 2 * radius
        self._marks.append(
            Ellipse((x, y), size, size, facecolor=colour, edgecolor=edge, linewidth=1.2, zorder=3, transform=self.place)
        )

    def line(
        self, points: Sequence[tuple[float, float]], colour: str, width: float = 0.6, *, under: bool = False
    ) -> None:
        """Draw a line through `points`; `under` puts it below the filled marks (grid)."""
        xs, ys = zip(*points, strict=True)
        self._marks.append(
            Line2D(
                xs,
                ys,
                color=colour,
                linewidth=width,
                solid_capstyle="butt",
                solid_joinstyle="round",
                zorder=0.5 if under else 2,
                transform=self.place,
            )
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str = INK,
        *,
        anchor: Anchor = "left",
        weight: str = "normal",
    ) -> None:
        """Set `text` with its baseline at y."""
        if text:
            self._texts.append((x, y, text, size, colour, anchor, weight))

    def _figure(self, height: float, dpi: float) -> Figure:
        figure = Figure(figsize=(self.width / 72, height / 72), dpi=dpi, frameon=False)
        self.place.clear().scale(1, -1).translate(0, height).scale(dpi / 72)
        for mark in self._marks:
            figure.add_artist(mark)
        for x, y, text, size, colour, anchor, weight in self._texts:
            figure.add_artist(
                Text(
                    x,
                    y,
                    text,
                    color=colour,
                    horizontalalignment=anchor,
                    verticalalignment="baseline",
                    fontproperties=_properties(self._measured, size, weight),
                    parse_math=False,
                    transform=self.place,
                    zorder=4,
                )
            )
        return figure

    def svg(self, height: float) -> str:
        """The drawing as an SVG document with real text, the same bytes every time."""
        stream = StringIO()
        with mpl.rc_context(_SETTINGS), strict_glyphs():
            canvas: Any = FigureCanvasSVG(self._figure(height, 72))
            canvas.print_svg(stream, metadata=_METADATA)
        return _compact(stream.getvalue(), self._measured, self._fonts.families)

    def png(self, height: float, dpi: float) -> bytes:
        """The drawing as a PNG on white."""
        stream = BytesIO()
        with mpl.rc_context(_SETTINGS), strict_glyphs():
            figure = self._figure(height, dpi)
            figure.patch.set(facecolor="white", visible=True)
            figure.set_frameon(True)
            canvas: Any = FigureCanvasAgg(figure)
            canvas.print_png(stream, metadata={"Software": None})
        return stream.getvalue()


@lru_cache(maxsize=256)
def _properties(families: tuple[str, ...], size: float, weight: str) -> FontProperties:
    return FontProperties(family=list(families), size=size, weight=weight)


@lru_cache(maxsize=4096)
def _measure(text: str, families: tuple[str, ...], size: float) -> float:
    with strict_glyphs():
        measure: Any = text_to_path.get_text_width_height_descent
        width, _, _ = measure(text, _properties(families, size, "normal"), ismath=False)
    return float(width)


_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA_BLOCK = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_STYLE_DEFAULT = re.compile(r"\s*<defs>\s*<style[^>]*>[^<]*</style>\s*</defs>")
_FAMILY = re.compile(r"font-family: [^;\"]*")
_GROUP = re.compile(r"\s*</?g\b[^>]*>")
_NO_TURN = re.compile(r' transform="rotate\(-?0 [^"]*\)"')
_TAG = re.compile(r"<[^>]*>")
_LONG_NUMBER = re.compile(r"(?<=[ \"])(-?\d+\.\d\d)\d+")


def _compact(svg: str, measured: tuple[str, ...], families: tuple[str, ...]) -> str:
    """Keep only the marks, with the page's font families in place of the measuring ones.

    Prologue, metadata, comments and groups go: group names would be the same in every chart of a page. Coordinates keep
    hundredths of a point.
    """
    chain = ", ".join(f"'{name}'" for name in families or measured)
    for pattern in (_HEAD, _METADATA_BLOCK, _COMMENT, _STYLE_DEFAULT, _GROUP, _NO_TURN):
        svg = pattern.sub("", svg)
    return _FAMILY.sub(f"font-family: {chain}", _TAG.sub(lambda tag: _LONG_NUMBER.sub(r"\1", tag[0]), svg))
