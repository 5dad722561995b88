"""Find quantities in English text: RMB 246.79 billion, 40,000 people, 8.0%, two thirds, nearly doubled."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from briefing.quantity.value import Quantity
from briefing.quantity.words import english_after, english_before, rows

_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,6}(?![\d])|\d+)(?:\.\d+)?"
_CURRENCIES = {
    "RMB": "CNY", "CNY": "CNY", "CN¥": "CNY", "¥": "CNY", "USD": "USD", "US$": "USD", "$": "USD", "EUR": "EUR", "€": "EUR",
    "GBP": "GBP", "£": "GBP", "HKD": "HKD", "HK$": "HKD", "JPY": "JPY", "AUD": "AUD", "MOP": "MOP", "KRW": "KRW",
    "RUB": "RUB", "CHF": "CHF", "CAD": "CAD", "SGD": "SGD", "TWD": "TWD",
}  # fmt: skip
_SCALE_POWERS = {
    "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "mn": 6, "bn": 9, "tn": 12, "m": 6, "k": 3,
}  # fmt: skip
_ORDINALS = dict(
    zip("first second third fourth fifth sixth seventh eighth ninth tenth".split(), range(1, 11), strict=True)
)
_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_VERBS = {
    "doubled": 2, "doubling": 2, "doubles": 2, "double": 2, "twofold": 2, "twice": 2, "tripled": 3, "tripling": 3, "triple": 3,
    "trebled": 3, "threefold": 3, "quadrupled": 4, "quadrupling": 4, "quadruple": 4, "fourfold": 4, "fivefold": 5,
    "tenfold": 10,
}  # fmt: skip
_FUNCTION_WORDS = frozenset(
    "of in to and or was were by at for from on with as than is are be which that the respectively year-on-year up down has had"
    " have a an while but compared over per it its this these those more less not".split()
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit word of English: multiplied out by 10^mult into `code`."""

    zh: str
    kind: str
    code: str
    mult: int


_COUNT = _Unit("", "count", "item", 0)
_NUMBER = _Unit("", "number", "", 0)


@cache
def _units() -> dict[str, _Unit]:
    return {r["word"].lower(): _Unit(r["zh"], r["kind"], r["code"], int(r["mult"])) for r in rows("english_units.csv")}


@cache
def _number_words() -> dict[str, int]:
    return {r["word"]: int(r["value"]) for r in rows("number_words.csv")}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = "|".join(sorted(_number_words(), key=len, reverse=True))
    units = "|".join(
        re.escape(u) + (r"(?![\w-])" if u[-1].isalpha() else "") for u in sorted(_units(), key=len, reverse=True)
    )
    currency = "|".join(re.escape(c) for c in sorted(_CURRENCIES, key=len, reverse=True))
    scale = r"(?:hundred|thousand|million|billion|trillion|mn|bn|tn)(?![a-z])"
    digits = rf"(?P<digits>{_DIGITS})(?P<scales>(?:[ \u00a0-]?{scale}){{0,2}})(?P<letter>[ \u00a0]?[mk](?=[ \u00a0][a-z]|[\s,.;)]|$))?"
    spelled = rf"(?P<spelled>(?:an? )?(?:{words})(?:(?:[ \u00a0-]|,? and )(?:{words})){{0,12}})(?![a-z])"
    flags = re.IGNORECASE
    return {
        "start": re.compile(
            rf"\d|(?<![a-z])(?:(?:an? )?(?:{words})|half|double|twice|tripl|trebl|quadrupl|(?:two|three|four|five|ten)fold|top|front|leading|first|second|third"
            rf"|fourth|fifth|sixth|seventh|eighth|ninth|tenth|(?:a|an) (?:third|quarter|fifth|tenth))(?![a-z]*fold[a-z])",
            flags,
        ),
        "number": re.compile(rf"{digits}|{spelled}", flags),
        "currency": re.compile(rf"(?<![A-Za-z])(?:{currency})[ \u00a0]?$"),
        "unit": re.compile(rf"[ \u00a0-]?({units})", flags),
        "per": re.compile(rf"[ \u00a0](?:per|a)[ \u00a0]({units})|/({units})", flags),
        "range": re.compile(rf"[ \u00a0]?(?:–|—|-|to(?= )|and(?= ))[ \u00a0]?(?=(?:{currency})?[ \u00a0]?\d)"),
        "ratio": re.compile(r"\d+(?:\.\d+)?(?:[ \u00a0]?:[ \u00a0]?\d+(?:\.\d+)?){1,5}(?![\d:])"),
        "noun": re.compile(r"[ \u00a0]+([A-Za-z][\w-]*)"),
    }


def find_english(text: str) -> tuple[Quantity, ...]:
    """Find the quantities of an English text, in order, not overlapping.

    A year has kind `year`. Names with figures (5G, G60, 1+6+N, “136”) yield nothing. Never raises; linear in the text.
    """
    found: list[Quantity] = []
    position = 0
    start = _patterns()["start"]
    while m := start.search(text, position):
        quantity, position = _at(text, m.start())
        position = max(position, m.start() + 1)
        if quantity:
            found.append(replace(quantity, exact=text[quantity.start : quantity.end]))
    return tuple(found)


