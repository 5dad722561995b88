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

from briefing.glossary.english import root
from briefing.quantity import Quantity
from briefing.quantity.counted import barred, class_of
from briefing.quantity.dates import find_periods
from briefing.quantity.english_dates import find_english_periods, months_of
from briefing.translate.directions import way_before, ways
from briefing.translate.figures import Figure, figures_of
from briefing.translate.gates import Checker, figures_in, findings
from briefing.translate.locks import Lock, lock

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w-]*|\b\w+[A-Z]\w*")
_ENDS_OPEN = re.compile(
    r"\b(?:and|or|but|the|an?|of|to|in|on|at|by|for|with|from|as|than|that|which)[\s.,;:]*$", re.IGNORECASE
)
_LONE = re.compile(r"(?<!\d)\s*[%‰]|\b(?:RMB|USD|CNY)\b(?!\s*\d)|\(\s*\)|[.,;:]{2}|(?<!\d)\s[,;:]|^[,;:.]")
_LATIN = re.compile(r"[A-Za-z]{3,}")
_WORTH_SAYING = 4  # characters of a plain word that a sentence cannot leave to other words altogether
_ROW = re.compile(r"\d[\d,.]*%?\s+\d")
_TO = re.compile(r"\b(?:to|at)\s+(?:RMB |USD )?$")
_TO_ZH = re.compile(r"[至到为达在]\s*(?:约|近|超|了)?$")
_FROM = re.compile(r"\bfrom\s+(?:RMB |USD )?$", re.IGNORECASE)
_FROM_ZH = re.compile(r"[由从自][^，。；\d]{0,12}$")
_BEHIND = re.compile(r"\s+(?:percentage )?(?:points? )?([a-z]+)\b")
_YEAR_ZH = re.compile(r"((?:19|20)\d\d)年")
_ANY_YEAR = 2001  # months are found with it where the sentence names no year
_PER_PEOPLE = re.compile(r"每[百千万十]+(?:人|名|位)")
_PER_OTHERS = re.compile(r"\b(?:per|every) [\d,]+ (?:[a-z-]+ )?(?:households|families|firms|enterprises|companies)\b")
_ITEM = re.compile(r"[，,；;、：:]|其中|和|及|与")
_SILENT = re.compile(
    r"同比|环比|比上年|较上年|增长|下降|分别|达到?|实现|完成|累计|总数|超过?|突破|约|近|[\W\d亿万元美家人个户%百分点]"
)
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
    yield from _from_to(zh, en)
    yield from _units(zh, en)
    yield from _periods(zh, en)
    yield from _own_places(zh, en, glossary)
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
    english = list(figures_in(en, "en"))
    for quantity in figures_in(zh, "zh"):
        twin = _twin(quantity, english)
        if twin is None:
            continue
        way, said = way_before(zh, quantity.start, "zh"), way_before(en, twin.start, "en")
        if quantity.kind not in ("percent", "points", "multiple"):
            if {way, said} == {"up", "down"}:
                yield f"G3 {quantity.exact} is {way} in the source"
            continue
        behind = _BEHIND.match(en, twin.end)
        if behind and way and (ways("en") | ways("en_behind")).get(behind[1].lower(), way) != way:
            yield f"G3 {quantity.exact} is {way} in the source"
        to = bool(_TO.search(en[: twin.start]))
        if way and not said:
            yield f"G3 {quantity.exact} is {way} in the source"
        if said and not way:
            yield f"G3 {quantity.exact} does not move in the source"
        if way and to and not _TO_ZH.search(zh[: quantity.start]):
            yield f"G3 by {quantity.exact}, not to it"


def _units(zh: str, en: str) -> Iterator[str]:
    """G2: people are people, households are households, firms are firms."""
    english = [q for q in figures_in(en, "en") if q.kind in ("count", "number")]
    for quantity in (q for q in figures_in(zh, "zh") if q.kind == "count"):
        twin = _twin(quantity, english)
        if twin is None:
            continue
        if twin.unit_code != quantity.unit_code and twin.unit_code in _TELLING:
            yield f"G2 {quantity.exact} is not {twin.exact}"
        elif class_of(en, twin) in barred(quantity.unit_zh, zh[: quantity.start]):
            yield f"G2 {quantity.exact} counts no {class_of(en, twin)}s"
    if _PER_PEOPLE.search(zh) and (wrong := _PER_OTHERS.search(en)):
        yield f"G2 {wrong[0]} is not per so many people"


