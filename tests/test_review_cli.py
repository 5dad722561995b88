"""`briefing review` as an editor's office meets it: the sample's file corrected, taken back, built again, also through LibreOffice."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from collections import Counter
from copy import deepcopy
from typing import get_args

import openpyxl
import pytest
from docx.text.paragraph import Paragraph
from support_review import Edited, with_member
from support_run import ROOT, briefing, snapshot

from briefing.review.judge import State

SOFFICE = shutil.which("soffice")
FILE = "out/2023/binjiang/binjiang-2023-editor.en.docx"
INVESTOR = "out/2023/binjiang/binjiang-2023-investor.en.docx"
BLANK = "户籍人口基本养老"
FILLED = (
    "The coverage rate of basic pension and basic medical insurance for registered residents is to remain at least 99%."
)


def rows(done):
    assert "Traceback" not in done.stderr, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def english(path):
    """State and English by the name of the row."""
    tables = Edited(path).document.tables
    cells = ([cell.text.replace("\u00a0", " ") for cell in row.cells] for table in tables for row in table.rows)
    return {row[0]: (row[3], row[2]) for row in cells if row[0].startswith("s-")}


def text(path):
    """The running text of a file."""
    document = Edited(path).document
    return "\n".join(paragraph.text.replace("\u00a0", " ") for paragraph in document.paragraphs)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The sample, its English Word files built."""
    root = tmp_path_factory.mktemp("review") / "w"
    briefing("init", root)
    build(root)
    return root


def build(root):
    done = briefing("build", "--lang", "en", "--format", "docx", "-C", root)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def workspace(place, tmp_path):
    """A copy of the sample that a test may change."""
    return shutil.copytree(place, tmp_path / "w")


def corrected(root):
    """Every kind of edit in one file; the rows they are in."""
    file = Edited(root / FILE)
    ids = {}

    def name(kind, piece):
        ids[kind] = file.row(piece).cells[0].text

    for kind, piece in (
        ("middle", "The size of the economy"),
        ("retyped", "Three listed companies were added, bringing"),
        ("deleted", "Six pilot enterprise"),
        ("figure", "24.21"),
        ("term", "Makerspaces"),
        ("blank", BLANK),
    ):
        name(kind, piece)
    text = file.english("Three listed companies were added, bringing").text.replace("\u00a0", " ")
    file.replace("The size of the economy", "reached a new level", "rose to a new level")
    file.retype("Three listed companies were added, bringing", text.replace("Three listed", "Three more listed"))
    file.delete_row("Six pilot enterprise")
    file.replace("24.21", "24.21", "24.2")
    file.append(BLANK, FILLED)
    file.document.core_properties.last_modified_by = "Ann Lee"
    return file, ids


@pytest.mark.long
def test_what_an_editor_corrects_is_printed_by_the_next_build(workspace, tmp_path):
    file, ids = corrected(workspace)
    back = tmp_path / "back.docx"
    back.write_bytes(file.data())

    done = briefing("review", back, "--json", "-C", workspace)
    found = {row["id"]: row for row in rows(done)}

    assert done.returncode == 6, done.stderr  # a figure was changed and a row deleted
    assert {kind: found[one]["state"] for kind, one in ids.items() if kind != "term"} == {
        "middle": "learnt",
        "retyped": "learnt",
        "deleted": "deleted",
        "figure": "conflict",
        "blank": "learnt",
    }
    assert Counter(row["state"] for row in found.values())["unchanged"] == len(found) - 5
    assert "correct extracts/binjiang/2023/facts.csv" in found[ids["figure"]]["problems"][0]["remedy"]
    memory = list(csv.DictReader((workspace / "glossary/memory.csv").read_text("utf-8").splitlines()))
    learnt = [row for row in memory if row["approved_by"] == "Ann Lee"]
    origins = [f"binjiang/2023/{ids[kind]}" for kind in ("middle", "retyped")]
    assert {row["origin"] for row in learnt} == {*origins, f"binjiang/2023/{ids['blank']} planned"}
    assert {row["state"] for row in learnt} == {"approved"}
    assert not any("72" in row["en"] or "99%" in row["en"] for row in learnt)

    before = snapshot(workspace / "glossary")
    again = rows(briefing("review", back, "--json", "-C", workspace))
    assert Counter(row["state"] for row in again) == {"conflict": 1, "deleted": 1, "unchanged": len(again) - 2}
    assert snapshot(workspace / "glossary") == before

    build(workspace)
    printed = english(workspace / FILE)
    assert printed[ids["middle"]] == ("memory", "The size of the economy rose to a new level.")
    assert printed[ids["blank"]] == ("memory", FILLED)
    assert printed[ids["retyped"]][1].startswith("Three more listed companies were added, bringing the total to 72")
    assert "24.21 billion" in printed[ids["figure"]][1]
    assert "Three more listed companies were added, bringing the total to 72" in text(workspace / INVESTOR)


