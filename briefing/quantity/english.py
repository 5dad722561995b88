"""Find quantities in English text: RMB 246.79 billion, 40,000 people, 8.0%, two thirds, nearly doubled."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from briefing.quantity import english_places as places
from briefing.quantity.value import Bound, Quantity, plain
from briefing.quantity.words import english_after, english_before, rows

_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,6}(?![\d])|\d+)(?:\.\d+)?"
_MOST_DIGITS = 24  # more than any figure has, less than decimal arithmetic keeps exactly
_B = "[ \u00a0]"
_CURRENCIES = {
    "RMB": "CNY", "Rmb": "CNY", "CNY": "CNY", "CN¥": "CNY", "¥": "CNY", "USD": "USD", "US$": "USD", "$": "USD", "EUR": "EUR", "€": "EUR",
    "GBP": "GBP", "£": "GBP", "HKD": "HKD", "HK$": "HKD", "JPY": "JPY", "AUD": "AUD", "MOP": "MOP", "KRW": "KRW",
    "RUB": "RUB", "CHF": "CHF", "CAD": "CAD", "SGD": "SGD", "TWD": "TWD",
}  # fmt: skip
_SCALE_POWERS = {
    "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "mn": 6, "bn": 9, "tn": 12, "m": 6, "k": 3,
}  # fmt: skip
_FUNCTION_WORDS = frozenset(
    "of in to and or was were by at for from on with as than is are be which that the respectively year-on-year up down has had"
    " have a an while but compared over per it its this these those less not".split()
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit word of English: multiplied out by 10^mult into `code`."""

    zh: str
    kind: str
    code: str
    mult: int


@dataclass(frozen=True, slots=True)
class _Read:
    """A number and its unit as read; `power` is the scale word's power of ten."""

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal
    power: int
    unit: _Unit


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
        re.escape(u).replace(r"\ ", "[ \u00a0-]") + (r"(?![\w-])" if u[-1].isalpha() else "")
        for u in sorted(_units(), key=len, reverse=True)
    )
    currency = "|".join(re.escape(c) for c in sorted(_CURRENCIES, key=len, reverse=True))
    scale = r"(?:hundred|thousand|million|billion|trillion|mn|bn|tn)(?![a-z])"
    digits = rf"(?P<digits>{_DIGITS})(?P<scales>(?:[ \u00a0-]?{scale}){{0,2}})(?P<letter>{_B}?[mk](?={_B}(?:{units})|[,.;)]|$))?"
    spelled = rf"(?P<spelled>(?:an? )?(?:{words})(?:(?:[ \u00a0-]|,? and )(?:{words})){{0,12}})(?![a-z])"
    flags = re.IGNORECASE
    return {
        "start": re.compile(
            rf"\d|(?<![a-z])(?:(?:an? )?(?:{words})|half|double|twice|tripl|trebl|quadrupl|(?:two|three|four|five|ten)fold|top"
            rf"|front|forefront|leading|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
            rf"|an? (?:third|quarter|fifth|tenth))",
            flags,
        ),
        "number": re.compile(rf"{digits}|{spelled}", flags),
        "currency": re.compile(rf"(?<![A-Za-z])(?:{currency}){_B}?$"),
        "unit": re.compile(rf"[ \u00a0-]?({units})", flags),
        "per": re.compile(rf"{_B}(?:per|a){_B}({units})(?!{_B}(?:earlier|ago|before|later))|/({units})", flags),
        "range": re.compile(rf"{_B}?(?:–|—|-|to(?={_B})|and(?={_B})){_B}?(?:{currency})?{_B}?(?=\d)"),
        "and": re.compile(rf"(?:,{_B}?and|,|{_B}and){_B}(?=\d)"),
        "ratio": re.compile(rf"\d{{1,9}}(?:\.\d{{1,9}})?(?:{_B}?:{_B}?\d{{1,9}}(?:\.\d{{1,9}})?){{1,5}}(?![\d:])"),
        "noun": re.compile(rf"{_B}+([A-Za-z][\w-]*)"),
        "mu": re.compile(rf"{_B}\((?:about )?[\d,.]+(?:{_B}(?:million|thousand))?{_B}hectares?\)"),
    }


def find_english(text: str) -> tuple[Quantity, ...]:
    """Find the quantities of an English text, in order, not overlapping.

    A year has kind `year`. Names with figures (5G, G60, 1+6+N, “136”) yield nothing, nor do the hectares in brackets
    that a figure in mu carries. Never raises; linear in the text.
    """
    found: list[Quantity] = []
    position = 0
    start = _patterns()["start"]
    while m := start.search(text, position):
        quantity, position = _at(text, m.start())
        position = max(position, m.start() + 1)
        if quantity:
            found.append(replace(quantity, exact=text[quantity.start : quantity.end]))
            converted = _patterns()["mu"].match(text, quantity.end) if quantity.unit_code == "mu" else None
            position = converted.end() if converted else position
    return tuple(found)


