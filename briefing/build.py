"""One unit of work (one region, one period) through all stages, in order. The table of contents of the program.

    read → extract → translate → compose → render → proof

Values in, values out: nothing here touches the disk, so a unit can be built in this process, in another, or on another
machine, and always gives the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from briefing import __version__, proof
from briefing.compose import Edition, compose
from briefing.errors import ExtractChanged, Problem, RenderError
from briefing.extract import extract, package
from briefing.model.extract import Extract, Region
from briefing.model.tree import Briefing
from briefing.phrase import Phrases
from briefing.quantity import find_english
from briefing.read import read_bytes
from briefing.recipe import Recipe
from briefing.render import render_docx, render_pdf
from briefing.translate import Memory, translate

FORMATS = ("pdf", "docx")


@dataclass(frozen=True)
class Report:
    """A source with the extract already on disk, if any."""

    period: str
    name: str
    data: bytes
    package: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Unit:
    """What is asked for: a report, the earlier reports of its region (oldest first), and which files are wanted."""

    region: Region
    report: Report
    earlier: tuple[Report, ...] = ()
    editions: tuple[str, ...] = ()  # empty: all
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    force: bool = False  # replace an extract that a person corrected

    @property
    def name(self) -> str:
        """region/period."""
        return f"{self.region.id}/{self.report.period}"


@dataclass(frozen=True)
class Built:
    """What a unit gives: files to publish by name, counts for the manifest, and the extract package by name.

    The package is empty where a person's correction was used: it stays as it is.
    """

    files: Mapping[str, bytes]
    package: Mapping[str, bytes]
    counts: Mapping[str, Any]


def build_unit(unit: Unit, recipe: Recipe) -> Built:
    """Build every wanted file of a unit.

    Raises:
        SourceError: the report cannot be read.
        ExtractChanged: a person corrected the extract and the report changed since.
        RenderError: a file could not be made, or a printed figure is not the report's.
        WorkspaceError: a template fails on this report.
    """
    kitchen = _kitchen(recipe)
    facts, kept = current_extract(unit.region, unit.report, force=unit.force)
    earlier = tuple(current_extract(unit.region, report)[0] for report in unit.earlier)
    bilingual = translate(facts, recipe.glossary, kitchen.phrases["en"], kitchen.memory)
    files: dict[str, bytes] = {}
    documents: dict[str, Any] = {}
    for name in unit.editions or tuple(kitchen.editions):
        edition = kitchen.editions[name]
        for lang in unit.languages or ("zh", "en"):
            tag = recipe.settings.spelling if lang == "en" else lang
            tree = compose(bilingual, earlier, edition, tag, recipe.glossary, kitchen.phrases, recipe.brand)
            stem = f"{unit.region.id}-{file_period(unit.report.period)}-{name}.{lang}"
            made = _render(tree, edition, recipe, unit.formats or FORMATS)
            checks = proof.check(tree, bilingual, made, kitchen.names)
            if checks.problems:
                raise RenderError(*(Problem(stem, problem, "the figures of the report") for problem in checks.problems))
            files |= {f"{stem}.{form}": data for form, data in made.items()}
            documents[stem] = checks.summary
    counts = _counts(bilingual)
    checks_json = {"unit": unit.name, "version": __version__, **counts, "documents": documents}
    files["checks.json"] = (json.dumps(checks_json, ensure_ascii=False, indent=1) + "\n").encode()
    return Built(files, {} if kept else package.save(bilingual), counts)


def current_extract(region: Region, report: Report, *, force: bool = False) -> tuple[Extract, bool]:
    """The extract of a report and whether a person corrected it; an uncorrected one is made anew.

    Raises:
        SourceError: the report cannot be read.
        ExtractChanged: a person corrected the extract of an earlier state of the report.
    """
    document = read_bytes(report.name, report.data)
    if report.package and not force and (changed := package.changed_by_hand(report.package)):
        kept = package.load(report.package)
        if kept.source_sha256 != document.sha256:
            where = f"extracts/{region.id}/{report.period}/{changed[0]}"
            raise ExtractChanged(
                Problem(
                    where,
                    "corrected by hand, and the report has changed since",
                    "an extract of the present report",
                    "Compare them, then build with --force to extract anew (the old one is kept beside it)",
                )
            )
        return kept, True
    return extract(document, region, report.period), False


def file_period(period: str) -> str:
    """A period as part of a file name: 2024-01/2024-10 becomes 2024-01--2024-10 (ISO 8601-1, 4.4.2)."""
    return period.replace("/", "--")


@dataclass(frozen=True)
class _Kitchen:
    """What is made from a recipe once in each process."""

    phrases: Mapping[str, Phrases]
    memory: Memory
    editions: Mapping[str, Edition]
    names: tuple[str, ...]  # English terms that hold figures: 1,000-Project, Trillion-Yuan Investment Program


def _kitchen(recipe: Recipe) -> _Kitchen:
    return _make_kitchen(_ByDigest(recipe))


class _ByDigest:
    """A recipe that is equal to another of the same digests, so that it can be a key."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.key = tuple(sorted(recipe.digests.items()))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and self.key == other.key


@lru_cache(maxsize=2)
def _make_kitchen(held: _ByDigest) -> _Kitchen:
    recipe = held.recipe
    forms = {form for entry in recipe.glossary for form in (entry.en, entry.en_short) if form and find_english(form)}
    names = tuple(sorted(forms, key=len, reverse=True))
    return _Kitchen(recipe.phrases(), recipe.memory(), recipe.editions(), names)


def _render(tree: Briefing, edition: Edition, recipe: Recipe, formats: tuple[str, ...]) -> dict[str, bytes]:
    made = {}
    if "pdf" in formats:
        made["pdf"] = render_pdf(tree, edition.css, recipe.brand)
    if "docx" in formats:
        made["docx"] = render_docx(tree, recipe.references.get(edition.id), recipe.brand)
    return made


def _counts(extracted: Extract) -> dict[str, Any]:
    """Facts by role, numerals by fate, segments and share of text by state."""
    states: Counter[str] = Counter()
    for segment in extracted.segments:
        states[segment.state] += len(segment.zh)
    total = sum(states.values()) or 1
    return {
        "facts": len(extracted.facts),
        "roles": dict(sorted(Counter(fact.role for fact in extracted.facts).items())),
        "confidence": dict(sorted(Counter(fact.confidence for fact in extracted.facts).items())),
        "ledger": dict(sorted(Counter(numeral.fate for numeral in extracted.ledger).items())),
        "segments": dict(sorted(Counter(segment.state for segment in extracted.segments).items())),
        "share_of_text": {state: round(count / total, 4) for state, count in sorted(states.items())},
        "gates": {s.id: list(s.gates) for s in extracted.segments if s.gates},
        "warnings": list(extracted.warnings),
    }
