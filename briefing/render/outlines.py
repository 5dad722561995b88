"""Outlines of a CFF face as TrueType: half the size once embedded, and written so that they deflate well.

Cubic curves become quadratic ones within `_ERROR`. A contour begins at the point nearest to the end of the one before and the
nearest contour comes first, so that steps are short; flags are not run-length coded, as zlib does that better.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

_ERROR = 2.0  # largest deviation of the quadratic outline, in units of 1/1000 em
_FINE = 64  # HarfBuzz draws in whole numbers: parts of a unit
_ON, _SHORT_X, _SHORT_Y, _SAME_X, _SAME_Y = 0x1, 0x2, 0x4, 0x10, 0x20  # OpenType 1.9, glyf: simple glyph flags

Point = tuple[int, int, bool]  # x, y, whether the outline goes through it
Contour = list[Point]


def set_true_type(font: Any, data: bytes, units: int) -> None:
    """Put quadratic outlines into a fontTools font in place of its CFF table, at `units` per em.

    Args:
        font: a font with a CFF table, opened without recalculation of bounding boxes.
        data: its bytes.
        units: units per em wanted; metrics are scaled with the outlines.
    """
    import uharfbuzz as hb  # noqa: PLC0415  (heavy, and only needed where a face is made)
    from fontTools.ttLib.scaleUpem import scale_upem  # noqa: PLC0415

    order = font.getGlyphOrder()
    del font["CFF "]
    scale_upem(font, units)
    drawing = hb.Font(hb.Face(data))
    drawing.scale = (units * _FINE, units * _FINE)
    glyphs = [_contours(drawing, index, units) for index in range(len(order))]
    written = [encoded(glyph) for glyph in glyphs]
    _set_table(font, "glyf", b"".join(written))
    _set_table(font, "loca", _places(written))
    metrics = font["hmtx"].metrics
    for name, glyph in zip(order, glyphs, strict=True):
        metrics[name] = (metrics[name][0], min((x for contour in glyph for x, _, _ in contour), default=0))
    _set_profile(font, glyphs)


def encoded(glyph: Sequence[Contour]) -> bytes:
    """A simple glyph of the glyf table, padded to four bytes; nothing for a blank."""
    if not glyph:
        return b""
    chain = _chained(glyph)
    points = [point for contour in chain for point in contour]
    ends, last = [], -1
    for contour in chain:
        last += len(contour)
        ends.append(last)
    xs, ys = [x for x, _, _ in points], [y for _, y, _ in points]
    head = struct.pack(">5h", len(chain), min(xs), min(ys), max(xs), max(ys))
    data = head + struct.pack(f">{len(ends)}HH", *ends, 0) + _steps(points)
    return data + bytes(-len(data) % 4)


def _steps(points: Sequence[Point]) -> bytes:
    """Flags, then steps along x, then along y."""
    flags, across, up = bytearray(), bytearray(), bytearray()
    at_x = at_y = 0
    for x, y, on in points:
        flag = _ON if on else 0
        flag |= _step(x - at_x, _SHORT_X, _SAME_X, across) | _step(y - at_y, _SHORT_Y, _SAME_Y, up)
        flags.append(flag)
        at_x, at_y = x, y
    return bytes(flags + across + up)


def _step(step: int, short: int, same: int, out: bytearray) -> int:
    """Write one step; returns its flags."""
    if not step:
        return same
    if -256 < step < 256:
        out.append(abs(step))
        return short | (same if step > 0 else 0)
    out += struct.pack(">h", step)
    return 0


def _chained(glyph: Sequence[Contour]) -> list[Contour]:
    """The contours turned and sorted so that each begins near the end of the one before."""
    rest, chain, x, y = list(glyph), list[Contour](), 0, 0
    while rest:
        starts = (
            (abs(px - x) + abs(py - y), k, i) for k, c in enumerate(rest) for i, (px, py, on) in enumerate(c) if on
        )
        _, which, start = min(starts)
        contour = rest.pop(which)
        chain.append(contour[start:] + contour[:start])
        x, y, _ = chain[-1][-1]
    return chain


# --- drawing ----------------------------------------------------------------------------------------------------------


class _Pen:
    """Collects contours as points; cubic curves become quadratic ones."""

    def __init__(self, error: float) -> None:
        from fontTools.cu2qu.cu2qu import curve_to_quadratic  # noqa: PLC0415

        self.quadratic = curve_to_quadratic
        self.error = error
        self.contours: list[list[tuple[float, float, bool]]] = []

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802  (the names of fontTools' pens)
        self.contours.append([(*point, True)])

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.contours[-1].append((*point, True))

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        x, y, _ = self.contours[-1][-1]
        spline = self.quadratic([(x, y), *points], self.error)
        self.contours[-1] += [(*point, False) for point in spline[1:-1]]
        self.contours[-1].append((*spline[-1], True))

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.contours[-1] += [(*point, False) for point in points[:-1]]
        self.contours[-1].append((*points[-1], True))

    def closePath(self) -> None: ...  # noqa: N802


def _contours(drawing: Any, index: int, units: int) -> list[Contour]:
    """The contours of a glyph in units, in TrueType's direction."""
    pen = _Pen(_ERROR * units * _FINE / 1000)
    drawing.draw_glyph_with_pen(index, pen)
    tidied = (_tidied([(round(x / _FINE), round(y / _FINE), on) for x, y, on in contour]) for contour in pen.contours)
    return [contour for contour in tidied if len(contour) > 1]