def _at(text: str, at: int) -> tuple[Quantity | None, int]:
    """Read what starts at `at`: a quantity or None, and where to go on."""
    for reader in _READERS:
        quantity = reader(text, at)
        if quantity:
            return quantity, quantity.end
    number = _patterns()["number"].match(text, at)
    return None, number.end() if number else at + 1


def _ratio(text: str, at: int) -> Quantity | None:
    """5.8 : 41.6 : 52.6; a time of day is none."""
    m = _patterns()["ratio"].match(text, at)
    if not m or re.match(r" ?[ap]\.?m\b", text[m.end() : m.end() + 5]):
        return None
    parts = tuple(Decimal(p.strip(" \u00a0")) for p in m.group().split(":"))
    return Quantity(
        at, m.end(), at, m.end(), "", parts[0], parts[0], "ratio", unit_code="ratio", unit_kind="ratio", parts=parts
    )


def _measured(text: str, at: int) -> Quantity | None:
    """A number with currency or unit, perhaps the low end of a range or one of a list that shares its unit."""
    first = _read(text, at)
    if not first:
        return None
    ranged = _range(text, first)
    if ranged:
        return ranged
    first = _shared(text, first)
    if _names_period(text, first) or _COMPOUND.match(text, first.number_end):
        return None
    bound = english_before(text, first.start) or _after(text, first) or "eq"
    known = first.unit
    return Quantity(
        first.start, first.end, first.number_start, first.number_end, "", first.value,
        plain(first.value.scaleb(first.power + known.mult)), known.kind, bound, unit_zh=known.zh,
        unit_en=text[first.number_end : first.end].strip(), unit_mult=first.power + known.mult, unit_code=known.code,
        unit_kind=known.kind, factor=first.value if known.kind == "multiple" else None,
    )  # fmt: skip


_READERS: tuple[Callable[[str, int], Quantity | None], ...] = (
    _ratio, places.year, places.place, places.fraction, places.multiple, _measured,
)  # fmt: skip


def _after(text: str, read: _Read) -> Bound | None:
    """The bound words behind a number, or behind the noun it counts: 30 firms or more."""
    noun = _patterns()["noun"].match(text, read.end) if read.unit is _COUNT else None
    return english_after(text, read.end) or (english_after(text, noun.end()) if noun else None)


_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?$")
# A 15-minute circle, a three-year plan
_COMPOUND = re.compile("-(?:year|month|week|day|hour|minute)s?(?![a-z])")
_PERIOD = re.compile(r"\b(?:past|last|previous|next|coming|preceding|recent|every|each|per)$", re.IGNORECASE)


def _names_period(text: str, read: _Read) -> bool:
    """The previous five years, per 1,000 people: no quantity of its own."""
    before = text[max(0, read.start - 12) : read.start].rstrip(" \u00a0")
    if read.unit is _NUMBER and _MONTH.search(before):
        return True
    if read.unit.code == "year" and before.endswith("over"):
        return True
    return read.unit.kind in {"time", "count", "number"} and bool(_PERIOD.search(before))


def _read(text: str, at: int) -> _Read | None:
    """Read currency, sign, number, scale, unit."""
    number = _patterns()["number"].match(text, at)
    if not number or _is_name(text, number):
        return None
    begin = at - _signed(text, at)
    currency = _patterns()["currency"].search(text, max(0, begin - 5), begin)
    value, power = _number(number)
    if value is None:
        return None
    if begin < at:
        value = -value
    if currency:
        begin = currency.start()
        if begin and text[begin - 1] in "-−" and not text[begin - 2 : begin - 1].isalnum():
            begin, value = begin - 1, -value
        known, end = _Unit("元", "money", _CURRENCIES[currency.group().strip(" \u00a0")], 0), number.end()
    else:
        known, end = _unit_after(text, number.end())
        if known is _NUMBER and number["spelled"] and (value <= 10 or number["spelled"][0].isupper()):
            return None
    known, end = _per(text, known, end)
    return _Read(begin, end, at, number.end(), value, power, known)


def _signed(text: str, at: int) -> bool:
    if not at or text[at - 1] not in "-−":
        return False
    return at < 2 or not (text[at - 2].isalnum() or text[at - 2] in "%)")


