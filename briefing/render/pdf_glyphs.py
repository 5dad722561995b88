"""The embedded fonts of a PDF in fewer bytes: glyphs numbered anew, tables that only an installed font needs left out.

WeasyPrint keeps the glyph numbers of the whole face, so that tables of offsets and widths have a row for every character that
is not used, and page text is spelt in numbers spread over sixteen bits. Here the glyphs of a document are numbered from 1 in
the order of their characters. A glyph's own bounding box and side bearing (noise to a compressor, a tenth of a Han glyph) become those
of the font: larger boxes than need be, and the outline stays where it is as long as both agree (OpenType 1.9, glyf and hmtx).
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

_ENTRY = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
_TRUE_TYPE = b"\0\1\0\0"
_KEPT = (
    "cvt ",
    "fpgm",
    "glyf",
    "head",
    "hhea",
    "hmtx",
    "loca",
    "maxp",
    "prep",
)  # ISO 32000-1, 9.9: what CIDFontType2 needs
_MOST_IN_RANGE = 100
_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x1, 0x8, 0x20, 0x40, 0x80  # OpenType 1.9, glyf: flags of a component


class Glyphs:
    """The numbers that the glyphs of one font get: `numbers[old]` is the new one, given out on the first question.

    Args:
        objects: the objects of the PDF by reference.
        font: a /Type0 font dictionary of it.
    """

    def __init__(self, objects: Mapping[bytes, Any], font: Any) -> None:
        self.inner = objects[font["DescendantFonts"][0]]
        self.descriptor = objects[self.inner["FontDescriptor"]]
        self.file = objects[self.descriptor["FontFile2"]]
        self.to_unicode = objects[font["ToUnicode"]]
        found = (_ENTRY.fullmatch(line) for line in self.to_unicode.stream if isinstance(line, bytes))
        self.characters = {int(entry[1], 16): entry[2] for entry in found if entry}
        order = sorted(self.characters, key=lambda glyph: (len(self.characters[glyph]), self.characters[glyph], glyph))
        self.numbers = {glyph: number for number, glyph in enumerate((0, *(g for g in order if g)))}

    def number(self, glyph: int) -> int:
        """The new number of a glyph."""
        return self.numbers.setdefault(glyph, len(self.numbers))

    def settle(self) -> None:
        """Write font file, widths and the map to Unicode with the new numbers; after the last question."""
        self._set_widths()
        self._set_characters()
        data = compact(self.file.stream[0], self.numbers)
        self.file.stream, self.file.extra["Length1"] = [data], len(data)
        self.descriptor.pop("CIDSet", None)

    def _set_widths(self) -> None:
        widths = {self.number(glyph): width for glyph, width in _widths(self.inner["W"])}
        usual = Counter(widths.values()).most_common(1)[0][0] if widths else 1000
        array = type(self.inner["W"])
        self.inner["DW"], self.inner["W"] = usual, array()
        odd = (number for number in sorted(widths) if widths[number] != usual)
        for _, run in groupby(enumerate(odd), key=lambda pair: pair[1] - pair[0]):
            numbers = [number for _, number in run]
            self.inner["W"] += [numbers[0], array([widths[number] for number in numbers])]

    def _set_characters(self) -> None:
        lines = self.to_unicode.stream
        start = next(i for i, line in enumerate(lines) if line.endswith(b"beginbfchar"))
        end = max(i for i, line in enumerate(lines) if line == b"endbfchar")
        known = {self.number(glyph): text for glyph, text in self.characters.items()}
        lines[start : end + 1] = _ranges(known)


def is_plain(objects: Mapping[bytes, Any], font: Any) -> bool:
    """Whether a font dictionary is one that `Glyphs` can number anew: TrueType outlines under their own numbers."""
    if font.get("Subtype") != "/Type0" or font.get("Encoding") != "/Identity-H":
        return False
    descriptor = objects[objects[font["DescendantFonts"][0]]["FontDescriptor"]]
    file = objects.get(descriptor.get("FontFile2", b""))
    return file is not None and len(file.stream) == 1 and bool(file.stream[0][:4] == _TRUE_TYPE)


def _widths(array: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """The entries of a /W array as WeasyPrint writes it: a first glyph and the widths from there on."""
    for first, widths in zip(array[::2], array[1::2], strict=True):
        yield from enumerate(widths, first)


def _ranges(known: Mapping[int, bytes]) -> Iterator[bytes]:
    """Ranges of a CMap; none may go beyond a multiple of 256."""
    runs: list[list[int]] = []
    for number in sorted(known):
        follows = runs and number == runs[-1][-1] + 1 and number % 256 and len(runs[-1]) < _MOST_IN_RANGE
        runs[-1].append(number) if follows else runs.append([number])
    for at in range(0, len(runs), _MOST_IN_RANGE):
        some = runs[at : at + _MOST_IN_RANGE]
        yield b"%d beginbfrange" % len(some)
        for run in some:
            texts = b"".join(b"<%s>" % known[number] for number in run)
            yield b"<%04x><%04x>[%s]" % (run[0], run[-1], texts)
        yield b"endbfrange"


# --- the font file ----------------------------------------------------------------------------------------------------


def compact(data: bytes, numbers: dict[int, int]) -> bytes:
    """A TrueType program of the glyphs in `numbers` (old: new, from 0 without gaps) and those they are composed of.

    Args:
        data: the program.
        numbers: gets the glyphs that only others need.
    """
    tables = _tables(data)
    glyphs = _drawn(tables, numbers)
    box = _common_box(glyphs)
    body, offsets = bytearray(), [0]
    for glyph in glyphs:
        body += glyph[:2] + box + glyph[10:] if glyph else b""
        body += b"\0" * (-len(body) % 2)
        offsets.append(len(body))
    long = len(body) >= 0x20000
    form = f">{len(offsets)}{'L' if long else 'H'}"
    tables["glyf"] = bytes(body)
    tables["loca"] = struct.pack(form, *(offsets if long else (offset // 2 for offset in offsets)))
    tables["head"] = (
        tables["head"][:8]
        + bytes(4)
        + tables["head"][12:36]
        + box
        + tables["head"][44:50]
        + (struct.pack(">h", long) + tables["head"][52:])
    )
    tables["maxp"] = tables["maxp"][:4] + struct.pack(">H", len(glyphs)) + tables["maxp"][6:]
    _set_advances(tables, list(numbers), box[:2])
    return _program({tag: tables[tag] for tag in _KEPT if tag in tables})


def _tables(data: bytes) -> dict[str, bytes]:
    count = struct.unpack_from(">H", data, 4)[0]
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * i) for i in range(count))
    return {tag.decode("latin-1"): data[offset : offset + length] for tag, _, offset, length in records}


def _drawn(tables: Mapping[str, bytes], numbers: dict[int, int]) -> list[bytes]:
    """The outlines in their new order; those of parts are added at the end, as is their number."""
    long = struct.unpack_from(">h", tables["head"], 50)[0]
    loca = tables["loca"]
    places = (
        struct.unpack(f">{len(loca) // 4}L", loca)
        if long
        else [2 * n for n in struct.unpack(f">{len(loca) // 2}H", loca)]
    )
    out, queue = [], list(numbers)
    for glyph in queue:
        outline = bytearray(tables["glyf"][places[glyph] : places[glyph + 1]])
        for at in _parts(outline):
            part = struct.unpack_from(">H", outline, at)[0]
            if part not in numbers:
                numbers[part] = len(numbers)
                queue.append(part)
            struct.pack_into(">H", outline, at, numbers[part])
        out.append(bytes(outline))
    return out


def _parts(outline: bytes | bytearray) -> Iterator[int]:
    """Where the numbers of its parts stand in a composed glyph."""
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return
    at, flags = 10, _MORE
    while flags & _MORE:
        flags = struct.unpack_from(">H", outline, at)[0]
        yield at + 2
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0


def _common_box(glyphs: Sequence[bytes]) -> bytes:
    boxes = [struct.unpack_from(">4h", glyph, 2) for glyph in glyphs if glyph] or [(0, 0, 0, 0)]
    low, high = (min(box[i] for box in boxes) for i in (0, 1)), (max(box[i] for box in boxes) for i in (2, 3))
    return struct.pack(">4h", *low, *high)


def _set_advances(tables: dict[str, bytes], order: Sequence[int], bearing: bytes) -> None:
    """One row a glyph up to the last whose advance differs from its successors', then bearings alone."""
    count = struct.unpack_from(">H", tables["hhea"], 34)[0]
    advances = [tables["hmtx"][4 * min(glyph, count - 1) :][:2] for glyph in order]
    full = len(advances)
    while full > 1 and advances[full - 2] == advances[-1]:
        full -= 1
    tables["hmtx"] = b"".join(advance + bearing for advance in advances[:full]) + bearing * (len(advances) - full)
    tables["hhea"] = tables["hhea"][:34] + struct.pack(">H", full)


def _program(tables: Mapping[str, bytes]) -> bytes:
    """The tables as one file, with checksums."""
    power = 1 << (len(tables).bit_length() - 1)
    head = _TRUE_TYPE + struct.pack(">4H", len(tables), 16 * power, power.bit_length() - 1, 16 * (len(tables) - power))
    records, body, at = b"", b"", 12 + 16 * len(tables)
    where = 0
    for tag, table in tables.items():
        padded = table + bytes(-len(table) % 4)
        where = at if tag == "head" else where
        records += struct.pack(">4sLLL", tag.encode("latin-1"), _sum(padded), at, len(table))
        body += padded
        at += len(padded)
    whole = bytearray(head + records + body)
    struct.pack_into(">L", whole, where + 8, (0xB1B0AFBA - _sum(whole)) % 2**32)
    return bytes(whole)


def _sum(data: bytes | bytearray) -> int:
    return int(sum(struct.unpack(f">{len(data) // 4}L", data)) % 2**32)
