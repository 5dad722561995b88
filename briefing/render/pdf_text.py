"""The operators of a page in fewer bytes: what WeasyPrint says many times is said once, even lines get one spacing."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

_SHOWN = re.compile(rb"<([0-9a-f]*)>|([-+.\de]+)")
_PLACED = re.compile(rb"([-.\d]+ [-.\d]+ [-.\d]+ [-.\d]+) ([-.\d]+) ([-.\d]+) Tm")
_DIGITS = frozenset({b"m", b"l", b"c", b"re"})
_DRAWN = re.compile(rb"(?<=\.\d\d)\d+")
_COLOURED = re.compile(rb"(?<=\.\d\d\d)\d+")  # a 255th is told from the next by three digits
_EVEN = 2.0  # thousandths of an em by which the spaces of an even line differ, as WeasyPrint cuts them to whole numbers
_FEWEST = 3  # spaces from which one spacing for all is shorter
_ESCAPED = re.compile(rb"[()\\\r]")
_ALPHA = re.compile(rb"/([aA])([\d.]+) gs")
_SETTINGS = frozenset({b"rg", b"RG", b"w", b"J", b"j", b"M", b"d", b"Tr"})  # operators that set and draw nothing
_OTHER_COLOURS = {b"g": b"rg", b"k": b"rg", b"cs": b"rg", b"sc": b"rg", b"scn": b"rg"} | {
    b"G": b"RG", b"K": b"RG", b"CS": b"RG", b"SC": b"RG", b"SCN": b"RG",
}  # fmt: skip
_PATHS = frozenset({b"m", b"l", b"c", b"h", b"re", b"S", b"f", b"f*"})
_OPAQUE = {b"a": b"/a1.0 gs", b"A": b"/A1.0 gs"}
_FRESH = {**_OPAQUE, b"J": b"0 J", b"j": b"0 j", b"d": b"[] 0 d", b"Tr": b"0 Tr"}  # ISO 32000-1, table 52
_LONGEST_GROUP = 40  # lines; a longer one is no border
_ARTIFACT = -1


@dataclass(slots=True)
class _State:
    """What q saves and Q brings back, as far as it is known."""

    font: bytes = b""
    size: float = 0.0
    spacing: bytes = b"0"
    set: dict[bytes, bytes] = field(default_factory=dict)  # by operator, the line that set it


@dataclass(frozen=True, slots=True)
class _Group:
    """A group that was closed: the place of its q, and its settings if it only sets and then draws paths."""

    start: int
    settings: tuple[bytes, ...] | None


class Page:
    """Rewrites the operators of one page or form.

    Args:
        after: of two marked sequences that stand side by side in a structure element, the second by the first.
        beside: marked sequences that belong to no element: artifacts.
        fonts: by resource name (/F1), what gives a glyph its new number; a font that is not there keeps its own.
        fresh: whether it begins with the settings of a new page; a form takes those of the page that shows it.
    """

    def __init__(
        self,
        after: Mapping[int, int],
        fonts: Mapping[bytes, Callable[[int], int]] | None = None,
        *,
        beside: AbstractSet[int] = frozenset(),
        fresh: bool = True,
    ) -> None:
        self.after = after
        self.beside = beside
        self.fonts = fonts or {}
        self.merged: set[int] = set()  # sequences that continue the one before
        self.lines: list[bytes] = []
        self.open: int | None = None  # the sequence that is open or was closed just now
        self.state = _State(set=dict(_FRESH if fresh else _OPAQUE))
        self.stack: list[tuple[_State, int]] = []  # with the place of the q
        self.groups: dict[int, _Group] = {}  # by the place of the Q

    def rewrite(self, lines: Sequence[bytes]) -> bytes:
        """The same page from shorter operators; each line is an operator with what it needs."""
        at = 0
        while at < len(lines):
            if at + 2 < len(lines) and lines[at + 2] == b"BDC":
                self._begin(lines[at], int(lines[at + 1].split()[1].rstrip(b">")))
                at += 3
            elif lines[at] == b"/Artifact" and lines[at + 1 : at + 2] == [b"BMC"]:
                self._begin_artifact()
                at += 2
            else:
                self._operator(lines[at], lines[at + 1] if at + 1 < len(lines) else b"")
                at += 1
        return b"\n".join(self.lines)

    def _begin(self, tag: bytes, number: int) -> None:
        if number in self.beside:
            self._begin_artifact()
            return
        before = self.open
        self.open = number
        if self.lines and self.lines[-1] == b"EMC" and before is not None and self.after.get(before) == number:
            self.lines.pop()
            self.merged.add(number)
            return
        self.lines.append(b"%s<</MCID %d>>BDC" % (tag, number))

    def _begin_artifact(self) -> None:
        if self.open == _ARTIFACT and self.lines[-1:] == [b"EMC"]:
            self.lines.pop()
            return
        self.open = _ARTIFACT
        self.lines.append(b"/Artifact BMC")

    def _operator(self, line: bytes, following: bytes) -> None:
        word = line.rpartition(b" ")[2]
        if word == b"TJ":
            self._show(line, last=following == b"ET" or following.endswith(b" Tm"))
        elif word == b"Tf":
            self._set_font(line)
        elif word == b"Tm":
            self.lines.append(_PLACED.sub(_rounded_place, line))
        elif word == b"BT" and self.lines[-1:] == [b"ET"]:
            self.lines.pop()
        elif word == b"q":
            self.stack.append((self.state, len(self.lines)))
            self.state = _State(self.state.font, self.state.size, self.state.spacing, dict(self.state.set))
            self.lines.append(line)
        elif word == b"Q" and self.stack:
            self._close()
        else:
            self._other(line, word)

    # --- settings ---

    def _other(self, line: bytes, word: bytes) -> None:
        if word in _SETTINGS:
            self._set(word, _COLOURED.sub(b"", line))
        elif word == b"gs" and (alpha := _ALPHA.fullmatch(line)):
            self._set(alpha[1], b"/%s%s gs" % (alpha[1], b"1.0" if float(alpha[2]) == 1 else alpha[2]))
        elif word in _DIGITS:
            self.lines.append(_DRAWN.sub(b"", line))
        else:
            for unknown in _forgotten(word):
                self.state.set.pop(unknown, None)
            if word == b"Do":
                self._space(b"0")
            self.lines.append(line)

    def _set(self, key: bytes, line: bytes) -> None:
        """Write a setting only where it changes something."""
        if self.state.set.get(key) != line:
            self.state.set[key] = line
            self.lines.append(line)

    def _close(self) -> None:
        """End a group: a group in a group is one, an empty one is none, and the lines of a table's borders share theirs."""
        lines = self.lines
        self.state, start = self.stack.pop()
        if start == len(lines) - 1:
            lines.pop()
            return
        inner = self._closed(len(lines) - 1)
        if inner is not None and inner.start == start + 1:
            del lines[-1], lines[start + 1]
        settings = _settings(lines[start + 1 :]) if len(lines) - start < _LONGEST_GROUP else None
        before = self._closed(start - 1)
        if before is not None and settings is not None and settings == before.settings:
            del lines[start - 1 : start + 1 + len(settings)]
            start = before.start
        self.groups[len(lines)] = _Group(start, settings)
        lines.append(b"Q")

    def _closed(self, at: int) -> _Group | None:
        """The group that ends at a place, if one does."""
        return self.groups.get(at) if at >= 0 and self.lines[at] == b"Q" else None

    # --- text ---

    def _set_font(self, line: bytes) -> None:
        if line == self.state.font:
            return
        self.state.font, self.state.size = line, float(line.split()[1])
        self.lines.append(b"%s %s Tf" % (line.split()[0], _short(self.state.size, 3)))

    def _space(self, spacing: bytes) -> None:
        if spacing != self.state.spacing:
            self.state.spacing = spacing
            self.lines.append(spacing + b" Tc")

    def _show(self, line: bytes, *, last: bool) -> None:
        """A run of glyphs; where nothing of the line follows, even spaces become character spacing."""
        glyphs, spaces = _run(line)
        inner = spaces[:-1]
        even = last and len(inner) >= _FEWEST and max(inner) - min(inner) <= _EVEN and any(inner)
        self._space(_short(-sum(inner) / len(inner) / 1000 * self.state.size, 4) if even else b"0")
        if even:
            spaces = [0.0] * len(spaces)
        elif last:
            spaces[-1] = 0.0
        number = self.fonts.get(self.state.font.split(b" ")[0], int)
        pieces = list(_pieces([number(glyph).to_bytes(2) if glyph >= 0 else b"" for glyph in glyphs], spaces))
        alone = len(pieces) == 1 and pieces[0].startswith(b"(")
        self.lines.append(pieces[0] + b"Tj" if alone else b"[%s]TJ" % b"".join(pieces))


