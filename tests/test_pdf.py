"""The PDF of the hand-made briefing: tags, links, bookmarks, fonts, same bytes, and what is refused."""

from __future__ import annotations

import io
import re
import socket
import sys
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from briefing.errors import RenderError
from briefing.model import tree

sys.path.insert(0, str(Path(__file__).parent))
from support_tree import Brand, briefing

pytest.importorskip("weasyprint")
pikepdf = pytest.importorskip("pikepdf")

CSS = (Path(__file__).parents[1] / "templates/investor/style.css").read_text("utf-8")


def _pdf(made: tree.Briefing, css: str = CSS, **brand: str) -> bytes:
    from briefing.render import render_pdf

    return render_pdf(made, css, Brand(**brand))


@pytest.fixture(scope="module", params=["en-US", "zh-Hans"])
def made(request):
    return briefing(request.param), _pdf(briefing(request.param))


def _elements(pdf):
    from briefing.render.pdf_audit import _elements

    return list(_elements(pdf.Root.StructTreeRoot))


def test_every_picture_has_words_every_header_cell_a_scope_and_the_claim_stands(made):
    tree_, data = made
    with pikepdf.open(io.BytesIO(data)) as pdf:
        elements = _elements(pdf)
        figures = [e for e in elements if e.S == "/Figure"]
        assert len(figures) == 2
        assert all(str(e.Alt) in {b.alt for b in tree_.blocks if isinstance(b, tree.Chart)} for e in figures)
        heads = [e for e in elements if e.S == "/TH"]
        assert heads
        assert all("/Scope" in (e.A if isinstance(e.A, pikepdf.Dictionary) else e.A[0]) for e in heads)
        assert str(pdf.Root.Lang) == tree_.lang
        assert str(pdf.docinfo.Title) == tree_.title
        assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()


def test_contents_and_sources_are_tagged_as_what_they_are(made):
    """A table of contents of lines, and a note with a name of its own for every source."""
    tree_, data = made
    sources = [entry for b in tree_.blocks if isinstance(b, tree.Sources) for entry in b.entries]
    heads = [b for b in tree_.blocks if isinstance(b, tree.Heading) and b.level == 1]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        elements = _elements(pdf)
        notes = [str(e.ID) for e in elements if e.S == "/Note"]
        lines = [e for e in elements if e.S == "/TOCI"]
        assert len(set(notes)) == len(notes) == len(sources) > 0
        assert len(lines) == len(heads)
        assert {e.P.S for e in lines} == {pikepdf.Name("/TOC")}


def test_bookmarks_are_the_title_and_the_sections(made):
    tree_, data = made
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    sections = [
        "".join(i.text for i in b.inlines) for b in tree_.blocks if isinstance(b, tree.Heading) and b.level == 1
    ]
    assert titles[1:] == sections


def test_source_marks_lead_there_and_back(made):
    tree_, data = made
    numbers = {e.number for b in tree_.blocks if isinstance(b, tree.Sources) for e in b.entries}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        links = {str(a.get("/Dest", "")) for page in pdf.pages for a in page.get("/Annots", [])}
    assert {f"s{n}" for n in numbers} <= links
    assert {f"m{n}" for n in numbers} <= links


def test_only_our_own_faces_are_embedded_and_all_as_subsets(made):
    with pikepdf.open(io.BytesIO(made[1])) as pdf:
        names = {str(f.BaseFont) for page in pdf.pages for f in page.Resources.Font.values()}
    assert names
    assert all("+Briefing-" in name for name in names)


def test_same_bytes_on_a_second_run(made):
    assert _pdf(made[0]) == made[1]


def test_text_stays_text_with_figures_in_one_piece(made):
    pypdfium2 = pytest.importorskip("pypdfium2")
    document = pypdfium2.PdfDocument(made[1])
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    squeezed = "".join(text.split())
    for figure in (
        ("RMB246.79billion", "RMB6.233billion") if made[0].lang.startswith("en") else ("2467.9亿元", "62.33亿元")
    ):
        assert figure in squeezed


def test_letter_pages_have_letter_size():
    with pikepdf.open(io.BytesIO(_pdf(briefing("en-US", page_size="Letter")))) as pdf:
        assert [round(float(x)) for x in pdf.pages[0].MediaBox] == [0, 0, 612, 792]


def test_a_character_beyond_the_subset_is_taken_from_the_full_font(caplog):
    rare = replace(briefing("zh-Hans"), blocks=(tree.Paragraph((tree.Text("村名㙘字"),)),))
    data = _pdf(rare)
    assert "㙘" in caplog.text
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert any("Plus" in str(f.BaseFont) for page in pdf.pages for f in page.Resources.Font.values())


