"""PDF/A-3u as a setting: the data travels with the page, the tags stay, the bytes are the same on a second run."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
import support_tree
from support_tree import Brand

from briefing.render.pdf import render_pdf
from briefing.render.pdf_audit import audit

CSS = (Path(__file__).parents[1] / "templates/investor/style.css").read_text("utf-8")
FACTS = b"id,value\nf1,8.0\n"


@pytest.fixture(scope="module")
def archive():
    return render_pdf(support_tree.briefing(), CSS, Brand(), FACTS)


def test_the_facts_are_attached_as_data(archive):
    with pikepdf.open(io.BytesIO(archive)) as pdf:
        assert pdf.attachments["facts.csv"].get_file().read_bytes() == FACTS
        assert pdf.Root.AF[0].AFRelationship == "/Data"


def test_it_says_what_it_is_and_is_tagged_all_the_same(archive):
    briefing = support_tree.briefing()
    with pikepdf.open(io.BytesIO(archive)) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert b'pdfaid:part="3"' in packet
    assert b'pdfaid:conformance="U"' in packet
    assert audit(archive, lang=briefing.lang, title=briefing.title) == ()


def test_it_is_the_same_on_a_second_run(archive):
    assert render_pdf(support_tree.briefing(), CSS, Brand(), FACTS) == archive
