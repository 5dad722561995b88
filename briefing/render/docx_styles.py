"""The styles of a reference file: found by name, the brand's accents put in, what is missing added from our own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zipfile import BadZipFile

from lxml import etree

from briefing.errors import Problem, RenderError
from briefing.render import palette
from briefing.render.chart_style import Style
from briefing.render.package import read_zip, write_zip
from briefing.render.reference import reference_docx
from briefing.render.wordml import NAMESPACES, PARAGRAPH_ORDER, name, ordered, val

_STYLES = "word/styles.xml"
_RUNNING = ("body text", "source entry", "footnote text", "definition")
_USES = ("w:pStyle", "w:rStyle", "w:tblStyle")


def adopt(reference: bytes | None, lang: str, style: Style) -> tuple[bytes, dict[str, str]]:
    """A reference made ready for one briefing.

    Args:
        reference: a DOCX, perhaps saved by Word, whose styles count; None for our own.
        lang: the language of the briefing; en-GB replaces en-US as the language of Latin text.
        style: the accents that take the place of the default ones.

    Returns:
        The file, and the id of each of our styles in it: Word in Chinese gives built-in styles other ids (heading 1 is
        then "1"), so they are looked up by name. A style the file lacks is added as we define it.

    Raises:
        RenderError: the reference is no Word file.
    """
    own = reference_docx()
    parts = _parts(reference or own)
    root = _branded(parts[_STYLES], lang, style)
    ids = {} if reference is None else _joined(root, _branded(read_zip(own)[_STYLES], lang, style))
    if lang.startswith("zh"):
        _justify(root)
    parts[_STYLES] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return write_zip(parts), ids


def _branded(data: bytes, lang: str, style: Style) -> Any:
    """The root of the styles with the brand's accents and the language of Latin text."""
    text = data.decode()
    for default, accent in ((palette.ACCENT, style.accent), (palette.SECOND_ACCENT, style.second_accent)):
        text = text.replace(default.lstrip("#").upper(), accent.lstrip("#").upper())
    if lang == "en-GB":
        text = text.replace('w:val="en-US"', 'w:val="en-GB"')
    return etree.fromstring(text.encode())


def _justify(root: Any) -> None:
    """Set Chinese running text flush on both sides, unless the reference says how; English stays ragged without hyphens."""
    for node in root.findall("w:style", NAMESPACES):
        if _name(node) not in _RUNNING or node.find("w:pPr/w:jc", NAMESPACES) is not None:
            continue
        own = node.find("w:pPr", NAMESPACES)
        properties = ordered("w:pPr", PARAGRAPH_ORDER, [*(own if own is not None else ()), val("w:jc", "both")])
        if own is not None:
            node.replace(own, properties)
        else:
            node.append(properties)


def _parts(reference: bytes) -> dict[str, bytes]:
    remedy = "Save it as .docx in Word, or delete it to take the built-in look"
    try:
        parts = read_zip(reference)
    except (BadZipFile, OSError, ValueError) as error:
        raise RenderError(Problem("reference.docx", f"not readable ({error})", "a Word file", remedy)) from error
    if _STYLES not in parts:
        raise RenderError(Problem("reference.docx", "it has no styles", "a Word file", remedy))
    return parts


def _joined(root: Any, own: Any) -> dict[str, str]:
    """Add to `root` the styles of `own` that it lacks, and return the ids that differ."""
    found = {_name(node): node.get(name("w:styleId")) for node in root.findall("w:style", NAMESPACES)}
    ids: dict[str, str] = {}
    for node in own.findall("w:style", NAMESPACES):
        identity = node.get(name("w:styleId"))
        known = found.get(_name(node))
        if known is None:
            root.append(node)
        elif known != identity:
            ids[identity] = known
    rename(root.findall("w:style", NAMESPACES), ids)
    return ids


def _name(node: Any) -> str:
    label = node.find("w:name", NAMESPACES)
    return str(label.get(name("w:val"))).lower() if label is not None else ""


def rename(roots: Iterable[Any], ids: dict[str, str]) -> None:
    """Put the reference's style ids in place of ours wherever a style is used."""
    if not ids:
        return
    value = name("w:val")
    for root in roots:
        for use in _USES:
            for node in root.iter(name(use)):
                node.set(value, ids.get(node.get(value), node.get(value)))
