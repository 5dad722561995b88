"""A drawing as a picture, by matplotlib: only for Word files whose charts are to be pictures."""

from __future__ import annotations

import warnings
from functools import lru_cache
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from briefing.errors import Problem, RenderError
from briefing.render.canvas import Canvas, Disc, Line, Rect, Shape
from briefing.render.fonts import chart_families, font_set

_SETTINGS: Any = {"text.usetex": False, "text.hinting": "none", "path.simplify": False, "agg.path.chunksize": 0}
_BEYOND = ("Noto Sans CJK SC", "Noto Sans", "DejaVu Sans")  # for a character outside our faces


def canvas_png(canvas: Canvas, height: float, dpi: float) -> bytes:
    """The drawing as a PNG on white, the same bytes every time.

    Raises:
        RenderError: a character no font has.
    """
    stream = BytesIO()
    with mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing from font")
        figure = Figure(figsize=(canvas.width / 72, height / 72), dpi=dpi, facecolor="white")
        place = Affine2D().scale(1, -1).translate(0, height).scale(dpi / 72)
        for order, shape in enumerate(canvas.shapes):
            artist = _artist(shape, _families(chinese=canvas.chinese))
            artist.set(transform=place, zorder=order)
            figure.add_artist(artist)
        target: Any = FigureCanvasAgg(figure)
        try:
            target.print_png(stream, metadata={"Software": None})
        except UserWarning as warning:
            raise RenderError(
                Problem("chart", f"no installed font: {warning}", remedy="Write it otherwise")
            ) from warning
    return stream.getvalue()


def _artist(shape: Shape, families: tuple[str, ...]) -> Artist:
    if isinstance(shape, Rect):
        look: Any = {
            "facecolor": shape.colour,
            "edgecolor": shape.edge or "none",
            "linewidth": 0.8 if shape.edge else 0,
        }
        return Rectangle((shape.x, shape.y), shape.width, shape.height, **look)
    if isinstance(shape, Disc):
        look = {"facecolor": shape.colour, "edgecolor": shape.edge or "none", "linewidth": 1.2}
        return Ellipse((shape.x, shape.y), 2 * shape.radius, 2 * shape.radius, **look)
    if isinstance(shape, Line):
        xs, ys = zip(*shape.points, strict=True)
        return Line2D(xs, ys, color=shape.colour, linewidth=shape.width, solid_capstyle="butt", solid_joinstyle="round")
    font = FontProperties(family=list(families), size=shape.size)
    return Text(
        shape.x,
        shape.y,
        shape.text,
        color=shape.colour,
        fontproperties=font,
        verticalalignment="baseline",
        parse_math=False,
    )


@lru_cache(maxsize=2)
def _families(*, chinese: bool) -> tuple[str, ...]:
    """Our families, known to matplotlib from now on, and what is installed for a character outside them."""
    own = chart_families(chinese=chinese)
    for face in font_set().faces:
        if face.family in own:
            fontManager.addfont(face.path)
    known = {entry.name for entry in fontManager.ttflist}
    return tuple(name for name in (*own, *_BEYOND) if name in known)
