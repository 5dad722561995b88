"""Horizontal bar charts: target, ranked, completion, next_target, counts. Bars start at zero, values stand beside them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from briefing.model.tree import Chart, Point
from briefing.render.canvas import Canvas
from briefing.render.chart_rows import category_label, label_column, legend, legend_height, row_pitch
from briefing.render.chart_style import LABEL, PAIRED, SMALL, Style, point_colour, words, wrapped
from briefing.render.palette import HAIR, INK, SOFT
from briefing.render.scale import Scale, tick_label, ticks

_GAP = 4.0
_BAR = 10.5
_PAIR_BAR = 8.6
_PITCH = 19.5
_PAIR_PITCH = 27.5
_HEAD = 13.0
_FOOT = 14.0
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things go: rows from `top` to `bottom`, `pitch` each; category labels end at `labels`."""

    canvas: Canvas
    chart: Chart
    style: Style
    scale: Scale
    labels: float
    top: float
    pitch: float

    @property
    def bottom(self) -> float:
        return self.top + self.pitch * len(self.chart.categories)

    @property
    def zero(self) -> float:
        return self.scale.at(Decimal(0))

    def middle(self, row: int) -> float:
        return self.top + self.pitch * (row + 0.5)


def draw_bars(canvas: Canvas, chart: Chart, style: Style) -> float:
    """Draw `chart` and return the height used in points.

    Rows are categories in the given order. The first series is a bar; the second is a tick for target, a paler bar
    below for next_target and counts.
    """
    frame = _frame(canvas, chart, style)
    paired = _paired(chart)
    _grid(frame)
    for row, category in enumerate(chart.categories):
        middle = frame.middle(row)
        category_label(canvas, category, frame.labels, middle)
        if paired:
            _bar(frame, 0, row, middle - _PAIR_BAR - 0.5, _PAIR_BAR)
            _bar(frame, 1, row, middle + 0.5, _PAIR_BAR)
        else:
            _bar(frame, 0, row, middle - _BAR / 2, _BAR)
    if paired:
        legend(canvas, chart, style, frame.zero)
    elif chart.kind == "target" and len(chart.series) > 1:
        _target_ticks(frame)
    return frame.bottom + _FOOT


def _paired(chart: Chart) -> bool:
    return chart.kind in PAIRED and len(chart.series) > 1


def _frame(canvas: Canvas, chart: Chart, style: Style) -> _Frame:
    labels = label_column(canvas, chart)
    points = [point for series in chart.series for point in series.points]
    values = [point.value for point in points if point.value is not None]
    if chart.kind == "completion":
        values.append(_HUNDRED)
    values.append(Decimal(0))
    before = max(
        (canvas.measure(p.label, LABEL) + _GAP for p in points if p.value is not None and p.value < 0), default=0
    )
    after = max((canvas.measure(p.label, LABEL) + _GAP for p in points if p.value is not None), default=0)
    scale = Scale(min(values), max(values) or Decimal(1), labels + 10 + before, canvas.width - after - _GAP)
    pitch = row_pitch(canvas, chart, labels, _PAIR_PITCH if _paired(chart) else _PITCH)
    return _Frame(canvas, chart, style, scale, labels, _head(canvas, chart, scale), pitch)


def _head(canvas: Canvas, chart: Chart, scale: Scale) -> float:
    """The room above the first row: for the legend, the name of the ticks, or the 100 % mark."""
    if _paired(chart):
        return legend_height(canvas, chart, scale.at(Decimal(0)))
    return _HEAD if chart.kind == "completion" or len(chart.series) > 1 else 2.0


def _printed(chart: Chart, point: Point) -> str:
    """The label of a point; a missing value is said to be missing."""
    return point.label or ("" if point.value is not None else words(chart.lang)["missing"])


