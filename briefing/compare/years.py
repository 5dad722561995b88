"""Years and periods of a line: shifted, lost, or not in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.compare.values import Finding
from briefing.quantity.dates import find_periods
from briefing.quantity.english_dates import EnglishPeriod, Span, english_years, find_english_periods, months_of
from briefing.quantity.numerals import normalise

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NAMED = re.compile(r"[今本当全去上前明来次]一?年(?!限)|同期|年初|年末|年底")
_BEFORE, _AFTER = re.compile(r"去年|上一?年|同期|年初"), re.compile(r"明年|来年|次年")
_TWO_BEFORE = re.compile(r"前年")
_RELATIVE = re.compile(
    r"\b(?:this|last|the|that|same|previous|next|prior|preceding|a|full|one) (?:calendar )?year\b|\byear[- ](?:on|over|earlier|end|to|ago)|"
    r"\byearly\b|\bannual",
    re.IGNORECASE,
)
_ORDER = ("first", "second", "third", "fourth")
_ANY_YEAR = 2001  # months are found with it where the line names no year
_MONTH_BASE = re.compile(r"环比|比上月|较上月")
_YEAR_BASE = re.compile(r"同比|比上年|较上年|比去年|较去年")
_EN_MONTH = re.compile(
    r"\bmonth[- ](?:on|over)[- ]month|\bmom\b|\bm/m\b|previous month|month earlier|month before|last month|sequential|"
    r"preceding month|prior month|\bquarter[- ](?:on|over)[- ]quarter|previous quarter|quarter earlier",
    re.IGNORECASE,
)
_EN_YEAR = re.compile(
    r"\byear[- ](?:on|over)[- ]year|\byoy\b|\by/y\b|previous year|year earlier|year before|last year|preceding year|prior year|"
    r"\bannual|from (?:19|20)\d\d|over (?:19|20)\d\d|than in (?:19|20)\d\d",
    re.IGNORECASE,
)


def years_named(zh: str) -> frozenset[int]:
    """Return the years a Chinese text names in full, those of five-year plans left out."""
    found = (one for one in find_periods(zh) if one.kind != "plan")
    return frozenset(int(year) for one in found for year in _YEAR.findall(one.period))


def year_places(zh: str) -> list[tuple[int, int]]:
    """Return where a Chinese text names a year in full, and which."""
    return [
        (one.start, int(one.period)) for one in find_periods(zh) if one.kind == "year" and _YEAR.fullmatch(one.period)
    ]


def _bearable(zh: str, named: frozenset[int], known: frozenset[int]) -> frozenset[int]:
    """Return the years an English line may name: those written anywhere, those that 上年 or 明年 stand for, plan periods."""
    plans = {int(y) for one in find_periods(zh) for y in _YEAR.findall(one.period)}
    written = {int(y) for y in _YEAR.findall(normalise(zh))}
    base = named or known
    shifted = {y - 1 for y in base if _BEFORE.search(zh)} | {y + 1 for y in base if _AFTER.search(zh)}
    return frozenset(named | plans | written | base | shifted | {y - 2 for y in base if _TWO_BEFORE.search(zh)})


def year_findings(zh: str, en: str, figures: frozenset[int], known: frozenset[int]) -> Iterator[Finding]:
    """Yield what is wrong with the years of a line.

    Args:
        zh: the Chinese line.
        en: its translation.
        figures: places of the English where a number of four digits is a figure (2,023 is none, 2023 firms is).
        known: the years the whole Chinese text names; a line that names none of its own may name them.
    """
    shown = {year for start, _, year in english_years(en) if start not in figures}
    named = years_named(zh)
    bearable = _bearable(zh, named, known)
    extra = sorted(shown - bearable) if known or not _NAMED.search(zh) else []
    missing = sorted(named - shown)
    if missing and not extra and not (shown - named) and _RELATIVE.search(en):
        missing = []
    for year in missing:
        other = str(extra.pop(0)) if extra else ""
        why = f"the year is {year}, not {other}" if other else f"the year {year} is not said"
        yield Finding("figure", str(year), other, why)
    for year in extra:
        yield Finding("figure", "", str(year), f"the source does not name {year}")


def period_findings(zh: str, en: str) -> Iterator[Finding]:
    """Yield months, quarters, halves and days that differ, and a base of comparison that does."""
    wanted = [(one, spans) for one in find_periods(zh, default_year=_ANY_YEAR) if (spans := months_of(one))]
    shown = list(find_english_periods(en))
    open_ = [one for one in shown if not any(_fits(one.span, spans) for _, spans in wanted)]
    for mention, spans in wanted:
        if any(_fits(one.span, spans) for one in shown) or any(_elided(en, shown, span) for span in spans):
            continue
        words = zh[mention.start : mention.end]
        other = en[open_[0].start : open_[0].end] if open_ else ""
        del open_[:1]
        yield Finding("figure", words, other, f"{words} is not {other}" if other else f"{words} is not said")
    if wanted:
        for one in open_:
            words = en[one.start : one.end]
            yield Finding("figure", "", words, f"the source does not name {words}")
    yield from _base(zh, en)


def _fits(span: Span, spans: tuple[Span, ...]) -> bool:
    """A day fits by month and day; its month alone is not enough."""
    return span in spans


def _elided(en: str, shown: Sequence[EnglishPeriod], span: Span) -> bool:
    """Return whether the noun is left out: rose in the first quarter and fell in the second."""
    size = span[1] - span[0] + 1
    if size not in (3, 6) or len(span) != 2 or not any(one.span[1] - one.span[0] + 1 == size for one in shown):
        return False
    return bool(re.search(rf"\bthe {_ORDER[span[1] // size - 1]}(?=[.,;)]|$| and\b)", en))


def _base(zh: str, en: str) -> Iterator[Finding]:
    month, year = _MONTH_BASE.search(zh), _YEAR_BASE.search(zh)
    if month and not year and _EN_YEAR.search(en) and not _EN_MONTH.search(en):
        yield Finding("figure", month[0], "", "compared with the month or quarter before, not with the year before")
    if year and not month and (found := _EN_MONTH.search(en)) and not _EN_YEAR.search(en):
        yield Finding(
            "figure", year[0], found[0], "compared with the year before, not with the month or quarter before"
        )
