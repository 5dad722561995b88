"""Ranks, ordinals, fractions, multiples and years in English text: third in the city, top tier, two thirds, doubled, 2023."""

from __future__ import annotations

import re
from decimal import Decimal

from briefing.quantity.value import Band, Bound, Quantity
from briefing.quantity.words import english_before

_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
}  # fmt: skip
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_VERBS = {
    "doubled": 2, "doubling": 2, "doubles": 2, "double": 2, "twofold": 2, "twice": 2, "tripled": 3, "tripling": 3, "triple": 3,
    "trebled": 3, "threefold": 3, "quadrupled": 4, "quadrupling": 4, "quadruple": 4, "fourfold": 4, "fivefold": 5,
    "tenfold": 10,
}  # fmt: skip
_WINDOW = 80

_YEAR = re.compile(r"(?:19|20)\d\d(?![\d,.%]*\d)(?![%\w])")
_YEAR_NO = re.compile(
    r"[ \u00a0]+(?:yuan|million|billion|trillion|thousand|people|firms|households|kWh|tonnes|tons|km|hectares|mu)\b"
)
_ORDINAL = re.compile(
    rf"(?:(?P<digits>\d{{1,4}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))(?![A-Za-z])", re.IGNORECASE
)
_SCOPED = re.compile(
    r"[ -](?:(?:in|among|across|of) (?:the|all|China|Zhejiang|its|[A-Z]\w+'s?)(?! (?:first|second|third|fourth) (?:quarter|half))"
    r"|(?:larg|bigg|high|fast|long|busi|great|low)est\b|among\b|place\b|nationwide|nationally|provincewide|citywide|worldwide|globally)",
    re.IGNORECASE,
)
_CLOSED = re.compile(r" (?:by|for|in|and)\b|[,.;)]|$", re.IGNORECASE)
_RANKED = re.compile(
    r"\b(?:rank\w*|plac(?:e|ed|es|ing)|position\w*|came|come|stood|standing|stands|remain\w*|each|both|also|first|second|third|fourth)\b[^.;]{0,70}$"
    r"|[,;(] ?(?:and )?$",
    re.IGNORECASE,
)
_NO_ORDINAL = re.compile(
    r"[ -](?:quarter|half|Five-Year|National Congress|batch|time|session|plenary|phase|line|ever|day|stage|meeting|edition"
    r"|generation|industr|secretar|responder|party|person|round|century|issue|prize|class|aid|floor|Asian|National Games)",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?:top|first|leading|front)[ -](?:tier|echelon|ranks?|group|bracket|rung)\b|(?<=\bthe )front[ -]?runners|forefront",
    re.IGNORECASE,
)
_TOP = re.compile(rf"top[ -](?P<n>\d{{1,4}}|{'|'.join(_NUMBERS)})\b(?! (?:percent|per cent))", re.IGNORECASE)
# No. 1 anywhere; No. 3 only where a place follows, for lines and documents are numbered too
_NUMBER_SIGN = re.compile(r"\bNo\.? ?$", re.IGNORECASE)
_NUMBERED = re.compile(r"1(?![\w,]|\.\d)|\d{1,3}(?= (?:in|among|across|nationwide)\b)")
_FRACTION = re.compile(
    rf"(?:(?P<top>an?|one|two|three|four|five|seven|nine)[ -])?(?P<below>{'|'.join(_FRACTIONS)})s?(?![A-Za-z])",
    re.IGNORECASE,
)
_VERB = re.compile(rf"(?:{'|'.join(sorted(_VERBS, key=len, reverse=True))})(?![A-Za-z])", re.IGNORECASE)


def place(text: str, at: int) -> Quantity | None:
    """Read a rank (third in the city, 14th, top 10), a top group (top tier, never a place) or an ordinal."""
    group = _GROUP.match(text, at)
    if group:
        return _rank(group.start(), group.end(), Decimal(1), "group")
    numbered = _NUMBERED.match(text, at)
    if numbered and _NUMBER_SIGN.search(text, max(0, at - 5), at):
        return _rank(at, numbered.end(), Decimal(numbered.group()), "place")
    top = _TOP.match(text, at)
    if top:
        word = top["n"].lower()
        return _rank(top.start(), top.end(), Decimal(_NUMBERS.get(word, 0) or word), "top", "le")
    return _ordinal(text, at)


def _rank(start: int, end: int, value: Decimal, band: Band, bound: Bound = "eq") -> Quantity:
    return Quantity(
        start, end, start, end, "", value, value, "rank", bound,
        unit_zh="位" if band != "group" else "", unit_code="rank", unit_kind="rank", band=band,
    )  # fmt: skip


def _ordinal(text: str, at: int) -> Quantity | None:
    m = _ORDINAL.match(text, at)
    if not m or _NO_ORDINAL.match(text, m.end()):
        return None
    value = Decimal(m["digits"] or _ORDINALS[m["word"].lower()])
    before = text[max(0, at - _WINDOW) : at]
    if _SCOPED.match(text, m.end()) or (_CLOSED.match(text, m.end()) and _RANKED.search(before)):
        return _rank(at, m.end(), value, "place")
    return Quantity(at, m.end(), at, m.end(), "", value, value, "ordinal", unit_code="ordinal", unit_kind="ordinal")


def year(text: str, at: int) -> Quantity | None:
    """Read a year; 2023 households is a count."""
    m = _YEAR.match(text, at)
    if (
        not m
        or text[:at].endswith(("RMB ", "RMB", "USD ", "$", "¥", "€", "£", "CNY ", "EUR "))
        or _YEAR_NO.match(text, m.end())
    ):
        return None
    value = Decimal(m.group())
    return Quantity(at, m.end(), at, m.end(), "", value, value, "year", unit_code="year", unit_kind="year")


def fraction(text: str, at: int) -> Quantity | None:
    """Read two thirds, a quarter, half; not the third quarter, the first half, half-year."""
    m = _FRACTION.match(text, at)
    if not m or (not m["top"] and m["below"].lower() != "half"):
        return None
    before = text[max(0, at - 8) : at].rstrip().lower()
    if text[m.end() : m.end() + 1] == "-" or before.endswith(("first", "second", "latter")):
        return None
    top, below = Decimal(_NUMBERS[(m["top"] or "one").lower()]), Decimal(_FRACTIONS[m["below"].lower()])
    return Quantity(
        at, m.end(), at, m.end(), "", top / below, top / below, "ratio", english_before(text, at) or "eq",
        unit_code="ratio", unit_kind="ratio", parts=(top, below),
    )  # fmt: skip


def multiple(text: str, at: int) -> Quantity | None:
    """Read doubled, tripled, twofold, twice; double-digit as the number of digits; Double Eight is a name."""
    m = _VERB.match(text, at)
    if not m:
        return None
    if text[at : at + 12].lower() == "double-digit":
        return Quantity(
            at,
            at + 12,
            at,
            at + 6,
            "",
            Decimal(2),
            Decimal(2),
            "digits",
            unit_zh="位数",
            unit_code="digit",
            unit_kind="digits",
        )
    if text[m.end() : m.end() + 1] == "-" or re.match(r" [A-Z]", text[m.end() : m.end() + 2]):
        return None
    value = Decimal(_VERBS[m.group().lower()])
    return Quantity(
        at, m.end(), at, m.end(), "", value, value, "multiple", english_before(text, at) or "eq",
        unit_en="times", unit_code="times", unit_kind="multiple", factor=value,
    )  # fmt: skip
