"""LibreOffice opens the Word files and gives everything back on saving; skipped where it is not installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import support_charts
import support_tree
from lxml import etree
from support_tree import Brand

from briefing.render.docx import DocxOptions, render_docx
from briefing.render.docx_parts import ANCHORS
from briefing.render.package import read_zip
from briefing.render.wordml import name

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


@dataclass(frozen=True)
class Kept:
    """What must survive."""

    text: str
    bookmarks: frozenset[str]
    footnotes: str
    comments: tuple[str, ...]
    charts: int
    workbooks: int
    repeated_heads: int
    whole_rows: int
    counters: int
    anchors: bytes


def kept(data: bytes) -> Kept:
    parts = read_zip(data)

    def words(part: str) -> str:
        return "".join(t.text or "" for t in etree.fromstring(parts[part]).iter(name("w:t"))) if part in parts else ""

    root = etree.fromstring(parts["word/document.xml"])
    comments = etree.fromstring(parts["word/comments.xml"]) if "word/comments.xml" in parts else ()
    return Kept(
        words("word/document.xml"),
        frozenset(node.get(name("w:name"), "") for node in root.iter(name("w:bookmarkStart"))),
        words("word/footnotes.xml"),
        tuple("".join(t.text or "" for t in comment.iter(name("w:t"))) for comment in comments),
        sum(bool(re.fullmatch(r"word/charts/chart\d+\.xml", part)) for part in parts),
        sum("embeddings/" in part for part in parts),
        sum(1 for _ in root.iter(name("w:tblHeader"))),
        sum(1 for _ in root.iter(name("w:cantSplit"))),
        sum("SEQ" in (node.text or "") for node in root.iter(name("w:instrText"))),
        next(
            etree.tostring(etree.fromstring(d), method="c14n")
            for d in parts.values()
            if ANCHORS.encode() in d and b"anchors " in d
        ),
    )


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[bytes, bytes]]]:
    """Each file before and after LibreOffice opened and saved it, in one call with a profile of its own."""
    folder = tmp_path_factory.mktemp("libreoffice")
    made = {
        "notes": render_docx(support_tree.briefing("zh-Hans"), None, Brand()),
        "comments": render_docx(
            support_tree.briefing(), None, Brand(), DocxOptions(notes={"projects": "check", "t1": "inherited"})
        ),
        "charts": render_docx(support_charts.briefing(), None, Brand()),
    }
    for file, data in made.items():
        (folder / f"{file}.docx").write_bytes(data)
    out = folder / "out"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out)]
    subprocess.run(
        [*command, *(str(folder / f"{file}.docx") for file in made)], check=True, capture_output=True, timeout=120
    )
    yield {file: (data, (out / f"{file}.docx").read_bytes()) for file, data in made.items()}
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("file", ["notes", "comments", "charts"])
def test_text_bookmarks_notes_comments_and_charts_survive_a_save(
    saved: dict[str, tuple[bytes, bytes]], file: str
) -> None:
    before, after = (kept(data) for data in saved[file])
    assert after == before


def test_the_files_hold_what_the_round_trip_claims_to_keep(saved: dict[str, tuple[bytes, bytes]]) -> None:
    notes, comments, charts = (kept(saved[file][0]) for file in ("notes", "comments", "charts"))
    assert len(notes.text) > 1000
    assert "固定资产投资" in notes.footnotes
    assert len(notes.bookmarks) > 50
    assert set(comments.comments) == {"check", "inherited"}
    assert charts.charts == charts.workbooks == 10


def test_it_opens_as_a_pdf_of_the_expected_pages(saved: dict[str, tuple[bytes, bytes]], tmp_path: Path) -> None:
    (tmp_path / "in.docx").write_bytes(saved["notes"][0])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "in.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "in.pdf").read_bytes()))
    assert 3 <= pages <= 5
