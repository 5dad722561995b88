"""Font subsets: made once, checked by digest, split between Han and Latin, missing files named."""

from __future__ import annotations

import pytest

from briefing.errors import RenderError
from briefing.render import fonts

pytest.importorskip("uharfbuzz")


def test_han_faces_leave_letters_to_the_latin_and_quotes_stay_with_both():
    made = fonts.font_set()
    han = next(face for face in made.faces if face.family == fonts.HEI)
    latin = next(face for face in made.faces if face.family == fonts.SANS)
    assert not {ord(c) for c in "Aa0%.,-–"} & han.covered
    assert {ord(c) for c in "中“”’—…，。▲▼"} <= han.covered
    assert {ord(c) for c in "Aa0%“”’—–é"} <= latin.covered


def test_chains_begin_with_the_family_of_the_language():
    assert fonts.stacks("zh-Hans")[0].startswith('"Briefing Hei", "Briefing Sans"')
    assert fonts.stacks("en-GB")[1].startswith('"Briefing Serif", "Briefing Song"')


def test_missing_names_only_what_no_face_draws():
    assert fonts.missing(["杭州 RMB 8.0%\n", "a\U0001f600"], fonts.font_set()) == ("\U0001f600",)


def test_every_missing_font_file_is_named_with_the_remedy(monkeypatch):
    table = fonts._table() | {"folders": []}
    monkeypatch.setattr(fonts, "_table", lambda: table)
    with pytest.raises(RenderError, match="apt install") as caught:
        fonts._find(fonts._sources(), "")
    assert len(caught.value.problems) == 8


def test_a_damaged_cache_is_noticed(tmp_path):
    sources = fonts._sources()
    for source in sources:
        (tmp_path / source.file_name).write_bytes(b"damaged")
    (tmp_path / "record.json").write_text("{}")
    assert fonts._read_record(tmp_path, sources) is None
    assert fonts._read_record(tmp_path / "nowhere", sources) is None


def test_outlines_are_those_of_the_full_font_within_a_three_hundredth_of_an_em():
    """The highest and widest points of a glyph stay where they were."""
    import uharfbuzz as hb
    from fontTools.pens.boundsPen import BoundsPen

    def edges(font, glyph):
        pen = BoundsPen(None)
        font.draw_glyph_with_pen(glyph, pen)
        return [edge / font.face.upem for edge in pen.bounds]

    for face in (face for face in fonts.font_set().faces if face.script == "han"):
        made, full = hb.Font(hb.Face(hb.Blob.from_file_path(str(face.path)))), hb.Font(fonts.full_face(face))
        for char in "经济简报，":
            new, old = (font.get_nominal_glyph(ord(char)) for font in (made, full))
            assert edges(made, new) == pytest.approx(edges(full, old), abs=1 / 300)
            assert made.get_glyph_h_advance(new) * full.face.upem == full.get_glyph_h_advance(old) * made.face.upem
