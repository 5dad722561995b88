"""What looks like a figure and is none: names, dates, idioms, section numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from briefing.quantity.dates import find_periods
from briefing.quantity.numerals import BLANKS, CHINESE, normalise, numeral_runs
from briefing.quantity.units import unit_pattern
from briefing.quantity.words import idioms, rows

Fate = Literal["name", "date", "idiom", "section"]

_C = f"[{CHINESE}]"
_AROUND = 12  # characters of context that a guard may look at
_LONG_NUMBER = 8  # digits of a bare number that is a telephone number or a code

_SECTION = re.compile(
    rf"(?m)^[ \t\u3000#*>-]*(?:第{_C}{{1,3}}[章节编篇条](?=[ \u3000])|{_C}{{1,3}}、|[(（](?:{_C}{{1,3}}|\d{{1,2}})[)）]|\d{{1,2}}(?:、|\.(?!\d)))"
    rf"|[(（]{_C}{{1,2}}[)）](?=[^，。；、]{{2}})|(?<=[。；：:])\d{{1,2}}(?:、|\.(?!\d))"
    rf"|(?:图|表|附件|附表|专栏|注)[ ]?(?:\d{{1,2}}|{_C}{{1,2}})(?=[ :：.、，)]|\d{{4}}|$)|\[\d{{1,3}}\]|—[ ]\d{{1,3}}[ ]—"
    rf"|(?<=[。；：:，\n])[一二三四五六七八九十](?:是|要)(?![^，。；]{{0,2}}[家个户])"
)
_QUOTED = re.compile(
    r"“[^“”。；\n]{1,30}”|‘[^‘’。；\n]{1,30}’|「[^「」。；\n]{1,30}」|\"[^\"。；\n]{1,30}\"|《[^《》\n]{1,80}》|〈[^〈〉\n]{1,80}〉"
)
_STATED = re.compile(r"\d(?:\.\d+)?(?:%|个百分点|[百千]?[万亿]+元|[万亿]*美元)")
_CODES = re.compile(
    r"https?://[^\s，。；、“”]{1,300}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64}"
    r"|[〔\[(（【](?:19|20)\d\d[〕\])）】]第?\d+号|[A-Za-z]{1,6}备\d+号|(?<![\d.])0\d{2,3}-\d{7,8}(?!\d)|(?<![\d.])1[3-9]\d{9}(?!\d)"
    r"|(?<![A-Za-z\d])[A-Za-z\d]{1,8}(?:\+[A-Za-z\d]{1,8}){1,12}|(?<!\d)\d{1,2}[×x]\d{1,3}(?!\d)"
)
_GROUP = re.compile(rf"(?<![\d.])\d{{1,3}}(?:[{BLANKS}]\d{{3}})*[{BLANKS}]$")
_LETTERS_BEFORE = re.compile(r"[A-Za-z][A-Za-z.&-]{0,12}(\d{1,6}(?:\.\d{1,4})?)[A-Za-z]*")
_LETTERS_AFTER = re.compile(r"(?<![\d.])\d{1,6}(?:\.\d{1,4})?([A-Za-z][A-Za-z/]{0,5})")
_FIGURE_AFTER = re.compile(r"[ ]?(?:%|‰|个百分点|[百千]?[万亿]|元|美元)")


@dataclass(frozen=True, slots=True)
class NonFact:
    """A span with a numeral that states no quantity, and why."""

    start: int
    end: int
    fate: Fate
    note: str


@dataclass(frozen=True, slots=True)
class _Guard:
    """A row of guards.csv, compiled; None where that side is free."""

    fate: Fate
    numeral: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    note: str

    def end(self, text: str, start: int, end: int) -> int | None:
        """Where the guarded span ends, or None where the guard does not apply."""
        if self.before and not self.before.search(text, max(0, start - _AROUND), start):
            return None
        if not self.after:
            return end
        found = self.after.match(text, end, end + 2 * _AROUND)
        return found.end() if found else None


@cache
def _guards() -> dict[str, tuple[_Guard, ...]]:
    """The guards for Chinese and for Arabic numerals."""
    all_ = [
        _Guard(
            cast(Fate, r["fate"]),
            r["numeral"],
            re.compile(f"(?:{r['before']})$") if r["before"] else None,
            re.compile(r["after"]) if r["after"] else None,
            r["note"],
        )
        for r in rows("guards.csv")
    ]
    return {kind: tuple(g for g in all_ if g.numeral in {kind, "any"}) for kind in ("chinese", "arabic")}


def classify(text: str) -> tuple[NonFact, ...]:
    """Find the spans whose numerals belong to a date, a name, an idiom or a section number, in order, not overlapping.

    Chinese numerals without a measure word are names, too (三亚, 二维码). What `find` reads is left out by the caller.
    """
    clean = normalise(text)
    strong = _strong(clean)
    weak = [f for f in (_without_measure(clean, s, e) for s, e in numeral_runs(clean)) if f]
    return _settle(strong + [w for w in weak if not any(f.start < w.end and w.start < f.end for f in strong)])


def blocked(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of a normalised text that hold no quantity, for the scanner."""
    return tuple((f.start, f.end) for f in _settle(_strong(text)))


