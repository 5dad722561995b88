"""What WeasyPrint writes, said in fewer bytes: the same pages, the same text, the same structure for a screen reader.

WeasyPrint gives every piece of a line (each figure, each Latin word, each dot of a leader) a structure element and a marked
sequence of its own, and spells the space after every glyph with two numbers. Here an element that says nothing (a Span
without attributes) hands its content to the element around it, neighbouring sequences of one element become one, and the
spaces of a line that is spread evenly become one character spacing. Works on the objects before they are written
(WeasyPrint's `finisher`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Any

from briefing.render.pdf_glyphs import Glyphs, is_plain
from briefing.render.pdf_text import Page

_SILENT = frozenset({"/Span", "/NonStruct"})
NOBODY = b"null"  # the owner of what is no part of the text
_OWN_NAME = re.compile(r"b\d+")  # pdf_flow.block_ids
_WITHOUT_WORDS = frozenset({"Type", "S", "P", "K", "Pg"})
# What `pdf_html` writes main, blockquote and article for
RENAMED = {"/Part": "/TOC", "/BlockQuote": "/TOCI", "/Art": "/Note"}


def pack(pdf: Any) -> None:
    """Make the objects of a tagged `pydyf.PDF` fewer and shorter, and give header cells their scope."""
    tree = _Structure(pdf)
    glyphs = {name: Glyphs(tree.objects, font) for name, font in _fonts(tree.objects)}
    numbers = {name: font.number for name, font in glyphs.items()}
    for number, stream in enumerate(tree.page_streams()):
        owners = tree.owners(number)
        page = Page(tree.neighbours(owners), numbers, beside={i for i, owner in enumerate(owners) if owner == NOBODY})
        tree.forget(owners, _rewrite(stream, page))
    for form in (item for item in pdf.objects if getattr(item, "extra", {}).get("Subtype") == "/Form"):
        _rewrite(form, Page({}, numbers, fresh=False))
    for font in glyphs.values():
        font.settle()
    tree.give_scopes()
    tree.rename()
    _drop_unused(pdf)
    for item in pdf.objects:
        _round(item)


def _rewrite(stream: Any, page: Page) -> AbstractSet[int]:
    """Put the shorter operators in place; returns the marked sequences that are part of another one now."""
    stream.stream = [page.rewrite([_line(item) for item in stream.stream])]
    return page.merged


def _fonts(objects: Mapping[bytes, Any]) -> Iterator[tuple[bytes, Any]]:
    """The fonts that can be numbered anew by resource name; WeasyPrint calls them by the start of their base font."""
    for item in objects.values():
        if isinstance(item, dict) and item.get("Type") == "/Font" and is_plain(objects, item):
            yield item["BaseFont"].partition(b"+")[0], item


def _drop_unused(pdf: Any) -> None:
    """Take out the names of places that the program gave blocks for itself: nothing leads there."""
    places = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    pairs = list(zip(places[::2], places[1::2], strict=True))
    places[:] = [part for name, place in pairs if not _OWN_NAME.fullmatch(name.string) for part in (name, place)]


def _round(item: Any) -> None:
    """Places on a page to a hundredth of a point."""
    if not isinstance(item, dict):
        return
    if item.get("Subtype") == "/Link":
        item["Rect"][:] = [round(side, 2) for side in item["Rect"]]
    if "Names" in item and "Dests" in item["Names"]:
        for place in item["Names"]["Dests"]["Names"][1::2]:
            place[:] = [round(part, 2) if isinstance(part, float) else part for part in place]


class _Structure:
    """The structure tree of a document; silent elements are gone once it is made."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.objects: dict[bytes, Any] = {item.reference: item for item in pdf.objects}
        self.root = self.objects[pdf.catalog["StructTreeRoot"]]
        self.heirs: dict[bytes, bytes] = {}  # of each silent element, by reference
        self.elements: dict[bytes, Any] = {}
        for reference in self.root["K"]:
            self._settle(reference)
        self._drop_furniture()
        numbers = self.objects[self.root["ParentTree"]]["Nums"]
        numbers[:] = [self.heirs.get(entry, entry) if isinstance(entry, bytes) else entry for entry in numbers]

    def _settle(self, reference: bytes) -> None:
        """Let an element take over the content of the silent ones in it."""
        element = self.objects[reference]
        self.elements[reference] = element
        element["K"][:] = list(self._content(element, reference))

    def _content(self, element: Any, reference: bytes) -> Iterator[Any]:
        for kid in element["K"]:
            inner = None if isinstance(kid, int) else self.objects[kid]
            if inner is None:
                yield kid
            elif "S" not in inner:  # a reference to a link: said in place, it is no object of its own
                inner.free = "f"
                yield inner
            elif inner["S"] in _SILENT and inner.keys() <= _WITHOUT_WORDS and _one_page(element, inner):
                self.heirs[kid] = reference
                inner.free = "f"
                yield from self._content(inner, reference)
            else:
                inner["P"] = reference
                self._settle(kid)
                yield kid

    def _drop_furniture(self) -> None:
        """Running heads and page numbers have elements too, but outside of the tree: they are artifacts (ISO 14289-1, 7.1)."""
        for reference, item in self.objects.items():
            if reference not in self.elements and hasattr(item, "get") and item.get("Type") == "/StructElem":
                item.free = "f"

    def page_streams(self) -> list[Any]:
        """The content of each page."""
        pages = [item for item in self.pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
        return [self.objects[page["Contents"]] for page in pages]

    def owners(self, page: int) -> list[bytes]:
        """The element of each marked sequence of a page, from now on in the parent tree too; `NOBODY` for an artifact."""
        numbers = self.objects[self.root["ParentTree"]]["Nums"][2 * page + 1]
        owners = (self.heirs.get(reference, reference) for reference in numbers)
        numbers[:] = [owner if owner in self.elements else NOBODY for owner in owners]
        return list(numbers)

    def neighbours(self, owners: Sequence[bytes]) -> dict[int, int]:
        """Marked sequences that stand side by side in an element: the second by the first."""
        kids = (self.objects[owner]["K"] for owner in dict.fromkeys(owners) if owner != NOBODY)
        return {a: b for each in kids for a, b in pairwise(each) if isinstance(a, int) and isinstance(b, int)}

    def forget(self, owners: Sequence[bytes], merged: AbstractSet[int]) -> None:
        """Take the sequences of a page out of the tree that are part of another one now."""
        for owner in dict.fromkeys(owner for owner in owners if owner != NOBODY):
            kids = self.objects[owner]["K"]
            kids[:] = [kid for kid in kids if not (isinstance(kid, int) and kid in merged)]

    def give_scopes(self) -> None:
        """Header cells: column in the head of a table, row elsewhere."""
        for element in self.elements.values():
            if element["S"] == "/TH":
                group = self.objects[self.objects[element["P"]]["P"]]
                element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"

    def rename(self) -> None:
        """The types HTML has no element for; each note gets the name that PDF/UA asks for."""
        import pydyf  # noqa: PLC0415  (comes with WeasyPrint, which is heavy)

        notes = 0
        for element in self.elements.values():
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
