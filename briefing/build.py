"""One unit of work (one region, one period) through all stages, in order. The table of contents of the program.

    read → extract → translate → compose → render → proof

Values in, values out: nothing here touches the disk, so a unit can be built in this process, in another, or on another
machine, and always gives the same bytes.
"""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from briefing import __version__, coverage, proof, render
from briefing.compose import FORMATS, Choice, Edition, compose
from briefing.deliver import sha256
from briefing.errors import ExtractChanged, Problem, RenderError, UnitError
from briefing.extract import extract, package
from briefing.model.extract import Extract, Region
from briefing.model.tree import Briefing, Heading
from briefing.periods import file_period
from briefing.phrase import Phrases
from briefing.quantity import find_english
from briefing.read import read_bytes
from briefing.recipe import LANGUAGES, Recipe
from briefing.translate import Answers, Memory, translate

__all__ = ["FORMATS", "Built", "Report", "Unit", "build_unit", "current_extract", "left_to_engine"]


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
    machine: Answers | None = None  # what an engine said of its sentences, in an earlier pass

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


def build_unit(unit: Unit, recipe: Recipe, tell: Callable[[str], None] = lambda _: None) -> Built:
    """Build every wanted file of a unit.

    Args:
        unit: what is asked for.
        recipe: what all units share.
        tell: called with the name of each stage as it begins.

    Raises:
        SourceError: the report cannot be read.
        ExtractChanged: a person corrected the extract and the report changed since.
        RenderError: a file could not be made, or a printed figure is not the report's.
        WorkspaceError: a template fails on this report.
    """
    tell("prepare")
    kitchen = _kitchen(recipe)
    for phrases in kitchen.phrases.values():
        phrases.forget()
    tell("extract")
    facts, kept = current_extract(unit.region, unit.report, force=unit.force)
    earlier, unfit = _earlier_extracts(unit)
    tell("translate")
    bilingual = translate(facts, recipe.glossary, kitchen.phrases["en"], kitchen.memory, unit.machine)
    files: dict[str, bytes] = {}
    documents: dict[str, Any] = {}
    for name in unit.editions or tuple(kitchen.editions):
        choice = Choice(bilingual, earlier, kitchen.editions[name], recipe.glossary, kitchen.phrases)
        wanted = unit.languages or LANGUAGES
        for lang in (lang for lang in kitchen.editions[name].languages if lang in wanted):
            stem = f"{unit.region.id}-{file_period(unit.report.period)}-{name}.{lang}"
            if not set(kitchen.editions[name].formats).intersection(unit.formats or FORMATS):
                continue
            made, documents[stem] = _document(choice, unit, recipe, (lang, stem), tell)
            gc.collect()  # the boxes of a laid out page refer to each other; left to chance they cost a worker 27 MB
            files |= {f"{stem}.{form}": data for form, data in made.items()}
    counts = _counts(replace(bilingual, warnings=(*bilingual.warnings, *unfit)))
    counts |= {"printed": {stem: one["text"] for stem, one in documents.items()}}
    checks_json = {
        "unit": unit.name,
        "version": __version__,
        **counts,
        "gates": _gates(bilingual),
        "documents": documents,
    }
    files["checks.json"] = (json.dumps(checks_json, ensure_ascii=False, indent=1) + "\n").encode()
    return Built(files, {} if kept else package.save(bilingual), counts)


def left_to_engine(unit: Unit, recipe: Recipe, tell: Callable[[str], None] = lambda _: None) -> tuple[str, ...]:
    """The sentences of a unit that neither facts nor memory can say, for an engine to be asked before any unit is built.

    Raises:
        SourceError: the report cannot be read.
        ExtractChanged: a person corrected the extract and the report changed since.
    """
    tell("prepare")
    kitchen = _kitchen(recipe)
    tell("extract")
    facts, _ = current_extract(unit.region, unit.report, force=unit.force)
    tell("translate")
    known = translate(facts, recipe.glossary, kitchen.phrases["en"], kitchen.memory)
    left = (s.zh for s in known.segments if s.state == "untranslated" or (s.state == "statement" and s.gates))
    return tuple(dict.fromkeys(left))


