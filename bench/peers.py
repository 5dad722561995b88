"""The same content set by other tools, in the same run: how long, how large, tagged or not.

None of them is needed by the program. They are looked for on the PATH, and in the virtual environment that BRIEFING_PEERS names
(its packages typst, pypandoc_binary, weasyprint, matplotlib); CONTRIBUTING.md says how to install them. What is not found is
left out with the reason. Each starts in a process of its own, as it would for one document.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.content import as_html, as_typst, bars, charts, sample_tree
from bench.measure import Spent, spend
from bench.workspace import lay_out

_RUNS = 3
_OURS = (
    sys.executable,
    "-m",
    "briefing",
    "build",
    "-q",
    "--force",
    "--edition",
    "investor",
    "--lang",
    "zh",
    "--format",
)
_TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], pdf_standards=['ua-1'])"
_PANDOC = "import pypandoc; print(pypandoc.get_pandoc_path())"
_BARE = """
import json, sys
import matplotlib.pyplot as plt
from pathlib import Path
from weasyprint import HTML
page = Path(sys.argv[1])
plt.rcParams["font.family"] = ["Noto Sans CJK SC", "Noto Sans CJK JP", "DejaVu Sans"]
for name, bars in json.loads(page.with_name("bars.json").read_text()).items():
    figure, axes = plt.subplots(figsize=(6.7, 2.6))
    axes.barh(*zip(*bars))
    figure.savefig(page.with_name(name))
    plt.close(figure)
HTML(str(page)).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""


class Peer(NamedTuple):
    """What one tool needed, or why it was left out."""

    tool: str
    wall: float = 0
    cpu: float = 0
    peak_mb: float = 0
    kb: float = 0
    pages: int = 0
    tagged: bool = False
    skipped: str = ""


def peers(folder: Path) -> list[Peer]:
    """Ours and every other tool that is installed, on the Chinese investor edition of the sample."""
    workspace = lay_out(folder / "peers", 1)
    found = [_measured(f"briefing, {form}", lambda form=form: _ours(workspace, form)) for form in ("pdf", "docx")]
    (docx,) = workspace.glob("out/2023/*/*.zh.docx")
    briefing = sample_tree(workspace)
    for name, drawn in charts(briefing).items():
        (folder / name).write_text(drawn, encoding="utf-8")
    (folder / "page.html").write_text(as_html(briefing), encoding="utf-8")
    (folder / "page.typ").write_text(as_typst(briefing), encoding="utf-8")
    others: Sequence[tuple[str, Callable[[], tuple[Spent, Path]]]] = (
        ("Typst, pdf (UA-1)", lambda: _typst(folder)),
        ("pandoc, docx", lambda: _pandoc(folder)),
        ("LibreOffice, pdf from our docx", lambda: _libreoffice(folder, docx)),
        ("Chromium print, pdf", lambda: _chromium(folder)),
        ("bare WeasyPrint and matplotlib, pdf", lambda: _bare(folder, bars(briefing))),
    )
    return found + [_measured(tool, run) for tool, run in others]


def show(found: Sequence[Peer]) -> None:
    """Print the table."""
    print("\nThe Chinese investor edition of the sample, one document, a process of its own (best of three)\n")
    width = max(len(peer.tool) for peer in found)
    print(f"{'tool':{width}}  {'wall s':>7} {'CPU s':>7} {'MB':>6} {'KB':>6} {'pages':>6}  tagged")
    for peer in found:
        if peer.skipped:
            print(f"{peer.tool:{width}}  skipped: {peer.skipped}")
            continue
        sizes = f"{peer.peak_mb:6.0f} {peer.kb:6.0f} {peer.pages or '':>6}"
        print(f"{peer.tool:{width}}  {peer.wall:7.2f} {peer.cpu:7.2f} {sizes}  {'yes' if peer.tagged else 'no'}")


class _MissingError(Exception):
    """A tool that is not here."""


