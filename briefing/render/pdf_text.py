"""The operators of a page in fewer bytes: one marked sequence where WeasyPrint writes many, one spacing for an even line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_SHOWN = re.compile(rb"<([0-9a-f]*)>|([-+.\de]+)")
_PLACED = re.compile(rb"([-.\d]+ [-.\d]+ [-.\d]+ [-.\d]+) ([-.\d]+) ([-.\d]+) Tm")
_DRAWN = re.compile(rb"(?<=\.\d\d\d)\d+(?=[ \d.-]*(?: re| [mlc])$)")
_EVEN = 2.0  # thousandths of an em by which the spaces of an even line differ, as WeasyPrint cuts them to whole numbers
_FEWEST = 3  # spaces from which one spacing for all is shorter


class Page:
    """Rewrites the operators of one page.

    Args:
        after: of two marked sequences that stand side by side in a structure element, the second by the first.
    """

    def __init__(self, after: Mapping[int, int]) -> None:
        self.after = after
        self.merged: set[int] = set()  # sequences that continue the one before
        self.lines: list[bytes] = []
        self.open: int | None = None  # the sequence that is open or was closed just now
        self.stack: list[tuple[bytes, float, bytes]] = []
        self.font, self.spacing = b"", b"0"
        self.size = 0.0

    def rewrite(self, lines: Sequence[bytes]) -> bytes:
        """The same page from shorter operators; each line is an operator with what it needs."""
        at = 0
        while at < len(lines):
            if lines[at + 2 : at + 3] == [b"BDC"]:
                self._begin(lines[at], int(lines[at + 1].split()[1].rstrip(b">")))
                at += 3
                continue
            self._operator(lines[at], lines[at + 1] if at + 1 < len(lines) else b"")
            at += 1
        return b"\n".join(self.lines)

    def _begin(self, tag: bytes, number: int) -> None:
        before = self.open
        self.open = number
        if self.lines and self.lines[-1] == b"EMC" and before is not None and self.after.get(before) == number:
            self.lines.pop()
            self.merged.add(number)
            return
        self.lines.append(b"%s<</MCID %d>>BDC" % (tag, number))

    def _operator(self, line: bytes, following: bytes) -> None:
        if line == b"BT" and self.lines and self.lines[-1] == b"ET":
            self.lines.pop()
        elif line.endswith(b"] TJ"):
            self._show(line, last=following == b"ET" or following.endswith(b" Tm"))
        elif line.endswith(b" Tf"):
            self._set_font(line)
        elif line.endswith(b" Tm"):
            self.lines.append(_PLACED.sub(_rounded_place, line))
        else:
            self._keep_state(line)
            self.lines.append(_DRAWN.sub(b"", line))

    def _keep_state(self, line: bytes) -> None:
        if line == b"q":
            self.stack.append((self.font, self.size, self.spacing))
        elif line == b"Q" and self.stack:
            self.font, self.size, self.spacing = self.stack.pop()

    def _set_font(self, line: bytes) -> None:
        if line == self.font:
            return
        self.font, self.size = line, float(line.split()[1])
        self.lines.append(b"%s %s Tf" % (line.split()[0], _short(self.size, 3)))

    def _show(self, line: bytes, *, last: bool) -> None:
        """A run of glyphs; where nothing of the line follows, even spaces become character spacing."""
        glyphs, spaces = _run(line)
        inner = spaces[:-1]
        even = last and len(inner) >= _FEWEST and max(inner) - min(inner) <= _EVEN and any(inner)
        spacing = _short(-sum(inner) / len(inner) / 1000 * self.size, 4) if even else b"0"
        if spacing != self.spacing:
            self.spacing = spacing
            self.lines.append(spacing + b" Tc")
        if even:
            spaces = [0.0] * len(spaces)
        elif last:
            spaces[-1] = 0.0
        self.lines.append(b"[%s]TJ" % b"".join(_pieces(glyphs, spaces)))


def _run(line: bytes) -> tuple[list[bytes], list[float]]:
    """The glyphs of a run and the space after each (thousandths of an em to the left); a space before the first comes first."""
    glyphs: list[bytes] = [b""]
    spaces = [0.0]
    for found in _SHOWN.finditer(line):
        if found[2] is not None:
            spaces[-1] += float(found[2])
            continue
        for at in range(0, len(found[1]), 4):
            glyphs.append(found[1][at : at + 4])
            spaces.append(0.0)
    return (glyphs, spaces) if spaces[0] else (glyphs[1:], spaces[1:])


def _pieces(glyphs: Sequence[bytes], spaces: Sequence[float]) -> Iterator[bytes]:
    string = b""
    for glyph, space in zip(glyphs, spaces, strict=True):
        string += glyph
        if abs(space) >= 0.05:  # less than the last digit written
            if string:
                yield b"<%s>" % string
            yield _short(space, 1)
            string = b""
    if string:
        yield b"<%s>" % string


def _rounded_place(found: re.Match[bytes]) -> bytes:
    return b"%s %s %s Tm" % (found[1], _short(float(found[2]), 3), _short(float(found[3]), 3))


def _short(value: float, digits: int) -> bytes:
    """A number without needless digits."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return (text if text not in {"-0", ""} else "0").encode()
