"""Which lines of a page are furniture: scripts, menus, counters, credits, disclaimers; the cues are `data/furniture.tsv`.

A cue holds anywhere, only before the text (`head`), only after it (`tail`) or at both edges. After the text, everything
below the first cue is furniture as long as no sentence of the report follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from briefing.read.data import rows
from briefing.read.lines import Line

_SENTENCE_END = re.compile("[。；！？：]”?[)）]?$|(?<=[\u4e00-\u9fff%])\\.$")
_BODY = 25  # characters of a line that reads as text of the report
_CLOSING = frozenset(("credits", "related links", "app banner", "copyright", "filing number"))  # of a text
_ADDED = 0.25  # share of the text that a page may add below it
_LONGEST = 400  # characters; a longer line is never furniture by a cue
_HAN = re.compile("[\u4e00-\u9fff]")
_ORDERED = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)])\S")


def is_body(text: str) -> bool:
    """Whether a line reads as text of the report: long enough, with a sentence in it."""
    return len(text) >= _BODY and (
        bool(_SENTENCE_END.search(text)) or "。" in text or text.count("，") + text.count(",") >= 3
    )


def is_numbered(text: str) -> bool:
    """Whether a line is numbered as a section is (一、 or （一）)."""
    return bool(_ORDERED.match(text))


def is_furniture(text: str) -> bool:
    """Whether a line is furniture wherever it stands, by words (a line of mere signs can be a table cell)."""
    return bool(_HAN.search(text) and _cue(text, "any"))


def is_disclaimer(text: str) -> bool:
    """Whether a line is one that pages put around a text, though it reads as a sentence."""
    return bool(_cue(text, "edge"))


def furniture(lines: Sequence[Line]) -> dict[int, str]:
    """The lines to leave out, by position, with the reason."""
    found = {i: line.reason for i, line in enumerate(lines) if line.hint == "drop"}
    found |= {i: _outside(line.text) for i, line in enumerate(lines) if line.hint == "outside"}
    free = [i for i in range(len(lines)) if i not in found and lines[i].hint not in {"table", "title"}]
    for i in free:
        reason = _cue(lines[i].text, "any")
        if reason:
            found[i] = reason
    body = [i for i in free if i not in found and _is_text(lines[i].text)]
    if body:
        _before(lines, [i for i in free if i < body[0]], found)
        _after(lines, free, found)
        _below_the_end(lines, free, found)
    return found


def _below_the_end(lines: Sequence[Line], free: Sequence[int], found: dict[int, str]) -> None:
    """Below the credits at the end of a text stands what the page adds, sentences of other articles among it."""
    sizes = {i: len(lines[i].text) for i in free if i not in found and is_body(lines[i].text)}
    rest = total = sum(sizes.values())
    for i in free:
        rest -= sizes.get(i, 0)
        reason = found.get(i) or _cue(lines[i].text, "tail")
        if reason in _CLOSING and rest <= _ADDED * total:
            below = [k for k in range(i + 1, len(lines)) if k not in found]
            if not any(lines[k].hint in {"table", "caption"} or _ORDERED.match(lines[k].text) for k in below):
                found[i] = reason
                found.update(dict.fromkeys(below, "after the text"))
            return


def _outside(text: str) -> str:
    """Why a line outside the element with the text is furniture: its own cue, else its place."""
    cues = (_cue(text, where) for where in ("any", "head", "tail", "edge"))
    return next((reason for reason in cues if reason), "outside the text")


def _is_text(text: str) -> bool:
    """Whether a line is text of the report and no disclaimer."""
    return is_body(text) and not _cue(text, "edge")


def _before(lines: Sequence[Line], head: Sequence[int], found: dict[int, str]) -> None:
    """Cues that hold before the text."""
    for i in head:
        reason = found.get(i) or _cue(lines[i].text, "head") or _cue(lines[i].text, "edge")
        if reason:
            found[i] = reason


def _after(lines: Sequence[Line], free: Sequence[int], found: dict[int, str]) -> None:
    """From the first cue after the last sentence or table of the report on, everything is furniture."""
    opening = None
    among = set(free)
    for i in range(len(lines) - 1, -1, -1):
        if lines[i].hint in {"table", "caption"}:
            break
        if i not in among:
            continue
        reason = found.get(i) or _cue(lines[i].text, "tail") or _cue(lines[i].text, "edge")
        if reason:
            opening = i
            found[i] = reason
        elif is_body(lines[i].text) or _ORDERED.match(lines[i].text):
            break
    for i in free:
        if opening is not None and i > opening:
            found.setdefault(i, "after the text")


def _cue(text: str, where: str) -> str:
    """The reason of the first cue that holds for a line, or empty."""
    if len(text) > _LONGEST:
        return ""
    return next((reason for reason, pattern in _cues(where) if pattern.search(text)), "")


@cache
def _cues(where: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The cues for a place as compiled expressions."""
    return tuple((row["reason"], re.compile(row["pattern"])) for row in rows("furniture") if row["where"] == where)
