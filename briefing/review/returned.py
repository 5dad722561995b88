"""A DOCX that came back from an editor: the list of anchors in it, and what stands at each of them now.

The list is found by its namespace, as programs rename the part. A bookmark leads to its whole cell or paragraph, because
text typed at either end falls outside its range. A bookmark that is gone is looked for by the name of its row, by the Chinese
beside it, and by its text; each must fit one place only. Tracked insertions count, tracked deletions do not, comments are no text.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import normpath

from lxml import etree

from briefing.errors import Problem, SourceError
from briefing.read.archive import content_of, open_archive, refused, xml_member
from briefing.read.docx import text_of
from briefing.render.docx_parts import ANCHORS
from briefing.review.texts import folded, tidy
from briefing.translate.slots import key_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DOCUMENT = "/officeDocument"
CORE = "docProps/core.xml"
MODIFIED_BY = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy"
_TRACKED = tuple(f"{_W}{tag}" for tag in ("ins", "del", "moveFrom", "moveTo"))
_NO_TEXT = (f"{_W}sym", f"{_W}object", f"{_W}drawing", f"{_W}pict", f"{_W}vanish", "{*}oMath")
APPROVED = "approved"  # what an editor writes into the column State
_MOST_PARTS = 8  # paragraphs one is split into
_MOST = 20_000  # anchors of one file


@dataclass(frozen=True, slots=True)
class Anchor:
    """A row of the list: the bookmark, what it stands for, and the text as printed."""

    bookmark: str
    kind: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """What became of a printed sentence; `after` is None where it is not there any more, `why` says so.

    `approved`: an editor wrote so into its row, as one does with a machine's English that needs no change.
    """

    id: str
    before: str
    after: str | None
    why: str = ""
    approved: bool = False


@dataclass(frozen=True)
class Returned:
    """A file that came back: which briefing it is, who saved it last, and its text with the bookmarks."""

    name: str
    region: str
    period: str
    edition: str
    lang: str
    editor: str
    tracked: int  # tracked changes in it
    anchors: tuple[Anchor, ...]
    body: etree._Element

    @property
    def by_row(self) -> bool:
        """Whether it is an editor's file, each sentence in a row of its own."""
        return any(anchor.kind == "segment" for anchor in self.anchors)

    def places(self, chinese: Mapping[str, str]) -> tuple[Place, ...]:
        """What stands at each sentence now, in the order of the list.

        Args:
            chinese: the Chinese of each sentence by its id, beside which a row without bookmark is known again.
        """
        return tuple(_Search(self, chinese).places())


def read_returned(name: str, data: bytes) -> Returned:
    """Open a DOCX within the limits of `briefing.read.archive`, its XML without entities or network.

    Raises:
        SourceError: it is damaged, a bomb, no Word file, or none of ours.
    """
    with open_archive(name, data) as archive:
        root = _anchors(name, archive)
        document = xml_member(name, archive, _main_part(name, archive))
        body = document.find(f"{_W}body") if document is not None else None
        if body is None:
            raise refused(name, "no document in the archive", "Save it again as .docx")
        core = xml_member(name, archive, CORE)
    rows = [Anchor(a.get("bookmark", ""), a.get("kind", ""), a.get("id", ""), a.text or "") for a in root]
    region, period, edition, lang = (root.get(key, "") for key in ("region", "period", "edition", "lang"))
    editor = core.findtext(MODIFIED_BY, "") if core is not None else ""
    return Returned(
        name, region, period, edition, lang, editor, sum(1 for _ in body.iter(*_TRACKED)), tuple(rows), body
    )


