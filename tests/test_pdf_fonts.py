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
