"""TBX-Basic (ISO 30042:2019): concept entries with their terms, preferred, admitted and deprecated.

TBX-Basic has no place for guards, articles and the like: they travel as notes `briefing.<column>: <cell>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from briefing.glossary.entry import COLUMNS, Entry
from briefing.glossary.rows import cell

_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFERRED, _ADMITTED, _DEPRECATED = (f"{word}Term-admn-sts" for word in ("preferred", "admitted", "deprecated"))
_OWN = "briefing."
# What the terms, the definition, the source, the date and the plain note say themselves.
_SPOKEN = frozenset(
    {"zh", "zh_variants", "en", "en_short", "admitted", "discouraged", "gloss", "source", "checked_on", "notes"}
)


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_NAMESPACE}}}{tag}", attributes)
    child.text = text or None
    return child


def _add_term(section: etree._Element, text: str, status: str, kind: str = "") -> None:
    term = _add(section, "termSec")
    _add(term, "term", text)
    if kind:
        _add(term, "termNote", kind, type="termType")
    _add(term, "termNote", status, type="administrativeStatus")


def _section(concept: etree._Element, language: str) -> etree._Element:
    section = _add(concept, "langSec")
    section.set(_LANG, language)
    return section


def _add_facts(concept: etree._Element, entry: Entry) -> None:
    """Add what is not a term: subject, date, source, notes."""
    _add(concept, "descrip", entry.category, type="subjectField")
    if entry.checked_on:
        change = _add(concept, "transacGrp")
        _add(change, "transac", "modification", type="transactionType")
        _add(change, "date", entry.checked_on)
    if entry.source:
        _add(concept, "admin", entry.source, type="source")
    own = [f"{_OWN}{c}: {cell(entry, c)}" for c in COLUMNS if c not in _SPOKEN and cell(entry, c)]
    for note in filter(None, [entry.notes, *own]):
        _add(concept, "note", note)


def _add_concept(body: etree._Element, entry: Entry, number: int) -> None:
    concept = _add(body, "conceptEntry", id=f"c{number}")
    _add_facts(concept, entry)
    chinese = _section(concept, "zh-CN")
    _add_term(chinese, entry.zh, _PREFERRED)
    for text in entry.zh_variants:
        _add_term(chinese, text, _ADMITTED, "variant")
    english = _section(concept, "en-US")
    if entry.gloss:
        _add(english, "descrip", entry.gloss, type="definition")
    for texts, status, kind in (
        ((entry.en,), _PREFERRED, ""),
        ((entry.en_short,), _ADMITTED, "shortForm"),
        (entry.admitted, _ADMITTED, ""),
        (entry.discouraged, _DEPRECATED, ""),
    ):
        for text in filter(None, texts):
            _add_term(english, text, status, kind)


def write_tbx(entries: Iterable[Entry]) -> bytes:
    """Return the entries as a TBX-Basic file in DCA style."""
    attributes = {"type": "TBX-Basic", "style": "dca"}
    root = etree.Element(f"{{{_NAMESPACE}}}tbx", attributes, nsmap={None: _NAMESPACE})  # type: ignore[dict-item]  # None: no prefix
    root.set(_LANG, "en")
    description = _add(_add(_add(root, "tbxHeader"), "fileDesc"), "sourceDesc")
    _add(description, "p", "Glossary of Chinese government and statistics reports, exported by briefing")
    body = _add(_add(root, "text"), "body")
    for number, entry in enumerate(entries, 1):
        _add_concept(body, entry, number)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False))


def _named(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yield all descendants with one of the local names."""
    for child in element.iter():
        if isinstance(child.tag, str) and etree.QName(child).localname in tags:
            yield child


def _text(element: etree._Element | None) -> str:
    return "".join(map(str, element.itertext())).strip() if element is not None else ""


def _typed(element: etree._Element, kind: str) -> str:
    return next((_text(child) for child in element.iter() if child.get("type") == kind), "")


def _language(section: etree._Element) -> str:
    return (section.get(_LANG) or section.get("lang") or "").split("-")[0].lower()


def _put_term(row: dict[str, list[str]], language: str, term: etree._Element) -> None:
    """Sort a term into its column by language, status and type."""
    text = _text(next(_named(term, "term"), None))
    status, kind = _typed(term, "administrativeStatus"), _typed(term, "termType")
    if not text:
        return
    if language == "zh":
        column = "zh" if not row["zh"] and status != _ADMITTED else "zh_variants"
    elif status == _DEPRECATED or status.startswith("superseded"):
        column = "discouraged"
    elif kind in ("shortForm", "acronym", "abbreviation") and not row["en_short"]:
        column = "en_short"
    else:
        column = "en" if not row["en"] and status != _ADMITTED else "admitted"
    row[column].append(text)


def _row(concept: etree._Element) -> dict[str, str]:
    found: dict[str, list[str]] = {column: [] for column in (*COLUMNS, "category")}
    for section in _named(concept, "langSec", "langSet"):
        for term in _named(section, "termSec", "tig", "ntig"):
            _put_term(found, _language(section), term)
    own = {}
    for note in _named(concept, "note"):
        name, colon, cell = _text(note).removeprefix(_OWN).partition(": ")
        if _text(note).startswith(_OWN) and colon and name in COLUMNS:
            own[name] = cell
        else:
            found["notes"].append(_text(note))
    row = {column: ";".join(texts) for column, texts in found.items()}
    row["gloss"] = _typed(concept, "definition")
    row["source"] = _typed(concept, "source")
    row["category"] = _typed(concept, "subjectField")
    row["checked_on"] = _text(next(_named(concept, "date"), None))
    defaults = {"article": "none", "status": "proposed"}  # what comes from elsewhere is looked at first
    return row | defaults | own


def read_tbx(data: bytes) -> list[list[str]]:
    """Return the rows of a TBX file, the header first; also of TBX version 2 (martif, termEntry, langSet).

    Raises:
        ValueError: the bytes are no XML or hold no concept entry.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    header = [*COLUMNS, "category"]
    rows = [_row(concept) for concept in _named(root, "conceptEntry", "termEntry")]
    if not rows:
        raise ValueError("no concept entry")
    return [header, *([row[column] for column in header] for row in rows)]