def _document(
    choice: Choice, unit: Unit, recipe: Recipe, names: tuple[str, str], tell: Callable[[str], None]
) -> tuple[dict[str, bytes], Mapping[str, Any]]:
    """The files of one edition in one language by form, proofread, and what the proof says of them.

    Args:
        choice: what the edition says.
        unit: what is asked for.
        recipe: what all units share.
        names: language, and the stem of the file names.
        tell: called with the name of each stage.
    """
    lang, stem = names
    edition, extracted = choice.edition, choice.source
    tell("compose")
    tree = compose(choice, recipe.settings.spelling if lang == "en" else lang, recipe.brand, recipe.settings.page_size)
    tell("render")
    facts = package.save(extracted)["facts.csv"] if recipe.settings.pdf_standard == "a-3u" else None
    made = _render(tree, edition, recipe, tuple(f for f in edition.formats if f in (unit.formats or FORMATS)), facts)
    tell("proof")
    checks = proof.check(
        tree, extracted, made, _kitchen(recipe).names, earlier=choice.earlier, most_pages=recipe.limits.pages
    )
    if checks.problems:
        raise RenderError(*(Problem(stem, problem, "the figures of the report") for problem in checks.problems))
    return made, {"text": dict(coverage.shares(tree, extracted)), **checks.summary}


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


def _render(
    tree: Briefing, edition: Edition, recipe: Recipe, formats: tuple[str, ...], facts: bytes | None
) -> dict[str, bytes]:
    made = {}
    if "pdf" in formats:
        made["pdf"] = render.render_pdf(tree, edition.css, recipe.brand, facts)
    if "docx" in formats:
        heads = [block.id for block in tree.blocks if isinstance(block, Heading)]
        pages = render.heading_pages(made["pdf"], heads) if "pdf" in made else {}
        options = render.DocxOptions(
            pages=pages,
            author=recipe.brand.name or recipe.brand.issuer or "briefing",
            pictures=bool(edition.settings.get("chart_pictures")),
            twins=bool(edition.settings.get("chart_tables")),
        )
        made["docx"] = render.render_docx(tree, recipe.references.get(edition.id), recipe.brand, options)
    if "xlsx" in formats:
        made["xlsx"] = render.render_xlsx(tree, recipe.brand)
    return made


@dataclass(frozen=True)
class _Known:
    """An earlier report as a key: equal where region, period and bytes are."""

    report: Report

    def _key(self) -> tuple[str, ...]:
        changed = sorted(self.report.package.items())
        return self.report.period, self.report.name, sha256(self.report.data), *(f"{n}:{sha256(d)}" for n, d in changed)

    def __hash__(self) -> int:
        return hash(self._key())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self._key() == other._key()


def _earlier_extracts(unit: Unit) -> tuple[tuple[Extract, ...], list[str]]:
    """What a briefing may look back on, and which reports it cannot, as a fault of theirs is none of this unit."""
    found, unfit = [], []
    for report in unit.earlier:
        try:
            found.append(_earlier_extract(unit.region, _Known(report)))
        except UnitError as error:
            unfit.append(f"not compared with {report.period}: {error.problems[0]}")
    return tuple(found), unfit


@lru_cache(maxsize=64)  # a worker meets the same earlier months again and again
def _earlier_extract(region: Region, known: _Known) -> Extract:
    return current_extract(region, known.report)[0]


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
        "warnings": list(extracted.warnings),
    }


def _gates(extracted: Extract) -> dict[str, list[str]]:
    """The gates that failed, by segment."""
    return {segment.id: list(segment.gates) for segment in extracted.segments if segment.gates}
