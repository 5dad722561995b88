"""WordprocessingML elements in the order that Word's schema asks for; a wrong order makes Word offer a repair.

Elements are built as trees, never as strings, so that no text can break the markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
# The order of children in w:pPr and w:rPr (ECMA-376 part 1, CT_PPrBase and EG_RPrBase), as far as they are used here.
PARAGRAPH_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs kinsoku autoSpaceDE autoSpaceDN "
    "spacing ind contextualSpacing jc outlineLvl rPr sectPr"
)
RUN_ORDER = "rStyle rFonts b bCs i iCs caps noProof vanish webHidden color spacing sz szCs u vertAlign lang"
_UNSEEN = (
    "\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff"  # they turn a line round, or have no meaning anyone knows
)
_CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff{_UNSEEN}]")


@lru_cache(maxsize=1024)
def name(tag: str) -> str:
    """The qualified name of a prefixed one: w:p as {namespace}p."""
    prefix, _, local = tag.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if local else tag


@lru_cache(maxsize=1024)
def _shape(tag: str, keys: tuple[str, ...]) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """The qualified names of an element and its attributes, and the prefixes to declare."""
    prefixes = {key.partition(":")[0] for key in (tag, *keys) if ":" in key} - {"xml"}
    return name(tag), tuple(map(name, keys)), {prefix: NAMESPACES[prefix] for prefix in sorted(prefixes)}


def el(tag: str, attributes: dict[str, Any] | None = None, *children: Any) -> Any:
    """An element with attributes (prefixed names) and children; a None child is left out, a str child is its text."""
    named = attributes or {}
    qualified, keys, prefixes = _shape(tag, tuple(named))
    values = {key: clean(str(value)) for key, value in zip(keys, named.values(), strict=True)}
    node = etree.Element(qualified, values, prefixes)
    for child in children:
        if isinstance(child, str):
            node.text = clean(child)
        elif child is not None:
            node.append(child)
    return node


def val(tag: str, value: Any) -> Any:
    """A property element with the one attribute w:val."""
    return el(tag, {"w:val": value})


def clean(text: str) -> str:
    """`text` without the control characters that XML cannot carry, and those that hide or turn what a reader sees."""
    return text if text.isprintable() else _CONTROL.sub("", text)


@lru_cache(maxsize=8)
def _ranks(order: str) -> dict[str, int]:
    return {local: i for i, local in enumerate(order.split())}


def ordered(tag: str, order: str, children: Iterable[Any]) -> Any:
    """A property container with its children sorted into schema order; None if there are none."""
    rank = _ranks(order)
    found = sorted((c for c in children if c is not None), key=lambda c: rank[c.tag.rpartition("}")[2]])
    return el(tag, None, *found) if found else None


def twips(points: float) -> int:
    """Points as twentieths of a point, Word's unit of length."""
    return round(points * 20)


def serialise(root: Any) -> bytes:
    """The bytes of a part: UTF-8 with declaration."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
