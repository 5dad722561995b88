"""The scores of both hand annotations never fall below their floors (floors.json; raised by hand when they rise)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.extract import extract
from briefing.extract.package import load, save
from briefing.model.extract import Extract, Region
from briefing.read import read

SHARED = Path(__file__).parents[1].parent / "shared"
FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))
ANNOTATED = {
    "binjiang-2023": (
        "binjiang-2023-plan-report.txt",
        Region("binjiang", "杭州市滨江区", "Binjiang", "330108"),
        "2023",
    ),
    "taiyuan-2025": ("taiyuan-2025-economy.txt", Region("taiyuan", "太原市", "Taiyuan", "140100"), "2025"),
}
SOURCES = {
    "binjiang-2023-plan-report.txt": "2023",
    "taiyuan-2025-economy.txt": "2025",
    "taiyuan-2025-economy.html": "2025",
    "yichang-2025-communique.html": "2025",
    "jiaozuo-2025-communique.pdf": "2025",
    **{f"hangzhou/{year}-work-report.md": str(year - 1) for year in range(2021, 2027)},
}

pytestmark = pytest.mark.skipif(
    not (SHARED / "sources").is_dir(), reason="the shared reports are not beside the repository"
)


def report(name: str, period: str, region: Region | None = None) -> Extract:
    return extract(read(SHARED / "sources" / name), region or Region("r", "某地", "R", ""), period)


@pytest.mark.parametrize("name", ANNOTATED)
def test_scores_do_not_fall(name: str, tmp_path: Path) -> None:
    source, region, period = ANNOTATED[name]
    facts = tmp_path / "facts.csv"
    facts.write_bytes(save(report(source, period, region))["facts.csv"])
    command = [
        sys.executable,
        str(SHARED / "gold" / "score.py"),
        str(facts),
        str(SHARED / "gold" / f"{name}.jsonl"),
        "--json",
    ]
    scores = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    floors = FLOORS[name]
    low = [
        f"{tier} {aspect}: {scores[tier][aspect]} < {floor}"
        for tier in ("core", "soft")
        for aspect, floor in floors.get(tier, {}).items()
        if scores[tier][aspect] < floor
    ]
    assert not low
    assert scores["precision"] >= floors["precision"]
    assert scores["on_names_or_dates"] <= floors["on_names_or_dates"]


@pytest.mark.parametrize(("name", "period"), SOURCES.items())
def test_every_offset_is_exact_and_every_numeral_has_a_fate(name: str, period: str) -> None:
    found = report(name, period)
    assert all(found.text[fact.start : fact.end] == fact.exact for fact in found.facts)
    assert all(found.text[row.start : row.end] == row.exact for row in found.ledger)
    assert all(found.text[one.start : one.end] == one.zh for one in found.segments)
    covered = {at for row in found.ledger for at in range(row.start, row.end)}
    assert not [at for at, sign in enumerate(found.text) if sign.isascii() and sign.isdigit() and at not in covered]
    ids = {fact.id for fact in found.facts}
    assert len(ids) == len(found.facts)
    assert {link for fact in found.facts for link in fact.links} <= ids
    unread = sum(row.fate == "unread" for row in found.ledger)
    assert unread <= max(3, 0.03 * len(found.ledger))


@pytest.mark.parametrize(("name", "period"), SOURCES.items())
def test_a_package_reads_back_as_the_same_extract(name: str, period: str) -> None:
    found = report(name, period)
    files = save(found)
    assert load(files) == found
    assert save(load(files)) == files
