"""Composition of running text: which runs a line of Chinese or English is set in.

Nothing is worded here: characters change only from one form of a mark to another (half-width to full-width in Chinese,
straight to curly quotes), and blanks between Han characters go. The rules follow GB/T 15834 (marks), CLREQ (spacing,
compression) and the house rules of the look. A figure is never touched.

A `Run` is a stretch of one piece with the classes the style sheet knows: `a` is Latin among Han, `n` a figure with its unit on
one line, `l` and `r` ask for the thin space between Han and Latin on that side (none between a figure and its unit), `h` draws a
full-width mark in half its width, `k` keeps English words whole, `w` a word and what follows it on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from briefing.quantity import find_english

HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_LATIN_RUN = re.compile(r"[A-Za-z0-9\u00c0-\u017f][!-~\u00a0-\u017f\u2013 ]*(?<! )")
_UNIT = re.compile(
    "(?:[万亿千百]+(?:元|美元|人|人次|户|家|个|吨|亩|平方米|平方公里)?|元|美元|人次?|户|家|个|吨|亩|项|条|所|件|年|月|日|倍|名|次|公里|平方米)"
)
_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_OPENING = frozenset("（《〈「『【〔“‘")
_CLOSING = frozenset("）》〉」』】〕”’，、。；：！？")
_HAN_NEIGHBOUR = frozenset("，、。；：！？（）《》〈〉「」『』【】〔〕“”‘’—…·")
_BETWEEN = "·"  # parts what stands on its two sides: the blanks around it stay
_NO_BREAK_SPACE = "\u00a0"
_LONGEST_FIGURE = 19  # characters; RMB 246.79 billion has 18
_SHORT_WORD = 9  # a last word up to this length takes the word before it along
_TAIL = 130  # characters at the end of a paragraph that are not hyphenated: the last two lines


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text to compose; `figure` is kept as it is, letter by letter, and on one line."""

    text: str
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one piece with its classes, in order."""

    text: str
    classes: tuple[str, ...] = ()


def compose(pieces: Sequence[Piece], lang: str, *, paragraph: bool = False) -> tuple[tuple[Run, ...], ...]:
    """The runs of each piece, in the order given; `paragraph` protects the last lines of English running text."""
    if lang.startswith("zh"):
        return _chinese(pieces)
    return _english(pieces, paragraph=paragraph)


# --- Chinese ----------------------------------------------------------------------------------------------------------


def full_width(text: str, fixed: Sequence[bool] | None = None) -> str:
    """Half-width marks beside Han characters as full-width ones, and straight quotes as pairs; same length.

    `fixed` says of each character whether it belongs to a figure; such characters and marks inside numbers stay.
    """
    out = list(text)
    for at, mark in enumerate(text):
        if mark in _FULL and not (fixed and fixed[at]) and _in_han_context(text, at):
            out[at] = _FULL[mark]
    _pair_brackets(out, fixed)
    return "".join(_pair_quotes(out))


def _in_han_context(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isdigit() and after.isdigit() and before.isascii() and text[at] in ",:":
        return False
    near = text[max(0, at - 2) : at] + text[at + 1 : at + 3]
    return any(HAN.match(c) or c in _HAN_NEIGHBOUR for c in near) or bool(HAN.search(text) and text[at] in ",;:")


def _pair_brackets(out: list[str], fixed: Sequence[bool] | None) -> None:
    """A bracket follows its partner: both full-width as soon as one is."""
    stack: list[int] = []
    for at, mark in enumerate(out):
        if mark in "(（":
            stack.append(at)
        elif mark in ")）" and stack:
            start = stack.pop()
            if "（" in out[start] or "）" in mark:
                for place, full in ((start, "（"), (at, "）")):
                    if not (fixed and fixed[place]):
                        out[place] = full


def _pair_quotes(out: list[str]) -> list[str]:
    if not HAN.search("".join(out)):
        return out
    opened = False
    for at, mark in enumerate(out):
        if mark == '"':
            out[at] = "”" if opened else "“"
            opened = not opened
    return out


def _without_blanks(text: str) -> str:
    """Drop blanks between Han characters or full-width marks; a single blank elsewhere stays, and those around a dot."""
    return _between_wide().sub("", text)


@cache
def _between_wide() -> re.Pattern[str]:
    side = f"(?:{HAN.pattern}|[{''.join(sorted(_HAN_NEIGHBOUR - {_BETWEEN}))}])"
    return re.compile(f"(?<={side})[ \t\u3000]+(?={side})")


def _chinese(pieces: Sequence[Piece]) -> tuple[tuple[Run, ...], ...]:
    cleaned = [piece.text if piece.figure else _without_blanks(piece.text) for piece in pieces]
    joined = "".join(cleaned)
    fixed = [piece.figure for piece, text in zip(pieces, cleaned, strict=True) for _ in text]
    joined = full_width(joined, fixed)
    classes = _chinese_classes(joined)
    result, start = [], 0
    for text in cleaned:
        result.append(tuple(_split(joined, start, start + len(text), classes)))
        start += len(text)
    return tuple(result)


def _chinese_classes(text: str) -> list[tuple[str, ...]]:
    """For each character the classes of the run it belongs to; neighbours of one run share the same tuple object."""
    none: tuple[str, ...] = ()
    classes = [none] * len(text)
    for at, (mark, after) in enumerate(pairwise(text)):
        if mark in _CLOSING and (after in _CLOSING or after in _OPENING):
            classes[at] = ("h",)
        elif mark in _OPENING and after in _OPENING:
            classes[at + 1] = ("h",)
    for match in _LATIN_RUN.finditer(text):
        start, end = match.span()
        unit = _UNIT.match(text, end) if text[end - 1].isdigit() else None
        end = unit.end() if unit else end
        before, after = text[start - 1 : start], text[end : end + 1]
        left = ("l",) if before and HAN.match(before) else ()
        right = ("r",) if not unit and after and HAN.match(after) and not text[end - 1].isdigit() else ()
        for at in range(start, end):
            classes[at] = ("g", "n" if unit else "a", *left, *right)
    return classes


def _split(text: str, start: int, end: int, classes: Sequence[tuple[str, ...]]) -> Iterator[Run]:
    """The runs between two offsets: a new one where the classes change; a run cut by a piece keeps the outer side only."""
    at = start
    while at < end:
        stop = at + 1
        while stop < end and classes[stop] == classes[at] and classes[at] != ("h",):
            stop += 1
        names = classes[at]
        if names and names[0] == "g":
            cut_left = at > 0 and classes[at - 1] == names
            cut_right = stop < len(text) and classes[stop] == names
            names = tuple(n for n in names[1:] if not (n == "l" and cut_left) and not (n == "r" and cut_right))
        yield Run(text[at:stop], names)
        at = stop


# --- English ----------------------------------------------------------------------------------------------------------


def _english(pieces: Sequence[Piece], *, paragraph: bool) -> tuple[tuple[Run, ...], ...]:
    texts = [_bound(piece.text) if piece.figure else _curly(_figures_bound(piece.text)) for piece in pieces]
    if paragraph:
        _bind_last_word(texts)
    total, seen = sum(map(len, texts)), 0
    result = []
    for text in texts:
        result.append(tuple(_tail(text, total - _TAIL - seen if paragraph else len(text))))
        seen += len(text)
    return tuple(result)


@lru_cache(maxsize=2048)  # a text is set for the page and for the editors
def _figures_bound(text: str) -> str:
    """Running text with the figures in it held together (projects of at least RMB 1 billion): blanks become no-break spaces."""
    for figure in find_english(text):
        text = text[: figure.start] + _bound(figure.exact) + text[figure.end :]
    return text


def _bound(figure: str) -> str:
    """A figure whose words stay together: not those before it (more than), nor a long unit (4.7226 million tonnes)."""
    words = figure.split(" ")
    first, last = _core(words)
    last = len(words) if len(figure) <= _LONGEST_FIGURE else last
    return " ".join((*words[:first], _NO_BREAK_SPACE.join(words[first:last]), *words[last:]))


def _core(words: Sequence[str]) -> tuple[int, int]:
    """Which words hold together: the number, the currency before it and the word after it."""
    number = next((i for i, word in enumerate(words) if any(c.isdigit() for c in word)), 0)
    first = number - 1 if number and words[number - 1].isupper() else number
    return first, min(len(words), number + 2)


def _curly(text: str) -> str:
    text = re.sub(r'(^|[\s(\[—–])"', r"\1“", text).replace('"', "”")
    return re.sub(r"(^|[\s(\[—–“])'", r"\1‘", text).replace("'", "’")


def _bind_last_word(texts: list[str]) -> None:
    """Join a short last word, or a last figure, to the word before it, so that it does not stand alone on a line."""
    length = 0
    for index in range(len(texts) - 1, -1, -1):
        place = texts[index].rfind(" ")
        length += len(texts[index]) - place - 1
        if length > _SHORT_WORD:
            return
        if place > 0:
            texts[index] = texts[index][:place] + _NO_BREAK_SPACE + texts[index][place + 1 :]
            return


def _tail(text: str, first: int) -> Iterator[Run]:
    """The text, cut at the first blank after offset `first`; what follows keeps its words whole.

    A last word bound to the piece after it is a run of its own: a line is broken before it, not anywhere in the text.
    """
    if text.endswith(_NO_BREAK_SPACE) and " " in text:
        place = text.rindex(" ") + 1
        yield from _tail(text[:place], first)
        yield Run(text[place:], ("w",))
        return
    if first >= len(text) or not text:
        yield Run(text)
        return
    cut = max(0, first)
    cut = text.find(" ", cut) + 1 if cut else 0
    if cut:
        yield Run(text[:cut])
    yield Run(text[cut:], ("k",))
