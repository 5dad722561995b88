"""The word lists of this package as frozen values: actions, scopes, what a rank is of, bases of comparison."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from briefing.glossary.verbs import SILENT, verbs

_SUBJECTS = 4096  # of which it is remembered how they begin and end: each is asked many times of a sentence
_LISTS = ("名单", "目录", "计划", "试点", "工程", "项目", "案例", "奖", "强")  # what things are put on or chosen for
AIM_WORDS = ("力争", "争取", "争创", "努力")  # softer than a target


class SaidOfNothingError(Exception):
    """A topic that has no words in a language; the message is the reason recorded in `left_out`."""


@dataclass(frozen=True, slots=True)
class Action:
    """A verb the reports put before what they count: 新增, 新认定, 完工.

    `base` follows to, `past` is the participle after were (or the past form of an intransitive verb), `active` the past
    of what a place does itself (the district attracted), empty where others do it. An action without English is an empty
    verb (实现, 达到) that English leaves out.
    """

    zh: str
    base: str
    past: str
    intransitive: bool
    active: str = ""

    @property
    def empty(self) -> bool:
        """True where English says nothing for it."""
        return not self.base

    @property
    def begins(self) -> bool:
        """True where the things may be called by what was done with them before (newly built schools began enrolling)."""
        return self.intransitive and self.past.startswith("began")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a rank is among: `en` follows the rank (in the province), `of` follows of (of the province's total)."""

    zh: str
    en: str
    of: str


@dataclass(frozen=True, slots=True)
class Objected:
    """A verb that stands between things and its object (成果获奖): past and base with a place for the object.

    `without` says it where the object has no name, by its level alone; only of an award or a commendation for those verbs.
    """

    zh: str
    past: str
    base: str
    without: str

    @property
    def chooses(self) -> bool:
        """Whether the object is a list or a programme the things were chosen for, or what they are from now on."""
        return self.past.endswith((" selected {}", " shortlisted {}"))

    def names(self, thing: str) -> bool:
        """Return whether the object says what the things are now (省首批雄鹰企业), not a list they are on."""
        return self.chooses and not thing.rstrip("”》").endswith(_LISTS)

    def suits(self, thing: str) -> bool:
        """Return whether an object without a name may be said by its level."""
        if "award" in self.without:
            return thing.rstrip("”").endswith("奖")
        return "commendation" not in self.without or thing.endswith("表彰")


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("briefing.phrase") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def actions() -> Mapping[str, Action]:
    """The verbs that a sentence conjugates or leaves out, by their Chinese, longest first."""
    said = sorted((verb for verb in verbs() if verb.base), key=lambda verb: -len(verb.zh))
    known = {
        verb.zh: Action(verb.zh, verb.base.removeprefix(SILENT), verb.past, verb.intransitive, verb.active)
        for verb in said
    }
    wide = {zh.replace("(", "（").replace(")", "）"): action for zh, action in known.items() if "(" in zh}
    return MappingProxyType(wide | known)


@lru_cache(maxsize=_SUBJECTS)
def action_of(subject: str) -> str:
    """Return the action a subject begins with (新认定), or empty; the longest one counts."""
    return next((zh for zh in actions() if subject.startswith(zh) and len(subject) > len(zh)), "")


@cache
def scopes() -> Mapping[str, Scope]:
    """Rank scopes by their Chinese."""
    return MappingProxyType({row["zh"]: Scope(row["zh"], row["en"], row["of"]) for row in _rows("scopes.csv")})


@cache
def rank_objects() -> Mapping[str, str]:
    """What a rank is of, worded after the rank: 增速 gives by growth."""
    return MappingProxyType({row["zh"]: row["en"] for row in _rows("ranks.csv")})


@cache
def measures() -> Mapping[str, tuple[str, str]]:
    """English of measure words (singular, plural) for things English does not count: 3629套 of housing is units."""
    return MappingProxyType({row["zh"]: (row["en"], row["en_plural"]) for row in _rows("measures.csv")})


@cache
def works() -> Mapping[str, tuple[str, str]]:
    """Pieces of work as verbs (past, base): the renovation of communities is communities that were renovated."""
    return MappingProxyType({row["noun"]: (row["past"], row["base"]) for row in _rows("works.csv")})


@cache
def plans() -> Mapping[str, tuple[str, str]]:
    """What a figure is a percentage of, by the end of its indicator (预算完成率), longest first: English, Chinese lead."""
    rows = sorted(_rows("plans.csv"), key=lambda row: -len(row["zh"]))
    return MappingProxyType({row["zh"]: (row["en"], row["said"]) for row in rows})


@lru_cache(maxsize=_SUBJECTS)
def plan_of(indicator: str) -> str:
    """Return the end of an indicator that names a plan (预算完成率), or empty."""
    return next((zh for zh in plans() if indicator.endswith(zh) and len(indicator) > len(zh)), "")


@cache
def adverbs() -> tuple[str, ...]:
    """Adverbs that reports put before a verb and English leaves out, longest first."""
    text = (files("briefing.phrase") / "data" / "adverbs.txt").read_text(encoding="utf-8")
    return tuple(sorted(text.split(), key=lambda word: -len(word)))


@cache
def holidays() -> Mapping[str, str]:
    """Holidays that an indicator may begin with (春节假期接待游客), with their English, longest first."""
    rows = sorted(_rows("holidays.csv"), key=lambda row: -len(row["zh"]))
    return MappingProxyType({row["zh"]: row["en"] for row in rows})


@lru_cache(maxsize=_SUBJECTS)
def holiday_of(indicator: str) -> str:
    """Return the holiday an indicator begins with, or empty."""
    return next((zh for zh in holidays() if indicator.startswith(zh) and len(indicator) > len(zh)), "")


@cache
def objected() -> tuple[Objected, ...]:
    """Verbs between things and their object, longest first."""
    rows = sorted(_rows("objects.csv"), key=lambda row: -len(row["zh"]))
    return tuple(Objected(row["zh"], row["past"], row["base"], row["without"]) for row in rows)


@cache
def levels() -> tuple[tuple[str, str], ...]:
    """How the name of a list or an award begins, longest first, with the level it tells."""
    rows = sorted(_rows("levels.csv"), key=lambda row: -len(row["zh"]))
    return tuple((row["zh"], row["en"]) for row in rows)


_TRADITIONAL = "減較佔與長漲擴縮為達過個點環標計劃預額億萬節內總數於從轉約來產壓緩續進國際實現穩維達單項縣區間"
_SIMPLIFIED = "减较占与长涨扩缩为达过个点环标计划预额亿万节内总数于从转约来产压缓续进国际实现稳维达单项县区间"
_FOLD = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def folded(text: str) -> str:
    """Return a text with the characters of verbs and bases simplified; its length stays."""
    return text.translate(_FOLD)
