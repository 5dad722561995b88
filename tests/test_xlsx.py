"""The editor's workbook: one row a segment, marks kept, nothing that acts as a formula."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
from support_tree import Brand, cell, editor

from briefing.model import tree
from briefing.render.docx import DocxOptions, render_docx
from briefing.render.package import read_zip
from briefing.render.xlsx import render_xlsx


def test_headings_and_rows_stand_in_order_under_one_head() -> None:
    sheet = openpyxl.load_workbook(BytesIO(render_xlsx(editor(), Brand()))).active
    rows = [[value for value in row if value is not None] for row in sheet.iter_rows(values_only=True)]
    assert rows == [
        ["Id", "Chinese", "English", "State"],
        ["Part one"],
        ["s1", "地区生产总值增长8.0%。", "GDP rose 8.0%.", "statement"],
        ["s2", "=SUM(A1)", "Machine text.", "machine"],
        ["Part two"],
        ["s3", "未译。", "untranslated"],
    ]


def test_the_head_alone_stays_in_view_filters_all_rows_and_is_repeated_in_print() -> None:
    """A heading of a section above it would stay in view beside the rows of another section."""
    sheet = openpyxl.load_workbook(BytesIO(render_xlsx(editor(), Brand()))).active
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D6"
    assert sheet.print_title_rows == "$1:$1"


def test_the_print_is_landscape_as_wide_as_the_page_with_running_heads_and_page_numbers() -> None:
    briefing = replace(editor(), running_left="R&D Park", running_right="For the editor", footer="Correct the English.")
    sheet = openpyxl.load_workbook(BytesIO(render_xlsx(briefing, Brand()))).active
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.oddHeader.left.text, sheet.oddHeader.right.text) == ("R&&D Park", "For the editor")
    assert (sheet.oddFooter.left.text, sheet.oddFooter.right.text) == ("Correct the English.", "&P")


def test_a_row_is_as_high_as_its_text_and_grows_with_what_an_editor_writes() -> None:
    long = replace(editor().blocks[1], rows=((cell(tree.Text("s1")), cell(tree.Text("长" * 300)), cell(), cell()),))
    made = render_xlsx(replace(editor(), blocks=(long,)), Brand())
    sheet = openpyxl.load_workbook(BytesIO(made)).active
    assert sheet.row_dimensions[2].height > 60
    assert b"customHeight" not in read_zip(made)["xl/worksheets/sheet1.xml"]


def test_nothing_of_a_report_acts_as_a_formula() -> None:
    book = openpyxl.load_workbook(BytesIO(render_xlsx(editor(), Brand())))
    assert all(c.data_type != "f" for row in book.active.iter_rows() for c in row)


def test_figures_and_terms_keep_their_marks_and_machine_text_is_shaded() -> None:
    sheet = openpyxl.load_workbook(BytesIO(render_xlsx(editor(), Brand())), rich_text=True).active
    rich = sheet["C3"].value
    assert [str(part) for part in rich] == ["GDP", " rose ", "8.0%", "."]
    assert rich[0].font.u == "single"
    assert rich[2].font.color.rgb == "FF0B5563"
    assert sheet["C4"].fill.fgColor.rgb == "FFFDF3E3"
    assert sheet["C3"].fill.fill_type is None


def test_a_cell_that_is_one_term_or_one_figure_is_marked_too() -> None:
    rows = (
        (cell(tree.Text("s1")), cell(tree.Term("地区生产总值", "地区生产总值")), cell(tree.Term("GDP", "地区生产总值"), tone="machine"), cell()),
        (cell(tree.Text("s2")), cell(tree.Number("8.0%", "f1")), cell(tree.Text("plain")), cell()),
    )  # fmt: skip
    table = replace(editor().blocks[1], rows=rows)
    sheet = openpyxl.load_workbook(BytesIO(render_xlsx(replace(editor(), blocks=(table,)), Brand()))).active
    assert (sheet["B2"].font.u, sheet["C2"].font.u, sheet["C3"].font.u) == ("single", "single", None)
    assert (sheet["B2"].fill.fill_type, sheet["C2"].fill.fgColor.rgb) == (None, "FFFDF3E3")
    assert sheet["B3"].font.color.rgb == "FF0B5563"


def test_comments_stand_at_their_segment() -> None:
    sheet = openpyxl.load_workbook(BytesIO(render_xlsx(editor(), Brand(), {"s2": "figure missing"}))).active
    assert sheet["C4"].comment is not None
    assert "figure missing" in sheet["C4"].comment.text


def test_the_same_briefing_is_the_same_bytes() -> None:
    assert render_xlsx(editor(), Brand()) == render_xlsx(editor(), Brand())


def test_the_word_file_of_the_editor_marks_shades_and_anchors_the_same_way() -> None:
    document = read_zip(render_docx(editor(), None, Brand(), DocxOptions(notes={"s2": "look"})))[
        "word/document.xml"
    ].decode()
    assert '<w:rStyle w:val="Term"/></w:rPr><w:t xml:space="preserve">GDP<' in document
    assert '<w:rStyle w:val="Figures"/></w:rPr><w:t xml:space="preserve">8.0%<' in document
    assert document.count('w:fill="FDF3E3"') == 1
    for segment in ("b_s1", "b_s2", "b_s3"):
        assert f'w:name="{segment}"' in document
    assert "w:commentRangeStart" in document
