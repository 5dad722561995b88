"""The same report in every form gives the same blocks and the same table."""

from __future__ import annotations

import pytest
from support_read import HTML_LAYOUTS, SAMPLE, body, cells, docx, pdf, sample

from briefing.read import read_bytes

pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="the sample report is not here")


@pytest.mark.parametrize("layout", HTML_LAYOUTS)
def test_html_layouts_give_the_blocks_of_the_text(layout):
    document = read_bytes("report.html", HTML_LAYOUTS[layout]().encode())
    assert body(document) == body(sample())
    assert cells(document) == cells(sample())


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_html_in_any_charset_whatever_it_declares(encoding):
    page = HTML_LAYOUTS["an article, real table"]()
    assert body(read_bytes("report.html", page.encode(encoding))) == body(sample())


def test_docx_gives_the_blocks_of_the_text():
    document = read_bytes("report.docx", docx())
    assert body(document) == body(sample())
    assert cells(document) == cells(sample())


@pytest.mark.parametrize("ruled", [True, False])
def test_pdf_gives_the_blocks_of_the_text(ruled):
    document = read_bytes("report.pdf", pdf(ruled=ruled))
    assert body(document) == body(sample())
    assert cells(document) == cells(sample())
