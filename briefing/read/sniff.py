"""The form of a source, by its content first and its name second."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from briefing.errors import Problem, SourceError
from briefing.read.archive import open_archive

Form = Literal["txt", "md", "html", "docx", "pdf", "csv", "xlsx"]

LARGEST = 20_000_000  # bytes of a source (reference/operations.md, section 4)
_BY_NAME: dict[str, Form] = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".mht": "html",
    ".mhtml": "html",
    ".csv": "csv",
    ".tsv": "csv",
}
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|table|p|span|article)[\s>/]", re.IGNORECASE)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RICH_TEXT = b"{\\rtf"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")


def form_of(name: str, data: bytes) -> Form:
    """The form of `data`.

    Raises:
        SourceError: A form that is known but not read (DOC, RTF, a picture, another archive).
    """
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return _in_archive(name, data)
    _refuse_known(name, start)
    if is_saved_page(data):
        return "html"
    by_name = _BY_NAME.get(PurePath(name).suffix.lower())
    if by_name in {"csv", "md"}:
        return by_name or "txt"
    if _MARKUP.search(_narrow(data[:4096])) and (by_name == "html" or _narrow(start).startswith(b"<")):
        return "html"
    return by_name if by_name == "html" and b"<" in data else "txt"


def is_saved_page(data: bytes) -> bool:
    """Whether a browser saved a page and its pictures as one file (MHTML)."""
    return b"MIME-Version:" in data[:4096] and b"multipart/related" in data[:4096].lower()


def _narrow(data: bytes) -> bytes:
    """The start of a file with the NUL bytes of UTF-16 taken out."""
    return data.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"")


def _in_archive(name: str, data: bytes) -> Form:
    """DOCX or XLSX by the members of the archive."""
    with open_archive(name, data) as archive:
        members = set(archive.namelist())
    if any(member.startswith("word/") for member in members):
        return "docx"
    if any(member.startswith("xl/") for member in members):
        return "xlsx"
    raise _refused(name, "an archive that is neither DOCX nor XLSX", "Unpack it and name the report")


def _refuse_known(name: str, start: bytes) -> None:
    """Forms that are recognised only to say what to do about them."""
    if start.startswith(_OLD_OFFICE):
        raise _refused(
            name, "an old Office file (DOC, XLS, WPS) or an encrypted one", "Save it as DOCX or XLSX without a password"
        )
    if start.startswith(_RICH_TEXT):
        raise _refused(name, "a rich text file", "Save it as DOCX")
    if start.startswith(_PICTURES):
        raise _refused(
            name, "a picture", "Recognise its text first, for example with ocrmypdf, and name the PDF it makes"
        )


def _refused(name: str, found: str, remedy: str) -> SourceError:
    return SourceError(Problem(name, found, expected="TXT, Markdown, HTML, DOCX, PDF, CSV or XLSX", remedy=remedy))
