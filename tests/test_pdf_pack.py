"""Packing a PDF: shorter operators and fewer structure elements say and show the same."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from briefing.render.pdf_text import Page

sys.path.insert(0, str(Path(__file__).parent))
from support_tree import Brand, briefing

pikepdf = pytest.importorskip("pikepdf")
pytest.importorskip("weasyprint")
CSS = (Path(__file__).parents[1] / "templates/investor/style.css").read_text("utf-8")


def _rewritten(text, after=None, fonts=None, beside=frozenset()):
    page = Page(after or {}, fonts, beside=beside)
    return page.rewrite(text.encode().split(b"\n")).decode("latin-1").split("\n"), page


def test_neighbouring_sequences_of_one_element_become_one():
    lines, page = _rewritten("/Span\n<</MCID 0>>\nBDC\nBT\nET\nEMC\n/Span\n<</MCID 1>>\nBDC\nBT\nET\nEMC", {0: 1})
    assert lines == ["/Span<</MCID 0>>BDC", "BT", "ET", "EMC"]
    assert page.merged == {1}


def test_sequences_that_are_no_neighbours_in_the_structure_stay_apart():
    lines, page = _rewritten("/Span\n<</MCID 0>>\nBDC\nEMC\n/Span\n<</MCID 1>>\nBDC\nEMC", {})
    assert [line for line in lines if "BDC" in line] == ["/Span<</MCID 0>>BDC", "/Span<</MCID 1>>BDC"]
    assert not page.merged


def test_even_spaces_become_one_character_spacing_that_ends_with_the_run():
    spread = "[<0001>-13<>-14.2<0002>-13<>-14.2<0003>-14<>-14.2<0004>0] TJ"
    lines, _ = _rewritten(f"BT\n/A 10 Tf\n{spread}\nET\nBT\n[<0005>] TJ\nET")
    assert lines == ["BT", "/A 10 Tf", "0.2753 Tc", "(\0\1\0\2\0\3\0\4)Tj", "0 Tc", "(\0\5)Tj", "ET"]


def test_uneven_spaces_stay_spaces_and_a_run_before_another_keeps_its_last():
    lines, _ = _rewritten("BT\n/A 10 Tf\n[<0001>-50<0002>0<0003>-20.04] TJ\n/B 10 Tf\n[<0004>] TJ\nET")
    assert lines == ["BT", "/A 10 Tf", "[(\0\1)-50(\0\2\0\3)-20]TJ", "/B 10 Tf", "(\0\4)Tj", "ET"]


def test_the_font_is_known_again_after_a_saved_state_ends():
    lines, _ = _rewritten("/A 10 Tf\nq\n/B 9 Tf\nQ\n/A 10 Tf\n/B 9 Tf")
    assert lines == ["/A 10 Tf", "q", "/B 9 Tf", "Q", "/B 9 Tf"]


def test_glyphs_get_their_new_numbers_and_bytes_with_a_meaning_of_their_own_are_escaped():
    lines, _ = _rewritten("/A 10 Tf\n[<1234>] TJ\n/B 9 Tf\n[<0028>] TJ", fonts={b"/A": lambda _: 0x0D5C})
    assert lines == ["/A 10 Tf", "(\\r\\\\)Tj", "/B 9 Tf", "(\0\\()Tj"]


def test_a_setting_is_said_once_as_long_as_it_holds():
    lines, _ = _rewritten("1 0 0 rg\nq\n1 0 0 rg\n0 0 1 rg\nf\nQ\n1 0 0 rg\n/a1.0 gs\n0 J\nf")
    assert lines == ["1 0 0 rg", "q", "0 0 1 rg", "f", "Q", "f"]


def test_a_colour_of_another_space_makes_the_known_one_unknown():
    lines, _ = _rewritten("1 0 0 rg\n/lab-d50 cs\n1 2 3 scn\nf\n1 0 0 rg\nf")
    assert lines.count("1 0 0 rg") == 2


def test_the_borders_of_a_row_are_one_group_and_one_artifact():
    border = "/Artifact\nBMC\nq\nq\n/A1.0 gs\n0 0 0 RG\n0.5 w\n{} 9.123456 m\n{} 9 l\nS\nQ\nQ\nEMC\n"
    lines, _ = _rewritten(border.format(1, 2) + border.format(2, 3))
    drawn = ["1 9.12 m", "2 9 l", "S", "2 9.12 m", "3 9 l", "S"]
    assert [line for line in lines if line] == ["/Artifact BMC", "q", "0 0 0 RG", "0.5 w", *drawn, "Q", "EMC"]


def test_groups_with_other_settings_stay_apart():
    lines, _ = _rewritten("q\n1 w\n0 0 m\n1 1 l\nS\nQ\nq\n2 w\n0 0 m\n1 1 l\nS\nQ")
    assert lines.count("q") == lines.count("Q") == 2


def test_a_form_is_shown_without_the_spacing_of_the_line_before():
    lines, _ = _rewritten("/A 10 Tf\n[<0001>-9<0002>-9<0003>-9<0004>] TJ\nET\n/x1 Do")
    assert lines[-2:] == ["0 Tc", "/x1 Do"]


def test_a_sequence_that_belongs_to_no_element_is_an_artifact():
    lines, _ = _rewritten("/Span\n<</MCID 4>>\nBDC\nBT\nET\nEMC", beside={4})
    assert lines == ["/Artifact BMC", "BT", "ET", "EMC"]


@pytest.fixture(scope="module", params=["en-US", "zh-Hans"])
def both(request):
    """The same briefing packed and as WeasyPrint writes it."""
    from briefing.render import pdf

    packed = pdf.render_pdf(briefing(request.param), CSS, Brand())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "pack", lambda _pdf: None)
        return packed, pdf.render_pdf(briefing(request.param), CSS, Brand())


def _spelt_for_pdfium(data):
    """The file as WeasyPrint writes it, without the empty strings (`[<>-30.75<0014>]`): pdfium forgets the space behind one
    that begins a run, so that a line of several fonts would end up to 2 pt short. Other readers do not."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.Contents.write(page.Contents.read_bytes().replace(b"<>", b" "))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _pages(both):
    import pypdfium2

    packed, plain = pypdfium2.PdfDocument(both[0]), pypdfium2.PdfDocument(_spelt_for_pdfium(both[1]))
    assert len(packed) == len(plain)
    return zip(packed, plain, strict=True)


