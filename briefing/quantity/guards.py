"""What looks like a figure and is none: names, dates, idioms, section numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from briefing.quantity.dates import find_periods
from briefing.quantity.numerals import CHINESE, normalise, numeral_runs
from briefing.quantity.words import idioms

_C = f"[{CHINESE}]"
_NAMES = re.compile(
    r"[A-Za-z\d]+(?:\+[A-Za-z\d]+)+|[A-Za-z]\d[\d.]*|\d+[A-Za-z](?![A-Za-z])|〔\d{4}〕\d+号|《[^《》\n]{1,60}》"
    r"|“[^“”，。；,;\n]{1,20}”|\d+号"
)
_SECTION = re.compile(rf"(?m)^[ \t#*]*(?:{_C}{{1,3}}、|[(（]{_C}{{1,3}}[)）]|\d{{1,2}}[.、](?!\d))")


@dataclass(frozen=True, slots=True)
class NonFact:
    """A span with a numeral that states no quantity, and why."""

    start: int
    end: int
    fate: Literal["name", "date", "idiom", "section"]
    note: str


def classify(text: str) -> tuple[NonFact, ...]:
    """Find the spans whose numerals are part of a date, a name, an idiom or a section number, in order, not overlapping."""
    clean = normalise(text)
    found = [NonFact(*m.span(), "section", "") for m in _SECTION.finditer(clean)]
    found += [NonFact(p.start, p.end, "date", p.kind) for p in find_periods(clean)]
    found += [NonFact(*m.span(), "name", "") for m in _NAMES.finditer(clean)]
    words = idioms()
    for start, end in numeral_runs(clean):
        for at in range(start, end):
            hit = next(
                ((at - o, w) for o, w in words.get(clean[at], ()) if at >= o and clean.startswith(w, at - o)), None
            )
            if hit:
                found.append(NonFact(hit[0], hit[0] + len(hit[1]), "idiom", hit[1]))
    kept: list[NonFact] = []
    for item in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def blocked(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of `classify`, for the scanner."""
    return tuple((f.start, f.end) for f in classify(text))
