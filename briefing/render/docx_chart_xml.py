"""DrawingML charts: chart data as the XML of a Word chart, coloured and lettered like the charts of the PDF.

Element order follows ECMA-376 part 1, section 21.2; Word refuses a chart with its children in another order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from briefing.model.tree import Chart, Point, Series
from briefing.render.chart_style import PAIRED, Style, line_colours, point_colour, series_colours
from briefing.render.docx_chart_data import (
    LABEL,
    TICKED,
    WIDE,
    Form,
    category_names,
    crowded,
    form,
    last_labelled,
    prepared,
)
from briefing.render.docx_workbook import SHEET, column_letter
from briefing.render.palette import HAIR, INK, SOFT, WHITE, mix, text_on
from briefing.render.reference import table as reference_table
from briefing.render.scale import ticks
from briefing.render.wordml import el, name

_LETTERED = ("a:rPr", "a:defRPr", "a:endParaRPr")  # elements that say in what language a text is
_BEFORE_FIRST = Decimal("0.7")  # where the axis of ranks begins
_TICK = mix(INK, WHITE, 0.6)
_LABEL, _SMALL = round(LABEL * 100), 700  # hundredths of a point


@dataclass(frozen=True, slots=True)
class Sheet:
    """The embedded workbook as the chart refers to it: categories in column A from row 2, a column a series."""

    rows: int

    def name(self, series: int) -> str:
        """The cell of a series' name."""
        return f"{SHEET}!${column_letter(series + 1)}$1"

    def values(self, series: int) -> str:
        """The cells of a series' values."""
        letter = column_letter(series + 1)
        return f"{SHEET}!${letter}$2:${letter}${self.rows + 1}"

    @property
    def categories(self) -> str:
        """The cells of the categories."""
        return f"{SHEET}!$A$2:$A${self.rows + 1}"


def chart_space(chart: Chart, style: Style, missing: str, beside: Sequence[Series] = (), width: float = WIDE) -> Any:
    """The root element of a chart part.

    `missing` is the word for a value that is not there, `beside` what is drawn on the same scale in other charts, `width` that
    of the chart in points.
    """
    full = crowded(chart, width)
    chart, shape = prepared(last_labelled(chart) if full else chart), form(chart)
    sheet = Sheet(len(chart.categories))
    series = [_series(chart, style, sheet, number, missing) for number in range(len(chart.series))]
    plot = _line_plot(series) if shape == "line" else _bar_plot(chart, series)
    body = el(
        "c:chart",
        None,
        _c("autoTitleDeleted", 1),
        el(
            "c:plotArea",
            None,
            _layout(shape, crowded=full),
            plot,
            *_axes(chart, beside, crowded=full),
            el("c:spPr", None, el("a:noFill")),
        ),
        _legend() if len(chart.series) > 1 and shape in ("bars", "stack") and chart.kind not in TICKED else None,
        _c("plotVisOnly", 1),
        _c("dispBlanksAs", "gap"),
    )
    root = el(
        "c:chartSpace",
        None,
        _c("date1904", 0),
        _c("roundedCorners", 0),
        body,
        el("c:spPr", None, el("a:noFill"), _line(None)),
        _text(_LABEL, INK),
    )
    for node in root.iter(*map(name, _LETTERED)):
        node.set("lang", "zh-CN" if chart.lang.startswith("zh") else chart.lang)
    return root


# --- small pieces -----------------------------------------------------------------------------------------------------


def _c(tag: str, value: Any) -> Any:
    return el(f"c:{tag}", {"val": value})


def _fill(colour: str | None) -> Any:
    return el("a:solidFill", None, el("a:srgbClr", {"val": colour.lstrip("#").upper()})) if colour else el("a:noFill")


def _line(colour: str | None, width: float = 0.6) -> Any:
    return el("a:ln", {"w": round(width * 12700), "cap": "flat"}, _fill(colour))


def _character(tag: str, size: int, colour: str, *, bold: bool = False) -> Any:
    faces = reference_table()["fonts"]["sans"]
    return el(
        tag,
        {"sz": size, "b": int(bold)},
        _fill(colour),
        el("a:latin", {"typeface": faces["latin"]}),
        el("a:ea", {"typeface": faces["han"]}),
        el("a:cs", {"typeface": faces["latin"]}),
    )


