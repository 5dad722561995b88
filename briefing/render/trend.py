"""Trend charts: lines over periods, each named at its end; a period without a value is a gap, shown and said."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from briefing.model.tree import Chart, Series
from briefing.render.canvas import Canvas
from briefing.render.chart_style import LABEL, SMALL, Style, line_colours, point_colour, words, wrapped
from briefing.render.palette import HAIR, INK, SOFT, WASH, WHITE
from briefing.render.scale import Scale, tick_label, ticks

_HEIGHT = 128.0
_TOP = 14.0
_FOOT = 16.0
_APART = 10.5
_CLEAR = 5.0  # between two values along a line
_NAME_SHARE = 0.3
_SWATCH = 11.0


@dataclass(frozen=True, slots=True)
class _Plot:
    canvas: Canvas
    chart: Chart
    scale: Scale
    left: float
    right: float

    def x(self, period: int) -> float:
        return self.left + self.pitch * (period + 0.5)

    @property
    def pitch(self) -> float:
        return (self.right - self.left) / len(self.chart.categories)


def draw_trend(canvas: Canvas, chart: Chart, style: Style) -> float:
    """Draw a line for each series over the categories (periods); return the height used in points."""
    values = [point.value for series in chart.series for point in series.points if point.value is not None]
    marks = ticks(values, count=4, zero=False)
    scale = Scale(marks[0], marks[-1], _TOP + _HEIGHT, _TOP)
    left = max(canvas.measure(tick_label(mark), SMALL) for mark in marks) + 5
    alone = _alone(canvas, chart, (canvas.width - left) / len(chart.categories))
    after = max(canvas.measure(line, LABEL) for series in chart.series for line in _name_lines(canvas, series))
    plot = _Plot(canvas, chart, scale, left, canvas.width if alone else canvas.width - after - 4 - _SWATCH)
    _grid(plot, marks)
    _gaps(plot)
    colours = line_colours(chart, style)
    for number, series in enumerate(chart.series):
        _line(plot, series, colours[number])
        for i, point in enumerate(series.points):
            if point.value is not None:
                canvas.disc(plot.x(i), scale.at(point.value), 2.4, point_colour(chart, style, number, i), edge=WHITE)
    _values(plot)
    if not alone:
        _names(plot, colours)
    return _TOP + _HEIGHT + _FOOT


def _final(series: Series) -> int:
    """The position of the last value of a series, -1 where it has none."""
    return max((i for i, point in enumerate(series.points) if point.value is not None), default=-1)


def _name(series: Series) -> str:
    final = _final(series)
    return f"{series.name} {series.points[final].label}".strip() if final >= 0 else series.name


def _grid(plot: _Plot, marks: tuple[Decimal, ...]) -> None:
    canvas = plot.canvas
    for mark in marks:
        y = plot.scale.at(mark)
        canvas.line([(plot.left, y), (plot.right, y)], INK if mark == 0 else HAIR, 0.6, under=True)
        canvas.text(plot.left - 5, y + SMALL * 0.36, tick_label(mark), SMALL, SOFT, anchor="right")
    widest = max(canvas.measure(name, SMALL) for name in plot.chart.categories) + 6
    count = len(plot.chart.categories)
    every = max(1, -(-int(widest) // max(int(plot.pitch), 1)))
    for i, name in enumerate(plot.chart.categories):
        if (count - 1 - i) % every == 0:
            canvas.text(plot.x(i), _TOP + _HEIGHT + 11, name, SMALL, SOFT, anchor="center")


def _gaps(plot: _Plot) -> None:
    """Shade the periods in which a series has no value, and say so once."""
    width = plot.pitch
    text = words(plot.chart.lang)["missing"]
    said = False
    for i in range(len(plot.chart.categories)):
        if all(series.points[i].value is not None for series in plot.chart.series):
            continue
        plot.canvas.rect(plot.x(i) - width * 0.4, _TOP, width * 0.8, _HEIGHT, WASH)
        if not said:
            plot.canvas.text(plot.x(i), _TOP - 3.5, text, SMALL, SOFT, anchor="center")
        said = True


def _line(plot: _Plot, series: Series, colour: str) -> None:
    for present, run in groupby(enumerate(series.points), key=lambda pair: pair[1].value is not None):
        points = [(plot.x(i), plot.scale.at(point.value)) for i, point in run if point.value is not None]
        if present and len(points) > 1:
            plot.canvas.line(points, colour, 1.8)


def _values(plot: _Plot) -> None:
    """Print the values along a lone line where there is room; a second line keeps its first value only (the last is named)."""
    for series in plot.chart.series:
        shown = [i for i, point in enumerate(series.points) if point.value is not None]
        if not _alone(plot.canvas, plot.chart, plot.pitch):
            shown = shown[:-1][:1]
        for i in shown:
            last = i == _final(series)
            _value(plot, series, i, INK if last else SOFT)


def _value(plot: _Plot, series: Series, place: int, colour: str) -> None:
    """Print a value on the side of its point where the line does not pass."""
    point = series.points[place]
    if point.value is None:
        return
    beside = [series.points[i].value for i in (place - 1, place + 1) if 0 <= i < len(series.points)]
    rising = [value > point.value for value in beside if value is not None]
    below = bool(rising) and all(rising)
    y = plot.scale.at(point.value) + (11.0 if below else -5.5)
    plot.canvas.text(plot.x(place), y, point.label, SMALL, colour, anchor="center")


def _alone(canvas: Canvas, chart: Chart, pitch: float) -> bool:
    """Whether a chart has one line with room for all its values; its title names it then."""
    return len(chart.series) == 1 and all(
        canvas.measure(point.label, SMALL) + _CLEAR <= pitch for point in chart.series[0].points
    )


def _name_lines(canvas: Canvas, series: Series) -> list[str]:
    return wrapped(_name(series), canvas.width * _NAME_SHARE, lambda text: canvas.measure(text, LABEL))


def _names(plot: _Plot, colours: tuple[str, ...]) -> None:
    """Name each line at its end with its last value; names that would touch are moved apart, in the order of the lines."""
    ends: list[tuple[float, list[str], str]] = []
    for series, colour in zip(plot.chart.series, colours, strict=True):
        value = series.points[_final(series)].value
        if value is not None:
            ends.append((plot.scale.at(value), _name_lines(plot.canvas, series), colour))
    y = float("-inf")
    for end, lines, colour in sorted(ends):
        y = max(end - (len(lines) - 1) * _APART / 2, y)
        plot.canvas.rect(plot.right + 3, y - 1, _SWATCH - 3, 2.0, colour)
        for line in lines:
            plot.canvas.text(plot.right + 3 + _SWATCH, y + LABEL * 0.35, line, LABEL)
            y += _APART