def _forgotten(word: bytes) -> tuple[bytes, ...]:
    """The settings that are not known any more after an operator."""
    if word == b"gs":
        return b"a", b"A"
    return (_OTHER_COLOURS[word],) if word in _OTHER_COLOURS else ()


def _settings(lines: Sequence[bytes]) -> tuple[bytes, ...] | None:
    """What a group sets before it draws its paths; None for a group that does anything else."""
    words = [line.rpartition(b" ")[2] for line in lines]
    count = next((i for i, word in enumerate(words) if word not in _SETTINGS and word != b"gs"), len(words))
    return tuple(lines[:count]) if _PATHS.issuperset(words[count:]) else None


def _run(line: bytes) -> tuple[list[int], list[float]]:
    """The glyphs of a run and the space after each (thousandths of an em to the left); -1 stands for no glyph but a space."""
    glyphs, spaces = [-1], [0.0]
    for codes, space in _SHOWN.findall(line):
        if space:
            spaces[-1] += float(space)
        elif codes:
            some = struct.unpack(f">{len(codes) // 4}H", bytes.fromhex(codes.decode()))
            glyphs += some
            spaces += [0.0] * len(some)
    return (glyphs, spaces) if spaces[0] else (glyphs[1:], spaces[1:])


def _pieces(glyphs: Sequence[bytes], spaces: Sequence[float]) -> Iterator[bytes]:
    """Strings and the spaces between them."""
    string = b""
    for glyph, space in zip(glyphs, spaces, strict=True):
        string += glyph
        if abs(space) >= 0.05:  # less than the last digit written
            if string:
                yield _string(string)
            yield _short(space, 1)
            string = b""
    if string:
        yield _string(string)


def _string(codes: bytes) -> bytes:
    """A literal string; a carriage return in one would be read as a line feed."""
    return b"(%s)" % _ESCAPED.sub(lambda found: b"\\r" if found[0] == b"\r" else b"\\" + found[0], codes)


def _rounded_place(found: re.Match[bytes]) -> bytes:
    return b"%s %s %s Tm" % (found[1], _short(float(found[2]), 2), _short(float(found[3]), 2))


def _short(value: float, digits: int) -> bytes:
    """A number without needless digits."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return (text if text not in {"-0", ""} else "0").encode()