def _at(text: str, at: int) -> tuple[Quantity | None, int]:
    """Read what starts at `at`: a quantity or None, and where to go on."""
    for reader in (_ratio, _year, _ordinal, _fraction, _verb, _measured):
        quantity = reader(text, at)
        if quantity:
            return quantity, quantity.end
    number = _patterns()["number"].match(text, at)
    return None, number.end() if number else at + 1


def _ratio(text: str, at: int) -> Quantity | None:
    m = _patterns()["ratio"].match(text, at)
    if not m:
        return None
    parts = tuple(Decimal(p.strip()) for p in m.group().split(":"))
    return Quantity(at, m.end(), at, m.end(), "", parts[0], parts[0], "ratio", unit_code="ratio", parts=parts)


_YEAR = re.compile(r"(?:19|20)\d\d(?![\d,.%]*\d)(?![%\w])")


def _year(text: str, at: int) -> Quantity | None:
    m = _YEAR.match(text, at)
    if not m or _patterns()["currency"].search(text[max(0, at - 5) : at]):
        return None
    noun = _patterns()["noun"].match(text, m.end())
    if noun and (noun[1].lower() in _units() or noun[1].lower() in _SCALE_POWERS):
        return None
    value = Decimal(m.group())
    return Quantity(at, m.end(), at, m.end(), "", value, value, "year", unit_code="year")


_ORDINAL = re.compile(
    rf"(?:(?P<digits>\d{{1,4}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))(?![A-Za-z])", re.IGNORECASE
)
_RANKED = re.compile(
    r"(?:rank\w*|plac\w+|position\w*|came|stood|standing|remain\w*|first|second|third|fourth)[^.;]{0,60}$|[,;(] ?(?:and )?$",
    re.IGNORECASE,
)
_RANK_AFTER = re.compile(
    r" (?:in (?:the|China|its)|place\b|nationwide|among|by \w+|nationally|provincewide|citywide|across)|[,.;)]|$",
    re.IGNORECASE,
)
_NO_ORDINAL = re.compile(
    r"[ -](?:quarter|half|Five-Year|five-year|National Congress|batch|time|session|plenary|phase|line|tier|echelon|ever|day|stage)",
    re.IGNORECASE,
)


def _ordinal(text: str, at: int) -> Quantity | None:
    m = _ORDINAL.match(text, at)
    if not m or _NO_ORDINAL.match(text, m.end()):
        return None
    value = Decimal(m["digits"]) if m["digits"] else Decimal(_ORDINALS[m["word"].lower()])
    ranked = _RANK_AFTER.match(text, m.end()) and _RANKED.search(text[max(0, at - 80) : at])
    if ranked:
        return Quantity(
            at, m.end(), at, m.end(), "", value, value, "rank", unit_zh="位", unit_code="rank", band="place"
        )
    return Quantity(at, m.end(), at, m.end(), "", value, value, "ordinal", unit_code="ordinal")


_FRACTION = re.compile(
    rf"(?:(?P<top>an?|one|two|three|four|five|seven|nine)[ -])?(?P<below>{'|'.join(_FRACTIONS)})s?(?![A-Za-z])",
    re.IGNORECASE,
)


def _fraction(text: str, at: int) -> Quantity | None:
    """Two thirds, a quarter, half; not the third quarter, the first half, half-year."""
    m = _FRACTION.match(text, at)
    if not m or (not m["top"] and m["below"].lower() != "half"):
        return None
    if text[m.end() : m.end() + 1] == "-" or text[:at].rstrip().lower().endswith(("first", "second", "latter")):
        return None
    top = Decimal(_number_words().get((m["top"] or "one").lower(), 1))
    below = Decimal(_FRACTIONS[m["below"].lower()])
    bound = english_before(text, at) or "eq"
    return Quantity(
        at, m.end(), at, m.end(), "", top / below, top / below, "ratio", bound, unit_code="ratio", parts=(top, below)
    )


_VERB = re.compile(rf"(?:{'|'.join(sorted(_VERBS, key=len, reverse=True))})(?![A-Za-z])", re.IGNORECASE)


def _verb(text: str, at: int) -> Quantity | None:
    m = _VERB.match(text, at)
    if not m:
        return None
    if text.lower().startswith("double-digit", at):
        return Quantity(
            at, at + 12, at, at + 6, "", Decimal(2), Decimal(2), "digits", unit_zh="位数", unit_code="digit"
        )
    if text[m.end() : m.end() + 1] == "-" or re.match(r" [A-Z]", text[m.end() :]):
        return None
    value = Decimal(_VERBS[m.group().lower()])
    return Quantity(at, m.end(), at, m.end(), "", value, value, "multiple", english_before(text, at) or "eq",
                    unit_en="times", unit_code="times", unit_kind="multiple", factor=value)  # fmt: skip


