"""Out and in again: import of an export is the same; no cell is a formula; damaged files are named."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import WorkspaceError
from briefing.glossary import Entry, load_glossary
from briefing.glossary.cells import plain, safe
from briefing.glossary.exchange import FORMATS, export_glossary, import_glossary

ROOT = Path(__file__).parents[1]

words = st.text("ab Z=+-@'＝，,\"<&“”", min_size=1, max_size=8).map(lambda t: " ".join(t.split())).filter(bool)
chinese = st.text("省专精特新“”中小=企业", min_size=1, max_size=6)
lists = st.lists(words, max_size=3, unique_by=str.lower).map(tuple)
entries = st.builds(
    Entry,
    zh=chinese,
    zh_variants=st.lists(chinese, max_size=2, unique=True).map(tuple),
    en=words.map(lambda w: f"en {w}"),
    en_short=st.one_of(st.just(""), words.map(lambda w: f"short {w}")),
    admitted=lists.map(lambda items: tuple(f"adm {i}" for i in items)),
    discouraged=lists.map(lambda items: tuple(f"dis {i}" for i in items)),
    article=st.sampled_from(["none", "the", "a"]),
    proper=st.booleans(),
    countable=st.booleans(),
    gloss=st.one_of(st.just(""), words),
    followed_by=lists,
    not_preceded_by=lists,
    status=st.sampled_from(["accepted", "proposed", "retired"]),
    source=st.one_of(st.just(""), words),
    checked_on=st.sampled_from(["", "2026-11-23"]),
    notes=words,
    category=st.sampled_from(["awards", "words"]),
)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=40, deadline=None)
@given(rows=st.lists(entries, min_size=1, max_size=4))
def test_import_of_an_export_is_the_same(form: str, rows: list[Entry]) -> None:
    assert import_glossary(f"glossary.{form}", export_glossary(rows, form)) == tuple(rows)


@pytest.mark.parametrize("form", FORMATS)
def test_our_own_glossary_survives(form: str) -> None:
    own = load_glossary([ROOT / "glossary"]).entries
    assert import_glossary(f"own.{form}", export_glossary(own, form)) == own


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_entries_make_the_same_bytes(form: str) -> None:
    rows = [Entry("词", en="term")]
    assert export_glossary(rows, form) == export_glossary(rows, form)


@given(st.text("=+-@＝＋－＠'\t\r\n \u00a0a", max_size=12))
def test_no_line_of_a_safe_cell_starts_a_formula_and_nothing_is_lost(text: str) -> None:
    assert plain(safe(text)) == text
    assert not any(re.match(r"[\s\u00a0\u3000]*[=+\-@＝＋－＠]", line) for line in safe(text).split("\n"))


def test_a_formula_in_a_note_stays_text_in_both_tables() -> None:
    rows = [Entry("词", en="term", notes="=HYPERLINK(0)")]
    table = list(csv.DictReader(io.StringIO(export_glossary(rows, "csv").decode("utf-8-sig"))))
    assert table[0]["notes"] == "'=HYPERLINK(0)"
    with zipfile.ZipFile(io.BytesIO(export_glossary(rows, "xlsx"))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_tbx_says_what_is_preferred_and_deprecated() -> None:
    entry = Entry("社会资本", en="private capital", discouraged=("social capital",), notes="other meaning")
    text = export_glossary([entry], "tbx").decode()
    assert 'type="TBX-Basic"' in text
    assert '<term>social capital</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts' in text


def test_a_foreign_tbx_of_version_two_comes_in_as_proposed() -> None:
    data = """<martif type="TBX"><text><body><termEntry id="1">
      <langSet xml:lang="zh"><tig><term>营商环境</term></tig></langSet>
      <langSet xml:lang="en"><tig><term>business environment</term></tig></langSet>
    </termEntry></body></text></martif>"""
    (entry,) = import_glossary("theirs.tbx", data.encode())
    assert (entry.zh, entry.en, entry.status) == ("营商环境", "business environment", "proposed")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.pdf", b"", "a .csv, .xlsx or .tbx file"),
        ("x.xlsx", b"not a workbook", "not readable"),
        ("x.tbx", b"<tbx><open>", "not readable"),
        ("x.tbx", b"<tbx/>", "no concept entry"),
        ("x.csv", b"\xff\xfe\x00", "not readable"),
        ("x.csv", b"zh,en\n", "no column"),
    ],
)
def test_a_damaged_file_is_named(name: str, data: bytes, said: str) -> None:
    with pytest.raises(WorkspaceError) as caught:
        import_glossary(name, data)
    assert said in str(caught.value)
    assert name in str(caught.value)


def test_no_entity_of_a_tbx_is_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("canary", encoding="utf-8")
    data = (
        f'<!DOCTYPE tbx [<!ENTITY x SYSTEM "file://{secret}">]><tbx><conceptEntry><langSec xml:lang="zh">'
        "<termSec><term>词&x;</term></termSec></langSec></conceptEntry></tbx>"
    )
    (entry,) = import_glossary("theirs.tbx", data.encode())
    assert "canary" not in entry.zh


def test_a_workbook_saved_by_hand_with_dates_comes_in() -> None:
    import datetime as dt

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(export_glossary([Entry("词", en="term")], "xlsx")))
    sheet = book.active
    header = [cell.value for cell in sheet[1]]
    sheet.cell(2, header.index("checked_on") + 1).value = dt.date(2026, 11, 23)
    data = io.BytesIO()
    book.save(data)
    assert import_glossary("hand.xlsx", data.getvalue())[0].checked_on == "2026-11-23"