def _text(size: int, colour: str, *, level: bool = False) -> Any:
    """The letters of a part of the chart; `level` ones are never turned to make room."""
    paragraph = el("a:p", None, el("a:pPr", None, _character("a:defRPr", size, colour)), el("a:endParaRPr"))
    return el(
        "c:txPr", None, el("a:bodyPr", {"rot": 0, "vert": "horz"} if level else None), el("a:lstStyle"), paragraph
    )


def _cache(tag: str, texts: Sequence[str | None], *, numbers: bool = False) -> Any:
    points = [el("c:pt", {"idx": i}, el("c:v", None, text)) for i, text in enumerate(texts) if text is not None]
    code = el("c:formatCode", None, "General") if numbers else None
    return el(tag, None, code, _c("ptCount", len(texts)), *points)


def _strings(tag: str, formula: str, texts: Sequence[str]) -> Any:
    return el(tag, None, el("c:strRef", None, el("c:f", None, formula), _cache("c:strCache", texts)))


def _layout(shape: Form, *, crowded: bool) -> Any:
    """Where the plot lies: small multiples share it, so that bars of one row stand on one line and are of one scale.

    A crowded one leaves room at its sides for its one value.
    """
    if shape != "columns":
        return el("c:layout")
    side = 0.06 if crowded else 0.02
    fixed = {
        "layoutTarget": "inner",
        "xMode": "edge",
        "yMode": "edge",
        "x": side,
        "y": 0.1,
        "w": 1 - 2 * side,
        "h": 0.84 if crowded else 0.72,
    }
    return el("c:layout", None, el("c:manualLayout", None, *(_c(tag, value) for tag, value in fixed.items())))


def _legend() -> Any:
    return el("c:legend", None, _c("legendPos", "t"), _c("overlay", 0), _text(_SMALL + 100, SOFT))


# --- series -----------------------------------------------------------------------------------------------------------


def _series(chart: Chart, style: Style, sheet: Sheet, number: int, missing: str) -> Any:
    run, shape = chart.series[number], form(chart)
    values = [None if point.value is None else f"{point.value:f}" for point in run.points]
    head = (_c("idx", number), _c("order", number), _strings("c:tx", sheet.name(number), [run.name]))
    tail = (
        _strings("c:cat", sheet.categories, category_names(chart, missing)),
        el(
            "c:val",
            None,
            el("c:numRef", None, el("c:f", None, sheet.values(number)), _cache("c:numCache", values, numbers=True)),
        ),
    )
    if shape == "line":
        return el(
            "c:ser",
            None,
            *head,
            *_line_look(chart, style, number),
            _labels(chart, style, number),
            *tail,
            _c("smooth", 0),
        )
    if is_mark(chart, number):
        hollow = el("c:spPr", None, el("a:noFill"), _line(None))
        named = _labels(chart, style, number) if shape == "ranks" else _no_labels()
        return el("c:ser", None, *head, hollow, _c("invertIfNegative", 0), named, _mark(chart, style, number), *tail)
    colour = series_colours(chart, style)[number]
    look = el("c:spPr", None, _fill(colour), _line(WHITE if shape == "stack" else None, 0.8))
    points = _points(chart, style, number, colour)
    return el("c:ser", None, *head, look, _c("invertIfNegative", 0), *points, _labels(chart, style, number), *tail)


def is_mark(chart: Chart, number: int) -> bool:
    """Whether a series is drawn as marks at its values in place of bars: ranks, targets, and the plan of a completion rate."""
    return chart.kind == "standing" or (chart.kind in TICKED and number > 0)


def _points(chart: Chart, style: Style, number: int, colour: str) -> list[Any]:
    """The points that differ in colour from their series."""
    last = len(chart.categories) - 1
    out = []
    for i in range(len(chart.categories)):
        own = point_colour(chart, style, number, i)
        if chart.kind == "multiples":
            own = own if i in chart.series[number].highlight or i == last else _pale(style)
        if own != colour:
            out.append(
                el(
                    "c:dPt",
                    None,
                    _c("idx", i),
                    _c("invertIfNegative", 0),
                    _c("bubble3D", 0),
                    el("c:spPr", None, _fill(own)),
                )
            )
    return out


def _pale(style: Style) -> str:
    return mix(style.accent, WHITE, 0.55)


