"""Reports in, documents out: text, Markdown, HTML, DOCX, PDF and tables of figures.

    from briefing.read import read
    document = read(Path("report.txt"))

Every offset of the document points into `Document.text`. Nothing is lost silently: each non-blank line is in a block or
among the dropped lines, with the reason.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from briefing.errors import Problem, SourceError
from briefing.model.document import Document
from briefing.read.builder import MOST_ROWS, too_long
from briefing.read.classify import arrange
from briefing.read.decode import decode
from briefing.read.lines import Laid
from briefing.read.plain import lay_out_markdown, lay_out_text
from briefing.read.sniff import LARGEST, Form, form_of

__all__ = ["LARGEST", "read", "read_bytes"]


def read(path: Path | str) -> Document:
    """The report in a file.

    Raises:
        SourceError: It is missing, a folder, empty, too large, damaged or in no form that can be read.
    """
    path = Path(path)
    name = path.name
    try:
        if path.is_dir():
            raise _refused(name, "a folder", "one report file", "Name the file in it")
        if path.stat().st_size > LARGEST:
            raise too_large(name, path.stat().st_size)
        data = path.read_bytes()
    except FileNotFoundError:
        raise _refused(str(path), "no such file", "a report", "Check the name and the folder") from None
    except OSError as error:
        raise _refused(
            str(path), error.strerror or "not readable", "a readable file", "Check its permissions"
        ) from None
    return read_bytes(name, data)


def read_bytes(name: str, data: bytes) -> Document:
    """The report in `data`; `name` gives the form where the content does not.

    Raises:
        SourceError: It is empty, too large, damaged or in no form that can be read.
    """
    if not data.strip():
        raise _refused(name, "an empty file", "a report", "Fetch the report again")
    if len(data) > LARGEST:
        raise too_large(name, len(data))
    form = form_of(name, data)
    encoding, laid = _lay_out(name, data, form)
    return _document(name, data, form, encoding, laid)


def _lay_out(name: str, data: bytes, form: Form) -> tuple[str, Laid]:
    """The encoding (of text) and the source as text and lines."""
    if form == "docx":
        from briefing.read.docx import lay_out_docx  # noqa: PLC0415  # lxml only where it is needed

        return "utf-8", lay_out_docx(name, data)
    if form == "pdf":
        from briefing.read.pdf import lay_out_pdf  # noqa: PLC0415  # optional extra

        return "utf-8", lay_out_pdf(name, data)
    if form == "csv":
        from briefing.read.structured import lay_out_csv  # noqa: PLC0415  # only for tables of figures

        return lay_out_csv(name, data)
    if form == "xlsx":
        from briefing.read.xlsx import lay_out_xlsx  # noqa: PLC0415  # openpyxl is slow to import

        return "utf-8", lay_out_xlsx(name, data)
    if form == "html":
        from briefing.read.html import lay_out_html, unpacked  # noqa: PLC0415  # lxml only where it is needed

        text, encoding = decode(name, unpacked(data))
        return encoding, lay_out_html(name, text)
    text, encoding = decode(name, data)
    return encoding, lay_out_markdown(text) if form == "md" else lay_out_text(text)


def _document(name: str, data: bytes, form: Form, encoding: str, laid: Laid) -> Document:
    """The document of a laid-out source.

    Raises:
        SourceError: It has no text of a report, or a table beyond the limit (reference/operations.md, section 4).
    """
    longest = max((len({cell.row for cell in table.cells if not cell.header}) for table in laid.tables), default=0)
    if longest > MOST_ROWS and form not in {"txt", "md"}:  # text has no tables, only lines that look like one
        raise too_long(name, longest)
    blocks, tables, dropped, head = arrange(laid)
    if not blocks:
        raise _refused(name, "no text of a report", "paragraphs or a table", "Check that it is the right file")
    return Document(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        form=form,
        encoding=encoding,
        text=laid.text,
        clean=laid.clean,
        blocks=blocks,
        tables=tables,
        dropped=dropped,
        title=head.title,
        issuer=head.issuer,
        published=head.published,
        warnings=laid.warnings,
    )


def too_large(name: str, size: int) -> SourceError:
    """The error for a file over the limit."""
    found = f"{size / 1_000_000:.1f} MB"
    return _refused(
        name, found, f"at most {LARGEST / 1_000_000:.0f} MB", "Split the report or save it without pictures"
    )


def _refused(where: str, found: str, expected: str, remedy: str) -> SourceError:
    return SourceError(Problem(where, found, expected=expected, remedy=remedy))
