"""Years and periods in English text: 2023, January–October, the first three quarters, H1, Q3, October 5, mid-2024.

A period within a year is a pair of months (first, last), a day of the year a triple (month, month, day), so that both
languages compare: 前三季度, the first nine months and January–September are all (1, 9).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.quantity.dates import PeriodMention

Span = tuple[int, ...]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT = {name[:3].lower(): number for number, name in enumerate(_MONTHS, 1)}
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
_M = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_COUNT = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_TO = r"\s?(?:-|–|—|\bto\b|\bthrough\b|\band\b|\buntil\b)\s?"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("months", re.compile(rf"\b(?P<a>{_M})(?:\s(?:19|20)\d\d)?{_TO}(?P<b>{_M})(?![a-z])(?!\s\d{{1,2}}\b(?!\d))")),
    ("first months", re.compile(rf"\bfirst\s(?P<n>{_COUNT})[\s-]months?\b", re.IGNORECASE)),
    ("first quarters", re.compile(r"\bfirst\s(?P<n>two|three|2|3)\squarters\b", re.IGNORECASE)),
    ("half", re.compile(r"\b(?:(?P<w>first|second|latter|last)[\s-]half|H(?P<n>[12]))\b(?!\sof\s(?:the\s)?(?:century|list))", re.IGNORECASE)),
    (
        "quarter",
        re.compile(r"\b(?:(?P<w>first|second|third|fourth|1st|2nd|3rd|4th|last)[\s-]quarter|Q(?P<n>[1-4]))\b", re.IGNORECASE),
    ),
    ("day", re.compile(rf"\b(?P<a>{_M})\s(?P<d>[12]?\d|3[01])(?:st|nd|rd|th)?\b(?![\d,.]*\d{{3}}(?!\d)\s(?!(?:19|20)))|\b(?P<d2>[12]?\d|3[01])(?:st|nd|rd|th)?\s(?:of\s)?(?P<a2>{_M})(?![a-z])")),
    ("month", re.compile(rf"\b(?P<a>{_M})(?![a-z])")),
)  # fmt: skip
# March and May are words too: months only with a figure behind or one of these before
_MONTH_SIGNS = re.compile(
    r"(?:\b(?:in|by|of|since|from|to|until|till|during|end|late|early|mid|for|last|this|and|through)[\s-]|[-–])$",
    re.IGNORECASE,
)
_YEAR_BEHIND = re.compile(r",?\s(?:of\s)?(?:19|20)\d\d")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%]|,\d|\.\d)")
_YEAR_SPAN = re.compile(r"(?<![\d.,])((?:19|20)\d\d)\s?(?:-|–|—|/)\s?((?:19|20)?\d\d)(?![\d%]|,\d|\.\d)")


@dataclass(frozen=True, slots=True)
class EnglishPeriod:
    """A period within a year: `text[start:end]`, and its months or day."""

    start: int
    end: int
    span: Span


def find_english_periods(text: str) -> tuple[EnglishPeriod, ...]:
    """Find the months, quarters, halves and days of an English text in order, not overlapping."""
    found: list[EnglishPeriod] = []
    for name, pattern in _PATTERNS:
        for m in pattern.finditer(text):
            span = _span(name, m.groupdict())
            free = all(m.end() <= one.start or one.end <= m.start() for one in found)
            if span and free and not (name == "month" and not _is_month(text, m)):
                found.append(EnglishPeriod(m.start(), m.end(), span))
    return tuple(sorted(found, key=lambda one: one.start))


def _span(name: str, groups: dict[str, str | None]) -> Span:
    if name in ("months", "month", "day"):
        first = _month(groups["a"] or groups.get("a2") or "")
        if name == "day":
            return (first, first, int(groups["d"] or groups["d2"] or 0))
        last = _month(groups["b"] or "") if name == "months" else first
        return (first, last) if first <= last else ()
    number = (groups["n"] or groups.get("w") or "").lower()
    if name.startswith("first"):
        return (1, int(_WORDS.get(number, 0) or number) * (3 if "quarters" in name else 1))
    size, last_one = (6, 2) if name == "half" else (3, 4)
    which = last_one if number in ("last", "latter") else int(_WORDS.get(number, 0) or number)
    return (size * (which - 1) + 1, size * which)


def _month(name: str) -> int:
    return _SHORT[name[:3].lower()]


def _is_month(text: str, m: re.Match[str]) -> bool:
    if m.group() not in ("March", "May", "Mar", "Dec", "Jan", "Sep", "Oct", "Nov", "Feb", "Apr", "Aug", "Jun", "Jul"):
        return True
    return bool(_YEAR_BEHIND.match(text, m.end()) or _MONTH_SIGNS.search(text[: m.start()]))


def english_years(text: str) -> tuple[tuple[int, int, int], ...]:
    """Find the years of an English text: (start, end, year), both ends of 2021–25; 2023 households counts too.

    The caller leaves out what `find_english` reads as another figure.
    """
    found: list[tuple[int, int, int]] = []
    for m in _YEAR_SPAN.finditer(text):
        last = m[2] if len(m[2]) == 4 else m[1][:2] + m[2]
        if int(last) > int(m[1]):
            found += [(m.start(1), m.end(1), int(m[1])), (m.start(2), m.end(2), int(last))]
    taken = {start for start, _, _ in found}
    found += [(*m.span(), int(m.group())) for m in _YEAR.finditer(text) if m.start() not in taken]
    return tuple(sorted(found))


def months_of(mention: PeriodMention) -> tuple[Span, ...]:
    """Return the months or the day a Chinese mention names, or nothing for whole years, plans and spans.

    What stands at the end of a quarter or half may be said by its last month. The mention needs a year: find it with
    any `default_year`.
    """
    if mention.kind not in ("half", "quarter", "months", "month", "day", "same_period"):
        return ()
    return tuple(_iso_spans(mention))


def _iso_spans(mention: PeriodMention) -> Iterator[Span]:
    first, _, last = mention.period.partition("/")
    rest, behind = first[5:], last[5:]
    if rest[:1] in ("Q", "H"):
        size = 3 if rest[0] == "Q" else 6
        end = size * int(rest[1])
        yield (end - size + 1, end)
        if mention.basis == "stock":
            yield (end, end)
    elif behind:
        yield (int(rest), int(behind))
    elif rest:
        month, _, day = rest.partition("-")
        yield (int(month), int(month), int(day)) if day else (int(month), int(month))