def _range(text: str, first: _Read) -> Quantity | None:
    """5.0%–5.5%, 3 to 5 firms, between RMB 2 billion and 3 billion; not from 5% to 6%."""
    dash = _patterns()["range"].match(text, first.end)
    before = text[max(0, first.start - 9) : first.start].rstrip(" \u00a0").lower()
    if not dash or before.endswith("from") or ("and" in dash.group() and not before.endswith("between")):
        return None
    second = _read(text, dash.end())
    if second and second.unit is _NUMBER and first.unit.kind == "money":
        second = replace(second, unit=first.unit)
    dashed = dash.group() == "–" and first.unit is _NUMBER
    if not second or (second.unit is _NUMBER and not dashed):
        return None
    bare = first.unit in {_NUMBER, _COUNT} or (first.unit.kind == "money" and not first.power and second.power)
    if not bare and (first.unit.code, first.unit.kind) != (second.unit.code, second.unit.kind):
        return None
    power = (second.power if bare and not first.power else first.power) - second.power
    low = plain(first.value.scaleb(power)) if power else first.value
    if low >= second.value:
        return None
    mult = second.power + second.unit.mult
    bound = english_after(text, second.end) or "eq"
    return Quantity(
        first.start, second.end, first.number_start, second.number_end, "", low, plain(low.scaleb(mult)), "range", bound,
        low=low, high=second.value, unit_zh=second.unit.zh, unit_en=text[second.number_end : second.end].strip(),
        unit_mult=mult, unit_code=second.unit.code, unit_kind=second.unit.kind,
    )  # fmt: skip


def _shared(text: str, first: _Read) -> _Read:
    """2.6 and 1.5 percentage points: a bare number of a list has the unit that the last one writes."""
    end = first.end
    for _ in range(_LONGEST_LIST if first.unit is _NUMBER and not first.power else 0):
        comma = _patterns()["and"].match(text, end)
        following = _read(text, comma.end()) if comma else None
        if not following:
            break
        if following.unit is not _NUMBER:
            shares = following.unit.kind in {"percent", "points", "money"}
            large = following.unit.kind in {"percent", "points"} and first.value >= _LARGEST_RATE
            return replace(first, unit=following.unit, power=following.power) if shares and not large else first
        end = following.end
    return first


_LONGEST_LIST = 8
_LARGEST_RATE = 1000  # a number larger than this shares no percent sign: 807,100, 23.2% of the total


def _number(m: re.Match[str]) -> tuple[Decimal | None, int]:
    """Value and power of ten of a number match; the letter m stands for million."""
    if m["spelled"]:
        return _spelled(m["spelled"]), 0
    if len(m["digits"]) > _MOST_DIGITS:
        return None, 0
    power = sum(_SCALE_POWERS[w] for w in re.findall("[a-z]+", m["scales"].lower()))
    if m["letter"]:
        power += _SCALE_POWERS[m["letter"].strip(" \u00a0").lower()]
    return Decimal(m["digits"].replace(",", "")), power


_NAMED = re.compile(r"[ -](?:Plan|Program|Programme|Project|Initiative|Policy|System|Campaign|Action|Strategy)\b")


def _is_name(text: str, m: re.Match[str]) -> bool:
    """Figures glued to letters or signs (5G, G60, 1+6+N), quoted figures, capitalised number words (Three Reforms)."""
    before = text[m.start() - 1 : m.start()] if m.start() else ""
    after = text[m.end() : m.end() + 2]
    if _NAMED.match(text, m.end()) or re.match("-[A-Z]", after):
        return True
    unit_ = _patterns()["unit"].match(text, m.end())
    if m["digits"]:
        glued = _patterns()["currency"].search(text, max(0, m.start() - 5), m.start())
        if (before.isalpha() and not glued) or before in {"+", "“", "/", "#", "_"}:
            return True
        return not unit_ and (after[:1].isalpha() or (after[:1] == "+" and after[1:].isalnum()))
    if before == "-" or (after[:1] == "-" and not unit_):
        return True
    return m.group()[0].isupper() and bool(re.match(r"[ -][A-Z]", after))


def _unit_word(word: str) -> _Unit:
    """The unit of a word as written, its blanks perhaps hyphens: 3.2-percentage-point."""
    low = word.lower()
    return _units().get(low) or _units()[re.sub("[-\u00a0]", " ", low)]


def _unit_after(text: str, end: int) -> tuple[_Unit, int]:
    m = _patterns()["unit"].match(text, end)
    if m:
        return _unit_word(m[1]), m.end()
    noun = _patterns()["noun"].match(text, end)
    if noun and noun[1].lower() not in _FUNCTION_WORDS:
        return _COUNT, end
    return _NUMBER, end


def _per(text: str, known: _Unit, end: int) -> tuple[_Unit, int]:
    m = _patterns()["per"].match(text, end)
    if not m or not known.code or known.kind == "count":
        return known, end
    under = _unit_word(m[1] or m[2])
    return _Unit(known.zh, "rate", f"{known.code}/{under.code}", known.mult - under.mult), m.end()


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
