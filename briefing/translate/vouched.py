"""What a machine may not add or lose, beyond the gates: claims, denials, scopes, names, directions.

The gates judge any translation. These checks are stricter: they would refuse some sentences a person may write, so they are
for machines only, whose refused sentences cost nothing but a line that stays Chinese. Words are in data/vouchers.csv: where
the words of one side occur, the other side must hold one of its licence. Approved terms and figures vouch for themselves.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefing.quantity import Quantity
from briefing.translate.directions import way_before
from briefing.translate.figures import Figure, figures_of
from briefing.translate.gates import Checker, figures_in, findings
from briefing.translate.locks import Lock, lock

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w-]*|\b\w+[A-Z]\w*")
_ENDS_OPEN = re.compile(
    r"\b(?:and|or|but|the|an?|of|to|in|on|at|by|for|with|from|as|than|that|which)[\s.,;:]*$", re.IGNORECASE
)
_LONE = re.compile(r"(?<!\d)\s*[%‰]|\b(?:RMB|USD|CNY)\b(?!\s*\d)|\(\s*\)|[.,;:]{2}|(?<!\d)\s[,;:]|^[,;:.]")
_ROW = re.compile(r"\d[\d,.]*%?\s+\d")
_TO = re.compile(r"\b(?:to|at)\s+(?:RMB |USD )?$")
_TO_ZH = re.compile(r"[至到为达在]\s*(?:约|近|超|了)?$")
_ITEM = re.compile(r"[，,；;、：:]|其中|和|及|与")
_TELLING = ("person", "household")
# Names that need no term; whether the source speaks of the country is asked with the vouchers.
_ALWAYS = frozenset(
    "RMB USD CNY China Chinese I January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True)
class _Voucher:
    side: str
    words: re.Pattern[str]
    licence: re.Pattern[str]
    why: str


@cache
def _vouchers() -> tuple[_Voucher, ...]:
    text = (files("briefing.translate") / "data" / "vouchers.csv").read_text(encoding="utf-8")
    made = []
    for row in csv.DictReader(text.splitlines()):
        words, licence = row["words"], row["licence"]
        english, chinese = (words, licence) if row["side"] == "en" else (licence, words)
        en = re.compile(
            rf"(?<![\w-])(?:{english})(?!\w)" if row["side"] == "en" else rf"(?:\b|(?=n't))(?:{english})(?!\w)",
            re.IGNORECASE,
        )
        zh = re.compile(chinese)
        made.append(_Voucher(row["side"], *((en, zh) if row["side"] == "en" else (zh, en)), row["why"]))
    return tuple(made)


def machine_findings(zh: str, en: str, glossary: Checker) -> Iterator[str]:
    """Yield what is wrong with a machine's sentence, the cheapest checks first: the gates, then what it may not add or lose."""
    yield from findings(zh, en, glossary)
    locks = lock(zh, glossary)
    yield from _shape(zh, en)
    yield from _telegram(zh, en, locks)
    yield from _claims(zh, en, locks)
    yield from _names(en, locks)
    yield from _invented(zh, en, glossary)
    yield from _moves(zh, en)
    yield from _units(zh, en)
    yield from _order(zh, en, glossary)


def machine_problem(zh: str, en: str, glossary: Checker) -> str:
    """Return the first thing that is wrong with a machine's sentence, or nothing."""
    return next(machine_findings(zh, en, glossary), "")


def _shape(zh: str, en: str) -> Iterator[str]:
    """G6, stricter: no open end, no lone sign, about as long as the source says."""
    if _ENDS_OPEN.search(en):
        yield "G6 an open end"
    if lone := _LONE.search(en):
        yield f"G6 a lone {lone[0].strip() or lone[0]}"
    weight, words = len(re.findall(r"[\u3400-\u9fff]", zh)), len(en.split())
    if words > 2 * weight + 8 or (weight > 8 and words * 5 < weight):
        yield f"G6 length: {words} words for {weight} characters"


def _telegram(zh: str, en: str, locks: tuple[Lock, ...]) -> Iterator[str]:
    """G6: terms and figures in a row are no sentence, and what stands between them is not left out."""
    bare = _without(en, locks)
    if _ROW.search(en) or re.search(
        r"¶\s+(?:RMB |USD )?\d|¶\s*[,;]?\s*¶\s*(?:[.;,]|$)", _without(en, tuple(k for k in locks if k.kind == "term"))
    ):
        yield "G6 terms and figures in a row"
    chars = list(zh)
    for one in locks:
        chars[one.start : one.end] = " " * (one.end - one.start)
    unlocked, words = len(re.findall(r"[\u3400-\u9fff]", "".join(chars))), len(re.findall(r"[A-Za-z]+", bare))
    if unlocked > 2 and words * 5 < unlocked:
        yield f"G6 leaves out: {words} words for {unlocked} characters between terms and figures"


