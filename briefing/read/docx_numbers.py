"""The automatic numbers of Word paragraphs, written out: 一、 （二） 1. ① as the page shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "ideographDigital",
        "ideographTraditional",
    )
)
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: its format (decimal, chineseCounting …), its text (%1、) and first number."""

    form: str
    text: str
    start: int


class Numbers:
    """Counts the numbered paragraphs of a document in order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        """Take the lists of numbering.xml and the lists that styles of styles.xml belong to."""
        abstract = _levels_by_abstract(numbering)
        self._lists = {
            str(num.get(f"{_W}numId")): abstract.get(_val(num, "abstractNumId"), {})
            for num in (() if numbering is None else numbering.iterchildren(f"{_W}num"))
        }
        self._styles = {
            str(style.get(f"{_W}styleId")): _reference(style)
            for style in (() if styles is None else styles.iterchildren(f"{_W}style"))
        }
        self._counts: dict[tuple[str, int], int] = {}

    def of(self, paragraph: etree._Element) -> str:
        """The number before a paragraph, empty where it has none or a bullet; counts on."""
        list_id, depth = _reference(paragraph)
        if not list_id:
            list_id, depth = self._styles.get(_val(paragraph, "pPr", "pStyle"), ("", 0))
        levels = self._lists.get(list_id, {})
        level = levels.get(depth)
        if level is None or level.form in {"bullet", "none"}:
            return ""
        self._counts[list_id, depth] = self._counts.get((list_id, depth), level.start - 1) + 1
        for deeper in levels:
            if deeper > depth:
                self._counts.pop((list_id, deeper), None)
        return _PLACE.sub(lambda match: self._figure(list_id, levels, int(match[1]) - 1), level.text)

    def _figure(self, list_id: str, levels: dict[int, _Level], depth: int) -> str:
        """The current number of a level in its format."""
        level = levels.get(depth, _Level("decimal", "", 1))
        return _written(self._counts.get((list_id, depth), level.start), level.form)


def _val(element: etree._Element, *path: str) -> str:
    found = element.find("/".join(_W + step for step in path))
    return "" if found is None else str(found.get(f"{_W}val") or "")


def _reference(element: etree._Element) -> tuple[str, int]:
    """The list and level a paragraph or style belongs to."""
    depth = _val(element, "pPr", "numPr", "ilvl")
    return _val(element, "pPr", "numPr", "numId"), int(depth) if depth.isdigit() else 0


def _levels_by_abstract(numbering: etree._Element | None) -> dict[str, dict[int, _Level]]:
    """The levels of each abstract list by its id."""
    lists: dict[str, dict[int, _Level]] = {}
    for abstract in () if numbering is None else numbering.iterchildren(f"{_W}abstractNum"):
        levels: dict[int, _Level] = {}
        for level in abstract.iterchildren(f"{_W}lvl"):
            depth, start = str(level.get(f"{_W}ilvl") or "0"), _val(level, "start")
            if depth.isdigit():
                levels[int(depth)] = _Level(
                    _val(level, "numFmt"), _val(level, "lvlText"), int(start) if start.isdigit() else 1
                )
        lists[str(abstract.get(f"{_W}abstractNumId"))] = levels
    return lists


def _written(number: int, form: str) -> str:
    """A number in a format of Word; Chinese up to 99, circles up to 20."""
    if form in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return (
            ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")
        )
    if form.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    return str(number)