def test_a_dry_run_writes_nothing(workspace, tmp_path):
    file, _ = corrected(workspace)
    (tmp_path / "back.docx").write_bytes(file.data())
    before = snapshot(workspace / "glossary")

    done = briefing("review", tmp_path / "back.docx", "--dry-run", "-C", workspace)

    assert "learnt: " in done.stdout
    assert "nothing was written" in done.stderr
    assert snapshot(workspace / "glossary") == before


def test_of_two_files_that_correct_one_sentence_differently_the_second_is_a_conflict(workspace, tmp_path):
    for name, words in (("a.docx", "grew to a new level"), ("b.docx", "rose to a new level")):
        file = Edited(workspace / FILE)
        file.replace("The size of the economy", "reached a new level", words)
        (tmp_path / name).write_bytes(file.data())
    both = [tmp_path / "a.docx", tmp_path / "b.docx"]

    done = briefing("review", *both, "--by", "=Bo\u202e", "--json", "-C", workspace)

    found = [(row["file"], row["state"]) for row in rows(done) if row["state"] != "unchanged"]
    assert found == [("a.docx", "learnt"), ("b.docx", "conflict")]
    memory = (workspace / "glossary/memory.csv").read_text("utf-8")
    assert (
        "The size of the economy grew to a new level.,approved,editor," in memory
    )  # a name that hides letters is none
    forced = briefing("review", both[1], "--accept", "--by", "Bo", "-C", workspace)
    assert forced.returncode == 0
    memory = (workspace / "glossary/memory.csv").read_text("utf-8")
    assert "The size of the economy rose to a new level.,approved,Bo," in memory
    assert "grew to a new level" not in memory


def change(document, old, new):
    """Type over `old` in the first run of the running text that holds it."""
    run = next(run for p in document.paragraphs for run in p.runs if old in run.text)
    run.text = run.text.replace(old, new)
    return run


def test_a_sentence_corrected_in_the_investor_edition_is_learnt_too(workspace, tmp_path):
    file = Edited(workspace / INVESTOR)
    change(file.document, " were added, bringing", " were newly added, bringing")
    change(file.document, "24.21", "24.3")
    cell = next(
        run
        for table in file.document.tables
        for row in table.rows
        for one in row.cells
        for paragraph in one.paragraphs
        for run in paragraph.runs
        if run.text == "12.8%"
    )
    cell.text = "12.9%"
    (tmp_path / "back.docx").write_bytes(file.data())

    found = rows(briefing("review", tmp_path / "back.docx", "--json", "-C", workspace))

    changed = [(row["state"], row["after"]) for row in found if row["state"] != "unchanged"]
    assert [state for state, _ in changed] == ["conflict", "learnt", "conflict"]
    assert "RMB 24.3 billion" in changed[0][1]
    assert changed[1][1].startswith("Three listed companies were newly added, bringing the total to 72")
    assert changed[2][1] == "12.9%"


def test_a_change_over_the_end_of_a_sentence_or_paragraph_is_reported_and_not_taken(workspace, tmp_path):
    file = Edited(workspace / INVESTOR)
    run = change(file.document, " in all) were newly set up, and ", " in all) were set up. Also, ")
    added = deepcopy(file.document.paragraphs[-1]._p)
    run._parent._p.addnext(added)
    Paragraph(added, run._parent._parent).add_run("And a paragraph that was not there.")
    (tmp_path / "back.docx").write_bytes(file.data())
    before = snapshot(workspace / "glossary")

    found = rows(briefing("review", tmp_path / "back.docx", "--json", "-C", workspace))

    states = Counter(row["state"] for row in found)
    assert (states["learnt"], states["conflict"]) == (0, 0)
    assert states["deleted"] > 0
    assert any("split or joined" in row["problems"][0]["found"] for row in found if row["problems"])
    assert snapshot(workspace / "glossary") == before


