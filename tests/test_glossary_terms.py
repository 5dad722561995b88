"""The curated termbase itself: every researched row decided, house decisions kept, forms fit for print."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from briefing.glossary import Glossary, load_glossary
from briefing.glossary.entry import PLAIN_CATEGORY
from briefing.glossary.match import fold

ROOT = Path(__file__).parents[1]
RESEARCHED = ROOT.parent / "shared" / "reference" / "terms.csv"


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary([ROOT / "glossary"])


def test_every_researched_row_is_decided(glossary: Glossary) -> None:
    if not RESEARCHED.is_file():
        pytest.skip("the researched terms are not here")
    with RESEARCHED.open(encoding="utf-8", newline="") as file:
        rows = [row["zh"] for row in csv.DictReader(file)]
    decided = {fold(text) for entry in glossary for text in (entry.zh, *entry.zh_variants)}
    assert [zh for zh in rows if fold(zh) not in decided] == []


def test_a_row_not_accepted_says_why(glossary: Glossary) -> None:
    assert [entry.zh for entry in glossary if entry.status != "accepted" and not entry.notes] == []


def test_accepted_rows_have_source_and_date(glossary: Glossary) -> None:
    rows = [e for e in glossary if e.status == "accepted"]
    assert [e.zh for e in rows if not e.source or not e.checked_on] == []


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("地区生产总值", "GDP"),
        ("专精特新", "specialized, refined, distinctive and innovative"),
        ("八八战略", "Double Eight Strategy"),
        ("白马湖", "White Horse Lake"),
        ("白马湖实验室", "Baima Lake Laboratory"),
        ("社会资本", "private capital"),
        ("第一方阵", "top tier"),
    ],
)
def test_house_decisions(zh: str, en: str, glossary: Glossary) -> None:
    entry = glossary.find(zh)
    assert entry is not None
    assert entry.en == en


def test_enough_terms_and_glosses_for_investors(glossary: Glossary) -> None:
    accepted = [e for e in glossary if e.enforced]
    assert len(accepted) >= 1000
    assert sum(bool(e.gloss) for e in accepted) >= 80


def test_a_gloss_is_one_clause(glossary: Glossary) -> None:
    glosses = [e.gloss for e in glossary if e.gloss]
    assert [g for g in glosses if len(g) > 130 or g.endswith(".") or g != g.strip()] == []


def test_english_is_american_and_plain(glossary: Glossary) -> None:
    british = re.compile(r"\b(?:centre|programme|labour|metre|organisation|licence)s?\b")
    forms = [(e.zh, f) for e in glossary if e.status == "accepted" for f in (e.en, e.en_short, e.gloss)]
    assert [pair for pair in forms if british.search(pair[1])] == []
    assert [pair for pair in forms if pair[1] != " ".join(pair[1].split())] == []


def test_what_is_counted_is_stored_in_the_singular(glossary: Glossary) -> None:
    plural = re.compile(r"^[a-z]\w*[^siu]s$")
    assert [e.en for e in glossary if e.countable and plural.match(e.en)] == []


def test_a_plain_word_says_the_terms_that_it_holds(glossary: Glossary) -> None:
    """A name made of it would otherwise be refused by the check of terms: 小微企业园 holds 小微企业."""
    plain = [entry for entry in glossary if entry.category == PLAIN_CATEGORY and entry.status == "accepted"]
    found = {zh: glossary.check_english(zh, entry.en) for entry in plain for zh in (entry.zh, *entry.zh_variants)}
    assert {zh: problems for zh, problems in found.items() if problems} == {}


def test_no_cell_starts_a_formula() -> None:
    for path in sorted((ROOT / "glossary").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for cells in csv.reader(file):
                assert not [
                    cell for cell in cells if cell.lstrip()[:1] in {"=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"}
                ]


def test_rows_are_sorted_by_term() -> None:
    for path in sorted((ROOT / "glossary").glob("*.csv")):
        if path.name == "memory.csv":
            continue
        with path.open(encoding="utf-8", newline="") as file:
            terms = [row["zh"] for row in csv.DictReader(file)]
        assert terms == sorted(terms), path.name