def _periods(zh: str, en: str) -> Iterator[str]:
    """G2: the same months, quarters and halves; several years in the order of the source."""
    wanted = [spans for one in find_periods(zh, default_year=_ANY_YEAR) if (spans := months_of(one))]
    shown = find_english_periods(en)
    for one in shown:
        if not any(one.span in spans for spans in wanted):
            yield f"G2 not in the source: {en[one.start : one.end]}"
    if any(not any(one.span in spans for one in shown) for spans in wanted):
        yield "G2 a month or quarter of the source is not said"
    own = list(dict.fromkeys(map(int, _YEAR_ZH.findall(zh))))
    said = list(dict.fromkeys(int(q.value) for q in figures_in(en, "en") if q.kind == "year"))
    if len(said) > 1 and said != [year for year in own if year in said]:
        yield "G4 the years stand in another order"


def _from_to(zh: str, en: str) -> Iterator[str]:
    """G3: what was the level before is called from in both."""
    english = figures_in(en, "en")
    for quantity in figures_in(zh, "zh"):
        twin = _twin(quantity, list(english))
        if twin is None or not _FROM.search(en[: twin.start]):
            continue
        if _TO_ZH.search(zh[: quantity.start]) and not _FROM_ZH.search(zh[: quantity.start]):
            yield f"G3 to {quantity.exact}, not from it"


def _own_places(zh: str, en: str, glossary: Checker) -> Iterator[str]:
    """G1: every term stands in a place of its own, not inside the English of another; of a plain word a third is said."""
    placed = {match.entry.zh for match, _ in glossary.places(zh, en)}
    for match in glossary.match(zh):
        if match.entry.zh not in placed:
            yield f"G1 not as often as in the source: {match.text}"
    said = {root(word) for word in _LATIN.findall(en)}
    for match in glossary.words(zh):
        own = {root(word) for word in _LATIN.findall(match.entry.en)}
        if len(match.text) >= _WORTH_SAYING and len(own & said) * 3 < len(own):
            yield f"G1 does not say {match.text}"


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
    yield from _told_apart(zh, chinese, [start for start, _, _ in words])
    last: dict[int, int] = {}  # item: the furthest place of its words and figures in the translation
    for start, text, place in sorted(twins + words) if twins else ():
        item = len(_ITEM.findall(zh[:start]))
        if place < max((far for earlier, far in last.items() if earlier < item), default=-1):
            yield f"G4 {text} stands in another order"
        last[item] = max(last.get(item, -1), place)


def _told_apart(zh: str, figures: Iterable[Quantity], words: Iterable[int]) -> Iterator[str]:
    """G4: of two items with figures of one kind, each has a word that is found in the translation."""
    known = {len(_ITEM.findall(zh[:start])) for start in words}
    kinds: dict[str, set[int]] = {}
    for quantity in figures:
        for figure in figures_of(quantity):
            kinds.setdefault(figure.what, set()).add(len(_ITEM.findall(zh[: quantity.start])))
    for what, items in kinds.items():
        if len(items) > 1 and not known >= {item for item in items if _names_something(zh, item)}:
            yield f"G4 nothing tells the figures of {what} apart"


def _names_something(zh: str, item: int) -> bool:
    """Return whether an item says more than that something moved: 增长8.0% speaks of the item before it."""
    return bool(_SILENT.sub("", _ITEM.split(zh)[item]))


def _by_kind(quantities: Iterable[Quantity]) -> dict[str, list[Figure]]:
    kinds: dict[str, list[Figure]] = {}
    for figure in (one for quantity in quantities for one in figures_of(quantity)):
        kinds.setdefault(figure.what, []).append(figure)
    return kinds


def _twin(quantity: Quantity, others: list[Quantity]) -> Quantity | None:
    """Return the one figure that equals another, or None."""
    same = [other for other in others if figures_of(other) == figures_of(quantity)]
    return same[0] if len(same) == 1 else None
