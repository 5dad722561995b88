"""Our own check of a tagged PDF, and the claim taken out where it fails.

Nothing here replaces a validator; it refuses the faults we know: no language, no title, a picture without words, a header
cell without scope, a note without a name, headings that skip a level, untagged content.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

_HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def without_claim(data: bytes) -> bytes:
    """The file without its PDF/UA entry; the same bytes each time."""
    import pikepdf  # noqa: PLC0415  (heavy)

    with pikepdf.open(io.BytesIO(data)) as pdf:
        packet = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
        start, end = packet.find(b"<pdfuaid:part>"), packet.find(b"</pdfuaid:part>")
        if start >= 0:
            pdf.Root.Metadata.write(packet[:start] + packet[end + len(b"</pdfuaid:part>") :])
        out = io.BytesIO()
        pdf.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True
        )
    return out.getvalue()


def audit(data: bytes, *, lang: str, title: str) -> tuple[str, ...]:
    """What speaks against a PDF/UA claim, in words; empty when nothing does."""
    import pikepdf  # noqa: PLC0415

    problems: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        if str(root.get("/Lang", "")) != lang:
            problems.append(f"the document language is not {lang}")
        if str(pdf.docinfo.get("/Title", "")) != title:
            problems.append("the document title is missing")
        if not bool(_entry(root, "/ViewerPreferences", "/DisplayDocTitle")):
            problems.append("the title is not shown")
        if "/StructTreeRoot" not in root or not bool(_entry(root, "/MarkInfo", "/Marked")):
            return (*problems, "the document is not tagged")
        problems += _structure_problems(list(_elements(root.StructTreeRoot)))
        if any(not font.get("/ToUnicode") for page in pdf.pages for font in _fonts(page)):
            problems.append("a font has no map to Unicode")
    return tuple(problems)


def heading_pages(data: bytes, names: Iterable[str]) -> dict[str, int]:
    """The page of each named destination of a PDF that is asked for and found, counted from 1."""
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        tree = _entry(pdf.Root, "/Names", "/Dests")
        known = pikepdf.NameTree(tree) if tree is not None else {}
        return {name: numbers[known[name][0].objgen] for name in names if name in known}


def _entry(root: Any, name: str, key: str) -> Any:
    """A value of a dictionary that may be missing."""
    found = root.get(name)
    return found.get(key) if found is not None else None


def _structure_problems(elements: list[Any]) -> list[str]:
    problems = []
    figures = [e for e in elements if e.get("/S") == "/Figure"]
    silent = sum(1 for e in figures if not str(e.get("/Alt", "")).strip())
    if silent:
        problems.append(f"{silent} of {len(figures)} pictures have no words")
    heads = [e for e in elements if e.get("/S") == "/TH"]
    without = sum(1 for e in heads if not any("/Scope" in a for a in _attributes(e)))
    if without:
        problems.append(f"{without} of {len(heads)} header cells have no scope")
    notes = [str(e.get("/ID", "")) for e in elements if e.get("/S") == "/Note"]
    if "" in notes or len(set(notes)) < len(notes):
        problems.append("a note has no name of its own")
    lines = [e for e in elements if e.get("/S") == "/TOCI"]
    if any(e.P.get("/S") != "/TOC" for e in lines):
        problems.append("a line of the contents stands outside of them")
    levels = [_HEADINGS.index(str(e.S)) + 1 for e in elements if str(e.get("/S", "")) in _HEADINGS]
    if levels and levels[0] != 1:
        problems.append("the first heading is not of the first level")
    if any(later > earlier + 1 for earlier, later in pairwise(levels)):
        problems.append("a heading skips a level")
    return problems


def _elements(node: Any) -> Iterator[Any]:
    """The structure elements under a node in reading order."""
    stack = [node]
    while stack:
        element = stack.pop()
        if element.get("/Type") == "/StructElem":
            yield element
        kids = element.get("/K")
        if kids is None:
            continue
        import pikepdf  # noqa: PLC0415

        children = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        stack += [c for c in reversed(children) if isinstance(c, pikepdf.Dictionary) and "/S" in c]


def _attributes(element: Any) -> list[Any]:
    import pikepdf  # noqa: PLC0415

    found = element.get("/A")
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _fonts(page: Any) -> Iterator[Any]:
    yield from page.get("/Resources", {}).get("/Font", {}).values()