def test_an_investor_edition_of_an_earlier_build_is_refused(workspace, tmp_path):
    shutil.copy(workspace / INVESTOR, tmp_path / "back.docx")
    (workspace / INVESTOR).unlink()
    missing = briefing("review", tmp_path / "back.docx", "-C", workspace)
    assert (missing.returncode, "binjiang-2023-investor.en.docx" in missing.stderr) == (6, True)
    data = with_member(
        (tmp_path / "back.docx").read_bytes(),
        lambda name, one: (name, one.replace(b"24.21", b"24.20") if "customXml" in name else one),
    )
    (workspace / INVESTOR).write_bytes(data)
    other = briefing("review", tmp_path / "back.docx", "-C", workspace)
    assert (other.returncode, "another build" in other.stderr) == (6, True)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_a_file_saved_by_libreoffice_says_the_same(workspace, tmp_path):
    file, _ = corrected(workspace)
    (tmp_path / "back.docx").write_bytes(file.data())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "saved"), str(tmp_path / "back.docx")],
        check=True,
        capture_output=True,
        timeout=120,
    )

    word, office = (
        briefing("review", path, "--dry-run", "--json", "-C", workspace)
        for path in (tmp_path / "back.docx", tmp_path / "saved" / "back.docx")
    )

    assert rows(office) == rows(word)
    assert (office.returncode, Counter(row["state"] for row in rows(office))["learnt"]) == (6, 3)


def test_the_states_of_a_review_are_those_of_the_page():
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    section = page.partition("## Corrections that come back")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([a-z ]+)` \|", section, re.MULTILINE) == list(get_args(State))


@pytest.mark.parametrize("kind", ["no file", "no archive", "other region", "Chinese"])
def test_what_cannot_be_reviewed_is_refused_with_exit_code_6(place, tmp_path, kind):
    path = tmp_path / "back.docx"
    data = (place / FILE).read_bytes()
    swaps = {"other region": (b'region="binjiang"', b'region="../etc"'), "Chinese": (b'lang="en-US"', b'lang="zh-CN"')}
    if kind in swaps:
        old, new = swaps[kind]
        data = with_member(data, lambda name, one: (name, one.replace(old, new) if "customXml" in name else one))
    if kind != "no file":
        path.write_bytes(b"nothing" if kind == "no archive" else data)

    done = briefing("review", path, "-C", place)

    assert (done.returncode, done.stdout) == (6, "")
    assert "back.docx" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_editors_workbook_comes_back_too(workspace, tmp_path):
    done = briefing("build", "--edition", "editor", "--format", "xlsx", "-C", workspace)
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook(workspace / FILE.replace(".docx", ".xlsx"), rich_text=False)
    sheet = book.worksheets[0]
    cells = {row[0].value: row for row in sheet.iter_rows() if str(row[0].value).startswith("s-")}
    found = {piece: next(row for row in cells.values() if piece in str(row[2].value)) for piece in PIECES}
    found["The size of the economy"][2].value = "The size of the economy rose to a new level."
    found["24.21"][2].value = found["24.21"][2].value.replace("24.21", "24.2")
    found["Six pilot enterprise"][2].value = None
    sheet.delete_rows(found["headquarters economy"][0].row)
    book.save(tmp_path / "back.xlsx")

    rows_ = rows(briefing("review", tmp_path / "back.xlsx", "--by", "Ann", "--json", "-C", workspace))

    changed = {row["before"][:20]: row["state"] for row in rows_ if row["state"] != "unchanged"}
    assert changed == {
        "The size of the econ": "learnt",
        "Total fiscal revenue": "conflict",
        "Six pilot enterprise": "deleted",
        found["headquarters economy"][2].value[:20]: "deleted",
    }


PIECES = ("The size of the economy", "24.21", "Six pilot enterprise", "headquarters economy")