def _line_look(chart: Chart, style: Style, number: int) -> tuple[Any, Any]:
    colour = line_colours(chart, style)[number]
    look = el("c:spPr", None, _line(colour, 1.8))
    marker = el(
        "c:marker",
        None,
        _c("symbol", "circle"),
        _c("size", 6),
        el("c:spPr", None, _fill(colour), _line(WHITE, 1.0)),
    )
    return look, marker


def _mark(chart: Chart, style: Style, number: int) -> Any:
    """A mark at the value: an error bar of no length, of which only the end cap shows.

    A target is a tick in a grey that stands out from the bar as well as from the page; a rank is a block.
    """
    line = _line(series_colours(chart, style)[number], 7.0) if chart.kind == "standing" else _line(_TICK, 3.0)
    return el(
        "c:errBars",
        None,
        _c("errBarType", "plus"),
        _c("errValType", "fixedVal"),
        _c("noEndCap", 0),
        _c("val", "0.000001"),
        el("c:spPr", None, line),
    )


# --- labels -----------------------------------------------------------------------------------------------------------


_SHOW = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


def _shown(*, value: bool) -> list[Any]:
    return [_c(tag, int(value and tag == "showVal")) for tag in _SHOW]


def _no_labels() -> Any:
    return el("c:dLbls", None, *_shown(value=False))


def _labels(chart: Chart, style: Style, number: int) -> Any:
    """The labels of a series: the text printed in the PDF, at each point that has one."""
    shape = form(chart)
    place = {"stack": "ctr", "line": "t"}.get(shape, "outEnd")
    colour = text_on(series_colours(chart, style)[number]) if shape == "stack" else INK
    out = []
    for i, point in enumerate(chart.series[number].points):
        text, where = _label(chart, number, i), place
        if shape == "line":
            where = _beside_line(chart, number, i)
        if point.value is None:
            continue
        out.append(_one_label(i, text, where, colour) if text else el("c:dLbl", None, _c("idx", i), _c("delete", 1)))
    return el(
        "c:dLbls",
        None,
        *out,
        el("c:spPr", None, el("a:noFill"), _line(None)),
        _text(_LABEL, colour),  # LibreOffice takes no colour from the labels themselves
        _c("dLblPos", place),
        *_shown(value=True),
    )


def _one_label(position: int, text: str, place: str, colour: str) -> Any:
    run = el("a:r", None, _character("a:rPr", _LABEL, colour), el("a:t", None, text))
    rich = el("c:rich", None, el("a:bodyPr", {"wrap": "none"}), el("a:lstStyle"), el("a:p", None, run))
    return el("c:dLbl", None, _c("idx", position), el("c:tx", None, rich), _c("dLblPos", place), *_shown(value=True))


def _label(chart: Chart, number: int, position: int) -> str:
    """What stands at a point: its printed label; a line is named at its end; a target in words follows the result."""
    run = chart.series[number]
    text = run.points[position].label
    if form(chart) == "ranks":
        return f"\u00a0\u00a0{text}"  # clear of the mark
    if form(chart) == "line":
        if len(chart.series) == 1:  # the title names it
            return text
        return f"{run.name} {text}".strip() if position == _final(run.points) else ""
    if chart.kind in ("target", *PAIRED) and number == 0 and len(chart.series) > 1:
        target = chart.series[1].points[position]
        if target.value is None and target.label:
            return f"{text} ({chart.series[1].name}: {target.label})"
    return text


def _beside_line(chart: Chart, number: int, position: int) -> str:
    """Where a label of a line stands: at the end of several lines, else on the side where the line does not pass."""
    points = chart.series[number].points
    if len(chart.series) > 1:
        return "r" if position == _final(points) else "t"
    value = points[position].value
    around = [points[i].value for i in (position - 1, position + 1) if 0 <= i < len(points)]
    rising = [value is not None and other > value for other in around if other is not None]
    return "b" if rising and all(rising) else "t"


def _final(points: Sequence[Point]) -> int:
    return max((i for i, point in enumerate(points) if point.value is not None), default=-1)


# --- plots and axes ---------------------------------------------------------------------------------------------------


def _bar_plot(chart: Chart, series: Sequence[Any]) -> Any:
    shape = form(chart)
    paired = chart.kind in PAIRED and len(chart.series) > 1
    gap = {"stack": 70, "columns": 30}.get(shape, 60 if paired else 90)
    overlap = 100 if shape in ("stack", "columns") or chart.kind in TICKED else (-5 if paired else 0)
    return el(
        "c:barChart",
        None,
        _c("barDir", "col" if shape == "columns" else "bar"),
        _c("grouping", "stacked" if shape == "stack" else "clustered"),
        _c("varyColors", 0),
        *series,
        _c("gapWidth", gap),
        _c("overlap", overlap),
        _c("axId", 1),
        _c("axId", 2),
    )


