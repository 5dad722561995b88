"""What PDF charts and Word charts have in common: colours of series and points, the words they add, text sizes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from briefing.model.tree import Chart
from briefing.render.palette import ACCENT, SECOND_ACCENT, WHITE, mix, shades

LABEL = 8.6
SMALL = 7.0
PAIRED = ("next_target", "counts")
_BRACKETED = re.compile(r"(（[^（）]*）[，、；：]?)")
_BREAKS = re.compile(r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef]\s*|\s+")
_NOT_FIRST = "，。、；：！？）》”’％%)]"


@lru_cache(maxsize=8)
def words(lang: str) -> Mapping[str, str]:
    """The words a writer adds in the language of the page (words.toml); `lang` is zh-Hans, en-US or en-GB."""
    table = tomllib.loads(files("briefing.render").joinpath("words.toml").read_text(encoding="utf-8"))
    return MappingProxyType(table["zh" if lang.startswith("zh") else "en"])


@dataclass(frozen=True, slots=True)
class Style:
    """The two accents of the brand."""

    accent: str = ACCENT
    second_accent: str = SECOND_ACCENT


def fell(chart: Chart, series: int, position: int) -> bool:
    """Whether a point is the odd one out: marked by the template, or a fall in a ranking of growth rates."""
    run = chart.series[series]
    value = run.points[position].value
    return position in run.highlight or (chart.kind == "ranked" and value is not None and value < Decimal(0))


def series_colours(chart: Chart, style: Style) -> tuple[str, ...]:
    """One colour a series: the accent, then paler tints of it, told apart in grey as well."""
    if chart.kind in PAIRED:
        return (style.accent, *(mix(style.accent, WHITE, 0.62) for _ in chart.series[1:]))
    return shades(style.accent, len(chart.series))


def line_colours(chart: Chart, style: Style) -> tuple[str, ...]:
    """One colour a line: thin marks need more contrast than areas, so the tints stop at half."""
    return tuple(mix(style.accent, WHITE, 0.5 * i / max(len(chart.series) - 1, 1)) for i in range(len(chart.series)))


def point_colour(chart: Chart, style: Style, series: int, position: int) -> str:
    """The colour of one mark: its series' colour, or the second accent where it stands out."""
    if not fell(chart, series, position):
        return (line_colours if chart.kind == "trend" else series_colours)(chart, style)[series]
    pale = chart.kind in PAIRED and series > 0
    return mix(style.second_accent, WHITE, 0.55) if pale else style.second_accent


def wrapped(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break `text` into lines of at most `width` by `measure`: at blanks, and between Han characters.

    A closing mark never starts a line; one word longer than the width keeps its own line, and a bracket that fits is not
    broken.
    """
    lines = [""]
    for piece in _pieces(text, width, measure):
        fits = measure((lines[-1] + piece).rstrip()) <= width
        if fits or not lines[-1] or piece[0] in _NOT_FIRST:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    """What is not broken: words, Han characters, and what is said in Chinese brackets where one line has room for it."""
    for part in _BRACKETED.split(text):
        whole = part.startswith("（") and measure(part) <= width
        yield from (part,) if whole else _BREAKS.findall(part)
