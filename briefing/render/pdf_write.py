"""A PDF written small: streams deflated as far as zlib goes, and everything else in one object stream.

qpdf, like WeasyPrint's own writer, is content with less: a new object stream for every hundred objects forgets what the
one before looked like.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_BEST = 9
_READ_AS_THEY_ARE = ("/Metadata",)  # ISO 19005-3, 6.6.2.1: not compressed, so that anybody can find them


def write(pdf: Any) -> bytes:
    """The file of a `pydyf.PDF`; the same bytes for the same objects."""
    out = bytearray(_HEADER)
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    bodies: list[bytes] = []
    held = [item for item in pdf.objects if item.free != "f" and item.compressible]
    number_of_stream = len(pdf.objects)
    for item in pdf.objects:
        if item.free != "f" and not item.compressible:
            places[item.number] = (1, len(out), 0)
            out += b"%d 0 obj\n%s\nendobj\n" % (item.number, _stream(dict(item.extra), _content(item)))
    for index, item in enumerate(held):
        places[item.number] = (2, number_of_stream, index)
        bodies.append(item.data)
    places[number_of_stream] = (1, len(out), 0)
    index_of = _index([item.number for item in held], bodies)
    extra = {"Type": b"/ObjStm", "N": b"%d" % len(held), "First": b"%d" % len(index_of)}
    out += b"%d 0 obj\n%s\nendobj\n" % (number_of_stream, _stream(extra, index_of + b"\n".join(bodies)))
    start = len(out)
    places[number_of_stream + 1] = (1, start, 0)
    out += b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        number_of_stream + 1, _references(pdf, places, hashlib.md5(out, usedforsecurity=False).hexdigest().encode()), start,
    )  # fmt: skip
    return bytes(out)


def _content(item: Any) -> bytes:
    """The bytes of a stream before compression."""
    return b"\n".join(part if isinstance(part, bytes) else part.encode() if isinstance(part, str) else part.data for part in item.stream)


def _stream(extra: dict[str, Any], content: bytes) -> bytes:
    """Dictionary and content of a stream, deflated unless it is already or may not be."""
    if "Filter" not in extra and extra.get("Type") not in _READ_AS_THEY_ARE:
        extra["Filter"], content = b"/FlateDecode", zlib.compress(content, _BEST)
    extra["Length"] = b"%d" % len(content)
    words = b"".join(b"/%s %s" % (key.encode(), _value(value)) for key, value in extra.items())
    return b"<<%s>>\nstream\n%s\nendstream" % (words, content)


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


def _references(pdf: Any, places: dict[int, tuple[int, int, int]], digest: bytes) -> bytes:
    """The cross-reference stream: a row of type, place and index for every number; those that are free stay free."""
    size = max(places) + 1
    rows = [places.get(number, (0, 0, 65535)) for number in range(size)]
    width = (max(place for _, place, _ in rows).bit_length() + 7) // 8
    body = b"".join(kind.to_bytes(1) + place.to_bytes(width) + index.to_bytes(2) for kind, place, index in rows)
    extra = {
        "Type": b"/XRef", "Size": b"%d" % size, "W": b"[1 %d 2]" % width, "Root": pdf.catalog.reference,
        "Info": pdf.info.reference, "ID": b"[<%s><%s>]" % (digest, digest),
    }  # fmt: skip
    return _stream(extra, body)
