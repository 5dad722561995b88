"""The same report as text, HTML in seven layouts, DOCX and PDF gives the same facts."""

from __future__ import annotations

import pytest
from support_read import HTML_LAYOUTS, SAMPLE, docx, pdf, sample

from briefing.extract import extract
from briefing.model.extract import Region
from briefing.read import read_bytes

pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="the sample report is not here")

FORMS = {
    **{layout: (lambda make=make: read_bytes("report.html", make().encode())) for layout, make in HTML_LAYOUTS.items()},
    "docx": lambda: read_bytes("report.docx", docx()),
    "pdf with rules": lambda: read_bytes("report.pdf", pdf(ruled=True)),
    "pdf without rules": lambda: read_bytes("report.pdf", pdf(ruled=False)),
}


def facts(document):
    """What the facts say, without their places."""
    region = Region("binjiang", "杭州市滨江区", "Binjiang District, Hangzhou", "330108")
    return [
        (f.indicator_zh, f.measure, f.value, f.unit_zh, f.bound, f.role, f.time_period, f.rank_scope, f.table_cell)
        for f in extract(document, region, "2023").facts
    ]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_facts_of_the_text(form):
    assert facts(FORMS[form]()) == facts(sample())