def _anchors(name: str, archive: zipfile.ZipFile) -> etree._Element:
    """The root of the list of anchors, wherever in the archive it is."""
    found = []
    for member in archive.namelist():
        if (
            member.endswith(".xml")
            and not member.startswith("word/")
            and ANCHORS.encode() in content_of(name, archive, member)
        ):
            root = xml_member(name, archive, member)
            if root is not None and root.tag == f"{{{ANCHORS}}}anchors":
                found.append(root)
    if len(found) != 1 or len(found[0]) > _MOST:
        what = "no list of its sentences" if not found else "more than one list of sentences"
        remedy = "Correct a file of out/ in Word or LibreOffice and save it as .docx; other programs drop the list"
        raise SourceError(Problem(name, f"{what} in the file", "a DOCX that briefing made", remedy))
    return found[0]


def _main_part(name: str, archive: zipfile.ZipFile) -> str:
    """The member with the text: Word on the web calls it document2.xml."""
    relations = xml_member(name, archive, "_rels/.rels")
    for relation in () if relations is None else relations.iter(_RELATION):
        if str(relation.get("Type", "")).endswith(_DOCUMENT):
            return normpath(str(relation.get("Target", "")).lstrip("/"))
    return "word/document.xml"


@dataclass(frozen=True)
class _Box:
    """A cell or a run of paragraphs, with its text; `row` are the cells beside it, `column` its place among them."""

    nodes: tuple[etree._Element, ...]
    row: tuple[etree._Element, ...] = ()
    column: int = -1

    @property
    def text(self) -> str:
        """The text of all its paragraphs with tracked changes accepted."""
        paragraphs = (p for node in self.nodes for p in ([node] if node.tag == f"{_W}p" else node.iter(f"{_W}p")))
        return tidy(" ".join(text_of(paragraph) for paragraph in paragraphs))

    @property
    def approved(self) -> bool:
        """Whether a cell beside it says so."""
        beside = (cell for cell in self.row if cell not in self.nodes)
        return any(folded(_Box((cell,)).text).lower() == APPROVED for cell in beside)

    @property
    def strange(self) -> bool:
        """Whether it holds what is no text: a symbol of a font, a formula, a picture, hidden letters."""
        return any(next(node.iter(*_NO_TEXT), None) is not None for node in self.nodes)

    @property
    def deleted(self) -> bool:
        """Whether its row is deleted in tracked changes."""
        return bool(self.row) and _deleted(self.row[0].getparent())


def _deleted(row: etree._Element | None) -> bool:
    return row is not None and row.find(f"{_W}trPr/{_W}del") is not None


