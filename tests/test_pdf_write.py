"""Writing a PDF: every object found again under its new number, strings untouched; fonts with their glyphs numbered anew."""

from __future__ import annotations

import io
import struct

import pytest

from briefing.render import fonts, pdf_glyphs
from briefing.render.pdf_write import write

pikepdf = pytest.importorskip("pikepdf")
pydyf = pytest.importorskip("pydyf")
hb = pytest.importorskip("uharfbuzz")


def _document():
    """Three objects, of which the middle one was taken out, and a stream; the text looks like a reference."""
    pdf = pydyf.PDF()
    pdf.info["Title"] = pydyf.String("see 4 0 R (or not)")
    gone, kept, stream = pydyf.Dictionary({"A": 1}), pydyf.Dictionary({"B": 2.5}), pydyf.Stream([b"0 0 m"])
    for item in (gone, kept, stream):
        pdf.add_object(item)
    gone.free = "f"
    pdf.catalog["Kept"], pdf.catalog["Drawn"] = kept.reference, stream.reference
    return pdf


def test_references_lead_to_the_same_objects_and_texts_stay_texts():
    with pikepdf.open(io.BytesIO(write(_document()))) as pdf:
        assert float(pdf.Root.Kept.B) == 2.5
        assert pdf.Root.Drawn.read_bytes() == b"0 0 m"
        assert str(pdf.docinfo.Title) == "see 4 0 R (or not)"
        assert pdf.check_pdf_syntax() == []


def test_the_same_objects_are_the_same_bytes():
    assert write(_document()) == write(_document())


def _drawn(data, glyph):
    pen = []
    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(lambda x, y, out: out.append(("M", x, y)))
    funcs.set_line_to_func(lambda x, y, out: out.append(("L", x, y)))
    funcs.set_quadratic_to_func(lambda *points: points[-1].append(("Q", *points[:-1])))
    funcs.set_close_path_func(lambda out: out.append(("Z",)))
    hb.Font(hb.Face(data)).draw_glyph(glyph, funcs, pen)
    return pen


def test_glyphs_keep_outline_and_width_under_their_new_numbers_and_bring_their_parts():
    """The e of é is one of its parts: it comes along, at the end."""
    data = next(face.path for face in fonts.font_set().faces if face.family == fonts.SANS).read_bytes()
    font = hb.Font(hb.Face(data))
    wanted = [0, *(font.get_nominal_glyph(ord(char)) for char in "Aé1")]
    numbers = {glyph: number for number, glyph in enumerate(wanted)}
    small = pdf_glyphs.compact(data, numbers)
    made = hb.Font(hb.Face(small))
    assert len(small) < len(data) / 8
    assert len(numbers) > len(wanted)
    for glyph, number in numbers.items():
        assert _drawn(small, number) == _drawn(data, glyph)
        assert made.get_glyph_h_advance(number) == font.get_glyph_h_advance(glyph)


def test_a_font_file_has_the_checksum_that_opentype_asks_for():
    data = next(face.path for face in fonts.font_set().faces if face.family == fonts.HEI).read_bytes()
    small = pdf_glyphs.compact(data, {0: 0, 40: 1})
    assert sum(struct.unpack(f">{len(small) // 4}L", small)) % 2**32 == 0xB1B0AFBA
