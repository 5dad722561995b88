"""Charts of a DOCX: Word's own charts with the numbers in an embedded workbook, or the PDF's picture where asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from docx.opc.part import Part

from briefing.model.tree import Chart, Series
from briefing.render.chart_style import Style, words
from briefing.render.docx_chart_data import TICKED, category_names, form, prepared
from briefing.render.docx_chart_xml import chart_space
from briefing.render.docx_workbook import chart_workbook
from briefing.render.wordml import NAMESPACES, el, serialise

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_FIRST = "rId1"  # the chart part's one relation, to its workbook
_EMU = 12700  # a point


def heights(chart: Chart) -> float:
    """The height of a chart in points, by its form and rows."""
    rows = len(chart.categories)
    shape = form(chart)
    if shape == "line":
        return 170.0
    if shape == "ranks":
        return rows * 23.0 + 12
    if shape == "columns":
        return 96.0
    pitch = 36.0 if len(chart.series) > 1 and chart.kind not in TICKED and shape != "stack" else 27.0
    return rows * pitch + 26 + (16 if len(chart.series) > 1 else 0)


def native_chart(
    document: Any,
    chart: Chart,
    style: Style,
    size: tuple[float, float],
    number: int,
    beside: Sequence[Series] = (),
) -> Any:
    """Add the parts of a Word chart to `document` and return the run that shows it.

    Args:
        document: a python-docx document.
        chart: what to draw.
        style: the accents.
        size: width and height in points.
        number: a number no other drawing of the document has.
        beside: series of other charts that are drawn on the same scale.
    """
    package, missing = document.part.package, words(chart.lang)["missing"]
    workbook = Part(
        package.next_partname("/word/embeddings/chart%d.xlsx"), _WORKBOOK, _workbook(chart, missing), package
    )
    root = chart_space(chart, style, missing, beside, size[0])
    root.append(el("c:externalData", {"r:id": _FIRST}, el("c:autoUpdate", {"val": 0})))
    part = Part(package.next_partname("/word/charts/chart%d.xml"), _CHART, serialise(root), package)
    part.load_rel(f"{NAMESPACES['r']}/package", workbook, _FIRST)
    frame = el("c:chart", {"r:id": document.part.relate_to(part, f"{NAMESPACES['r']}/chart")})
    return _drawing(frame, "c", (chart.title, chart.alt), size, number)


def picture(document: Any, chart: Chart, style: Style, width: float, number: int) -> Any:
    """The chart as the PDF has it, as a picture; returns the run that shows it."""
    from briefing.render.charts import chart_png  # noqa: PLC0415  (as above)

    data = chart_png(chart, style.accent, style.second_accent, width_mm=width / 72 * 25.4)
    return image_run(document, data, (width, 0.0), (chart.title, chart.alt), number)


def image_run(document: Any, data: bytes, size: tuple[float, float], words: tuple[str, str], number: int) -> Any:
    """A PNG as an inline picture.

    Args:
        document: a python-docx document.
        data: the PNG.
        size: width and height in points; the one that is 0 follows from the picture.
        words: title and alternative text.
        number: a number no other drawing of the document has.
    """
    relation, image = document.part.get_or_add_image(BytesIO(data))
    width = size[0] or size[1] * image.px_width / image.px_height
    full = (width, size[1] or width * image.px_height / image.px_width)
    return _drawing(_picture_frame(relation, words[1], full, number), "pic", words, full, number)


def single_charts(chart: Chart) -> list[Chart]:
    """Small multiples as one chart a series."""
    return [replace(chart, series=(series,), id=f"{chart.id}-{i}") for i, series in enumerate(chart.series, 1)]


def _workbook(chart: Chart, missing: str) -> bytes:
    series = [(run.name, [point.value for point in run.points]) for run in prepared(chart).series]
    return chart_workbook(category_names(chart, missing), series)


def _extent(tag: str, size: tuple[float, float]) -> Any:
    return el(tag, {"cx": round(size[0] * _EMU), "cy": round(size[1] * _EMU)})


def _picture_frame(relation: str, alt: str, size: tuple[float, float], number: int) -> Any:
    named = {"id": number, "name": f"Picture {number}", "descr": alt}
    corner = el("a:off", {"x": 0, "y": 0})
    return el(
        "pic:pic",
        None,
        el("pic:nvPicPr", None, el("pic:cNvPr", named), el("pic:cNvPicPr")),
        el("pic:blipFill", None, el("a:blip", {"r:embed": relation}), el("a:stretch", None, el("a:fillRect"))),
        el(
            "pic:spPr",
            None,
            el("a:xfrm", None, corner, _extent("a:ext", size)),
            el("a:prstGeom", {"prst": "rect"}, el("a:avLst")),
        ),
    )


def _drawing(frame: Any, kind: str, words: tuple[str, str], size: tuple[float, float], number: int) -> Any:
    """An inline drawing with its alternative text."""
    data = el("a:graphicData", {"uri": NAMESPACES["c"] if kind == "c" else NAMESPACES["pic"]}, frame)
    inline = el(
        "wp:inline",
        {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
        _extent("wp:extent", size),
        el("wp:docPr", {"id": number, "name": f"Chart {number}", "descr": words[1], "title": words[0]}),
        el("wp:cNvGraphicFramePr"),
        el("a:graphic", None, data),
    )
    return el("w:r", None, el("w:drawing", None, inline))