def _without(en: str, locks: tuple[Lock, ...]) -> str:
    """Return the English without the approved forms of the source's terms and figures."""
    forms = {
        form for one in locks for form in (one.en, *((one.entry.en_short, *one.entry.admitted) if one.entry else ()))
    }
    for form in sorted(filter(None, forms), key=len, reverse=True):
        en = re.sub(rf"(?<!\w){re.escape(form)}(?:e?s)?(?!\w)", "¶", en, flags=re.IGNORECASE)
    return en


def _claims(zh: str, en: str, locks: tuple[Lock, ...]) -> Iterator[str]:
    bare = _without(en, locks)
    for one in _vouchers():
        text, other = (bare, zh) if one.side == "en" else (zh, en)
        found = one.words.search(text)
        if found and not one.licence.search(other):
            yield f"G7 {one.why}: {found[0]}"


def _names(en: str, locks: tuple[Lock, ...]) -> Iterator[str]:
    """G1: no name but those of the approved terms."""
    left = [name for name in _NAME.findall(_without(en, locks)) if name not in _ALWAYS]
    if left:
        yield f"G1 a name that is no approved term: {left[0]}"


def _invented(zh: str, en: str, glossary: Checker) -> Iterator[str]:
    """G1: no approved term of several words whose Chinese the source does not hold."""
    own = {match.entry.en.lower() for match in glossary.match(zh)}
    for term in glossary.english_terms(en):
        if term.lower() not in own and not any(term.lower() in other for other in own):
            yield f"G1 not in the source: {term}"


def _moves(zh: str, en: str) -> Iterator[str]:
    """G3: what moves in the source moves in the translation, by so much and not to so much."""
    english = [q for q in figures_in(en, "en") if q.kind in ("percent", "points", "multiple")]
    for quantity in figures_in(zh, "zh"):
        twin = _twin(quantity, english)
        if twin is None or quantity.kind not in ("percent", "points", "multiple"):
            continue
        way, said = way_before(zh, quantity.start, "zh"), way_before(en, twin.start, "en")
        to = bool(_TO.search(en[: twin.start]))
        if way and not said:
            yield f"G3 {quantity.exact} is {way} in the source"
        if said and not way:
            yield f"G3 {quantity.exact} does not move in the source"
        if way and to and not _TO_ZH.search(zh[: quantity.start]):
            yield f"G3 by {quantity.exact}, not to it"


def _units(zh: str, en: str) -> Iterator[str]:
    """G2: people are people, households are households."""
    english = [q for q in figures_in(en, "en") if q.kind == "count"]
    for quantity in (q for q in figures_in(zh, "zh") if q.kind == "count"):
        twin = _twin(quantity, english)
        if twin is None or twin.unit_code == quantity.unit_code:
            continue
        if twin.unit_code in _TELLING:
            yield f"G2 {quantity.exact} is not {twin.exact}"


def _order(zh: str, en: str, glossary: Checker) -> Iterator[str]:
    """G4: figures of one kind keep their order, and so do the words and figures of different items of a sentence.

    A translation that turns two items round as a whole is refused too: that it did both rightly cannot be seen here.
    """
    chinese, english = figures_in(zh, "zh"), list(figures_in(en, "en"))
    for what, own in _by_kind(chinese).items():
        if own != _by_kind(english).get(what):
            yield f"G4 the figures of {what} stand in another order"
    twins = [(q.start, q.exact, twin.start) for q in chinese if (twin := _twin(q, english)) is not None]
    words = [(match.start, match.text, place) for match, place in glossary.places(zh, en)]
    last: dict[int, int] = {}  # item: the furthest place of its words and figures in the translation
    for start, text, place in sorted(twins + words) if twins else ():
        item = len(_ITEM.findall(zh[:start]))
        if place < max((far for earlier, far in last.items() if earlier < item), default=-1):
            yield f"G4 {text} stands in another order"
        last[item] = max(last.get(item, -1), place)


def _by_kind(quantities: Iterable[Quantity]) -> dict[str, list[Figure]]:
    kinds: dict[str, list[Figure]] = {}
    for figure in (one for quantity in quantities for one in figures_of(quantity)):
        kinds.setdefault(figure.what, []).append(figure)
    return kinds


def _twin(quantity: Quantity, others: list[Quantity]) -> Quantity | None:
    """Return the one figure that equals another, or None."""
    same = [other for other in others if figures_of(other) == figures_of(quantity)]
    return same[0] if len(same) == 1 else None