def _line_plot(series: Sequence[Any]) -> Any:
    return el(
        "c:lineChart",
        None,
        _c("grouping", "standard"),
        _c("varyColors", 0),
        *series,
        _c("marker", 1),
        _c("axId", 1),
        _c("axId", 2),
    )


def _range(chart: Chart, beside: Sequence[Series]) -> tuple[Decimal, ...]:
    values = [point.value for series in (*chart.series, *beside) for point in series.points if point.value is not None]
    if form(chart) == "stack":
        sums = [
            sum((s.points[i].value or Decimal(0) for s in chart.series), Decimal(0))
            for i in range(len(chart.categories))
        ]
        return (Decimal(0), max(sums))
    if form(chart) == "ranks":
        return (_BEFORE_FIRST, max(values) * 2)  # the words beside the last place need room
    return _roomy(ticks(values, zero=form(chart) != "line"), min(values), max(values))


def _roomy(marks: tuple[Decimal, ...], least: Decimal, most: Decimal) -> tuple[Decimal, ...]:
    """One more step on a side where a label beside the longest bar would leave the plot."""
    step, room = marks[1] - marks[0], (marks[-1] - marks[0]) * Decimal("0.12")
    before = (marks[0] - step,) if least < 0 and least - marks[0] < room else ()
    after = (marks[-1] + step,) if most > 0 and marks[-1] - most < room / 2 else ()
    return (*before, *marks, *after)


def _axes(chart: Chart, beside: Sequence[Series], *, crowded: bool) -> tuple[Any, Any]:
    """The axis of the names, upright where the values rise, and the axis of the values."""
    shape = form(chart)
    upright = shape in ("line", "columns")
    return _name_axis(shape, upright=upright, named=not crowded), _value_axis(
        shape, _range(chart, beside), upright=upright
    )


def _name_axis(shape: str, *, upright: bool, named: bool) -> Any:
    return el(
        "c:catAx",
        None,
        _c("axId", 1),
        el("c:scaling", None, _c("orientation", "minMax" if upright else "maxMin")),
        _c("delete", 0),
        _c("axPos", "b" if upright else "l"),
        el("c:numFmt", {"formatCode": "General", "sourceLinked": 0}),
        _c("majorTickMark", "none"),
        _c("minorTickMark", "none"),
        _c("tickLblPos", "low" if named else "none"),
        el("c:spPr", None, _line(None if shape in ("stack", "ranks") else INK, 0.8)),
        _text(_SMALL + 50 if upright else _LABEL, SOFT if upright else INK, level=upright),
        _c("crossAx", 2),
        _c("crosses", "autoZero"),
        _c("auto", 0),
        _c("lblAlgn", "ctr"),
        _c("lblOffset", 60),
        _c("noMultiLvlLbl", 1),
    )


def _value_axis(shape: str, marks: Sequence[Decimal], *, upright: bool) -> Any:
    plain = shape in ("stack", "columns", "ranks")
    whole = all(mark == mark.to_integral_value() for mark in marks)
    limits = (_c("orientation", "minMax"), _c("max", f"{marks[-1]:f}"), _c("min", f"{marks[0]:f}"))
    return el(
        "c:valAx",
        None,
        _c("axId", 2),
        el("c:scaling", None, *limits),
        _c("delete", int(plain)),
        _c("axPos", "l" if upright else "b"),
        None if plain else el("c:majorGridlines", None, el("c:spPr", None, _line(HAIR))),
        el("c:numFmt", {"formatCode": "#,##0" if whole else "#,##0.0##", "sourceLinked": 0}),
        _c("majorTickMark", "none"),
        _c("minorTickMark", "none"),
        _c("tickLblPos", "low" if upright else "nextTo"),
        el("c:spPr", None, _line(None)),
        _text(_SMALL, SOFT),
        _c("crossAx", 1),
        _c("crosses", "autoZero" if upright else "max"),
        _c("crossBetween", "between"),
        None if plain else _c("majorUnit", f"{marks[1] - marks[0]:f}"),
    )