def _measured(tool: str, run: Callable[[], tuple[Spent, Path]]) -> Peer:
    try:
        runs = [run() for _ in range(_RUNS)]
    except _MissingError as reason:
        return Peer(tool, skipped=str(reason))
    except SystemExit as failure:
        return Peer(tool, skipped=str(failure).strip().splitlines()[-1])
    spent, made = min(runs, key=lambda each: each[0].cpu)
    pages, tagged = _looked_at(made)
    return Peer(tool, spent.wall, spent.cpu, spent.peak_mb, made.stat().st_size / 1000, pages, tagged)


def _looked_at(made: Path) -> tuple[int, bool]:
    """Pages of a PDF and whether it is tagged; of a DOCX whether its title and headings have styles that readers know."""
    if made.suffix == ".pdf":
        import pikepdf  # noqa: PLC0415  (heavy)

        with pikepdf.open(made) as pdf:
            return len(pdf.pages), "/StructTreeRoot" in pdf.Root
    return 0, b"Heading1" in zipfile.ZipFile(made).read("word/document.xml")


# --- the tools --------------------------------------------------------------------------------------------------------


def _ours(workspace: Path, form: str) -> tuple[Spent, Path]:
    spent = spend((*_OURS, form), workspace)
    return spent, next(workspace.glob(f"out/2023/*/*-investor.zh.{form}"))


def _typst(folder: Path) -> tuple[Spent, Path]:
    return _by_python("typst", _TYPST, folder, folder / "page.typ", folder / "typst.pdf")


def _pandoc(folder: Path) -> tuple[Spent, Path]:
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        pandoc = subprocess.run(
            (_python_with("pypandoc"), "-c", _PANDOC), capture_output=True, text=True, check=True
        ).stdout.strip()
    made = folder / "pandoc.docx"
    return spend((pandoc, "page.html", "-o", str(made)), folder), made


def _libreoffice(folder: Path, docx: Path) -> tuple[Spent, Path]:
    soffice = _on_path("soffice", "libreoffice")
    with tempfile.TemporaryDirectory() as home:
        profile = f"-env:UserInstallation={Path(home).as_uri()}"
        target = ("--headless", "--convert-to", "pdf", "--outdir", str(folder), str(docx))
        return spend((soffice, profile, *target), folder), folder / f"{docx.stem}.pdf"


def _chromium(folder: Path) -> tuple[Spent, Path]:
    chromium = _on_path("chromium", "chromium-browser", "google-chrome")
    made = folder / "chromium.pdf"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={made}")
    return spend((chromium, *options, (folder / "page.html").as_uri()), folder), made


def _bare(folder: Path, drawn: Mapping[str, object]) -> tuple[Spent, Path]:
    own = folder / "bare"
    own.mkdir(exist_ok=True)
    shutil.copyfile(folder / "page.html", own / "page.html")
    (own / "bars.json").write_text(json.dumps(drawn), encoding="utf-8")
    return _by_python("weasyprint", _BARE, own, own / "page.html", own / "bare.pdf")


def _by_python(package: str, code: str, folder: Path, source: Path, made: Path) -> tuple[Spent, Path]:
    return spend((_python_with(package), "-c", code, str(source), str(made)), folder), made


def _python_with(package: str) -> str:
    """The first Python that has a package: that of BRIEFING_PEERS, then the one that runs."""
    for python in _pythons():
        if subprocess.run((python, "-c", f"import {package}"), capture_output=True, check=False).returncode == 0:
            return python
    raise _MissingError(f"no Python package {package}; see BRIEFING_PEERS in CONTRIBUTING.md")


def _pythons() -> Iterator[str]:
    if named := os.environ.get("BRIEFING_PEERS"):
        yield str(Path(named) / "bin" / "python")
    yield sys.executable


def _on_path(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise _MissingError(f"{names[0]} is not on the PATH")
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="briefing-peers-") as place:
        show(peers(Path(place)))
