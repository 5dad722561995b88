"""The figures of either language in one form: what is measured, exact values, bound, way, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from briefing.compare import tables
from briefing.compare.values import Mention
from briefing.compare.ways import with_ways
from briefing.glossary import Match
from briefing.quantity import Quantity, find, find_english
from briefing.quantity.counted import barred, class_of
from briefing.quantity.english_dates import find_english_periods
from briefing.quantity.words import after_bound, before_bound
from briefing.translate.directions import ways

_REACHED = re.compile(r"(?:到|至|为|达)(?:了|约|近)?$")
_SCALE = "十百千万亿"
_COUNTS = {"人": "person", "名": "person", "位": "person", "户": "household"}
_FEW = 10  # so many years, or things counted in words, may come and go: the next three years, two cities
_SIX = Decimal("0.000001")
_LIMIT_VERB = re.compile(r"\b(?:exceed\w*|surpass\w*|topp?\w*|broke|passed|cross\w*) (?:the|a) $", re.IGNORECASE)
_SCALED = re.compile(r"(?:illion|thousand|bn|mn)$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;]\s")
_NEXT = re.compile(r"(?:,|,? and|,? up from|,? down from|,? from|,? to|,? compared with) ")
_PLUS = re.compile(r"[- ]?plus\b|\+")
_WENT_UP = re.compile(r"\b(?:went|go|goes|gone|going|moved|brought|pushed|taken|came|raised) up to $", re.IGNORECASE)
_PER_THOUSAND = re.compile(r" ?(?:per|in|for every) (?:1,?000\b|thousand\b)")
_EACH_ZH = re.compile(r"每[百千万十\d,]+名?[^，。；：]{1,40}$")
_EACH_EN = re.compile(r" ?(?:[a-z-]+ ){0,5}(?:per|for every|for each) (?:[\d,]+|thousand|hundred) ", re.IGNORECASE)
_EACH_EN_BEFORE = re.compile(r"\b(?:[Pp]er|[Ff]or every|[Ff]or each) [\d,]+ [a-z ]+,? (?:[a-z]+ ){0,5}$")
_CLAUSE_END = re.compile(r"[，。；：,;]")
_WITHIN = re.compile(r"之?内")
CONVERTED = re.compile(
    r"\((?:about |some |approximately |roughly )?[\d,.]+(?: thousand| million)? ?(?:hectares?|ha|kilograms?|tonnes?|mu|km²)\)"
)


@lru_cache(maxsize=64)  # several translations of one sentence are compared in a row
def of_chinese(zh: str, terms: tuple[Match, ...]) -> tuple[Mention, ...]:
    """Return the figures of a Chinese text with their ways; those inside a term are loose."""
    found: list[Mention] = []
    for quantity in find(zh):
        if quantity.kind == "year":
            continue
        mention = _mention(quantity, zh)
        bound, place = _chinese_bound(zh, quantity)
        inside = any(term.start <= quantity.start and quantity.end <= term.end for term in terms)
        found.append(
            replace(
                mention,
                bound=f"{bound} {place}".strip(),
                counted="person_time" if quantity.unit_zh.endswith("人次") else "",
                barred=barred(quantity.unit_zh, zh[: quantity.start]),
                counts=_COUNTS.get(quantity.unit_zh.lstrip(_SCALE), ""),
                others=(abs(quantity.value),) if quantity.kind == "rate" else (),
                loose=inside or (quantity.unit_kind == "time" and quantity.value <= _FEW),
                reached=bool(_REACHED.search(zh[: quantity.start])),
                each=bool(_EACH_ZH.search(zh[: quantity.start])),
                added=_added(zh[: quantity.start]),
                doubled=quantity.unit_code == "doubling" or quantity.exact.startswith("翻"),
            )
        )
    return with_ways(found, zh, "zh")


def of_english(en: str, names: Sequence[str]) -> tuple[Mention, ...]:
    """Return the figures of an English text with their ways; those inside a name are loose."""
    shown = _without_periods(en)
    inside = [
        m.span() for name in names if re.search(r"\d", name) for m in re.finditer(re.escape(name), en, re.IGNORECASE)
    ]
    found: list[Mention] = []
    for quantity in find_english(shown):
        if quantity.kind == "year":
            continue
        mention = _mention(quantity, en)
        spelled = not any(char.isdigit() for char in quantity.exact)
        named = any(start <= quantity.start and quantity.end <= end for start, end in inside)
        small = quantity.value <= _FEW and (
            quantity.unit_kind == "time" or (spelled and quantity.kind in ("count", "number"))
        )
        found.append(
            replace(
                mention,
                bound=_english_bound(en, quantity),
                counted=class_of(en, quantity) if _what(quantity) in ("count", "number") else "",
                others=_other_multiples(quantity) or _per_thousand(quantity, en),
                shared="percent" if _per_thousand(quantity, en) else "count" if _often(quantity) else "",
                each=bool(_EACH_EN.match(en, quantity.end) or _EACH_EN_BEFORE.search(en[: quantity.start])),
                loose=named or small,
                doubled=quantity.kind == "multiple" and spelled,
            )
        )
    return with_ways(_sharing_units(found, en), en, "en")


def _added(before: str) -> bool:
    """Return whether the clause of a Chinese figure says that it was added or reached."""
    clause = _CLAUSE_END.split(before)[-1]
    fallen = any(way == "down" and word in clause for word, way in ways("zh").items())
    return not fallen and any(verb in clause for verb in tables.adding())


def _without_periods(en: str) -> str:
    """Blank months and quarters (the first ten months) and hectares in brackets, offsets kept."""
    spans = [(one.start, one.end) for one in find_english_periods(en)] + [m.span() for m in CONVERTED.finditer(en)]
    for start, end in spans:
        en = en[:start] + "~" * (end - start) + en[end:]
    return en


def _mention(quantity: Quantity, text: str) -> Mention:
    base = Mention(quantity.start, quantity.end, text[quantity.start : quantity.end], _what(quantity), ())
    negative = quantity.value < 0
    return replace(
        base, values=_values(quantity), negative=negative, ordinal=quantity.kind == "ordinal" and not quantity.band
    )


def _what(quantity: Quantity) -> str:
    kind = quantity.unit_kind or quantity.kind
    if kind in ("rank", "ordinal"):
        return f"rank {quantity.band or 'place'}"
    if kind in ("count", "number", "digits"):
        return "number" if kind == "number" else "count"
    if kind == "multiple" or (kind == "ratio" and len(quantity.parts) == 2 and quantity.value < 1):
        return "percent"
    return kind if kind in ("percent", "points", "ratio") else f"{kind} {quantity.comparable[0]}"


def _values(quantity: Quantity) -> tuple[Decimal, ...]:
    if quantity.low_base is not None and quantity.high_base is not None:
        return abs(quantity.low_base), abs(quantity.high_base)
    if quantity.kind == "ratio" and len(quantity.parts) == 2 and quantity.value < 1:
        return ((quantity.parts[0] * 100 / quantity.parts[1]).quantize(_SIX).normalize(),)
    if quantity.parts:
        return quantity.parts
    if quantity.unit_kind == "multiple":
        return (abs((quantity.factor if quantity.factor is not None else quantity.value) - 1) * 100,)
    return (abs(quantity.comparable[1]),)


def _other_multiples(quantity: Quantity) -> tuple[Decimal, ...]:
    """Return what a multiple may mean as well: increased by 1.5 times and 1.5 times more are 150 percent more."""
    if quantity.unit_kind != "multiple" or not quantity.exact[0].isdigit():
        return ()
    return (abs(quantity.value),) if _often(quantity) else (abs(quantity.value) * 100,)


def _often(quantity: Quantity) -> bool:
    """Return whether `times` counts occasions: given 58 times."""
    return quantity.unit_kind == "multiple" and quantity.value % 1 == 0 and quantity.value >= _FEW


def _per_thousand(quantity: Quantity, en: str) -> tuple[Decimal, ...]:
    """Return a number per 1,000 in percent: the Chinese may write it with ‰."""
    plain = quantity.unit_kind in ("count", "number")
    return (abs(quantity.value_base) / 10,) if plain and _PER_THOUSAND.match(en, quantity.end) else ()


# --- bounds -----------------------------------------------------------------------------------------------------------


def _chinese_bound(zh: str, quantity: Quantity) -> tuple[str, str]:
    """Return the bound with its own sense, and for ge whether it stands before or after."""
    before = before_bound(zh, quantity.start)
    if quantity.bound == "lt" and before:
        return next((sense for word, sense in tables.bound_words("zh") if before[1] == word), "lt"), ""
    if quantity.bound == "gt" and not before:
        return ("gt" if after_bound(zh, quantity.end) else "more"), ""
    if quantity.bound == "ge":
        return "ge", "before" if before else "after"
    if quantity.bound == "eq" and quantity.unit_kind == "time" and _WITHIN.match(zh, quantity.end):
        return "le", ""
    return quantity.bound, ""


def _english_bound(en: str, quantity: Quantity) -> str:
    before = en[max(0, quantity.start - 24) : quantity.start].lower().rstrip()
    if quantity.bound == "lt":
        return next((sense for word, sense in tables.bound_words("en") if before.endswith(word)), "lt")
    if quantity.bound == "le" and before.endswith("up to"):
        return "eq" if _WENT_UP.search(en[: quantity.start]) else "up to"
    if quantity.bound == "ge" and _PLUS.match(en, quantity.end):
        return "more"
    if quantity.bound == "eq" and _LIMIT_VERB.search(en[: quantity.start]):
        return "gt"
    return quantity.bound


# --- units that figures share ---------------------------------------------------------------------------------------


def _sharing_units(found: Sequence[Mention], en: str) -> list[Mention]:
    """Give a bare number the unit of the figure before it in its sentence: RMB 5.2 billion and 3.1 billion."""
    result: list[Mention] = []
    for mention in found:
        before = result[-1] if result else None
        shares = before and mention.what == "number" and _shares(before, mention, en[before.end : mention.start])
        result.append(replace(mention, shared=before.what) if before and shares else mention)
    return result


def _shares(before: Mention, mention: Mention, between: str) -> bool:
    """A number with a scale word anywhere in the sentence, a bare one only as the next of a list."""
    if before.what.partition(" ")[0] not in ("money", "area", "weight", "length", "volume", "energy"):
        return False
    return not _SENTENCE_END.search(between) if _SCALED.search(mention.text) else bool(_NEXT.fullmatch(between))
