"""Parts, sections and run-in heads of a report, and what bare figures below them inherit: role and period."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from briefing.extract.lexicon import one_of, rows
from briefing.model.document import Block, Document
from briefing.model.extract import Role, Section
from briefing.quantity.dates import find_periods

_NUMBERS = "一二三四五六七八九十百"
_STYLES = (
    (1, re.compile(rf"第[{_NUMBERS}\d]+(?:部分|章|篇)")),
    (2, re.compile(rf"[{_NUMBERS}]{{1,3}}[、．.]")),
    (3, re.compile(rf"[（(][{_NUMBERS}]{{1,3}}[）)]")),
    (4, re.compile(r"\d{1,2}[、．.](?!\d)")),
    (5, re.compile(r"[（(]\d{1,2}[）)]")),
)
_BARE = 6  # an unnumbered heading below numbered ones
_MARKUP = re.compile(r"^[#*\s\u3000◆■●▲◎★]+|[*\s\u3000]+$")
_RUN_IN = re.compile(r"[^，,；;：:。！？、“”\d]{4,16}。")
_YEAR = re.compile(r"(20\d\d)年(?![^年]{0,6}(?:规划|远景))")
_AHEAD = re.compile(r"(?:今后|未来)五年|“?十[一二三四五六]五”?(?:时期|期间)?")
_OWN_PLAN = re.compile(r"(20\d\d)年[^年]{0,30}(?:发展计划|工作要点|工作安排|重点工作|目标任务|工作计划|行动计划)")
_FIVE_YEARS = re.compile(r"第(十[一二三四五六])个五年|(十[一二三四五六])五规划")
_OPENER_NEAR = 60
_OPENER = re.compile(one_of("target_openers") + r"[^，,；;。]{0,8}?(?:为|是|[：:])")


@dataclass(frozen=True, slots=True)
class _Head:
    start: int
    end: int
    rank: int
    number: str
    title: str


def period_year(period: str) -> int:
    """The year a period lies in: 2023 of `2023`, `2024-10`, `2024-01/2024-10`; 0 where there is none."""
    found = re.match(r"(\d{4})", period)
    return int(found.group(1)) if found else 0


def planned_year(period: str) -> int:
    """The year a plan without a year is for: the year after, or the running year of a report on part of it."""
    part = len(period) > 4 and not re.search(r"(?:-12|-Q4|-H2)$", period)
    return period_year(period) + (0 if part else 1)


def find_sections(document: Document, period: str) -> tuple[Section, ...]:
    """The section tree in source order, parents first; ids `p1`, `p1.s2`, `p1.s2.h1`.

    A part is an unnumbered heading followed by numbered ones, or a top-level numbered heading that says review or
    plan. Role comes from the cue words of the title (`words/section_cues.csv`) or of the parent, the period from the
    year in the title, from the parent, or from the report (a plan part without a year is for the year after).
    """
    heads = _heads(document)
    return _tree(heads, document, period)


def own_plan(title: str) -> str:
    """The year of a document that is itself a plan (某市2025年国民经济和社会发展计划), empty for any other."""
    found = _OWN_PLAN.search(re.sub(r"\s", "", title))
    return found.group(1) if found and not re.search(r"执行|完成情况|回顾|公报|草案", title) else ""


def five_years(title: str) -> str:
    """The five years of a plan by its title (第十四个五年规划, “十四五”规划), empty for any other document."""
    found = _FIVE_YEARS.search(re.sub(r"[\s“”\"]", "", title))
    if not found or re.search(r"执行|完成情况|实施情况|评估|回顾", title):
        return ""
    first = 2021 + 5 * (_NUMBERS.index((found.group(1) or found.group(2))[1]) - 3)
    return f"{first}/{first + 4}"


def _heads(document: Document) -> list[_Head]:
    found: list[_Head] = []
    for block in document.blocks:
        text = document.clean[block.start : block.end]
        if block.kind == "heading" or (block.kind in ("paragraph", "item") and _looks_like_heading(text)):
            found.append(_head(block.start, block.end, text))
        elif block.kind in ("paragraph", "item"):
            found += _inner_heads(block, text)
    return found


def _looks_like_heading(text: str) -> bool:
    plain = _MARKUP.sub("", text)
    if len(plain) > 45 or re.search(r"[。；;！？]$", plain) or (re.search(r"[，,]", plain) and role_of(plain) is None):
        return False
    if any(style.match(plain) for _, style in _STYLES[:3]):
        return "。" not in plain
    return bool(_YEAR.search(plain)) and role_of(plain) is not None and not re.search(r"[。：:]", plain)


def _inner_heads(block: Block, text: str) -> list[_Head]:
    """A numbered head that opens a paragraph and runs on (（一）…。Text), and a run-in head behind it or alone."""
    found: list[_Head] = []
    offset = len(text) - len(text.lstrip())
    opening = next((style for _, style in _STYLES[1:4] if style.match(text, offset)), None)
    if opening:
        stop = re.compile(r"[。：:]").search(text, offset)
        if stop and stop.end() - offset <= 60 and stop.end() < len(text):
            found.append(_head(block.start + offset, block.start + stop.end(), text[offset : stop.end()]))
            offset = stop.end()
    run_in = _RUN_IN.match(text, offset)
    if run_in and run_in.end() < len(text) and not re.search(r"[年月日]|等$", run_in.group()):
        title = run_in.group()[:-1]
        found.append(_Head(block.start + offset, block.start + run_in.end(), 7, "", title))
    return found


def _head(start: int, end: int, text: str) -> _Head:
    title = _MARKUP.sub("", text).rstrip("。：:")
    for rank, style in _STYLES:
        number = style.match(title)
        if number:
            return _Head(start, end, rank, number.group(), title[number.end() :].strip())
    return _Head(start, end, _BARE, "", title)


@cache
def role_of(title: str) -> Role | None:
    """What a title says of its figures: target, actual, or None; `执行情况与计划草案` of a whole report says nothing."""
    hits = {row["role"] for row in rows("section_cues") if row["word"] in title}
    if hits == {"target", "actual"}:
        return "actual" if re.search(r"(?:完成|执行|实施|落实)情况", title) else "target"
    if hits == {"target"}:
        return "target"
    return "actual" if hits else None


def _tree(heads: list[_Head], document: Document, period: str) -> tuple[Section, ...]:
    body = len(document.text)
    heads = _promote(heads)
    sections: list[Section] = []
    stack: list[tuple[int, Section]] = []
    counts: dict[str, int] = {}
    year = period_year(period)
    plan = five_years(document.title)
    for head in heads:
        while stack and stack[-1][0] >= head.rank:
            stack.pop()
        parent = stack[-1][1] if stack else None
        level = len(stack) + 1
        key = f"{parent.id if parent else ''}/{level}"
        counts[key] = counts.get(key, 0) + 1
        letter = ("p", "s", "h")[min(level, 3) - 1]
        number = f"{letter}{counts[key]}"
        role, when = _inherits(head.title, parent, period, year, plan)
        section = Section(
            id=f"{parent.id}.{number}" if parent else number,
            parent=parent.id if parent else "",
            level=level,
            number=head.number,
            title=head.title,
            start=head.start,
            end=body,
            role=role,
            period=when,
        )
        sections.append(section)
        stack.append((head.rank, section))
    return _closed(sections, body)


def _promote(heads: list[_Head]) -> list[_Head]:
    """An unnumbered heading before which or after which the numbering 一 starts anew is a part, above the numbers."""
    result = list(heads)
    for index, head in enumerate(heads):
        if head.rank != _BARE:
            continue
        following = next((other for other in heads[index + 1 :] if other.rank < 7), None)
        restarts = following is not None and re.match(r"[（(]?一", following.number) is not None
        if (restarts and role_of(head.title) is not None) or (role_of(head.title) and _YEAR.search(head.title)):
            result[index] = replace(head, rank=0)
    return result


def _inherits(title: str, parent: Section | None, period: str, year: int, plan: str) -> tuple[Role, str]:
    role = role_of(title)
    if parent is not None:
        role = parent.role if role is None or parent.role == "target" or parent.level > 1 else role
    named = [int(found) for found in _YEAR.findall(title)]
    if role is None and named and year and named[0] > year:  # 2026年主要工作 in a report on 2025
        return "target", str(named[-1])
    ahead = _AHEAD.search(title)
    if ahead and not named and role == "target" and year:
        span = find_periods(ahead.group(), default_year=year)
        return role, span[0].period if span and span[0].period else f"{year + 1}/{year + 5}"
    if (named and parent is None) or (named and role_of(title) is not None):
        return role or "actual", str(named[-1] if role == "target" else named[0])
    if parent is not None and parent.role == (role or parent.role):
        return role or "actual", parent.period
    if role == "target" and year:
        return role, plan or str(planned_year(period))
    return role or "actual", period


def _closed(sections: list[Section], body: int) -> tuple[Section, ...]:
    """Each section ends where the next of its own or a higher level starts."""
    result = []
    for index, section in enumerate(sections):
        end = next((other.start for other in sections[index + 1 :] if other.level <= section.level), body)
        result.append(replace(section, end=end))
    return tuple(result)


def plan_opener(sentence: str) -> bool:
    """Whether a sentence opens a list of targets (建议2024年…主要预期目标为), in a report without a plan heading."""
    found = _OPENER.search(sentence)
    return (
        found is not None
        and found.start() <= _OPENER_NEAR
        and not re.search(r"[（(][^）)]*$", sentence[: found.start()])
    )
