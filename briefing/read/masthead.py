"""Title, issuer and date of a report: the lines before the text, the signature below it, and what the form carries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from briefing.model.document import BlockKind
from briefing.read.data import any_word
from briefing.read.furniture import is_body, is_numbered
from briefing.read.lines import Laid, Line, squeezed

_MEETING = re.compile(
    r"^[（(]?(?:——)?\s*(\d{4})年(\d{1,2})月(\d{1,2})日.{0,40}(?:会议|大会|全会|次会)上?[^。，]{0,6}[)）]?$"
)
_MEETING_ONLY = re.compile(r"^[（(]?——\s*.{4,50}(?:会议|大会|全会)上[^。]{0,10}[)）]?$")
_SPEAKER = re.compile(
    r"^(?P<body>[^，。：:]{2,24}?)\s*(?:代?(?:市长|县长|区长|省长|州长|盟长|旗长|自治区主席|主任|局长|厅长|院长|检察长))\s*[^，。：:\d]{2,12}$"
)
_DATE = re.compile(r"^[（(]?(\d{4})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?[)）]?$")
_ANY_DATE = re.compile(r"(\d{4})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})")
_OFFICE = re.compile(r"^[^，。：:；\d]{2,24}(?:局|委|委员会|厅|政府|办公室|调查队|总队|党组|海关|支行|分行)$")
_SOURCE = re.compile(r"(?:来源|出处|发布机构|发布单位|作者)\s*[:：]\s*([^\s，。：:]{2,24})")
_FOOTNOTE = re.compile(r"(?:\[\d{1,2}\]|[①-⑳*])+$")
_LABELLED = re.compile(r"^(?:标题|名称)\s*[:：]\s*(\S.{5,78})$")
_MENU = re.compile(r"^[^，,。；;：%\d]{1,20}$|^附件\s*\d*$")
_REPOSTED = re.compile(r"https?:|手机|移动|\w\.\w+/")
_RESERVED = re.compile(r"^[（(][^）)]{2,40}[)）]$")
_OF_REPORT = re.compile(
    r"(?:报告|将)(?P<title>[^，,。；]{0,16}(?:20\d\d年|上半年)[^。；，,]{6,80}?(?:情况|草案|报告|安排))(?:书面)?(?:报告如下)?[，,：:]"
)
_ON_BEHALF = re.compile(r"受(?:本)?([省市县区州旗])(?:人民)?政府(?:的)?委托")
_PLACE = re.compile(r"^(?:关于)?([^，。\d]{2,14}?[省市县区州旗])(?=20\d\d年)")
_TITLE_END = "”》）)"
_TITLE = 80  # characters


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a report says of itself; `kinds` gives the block kind of the lines that say it, by position."""

    title: str = ""
    issuer: str = ""
    published: str = ""
    kinds: dict[int, BlockKind] = field(default_factory=dict)


def masthead(laid: Laid, lines: Sequence[Line], dropped: dict[int, str]) -> Masthead:
    """Title, issuer and date; a title printed twice is added to `dropped` the second time."""
    kept = [i for i in range(len(lines)) if i not in dropped and lines[i].hint != "table"]
    first = next((i for i in kept if is_body(lines[i].text)), len(lines))
    head = [i for i in kept if i < first]
    kinds: dict[int, BlockKind] = {i: "meta" for i in kept if i <= first and _is_meta(lines[i].text)}
    title_at = _title_lines(laid, lines, [i for i in head if i not in kinds])
    _drop_others(lines, head, title_at, dropped)
    kinds = {i: kind for i, kind in kinds.items() if i not in dropped}
    kinds |= dict.fromkeys(title_at, "title")
    kinds |= dict.fromkeys(_signature(lines, kept), "meta")
    title = laid.title or "".join(laid.text[lines[i].start : lines[i].end] for i in title_at)
    labelled = (match[1] for i in sorted(dropped) if (match := _LABELLED.match(lines[i].text)))
    title = squeezed(_FOOTNOTE.sub("", title)) or next(labelled, "") or _named_in_text(lines, kept)
    meta = [lines[i].text for i in sorted(kinds) if kinds[i] == "meta"]
    page = _page_lines(lines, dropped, title_at, first)
    return Masthead(
        title=title,
        issuer=laid.issuer or _issuer(meta, page, lines, kept, title),
        published=laid.published or _published(meta, page),
        kinds=kinds,
    )


def _is_meta(text: str) -> bool:
    """Whether a line before the text names meeting, date, speaker or office."""
    if len(text) > 70:
        return False
    return bool(_MEETING.match(text) or _MEETING_ONLY.match(text) or _DATE.match(text) or _SPEAKER.match(text)) or bool(
        _OFFICE.match(text)
    )


