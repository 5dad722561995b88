"""Office archives, opened only within limits, and their XML, parsed without entities, network or huge trees.

The limits are those of reference/operations.md section 4; they are checked on the directory of the archive before
anything is unpacked (zipfile never unpacks more of a member than the directory says).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

from lxml import etree

from briefing.errors import Problem, SourceError

MOST_MEMBERS = 2_000
MOST_BYTES = 100_000_000
MOST_RATIO = 100
_SMALL = 1_000_000  # bytes; members below this may be packed tighter than the ratio
_ENCRYPTED = 0x1


def open_archive(name: str, data: bytes) -> zipfile.ZipFile:
    """The archive in `data`.

    Raises:
        SourceError: It is damaged, encrypted, a bomb, or names a member twice.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeError):
        raise refused(name, "a damaged archive", "Open it in Word or Excel, repair it and save it again") from None
    finding = _finding(archive.infolist())
    if finding:
        raise refused(name, finding, "Open it in Word or Excel and save it again without a password or attachments")
    return archive


def _finding(members: Sequence[zipfile.ZipInfo]) -> str:
    """What is wrong with the directory of an archive, or empty."""
    if len(members) > MOST_MEMBERS:
        return f"an archive of {len(members):,} members (at most {MOST_MEMBERS:,})"
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES:
        return f"an archive that unpacks to {total / 1e6:,.0f} MB (at most {MOST_BYTES // 1_000_000} MB)"
    if len({member.filename for member in members}) < len(members):
        return "an archive that names a member twice"
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            return "an encrypted archive"
        if member.file_size > _SMALL and member.file_size > MOST_RATIO * max(1, member.compress_size):
            return f"a member packed more than {MOST_RATIO} to 1 ({member.filename[:60]})"
    return ""


def content_of(name: str, archive: zipfile.ZipFile, member: str) -> bytes:
    """The bytes of an XML member.

    Raises:
        SourceError: The member is damaged or declares a document type.
    """
    try:
        content = archive.read(member)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError, zlib.error):
        raise refused(
            name, f"a damaged member {member}", "Open it in Word or Excel, repair it and save it again"
        ) from None
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise refused(name, f"a document type declaration in {member}", "Open it in Word or Excel and save it again")
    return content


def xml_member(name: str, archive: zipfile.ZipFile, member: str) -> etree._Element | None:
    """The root element of an XML member, None where the archive does not have it.

    Raises:
        SourceError: The member is damaged or declares entities.
    """
    try:
        content = archive.read(member)
    except KeyError:
        return None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError, zlib.error):
        raise refused(
            name, f"a damaged member {member}", "Open it in Word or Excel, repair it and save it again"
        ) from None
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise refused(name, f"a document type declaration in {member}", "Open it in Word or Excel and save it again")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(content, parser=parser)
    except etree.XMLSyntaxError as error:
        where = f"{member}, line {error.lineno}"
        raise refused(name, f"broken XML in {where}", "Open it in Word or Excel, repair it and save it again") from None


def refused(name: str, found: str, remedy: str) -> SourceError:
    """The error for an archive that is not opened."""
    return SourceError(Problem(name, found, expected="a DOCX or XLSX file as Word or Excel save it", remedy=remedy))
