"""Rows of a chart: the column of category labels on the left and the line that names the series above."""

from __future__ import annotations

from briefing.model.tree import Chart
from briefing.render.canvas import Canvas
from briefing.render.chart_style import LABEL, SMALL, Style, series_colours, wrapped
from briefing.render.palette import SOFT

_LABEL_SHARE = 0.34
_LEADING = LABEL * 1.22


def label_column(canvas: Canvas, chart: Chart) -> float:
    """Width in points of the column of category labels: as wide as the longest line, a third of the text at most."""
    share = canvas.width * _LABEL_SHARE
    lines = [line for name in chart.categories for line in wrapped(name, share, lambda t: canvas.measure(t, LABEL))]
    return min(share, max(canvas.measure(line, LABEL) for line in lines))


def category_label(canvas: Canvas, name: str, width: float, middle: float) -> None:
    """Set a category name flush left, wrapped to `width`, centred on the row's `middle`."""
    lines = wrapped(name, width + 0.1, lambda text: canvas.measure(text, LABEL))
    first = middle + LABEL * 0.35 - _LEADING * (len(lines) - 1) / 2
    for i, line in enumerate(lines):
        canvas.text(0, first + i * _LEADING, line, LABEL)


def legend(canvas: Canvas, chart: Chart, style: Style, x: float) -> None:
    """Name the series in a line at the top, a swatch each, starting at `x`."""
    for series, colour in zip(chart.series, series_colours(chart, style), strict=True):
        canvas.rect(x, 2.0, 7, 7, colour)
        canvas.text(x + 10, 8.2, series.name, SMALL, SOFT)
        x += 24 + canvas.measure(series.name, SMALL)