def test_a_packed_file_is_smaller_and_looks_the_same(both):
    from PIL import ImageChops

    assert len(both[0]) < 0.85 * len(both[1])
    for one, other in _pages(both):
        images = [page.render(scale=2, grayscale=True).to_pil().reduce(4) for page in (one, other)]
        assert ImageChops.difference(*images).getextrema()[1] < 64  # a letter moved by a hundredth of a pixel


def test_no_letter_of_a_packed_file_stands_elsewhere(both):
    """To a twentieth of a point: one spacing for all of a line may move a letter within it."""
    for one, other in _pages(both):
        places = [_places(page) for page in (one, other)]
        assert [letter for letter, *_ in places[0]] == [letter for letter, *_ in places[1]]
        moved = [max(abs(x - u), abs(y - v)) for (_, x, y), (_, u, v) in zip(*places, strict=True)]
        assert max(moved) <= 0.05


def _places(page):
    """Every letter of a page but blanks, with the place of its origin in points."""
    import ctypes

    from pypdfium2 import raw

    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    found = []
    for at in range(text.count_chars()):
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        found.append((chr(raw.FPDFText_GetUnicode(text, at)), x.value, y.value))
    return [place for place in found if place[0].strip()]


def test_a_packed_file_says_the_same_in_the_same_order(both):
    import pypdfium2

    def words(data):
        pages = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))
        return re.sub(r"\s", "", "".join(pages))

    assert words(both[0]) == words(both[1])


def test_every_sequence_of_a_packed_page_belongs_to_an_element_that_knows_it(both):
    with pikepdf.open(io.BytesIO(both[0])) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        for at, page in enumerate(pdf.pages):
            marked = [int(n) for n in re.findall(rb"MCID (\d+)", page.Contents.read_bytes())]
            owners = numbers[2 * at + 1]
            assert len(marked) == len(set(marked))
            assert all(number in [k for k in owners[number].K if isinstance(k, int)] for number in marked)


def test_the_parent_of_a_link_is_a_link(both):
    with pikepdf.open(io.BytesIO(both[0])) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        notes = [note for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        assert notes
        assert {str(parents[int(note.StructParent)].S) for note in notes} == {"/Link"}


def test_running_heads_are_no_part_of_the_text(both):
    with pikepdf.open(io.BytesIO(both[0])) as pdf:
        last = pdf.pages[-1].Contents.read_bytes()
        assert last.rindex(b"/Artifact BMC") > last.rindex(b"MCID")


def test_a_packed_file_has_no_fault_that_qpdf_finds(both):
    for data in both:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert pdf.check_pdf_syntax() == []
