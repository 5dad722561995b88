"""Parts of a DOCX that python-docx has no way to write: footnotes, the list of anchors; and comments with a fixed date."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from briefing.model.tree import Briefing, Source
from briefing.render.docx_flow import Anchor, Flow, link, source_bookmark
from briefing.render.wordml import NAMESPACES, RUN_ORDER, clean, el, name, ordered, serialise, val

ANCHORS = "urn:briefing:anchors:1"
"""Namespace of the custom XML part; find the part by it, as other programs rename the file."""

_OFFICE = NAMESPACES["r"]
_FOOTNOTES = f"{_OFFICE}/footnotes"
_COMMENTS = f"{_OFFICE}/comments"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_QUOTE = 48  # characters of the source paragraph in a footnote, about a line
_PROPERTY = 255  # characters python-docx allows a document property
_CLAUSE = re.compile(r"[^，；。！？]+[，；。！？]*|[，；。！？]+")


def moment(created: str) -> datetime:
    """The briefing's own time (ISO 8601, a date or a time) in UTC; never the clock."""
    found = datetime.fromisoformat(created)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


# --- footnotes --------------------------------------------------------------------------------------------------------


def _footnote(flow: Flow, number: int, source: Source) -> Any:
    """One footnote: where the figure stands in the report; in Chinese also how the paragraph begins."""
    properties = ordered("w:rPr", RUN_ORDER, [val("w:rStyle", "FootnoteReference")])
    where = flow.text(source.where or flow.words["source"].format(number=source.number))
    content = [
        el("w:r", None, properties, el("w:footnoteRef")),
        flow.run(" "),
        link(source_bookmark(source.number), *where),
    ]
    if flow.chinese and source.zh:
        content += flow.text(f"{flow.words['source_separator']}{_opening(source.zh)}")
    return el("w:footnote", {"w:id": number}, flow.paragraph("FootnoteText", content))


def _opening(text: str) -> str:
    """How a paragraph begins, in whole clauses: a figure cut in two would be a wrong figure."""
    if len(text) <= _QUOTE:
        return text
    clauses = _CLAUSE.findall(text)
    end = len(clauses[0])
    for clause in clauses[1:]:
        if end + len(clause) > _QUOTE:
            break
        end += len(clause)
    return text[:end].rstrip("，；、,;") + "……"


def add_footnotes(document: Any, flow: Flow) -> None:
    """Write the footnotes of `flow` into the footnotes part of the reference file, or into a new one."""
    if not flow.footnotes:
        return
    root = _separators(document)
    root.extend(_footnote(flow, i, source) for i, source in enumerate(flow.footnotes, 1))
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, serialise(root), document.part.package)
    document.part.relate_to(part, _FOOTNOTES)


def _separators(document: Any) -> Any:
    """The root of the reference's footnotes with the lines above notes only; the part itself is taken off."""
    for key, relation in list(document.part.rels.items()):
        if relation.reltype == _FOOTNOTES:
            root: Any = etree.fromstring(document.part.rels.pop(key).target_part.blob)
            for node in root.findall("w:footnote", NAMESPACES):
                if int(node.get(name("w:id"))) > 0:
                    root.remove(node)
            return root
    kinds = ((-1, "separator"), (0, "continuationSeparator"))
    lines = ((i, kind, el("w:p", None, el("w:r", None, el(f"w:{kind}")))) for i, kind in kinds)
    return el("w:footnotes", None, *(el("w:footnote", {"w:type": kind, "w:id": i}, line) for i, kind, line in lines))


# --- comments ---------------------------------------------------------------------------------------------------------


def add_comments(document: Any, texts: Sequence[str], author: str, created: str) -> None:
    """Write the comments in the order of their ids, dated as the briefing is."""
    initials = "".join(word[0] for word in author.split())[:3]
    for text in texts:
        document.comments.add_comment(text=clean(text), author=author, initials=initials)
    if texts:
        for comment in document.part.part_related_by(_COMMENTS).element:
            comment.set(name("w:date"), moment(created).strftime("%Y-%m-%dT%H:%M:%SZ"))


# --- anchors ----------------------------------------------------------------------------------------------------------


def add_anchors(document: Any, briefing: Briefing, anchors: Sequence[Anchor]) -> None:
    """Add the custom XML part that lists every bookmark with what it stands for and its text as printed.

    An edited file is read back by it: a bookmark leads to its paragraph, and a bookmark that is gone is looked for by text.
    """
    root = etree.Element(f"{{{ANCHORS}}}anchors", nsmap={None: ANCHORS})  # type: ignore[dict-item]
    for key in ("region", "period", "edition", "lang"):
        root.set(key, clean(getattr(briefing, key)))
    for anchor in anchors:
        node = etree.SubElement(
            root, f"{{{ANCHORS}}}anchor", bookmark=anchor.bookmark, kind=anchor.kind, id=clean(anchor.id)
        )
        node.text = clean(anchor.text)
    package = document.part.package
    part = Part(package.next_partname("/customXml/item%d.xml"), "application/xml", _bytes(root), package)
    identity = uuid.uuid5(
        uuid.NAMESPACE_URL, f"{ANCHORS}/{briefing.region}/{briefing.period}/{briefing.edition}/{briefing.lang}"
    )
    item = etree.Element(f"{{{_PROPERTIES}}}datastoreItem", nsmap={"ds": _PROPERTIES})
    item.set(f"{{{_PROPERTIES}}}itemID", f"{{{str(identity).upper()}}}")
    references = etree.SubElement(item, f"{{{_PROPERTIES}}}schemaRefs")
    etree.SubElement(references, f"{{{_PROPERTIES}}}schemaRef").set(f"{{{_PROPERTIES}}}uri", ANCHORS)
    properties = Part(package.next_partname("/customXml/itemProps%d.xml"), _PROPERTIES_TYPE, _bytes(item), package)
    part.relate_to(properties, f"{_OFFICE}/customXmlProps")
    document.part.relate_to(part, f"{_OFFICE}/customXml")


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


# --- the document as such ---------------------------------------------------------------------------------------------


def set_properties(document: Any, briefing: Briefing, author: str) -> None:
    """Title, author, language and the dates of the briefing; nothing of the machine or the clock."""
    core = document.core_properties
    core.title = clean(briefing.title)[:_PROPERTY]
    core.subject = clean(briefing.subtitle)[:_PROPERTY]
    core.author = core.last_modified_by = clean(briefing.issuer or author)[:_PROPERTY]
    core.language = briefing.lang
    core.identifier = clean(f"{briefing.region}-{briefing.period}-{briefing.edition}")[:_PROPERTY]
    core.revision = 1
    core.created = core.modified = moment(briefing.created).replace(tzinfo=None)
