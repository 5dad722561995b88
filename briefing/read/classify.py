"""Lines to blocks: what each line of a laid-out source is, whatever form it came in.

Heading levels are those of the genre's numbering, the same in every form: 1 an unnumbered part (2024年主要目标) or
第一部分, 2 一、, 3 （一）, 4 ◆ heads, 1. heads and short lines that stand alone. A head that runs into its paragraph stays in
the paragraph. Every non-blank line ends in a block or among the dropped lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.model.document import Block, Dropped, Table
from briefing.read import flattened
from briefing.read.data import any_line
from briefing.read.furniture import furniture, is_body
from briefing.read.lines import Laid, Line
from briefing.read.masthead import Masthead, masthead

_SECTION = re.compile(r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|第[一二三四五六七八九十]{1,3}节\s)\s*\S")
_SUBSECTION = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[)）]\s*\S")
_MARKED = re.compile(r"^[◆◇■□●▲△★☆※▍▎]\s*\S")
_NUMBERED = re.compile(r"^(?:\d{1,2}\s*[.．、](?!\d)|[（(]\d{1,2}[)）]|[①-⑳]|\[\d{1,2}\])\s*\S")
_ITEM = re.compile(r"^(?:——|--|—(?!\d)|[-*•·]\s)\s*\S")
_CAPTION = re.compile(r"^(?:附?[图表]|图表)\s*[\d一二三四五六七八九十]+\s*[-—－:：.．、 ]?\s*\S|^表\s*[:：]\s*\S")
_STOP = re.compile(r"[。！？；：…，、;:!?,]$|[。；！？]")
_FIGURE = re.compile(r"\d")
_UNIT = re.compile(r"^[（(]?(?:计量)?单位\s*[:：]\s*[^，。]{1,20}$")
_NOTE = re.compile(r"^(?:注|备注|说明)\s*[:：]?$")
_HEAD = 60  # characters of the longest numbered head
_ALONE = 32  # characters of the longest head without number


def arrange(laid: Laid) -> tuple[tuple[Block, ...], tuple[Table, ...], tuple[Dropped, ...], Masthead]:
    """Blocks, tables and dropped lines in source order, and title, issuer and date of the report."""
    lines, tables = _with_flattened(laid)
    dropped = furniture(lines)
    head = masthead(laid, lines, dropped)
    blocks: list[Block] = []
    kept = [i for i in range(len(lines)) if i not in dropped]
    for place, i in enumerate(kept):
        line = lines[i]
        if line.hint == "table":
            blocks.append(_table_block(line, tables))
        elif i in head.kinds:
            blocks.append(Block(head.kinds[i], line.start, line.end))
        else:
            before = lines[kept[place - 1]] if place else None
            after = lines[kept[place + 1]] if place + 1 < len(kept) else None
            blocks.append(_block(line, before, after))
    left_out = tuple(
        Dropped(lines[i].start, lines[i].end, laid.text[lines[i].start : lines[i].end], dropped[i])
        for i in sorted(dropped)
    )
    return tuple(blocks), tuple(tables), left_out, head


def _with_flattened(laid: Laid) -> tuple[list[Line], list[Table]]:
    """The lines with those of each flattened table made one, and all tables in source order."""
    lines: list[Line] = []
    tables: list[Table] = []
    i = 0
    while i < len(laid.lines):
        line = laid.lines[i]
        if line.hint == "table":
            tables.append(_titled(laid.tables[line.table], laid.lines[max(0, i - 4) : i]))
            lines.append(replace(line, table=len(tables) - 1))
            i += 1
            continue
        found = flattened.find(laid.lines, i) if line.hint in {"", "caption"} else None
        if found is None:
            lines.append(line)
            i += 1
            continue
        tables.append(found.table)
        lines += [replace(above, hint="caption") for above in laid.lines[i : found.first]]
        start, end = laid.lines[found.first].start, laid.lines[found.stop - 1].end
        lines.append(Line(start, end, laid.clean[start:end], "table", table=len(tables) - 1))
        i = found.stop
    return lines, tables


def _titled(table: Table, above: Sequence[Line]) -> Table:
    """A table with the lines above it that are its caption as its title: 表1 …, a second line, the unit."""
    words: list[str] = []
    for place in range(len(above) - 1, -1, -1):
        line = above[place]
        if line.hint == "drop":
            continue
        goes_on = place > 0 and _goes_on_caption(line.text, above[place - 1], line)
        if line.hint not in {"", "caption"} or not (line.hint == "caption" or is_caption(line.text) or goes_on):
            break
        words.insert(0, line.text)
        if _CAPTION.match(line.text):
            break
    return replace(table, title=" ".join(words) or table.title)


def _table_block(line: Line, tables: Sequence[Table]) -> Block:
    """The block of a table."""
    return Block("table", line.start, line.end, table=line.table if line.table < len(tables) else -1)


def _block(line: Line, before: Line | None, after: Line | None) -> Block:
    """The block of a line of the text, told by its own look, its neighbours and the form's hint."""
    text = line.text
    if line.hint == "caption" or is_caption(text) or _goes_on_caption(text, before, after):
        return Block("caption", line.start, line.end)
    level = heading_level(text)
    if not level and line.hint == "heading" and len(text) <= _HEAD and not _is_statement(text):
        level = 4
    if not level and _stands_alone(line, after):
        level = 4
    if level:
        return Block("heading", line.start, line.end, level)
    if line.hint == "item" or _ITEM.match(text) or _NUMBERED.match(text):
        return Block("item", line.start, line.end)
    return Block("paragraph", line.start, line.end)


def heading_level(text: str) -> int:
    """The level of a head by its number or its words, 0 where the line is no head."""
    if len(text) > _HEAD or _is_statement(text):
        return 0
    if any_line("part_heads").fullmatch(text.rstrip("：:")):
        return 1
    if _SECTION.match(text):
        return 2
    if _SUBSECTION.match(text):
        return 3
    return 4 if _MARKED.match(text) and not _STOP.search(text) else 0


def begins_block(text: str) -> bool:
    """Whether a line begins a block by its own look: a numbered head, a list item, a caption, a note."""
    numbered = _SECTION.match(text) or _SUBSECTION.match(text) or _MARKED.match(text)
    return bool(numbered or _ITEM.match(text) or _NUMBERED.match(text) or is_caption(text) or _NOTE.match(text))


def _is_statement(text: str) -> bool:
    """Whether a line says something: more than one sentence, or one that ends as such and holds a figure."""
    inner = text[:-1]
    if re.search(r"[。；！？]", inner):
        return True
    return text.endswith(("。", "；", ";")) and bool(_FIGURE.search(re.sub(r"20\d\d年|^\d+", "", text)))


def is_caption(text: str) -> bool:
    """Whether a line is the title of a table or figure."""
    return bool(_CAPTION.match(text) or _UNIT.match(text)) and len(text) <= _HEAD and not _STOP.search(text)


def _goes_on_caption(text: str, before: Line | None, after: Line | None) -> bool:
    """Whether a short line is the second line of a caption."""
    if before is None or not is_caption(before.text) or after is None:
        return False
    return len(text) <= 20 and not _STOP.search(text) and not heading_level(text) and len(before.text) >= 14


def _stands_alone(line: Line, after: Line | None) -> bool:
    """Whether a short line without a stop introduces the text below it."""
    text = line.text
    if after is None or len(text) > _ALONE or _STOP.search(text) or _NOTE.match(text) or len(text) < 4:
        return False
    return not _FIGURE.search(re.sub(r"20\d\d年|^\d+", "", text)) and (
        is_body(after.text) or heading_level(after.text) > 0
    )