def _settle(found: list[NonFact]) -> tuple[NonFact, ...]:
    """Sort, and keep the earlier and longer of two that overlap."""
    kept: list[NonFact] = []
    for item in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def _strong(text: str) -> list[NonFact]:
    found = [NonFact(*m.span(), "section", "number of a section") for m in _SECTION.finditer(text)]
    found += [NonFact(p.start, p.end, "date", p.kind) for p in find_periods(text)]
    found += [
        NonFact(*m.span(), "name", "quoted name") for m in _QUOTED.finditer(text) if not _states_figure(m.group())
    ]
    found += [NonFact(*m.span(), "name", "code or formula") for m in _CODES.finditer(text)]
    found += _letters(text)
    for start, end in numeral_runs(text):
        hit = _guarded(text, start, end) or _idiom(text, start)
        if hit:
            found.append(hit)
    return found


def _states_figure(quoted: str) -> bool:
    """A quoted statement with a real figure in it (“GDP增长5%左右”), not a name (“90%”财政)."""
    found = _STATED.search(quoted)
    return found is not None and len(quoted) - len(found.group()) >= 8


def _letters(text: str) -> list[NonFact]:
    """5G, G60, 415X, PM2.5: figures glued to letters, unless the letters are a unit or the figure carries one."""
    found = [
        NonFact(*m.span(), "name", "letters and figures")
        for m in _LETTERS_BEFORE.finditer(text)
        if not _FIGURE_AFTER.match(text, m.end(1))
    ]
    units = _letter_units()
    found += [
        NonFact(*m.span(), "name", "figures and letters")
        for m in _LETTERS_AFTER.finditer(text)
        if not units.match(m[1])
    ]
    return found


@cache
def _letter_units() -> re.Pattern[str]:
    return re.compile(rf"(?:{unit_pattern()})(?![A-Za-z])")


def _guarded(text: str, start: int, end: int) -> NonFact | None:
    """The first row of guards.csv that fits the numeral, or a long bare number."""
    arabic = text[start].isdigit()
    for guard in _guards()["arabic" if arabic else "chinese"]:
        stop = guard.end(text, start, end)
        if stop is not None:
            return NonFact(start, stop, guard.fate, guard.note)
    bare = text[start:end]
    group = _GROUP.search(text, max(0, start - 5), start) if len(bare) == 3 else None  # 1 023 764: thousands set apart
    if arabic and bare.isdigit() and not group and (len(bare) >= _LONG_NUMBER or (bare[0] == "0" and len(bare) > 1)):
        known = re.compile(unit_pattern()).match(text, end)
        return None if known else NonFact(start, end, "name", "number without unit")
    return None


def _idiom(text: str, start: int) -> NonFact | None:
    """A word of idioms.txt that covers the first character of the numeral."""
    if text[start].isdigit():
        return None
    for offset, word in idioms().get(text[start], ()):
        if start >= offset and text.startswith(word, start - offset):
            return NonFact(start - offset, start - offset + len(word), "idiom", word)
    return None


def _without_measure(text: str, start: int, end: int) -> NonFact | None:
    """A Chinese numeral with no measure word behind it, or 第N: part of a name."""
    if start and text[start - 1] == "第":
        return NonFact(start - 1, end, "name", "ordinal in a name")
    if text[start].isdigit():
        return _bare_name(text, start, end)
    fate: Fate = "idiom" if text[start] in "一首半" else "name"
    return NonFact(start, end, fate, "no quantity")


_VERSION = re.compile(r"\d\.0(?=[一-龥])")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d(?=[一-龥])")
_YEARS = re.compile(r"\d{1,5}(?:多|余|来)?年")


def _bare_name(text: str, start: int, end: int) -> NonFact | None:
    """城市大脑2.0建设, 2023世界羽联, 5000年文明史: a version, a year, years that no word counts."""
    if _VERSION.match(text, start):
        return NonFact(start, end, "name", "version")
    if _BARE_YEAR.match(text, start):
        return NonFact(start, end, "date", "year")
    years = _YEARS.match(text, start)
    return NonFact(start, years.end(), "date", "years") if years else None
