"""A PDF written small: streams deflated as far as zlib goes, and everything else in one object stream.

qpdf is content with less: a new object stream for every hundred objects forgets what the one before looked like. Numbers are
given anew, so that what was taken out leaves no gaps, and a table of places in which every row is the one before plus one.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_BEST = 9
_REFERENCE = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]+>|\b(\d+) 0 R\b", re.DOTALL)
_READ_AS_THEY_ARE = ("/Metadata",)  # ISO 19005-3, 6.6.2.1: not compressed, so that anybody can find them


def write(pdf: Any) -> bytes:
    """The file of a `pydyf.PDF`, which is done with then; the same bytes for the same objects."""
    pdf.add_object(pdf.info)
    streams = [item for item in pdf.objects if item.free != "f" and not item.compressible]
    held = [item for item in pdf.objects if item.free != "f" and item.compressible]
    numbers = {item.number: number for number, item in enumerate((*streams, *held), 1)}
    of_objects, of_references = len(numbers) + 1, len(numbers) + 2
    out, rows = bytearray(_HEADER), [(0, 0, 65535)]
    for number, item in enumerate(streams, 1):
        rows.append((1, len(out), 0))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, _stream(dict(item.extra), _content(item), numbers))
    bodies = [_renumbered(item.data, numbers) for item in held]
    rows += [(2, of_objects, index) for index in range(len(held))] + [(1, len(out), 0)]
    index = _index([numbers[item.number] for item in held], bodies)
    extra = {"Type": b"/ObjStm", "N": b"%d" % len(held), "First": b"%d" % len(index)}
    out += b"%d 0 obj\n%s\nendobj\n" % (of_objects, _stream(extra, index + b"\n".join(bodies)))
    start = len(out)
    rows.append((1, start, 0))
    digest = hashlib.md5(out, usedforsecurity=False).hexdigest().encode()
    extra = {
        "Root": _renumbered(pdf.catalog.reference, numbers), "Info": _renumbered(pdf.info.reference, numbers),
        "ID": b"[<%s><%s>]" % (digest, digest),
    }  # fmt: skip
    out += b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (of_references, _references(rows, extra), start)
    return bytes(out)


def _renumbered(words: bytes, numbers: Mapping[int, int]) -> bytes:
    """The words of an object with the numbers that others have now; strings stay as they are."""

    def new(found: re.Match[bytes]) -> bytes:
        return b"%d 0 R" % numbers[int(found[1])] if found[1] else found[0]

    return _REFERENCE.sub(new, words)


def _content(item: Any) -> bytes:
    """The bytes of a stream before compression."""
    return b"\n".join(
        part if isinstance(part, bytes) else part.encode() if isinstance(part, str) else part.data
        for part in item.stream
    )


def _stream(extra: dict[str, Any], content: bytes, numbers: Mapping[int, int] | None = None) -> bytes:
    """Dictionary and content of a stream, deflated unless it is already or may not be."""
    if "Filter" not in extra and extra.get("Type") not in _READ_AS_THEY_ARE:
        extra["Filter"], content = b"/FlateDecode", zlib.compress(content, _BEST)
    extra["Length"] = b"%d" % len(content)
    words = b"".join(b"/%s %s" % (key.encode(), _value(value)) for key, value in extra.items())
    return b"<<%s>>\nstream\n%s\nendstream" % (_renumbered(words, numbers) if numbers else words, content)


def _value(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    return value.data if hasattr(value, "data") else str(value).encode("ascii")


def _index(numbers: list[int], bodies: list[bytes]) -> bytes:
    """Number and offset of each object of an object stream."""
    at, words = 0, []
    for number, body in zip(numbers, bodies, strict=True):
        words.append(b"%d %d" % (number, at))
        at += len(body) + 1
    return b" ".join(words) + b"\n"


def _references(rows: Sequence[tuple[int, int, int]], extra: dict[str, Any]) -> bytes:
    """The cross-reference stream: a row of type, place and index for every number."""
    width = (max(place for _, place, _ in rows).bit_length() + 7) // 8
    body = [
        bytes(width + 3),
        *(kind.to_bytes(1) + place.to_bytes(width) + index.to_bytes(2) for kind, place, index in rows),
    ]
    extra |= {
        "Type": b"/XRef", "Size": b"%d" % len(rows), "W": b"[1 %d 2]" % width,
        "DecodeParms": b"<</Predictor 12/Columns %d>>" % (width + 3),  # an index is mostly one more than that above
    }  # fmt: skip
    return _stream(extra, b"".join(_up(above, row) for above, row in pairwise(body)))


def _up(above: bytes, row: bytes) -> bytes:
    """A row as what it adds to the one above (PNG, 9.2, filter 2)."""
    return b"\2" + bytes((here - there) % 256 for here, there in zip(row, above, strict=True))