def test_a_character_no_font_has_stops_the_build_by_name():
    unknown = replace(briefing("en-US"), blocks=(tree.Paragraph((tree.Text("smile \U0001f600"),)),))
    with pytest.raises(RenderError, match=r"U\+1F600"):
        _pdf(unknown)


def test_an_address_in_the_style_stops_the_build_and_nothing_is_fetched(tmp_path):
    canary = tmp_path / "canary.svg"
    canary.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.5)
    calls: list[object] = []

    def listen() -> None:
        try:
            calls.append(server.accept())
        except TimeoutError:
            return

    listener = threading.Thread(target=listen)
    listener.start()
    port = server.getsockname()[1]
    hostile = (
        f"p {{ background: url(http://127.0.0.1:{port}/x.png) }}",
        f"p {{ background: url({canary.as_uri()}) }}",
        f"@import url(http://127.0.0.1:{port}/x.css);",
        f"@font-face {{ font-family: X; src: url({canary.as_uri()}) }}",
        "p::before { content: url(ftp://127.0.0.1/x) }",
    )
    for css in hostile:
        with pytest.raises(RenderError):
            _pdf(briefing("en-US"), css + CSS)
    listener.join()
    server.close()
    assert calls == []


def test_text_of_the_tree_is_never_markup():
    evil = "<img src=file:///etc/passwd><script>{{ 7*7 }}</script>"
    data = _pdf(replace(briefing("en-US"), title=evil, blocks=(tree.Paragraph((tree.Text(evil),)),)))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.docinfo.Title) == evil
        assert not [e for e in _elements(pdf) if e.S == "/Figure"]


def test_the_claim_is_withheld_when_the_audit_finds_fault(monkeypatch, caplog):
    import briefing.render.pdf as module

    monkeypatch.setattr(module, "audit", lambda *_args, **_kwargs: ("1 of 2 pictures have no words",))
    data = _pdf(briefing("en-US"))
    assert "withheld" in caplog.text
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes().split(b"xmlns")[0]
        assert b"<pdfuaid:part>" not in pdf.Root.Metadata.read_bytes()


def test_the_audit_names_what_is_missing():
    from weasyprint import HTML

    from briefing.render.pdf_audit import audit

    plain = HTML(string="<html lang=en><title>T</title><h2>x</h2><p>y</p><table><tr><th>a</th></tr></table></html>")
    found = "; ".join(audit(plain.write_pdf(pdf_tags=True), lang="en", title="T"))
    assert "no scope" in found
    assert "first heading" in found
    assert "not tagged" in "; ".join(audit(plain.write_pdf(), lang="en", title="T"))


def test_a_missing_subset_library_is_refused_with_the_remedy(monkeypatch):
    from weasyprint.text import ffi

    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    with pytest.raises(RenderError, match="libharfbuzz-subset"):
        _pdf(briefing("en-US"))


def test_chinese_falls_back_to_ragged_with_a_notice_on_another_release(monkeypatch):
    import weasyprint
    from weasyprint.layout import inline

    from briefing.render import typography_justify

    original = getattr(inline.justify_line, "__wrapped__", None) or inline.justify_line
    monkeypatch.setattr(inline, "justify_line", partial(original))
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    assert "ragged" in typography_justify.install()
    assert not hasattr(inline.justify_line, "flush_chinese")


def test_charts_stay_with_a_notice_on_another_release(monkeypatch):
    import weasyprint
    from weasyprint import layout

    from briefing.render import pdf_moves

    kept = layout.make_all_pages
    monkeypatch.setattr(layout, "make_all_pages", partial(kept))
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    assert "charts stay" in pdf_moves.install()
    assert not hasattr(layout.make_all_pages, "moves_charts")


@pytest.mark.parametrize("paragraphs", range(27, 37, 2))
def test_no_briefing_ends_with_a_page_of_a_few_lines(paragraphs):
    """However long the text before the sources is, the last page is nearly a fifth full."""
    sources = tuple(block for block in briefing("en-US").blocks if isinstance(block, tree.Sources))
    text = tree.Paragraph((tree.Text("A line of text as there are many of them in a briefing."),))
    heads = [tree.Heading(1, (tree.Text(title),), title) for title in ("Text", "Sources")]
    data = _pdf(replace(briefing("en-US"), blocks=(heads[0], *[text] * paragraphs, heads[1], *sources)))
    assert _last_page_full(data) > 0.18


