"""What is wrong with the figures of a line: value, kind, bound, direction, dropped, said twice, added."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from briefing.compare import tables
from briefing.compare.pairing import Pair, bounds_agree, kinds_agree, pair
from briefing.compare.values import Finding, Mention
from briefing.quantity.numerals import numeral_runs, parse_numeral

_SHARED_ZH = re.compile(
    r"(?<![人平年户地])均(?!衡|价|值|等|匀)|都(?!市)|双双|各(?!类|项|级|种|地|区|界|方)|同为|并列|皆"
)
_SHARED_EN = re.compile(
    r"\b(?:both|each|all|also|same|likewise|respectively|apiece|joint|jointly|as well|in both|respective|too)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:top(?:s|ped|ping)?|lead(?:s|ing)?|led|highest|largest|biggest|fastest|number one|champion|head(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:tier|echelon|forefront|front|leading|lead|leader|leaders|top|best|head|advanced|foremost|group)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"全覆盖|全部|全面覆盖|应.尽.|清零|百分百")
_BOTH = re.compile(r"\b(?:both|two|twin|pair|couple)\b", re.IGNORECASE)
_FIRST_OF_KIND = re.compile(r"\b(?:first|pioneer\w*|only|debut\w*|inaugural|No\. ?1)\b", re.IGNORECASE)
_PER_PEOPLE = re.compile(r"每[百千万十]+(?:人|名|位)")
_PER_HOUSEHOLDS = re.compile(
    r"\b(?:per|for every|every) [\d,]+ (?:[a-z-]+ )?(?:households|families|firms|enterprises)\b", re.IGNORECASE
)
_FEW = 10  # English writes so many years out: children under three
_AT_ONCE = 8  # characters between two equal figures, one of which is a slip
_SCALES = {Decimal(10) ** power: power for power in range(-12, 13) if power}


def figure_findings(
    zh: str, en: str, chinese: Sequence[Mention], english: Sequence[Mention]
) -> tuple[list[Pair], list[Finding]]:
    """Return the pairs of figures, and what is wrong with figures, units, bounds and directions."""
    pairs, missing, extra = pair(chinese, english)
    findings = [found for one in pairs for found in _pair_findings(one)]
    base = _PER_PEOPLE.search(zh)
    if base and (wrong := _PER_HOUSEHOLDS.search(en)):
        findings.append(Finding("unit", base[0], wrong[0], f"{base[0]} counts people"))
    right = [one for one in pairs if one.same_kind]
    claimed = any(one.what == "rank place" for one in extra)
    missing = [one for one in missing if not _excused_missing(one, en, right, claimed=claimed)]
    names = _numerals_in_names(zh, chinese)
    extra = [one for one in extra if not _excused_extra(one, zh, right, names)]
    return right, [*findings, *_left_over(missing, extra, pairs)]


def _pair_findings(one: Pair) -> Iterator[Finding]:
    zh, en = one.zh, one.en
    if not one.same_kind:
        yield Finding("unit", zh.text, en.text, f"{_kind(zh.what)} in the source, {_kind(en.what)} in the translation")
        return
    if en.counted and en.counted in zh.barred:
        yield Finding("unit", zh.text, en.text, f"{zh.text} does not count {en.counted}s")
    elif zh.counted == "person_time" and en.text.lower().endswith(("people", "persons", "residents")):
        yield Finding("unit", zh.text, en.text, "人次 counts visits or instances, not people")
    if not one.rounded and not bounds_agree(zh, en) and not zh.what.startswith(("rank", "ratio")):
        yield Finding(
            "bound", zh.text, en.text, f"{_bound(zh.bound)} in the source, {_bound(en.bound)} in the translation"
        )
    if {zh.way, en.way} == {"up", "down"}:
        yield Finding("direction", zh.text, en.text, f"{zh.way} in the source, {en.way} in the translation")
    elif zh.added and en.way == "down":
        yield Finding("direction", zh.text, en.text, "added or reached in the source, down in the translation")
    elif zh.way == "down" and not en.way and not zh.reached:
        yield Finding("direction", zh.text, en.text, "down in the source, no direction in the translation")


def _kind(what: str) -> str:
    return {"count": "a number", "points": "percentage points", "money CNY": "RMB"}.get(
        what, what.removeprefix("money ")
    )


def _bound(bound: str) -> str:
    names = {
        "eq": "exact", "gt": "more than", "more": "more than", "ge": "at least", "le": "at most", "lt": "less than",
        "near": "nearly", "under": "just under", "approx": "about", "up to": "up to",
    }  # fmt: skip
    return names.get(bound) or names[bound.partition(" ")[0]]


# --- what need not be there -------------------------------------------------------------------------------------------


def _excused_missing(one: Mention, en: str, pairs: Sequence[Pair], *, claimed: bool) -> bool:
    """A figure of a name, one said once for several (均居第一: both first), first in other words, a tier."""
    if one.loose:
        return True
    if one.what == "count" and one.values == (Decimal(2),) and _BOTH.search(en):
        return True
    if one.what == "age age" and one.values[0] <= _FEW:
        return bool(re.search(rf"\b(?:{'|'.join(tables.number_words(one.values[0]))})\b", en, re.IGNORECASE))
    if one.what == "rank group":
        return bool(_GROUP.search(en))
    if one.ordinal:
        return bool(_FIRST_OF_KIND.search(en))
    if one.what == "rank place" and one.values == (Decimal(1),) and not claimed and _FIRST.search(en):
        return not any(p.zh.values == one.values and p.zh.what == one.what for p in pairs) or bool(
            _SHARED_EN.search(en)
        )
    same = any(p.zh.values == one.values and p.zh.what == one.what and p.zh.way == one.way for p in pairs)
    return same and bool(_SHARED_EN.search(en))


def _excused_extra(one: Mention, zh: str, pairs: Sequence[Pair], names: Collection[Decimal]) -> bool:
    """A small number in words, a figure in a name, an ordinal that ranks nothing, a figure said for each of several."""
    if any(
        0 <= one.start - p.en.end < _AT_ONCE or 0 <= p.en.start - one.end < _AT_ONCE
        for p in pairs
        if p.en.values == one.values
    ):
        return False
    if one.loose or one.ordinal:
        return True
    if one.what == "rank group" or (one.what == "rank place" and _claims(zh, one)):
        return True
    if any(p.zh.values == one.values and p.zh.what == one.what for p in pairs) and _SHARED_ZH.search(zh):
        return True
    if one.what == "percent" and one.values == (Decimal(100),) and _WHOLE.search(zh):
        return True
    return one.what in ("count", "number", "rank top", "money CNY") and one.values[0] in names


def _claims(zh: str, one: Mention) -> bool:
    """Return whether the source says in other words what an English place says."""
    return one.values == (Decimal(1),) and bool(
        re.search(r"首位|榜首|第一(?!方阵|梯队|序列|阵营)|冠军|领跑|最[高大多快]|首[个家次批]", zh)
    )


def _numerals_in_names(zh: str, figures: Sequence[Mention]) -> set[Decimal]:
    """Return the values of the numerals of a line that are no figures: 千项万亿, 过去5年, 三大."""
    found: set[Decimal] = set()
    for start, end in numeral_runs(zh):
        if any(one.start < end and start < one.end for one in figures):
            continue
        try:
            found.add(parse_numeral(zh[start:end]))
        except ValueError:
            continue
    return found


# --- what is left -----------------------------------------------------------------------------------------------------


def _left_over(missing: list[Mention], extra: list[Mention], pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Yield a finding for each figure left; a missing and an added one of a kind are one finding."""
    rest = list(extra)
    for zh in missing:
        other = next((en for en in rest if kinds_agree(zh, en)), None) or next(
            (en for en in rest if _power(zh, en) is not None), None
        )
        if other is None:
            yield Finding("figure", zh.text, "", f"{zh.text} is missing")
            continue
        rest.remove(other)
        power = _power(zh, other)
        times = f", {_times(power)}" if power else ""
        yield Finding("figure", zh.text, other.text, f"{zh.text} is not {other.text}{times}")
    for en in rest:
        again = any(p.en.values == en.values and p.en.what == en.what for p in pairs)
        yield Finding("figure", "", en.text, f"{en.text} is said twice" if again else f"{en.text} is not in the source")


def _power(zh: Mention, en: Mention) -> int | None:
    if len(zh.values) != 1 or len(en.values) != 1 or not zh.values[0]:
        return None
    return _SCALES.get((en.values[0] / zh.values[0]).normalize())


def _times(power: int) -> str:
    factor = f"{Decimal(10) ** abs(power):,f}"
    return f"{factor} times too much" if power > 0 else f"{factor} times too little"
