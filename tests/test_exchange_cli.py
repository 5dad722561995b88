"""`briefing glossary` and `briefing memory`: what goes out comes in again; what comes from outside is a proposal."""

from __future__ import annotations

import csv
import json

import pytest
from support_run import briefing, workspace

from briefing.errors import WorkspaceError
from briefing.glossary import Entry, load_glossary
from briefing.glossary.merge import check, merged
from briefing.translate.memory import Pair
from briefing.translate.merge import merged as merged_pairs
from briefing.translate.merge import pairs_of
from briefing.translate.tmx import export as as_tmx

HEADER = (
    "zh,zh_variants,en,en_short,admitted,discouraged,article,proper,countable,gloss,followed_by,not_followed_by,"
    "preceded_by,not_preceded_by,status,source,checked_on,notes"
)
OWN = "江城专项投资,,Jiangcheng special investment,,,,none,no,no,,,,,,accepted,test,2026-11-23,"


@pytest.fixture
def place(tmp_path):
    root = workspace(tmp_path / "w", "north")
    (root / "glossary").mkdir()
    (root / "glossary" / "own.csv").write_text(f"{HEADER}\n{OWN}\n", encoding="utf-8")
    return root


def a_list(path, *rows, header=HEADER):
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["csv", "xlsx", "tbx"])
def test_what_went_out_changes_nothing_when_it_comes_in(place, tmp_path, form):
    file = tmp_path / f"terms.{form}"
    assert briefing("glossary", "export", file, "-C", place).returncode == 0
    before = {path: path.read_bytes() for path in (place / "glossary").iterdir()}
    for more in ([], ["--accept"]):
        done = briefing("glossary", "import", file, *more, "-C", place)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "0 changes\n")
    assert {path: path.read_bytes() for path in (place / "glossary").iterdir()} == before