@pytest.mark.parametrize("paragraphs", range(20, 52, 2))
def test_contents_name_the_pages_on_which_chapters_begin_also_where_the_last_page_was_saved_or_filled(paragraphs):
    import pypdfium2

    sources = tuple(block for block in briefing("en-US").blocks if isinstance(block, tree.Sources))
    text = tree.Paragraph((tree.Text("A line of text as there are many of them in a briefing."),))
    chapters = [(tree.Heading(1, (tree.Text(f"Chapter{n}"),), f"c{n}"), *[text] * (paragraphs // 4)) for n in range(4)]
    blocks = (tree.Contents("Contents"), *(block for chapter in chapters for block in chapter))
    pages = pypdfium2.PdfDocument(
        _pdf(replace(briefing("en-US"), blocks=(*blocks, tree.Heading(1, (tree.Text("End"),), "end"), *sources)))
    )
    begins = {mark.get_title(): mark.get_dest().get_index() + 1 for mark in pages.get_toc()}
    printed = re.findall(r"(Chapter\d|End)[ .]{4,}(\d)", pages[0].get_textpage().get_text_bounded())
    assert {title: int(page) for title, page in printed} == begins


@pytest.mark.parametrize("count", [3, 4, 7])
def test_many_short_chapters_stand_in_two_columns_of_contents_level_with_each_other(count):
    """The first line of the second column is level with that of the first, and what follows stands below both."""
    titles = [f"Chapter{n}" for n in range(count)]
    heads = [tree.Heading(1, (tree.Text(title),), title) for title in titles]
    data = _pdf(replace(briefing("en-US"), blocks=(tree.Contents("Contents"), *heads)))
    places = _first_places(data, [*titles, "Contents"])
    second = (count + 1) // 2 if count > 3 else 0
    assert places[titles[second]][1] == pytest.approx(places[titles[0]][1], abs=0.01)
    assert (places[titles[second]][0] > places[titles[0]][0] + 200) == (count > 3)
    lines = [places[title][1] for title in titles]
    assert min(lines) - _second_place(data, titles[0]) > 20


def test_running_heads_have_the_quotes_of_their_language():
    import pypdfium2

    made = replace(briefing("en-US"), running_left="Xi'an", blocks=(tree.Paragraph((tree.Text("x"),)),))
    assert "Xi’an" in pypdfium2.PdfDocument(_pdf(made))[0].get_textpage().get_text_bounded()


def test_a_bracket_in_the_label_of_a_card_stays_on_one_line():
    from briefing.render.pdf_html import Pictures, document_html

    card = tree.Card("货物进出口总额增速（2024年1—10月）", "5.2%", "", "", "")
    html = document_html(replace(briefing("zh-Hans"), blocks=(tree.Cards((card,)),)), Pictures({}))
    assert re.search(r'<span class="w">(?:(?!</p>).)*（(?:(?!</p>).)*）', html)


def test_the_title_is_dark_on_a_pale_house_colour_and_white_on_the_usual_one():
    """#1d2730 and white as the last fill colours before the title is shown."""
    for accent, colour in (("#f5d142", b"0.113 0.152 0.188 rg"), ("#0b5563", b"1 1 1 rg")):
        with pikepdf.open(io.BytesIO(_pdf(briefing("en-US"), accent=accent))) as pdf:
            page = pdf.pages[0].Contents.read_bytes()
            before = page[: page.index(b" 31 Tf") if b" 31 Tf" in page else page.index(b" 41.333 Tf")]
            assert re.findall(rb"[\d. ]+ rg", before)[-1].strip() == colour


def _last_page_full(data):
    import pypdfium2

    pages = pypdfium2.PdfDocument(data)
    page = pages[len(pages) - 1]
    top, foot = 24 * 72 / 25.4, page.get_height() - 22 * 72 / 25.4
    image = page.render(grayscale=True).to_pil()
    ink = image.crop((0, int(top), image.width, int(foot))).point(lambda grey: 255 * (grey < 200)).getbbox()
    return ink[3] / (foot - top)


def _found(data, text):
    """Where a text stands on the first page each time, in points from left and foot."""
    import pypdfium2

    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    search = page.search(text)
    places = []
    while found := search.get_next():
        places.append(page.get_charbox(found[0], loose=True)[:2])
    return places


def _first_places(data, texts):
    return {text: _found(data, text)[0] for text in texts}


def _second_place(data, text):
    return _found(data, text)[1][1]