def _grid(frame: _Frame) -> None:
    canvas, scale = frame.canvas, frame.scale
    for mark in ticks((scale.low, scale.high)):
        if not scale.low <= mark <= scale.high:
            continue
        x = scale.at(mark)
        canvas.line([(x, frame.top), (x, frame.bottom)], HAIR, 0.6, under=True)
        canvas.text(x, frame.bottom + 9.5, tick_label(mark), SMALL, SOFT, anchor="center")
    canvas.line([(frame.zero, frame.top), (frame.zero, frame.bottom)], INK, 0.8)
    if frame.chart.kind == "completion":
        x = scale.at(_HUNDRED)
        canvas.line([(x, frame.top - 2), (x, frame.bottom)], INK, 1.0)
        canvas.text(x, frame.top - 4.5, "100%", SMALL, SOFT, anchor="center")


def _bar(frame: _Frame, series: int, row: int, y: float, thickness: float) -> None:
    canvas, point = frame.canvas, frame.chart.series[series].points[row]
    baseline = y + thickness / 2 + LABEL * 0.35
    label = _printed(frame.chart, point)
    if point.value is None:
        _words(frame, label, baseline)
        return
    end = frame.scale.at(point.value)
    canvas.rect(frame.zero, y, end - frame.zero, thickness, point_colour(frame.chart, frame.style, series, row))
    if point.value < 0:
        canvas.text(end - _GAP, baseline, label, LABEL, anchor="right")
    else:
        canvas.text(_clear_of_marks(frame, row, end + _GAP, label), baseline, label, LABEL)


def _words(frame: _Frame, label: str, baseline: float) -> None:
    """What stands where there is no value; it has the whole row, and wraps only beyond that."""
    room = frame.canvas.width - frame.zero - _GAP
    lines = wrapped(label, room, lambda text: frame.canvas.measure(text, SMALL))
    size = LABEL if frame.canvas.measure(label, LABEL) <= room else SMALL
    first = baseline - (len(lines) - 1) * SMALL * 0.6 if size == SMALL else baseline
    for i, line in enumerate([label] if size == LABEL else lines):
        frame.canvas.text(frame.zero + _GAP, first + i * SMALL * 1.2, line, size, SOFT)


def _clear_of_marks(frame: _Frame, row: int, x: float, label: str) -> float:
    """Move a value label right of the target tick or the 100 % line when one would run through it."""
    chart = frame.chart
    mark = _HUNDRED if chart.kind == "completion" else None
    if chart.kind == "target" and len(chart.series) > 1:
        mark = chart.series[1].points[row].value
    if mark is None:
        return x
    at = frame.scale.at(mark)
    return at + _GAP if x - _GAP - 1 < at < x + frame.canvas.measure(label, LABEL) + 2 else x


def _target_ticks(frame: _Frame) -> None:
    """Ticks across the bars, named once above the first; a target without a figure stands in words after the value."""
    targets = frame.chart.series[1]
    named = False
    for row, point in enumerate(targets.points):
        middle = frame.middle(row)
        if point.value is None:
            _target_in_words(frame, row, point)
            continue
        x = frame.scale.at(point.value)
        canvas = frame.canvas
        canvas.rect(x - 1.0, middle - _BAR / 2 - 3, 2.0, _BAR + 6, INK, edge="#ffffff")
        if not named:
            canvas.text(x, middle - _BAR / 2 - 5.5, targets.name, SMALL, SOFT, anchor="center")
            named = True


def _target_in_words(frame: _Frame, row: int, point: Point) -> None:
    result = frame.chart.series[0].points[row]
    if not point.label or result.value is None:
        return
    canvas = frame.canvas
    text = f"{frame.chart.series[1].name}{words(frame.chart.lang)['source_separator']}{point.label}"
    x = frame.scale.at(result.value) + 3 * _GAP + canvas.measure(_printed(frame.chart, result), LABEL)
    if x + canvas.measure(text, SMALL) <= canvas.width:
        canvas.text(x, frame.middle(row) + SMALL * 0.36, text, SMALL, SOFT)
