"""Word and Excel files hold to the schemas of Office, so that no program offers a repair.

openxml-audit checks every part by the rules of Microsoft's Open XML SDK: order and names of elements, values of attributes,
unique ids, relations, references. It asks for a theme, too, which our files go without by intent, as a theme's fonts would
take the place of ours; the standard makes it optional.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import support_charts
import support_tree
from support_tree import Brand

from briefing.render.docx import DocxOptions, render_docx
from briefing.render.package import read_zip, write_zip
from briefing.render.reference import reference_docx
from briefing.render.xlsx import render_xlsx

audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed: the dev extra brings it")

Faults = Callable[[str, bytes], list[str]]
NO_THEME = re.compile("A required relationship type '.*/theme' is missing.")


@pytest.fixture
def faults(tmp_path: Path) -> Faults:
    """What is wrong with a file of a name: part, place and fault, a line each; embedded workbooks are files of their own."""

    def found(file: str, data: bytes) -> list[str]:
        path = tmp_path / file
        path.write_bytes(data)
        validator = audit.OpenXmlValidator(audit.FileFormat.MICROSOFT_365, max_errors=0)  # one remembers its last file
        grave = (e for e in validator.validate(path).errors if e.severity == audit.ValidationSeverity.ERROR)
        return [f"{e.part_uri} {e.path}: {e.description}" for e in grave if not NO_THEME.fullmatch(e.description)]

    return found


def charted(lang: str, **options: object) -> bytes:
    return render_docx(support_charts.briefing(lang), None, Brand(), DocxOptions(**options))


MADE: dict[str, Callable[[], bytes]] = {
    "notes-zh.docx": lambda: render_docx(support_tree.briefing("zh-Hans"), None, Brand()),
    "notes-en.docx": lambda: render_docx(support_tree.briefing("en-GB"), None, Brand(), DocxOptions(pages={"h1": 3})),
    "landscape-letter.docx": lambda: render_docx(
        replace(support_tree.briefing(), page_size="Letter", orientation="landscape"), None, Brand()
    ),
    "comments.docx": lambda: render_docx(
        support_tree.briefing(), None, Brand(), DocxOptions(notes={"projects": "check", "t1": "inherited"})
    ),
    "editor.docx": lambda: render_docx(support_tree.editor(), None, Brand(), DocxOptions(notes={"s2": "look"})),
    "charts-zh.docx": lambda: charted("zh-Hans", twins=True),
    "charts-en.docx": lambda: charted("en-US", twins=True),
    "pictures.docx": lambda: charted("en-US", pictures=True),
    "own-reference.docx": lambda: render_docx(support_tree.briefing(), reference_docx(), Brand()),
    "reference.docx": reference_docx,
    "editor.xlsx": lambda: render_xlsx(support_tree.editor(), Brand(), {"s2": "look"}),
}


@pytest.mark.parametrize("file", MADE)
def test_a_file_holds_to_the_schemas(file: str, faults: Faults) -> None:
    assert faults(file, MADE[file]()) == []


def test_the_workbooks_of_charts_hold_to_the_schemas(faults: Faults) -> None:
    parts = read_zip(charted("zh-Hans"))
    books = {part.rpartition("/")[2]: data for part, data in parts.items() if part.endswith(".xlsx")}
    assert len(books) == len(support_charts.KINDS) + 1  # small multiples are a chart a series
    assert {file: faults(file, data) for file, data in books.items()} == {file: [] for file in books}


@pytest.mark.parametrize(
    ("part", "right", "wrong"),
    [
        ("word/document.xml", rb"(<w:tblW [^>]*/>)(<w:tblLayout [^>]*/>)", rb"\2\1"),
        ("word/document.xml", rb'<wp:docPr id="\d+"', rb"<wp:docPr"),
        ("word/charts/chart1.xml", rb"(<c:orientation [^>]*/>)(<c:max [^>]*/>)", rb"\2\1"),
        ("word/charts/chart1.xml", rb'<c:barDir val="bar"/>', rb'<c:barDir val="across"/>'),
        ("word/styles.xml", rb"(<w:name [^>]*/>)(<w:basedOn [^>]*/>)", rb"\2\1"),
        ("word/header1.xml", rb"<w:pStyle ", rb"<w:pStile "),
    ],
)
def test_the_check_sees_what_word_would_repair(part: str, right: bytes, wrong: bytes, faults: Faults) -> None:
    """A check that finds nothing is worth what it would have found."""
    parts = read_zip(charted("en-US"))
    broken, count = re.subn(right, wrong, parts[part], count=1)
    assert count == 1
    found = faults("broken.docx", write_zip({**parts, part: broken}))
    assert any(line.startswith(f"/{part}") for line in found)
