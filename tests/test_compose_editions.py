"""The editor and the one-page edition: folders like any other; nothing of the report is missing in the editor's."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from support_tree import Brand

from briefing import proof
from briefing.compose import Choice, base_of, based, compose, load_edition
from briefing.errors import WorkspaceError
from briefing.extract import extract
from briefing.glossary import load_glossary
from briefing.model import tree
from briefing.model.extract import Region
from briefing.phrase import Phrases
from briefing.read import read_bytes
from briefing.render import render_docx, render_pdf, render_xlsx
from briefing.translate import translate
from briefing.translate.memory import load as load_memory

ROOT = Path(__file__).parents[1]
REGION = Region("jiang", "江城县", "Jiangcheng County", "330108")
REPORT = """江城县2023年国民经济和社会发展计划执行情况

一、经济稳步增长
全年地区生产总值2467.9亿元，增长8.0%；规上工业增加值883.4亿元，增长7.0%；一般公共预算收入242.1亿元，增长12.8%。服务业增加值1543.4亿元，增长9.2%。
二、存在的困难
企业反映的一些问题还没有解决。
"""


def files(name):
    """The texts of an edition as the recipe reads them."""
    own = {p.name: p.read_text("utf-8") for p in (ROOT / "templates" / name).iterdir() if p.suffix != ".docx"}
    base = base_of(own["edition.toml"])
    return based(own, files(base)) if base else own


@pytest.fixture(scope="module")
def kitchen():
    glossary = load_glossary([ROOT / "glossary"])
    texts = {lang: (ROOT / f"templates/phrases.{lang}.j2").read_text("utf-8") for lang in ("zh", "en")}
    phrases = {lang: Phrases.load(lang, text, glossary) for lang, text in texts.items()}
    memory = load_memory({}, glossary)
    extracted = extract(read_bytes("report.txt", REPORT.encode()), REGION, "2023")
    return glossary, phrases, translate(extracted, glossary, phrases["en"], memory)


def composed(kitchen, edition, lang, extracted=None):
    glossary, phrases, own = kitchen
    return compose(Choice(extracted or own, (), load_edition(files(edition)), glossary, phrases), lang, Brand())


def rows(briefing):
    """Every row of every table as plain texts."""
    tables = (block for block in briefing.blocks if isinstance(block, tree.TableBlock))
    return [["".join(i.text for i in cell.inlines) for cell in row] for table in tables for row in table.rows]


def test_every_segment_has_its_row_in_order(kitchen):
    extracted = kitchen[2]
    found = rows(composed(kitchen, "editor", "en"))
    assert [row[0] for row in found] == [segment.id for segment in extracted.segments]
    assert [row[1] for row in found] == [re.sub(r"\s+", " ", segment.zh) for segment in extracted.segments]
    assert [row[2] for row in found] == [segment.en for segment in extracted.segments]


def test_sections_are_headings_and_figures_and_terms_are_marked_in_both_columns(kitchen):
    briefing = composed(kitchen, "editor", "en")
    heads = ["".join(i.text for i in b.inlines) for b in briefing.blocks if isinstance(b, tree.Heading)]
    assert "一、经济稳步增长" in heads
    tables = (b for b in briefing.blocks if isinstance(b, tree.TableBlock))
    row = next(row for table in tables for row in table.rows if "2467.9" in str(row[1].inlines))
    zh, en = ([i for i in cell.inlines if isinstance(i, tree.Number)] for cell in row[1:3])
    facts = {fact.id: fact.exact for fact in kitchen[2].facts}
    assert all(facts[number.fact_id] == number.text for number in zh)
    assert [number.text for number in en][:2] == ["RMB 246.79 billion", "8.0%"]
    assert [n.fact_id for n in en][:2] == [n.fact_id for n in zh][:2]
    assert any(isinstance(i, tree.Term) and i.text == "GDP" for i in row[2].inlines)


def test_machine_text_is_shaded_and_commented_and_untranslated_text_is_blank(kitchen):
    extracted = kitchen[2]
    first, *others = [s for s in extracted.segments if s.state == "untranslated"]
    machine = replace(first, en="Some machine text.", state="machine", gates=("G3 direction",))
    changed = replace(extracted, segments=tuple(machine if s is first else s for s in extracted.segments))
    briefing = composed(kitchen, "editor", "en", changed)
    cells = {c.id: c for b in briefing.blocks if isinstance(b, tree.TableBlock) for r in b.rows for c in r if c.id}
    assert cells[first.id].tone == "machine"
    assert cells[first.id].remark == "Machine translation, not approved; Check failed: G3 direction"
    assert all(cells[other.id].inlines == () for other in others)
    with zipfile.ZipFile(io.BytesIO(render_docx(briefing, None, Brand()))) as package:
        assert "Check failed: G3 direction" in package.read("word/comments.xml").decode()
        anchors = next(
            data
            for name in package.namelist()
            if name.startswith("customXml/item") and b"anchors" in (data := package.read(name))
        )
    assert all(f'id="{segment.id}"'.encode() in anchors for segment in extracted.segments)


def test_what_the_english_leaves_out_is_named_by_its_figures_and_never_by_an_internal_id(kitchen):
    """Of a figure whose indicator has no English, and of a doubtful one, another note says it."""
    extracted = kitchen[2]
    segment = next(s for s in extracted.segments if "2467.9亿元" in s.zh)
    facts = {fact.exact: fact for fact in extracted.facts if segment.start <= fact.start < segment.end}
    why = "no English for the base 按不变价"
    left = (
        f"left out: {facts['2467.9'].id}: {why}",
        f"left out: {facts['8.0'].id}: {why}",
        "left out: f-0: another",
    )
    changed = replace(
        extracted, segments=tuple(replace(s, gates=left) if s is segment else s for s in extracted.segments)
    )
    cells = {c.id: c for c in cells_of(composed(kitchen, "editor", "en", changed))}
    assert cells[segment.id].remark == f"Left out, {why}: 2467.9亿元（地区生产总值）、8.0%（地区生产总值）"


def cells_of(briefing):
    """Every cell of every table."""
    return [c for b in briefing.blocks if isinstance(b, tree.TableBlock) for row in b.rows for c in row]


def test_the_proof_holds_for_the_editors_files_and_sees_a_wrong_figure(kitchen):
    extracted = kitchen[2]
    briefing = composed(kitchen, "editor", "en")
    made = {"docx": render_docx(briefing, None, Brand()), "xlsx": render_xlsx(briefing, Brand())}
    assert proof.check(briefing, extracted, made).problems == ()
    other = replace(
        extracted,
        facts=tuple(replace(f, value=f.value + 1, value_base=f.value_base + 1, exact="0") for f in extracted.facts),
    )
    assert proof.check(briefing, other, made).problems


def test_the_sheet_has_the_same_rows(kitchen):
    briefing = composed(kitchen, "editor", "en")
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(briefing, Brand()))).active
    found = [row[0] for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("s-")]
    assert found == [segment.id for segment in kitchen[2].segments]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_one_page_edition_has_one_page(kitchen, lang):
    edition = load_edition(files("onepager"))
    briefing = composed(kitchen, "onepager", lang)
    kinds = [type(block).__name__ for block in briefing.blocks]
    assert kinds[0] == "Heading"
    assert "Items" in kinds
    pdf = render_pdf(briefing, edition.css, Brand())
    made = {"pdf": pdf, "docx": render_docx(briefing, None, Brand())}
    checks = proof.check(briefing, kitchen[2], made)
    assert (checks.problems, checks.summary["pages"]) == ((), 1)


def test_an_edition_laid_over_another_takes_what_it_does_not_say_from_it():
    base = files("investor")
    own = {
        "edition.toml": 'base = "investor"\nid = "mine"\n[en]\nkey_points = "In short"\n',
        "style.css": "p { color: red }",
    }
    edition = load_edition(based(own, base))
    assert (edition.id, edition.words["en"]["key_points"], edition.words["en"]["plans"]) == (
        "mine",
        "In short",
        load_edition(base).words["en"]["plans"],
    )
    assert edition.css.startswith(base["style.css"])
    assert edition.css.endswith("p { color: red }")


def test_settings_of_an_edition_are_checked_with_the_nearest_name():
    own = files("editor")
    wrong = own | {"edition.toml": own["edition.toml"].replace('"xlsx"', '"xslx"').replace('"landscape"', '"landscpe"')}
    with pytest.raises(WorkspaceError) as caught:
        load_edition(wrong)
    assert "xlsx" in str(caught.value)
    assert "landscape" in str(caught.value)