def _title_lines(laid: Laid, lines: Sequence[Line], head: Sequence[int]) -> list[int]:
    """The positions of the title, which may run over two or three lines."""
    marked = [i for i in head if lines[i].hint == "title"]
    if marked:
        return marked[:1]
    wanted = _letters(laid.title)
    for i in head:
        found = _letters(lines[i].text)
        if wanted and len(found) >= 6 and (wanted.startswith(found) or found in wanted):
            return [i]
    for place in range(len(head)):
        whole = _ends_as(lines[head[place]].text, "whole_titles")
        for count in (1,) if whole else (3, 2, 1):
            span = head[place : place + count]
            text = "".join(lines[i].text for i in span)
            fits = len(span) == count and len(text) <= _TITLE and _adjacent(span) and _titles(lines, span)
            if fits and _ends_as(text, "title_words"):
                return list(span)
    long = [i for i in head if 8 <= len(lines[i].text) <= _TITLE and _titles(lines, [i])]
    return long[:1]


def _ends_as(text: str, words: str) -> bool:
    """Whether a line ends in a word of a list, marks of footnotes and quotation aside."""
    bare = squeezed(_FOOTNOTE.sub("", text).rstrip(_TITLE_END))
    return any(match.end() == len(bare) for match in any_word(words).finditer(bare))


def _adjacent(span: Sequence[int]) -> bool:
    """Whether the lines follow one another."""
    return all(b == a + 1 for a, b in pairwise(span))


def _titles(lines: Sequence[Line], span: Sequence[int]) -> bool:
    """Whether none of the lines is an address (各位代表：) or a part of the report."""
    return not any(
        lines[i].text.endswith(("：", ":", "。", "；")) or lines[i].hint == "heading" or is_numbered(lines[i].text)
        for i in span
    )


def _drop_others(lines: Sequence[Line], head: Sequence[int], title_at: Sequence[int], dropped: dict[int, str]) -> None:
    """A title that stands twice above the text is kept once; what stands above the title is the page's."""
    titles = {_letters(lines[i].text) for i in title_at}
    for i in head:
        if i not in title_at and _letters(lines[i].text) in titles:
            dropped[i] = "repeated title"
        elif title_at and i < title_at[0] and _MENU.match(lines[i].text) and not is_numbered(lines[i].text):
            dropped[i] = "above the title"


def _page_lines(lines: Sequence[Line], dropped: dict[int, str], title_at: Sequence[int], first: int) -> list[str]:
    """What a page says of the text (date, source): below the title first, then wherever such a cue stood."""
    top = title_at[-1] if title_at else -1
    below = [i for i in sorted(dropped) if top < i < first]
    cued = [i for i in sorted(dropped) if i not in below and dropped[i] in {"page date", "source line", "index entry"}]
    return [lines[i].text for i in (*below, *cued)]


def _letters(text: str) -> str:
    """The text without blanks and quotation marks, to compare titles."""
    return re.sub(r"[\s“”\"'‘’*]", "", text)


def _signature(lines: Sequence[Line], kept: Sequence[int]) -> list[int]:
    """Office, date and remarks in brackets below the text."""
    found: list[int] = []
    for i in reversed(kept[-6:]):
        text = lines[i].text
        if not (_OFFICE.match(text) or _DATE.match(text) or _RESERVED.match(text)):
            break
        found.append(i)
    return found


def _named_in_text(lines: Sequence[Line], kept: Sequence[int]) -> str:
    """The title that the first paragraphs name: 现将…执行情况…报告如下."""
    for i in kept[:6]:
        match = _OF_REPORT.search(lines[i].text)
        if match:
            return match["title"].removeprefix("关于")
    return ""


def _issuer(meta: Sequence[str], page: Sequence[str], lines: Sequence[Line], kept: Sequence[int], title: str) -> str:
    """The issuing body: the speaker's, the signature, the government on whose behalf the report is given, the source line."""
    for text in meta:
        speaker = _SPEAKER.match(text)
        if speaker:
            return speaker["body"].strip()
    for text in meta:
        if _OFFICE.match(text):
            return re.split(r"\s{2,}", text)[0]
    behalf = next((m for i in kept[:6] if (m := _ON_BEHALF.search(lines[i].text))), None)
    place = _PLACE.match(title)
    if behalf and place and place[1].endswith(behalf[1]):
        return f"{place[1]}人民政府"
    sources = [match[1] for text in page if (match := _SOURCE.search(text))]
    return next((name for name in sources if _OFFICE.match(name)), "")


def _published(meta: Sequence[str], page: Sequence[str]) -> str:
    """The date as ISO 8601: of the meeting or signature, else the page's; not that of a page that re-posts the report."""
    for text in (*meta, *(text for text in page if not _REPOSTED.search(text))):
        match = _ANY_DATE.search(text)
        if match and 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31:
            return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    return ""
