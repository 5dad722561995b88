"""What a Word chart is drawn from: its form, its categories, its series, made ready from the chart of the tree."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal

from briefing.model.tree import Chart, Point, Series
from briefing.render.docx_table import width_of

Form = Literal["bars", "stack", "columns", "line", "ranks"]
TICKED = ("target", "completion")
"""The kinds whose second series is a tick on each bar, which Word's legend cannot show."""
WIDE = 480.0
"""The width in points of a chart over the whole page."""
LABEL = 8.5
"""The size in points of values and names."""
_HUNDRED = Decimal(100)
_GAP_MARK = "…"  # in place of a column that is not there


def form(chart: Chart) -> Form:
    """The Word chart that a kind of chart becomes."""
    forms: dict[str, Form] = {"structure": "stack", "trend": "line", "standing": "ranks", "multiples": "columns"}
    return forms.get(chart.kind, "bars")


def category_names(chart: Chart, missing: str) -> list[str]:
    """The categories as the workbook has them.

    A bar, rank or period without a value says so in its name, since nothing is drawn where it should be.
    """
    columns = [[series.points[i] for series in chart.series] for i in range(len(chart.categories))]
    if form(chart) == "line":
        silent = [all(point.value is None for point in column) for column in columns]
    else:
        silent = [column[0].value is None for column in columns]
    if form(chart) == "columns":  # a mark stands in its place
        return list(chart.categories)
    notes = [column[0].label or missing for column in columns]
    return [f"{n} ({note})" if s else n for n, note, s in zip(chart.categories, notes, silent, strict=True)]


def prepared(chart: Chart) -> Chart:
    """The series as Word gets them.

    A structure loses the bars that lack a part, as what is left of one would look like the whole; completion rates get the
    plan (100) as a second series, which stands as a tick on every bar; small multiples one that marks what is missing.
    """
    if form(chart) == "columns":
        gaps = tuple(Point(Decimal(0) if point.value is None else None, _GAP_MARK) for point in chart.series[0].points)
        lacking = any(point.value is not None for point in gaps)
        return replace(chart, series=(*chart.series, Series(_GAP_MARK, gaps))) if lacking else chart
    if chart.kind == "completion" and len(chart.series) == 1:
        plan = Series("100%", tuple(Point(_HUNDRED, "") for _ in chart.categories))
        return replace(chart, series=(*chart.series, plan))
    if chart.kind != "structure":
        return chart
    gone = {i for s in chart.series for i, point in enumerate(s.points) if point.value is None}
    runs = tuple(
        replace(s, points=tuple(Point(None, "") if i in gone else p for i, p in enumerate(s.points)))
        for s in chart.series
    )
    return replace(chart, series=runs)


def crowded(chart: Chart, width: float) -> bool:
    """Whether the columns of a small multiple stand too close for their values, and so for the names of their periods."""
    pitch = width / len(chart.categories)
    labels = (point.label for series in chart.series for point in series.points)
    return form(chart) == "columns" and any(width_of(label) * LABEL > pitch for label in labels)


def last_labelled(chart: Chart) -> Chart:
    """A chart whose columns carry no value but the last, as in the PDF."""
    runs = (
        replace(run, points=(*(replace(point, label="") for point in run.points[:-1]), run.points[-1]))
        for run in chart.series
    )
    return replace(chart, series=tuple(runs))
