"""The gates: what every English candidate must pass before it may be printed (design section 5).

G1 terms, G2 figures, G3 direction, G4 a figure stays with its own indicator, G5 no Chinese, G6 shape, G7 ranks. Each
gate returns findings in words, prefixed by its name; no finding is a pass. They know no engine and trust none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from briefing.glossary import Match, TermProblem
from briefing.quantity import Quantity, find, find_english
from briefing.translate.directions import way_before
from briefing.translate.figures import (
    Figure,
    differences,
    figures_of,
    of_chinese,
    of_english,
    years_of_chinese,
    years_of_english,
)

_CHINESE = re.compile(r"[\u2e80-\u2fdf\u3000-\u303f\u3040-\u30ff\u31c0-\u31ef\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_CLAUSE_ZH = re.compile(r"[,，;；。!！?？:：]")
_WORD = re.compile(r"[A-Za-z]+")
_REPEATED = re.compile(
    r"\b((?:[\w%-]+[.,;]?\s+){1,6}?[\w%-]+)(?:[.,;]?\s+\1\b)|\b(\w{4,})(?:\W+\2\b){2,}", re.IGNORECASE
)
_ODD = {
    "Nd",
    "Nl",
    "No",
    "Cf",
    "Cc",
    "Co",
    "Cn",
}  # digits of other scripts, roman and raised ones, marks without a glyph
_CLAIM = re.compile(
    r"\bNo\. ?\d+|\bnumber one\b|\btop-ranked\b|\branked? (?:at the )?top\b|\btopp(?:ed|ing)\b", re.IGNORECASE
)


class Checker(Protocol):
    """What the gates need of `briefing.glossary.Glossary`."""

    def match(self, zh: str) -> tuple[Match, ...]:
        """Return the enforced terms of a Chinese text."""
        ...

    def check_english(self, zh: str, en: str) -> tuple[TermProblem, ...]:
        """Return what is wrong with the terms of a translation."""
        ...

    def english_terms(self, en: str) -> tuple[str, ...]:
        """Return the approved names of several words that an English text holds."""
        ...

    def words(self, zh: str) -> tuple[Match, ...]:
        """Return every accepted word of a Chinese text, enforced or plain."""
        ...

    def places(self, zh: str, en: str) -> tuple[tuple[Match, int], ...]:
        """Return the words of a Chinese text with where their English stands in its translation, in source order."""
        ...


def problems(zh: str, en: str, glossary: Checker) -> tuple[str, ...]:
    """Return the findings of all gates on a translation of a Chinese sentence."""
    return tuple(findings(zh, en, glossary))


def findings(zh: str, en: str, glossary: Checker) -> Iterator[str]:
    """Yield the findings of all gates one after another, those of the cheapest first."""
    yield from shape(zh, en)
    yield from no_chinese(en)
    yield from terms(zh, en, glossary)
    yield from equal_figures(zh, en, glossary)
    yield from direction(zh, en)
    yield from binding(zh, en, glossary)
    yield from ranks(zh, en)


@lru_cache(maxsize=1024)
def figures_in(text: str, lang: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text in zh or en; several gates ask for those of the same text."""
    return find(text) if lang == "zh" else find_english(text)


def terms(zh: str, en: str, glossary: Checker) -> tuple[str, ...]:
    """G1: every locked term stands in an approved form, none in a discouraged one."""
    return tuple(f"G1 {p.kind}: {p.zh or p.found}" for p in glossary.check_english(zh, en))


def _outside_terms(zh: str, glossary: Checker) -> str:
    """Return the Chinese with its terms blanked, so that numerals in names are not figures."""
    chars = list(zh)
    for match in glossary.match(zh):
        if not any(q.start < match.end and match.start < q.end and not _inside(q, match) for q in figures_in(zh, "zh")):
            chars[match.start : match.end] = "　" * (match.end - match.start)
    return "".join(chars)


def _inside(quantity: Quantity, match: Match) -> bool:
    return match.start <= quantity.start and quantity.end <= match.end


def equal_figures(zh: str, en: str, glossary: Checker) -> tuple[str, ...]:
    """G2: the same figures in both, equal in value, kind, unit and bound, each as often; no other year."""
    names = [match.entry.en for match in glossary.match(zh)]
    found = differences(of_chinese(_outside_terms(zh, glossary)), of_english(en, names))
    years = years_of_english(en) - years_of_chinese(zh)
    return (*(f"G2 {why}" for why in found), *(f"G2 not in the source: year {year}" for year in sorted(years)))


def _moves(quantities: Sequence[Quantity], text: str, lang: str) -> Counter[tuple[Figure, str]]:
    """Return the relative figures of a text with their direction; without one they are levels."""
    result: Counter[tuple[Figure, str]] = Counter()
    for quantity in quantities:
        if quantity.kind not in ("percent", "points", "multiple"):
            continue
        way = way_before(text, quantity.start, lang)
        for figure in figures_of(quantity):
            result[figure, way] += 1
    return result


