"""Returned files for the tests: what an editor does to the cells of the editor edition in Word."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


class Edited:
    """A file of the editor edition, opened to be corrected; rows are found by a piece of their Chinese or English."""

    def __init__(self, source: Path | bytes) -> None:
        self.document = docx.Document(io.BytesIO(source) if isinstance(source, bytes) else str(source))

    def row(self, piece: str):
        """The first row of a sentence that holds `piece`."""
        for table in self.document.tables:
            for row in table.rows:
                cells = [cell.text.replace("\u00a0", " ") for cell in row.cells]
                if cells[0].startswith("s-") and any(piece in text for text in cells[1:3]):
                    return row
        raise LookupError(piece)

    def english(self, piece: str):
        """The cell to be corrected."""
        return self.row(piece).cells[2]

    def replace(self, piece: str, old: str, new: str) -> None:
        """Type `new` over `old` in the middle of a sentence."""
        for run in self.english(piece).paragraphs[0].runs:
            if old in run.text:
                run.text = run.text.replace(old, new)
                return
        raise LookupError(old)

    def append(self, piece: str, text: str) -> None:
        """Type at the end, which is outside the bookmark."""
        self.english(piece).paragraphs[0].add_run(text)

    def split(self, piece: str, text: str) -> None:
        """Press return at the end and go on in a new paragraph."""
        self.english(piece).add_paragraph(text)

    def retype(self, piece: str, text: str) -> None:
        """Select all in the cell and type, which takes the bookmark away."""
        cell = self.english(piece)
        cell._tc.remove(cell.paragraphs[0]._p)
        cell.add_paragraph(text)

    def delete_row(self, piece: str) -> None:
        """Delete a whole row."""
        row = self.row(piece)._tr
        row.getparent().remove(row)

    def track(self, piece: str, old: str, new: str) -> None:
        """Replace with Track Changes on."""
        for run in self.english(piece).paragraphs[0].runs:
            if old not in run.text:
                continue
            before, after = run.text.split(old, 1)
            run.text = before
            rest = deepcopy(run._r)
            inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
            for number, (mark, text, tag) in enumerate(((inserted, new, "w:t"), (deleted, old, "w:delText"))):
                mark.set(qn("w:id"), str(9000 + number))
                mark.set(qn("w:author"), "Ann")
                piece_ = OxmlElement("w:r")
                words = OxmlElement(tag)
                words.text = text
                words.set(qn("xml:space"), "preserve")
                piece_.append(words)
                mark.append(piece_)
            run._r.addnext(rest)
            run._r.addnext(deleted)
            run._r.addnext(inserted)
            docx.text.run.Run(rest, run._parent).text = after
            return
        raise LookupError(old)

    def data(self) -> bytes:
        """The file as saved."""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def with_member(data: bytes, change) -> bytes:
    """The archive with each member as `change(name, content)` gives it: (name, content), or None to leave it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            made = change(name, old.read(name))
            if made is not None:
                new.writestr(*made)
    return out.getvalue()