def test_a_term_from_outside_is_a_proposal_that_nothing_enforces(place, tmp_path):
    file = a_list(
        tmp_path / "new.csv", OWN.replace("Jiangcheng special investment", "special investment of Jiangcheng")
    )
    done = briefing("glossary", "import", file, "--json", "-C", place)
    assert json.loads(done.stdout)["kind"] == "proposed"
    rows = list(csv.DictReader((place / "glossary" / "own.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["en"], row["status"]) for row in rows] == [
        ("Jiangcheng special investment", "accepted"),
        ("special investment of Jiangcheng", "proposed"),
    ]
    assert load_glossary([place / "glossary"]).find("江城专项投资").en == "Jiangcheng special investment"
    again = briefing("glossary", "import", file, "-C", place)
    assert again.stderr == "0 changes\n"


def test_accepted_it_takes_the_place_of_the_row_in_force(place, tmp_path):
    file = a_list(
        tmp_path / "new.csv", OWN.replace("Jiangcheng special investment", "special investment of Jiangcheng")
    )
    dry = briefing("glossary", "import", file, "--accept", "--dry-run", "-C", place)
    assert "'Jiangcheng special investment' → 'special investment of Jiangcheng'" in dry.stdout
    assert load_glossary([place / "glossary"]).find("江城专项投资").en == "Jiangcheng special investment"
    briefing("glossary", "import", file, "--accept", "-C", place)
    assert load_glossary([place / "glossary"]).find("江城专项投资").en == "special investment of Jiangcheng"


def test_a_faulty_list_is_refused_with_its_lines_and_nothing_is_written(place, tmp_path):
    file = a_list(tmp_path / "bad.csv", OWN.replace(",accepted,", ",acepted,"), OWN.replace("江城专项投资", ""))
    before = (place / "glossary" / "own.csv").read_bytes()
    done = briefing("glossary", "import", file, "-C", place)
    assert done.returncode == 5
    assert "bad.csv:2" in done.stderr
    assert "Did you mean accepted?" in done.stderr
    assert "bad.csv:3" in done.stderr
    assert briefing("glossary", "check", file, "-C", place).returncode == 5
    assert (place / "glossary" / "own.csv").read_bytes() == before


def test_a_list_that_contradicts_the_glossary_is_refused(place, tmp_path):
    clash = "江城技改投资,江城专项投资,Jiangcheng upgrade investment,,,,none,no,no,,,,,,accepted,test,2026-11-23,"
    done = briefing("glossary", "import", a_list(tmp_path / "new.csv", clash), "--accept", "-C", place)
    assert done.returncode == 5
    assert "“江城专项投资” again" in done.stderr
    assert sorted(path.name for path in (place / "glossary").iterdir()) == ["own.csv"]


@pytest.mark.parametrize("category", ["../../outside", "memory", "grammar", "", "a/b", "Ünicode", "x" * 80])
def test_a_category_is_never_a_path(category):
    changes, files = merged([], [Entry("词", en="word", category=category)], accept=True)
    assert list(files) == ["imported.csv"]
    assert changes[0].file == "glossary/imported.csv"


def test_the_rest_of_a_packaged_file_comes_along(tmp_path):
    """A file of the workspace hides the packaged one of its name, so it must hold all of it."""
    now = [Entry("甲", en="one", category="words"), Entry("乙", en="two", category="words")]
    _, files = merged(now, [Entry("甲", en="uno", category="words")], accept=True)
    text = files["words.csv"].decode()
    assert "甲,,uno" in text
    assert "乙,,two" in text


def test_the_check_before_writing_loads_the_whole_glossary(tmp_path):
    with pytest.raises(WorkspaceError, match=r"glossary/x\.csv:2"):
        check({"x.csv": f"{HEADER}\n,,,,,,,,,,,,,,accepted,,,\n".encode()}, [])


def test_suggest_names_what_has_no_entry(place):
    report = place / "sources" / "north" / "2023.txt"
    report.write_text(report.read_text(encoding="utf-8") + "\n推进“九九八十一”行动计划。\n", encoding="utf-8")
    done = briefing("glossary", "suggest", report, "--json", "-C", place)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"kind", "zh", "count", "example"} == set(rows[0])
    assert "“九九八十一”" in [row["zh"] for row in rows]


@pytest.mark.parametrize("words", [("glossary", "export", "x.doc"), ("memory", "export", "x.doc")])
def test_an_unknown_format_is_a_usage_error(place, words):
    assert briefing(*words, "-C", place).returncode == 2


# --- memory


PAIR = Pair("社会大局保持和谐稳定。", "Society remained stable.", "approved", "editor", "2026-11-20", "north 2023 s9")


@pytest.fixture
def terms(place):
    return load_glossary([place / "glossary"])


@pytest.mark.parametrize("form", ["tmx", "csv"])
def test_memory_that_went_out_changes_nothing_when_it_comes_in(place, tmp_path, form):
    file = tmp_path / f"memory.{form}"
    assert briefing("memory", "export", file, "-C", place).returncode == 0
    for more in ([], ["--accept"]):
        done = briefing("memory", "import", file, *more, "-C", place)
        assert (done.returncode, done.stderr) == (0, "0 changes\n")


def test_figures_of_a_foreign_memory_become_slots(terms):
    plain = Pair(
        "江城专项投资20亿元，增长8.0%。", "Jiangcheng special investment was RMB 2 billion, up 8.0%.", "proposed"
    )
    (pair,) = pairs_of("x.tmx", as_tmx([plain], version="1"), terms)
    assert pair.en == "Jiangcheng special investment was {n1:money}, up {n2:percent}."
    wrong = Pair("江城专项投资20亿元。", "Jiangcheng special investment was RMB 20 billion.", "proposed")
    with pytest.raises(WorkspaceError, match="figure RMB 2 billion is not in the English"):
        pairs_of("x.tmx", as_tmx([wrong], version="1"), terms)


def test_a_pair_from_outside_is_a_proposal_and_replaces_nothing(terms):
    other = Pair(PAIR.zh, "All was quiet.", "approved")
    fresh = Pair("企业信心增强。", "Business confidence grew.", "approved")
    changes, data = merged_pairs([PAIR], [other, fresh])
    assert [change.kind for change in changes] == ["kept", "new"]
    assert b"Society remained stable." in data
    assert b"Business confidence grew.,proposed" in data
    changes, data = merged_pairs([PAIR], [other], accept=True)
    assert [change.kind for change in changes] == ["changed"]
    assert b"All was quiet." in data


def test_memory_is_imported_by_the_command(place, tmp_path):
    file = tmp_path / "office.tmx"
    file.write_bytes(as_tmx([Pair("企业信心进一步增强。", "Business confidence grew further.")], version="1"))
    done = briefing("memory", "import", file, "-C", place)
    assert "new 企业信心进一步增强。" in done.stdout
    assert "企业信心进一步增强。" in (place / "glossary" / "memory.csv").read_text(encoding="utf-8")
