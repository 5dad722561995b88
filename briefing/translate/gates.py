"""The gates: what every English candidate must pass before it may be printed (design section 5).

G1 terms, G2 figures, G3 direction, G4 a figure stays with its own indicator, G5 no Chinese, G6 shape, G7 ranks. Each
gate returns findings in words, prefixed by its name; no finding is a pass. They know no engine and trust none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from briefing.glossary import Match, TermProblem
from briefing.model.extract import Fact
from briefing.model.statement import Statement
from briefing.model.tree import Number, Term
from briefing.phrase.names import PURPOSE
from briefing.phrase.words import levels, objected, works
from briefing.quantity import Quantity, find, find_english
from briefing.translate.directions import way_before
from briefing.translate.figures import (
    Figure,
    differences,
    figures_of,
    of_chinese,
    of_english,
    of_fact,
    of_structure,
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


# --- on any translation -----------------------------------------------------------------------------------------------


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


_CLAIM = re.compile(
    r"\bNo\. ?\d+|\bnumber one\b|\btop-ranked\b|\branked? (?:at the )?top\b|\btopp(?:ed|ing)\b", re.IGNORECASE
)


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


_PASSIVE = re.compile(r" (?:was|were|had been|are to be|is to be) (?:newly )?")
_COMPARISONS = {
    **dict.fromkeys(("faster", "larger", "higher", "above", "more"), "up"),
    **dict.fromkeys(("slower", "smaller", "lower", "below", "less"), "down"),
}
_STANDS_FOR = re.compile(r"\bth(?:at|ose) (?P<link>of|in|with|by|at|for|from|on) ")
_JOINT = re.compile(r"(?P<one>.{2,})(?:和|及)(?P<other>.{2,})$")
_STEP = re.compile(r"([多少])[增减]$")
_COMPARED = re.compile(rf" ({'|'.join(_COMPARISONS)})\b")


# --- on a statement ---------------------------------------------------------------------------------------------------


def statement_problems(statement: Statement, facts: Sequence[Fact], glossary: Checker) -> tuple[str, ...]:
    """Return the findings on a statement, held against the facts it says: nothing else may be in it."""
    by_id = {fact.id: fact for fact in facts}
    said = [by_id[one] for one in statement.facts if one in by_id]
    text = statement.text
    subjects = "；".join(dict.fromkeys(_subjects(fact) for fact in said))
    return (
        *no_chinese(text),
        *_stated_terms(subjects, text, glossary),
        *_printed(statement, by_id, [match.entry.en for match in glossary.match(subjects) if match.entry.en]),
        *_stated_direction(statement, by_id),
        *_stated_groups(text, said),
    )


def _subjects(fact: Fact) -> str:
    """Return the terms of an indicator; part and whole of a share are said apart (made up 16.4% of …)."""
    name = fact.indicator_zh
    if fact.measure == "share":
        return name.replace("占", "；")
    before = _JOINT.match(name) if fact.measure == "count" else None
    if before and fact.prefix.endswith(
        (f"{before['one'][-2:]}和", f"{before['one'][-2:]}及")
    ):  # 亚运村和55个场馆 are 55 venues
        return before["other"]
    what_for = PURPOSE.search(name, 4) if fact.measure == "count" else None
    return name[: what_for.start()] if what_for else name


def _stated_terms(subjects: str, text: str, glossary: Checker) -> Iterator[str]:
    """G1 for a statement, which turns a noun of work into a verb: renovation of communities, communities were renovated."""
    text = _in_full(text)
    plain = _PASSIVE.sub(" ", text)
    still = {(problem.kind, problem.zh) for problem in glossary.check_english(subjects, plain)}
    for problem in glossary.check_english(subjects, text):
        missing = problem.kind == "missing"
        if missing and _said_by_level(problem.zh, subjects, text):
            continue
        if missing and ((problem.kind, problem.zh) not in still or _done_to(problem.expected, text)):
            continue
        yield f"G1 {problem.kind}: {problem.zh or problem.found}"


def _said_by_level(term: str, subjects: str, text: str) -> bool:
    """Return whether a term stands in the object of a verb that the text says by its level alone (selected at national level)."""
    if not any(level in text for _, level in levels()):
        return False
    return any(
        verb.zh in name[2:] and term not in name[: name.find(verb.zh, 2)] and term in name
        for name in subjects.split("；")
        for verb in objected()
    )


def _in_full(text: str) -> str:
    """Return a text with the head of its sentence where that of or those of stands for it."""
    return " ".join(_sentence_in_full(sentence) for sentence in re.split(r"(?<=\.) (?=[A-Z\d])", text))


def _sentence_in_full(sentence: str) -> str:
    def head(found: re.Match[str]) -> str:
        clauses = sentence[: found.start()].split("; ")
        alike = [one for one in clauses if f" {found['link']} " in one and not _STANDS_FOR.match(one)]
        full = alike[-1] if alike else sentence
        stop = len(full.split(f" {found['link']} ")[0].split(" was ")[0].split(" were ")[0])
        return f"{full[:1].lower()}{full[1:stop]} {found['link']} "

    return _STANDS_FOR.sub(head, sentence)


def _done_to(forms: Sequence[str], text: str) -> bool:
    """Return whether a form like `renovation of old communities` is said as a verb."""
    for form in forms:
        work, of, things = form.partition(" of ")
        past, base = works().get(work, ("", ""))
        if of and past and things in text and (past in text or base in text):
            return True
    return False


def _printed(statement: Statement, by_id: dict[str, Fact], terms_of: Sequence[str]) -> Iterator[str]:
    """G2, G7: every figure of the text is a `Number` equal to its fact; none stands outside, names apart."""
    expected: Counter[Figure] = Counter()
    text, at = statement.text, 0
    for piece in statement.inlines:
        start, at = at, at + len(piece.text)
        if isinstance(piece, Number):
            fact = by_id.get(piece.fact_id)
            figure = of_fact(fact) if fact else None
            if fact is not None and (parts := of_structure(fact)):
                expected.update(parts)
            elif figure is None:
                yield f"G2 {piece.text} has no fact"
            else:
                expected[_as_printed(figure, fact, text, start, piece)] += 1
    names = [*(piece.text for piece in statement.inlines if isinstance(piece, Term)), *terms_of]
    found = of_english(statement.text, names)
    if any(fact.rank_band == "group" for fact in by_id.values()):  # said as a tier, which is no number
        found = Counter({figure: count for figure, count in found.items() if figure.what != "rank group"})
    if any("每" in fact.prefix for fact in by_id.values()):  # 由每人每月920元: said as RMB 920 per person a month
        found = Counter(dict(_as_sum(one, times, expected) for one, times in found.items()))
    listed = {int(place) for fact in by_id.values() for place in re.findall(r"(\d+)强", fact.indicator_zh)}
    found = Counter(  # 入选文化企业30强: the name of a list
        {
            one: times
            for one, times in found.items()
            if one in expected or one.what != "rank top" or one.value not in listed
        }
    )
    yield from (f"G2 {why}" for why in differences(expected, found))
    years = {int(year) for fact in by_id.values() for year in re.findall(r"\d{4}", fact.time_period + _base_of(fact))}
    yield from (f"G2 year {year}" for year in sorted(years_of_english(statement.text) - years))


def _as_sum(figure: Figure, times: int, expected: Counter[Figure]) -> tuple[Figure, int]:
    """Return a sum per person or tonne as the plain sum that its fact holds."""
    kind, _, currency = figure.what.partition(" ")
    if kind != "rate" or figure in expected:
        return figure, times
    sums = (Figure(f"money {currency.partition('/')[0]}", figure.value * mass, figure.bound) for mass in (1, 1000))
    return next((one for one in sums if one in expected), figure), times  # a rate per tonne is read as one per kilogram


def _base_of(fact: Fact) -> str:
    """Return what a change is measured against, as the fact or the words before it say (较2015年)."""
    return f"{fact.comparison} {fact.prefix}" if fact.measure == "growth" else ""


def _as_printed(figure: Figure, fact: Fact | None, text: str, at: int, piece: Number) -> Figure:
    """Return the figure a piece should show where it stands.

    A rate whose name says per what, or days of something, may be printed without its unit; the ends of a range (5%–5.5%)
    without their bounds.
    """
    end = at + len(piece.text)
    ranged = text[end:].startswith(("–", " to ")) or text[:at].endswith(("–", " to "))
    if fact is not None and fact.bound in ("ge", "le") and ranged:
        return Figure(figure.what, figure.value, "eq")
    if figure.what == "years" and text[end:].startswith(" year"):
        return figure
    if fact is not None and fact.unit_code == "doubling":
        return Figure("percent", Decimal(100), figure.bound)
    if fact is not None and figure.what == "multiple":  # 1.6 times a figure is 60% more
        return Figure("percent", (figure.value - 1) * 100, figure.bound)
    if fact is not None and piece.text.startswith("-") and fact.value is not None and fact.value < 0:
        return Figure(figure.what, -figure.value, figure.bound)
    alone = find_english(piece.text)
    bare = len(alone) == 1 and alone[0].kind in ("count", "number") and fact is not None and fact.value is not None
    if bare and fact is not None and fact.value is not None and figure.what != "count":
        return Figure("count", Decimal(f"{abs(fact.value).normalize():f}"), figure.bound)
    return figure


def _stated_direction(statement: Statement, by_id: dict[str, Fact]) -> Iterator[str]:
    """G3: the direction word before a growth figure agrees with its sign."""
    at = 0
    for piece in statement.inlines:
        if isinstance(piece, Number) and (fact := by_id.get(piece.fact_id)) and fact.measure == "growth":
            way = _way_after(statement.text, at + len(piece.text)) or way_before(statement.text, at, "en")
            step = _STEP.search(fact.prefix)  # 少减: less than the decrease, whatever its sign
            up = step[1] == "多" if step else (fact.value or 0) > 0
            wanted = "up" if up else "down"
            if fact.value and way and way != wanted:
                yield f"G3 {piece.text} is {wanted}"
        at += len(piece.text)


def _way_after(text: str, at: int) -> str:
    """Return the direction of a comparison behind its figure (faster than, smaller than), or empty."""
    found = _COMPARED.match(text, at)
    return _COMPARISONS[found[1]] if found else ""


def _stated_groups(text: str, said: Sequence[Fact]) -> Iterator[str]:
    """G7: a group rank is said as a tier."""
    if any(fact.rank_band == "group" for fact in said) and "tier" not in text:
        yield "G7 a group rank is not said as a tier"
