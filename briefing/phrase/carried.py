"""What a sentence leaves to the one before it, said: whose income, which enterprises, which prices, which holiday.

Names, heads and words are in data/carried.csv. A row speaks of facts of some `names`, in a sentence of some shape, where `head`
is the last thing named before the figure that could be meant (`against` is what else could). The fact then gets the
name that its head completes, the whole sentence its scope, or it is left out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from briefing.model.extract import Fact, Segment
from briefing.phrase.context import around, refuse
from briefing.phrase.framing import Frame
from briefing.phrase.names import Namer
from briefing.phrase.setting import Setting
from briefing.phrase.topics import subject_of
from briefing.phrase.words import SaidOfNothingError, holiday_of, holidays

_SPEED = re.compile(r"(?:增速|增幅|涨幅|降幅|跌幅)$")
_OF_ITS_OWN = re.compile(
    r"单日|当日|全年|当月|上月|\d{4}年|[一二三四]季度|上半年|下半年|累计|年末|月末|年底|月底|截[至止]|个月"
)
_SHARED = re.compile(r"占[^，,；;。]*")
_AT_HEAD = re.compile(r"^(?:假期|节日|黄金周)(?:期间)?(?:全[市省区县州])?")
_TOURISM = re.compile(r"游客|旅游|景区|门票|票房|观众|演出|入住|出租率|民宿|酒店|客流")


@dataclass(frozen=True, slots=True)
class _Row:
    names: re.Pattern[str]
    sentence: re.Pattern[str]
    head: re.Pattern[str] | None
    against: re.Pattern[str] | None
    title: str  # also: the title of the report counts; only: nothing else does
    way: str
    zh: str
    en: str
    notes: str


@cache
def _rows() -> tuple[_Row, ...]:
    text = (files("briefing.phrase") / "data" / "carried.csv").read_text(encoding="utf-8")
    return tuple(
        _Row(
            re.compile(row["names"]),
            re.compile(row["sentence"]),
            re.compile(row["head"]) if row["head"] else None,
            re.compile(row["against"]) if row["against"] else None,
            row["title"],
            row["way"],
            row["zh"],
            row["en"],
            row["notes"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def carried(
    facts: Sequence[Fact], segment: Segment, setting: Setting, namer: Namer
) -> tuple[list[Fact], list[str], Frame | None]:
    """Return the facts under their full names, `id: reason` of those left out, and the scope of the whole sentence."""
    kept: list[Fact] = []
    left: list[str] = []
    scoped: dict[str, Frame] = {}
    for fact in facts:
        try:
            named, frame = _placed(_of_holiday(fact, segment, setting), segment, setting, namer)
        except SaidOfNothingError as reason:
            left.append(f"{fact.id}: {reason}")
            continue
        kept.append(named)
        if frame is not None:
            scoped[fact.id] = frame
    return _framed(kept, left, scoped)


def _framed(kept: list[Fact], left: list[str], scoped: dict[str, Frame]) -> tuple[list[Fact], list[str], Frame | None]:
    """Return the scope that holds for all facts said of a sentence; where others stand among them, the scoped are left out."""
    said = [fact for fact in kept if fact.role in ("actual", "target")]
    open_ones = {subject_of(fact) for fact in said if fact.id in scoped}
    frames = set(scoped.values())
    alone = all(subject_of(fact) in open_ones or any(f.zh[:4] in fact.indicator_zh for f in frames) for fact in said)
    if not frames:
        return kept, left, None
    if alone and len(frames) == 1:
        return kept, left, frames.pop()
    out = [fact for fact in kept if fact.id in scoped]
    return (
        [fact for fact in kept if fact.id not in scoped],
        left + [f"{fact.id}: its scope is not that of the sentence" for fact in out],
        None,
    )


def _placed(fact: Fact, segment: Segment, setting: Setting, namer: Namer) -> tuple[Fact, Frame | None]:
    """Return a fact with the name its head completes, or with the scope its head sets for the sentence."""
    if fact.table_cell or fact.role not in ("actual", "target"):
        return fact, None
    name, speed = _SPEED.sub("", fact.indicator_zh), "".join(_SPEED.findall(fact.indicator_zh))
    own = around(fact, segment)[0]
    for row in _rows():
        found = row.names.fullmatch(name)
        if found is None or not row.sentence.search(segment.zh.strip()):
            continue
        text = _heads(row, setting, own)
        head = _last(row.head, text)
        if row.head is not None and (head is None or _behind(row.against, text, head.start())):
            continue
        if row.way == "frame":
            said = f"{name}，{_SHARED.sub('', own)}"
            return fact, None if row.head and row.head.search(said) else Frame(row.zh, row.en)
        if row.way == "refuse":
            refuse(row.notes)
        whole = row.zh.format(name=name, **found.groupdict(), **(head.groupdict() if head else {}))
        if namer.name(whole) is None:
            refuse(f"no approved English for {whole}")
        return replace(fact, indicator_zh=whole + speed), None
    return fact, None


def _heads(row: _Row, setting: Setting, own: str) -> str:
    """Return the text in which a row looks for its head, the nearest last."""
    if row.title == "only":
        return setting.title
    return f"{setting.title if row.title else ''}。{setting.said}。{own}"


def _last(pattern: re.Pattern[str] | None, text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda found: found.start(), default=None) if pattern else None


def _behind(pattern: re.Pattern[str] | None, text: str, at: int) -> bool:
    """Return whether something else that could be meant stands nearer than what begins at `at`."""
    found = _last(pattern, text)
    return found is not None and found.start() > at


def _of_holiday(fact: Fact, segment: Segment, setting: Setting) -> Fact:
    """Return a fact of a report on a holiday, or of a sentence that leans on one, as one of the holiday.

    Raises:
        SaidOfNothingError: which of its days is meant, or whether the holiday or the period, is not told.
    """
    if fact.role != "actual" or fact.table_cell or holiday_of(fact.indicator_zh):
        return fact
    titled = next((zh for zh in holidays() if zh in setting.title), "")
    own = _OF_ITS_OWN.search(around(fact, segment)[0])
    if titled and own is None:
        return replace(fact, indicator_zh=titled + _AT_HEAD.sub("", fact.indicator_zh))
    if titled:
        refuse("of a day or a period of its own, not of the holiday")
    last = setting.before[-1] if setting.before else ""
    leaned = next((zh for zh in holidays() if zh in last), "")
    if leaned and own is None and _TOURISM.search(fact.indicator_zh):
        return replace(fact, indicator_zh=leaned + fact.indicator_zh)
    return fact
