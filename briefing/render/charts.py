"""Charts for the page: chart data in, SVG with real text or PNG out, the same bytes every time.

A chart is drawn without its title, subtitle and source line: the writers set those as text.
"""

from __future__ import annotations

from collections.abc import Callable

from briefing.errors import Problem, RenderError
from briefing.model.tree import Chart, ChartKind
from briefing.render.bars import draw_bars
from briefing.render.canvas import Canvas
from briefing.render.chart_style import Style
from briefing.render.forms import draw_multiples, draw_standing, draw_structure
from briefing.render.palette import ACCENT, SECOND_ACCENT
from briefing.render.trend import draw_trend

__all__ = ["chart_png", "chart_svg"]

TEXT_WIDTH_MM = 170.0
_POINTS_PER_MM = 72 / 25.4
_DRAW: dict[ChartKind, Callable[[Canvas, Chart, Style], float]] = {
    "target": draw_bars,
    "ranked": draw_bars,
    "completion": draw_bars,
    "next_target": draw_bars,
    "counts": draw_bars,
    "structure": draw_structure,
    "standing": draw_standing,
    "multiples": draw_multiples,
    "trend": draw_trend,
}


def _drawn(chart: Chart, style: Style, width_mm: float) -> tuple[Canvas, float]:
    values = [point.value for series in chart.series for point in series.points if point.value is not None]
    if not values or any(len(series.points) != len(chart.categories) for series in chart.series):
        found = f"{len(values)} values for {len(chart.categories)} categories in {len(chart.series)} series"
        raise RenderError(
            Problem(f"chart {chart.id}", found, "one point a category in each series, one value at least")
        )
    canvas = Canvas(width_mm * _POINTS_PER_MM, chinese=chart.lang.startswith("zh"))
    return canvas, _DRAW[chart.kind](canvas, chart, style)


def chart_svg(
    chart: Chart,
    accent: str = ACCENT,
    second_accent: str = SECOND_ACCENT,
    *,
    width_mm: float = TEXT_WIDTH_MM,
) -> str:
    """Draw a chart as SVG, `width_mm` wide, its height as the rows need.

    Args:
        chart: what to draw; every series has one point a category.
        accent: colour of the marks, #rrggbb.
        second_accent: colour of highlighted marks.
        width_mm: width of the text column.

    Returns:
        An `<svg>` element with real text, no prologue, no date; text has the sans families of the page.

    Raises:
        RenderError: a character no font has, or points that do not match the categories.
    """
    canvas, height = _drawn(chart, Style(accent, second_accent), width_mm)
    return canvas.svg(height)


def chart_png(
    chart: Chart,
    accent: str = ACCENT,
    second_accent: str = SECOND_ACCENT,
    *,
    width_mm: float = TEXT_WIDTH_MM,
    dpi: float = 200,
) -> bytes:
    """Draw a chart as PNG on white; `dpi` are dots an inch, the other arguments those of `chart_svg`."""
    from briefing.render.canvas_png import canvas_png  # noqa: PLC0415  (matplotlib, only where pictures are asked for)

    canvas, height = _drawn(chart, Style(accent, second_accent), width_mm)
    return canvas_png(canvas, height, dpi)