def _tidied(points: Contour) -> Contour:
    """A contour backwards, without points that are said twice or lie midway between two that say the same."""
    out: Contour = []
    for point in points:
        if not (out and point[2] and out[-1] == point):
            out.append(point)
    if len(out) > 1 and out[0] == out[-1]:
        out.pop()
    out.reverse()
    after = [*out[1:], *out[:1]]
    before = [*out[-1:], *out[:-1]]
    kept = [point for near, point, then in zip(before, out, after, strict=True) if not _implied(near, point, then)]
    return kept if any(on for _, _, on in kept) else out


def _implied(before: Point, point: Point, after: Point) -> bool:
    """Whether a point on the outline is where TrueType puts one anyway: midway between two that are not."""
    midway = before[0] + after[0] == 2 * point[0] and before[1] + after[1] == 2 * point[1]
    return point[2] and not before[2] and not after[2] and midway


# --- tables -----------------------------------------------------------------------------------------------------------


def _set_table(font: Any, tag: str, data: bytes) -> None:
    from fontTools.ttLib.tables.DefaultTable import DefaultTable  # noqa: PLC0415

    font[tag] = DefaultTable(tag)
    font[tag].data = data


def _places(glyphs: Sequence[bytes]) -> bytes:
    """Where each glyph begins, and the end, in the long form."""
    places = [0]
    for glyph in glyphs:
        places.append(places[-1] + len(glyph))
    return struct.pack(f">{len(places)}L", *places)


def _set_profile(font: Any, glyphs: Sequence[Sequence[Contour]]) -> None:
    """The tables that describe the outlines."""
    points = [point for glyph in glyphs for contour in glyph for point in contour]
    xs, ys = [x for x, _, _ in points], [y for _, y, _ in points]
    head, profile = font["head"], font["maxp"]
    head.xMin, head.yMin, head.xMax, head.yMax = min(xs), min(ys), max(xs), max(ys)
    head.indexToLocFormat = 1
    font.sfntVersion = "\0\1\0\0"
    font["post"].formatType = 3.0
    profile.tableVersion = 0x00010000
    for field in (
        "maxCompositePoints", "maxCompositeContours", "maxTwilightPoints", "maxStorage", "maxFunctionDefs",
        "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth",
    ):  # fmt: skip
        setattr(profile, field, 0)
    profile.maxZones = 1
    profile.maxPoints = max(sum(map(len, glyph)) for glyph in glyphs)
    profile.maxContours = max(map(len, glyphs))
