"""Charts that are not plain bars: structure (stacked parts), standing (ranks), and small multiples of columns."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate

from briefing.model.tree import Chart, Point, Series
from briefing.render.canvas import Canvas
from briefing.render.chart_rows import category_label, label_column, legend, legend_height, row_pitch
from briefing.render.chart_style import LABEL, SMALL, Style, point_colour, series_colours, words, wrapped
from briefing.render.palette import HAIR, INK, SOFT, WHITE, mix, text_on
from briefing.render.scale import Scale

_LEADING = LABEL * 1.22
_STACK = 17.0
_RADIUS = 7.2
_SHORTEST_TRACK = 60.0


# --- structure --------------------------------------------------------------------------------------------------------


def draw_structure(canvas: Canvas, chart: Chart, style: Style) -> float:
    """Draw one stacked bar a category, its parts in the order of the series; return the height in points."""
    labels = label_column(canvas, chart)
    start = labels + 10
    top, pitch = legend_height(canvas, chart, start) + 1, row_pitch(canvas, chart, labels, 29.0)
    sums = [
        sum((s.points[i].value or Decimal(0) for s in chart.series), Decimal(0)) for i in range(len(chart.categories))
    ]
    scale = Scale(Decimal(0), max(sums), start, canvas.width - 1)
    legend(canvas, chart, style, start)
    for row, category in enumerate(chart.categories):
        middle = top + pitch * (row + 0.5)
        category_label(canvas, category, labels, middle)
        points = [series.points[row] for series in chart.series]
        if any(point.value is None for point in points):
            canvas.text(start, middle + LABEL * 0.35, words(chart.lang)["missing"], LABEL, SOFT)
        else:
            _stack(canvas, scale, points, series_colours(chart, style), middle - _STACK / 2)
    return top + pitch * len(chart.categories)


def _stack(canvas: Canvas, scale: Scale, points: list[Point], colours: tuple[str, ...], y: float) -> None:
    thickness = _STACK
    ends = list(accumulate(point.value or Decimal(0) for point in points))
    for point, end, colour in zip(points, ends, colours, strict=True):
        left, right = scale.at(end - (point.value or Decimal(0))), scale.at(end)
        canvas.rect(left, y, right - left, thickness, colour)
        canvas.line([(right, y), (right, y + thickness)], WHITE, 0.8)
        centre = (left + right) / 2
        if canvas.measure(point.label, LABEL) + 4 <= right - left:
            canvas.text(centre, y + thickness / 2 + LABEL * 0.35, point.label, LABEL, text_on(colour), anchor="center")
        else:
            canvas.text(max(left, centre - 8), y - 2.5, point.label, SMALL, INK)


# --- standing ---------------------------------------------------------------------------------------------------------


def draw_standing(canvas: Canvas, chart: Chart, style: Style) -> float:
    """Draw ranks as numbered discs on a track from 1 (best, left) to the last rank that occurs; return the height."""
    labels = label_column(canvas, chart)
    points = [point for series in chart.series for point in series.points if point.value is not None]
    last = max((point.value for point in points if point.value is not None), default=Decimal(1))
    after = max((canvas.measure(point.label, LABEL) for point in points), default=0.0) + _RADIUS + 6
    start = labels + 10 + _RADIUS
    scale = Scale(Decimal(1), max(last, Decimal(2)), start, max(canvas.width - after, start + _SHORTEST_TRACK))
    best = start + canvas.measure(words(chart.lang)["best"], SMALL) + 14
    several = len(chart.series) > 1
    top = legend_height(canvas, chart, best) + 1 if several else 14.0
    pitch = row_pitch(canvas, chart, labels, 20.5)
    canvas.text(start - _RADIUS, 8.2, words(chart.lang)["best"], SMALL, SOFT)
    if several:
        legend(canvas, chart, style, best)
    for row, category in enumerate(chart.categories):
        middle = top + pitch * (row + 0.5)
        category_label(canvas, category, labels, middle)
        canvas.line([(start, middle), (scale.end, middle)], HAIR, 1.0, under=True)
        for number, series in enumerate(chart.series):
            point = series.points[row]
            if point.value is None:
                _unplaced(canvas, scale, point.label or words(chart.lang)["missing"], middle)
            else:
                _rank(canvas, scale, point, middle, point_colour(chart, style, number, row))
    return top + pitch * len(chart.categories)


def _unplaced(canvas: Canvas, scale: Scale, text: str, middle: float) -> None:
    """A rank without a number (a leading group, or none reported) stands in words at the start of the track."""
    _beside(canvas, scale.start - _RADIUS, text, middle, SOFT)


def _beside(canvas: Canvas, x: float, text: str, middle: float, colour: str) -> None:
    """Words on a row from `x` on, clear of the track, on as many lines as they need."""
    lines = wrapped(text, canvas.width - x, lambda line: canvas.measure(line, LABEL))
    for i, line in enumerate(lines):
        canvas.rect(x, middle - 6, canvas.measure(line, LABEL) + 3, 12, WHITE)
        canvas.text(x, middle + LABEL * 0.35 + (i - (len(lines) - 1) / 2) * _LEADING, line, LABEL, colour)


def _rank(canvas: Canvas, scale: Scale, point: Point, middle: float, colour: str) -> None:
    value = point.value or Decimal(1)
    x = scale.at(value)
    _beside(canvas, x + _RADIUS + 3, point.label, middle, INK)
    canvas.disc(x, middle, _RADIUS, colour, edge=WHITE)
    canvas.text(x, middle + SMALL * 0.36, f"{value.normalize():f}", SMALL, text_on(colour), anchor="center")


# --- small multiples --------------------------------------------------------------------------------------------------


def draw_multiples(canvas: Canvas, chart: Chart, style: Style) -> float:
    """Draw a panel of columns for each series, all from zero and on one scale; return the height in points."""
    across = 4 if len(chart.series) in (4, 7, 8) else min(3, len(chart.series))
    gutter = 18.0
    width = (canvas.width - gutter * (across - 1)) / across
    heads = [wrapped(series.name, width, lambda text: canvas.measure(text, LABEL)) for series in chart.series]
    head = _LEADING * max(len(lines) for lines in heads)
    height = head + 86.0
    for number, series in enumerate(chart.series):
        row, column = divmod(number, across)
        x, y = column * (width + gutter), row * height
        for i, line in enumerate(heads[number]):
            canvas.text(x, y + 9 + i * _LEADING, line, LABEL)
        place = (x, y + head, width)
        final = point_colour(chart, style, number, len(series.points) - 1) if series.highlight else style.accent
        _panel(canvas, chart, series, place, (final, mix(style.accent, WHITE, 0.55)))
    return height * -(-len(chart.series) // across) - 6


def _panel(
    canvas: Canvas,
    chart: Chart,
    series: Series,
    place: tuple[float, float, float],
    colours: tuple[str, str],
) -> None:
    """One panel at `place` (x, y, width): columns from zero, the last in the first of `colours`, the others in the second."""
    x, y, width = place
    values = [p.value for one in chart.series for p in one.points if p.value is not None] or [Decimal(0)]
    low, high = min(*values, Decimal(0)), max(*values, Decimal(0))
    below = 8.0 if low < 0 else 0.0
    scale = Scale(low, high if high > low else low + 1, y + 60 - below, y + 14)
    zero, pitch = scale.at(Decimal(0)), width / len(series.points)
    named = _labelled(canvas, series, pitch)
    final = len(series.points) - 1
    for i, point in enumerate(series.points):
        middle = x + pitch * (i + 0.5)
        if point.value is None:
            canvas.text(middle, zero - 3, "…", SMALL, SOFT, anchor="center")
            continue
        end = scale.at(point.value)
        colour = colours[0] if i == final else colours[1]
        canvas.rect(middle - pitch * 0.39, min(zero, end), pitch * 0.78, abs(end - zero), colour)
        if i in named:
            baseline = end - 3 if point.value >= 0 else end + 8
            half = canvas.measure(point.label, SMALL) / 2
            inside = min(max(middle, x + half), max(x + width - half, x + half))
            canvas.text(inside, baseline, point.label, SMALL, INK if i == final else SOFT, anchor="center")
    canvas.line([(x, zero), (x + width, zero)], INK, 0.6)
    _ends(canvas, chart.categories, x, y + 71, width)


def _labelled(canvas: Canvas, series: Series, pitch: float) -> set[int]:
    """The columns that carry their value: all of them where there is room, else the last one alone."""
    count = len(series.points)
    room = all(canvas.measure(point.label, SMALL) <= pitch - 1.5 for point in series.points)
    return set(range(count)) if room else {count - 1}


def _ends(canvas: Canvas, categories: tuple[str, ...], x: float, y: float, width: float) -> None:
    pitch = width / len(categories)
    if all(canvas.measure(name, SMALL) <= pitch - 2 for name in categories):
        for i, name in enumerate(categories):
            canvas.text(x + pitch * (i + 0.5), y, name, SMALL, SOFT, anchor="center")
        return
    canvas.text(x, y, categories[0], SMALL, SOFT)
    canvas.text(x + width, y, categories[-1], SMALL, SOFT, anchor="right")