def direction(zh: str, en: str) -> tuple[str, ...]:
    """G3: what grew in the source grows in the translation, what fell falls."""
    chinese, english = _moves(figures_in(zh, "zh"), zh, "zh"), _moves(figures_in(en, "en"), en, "en")
    wrong: list[str] = []
    for figure, way in chinese - english:
        opposite = {"up": "down", "down": "up"}.get(way)
        if opposite and (figure, opposite) in english:
            wrong.append(f"G3 {figure} is {way} in the source")
    return tuple(wrong)


def _clauses(text: str, marks: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    at = 0
    for mark in marks.finditer(text):
        yield at, mark.start()
        at = mark.end()
    yield at, len(text)


def binding(zh: str, en: str, glossary: Checker) -> tuple[str, ...]:
    """G4: a figure that stands beside a term in the source does not stand beside another term in the translation.

    Judged only where it can be: the figure occurs once in either text, and its clause in the source holds one term.
    """
    wrong: list[str] = []
    matches = [m for m in glossary.match(zh) if m.entry.en]
    for quantity in figures_in(zh, "zh"):
        owners = [m for m in matches if _same_clause(zh, m.start, quantity.start) and m.end <= quantity.start]
        if len(owners) != 1:
            continue
        twin = _only_twin(quantity, en)
        near = _nearest_term(en, twin, matches) if twin else None
        if near is not None and near.entry.en != owners[0].entry.en and _stands(owners[0], en):
            wrong.append(f"G4 {zh[quantity.start : quantity.end]} belongs to {owners[0].text}, not to {near.text}")
    return tuple(wrong)


def _same_clause(zh: str, one: int, other: int) -> bool:
    return _CLAUSE_ZH.search(zh[min(one, other) : max(one, other)]) is None


def _only_twin(quantity: Quantity, en: str) -> Quantity | None:
    wanted = figures_of(quantity)
    same = [q for q in figures_in(en, "en") if figures_of(q) == wanted]
    return same[0] if len(same) == 1 and wanted else None


def _stands(match: Match, en: str) -> bool:
    return match.entry.en.lower() in en.lower()


def _nearest_term(en: str, twin: Quantity, matches: Sequence[Match]) -> Match | None:
    """Return the term that stands last before a figure within its sentence, or None."""
    start = max(en.rfind(". ", 0, twin.start), en.rfind("; ", 0, twin.start)) + 1
    before = en[start : twin.start].lower()
    placed = [(before.rfind(m.entry.en.lower()) + len(m.entry.en), m) for m in matches if m.entry.en.lower() in before]
    return max(placed, key=lambda item: item[0])[1] if placed else None


def no_chinese(en: str) -> tuple[str, ...]:
    """G5: no Chinese character or mark is left."""
    left = _CHINESE.findall(en)
    return (f"G5 Chinese left: {''.join(left[:12])}",) if left else ()


def shape(zh: str, en: str) -> tuple[str, ...]:
    """G6: not empty, not the source, neither much too short nor too long, nothing said twice, no markup."""
    if not _WORD.search(en):
        return ("G6 empty",)
    if en.strip() == zh.strip():
        return ("G6 the source itself",)
    found: list[str] = []
    weight = len(re.findall(r"[\u3400-\u9fff]", zh))
    words = len(en.split())
    if words > 6 * weight + 20 or (weight > 12 and words * 6 < weight):
        found.append(f"G6 length: {words} words for {weight} characters")
    repeated = _REPEATED.search(en)
    if repeated:
        found.append(f"G6 repeated: {repeated[0][:40]}")
    odd = [c for c in en if not c.isascii() and unicodedata.category(c) in _ODD]
    if odd:
        found.append(
            f"G6 characters that do not show or are no plain digits: {', '.join(f'U+{ord(c):04X}' for c in odd)}"
        )
    if re.search(r"<[^>]{0,40}>|\{\{|\{%|[\ue000-\uf8ff\x00-\x08]", en):
        found.append("G6 markup")
    return tuple(found)


def ranks(zh: str, en: str) -> tuple[str, ...]:
    """G7: no rank is claimed that the source does not claim; a group (第一方阵) is never a place."""
    source = Counter(figure for q in figures_in(zh, "zh") if q.kind in ("rank", "ordinal") for figure in figures_of(q))
    claimed = Counter(figure for q in figures_in(en, "en") if q.kind == "rank" for figure in figures_of(q))
    wrong = [f"G7 claims {figure}" for figure in claimed - source]
    first = any(figure.value == 1 and figure.what == "rank place" for figure in source)
    claim = _CLAIM.search(en)
    if claim and not first:
        wrong.append(f"G7 claims {claim[0]}")
    return tuple(wrong)
