"""Marked pieces: templates place them, and every figure they place leads back to its fact.

A template never sees text of the report. It gets tokens (one private-use character each) and puts words between
them; afterwards the tokens become `Number`, `Term` and `Text`. So nothing of the report is ever read as template, and
no figure can be printed that no fact stands behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from briefing.model.tree import Number, Term, Text

Piece = Text | Number | Term

_FIRST = 0xE000
_LAST = 0xF8FF
_BLANKS = re.compile(r"\s+")
_BEFORE_MARK = re.compile(r" +([,.;:)%])")
_NOUN = re.compile(r" (?!\(|(?:is|are|was|were|to|had|by)\b)")
_OPENING = re.compile(r"(?:^|(?<=[.!?] ))")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a token stands for; `opening` is how it reads at the start of a sentence."""

    pieces: tuple[Piece, ...]
    opening: tuple[Piece, ...]


class Slate:
    """The tokens of one statement."""

    def __init__(self) -> None:
        """Begin without tokens."""
        self._entries: list[Entry] = []

    def put(self, pieces: Iterable[Piece], opening: Iterable[Piece] | None = None) -> str:
        """Store pieces and return their token.

        Raises:
            ValueError: a statement holds more pieces than there are tokens (6,400).
        """
        kept = tuple(pieces)
        code = _FIRST + len(self._entries)
        if code > _LAST:
            raise ValueError("too many pieces in one statement")
        self._entries.append(Entry(kept, kept if opening is None else tuple(opening)))
        return chr(code)

    def plain(self, rendered: str) -> str:
        """Return a rendered template as plain text, for measuring."""
        return "".join(
            "".join(piece.text for piece in self._entries[ord(char) - _FIRST].pieces)
            if _FIRST <= ord(char) <= _LAST
            else char
            for char in _BLANKS.sub(" ", rendered).strip()
        )

    def inlines(self, rendered: str, *, spaced: bool, capital: bool = True) -> tuple[Piece, ...]:
        """Turn a rendered template into pieces; `spaced` languages keep one blank, Chinese keeps none."""
        text = _BLANKS.sub(" ", rendered).strip() if spaced else _BLANKS.sub("", rendered)
        text = _BEFORE_MARK.sub(r"\1", text)
        opened = {match.end() for match in _OPENING.finditer(text)} if spaced and capital else set()
        spelled = False  # the number that opens the sentence; the small ones behind it are then spelled too
        pieces: list[Piece] = []
        for position, char in enumerate(text):
            if _FIRST <= ord(char) <= _LAST:
                entry = self._entries[ord(char) - _FIRST]
                if position in opened:
                    spelled = _is_spelled(entry)
                again = spelled and position not in opened and _is_spelled(entry) and _NOUN.match(text, position + 1)
                pieces.extend(entry.opening if position in opened else _lowered(entry) if again else entry.pieces)
            else:
                pieces.append(Text(char.upper() if position in opened else char))
        return merged(pieces)


def _is_spelled(entry: Entry) -> bool:
    """Return whether a token is a small number that is spelled out where it opens a sentence."""
    return entry.opening != entry.pieces and any(
        isinstance(one, Number) and isinstance(other, Number) and other.text.isdigit() and one.text.isalpha()
        for one, other in zip(entry.opening, entry.pieces, strict=False)
    )


def _lowered(entry: Entry) -> tuple[Piece, ...]:
    """Return a spelled number as it stands inside a sentence."""
    return tuple(replace(piece, text=piece.text.lower()) for piece in entry.opening)


def merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Join neighbouring plain texts into one."""
    result: list[Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if isinstance(piece, Text) and isinstance(last, Text) and (piece.lang, piece.style) == (last.lang, last.style):
            result[-1] = Text(last.text + piece.text, piece.lang, piece.style)
        elif piece.text:
            result.append(piece)
    return tuple(result)
