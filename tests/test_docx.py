"""Word files: what an editor finds in them, and that any office program can open them."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import subprocess
import sys
import time
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZipFile

import docx
import pytest
import support_tree
from docx.shared import Pt, RGBColor
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from support_tree import Brand, said

from briefing.errors import RenderError
from briefing.model import tree
from briefing.render.docx import DocxOptions, render_docx
from briefing.render.docx_parts import ANCHORS
from briefing.render.docx_table import column_widths, paddings
from briefing.render.package import read_zip, write_zip
from briefing.render.pdf_html import Pictures, document_html
from briefing.render.reference import reference_docx
from briefing.render.wordml import NAMESPACES, PARAGRAPH_ORDER, RUN_ORDER, name

LANGS = ("en-US", "zh-Hans")


def made(lang: str = "en-US", **options: object) -> dict[str, bytes]:
    return parts_of(support_tree.briefing(lang), **options)


def parts_of(briefing: tree.Briefing, **options: object) -> dict[str, bytes]:
    return read_zip(render_docx(briefing, None, Brand(), DocxOptions(**options)))


def body(parts: dict[str, bytes]) -> etree._Element:
    return etree.fromstring(parts["word/document.xml"])


def found(root: etree._Element, path: str) -> list[etree._Element]:
    return root.findall(path, NAMESPACES)


def text(node: etree._Element) -> str:
    return "".join(t.text or "" for t in node.iter(name("w:t")))


def styled(root: etree._Element, style: str) -> list[etree._Element]:
    return [p for p in root.iter(name("w:p")) if found(p, f"w:pPr/w:pStyle[@w:val='{style}']")]


def only(*blocks: tree.Block, lang: str = "en-US") -> tree.Briefing:
    return replace(support_tree.briefing(lang), blocks=blocks)


# --- structure --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_every_part_is_well_formed_typed_and_every_relation_leads_somewhere(lang: str) -> None:
    parts = made(lang)
    types = etree.fromstring(parts["[Content_Types].xml"])
    named = {node.get("PartName") for node in types if node.get("PartName")}
    extensions = {node.get("Extension") for node in types if node.get("Extension")}
    for part, data in parts.items():
        if part.endswith((".xml", ".rels")):
            etree.fromstring(data)
        assert f"/{part}" in named or part.rpartition(".")[2] in extensions, part
        if part.endswith(".rels"):
            home = PurePosixPath(part).parents[1]
            for relation in etree.fromstring(data):
                target = relation.get("Target", "")
                where = target.lstrip("/") if target.startswith("/") else str(home / target)
                assert re.sub(r"[^/]+/\.\./", "", where) in parts, (part, target)


@pytest.mark.parametrize("lang", LANGS)
def test_ids_and_bookmark_names_are_unique_and_every_link_has_its_bookmark(lang: str) -> None:
    root = body(made(lang, notes={"t1": "look"}))
    starts = list(root.iter(name("w:bookmarkStart")))
    names = [node.get(name("w:name")) for node in starts]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", n) for n in names)
    ids = [node.get(name("w:id")) for node in starts]
    assert len(set(ids)) == len(ids)
    assert sorted(ids) == sorted(node.get(name("w:id")) for node in root.iter(name("w:bookmarkEnd")))
    drawings = [node.get("id") for node in root.iter(name("wp:docPr"))]
    assert len(set(drawings)) == len(drawings)
    assert {node.get(name("w:anchor")) for node in root.iter(name("w:hyperlink"))} <= set(names)
    for node in root.iter(name("w:instrText")):
        target = re.match(r" (?:PAGEREF|NOTEREF) (\w+)", node.text or "")
        assert target is None or target[1] in names


@pytest.mark.parametrize("lang", LANGS)
def test_properties_stand_in_the_order_of_the_schema(lang: str) -> None:
    """Word repairs or refuses a file with pPr or rPr out of order."""
    parts = made(lang, notes={"t1": "look"})
    for part in ("document", "styles", "footnotes", "header1", "footer1", "footer2", "numbering"):
        if f"word/{part}.xml" not in parts:
            continue
        root = etree.fromstring(parts[f"word/{part}.xml"])
        for tag, order in (("w:pPr", PARAGRAPH_ORDER.split()), ("w:rPr", RUN_ORDER.split())):
            for node in root.iter(name(tag)):
                places = [order.index(etree.QName(child).localname) for child in node]
                assert places == sorted(places)


@pytest.mark.parametrize("lang", LANGS)
def test_every_style_used_is_defined(lang: str) -> None:
    parts = made(lang)
    known = {
        node.get(name("w:styleId"))
        for node in etree.fromstring(parts["word/styles.xml"])
        if node.get(name("w:styleId"))
    }
    used = {
        node.get(name("w:val"))
        for part, data in parts.items()
        if part.startswith("word/") and part.endswith(".xml") and "/charts/" not in part
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for node in etree.fromstring(data).iter(name(tag))
    }
    assert used <= known


def test_no_content_controls_no_theme_no_macros() -> None:
    parts = made()
    assert not list(body(parts).iter(name("w:sdt")))
    assert not [part for part in parts if "theme" in part or "vba" in part]
    assert b"Theme=" not in parts["word/styles.xml"]


# --- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_all_text_of_the_tree_is_in_the_file(lang: str) -> None:
    briefing = support_tree.briefing(lang)
    printed = text(body(made(lang))).replace("\u00a0", " ")
    for block in briefing.blocks:
        if isinstance(block, tree.Paragraph | tree.Heading):
            for inline in block.inlines:
                if isinstance(inline, tree.Number):
                    assert inline.text in printed
        if isinstance(block, tree.Sources | tree.Definitions):
            assert all(entry.zh[:4] in printed for entry in block.entries)


def test_python_docx_reads_headings_and_tables_as_such() -> None:
    document = docx.Document(BytesIO(render_docx(support_tree.briefing(), None, Brand())))
    heads = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert heads == [
        "The year in figures",
        "Investment and industry",
        "What is planned for 2024",
        "Terms explained",
        "Sources",
    ]
    headline = next(t for t in document.tables if t.cell(0, 0).text == "Indicator")
    assert [c.text for c in headline.rows[1].cells] == [
        "GDP",
        "RMB\u00a0246.79\u00a0bn",
        "8.0%",
        "at least 5.0%",
        "met",
        "6.0%",
    ]


def test_the_words_of_a_bound_may_part_from_their_figure() -> None:
    root = body(parts_of(only(tree.Paragraph(said("{at least RMB 35 billion}")))))
    assert text(root) == "at least RMB\u00a035\u00a0billion"


def test_figures_are_never_broken_in_english() -> None:
    root = body(parts_of(only(tree.Paragraph(said("It reached {RMB 246.79 billion} in all.")))))
    assert text(root) == "It reached RMB\u00a0246.79\u00a0billion in all."


def test_chinese_marks_are_full_width_and_quotes_ask_for_the_chinese_face() -> None:
    root = body(parts_of(only(tree.Paragraph(said('省"千项万亿"项目,增长{8.0%}')), lang="zh-Hans")))
    assert text(root).startswith("省“千项万亿”项目，增长8.0%")
    assert found(root, ".//w:rFonts[@w:hint='eastAsia']")


def test_control_characters_of_a_damaged_source_do_not_break_the_file() -> None:
    assert text(body(parts_of(only(tree.Paragraph((tree.Text("a\x0bb\x00c"),)))))) == "abc"


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=30), st.text(min_size=1, max_size=60))
def test_any_text_and_any_id_make_a_file_that_opens(words: str, key: str) -> None:
    number = tree.Number(words or "1", key)
    blocks = (
        tree.Heading(1, (tree.Text(words),), key),
        tree.Paragraph((tree.Text(words), number, number, tree.Term(words, key)), id=key),
        tree.TableBlock(
            1,
            words,
            words,
            (tree.Column((tree.Text(words),), "decimal"),),
            ((tree.TableCell((number,), id=key),),),
            (),
            key,
        ),
        tree.Sources((tree.Source(1, words, words),)),
    )
    data = render_docx(only(*blocks), None, Brand(), DocxOptions(notes={key: words}))
    docx.Document(BytesIO(data))
    names = [node.get(name("w:name")) for node in body(read_zip(data)).iter(name("w:bookmarkStart"))]
    assert len(set(names)) == len(names)


def test_contents_stand_filled_in_with_links_and_pages() -> None:
    pages = {"figures": 2, "industry": 3, "plans": 4, "terms": 5, "sources": 6}
    root = body(made(pages=pages))
    lines = [text(p) for p in styled(root, "TOC1")]
    assert lines == [
        "The year in figures2",
        "Investment and industry3",
        "What is planned for 20244",
        "Terms explained5",
        "Sources6",
    ]
    codes = "".join(node.text or "" for node in root.iter(name("w:instrText")))
    assert 'TOC \\o "1-1" \\h \\z \\u ' in codes
    kinds = Counter(node.get(name("w:fldCharType")) for node in root.iter(name("w:fldChar")))
    assert kinds["begin"] == kinds["separate"] == kinds["end"]


def test_contents_without_known_pages_print_no_page() -> None:
    root = body(made())
    assert next(text(p) for p in styled(root, "TOC1")) == "The year in figures"
    assert "\\n" in "".join(node.text or "" for node in root.iter(name("w:instrText")))


@pytest.mark.parametrize(
    ("lang", "captions"), [("en-US", ["Table 1", "Figure 1", "Figure 2"]), ("zh-Hans", ["表1", "图1", "图2"])]
)
def test_captions_count_by_fields_that_have_their_value(lang: str, captions: list[str]) -> None:
    root = body(made(lang))
    shown = [text(p).partition("  ")[0] for style in ("Caption", "FigureTitle") for p in styled(root, style)]
    assert shown == captions
    codes = [node.text or "" for node in root.iter(name("w:instrText")) if "SEQ" in (node.text or "")]
    assert len(codes) == 3


def test_numbered_lists_each_begin_at_one() -> None:
    two = (tree.Items((said("a"), said("b")), "numbered"), tree.Items((said("c"),), "numbered"))
    parts = parts_of(only(*two))
    numbers = [node.get(name("w:val")) for node in body(parts).iter(name("w:numId"))]
    assert numbers == ["4", "4", "5"]
    assert len(list(etree.fromstring(parts["word/numbering.xml"]).iter(name("w:startOverride")))) == 2


def test_the_words_of_the_report_are_a_quote_in_both_formats() -> None:
    quote = tree.Paragraph(said("Demand was weak."), "quote")
    assert [text(p) for p in styled(body(parts_of(only(quote))), "Quote")] == ["Demand was weak."]
    assert '<p class="quote">' in document_html(only(quote), Pictures({}))


def test_a_page_break_opens_the_next_block_on_a_new_page() -> None:
    root = body(parts_of(only(tree.PageBreak(), tree.Heading(1, said("Next"), "n"))))
    assert found(root, ".//w:p/w:pPr/w:pageBreakBefore")
    assert not list(root.iter(name("w:br")))


# --- tables -----------------------------------------------------------------------------------------------------------


def test_table_heads_repeat_and_rows_do_not_split() -> None:
    table = next(t for t in body(made()).iter(name("w:tbl")) if "Indicator" in text(t))
    rows = found(table, "w:tr")
    assert len(found(rows[0], "w:trPr/w:tblHeader")) == 1
    assert all(found(row, "w:trPr/w:cantSplit") for row in rows)


def test_captions_keep_with_their_table_and_figures_with_their_source() -> None:
    styles = etree.fromstring(read_zip(reference_docx())["word/styles.xml"])
    keeping = {s.get(name("w:styleId")) for s in styles if found(s, "w:pPr/w:keepNext")}
    assert {"Caption", "Figure", "Heading1", "Heading2", "Heading3", "KeyPointsTitle", "TableHead"} <= keeping
    assert found(styles, "w:docDefaults/w:pPrDefault/w:pPr/w:widowControl")


@pytest.mark.parametrize(("count", "kept"), [(4, [0, 1, 2, 3]), (9, [0, 7, 8])])
def test_no_lone_row_ends_or_opens_a_page_and_short_tables_stay_whole(count: int, kept: list[int]) -> None:
    rows = tuple((cell(str(i)),) for i in range(count))
    root = body(
        parts_of(only(tree.TableBlock(1, "T", "", (tree.Column((tree.Text("n"),)),), rows, said("Source."), "t")))
    )
    marked = [bool(found(p, "w:pPr/w:keepNext")) for p in styled(root, "TableText")]
    assert [i for i, keeps in enumerate(marked) if keeps] == kept


def cell(value: str) -> tree.TableCell:
    return tree.TableCell((tree.Number(value, ""),))


def test_decimal_columns_line_up_on_the_point() -> None:
    rows = [(cell("8.0%"),), (cell("12.85%"),), (cell("41,029"),), (cell("with GDP"),)]
    ((tenth, hundredth, whole, words),) = paddings((tree.Column((), "decimal"),), rows)
    assert hundredth == 0
    assert tenth == pytest.approx(0.53)
    assert whole > tenth
    assert words == 0


def test_columns_fill_the_width_and_hold_their_figures_in_one_line() -> None:
    columns = tuple(tree.Column((tree.Text(head),)) for head in ("Indicator", "2023", "Growth"))
    rows = [
        (
            tree.TableCell((tree.Text("A rather long name of an indicator " * 3),)),
            cell("RMB 1,246.79 billion"),
            cell("8.0%"),
        )
    ]
    widths, _ = column_widths(columns, rows, 480)
    assert sum(widths) == pytest.approx(480)
    assert widths[1] > 95
    assert widths[0] > widths[1] > widths[2]


def test_a_short_chinese_cell_with_a_figure_stays_on_one_line() -> None:
    """Else the line breaks within the unit: 高于1.9个百分 / 点."""
    columns = tuple(tree.Column(said(head)) for head in ("指标", "与目标相比"))
    rows = [(tree.TableCell(said("很长的指标名称" * 8)), tree.TableCell(said("高于{1.9个百分点}")))]
    widths, crowded = column_widths(columns, rows, 200)
    assert not crowded
    assert widths[1] >= 9 * (2 + 0.53 * 2 + 0.25 + 4) + 7


def test_a_crowded_table_takes_smaller_letters() -> None:
    columns = tuple(tree.Column((tree.Text(str(i)),)) for i in range(9))
    rows = (tuple(cell("RMB 246.79 bn") for _ in columns),)
    root = body(parts_of(only(tree.TableBlock(1, "Wide", "", columns, rows, (), "wide"))))
    assert len(styled(root, "TableTextNarrow")) == 9


def test_a_share_too_small_for_its_figures_is_raised() -> None:
    columns = (tree.Column((tree.Text("Indicator"),), "left", 0.8), tree.Column((tree.Text("2023"),), "decimal", 0.2))
    widths, _ = column_widths(columns, [(tree.TableCell((tree.Text("GDP"),)), cell("RMB 1,246.79 billion"))], 300)
    assert sum(widths) == pytest.approx(300)
    assert widths[1] > 98


def test_shares_of_the_template_are_kept() -> None:
    columns = (tree.Column((), "left", 0.5), tree.Column((), "left", 0.25), tree.Column(()))
    assert column_widths(columns, [(cell("1"), cell("2"), cell("3"))], 400)[0] == pytest.approx([200, 100, 100])


def test_words_keep_their_distance_from_the_figures_that_end_beside_them() -> None:
    columns = tuple(tree.Column(said(head), align) for head, align in (("Name", "left"), ("2023", "decimal"), ("Change", "left")))  # type: ignore[arg-type]  # fmt: skip
    root = body(parts_of(only(tree.TableBlock(1, "T", "", columns, ((cell("a"), cell("8.0%"), cell("up")),), (), "t"))))
    margins = [node.get(name("w:w")) for node in found(root, ".//w:tcMar/w:left")]
    assert margins == ["0", "140", "220"] * 2  # twentieths of a point


def test_every_cell_of_a_term_has_the_rule_below_it() -> None:
    terms = tree.Definitions(
        (tree.Definition("gazelle", "瞪羚企业", "fast-growing firm"), tree.Definition("park", "园区", "estate"))
    )
    root = body(parts_of(only(terms)))
    rows = [row for row in root.iter(name("w:tr")) if "瞪羚" in text(row) or "园区" in text(row)]
    assert [len(found(row, "w:tc/w:tcPr/w:tcBorders/w:bottom")) for row in rows] == [3, 3]


# --- sources, anchors, comments ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "first"), [("en-US", " Part one, paragraph 1"), ("zh-Hans", " 第一部分第1段：去年全区生产总值达到")]
)
def test_each_source_mark_is_a_footnote_once_and_a_reference_after(lang: str, first: str) -> None:
    parts = made(lang)
    notes = [n for n in etree.fromstring(parts["word/footnotes.xml"]) if not n.get(name("w:type"))]
    assert len(notes) == 4
    assert text(notes[0]).startswith(first)
    root = body(parts)
    assert [node.get(name("w:id")) for node in root.iter(name("w:footnoteReference"))] == ["1", "2", "3", "4"]
    assert sum("NOTEREF" in (node.text or "") for node in root.iter(name("w:instrText"))) == 5


def test_a_footnote_ends_with_a_whole_clause_and_never_within_a_figure() -> None:
    zh = "“中国视谷”设立产业基金30亿元；江北科技园“北企南迁”企业318家；“一区多园”新落地产业项目12个，总投资114.3亿元。"
    briefing = only(tree.Paragraph(said("a^1")), tree.Sources((tree.Source(1, "第一部分", zh),)), lang="zh-Hans")
    note = text(etree.fromstring(parts_of(briefing)["word/footnotes.xml"]))
    assert note.endswith("企业318家……")


def test_an_english_footnote_has_no_chinese() -> None:
    assert not re.search("[\u3400-\u9fff]", made()["word/footnotes.xml"].decode())


def test_sources_that_word_would_count_otherwise_are_linked_by_their_own_numbers() -> None:
    sources = tree.Sources((tree.Source(1, "p. 1", "一"), tree.Source(2, "p. 2", "二")))
    root = body(parts_of(only(tree.Paragraph(said("b^2 a^1")), sources)))
    assert not list(root.iter(name("w:footnoteReference")))
    assert [(n.get(name("w:anchor")), text(n)) for n in root.iter(name("w:hyperlink"))] == [("s_2", "2"), ("s_1", "1")]


def test_neighbouring_marks_are_told_apart() -> None:
    sources = tree.Sources((tree.Source(1, "p. 1", "一"), tree.Source(2, "p. 2", "二")))
    root = body(parts_of(only(tree.Paragraph(said("a^2^1")), sources)))
    assert text(styled(root, "BodyText")[0]) == "a2,1"


def test_a_mark_without_a_source_is_only_a_number() -> None:
    parts = parts_of(only(tree.Paragraph(said("b^9"))))
    assert not list(body(parts).iter(name("w:footnoteReference")))
    assert text(body(parts)) == "b9"


def test_every_figure_and_named_block_is_a_bookmark_listed_with_its_text() -> None:
    parts = made()
    listed = next(
        etree.fromstring(d) for p, d in parts.items() if p.startswith("customXml/item1") and p.endswith(".xml")
    )
    assert listed.tag == f"{{{ANCHORS}}}anchors"
    assert (listed.get("region"), listed.get("period"), listed.get("lang")) == ("binjiang", "2023", "en-US")
    names = {node.get(name("w:name")) for node in body(parts).iter(name("w:bookmarkStart"))}
    figures = [node for node in listed if node.get("kind") == "fact"]
    assert {node.get("bookmark") for node in figures} <= names
    assert "RMB\u00a0246.79\u00a0billion" in {node.text for node in figures}
    assert {"figures", "projects", "table-1", "chart-1"} <= {
        node.get("id") for node in listed if node.get("kind") == "block"
    }
    assert next(node.text for node in listed if node.get("kind") == "alt").startswith(
        "Budget revenue grew fastest. General"
    )


def test_a_segment_of_the_report_is_a_bookmark_by_its_id() -> None:
    parts = parts_of(only(tree.Paragraph(said("One {8.0%}."), id="s.1-2")))
    assert b'w:name="b_s_1_2"' in parts["word/document.xml"]
    assert b'bookmark="b_s_1_2" kind="block" id="s.1-2">One 8.0%.<' in parts["customXml/item1.xml"]


def test_comments_stand_at_what_the_editor_must_look_at_dated_as_the_briefing() -> None:
    data = render_docx(
        support_tree.briefing(),
        None,
        Brand(),
        DocxOptions(notes={"projects": "machine text", "t2": "subject inherited"}, author="The bureau"),
    )
    document = docx.Document(BytesIO(data))
    shown = {c.text for c in document.comments}
    assert shown == {"machine text", "subject inherited"}
    assert {c.author for c in document.comments} == {"The bureau"}
    assert {c.timestamp for c in document.comments} == {dt.datetime(2024, 12, 27, tzinfo=dt.UTC)}
    root = body(read_zip(data))
    starts, ends, references = (
        [n.get(name("w:id")) for n in root.iter(name(f"w:{tag}"))]
        for tag in ("commentRangeStart", "commentRangeEnd", "commentReference")
    )
    assert starts == ends == references == [str(i) for i in range(len(document.comments))]


def test_beside_comments_source_marks_lead_to_the_sources_section() -> None:
    """LibreOffice 7.4 gives all footnotes one text when a comment stands among them."""
    parts = made(notes={"projects": "look"})
    root = body(parts)
    assert not list(root.iter(name("w:footnoteReference")))
    assert len(found(root, ".//w:hyperlink[@w:anchor='s_2']")) > 1


def test_terms_link_to_their_explanation() -> None:
    root = body(made())
    names = {node.get(name("w:name")) for node in root.iter(name("w:bookmarkStart"))}
    links = [
        n.get(name("w:anchor")) for n in root.iter(name("w:hyperlink")) if n.get(name("w:anchor"), "").startswith("t_")
    ]
    assert links
    assert set(links) <= names


# --- page and look ----------------------------------------------------------------------------------------------------


def test_the_cover_shows_the_logo_whatever_its_form_else_the_name() -> None:
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20"><rect width="80" height="20" fill="#fff"/></svg>'
    svg = f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"
    for brand, alt in ((Brand(name="Delta", logo=svg), ["Delta"]), (Brand(name="Delta"), [])):
        root = body(read_zip(render_docx(support_tree.briefing("en-US"), None, brand)))
        cells = next(root.iter(name("w:tbl")))
        assert [node.get("descr") for node in cells.iter(name("wp:docPr"))] == alt
        assert text(cells).startswith("Delta") is not bool(alt)


def test_the_cover_is_a_section_without_running_head() -> None:
    parts = made()
    sections = list(body(parts).iter(name("w:sectPr")))
    assert len(sections) == 2
    assert [len(found(s, "w:headerReference")) for s in sections] == [0, 1]
    assert "Economic briefing · 2023" in text(etree.fromstring(parts["word/header1.xml"]))
    footers = [text(etree.fromstring(parts[f"word/footer{i}.xml"])) for i in (1, 2)]
    assert any("Published 27 December 2024" in t for t in footers)


@pytest.mark.parametrize(
    ("size", "orientation", "wide", "high"),
    [("A4", "portrait", 11906, 16838), ("Letter", "portrait", 12240, 15840), ("A4", "landscape", 16838, 11906)],
)
def test_the_page_is_as_the_briefing_says(size: str, orientation: str, wide: int, high: int) -> None:
    briefing = replace(only(support_tree._table("en-US")), page_size=size, orientation=orientation)
    root = body(parts_of(briefing))
    page = found(root, ".//w:sectPr/w:pgSz")[0]
    assert (page.get(name("w:w")), page.get(name("w:h"))) == (str(wide), str(high))
    table = found(root, ".//w:tbl/w:tblPr/w:tblW")[0]
    assert int(table.get(name("w:w"))) == pytest.approx(wide - 2 * 1134, abs=3)


def test_properties_are_the_briefings_own() -> None:
    core = docx.Document(
        BytesIO(render_docx(support_tree.briefing("zh-Hans"), None, Brand(issuer="某区投资促进局")))
    ).core_properties
    assert (core.title, core.language, core.author) == ("杭州市滨江区经济简报(2023年)", "zh-Hans", "杭州市滨江区")
    assert core.created == dt.datetime(2024, 12, 27, tzinfo=dt.UTC)
    assert core.modified == core.created


def test_a_very_long_title_does_not_stop_the_file() -> None:
    long = replace(support_tree.briefing(), title="长" * 400)
    assert len(docx.Document(BytesIO(render_docx(long, None, Brand()))).core_properties.title) == 255


def test_the_brands_accent_takes_the_place_of_the_default() -> None:
    parts = read_zip(render_docx(support_tree.briefing(), None, Brand(accent="#883311")))
    assert b"0B5563" not in parts["word/styles.xml"]
    assert b"883311" in parts["word/styles.xml"]
    assert b"0B5563" not in parts["word/document.xml"]


def test_languages_are_set_for_latin_and_han() -> None:
    british = read_zip(render_docx(replace(support_tree.briefing(), lang="en-GB"), None, Brand()))[
        "word/styles.xml"
    ].decode()
    assert 'w:val="en-GB" w:eastAsia="zh-CN"' in british
    styles = etree.fromstring(made()["word/styles.xml"])
    for node in styles.iter(name("w:rFonts")):
        assert node.get(name("w:eastAsia")) == "Microsoft YaHei"
        assert node.get(name("w:ascii")) in {"Calibri", "Cambria"}


def test_a_restyled_reference_changes_the_look_and_nothing_else() -> None:
    reference = docx.Document(BytesIO(reference_docx()))
    for style, size in (("Heading 1", 28), ("Caption", 13), ("Table Text", 7), ("List Bullet", 12), ("Quote", 15)):
        reference.styles[style].font.size = Pt(size)
    reference.styles["Heading 1"].font.color.rgb = RGBColor(0xAA, 0x00, 0x55)
    saved = BytesIO()
    reference.save(saved)
    made_on_it = render_docx(support_tree.briefing(), saved.getvalue(), Brand())
    styles = docx.Document(BytesIO(made_on_it)).styles
    sizes = [styles[style].font.size.pt for style in ("Heading 1", "Caption", "Table Text", "List Bullet", "Quote")]
    assert sizes == [28, 13, 7, 12, 15]
    assert str(styles["Heading 1"].font.color.rgb) == "AA0055"
    assert read_zip(made_on_it)["word/document.xml"] == made()["word/document.xml"]


def test_a_reference_saved_by_chinese_word_is_found_by_style_names() -> None:
    """Chinese Word writes heading 1 with the style id 1 and normal with a."""
    parts = read_zip(reference_docx())
    styles = (
        parts["word/styles.xml"]
        .decode()
        .replace('"Heading1"', '"1"')
        .replace('"Normal"', '"a"')
        .replace('w:name w:val="a"', 'w:name w:val="Normal"')
    )
    parts["word/styles.xml"] = styles.encode()
    made_parts = read_zip(render_docx(support_tree.briefing(), write_zip(parts), Brand()))
    root = body(made_parts)
    assert len(styled(root, "1")) == 5
    assert not styled(root, "Heading1")


def test_a_house_reference_without_our_styles_gets_them_added() -> None:
    stream = BytesIO()
    docx.Document().save(stream)
    document = docx.Document(BytesIO(render_docx(support_tree.briefing(), stream.getvalue(), Brand())))
    assert {"Key Point", "Card Figure", "Source Entry"} <= {s.name for s in document.styles}


def test_the_margins_of_the_reference_are_kept() -> None:
    parts = read_zip(reference_docx())
    parts["word/document.xml"] = parts["word/document.xml"].replace(b'w:left="1134"', b'w:left="1701"')
    root = body(read_zip(render_docx(support_tree.briefing(), write_zip(parts), Brand())))
    assert {node.get(name("w:left")) for node in root.iter(name("w:pgMar"))} == {"1701"}
    table = next(t for t in root.iter(name("w:tbl")) if "Indicator" in text(t))
    assert int(found(table, "w:tblPr/w:tblW")[0].get(name("w:w"))) == pytest.approx(11906 - 1701 - 1134, abs=3)


def test_chinese_running_text_is_flush_on_both_sides_and_english_is_not() -> None:
    for lang, count in (("zh-Hans", 1), ("en-US", 0)):
        styles = etree.fromstring(made(lang)["word/styles.xml"])
        assert len(found(styles, "w:style[@w:styleId='BodyText']/w:pPr/w:jc[@w:val='both']")) == count


def test_a_long_figure_on_a_card_takes_smaller_letters() -> None:
    cards = tree.Cards(
        (tree.Card("GDP", "RMB 246.79 bn", "", "a"), tree.Card("Trade", "more than RMB 1,246.79 billion", "", "b"))
    )
    root = body(parts_of(only(cards)))
    assert (len(styled(root, "CardFigure")), len(styled(root, "CardFigureNarrow"))) == (1, 1)


@pytest.mark.parametrize("damaged", [b"", b"no zip", write_zip({"a.txt": b"x"})])
def test_a_reference_that_is_no_word_file_is_refused_with_a_remedy(damaged: bytes) -> None:
    with pytest.raises(RenderError, match=r"reference\.docx.*Word file"):
        render_docx(support_tree.briefing(), damaged or b"\0", Brand())


def test_the_committed_reference_is_the_made_one() -> None:
    from pathlib import Path

    committed = Path(__file__).parents[1] / "templates" / "investor" / "reference.docx"
    assert read_zip(committed.read_bytes()) == read_zip(reference_docx()), "run python -m briefing.render.reference"


# --- bytes, size, time ------------------------------------------------------------------------------------------------


def test_the_same_briefing_is_the_same_bytes_also_in_another_process_and_later() -> None:
    code = (
        "import hashlib, sys; sys.path.insert(0, 'tests'); import support_charts as s, support_tree as t;"
        "from briefing.render.docx import render_docx, DocxOptions;"
        "print(hashlib.sha256(render_docx(s.briefing(), None, t.Brand(), DocxOptions(notes={'chart-target': 'x'}))).hexdigest())"
    )
    import support_charts

    data = render_docx(support_charts.briefing(), None, Brand(), DocxOptions(notes={"chart-target": "x"}))
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert other == hashlib.sha256(data).hexdigest()
    with ZipFile(BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_briefing_with_five_charts_is_small_and_quick() -> None:
    import support_charts

    base = support_tree.briefing("zh-Hans")
    five = support_charts.briefing("zh-Hans", support_charts.KINDS[:5])
    briefing = replace(base, blocks=tuple(b for b in base.blocks if not isinstance(b, tree.Chart)) + five.blocks)
    render_docx(briefing, None, Brand())
    start = time.process_time()
    data = render_docx(briefing, None, Brand())
    assert time.process_time() - start < 0.3
    assert len(data) < 45_000


def test_a_table_of_500_rows_takes_less_than_a_second_or_so() -> None:
    columns = tuple(tree.Column((tree.Text(str(i)),), "decimal" if i else "left") for i in range(8))
    rows = tuple(tuple(cell(f"{r}.{c}") for c in range(8)) for r in range(500))
    start = time.process_time()
    parts_of(only(tree.TableBlock(1, "Annex", "", columns, rows, (), "annex")))
    assert time.process_time() - start < 2.0


def test_a_worker_keeps_nothing_of_the_documents_it_made() -> None:
    """The parts of a package refer to each other in circles; what ends a unit clears them away."""
    import gc

    from docx.package import Package

    from briefing.run.attempt import _unhurried

    for _ in range(5):
        with _unhurried():
            render_docx(support_tree.briefing(), None, Brand())
    assert sum(isinstance(held, Package) for held in gc.get_objects()) <= 1
