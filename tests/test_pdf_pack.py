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


def _rewritten(text, after=None):
    page = Page(after or {})
    return page.rewrite(text.encode().split(b"\n")).decode().split("\n"), page


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
    assert lines == ["BT", "/A 10 Tf", "0.2753 Tc", "[<0001000200030004>]TJ", "0 Tc", "[<0005>]TJ", "ET"]


def test_uneven_spaces_stay_spaces_and_a_run_before_another_keeps_its_last():
    lines, _ = _rewritten("BT\n/A 10 Tf\n[<0001>-50<0002>0<0003>-20.04] TJ\n/B 10 Tf\n[<0004>] TJ\nET")
    assert lines == ["BT", "/A 10 Tf", "[<0001>-50<00020003>-20]TJ", "/B 10 Tf", "[<0004>]TJ", "ET"]


def test_the_font_is_known_again_after_a_saved_state_ends():
    lines, _ = _rewritten("/A 10 Tf\nq\n/B 9 Tf\nQ\n/A 10 Tf\n/B 9 Tf")
    assert lines == ["/A 10 Tf", "q", "/B 9 Tf", "Q", "/B 9 Tf"]


@pytest.fixture(scope="module", params=["en-US", "zh-Hans"])
def both(request):
    """The same briefing packed and as WeasyPrint writes it."""
    from briefing.render import pdf

    packed = pdf.render_pdf(briefing(request.param), CSS, Brand())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "pack", lambda _document, _pdf: None)
        return packed, pdf.render_pdf(briefing(request.param), CSS, Brand())


def test_a_packed_file_is_smaller_and_looks_the_same(both):
    import pypdfium2
    from PIL import ImageChops

    packed, plain = both
    assert len(packed) < 0.9 * len(plain)
    pages = [pypdfium2.PdfDocument(data) for data in both]
    assert len(pages[0]) == len(pages[1])
    for one, other in zip(*pages, strict=True):
        images = [page.render(scale=2, grayscale=True).to_pil().reduce(4) for page in (one, other)]
        assert ImageChops.difference(*images).getextrema()[1] < 64  # a letter moved by a hundredth of a pixel


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