def _spelled(text: str) -> Decimal | None:
    """Add number words up: one hundred and five; None where they are no single number (two three)."""
    total = section = Decimal(0)
    last = Decimal(0)
    for word in re.findall("[a-z]+", text.lower()):
        value = {"a": 1, "an": 1}.get(word, _number_words().get(word))
        if word == "and" or value is None:
            continue
        if value >= 1000:
            total += (section or 1) * value
            section = last = Decimal(0)
        elif value == 100:
            section = (section or Decimal(1)) * 100
            last = Decimal(100)
        elif last and last <= 10 * (1 if value < 10 else 9) and not (value < 10 and 20 <= last <= 90):
            return None
        else:
            section += value
            last = Decimal(value)
    return total + section


def _measured(text: str, at: int) -> Quantity | None:
    """A number with currency or unit, perhaps the low end of a range."""
    number = _patterns()["number"].match(text, at)
    if not number or _is_name(text, number):
        return None
    begin = at
    sign = at > 0 and text[at - 1] in "-−" and not (at > 1 and (text[at - 2].isalnum() or text[at - 2] in "%)"))
    begin -= sign
    currency = _patterns()["currency"].search(text[max(0, begin - 5) : begin])
    value, power = _number(number, money=bool(currency))
    if value is None:
        return None
    value = -value if sign else value
    end = number.end() if not (number["letter"] and power == 0) else number.end() - len(number["letter"])
    if currency:
        begin -= len(currency.group())
        known, end = _Unit("元", "money", _CURRENCIES[currency.group().strip()], 0), end
    else:
        known, end = _unit_after(text, end, spelled=bool(number["spelled"]))
    if known is _NUMBER and number["spelled"]:
        return None
    known, end = _per(text, known, end)
    base = value.scaleb(power + known.mult)
    bound = english_before(text, begin) or english_after(text, end) or "eq"
    return Quantity(begin, end, at, number.end(), "", value, Decimal(f"{base:f}"), known.kind, bound, unit_zh=known.zh,
                    unit_en=text[number.end() : end].strip(), unit_mult=power + known.mult, unit_code=known.code,
                    unit_kind=known.kind, factor=value if known.kind == "multiple" else None)  # fmt: skip


def _number(m: re.Match[str], *, money: bool) -> tuple[Decimal | None, int]:
    """Value and power of ten of a number match; the letter m is million after a currency or before a unit."""
    if m["spelled"]:
        return _spelled(m["spelled"]), 0
    power = sum(_SCALE_POWERS[w] for w in re.findall("[a-z]+", m["scales"].lower()))
    if m["letter"] and (money or m["letter"].strip() == "m"):
        power += _SCALE_POWERS[m["letter"].strip().lower()]
    return Decimal(m["digits"].replace(",", "")), power


_NAME_AFTER = re.compile(r"[A-Za-z+]|\.\d|[+]")
_NAME_QUOTED = re.compile(r"^[”\"'’]")


def _is_name(text: str, m: re.Match[str]) -> bool:
    """Figures glued to letters or signs (5G, G60, 1+6+N), quoted figures, capitalised number words (Three Reforms)."""
    before = text[m.start() - 1 : m.start()] if m.start() else ""
    after = text[m.end() : m.end() + 1]
    if m["digits"]:
        glued = _patterns()["currency"].search(text[max(0, m.start() - 5) : m.start()])
        if (before.isalpha() and not glued) or before in {"+", "“", "/", "#"}:
            return True
        unit_ = _patterns()["unit"].match(text, m.end())
        return bool((after.isalpha() or after == "+" and text[m.end() + 1 : m.end() + 2].isalnum()) and not unit_)
    word = m.group()
    if before == "-" or text[m.end() : m.end() + 1] == "-" and not _patterns()["unit"].match(text, m.end()):
        return True
    return word[0].isupper() and bool(re.match(r"[ -][A-Z]", text[m.end() : m.end() + 2]))


def _unit_after(text: str, end: int, *, spelled: bool) -> tuple[_Unit, int]:
    m = _patterns()["unit"].match(text, end)
    if m:
        return _units()[m.group(1).lower()], m.end()
    noun = _patterns()["noun"].match(text, end)
    if noun and noun[1].lower() not in _FUNCTION_WORDS:
        return _COUNT, end
    if noun and noun[1].lower() in {"more", "new"} and spelled:
        return _COUNT, end
    return _NUMBER, end


def _per(text: str, known: _Unit, end: int) -> tuple[_Unit, int]:
    m = _patterns()["per"].match(text, end)
    if not m or not known.code or known.kind == "count":
        return known, end
    under = _units()[(m.group(1) or m.group(2)).lower()]
    return _Unit(known.zh, "rate", f"{known.code}/{under.code}", known.mult - under.mult), m.end()
