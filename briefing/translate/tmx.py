"""TMX 1.4b, so that the memory goes to and comes from any translation tool."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.errors import SourceError
from briefing.translate.memory import STATES, Pair

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PROPS = ("state", "approved_by", "approved_on", "origin")


def export(pairs: Iterable[Pair], *, version: str) -> bytes:
    """Return pairs as TMX 1.4b with source language zh-CN; approval and origin stand in props."""
    from lxml import etree  # noqa: PLC0415  # only editors' exchange needs it

    root = etree.Element("tmx", version="1.4")
    header = etree.SubElement(
        root,
        "header",
        creationtool="briefing",
        creationtoolversion=version,
        segtype="sentence",
        adminlang="en",
        srclang="zh-CN",
        datatype="plaintext",
    )
    header.set("o-tmf", "briefing-csv")
    body = etree.SubElement(root, "body")
    for pair in pairs:
        unit = etree.SubElement(body, "tu")
        for name in _PROPS:
            if value := getattr(pair, name):
                etree.SubElement(unit, "prop", type=f"x-{name}").text = value
        for lang, text in (("zh-CN", pair.zh), ("en-US", pair.en)):
            variant = etree.SubElement(unit, "tuv", {_LANG: lang})
            etree.SubElement(variant, "seg").text = text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def load(name: str, data: bytes) -> tuple[Pair, ...]:
    """Return the zh–en pairs of a TMX file; inline markup is dropped, its text kept. Others' pairs arrive unapproved.

    Raises:
        SourceError: not XML, or no TMX.
    """
    from lxml import etree  # noqa: PLC0415  # only editors' exchange needs it

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{name}: not XML ({error.msg})") from error
    if root.tag != "tmx":
        raise SourceError(f"{name}: not TMX, the root is <{root.tag}>")
    pairs: list[Pair] = []
    for number, unit in enumerate(root.iter("tu"), start=1):
        texts = {str(v.get(_LANG) or v.get("lang") or "").lower()[:2]: _segment(v) for v in unit.iter("tuv")}
        props = {str(p.get("type", "")).removeprefix("x-"): (p.text or "") for p in unit.iter("prop")}
        if not texts.get("zh") or not texts.get("en"):
            continue
        state = props.get("state", "")
        kept = {key: props.get(key, "") for key in _PROPS[1:]}
        pairs.append(
            Pair(
                texts["zh"],
                texts["en"],
                state if state in STATES else "proposed",  # type: ignore[arg-type]  # one of STATES
                **kept,
                where=f"{name}:tu {number}",
            )
        )
    return tuple(pairs)


def _segment(variant: object) -> str:
    seg = variant.find("seg")  # type: ignore[attr-defined]  # an lxml element
    return "".join(seg.itertext()).strip() if seg is not None else ""
