"""Say a value in English or Chinese: exact, never rounded, with its bound (design section 4)."""

from __future__ import annotations

from decimal import Decimal

from briefing.quantity.units import Unit, unit
from briefing.quantity.value import Bound, plain
from briefing.quantity.words import bound_english

_SCALES = ((12, "trillion", "tn"), (9, "billion", "bn"), (6, "million", "m"))
_DEFAULT: dict[Bound, str] = {
    "eq": "", "ge": "at least", "gt": "more than", "le": "no more than", "lt": "nearly", "approx": "about",
}  # fmt: skip
_SIGNS: dict[Bound, str] = {"eq": "", "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "~"}
_BEFORE: dict[Bound, str] = {"eq": "", "ge": "", "gt": "超", "le": "", "lt": "近", "approx": ""}
_AFTER: dict[Bound, str] = {"eq": "", "ge": "以上", "gt": "", "le": "以内", "lt": "", "approx": "左右"}
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_BRITISH = (("meter", "metre"), ("liter", "litre"), ("fiber", "fibre"))
_MU_TO_HECTARE = 15
_MORE_DECIMALS_THAN_READ = 5


def strip(value: Decimal) -> Decimal:
    """Drop zeros after the point: 40.00 → 40."""
    return plain(value.normalize())


def english(
    value: Decimal,
    unit_zh: str,
    *,
    bound: Bound = "eq",
    signed: bool = False,
    short: bool = False,
    currency: str = "RMB",
    noun: str | None = None,
    bound_zh: str = "",
    spelling: str = "en-US",
) -> str:
    """Word a value as written and its Chinese unit in English.

    Args:
        value: As written: 2467.9 for 2467.9亿元.
        unit_zh: As written: 亿元, 万人, %, 个百分点, 元/人; empty or a bare scale for a number.
        bound: Adds at least, more than, no more than, nearly, about; in short form a sign.
        signed: Put + before a positive value.
        short: For tables and labels: RMB 246.79 bn, USD 930 m.
        currency: RMB, CNY, or yuan (246.79 billion yuan).
        noun: Words for the thing counted in place of the unit's own (people); empty for none.
        bound_zh: The Chinese bound word, where known: 近 and 不足 are both `lt`, but nearly and less than.
        spelling: en-US or en-GB.

    Raises:
        ValueError: The unit is unknown.
    """
    known = unit(unit_zh)
    if known is None:
        raise ValueError(f"unknown unit: {unit_zh}")
    text = _body(abs(value), known, currency, noun, short)
    sign = "-" if value < 0 else "+" if signed and value > 0 else ""
    word = _SIGNS[bound] if short else (bound_english(bound_zh, bound) or _DEFAULT[bound])
    text = f"{word}{'' if short or not word else ' '}{sign}{text}"
    return _british(text) if spelling == "en-GB" else text


def chinese(value: Decimal, unit_zh: str, *, bound: Bound = "eq", signed: bool = False) -> str:
    """Word a value as written and its unit in Chinese, the bound in its usual place: 1.2万人以上, 超3000亿元, 5%左右."""
    sign = "+" if signed and value > 0 else ""
    return f"{_BEFORE[bound]}{sign}{value:f}{unit_zh}{_AFTER[bound]}"


def english_range(low: Decimal, high: Decimal, unit_zh: str, *, currency: str = "RMB") -> str:
    """Word a range: 5.0%–5.5%, 3–5, RMB 300 million to RMB 500 million."""
    known = unit(unit_zh)
    first, last = (english(v, unit_zh, currency=currency) for v in (low, high))
    if known and known.kind == "percent":
        return f"{first}–{last}"
    if known and known.kind in {"count", "number"} and " " not in last:
        return f"{first}–{last}"
    return f"{first} to {last}"


def ratio(parts: tuple[Decimal, ...], lang: str) -> str:
    """Word a structure: 5.8 : 41.6 : 52.6 in English, 5.8:41.6:52.6 in Chinese."""
    return (" : " if lang.startswith("en") else ":").join(f"{p:f}" for p in parts)


def ordinal(value: Decimal | int) -> str:
    """Word a place: first … tenth, then 11th, 22nd."""
    number = int(value)
    if 0 < number < len(_ORDINALS):
        return _ORDINALS[number]
    last = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{'th' if number % 100 in {11, 12, 13} else last}"


def small_number(value: Decimal | int) -> str:
    """Spell whole numbers up to ten; above, figures: three, 48, 1,234."""
    number = Decimal(value)
    if number == number.to_integral_value() and 0 <= number < len(_WORDS):
        return _WORDS[int(number)]
    return f"{number:,f}"


def multiple(factor: Decimal) -> str:
    """Word growth to a multiple of the base as a verb: 2 → doubled, 3 → tripled, 2.5 → grew to 2.5 times."""
    verbs = {2: "doubled", 3: "tripled", 4: "quadrupled"}
    whole = int(factor) if factor == factor.to_integral_value() else 0
    return verbs.get(whole, f"grew to {strip(factor):f} times its level")


def _body(value: Decimal, known: Unit, currency: str, noun: str | None, short: bool) -> str:
    """The value with its unit, without bound and sign."""
    if known.kind == "percent":
        return f"{value:f}‰" if known.mult < 0 else f"{_scaled(value, known.mult):f}%"
    if known.code == "doubling":
        return f"{strip(Decimal(2) ** value):f} times"
    if known.kind == "money" or known.code.startswith("CNY/"):
        return _money(value, known, currency, short)
    if known.code == "mu":
        return _mu(value, known, short)
    if known.code == "jin":
        return _weight(value.scaleb(known.mult) / 2, short)
    return _counted(value, known, noun, short)


def _money(value: Decimal, known: Unit, currency: str, short: bool) -> str:
    code, _, per = known.code.partition("/")
    amount = _amount(value, known.scale, short)
    per = f" per {known.en_plural.split('per ')[-1]}" if per else ""
    if code != "CNY":
        return f"{code} {amount}{per}"
    return f"{amount} yuan{per}" if currency == "yuan" else f"{currency} {amount}{per}"


def _counted(value: Decimal, known: Unit, noun: str | None, short: bool) -> str:
    """A number with the noun of its unit, in the singular for exactly one."""
    amount = _amount(value, known.scale, short)
    if noun is None:
        noun = known.en if amount == "1" else known.en_plural
    return f"{amount} {noun}".strip()


def _mu(value: Decimal, known: Unit, short: bool) -> str:
    """亩 with hectares in brackets; about, to one decimal, where 15 does not divide it."""
    mu = value.scaleb(known.mult)
    hectares = mu / _MU_TO_HECTARE
    exact = hectares == round(hectares, 4)
    shown = _amount(strip(hectares if exact else round(hectares, 1)), 0, short)
    return f"{_amount(value, known.mult, short)} mu ({'' if exact else 'about '}{shown} {'hectare' if shown == '1' else 'hectares'})"


def _weight(kilograms: Decimal, short: bool) -> str:
    tonnes = kilograms >= 1000
    amount = _amount(strip(kilograms / 1000 if tonnes else kilograms), 0, short)
    name = "tonne" if tonnes else "kilogram"
    return f"{amount} {name}{'' if amount == '1' else 's'}"


def _scaled(value: Decimal, mult: int) -> Decimal:
    return strip(value.scaleb(mult)) if mult else value


def _amount(value: Decimal, mult: int, short: bool) -> str:
    """Digits with separators under a million, then million, billion, trillion, the largest that needs few decimals; all digits kept."""
    whole = _scaled(value, mult)
    for power, word, letter in _SCALES:
        if abs(whole) >= 10**power:
            scaled = strip(whole.scaleb(-power))
            exponent = scaled.as_tuple().exponent
            if isinstance(exponent, int) and -exponent > _MORE_DECIMALS_THAN_READ:
                continue
            return f"{scaled:,f} {letter if short else word}"
    return f"{whole:,f}"


def _british(text: str) -> str:
    for american, british in _BRITISH:
        text = text.replace(american, british)
    return text
