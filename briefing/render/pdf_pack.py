"""What WeasyPrint writes, said in fewer bytes: the same pages, the same text, the same structure for a screen reader.

WeasyPrint gives every piece of a line (each figure, each Latin word, each dot of a leader) a structure element and a marked
sequence of its own, and spells the space after every glyph with two numbers. Here an element that says nothing (a Span
without attributes) hands its content to the element around it, neighbouring sequences of one element become one, and the
spaces of a line that is spread evenly become one character spacing. Works on the objects before they are written
(WeasyPrint's `finisher`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Any

from briefing.render.pdf_text import Page

_SILENT = frozenset({"/Span", "/NonStruct"})
_WITHOUT_WORDS = frozenset({"Type", "S", "P", "K", "Pg"})
_UNUSED_TABLES = ("GDEF", "OS/2", "cmap", "gasp", "name", "post")  # ISO 32000-1, 9.9: no CIDFontType2 needs them


RENAMED = {
    "/Part": "/TOC",
    "/BlockQuote": "/TOCI",
    "/Art": "/Note",
}  # what `pdf_html` writes main, blockquote, article for


def pack(_document: Any, pdf: Any) -> None:
    """Make the objects of a tagged `pydyf.PDF` fewer and shorter, and give header cells their scope."""
    tree = _Structure(pdf)
    for number, stream in enumerate(tree.page_streams()):
        owners = tree.owners(number)
        page = Page(tree.neighbours(owners))
        stream.stream = [page.rewrite([_line(item) for item in stream.stream])]
        tree.forget(owners, page.merged)
    tree.give_scopes()
    tree.rename()
    for item in pdf.objects:
        if "Length1" in getattr(item, "extra", {}):
            item.stream = [_lean(item.stream[0])]
            item.extra["Length1"] = len(item.stream[0])


class _Structure:
    """The structure tree of a document; silent elements are gone once it is made."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.objects = {item.reference: item for item in pdf.objects}
        self.root = self.objects[pdf.catalog["StructTreeRoot"]]
        self.heirs: dict[bytes, bytes] = {}  # of each silent element, by reference
        self.elements: list[Any] = []
        for reference in self.root["K"]:
            self._settle(reference)

    def _settle(self, reference: bytes) -> None:
        """Let an element take over the content of the silent ones in it."""
        element = self.objects[reference]
        self.elements.append(element)
        element["K"][:] = list(self._content(element, reference))

    def _content(self, element: Any, reference: bytes) -> Iterator[Any]:
        for kid in element["K"]:
            inner = None if isinstance(kid, int) else self.objects[kid]
            if inner is None or "S" not in inner:
                yield kid
            elif inner["S"] in _SILENT and inner.keys() <= _WITHOUT_WORDS and _one_page(element, inner):
                self.heirs[kid] = reference
                inner.free = "f"
                yield from self._content(inner, reference)
            else:
                inner["P"] = reference
                self._settle(kid)
                yield kid

    def page_streams(self) -> list[Any]:
        """The content of each page."""
        pages = [item for item in self.pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
        return [self.objects[page["Contents"]] for page in pages]

    def owners(self, page: int) -> list[bytes]:
        """The element of each marked sequence of a page, from now on in the parent tree too."""
        numbers = self.objects[self.root["ParentTree"]]["Nums"][2 * page + 1]
        numbers[:] = [self.heirs.get(reference, reference) for reference in numbers]
        return list(numbers)

    def neighbours(self, owners: Sequence[bytes]) -> dict[int, int]:
        """Marked sequences that stand side by side in an element: the second by the first."""
        kids = (self.objects[owner]["K"] for owner in dict.fromkeys(owners))
        return {a: b for each in kids for a, b in pairwise(each) if isinstance(a, int) and isinstance(b, int)}

    def forget(self, owners: Sequence[bytes], merged: AbstractSet[int]) -> None:
        """Take the sequences of a page out of the tree that are part of another one now."""
        for owner in dict.fromkeys(owners):
            kids = self.objects[owner]["K"]
            kids[:] = [kid for kid in kids if kid not in merged]

    def give_scopes(self) -> None:
        """Header cells: column in the head of a table, row elsewhere."""
        for element in self.elements:
            if element["S"] == "/TH":
                group = self.objects[self.objects[element["P"]]["P"]]
                element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"

    def rename(self) -> None:
        """The types HTML has no element for; each note gets the name that PDF/UA asks for."""
        import pydyf  # noqa: PLC0415  (comes with WeasyPrint, which is heavy)

        notes = 0
        for element in self.elements:
            kind = RENAMED.get(element["S"], element["S"])
            within = self.objects[element["P"]].get("S") == kind and kind in ("/Note", "/TOCI")  # a box around its text
            element["S"] = "/P" if within else kind
            if element["S"] == "/Note":
                notes += 1
                element["ID"] = pydyf.String(f"note-{notes}")


def _line(item: Any) -> bytes:
    """An operator as pydyf writes it."""
    if isinstance(item, bytes):
        return item
    return item.encode() if isinstance(item, str) else bytes(item.data)


def _one_page(element: Any, inner: Any) -> bool:
    """Whether content numbers of the inner element mean the same in the outer one."""
    return element.get("Pg") == inner["Pg"] or not any(isinstance(kid, int) for kid in inner["K"])


def _lean(data: bytes) -> bytes:
    """A TrueType program without the tables that only an installed font needs."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  (heavy)

    font = TTFont(io.BytesIO(data), recalcBBoxes=False, recalcTimestamp=False)
    for table in _UNUSED_TABLES:
        if table in font:
            del font[table]
    out = io.BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()
