"""Rows of a chart: the column of category labels on the left and the line that names the series above."""

from __future__ import annotations

from briefing.model.tree import Chart
from briefing.render.canvas import Canvas
from briefing.render.chart_style import LABEL, SMALL, Style, series_colours, wrapped
from briefing.render.palette import SOFT

_LABEL_SHARE = 0.34
_LEADING = LABEL * 1.22
_LEGEND_LEADING = 11.0
_SWATCH = 10.0
_BETWEEN = 14.0


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


def row_pitch(canvas: Canvas, chart: Chart, labels: float, least: float) -> float:
    """The height of a row in points: `least`, or what the category with the most lines needs."""
    most = max(len(wrapped(name, labels + 0.1, lambda text: canvas.measure(text, LABEL))) for name in chart.categories)
    return max(least, most * _LEADING + 2)


def _legend_lines(canvas: Canvas, chart: Chart, x: float) -> list[list[tuple[float, int]]]:
    """For each line of the legend where which series stands; lines after the first begin at the left edge."""
    lines: list[list[tuple[float, int]]] = [[]]
    for number, series in enumerate(chart.series):
        width = _SWATCH + canvas.measure(series.name, SMALL)
        if lines[-1] and x + width > canvas.width:
            lines.append([])
            x = 0.0
        lines[-1].append((min(x, max(canvas.width - width, 0.0)), number))
        x += width + _BETWEEN
    return lines


def legend_height(canvas: Canvas, chart: Chart, x: float) -> float:
    """The height in points that `legend` takes above the first row."""
    return 13.0 + _LEGEND_LEADING * (len(_legend_lines(canvas, chart, x)) - 1)


def legend(canvas: Canvas, chart: Chart, style: Style, x: float) -> None:
    """Name the series at the top, a swatch each, starting at `x`, on as many lines as they need."""
    colours = series_colours(chart, style)
    for row, line in enumerate(_legend_lines(canvas, chart, x)):
        y = _LEGEND_LEADING * row
        for start, number in line:
            canvas.rect(start, y + 2.0, 7, 7, colours[number])
            canvas.text(start + _SWATCH, y + 8.2, chart.series[number].name, SMALL, SOFT)
