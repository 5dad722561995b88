"""Office packages as zip files with the same bytes every time: fixed dates, content types first, the rest by name."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"
_LEVEL = 9  # of compression


def write_zip(parts: Mapping[str, bytes], *, compressed: bool = True) -> bytes:
    """Pack parts (name to content) into a zip without dates, in an order that does not depend on how they were made.

    One that goes into another package is not to be `compressed` by itself: the outer one makes less of the whole.
    """
    stream = BytesIO()
    with ZipFile(stream, "w") as package:
        for part in sorted(parts, key=lambda part: (part != _FIRST, part)):
            entry = ZipInfo(part, _EPOCH)
            entry.external_attr = 0o600 << 16
            package.writestr(entry, parts[part], ZIP_DEFLATED if compressed else ZIP_STORED, _LEVEL)
    return stream.getvalue()


def read_zip(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with ZipFile(BytesIO(data)) as package:
        return {part: package.read(part) for part in package.namelist()}
