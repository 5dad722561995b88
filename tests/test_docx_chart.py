"""Word's own charts: the numbers in a workbook an editor can change, the look and the labels of the PDF's charts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import support_charts
from lxml import etree
from support_charts import KINDS, chart, point
from support_tree import Brand

from briefing.model import tree
from briefing.render.chart_style import Style
from briefing.render.docx import DocxOptions, render_docx
from briefing.render.docx_chart_xml import chart_space
from briefing.render.docx_workbook import chart_workbook
from briefing.render.package import read_zip
from briefing.render.wordml import NAMESPACES, name

# The order of children that ECMA-376 part 1, 21.2.2 asks for; Word reports a damaged file otherwise.
BAR_SERIES = "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape".split()
LINE_SERIES = "idx order tx spPr marker dPt dLbls trendline errBars cat val smooth".split()
AXIS = (
    "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr "
    "crossAx crosses auto lblAlgn lblOffset noMultiLvlLbl crossBetween majorUnit"
).split()
SPACE = "date1904 roundedCorners chart spPr txPr externalData".split()


def drawn(kind: tree.ChartKind, lang: str = "en-US") -> etree._Element:
    return chart_space(chart(kind, lang), Style(), "not reported")


def locals_of(node: etree._Element) -> list[str]:
    return [etree.QName(child).localname for child in node]


def in_order(node: etree._Element, order: list[str]) -> bool:
    places = [order.index(tag) for tag in locals_of(node)]
    return places == sorted(places)


def values(node: etree._Element, path: str) -> list[str | None]:
    return [found.get("val") for found in node.findall(path, NAMESPACES)]


def labels(node: etree._Element) -> list[str]:
    return [t.text or "" for t in node.findall(".//c:dLbl//a:t", NAMESPACES)]


@pytest.mark.parametrize("kind", KINDS)
def test_children_stand_in_the_order_of_the_schema(kind: tree.ChartKind) -> None:
    root = drawn(kind)
    assert in_order(root, SPACE)
    for series in root.iter(name("c:ser")):
        line = etree.QName(series.getparent()).localname == "lineChart"
        assert in_order(series, LINE_SERIES if line else BAR_SERIES)
    for axis in (*root.iter(name("c:catAx")), *root.iter(name("c:valAx"))):
        assert in_order(axis, AXIS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["en-US", "zh-Hans"])
def test_every_kind_becomes_a_chart_with_workbook_and_alt_text(kind: tree.ChartKind, lang: str) -> None:
    parts = read_zip(render_docx(support_charts.briefing(lang, (kind,)), None, Brand()))
    charts = [p for p in parts if p.startswith("word/charts/chart") and p.endswith(".xml")]
    books = [p for p in parts if p.startswith("word/embeddings/")]
    assert len(charts) == len(books) == (2 if kind == "multiples" else 1)
    root = etree.fromstring(parts["word/document.xml"])
    described = [node.get("descr") for node in root.iter(name("wp:docPr"))]
    assert described == [f"Alt text of {kind}."] * len(charts)


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "multiples"])
def test_the_workbook_holds_the_values_the_chart_shows(kind: tree.ChartKind) -> None:
    parts = read_zip(render_docx(support_charts.briefing("en-US", (kind,)), None, Brand()))
    book = openpyxl.load_workbook(BytesIO(parts["word/embeddings/chart1.xlsx"])).active
    root = etree.fromstring(parts["word/charts/chart1.xml"])
    for column, series in enumerate(root.iter(name("c:ser")), 2):
        cached = {
            int(pt.get("idx", "0")): float(pt.findtext("c:v", "", NAMESPACES))
            for pt in series.findall("c:val//c:pt", NAMESPACES)
        }
        written = {row - 2: book.cell(row, column).value for row in range(2, book.max_row + 1)}
        assert {i: float(v) for i, v in written.items() if v is not None} == pytest.approx(cached)
        assert book.cell(1, column).value == series.findtext("c:tx//c:v", "", NAMESPACES)
        rows = len(chart(kind).categories) + 1
        assert (
            series.findtext("c:val//c:f", "", NAMESPACES)
            == f"Sheet1!${'ABC'[column - 1] if column < 4 else 'D'}$2:${'ABC'[column - 1] if column < 4 else 'D'}${rows}"
        )


def test_the_workbook_has_only_what_a_spreadsheet_program_needs_and_no_formula() -> None:
    """A theme and properties of its own in each of a dozen workbooks made half of the Word file."""
    book = read_zip(chart_workbook(["=1+1", "b"], [("8.0%", [Decimal("12.80"), None])]))
    assert sorted(book) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    ]
    sheet = book["xl/worksheets/sheet1.xml"].decode().partition("<sheetData>")[2]
    assert sheet == (
        '<row r="1"><c r="B1" t="inlineStr"><is><t>8.0%</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>=1+1</t></is></c><c r="B2"><v>12.80</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>b</t></is></c></row>'
        "</sheetData></worksheet>"
    )


@pytest.mark.parametrize("kind", ["target", "ranked", "completion", "next_target", "counts", "structure", "standing"])
def test_labels_are_the_printed_ones(kind: tree.ChartKind) -> None:
    printed = {p.label for p in chart(kind).series[0].points if p.value is not None}
    if kind == "structure":
        printed = {"5.8", "5.1"}
    shown = {text.partition(" (")[0].strip("\u00a0") for text in labels(drawn(kind))}
    assert printed <= shown


def test_rows_read_from_the_top_and_bars_start_at_zero() -> None:
    root = drawn("completion")
    assert values(root, ".//c:catAx/c:scaling/c:orientation") == ["maxMin"]
    assert values(root, ".//c:valAx/c:crosses") == ["max"]
    assert values(root, ".//c:valAx/c:scaling/c:min") == ["0"]


def test_ranks_are_marks_with_the_first_place_on_the_left_and_no_bar_that_grows_with_a_worse_rank() -> None:
    root = drawn("standing")
    assert values(root, ".//c:valAx/c:scaling/c:orientation") == ["minMax"]
    assert root.find(".//c:ser/c:spPr/a:noFill", NAMESPACES) is not None
    assert root.find(".//c:ser/c:errBars", NAMESPACES) is not None


def test_small_multiples_share_scale_and_place_of_their_plots() -> None:
    parts = read_zip(render_docx(support_charts.briefing("en-US", ("multiples",)), None, Brand()))
    roots = [etree.fromstring(parts[f"word/charts/chart{i}.xml"]) for i in (1, 2)]
    layouts, scales = (
        [[(etree.QName(n).localname, n.get("val")) for n in root.find(path, NAMESPACES)] for root in roots]
        for path in (".//c:plotArea/c:layout/c:manualLayout", ".//c:valAx/c:scaling")
    )
    assert layouts[0] == layouts[1]
    assert ("layoutTarget", "inner") in layouts[0]
    assert scales[0] == scales[1]


def months(*values: str | None) -> tree.Chart:
    names = tuple(f"2024-{month:02d}" for month in range(1, len(values) + 1))
    return replace(chart("multiples"), categories=names, series=(support_charts.series("CPI", *values),))


def test_crowded_small_multiples_carry_the_last_value_and_the_ends_of_their_periods() -> None:
    twelve = months(*(f"{number}.5" for number in range(12)))
    crowded, roomy = (chart_space(twelve, Style(), "not reported", width=width) for width in (150.0, 480.0))
    assert (labels(crowded), values(crowded, ".//c:catAx/c:tickLblPos")) == (["11.5"], ["none"])
    assert (len(labels(roomy)), values(roomy, ".//c:catAx/c:tickLblPos")) == (12, ["low"])
    three = replace(twelve, series=twelve.series * 3)
    made = render_docx(replace(support_charts.briefing(), blocks=(three,)), None, Brand())
    root = etree.fromstring(read_zip(made)["word/document.xml"])
    below = [p for p in root.iter(name("w:p")) if p.find("w:r/w:tab", NAMESPACES) is not None]
    assert ["".join(t.text or "" for t in p.iter(name("w:t"))) for p in below] == ["2024-012024-12"] * 3


def test_a_column_that_is_missing_is_marked_in_its_place() -> None:
    """At 12 columns the names of the periods are not all there to say it."""
    root = chart_space(months("1.0", None, "3.0"), Style(), "not reported")
    marks = root.findall(".//c:ser", NAMESPACES)[1]
    assert labels(marks) == ["…"]
    assert [pt.get("idx") for pt in marks.findall("c:val//c:pt", NAMESPACES)] == ["1"]
    assert [v.text for v in root.findall(".//c:ser[1]/c:cat//c:v", NAMESPACES)] == ["2024-01", "2024-02", "2024-03"]


def test_targets_are_ticks_without_bar_or_label() -> None:
    root = drawn("target")
    target = root.findall(".//c:ser", NAMESPACES)[1]
    assert target.find("c:spPr/a:noFill", NAMESPACES) is not None
    assert target.find("c:errBars", NAMESPACES) is not None
    assert values(target, "c:dLbls/c:showVal") == ["0"]


def test_the_plan_of_a_completion_rate_is_a_tick_at_100_explained_in_the_subtitle() -> None:
    plan = drawn("completion").findall(".//c:ser", NAMESPACES)[1]
    assert {v.text for v in plan.findall("c:val//c:v", NAMESPACES)} == {"100"}
    assert plan.find("c:errBars", NAMESPACES) is not None
    parts = read_zip(render_docx(support_charts.briefing("en-US", ("completion",)), None, Brand()))
    assert "grey tick: 100%" in parts["word/document.xml"].decode()


def test_the_odd_one_out_and_a_fall_have_the_second_accent() -> None:
    for kind in ("target", "ranked"):
        points = drawn(kind).findall(".//c:dPt", NAMESPACES)
        assert [(values(p, "c:idx"), values(p, ".//a:srgbClr")) for p in points] == [(["3"], ["C2612C"])]


def test_what_is_missing_is_said_in_the_category_and_left_out_of_the_values() -> None:
    root = drawn("target")
    assert "Fixed-asset investment (not reported)" in [v.text for v in root.findall(".//c:cat//c:v", NAMESPACES)]
    assert values(root, ".//c:dispBlanksAs") == ["gap"]


def test_a_stack_without_one_of_its_parts_is_left_empty() -> None:
    for series in drawn("structure").iter(name("c:ser")):
        assert [pt.get("idx") for pt in series.findall("c:val//c:pt", NAMESPACES)] == ["0", "1"]


def test_a_target_in_words_stands_with_the_result() -> None:
    pegged = tree.Series("target", (point("6"), point("5"), point("6"), point(None, "in step")))
    root = chart_space(replace(chart("target"), series=(chart("target").series[0], pegged)), Style(), "not reported")
    assert "5.6 (target: in step)" in labels(root)


def test_the_labels_of_a_stack_stand_out_from_their_part_of_the_bar() -> None:
    """Said of each label and of all of a series: Word looks at the first, LibreOffice at the second."""
    root = drawn("structure")
    for series, colour in zip(root.iter(name("c:ser")), ("FFFFFF", "1D2730", "1D2730"), strict=True):
        said = series.findall("c:dLbls//a:solidFill/a:srgbClr", NAMESPACES)
        assert {node.get("val") for node in said} == {colour}
        assert series.find("c:dLbls/c:txPr", NAMESPACES) is not None


def test_a_stacked_bar_has_no_label_place_that_word_refuses() -> None:
    """outEnd is invalid in stacked bars; Word would offer a repair."""
    assert set(values(drawn("structure"), ".//c:dLblPos")) == {"ctr"}


@pytest.mark.parametrize(("lang", "code"), [("en-GB", "en-GB"), ("zh-Hans", "zh-CN")])
def test_every_text_says_its_language(lang: str, code: str) -> None:
    root = drawn("ranked", lang)
    lettered = [*root.iter(name("a:rPr")), *root.iter(name("a:defRPr")), *root.iter(name("a:endParaRPr"))]
    assert len(lettered) > 8
    assert {node.get("lang") for node in lettered} == {code}


def test_fonts_are_named_for_latin_and_han() -> None:
    root = drawn("ranked", "zh-Hans")
    assert {n.get("typeface") for n in root.iter(name("a:latin"))} == {"Calibri"}
    assert {n.get("typeface") for n in root.iter(name("a:ea"))} == {"Microsoft YaHei"}


def test_pictures_take_the_place_of_charts_where_asked_for() -> None:
    parts = read_zip(
        render_docx(support_charts.briefing("en-US", ("ranked",)), None, Brand(), DocxOptions(pictures=True))
    )
    assert not [part for part in parts if "charts/" in part]
    assert [part for part in parts if part.endswith(".png")]
    root = etree.fromstring(parts["word/document.xml"])
    assert [node.get("descr") for node in root.iter(name("wp:docPr"))] == ["Alt text of ranked."]


def test_a_twin_table_gives_the_values_to_those_who_do_not_see_the_chart() -> None:
    parts = read_zip(render_docx(support_charts.briefing("en-US", ("target",)), None, Brand(), DocxOptions(twins=True)))
    root = etree.fromstring(parts["word/document.xml"])
    rows = [
        ["".join(t.text or "" for t in c.iter(name("w:t"))) for c in r.findall("w:tc", NAMESPACES)]
        for r in root.iter(name("w:tr"))
    ]
    assert rows[0] == ["", "result", "target"]
    assert rows[3] == ["Fixed-asset investment", "not reported", "6"]


@pytest.mark.parametrize(("lang", "said"), [("en-US", ["Figure 1", "Figure 2"]), ("zh-Hans", ["图1", "图2"])])
def test_a_twin_table_refers_to_its_chart_by_a_field_that_has_its_value(lang: str, said: list[str]) -> None:
    made = render_docx(support_charts.briefing(lang, ("ranked", "trend")), None, Brand(), DocxOptions(twins=True))
    root = etree.fromstring(read_zip(made)["word/document.xml"])
    asked = [code.text.split()[1] for code in root.iter(name("w:instrText")) if (code.text or "").startswith(" REF ")]
    bookmarks = {mark.get(name("w:name")): mark for mark in root.iter(name("w:bookmarkStart"))}
    captions = [bookmarks[target].getparent() for target in asked]
    assert ["".join(t.text or "" for t in caption.iter(name("w:t"))).split("  ")[0] for caption in captions] == said
    twins = [p for p in root.iter(name("w:p")) if any(" REF " in (c.text or "") for c in p.iter(name("w:instrText")))]
    assert ["".join(t.text or "" for t in twin.iter(name("w:t"))).split("  ")[0] for twin in twins] == said