class _Search:
    """Finds each sentence of the list in the text."""

    def __init__(self, returned: Returned, chinese: Mapping[str, str]) -> None:
        self.anchors = [anchor for anchor in returned.anchors if anchor.kind == "segment"]
        self.chinese = chinese
        self.body = returned.body
        starts: dict[str, list[etree._Element]] = {}
        for mark in self.body.iter(f"{_W}bookmarkStart"):
            starts.setdefault(str(mark.get(f"{_W}name")), []).append(mark)
        self.starts = starts
        found = {anchor.id: self.at_bookmark(anchor.bookmark) for anchor in self.anchors}
        self.boxes = {one: boxes[0] for one, boxes in found.items() if boxes}
        self.twice = {one for one, boxes in found.items() if len(boxes) > 1}
        self.twice |= {one for one, count in Counter(a.id for a in self.anchors).items() if count > 1}
        self.claims = Counter(id(box.nodes[0]) for box in self.boxes.values())
        self.rows = [tuple(row.iterchildren(f"{_W}tc")) for row in self.body.iter(f"{_W}tr") if not _deleted(row)]
        self.names, self.sources = self.by_text(folded), self.by_text(key_of)
        self.lost = Counter(folded(anchor.text) for anchor in self.anchors if anchor.id not in self.boxes)
        self.columns = Counter((len(box.row), box.column) for box in self.boxes.values() if box.row)

    def places(self) -> Iterator[Place]:
        for anchor in self.anchors:
            yield self.place(anchor)

    def place(self, anchor: Anchor) -> Place:
        if anchor.id in self.twice:
            return Place(anchor.id, anchor.text, None, "the same sentence twice in the file")
        box = self.boxes.get(anchor.id) or self.again(anchor)
        if box is None:
            return self.same_text(anchor)
        if box.deleted:
            return Place(anchor.id, anchor.text, None, "its row was deleted")
        if self.claims[id(box.nodes[0])] > 1:
            return Place(anchor.id, anchor.text, None, "several sentences in one cell")
        if box.strange:
            return Place(
                anchor.id,
                anchor.text,
                None,
                "something that is no text in its cell: a symbol, a picture, hidden letters",
            )
        return Place(anchor.id, anchor.text, box.text, approved=box.approved)

    # --- by bookmark

    def at_bookmark(self, name: str) -> list[_Box]:
        """The cells or paragraphs of a bookmark: one, however often a program wrote it there (LibreOffice doubles empty ones)."""
        boxes = [box for start in self.starts.get(name, ()) if (box := _around(start)) is not None]
        return list({id(box.nodes[0]): box for box in boxes}.values())

    # --- without one

    def by_text(self, key: Callable[[str], str]) -> dict[str, list[tuple[etree._Element, ...]]]:
        """The rows by each of their texts, in the form in which it is compared."""
        found: dict[str, list[tuple[etree._Element, ...]]] = {}
        for row in self.rows:
            for text in dict.fromkeys(key(_Box((cell,)).text) for cell in row):
                found.setdefault(text, []).append(row)
        return found

    def again(self, anchor: Anchor) -> _Box | None:
        """The cell of a sentence without bookmark, by the name of its row or the Chinese beside it."""
        source = key_of(self.chinese.get(anchor.id, ""))
        for rows in (self.names.get(folded(anchor.id), []), self.sources.get(source, []) if source else []):
            if len(rows) != 1:
                continue
            column = self.column(len(rows[0]))
            if column >= 0 and not self.claims[id(rows[0][column])]:
                return _of_cell(rows[0][column])
        return None

    def column(self, cells: int) -> int:
        """Where the English stands in rows of so many cells, -1 where no row of that kind is known."""
        alike = (place for place in self.columns if place[0] == cells)
        return max(alike, key=lambda place: self.columns[place], default=(0, -1))[1]

    def same_text(self, anchor: Anchor) -> Place:
        """The sentence unchanged in one other place, or gone."""
        text = folded(anchor.text)
        here = [row for row in self.names.get(text, []) if not any(self.claims[id(cell)] for cell in row)]
        if text and self.lost[text] == len(here) == 1:
            return Place(anchor.id, anchor.text, anchor.text)
        return Place(anchor.id, anchor.text, None, "deleted or rewritten: neither its bookmark nor its row is there")


def _around(start: etree._Element) -> _Box | None:
    """The cell a bookmark starts in, or its paragraphs."""
    cell = next(start.iterancestors(f"{_W}tc"), None)
    above = start.getparent()
    if cell is None and above is not None and above.tag == f"{_W}tr":
        cell = next(start.itersiblings(f"{_W}tc"), None)
    if cell is not None:
        return _of_cell(cell)
    paragraphs = _paragraphs(start)
    return _Box(paragraphs) if paragraphs else None


def _of_cell(cell: etree._Element) -> _Box:
    row = cell.getparent()
    cells = tuple(row.iterchildren(f"{_W}tc")) if row is not None else (cell,)
    return _Box((cell,), cells, cells.index(cell) if cell in cells else -1)


def _paragraphs(start: etree._Element) -> tuple[etree._Element, ...]:
    """The paragraphs from the start of a bookmark to its end: one that was split has several."""
    first = next(start.iterancestors(f"{_W}p"), None)
    if first is None:
        return ()
    number, found = start.get(f"{_W}id"), [first]
    for paragraph in first.itersiblings(f"{_W}p"):
        if len(found) == _MOST_PARTS or _ends(found[-1], number):
            break
        found.append(paragraph)
    return tuple(found) if _ends(found[-1], number) else (first,)


def _ends(paragraph: etree._Element, number: str | None) -> bool:
    return any(mark.get(f"{_W}id") == number for mark in paragraph.iter(f"{_W}bookmarkEnd"))
