"""Makes reference.docx, the Word file that gives every DOCX its look: styles, fonts, lists, page, notes.

`python -m briefing.render.reference [FILE]` writes it (templates/investor/reference.docx by default). The made file has no
theme, so that no theme font or colour overrides a style; East Asian fonts and languages are set throughout.
"""

from __future__ import annotations

import sys
import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from briefing.render import palette
from briefing.render.package import write_zip
from briefing.render.wordml import PARAGRAPH_ORDER, RUN_ORDER, el, ordered, serialise, twips, val

_COLOURS = {
    "ink": palette.INK,
    "soft": palette.SOFT,
    "hair": palette.HAIR,
    "wash": palette.WASH,
    "white": palette.WHITE,
    "accent": palette.ACCENT,
    "second": palette.SECOND_ACCENT,
}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {"document": "main", "styles": "", "numbering": "", "settings": "", "fontTable": "", "footnotes": ""}
_TEXT_WIDTH = 170 / 25.4 * 72


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """The list of styles and fonts, as reference.toml has it."""
    return tomllib.loads(files("briefing.render").joinpath("reference.toml").read_text(encoding="utf-8"))


def colour(word: str) -> str:
    """The hexadecimal value, without the hash, of a colour word of reference.toml."""
    return _COLOURS[word].lstrip("#").upper()


def fonts(which: str) -> Any:
    """w:rFonts for sans or serif: Latin and East Asian faces by name, no theme."""
    latin, han = table()["fonts"][which]["latin"], table()["fonts"][which]["han"]
    return el("w:rFonts", {"w:ascii": latin, "w:hAnsi": latin, "w:eastAsia": han, "w:cs": latin})


# --- styles -----------------------------------------------------------------------------------------------------------


def _run_properties(row: dict[str, Any]) -> Any:
    size = row.get("size")
    half = round(size * 2) if size else 0
    yes = row.get("bold")
    return ordered(
        "w:rPr",
        RUN_ORDER,
        [
            fonts(row["font"]) if "font" in row else None,
            el("w:b") if yes else None,
            el("w:bCs") if yes else None,
            el("w:caps") if row.get("caps") else None,
            val("w:color", colour(row["colour"])) if "colour" in row else None,
            val("w:spacing", twips(row["tracking"])) if "tracking" in row else None,
            val("w:sz", half) if half else None,
            val("w:szCs", half) if half else None,
            el("w:u", {"w:val": row["underline"], "w:color": colour("soft")}) if "underline" in row else None,
            val("w:vertAlign", "superscript") if row.get("superscript") else None,
        ],
    )


def _border(side: str, word: str, eighths: int, space: int) -> Any:
    return el(f"w:{side}", {"w:val": "single", "w:sz": eighths, "w:space": space, "w:color": colour(word)})


def _borders(row: dict[str, Any]) -> Any:
    left, top, shade = row.get("border_left"), row.get("border_top"), row.get("shade")
    if not (left or top):
        return None
    return el(
        "w:pBdr",
        None,
        _border("top", top or shade or "", 4, 5) if top or shade else None,
        _border("left", left, 18 if left == "accent" else 8, 8) if left else None,
        _border("bottom", shade, 4, 5) if shade else None,
        _border("right", shade, 4, 6) if shade else None,
    )


def _spacing(row: dict[str, Any]) -> Any:
    line = row.get("line")
    if line is None and "space" not in row:
        return None
    before, after = row.get("space", (0, 0))
    attributes: dict[str, Any] = {"w:before": twips(before), "w:after": twips(after)}
    if line:
        attributes |= {"w:line": twips(line), "w:lineRule": "atLeast"}
    return el("w:spacing", attributes)


def _indent(row: dict[str, Any]) -> Any:
    if "indent" not in row:
        return None
    left, first, *right = row["indent"]
    sides = {"w:left": twips(left)} | ({"w:right": twips(right[0])} if right else {})
    return el("w:ind", sides | {"w:hanging" if first < 0 else "w:firstLine": twips(abs(first))})


def _tabs(row: dict[str, Any]) -> Any:
    if not (row.get("right_tab") or row.get("leader")):
        return None
    tab = {"w:val": "right", "w:leader": "dot" if row.get("leader") else "none", "w:pos": twips(_TEXT_WIDTH)}
    return el("w:tabs", None, el("w:tab", tab))


def _paragraph_properties(row: dict[str, Any]) -> Any:
    numbered = row.get("numbering")
    shade = {"w:val": "clear", "w:color": "auto", "w:fill": colour(row["shade"])} if "shade" in row else None
    return ordered(
        "w:pPr",
        PARAGRAPH_ORDER,
        [
            el("w:keepNext") if row.get("keep_next") else None,
            el("w:keepLines") if row.get("keep_lines") else None,
            el("w:numPr", None, val("w:numId", numbered)) if numbered else None,
            _borders(row),
            el("w:shd", shade) if shade else None,
            _tabs(row),
            _spacing(row),
            _indent(row),
            val("w:outlineLvl", row["outline"]) if "outline" in row else None,
        ],
    )


def _rules() -> tuple[Any, ...]:
    """The three rules of a table and the hairlines between its rows."""
    borders = el(
        "w:tblBorders",
        None,
        el("w:bottom", {"w:val": "single", "w:sz": 6, "w:space": 0, "w:color": colour("ink")}),
        el("w:insideH", {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": colour("hair")}),
    )
    under = el("w:bottom", {"w:val": "single", "w:sz": 6, "w:space": 0, "w:color": colour("ink")})
    head = el("w:tblStylePr", {"w:type": "firstRow"}, el("w:tcPr", None, el("w:tcBorders", None, under)))
    return el("w:tblPr", None, borders), head


def _margins() -> Any:
    sides = (("top", 0), ("left", 0), ("bottom", 0), ("right", 0))
    cells = (el(f"w:{side}", {"w:w": width, "w:type": "dxa"}) for side, width in sides)
    return el("w:tblPr", None, el("w:tblInd", {"w:w": 0, "w:type": "dxa"}), el("w:tblCellMar", None, *cells))


def _style(row: dict[str, Any]) -> Any:
    kind = row.get("type", "paragraph")
    attributes = {"w:type": kind, "w:styleId": row["id"]}
    if row.get("default"):
        attributes["w:default"] = "1"
    elif row["name"][0].isupper() and " " in row["name"] and row["name"] not in _BUILT_IN:
        attributes["w:customStyle"] = "1"
    properties: tuple[Any, ...] = (
        _paragraph_properties(row) if kind == "paragraph" else None,
        None if kind == "table" else _run_properties(row),
    )
    if kind == "table":
        properties = _rules() if row.get("rules") else (_margins(),)
    return el(
        "w:style",
        attributes,
        val("w:name", row["name"]),
        val("w:basedOn", row["based"]) if "based" in row else None,
        val("w:next", row["next"]) if "next" in row else None,
        val("w:uiPriority", 1 if row.get("quick") else 99),
        el("w:qFormat") if row.get("quick") else None,
        *properties,
    )


_BUILT_IN = {"Body Text", "List Bullet", "List Number", "TOC Heading", "Default Paragraph Font", "Normal Table"}


def _styles() -> Any:
    language = el("w:lang", {"w:val": "en-US", "w:eastAsia": "zh-CN", "w:bidi": "ar-SA"})
    run = el(
        "w:rPr",
        None,
        fonts("sans"),
        val("w:color", colour("ink")),
        val("w:sz", 21),
        val("w:szCs", 21),
        language,
    )
    paragraph = el(
        "w:pPr",
        None,
        el("w:widowControl"),
        el("w:spacing", {"w:before": 0, "w:after": 0, "w:line": 240, "w:lineRule": "auto"}),
    )
    defaults = el("w:docDefaults", None, el("w:rPrDefault", None, run), el("w:pPrDefault", None, paragraph))
    return el("w:styles", None, defaults, *map(_style, table()["styles"]))


# --- the other parts --------------------------------------------------------------------------------------------------


def _level(kind: str, text: str, style: str, indent: tuple[float, ...]) -> Any:
    bullet = kind == "bullet"
    run = [val("w:color", colour("accent"))] if bullet else []
    return el(
        "w:lvl",
        {"w:ilvl": 0},
        val("w:start", 1),
        val("w:numFmt", kind),
        val("w:pStyle", style),
        val("w:lvlText", text),
        val("w:lvlJc", "left"),
        el("w:pPr", None, el("w:ind", {"w:left": twips(indent[0]), "w:hanging": twips(-indent[1])})),
        el("w:rPr", None, *run) if run else None,
    )


def _numbering() -> Any:
    kinds = (("bullet", "•", "ListBullet"), ("decimal", "%1.", "ListNumber"), ("bullet", "•", "KeyPoint"))
    indents = {row["id"]: tuple(row["indent"]) for row in table()["styles"] if "indent" in row}
    abstract = [
        el(
            "w:abstractNum",
            {"w:abstractNumId": i},
            val("w:multiLevelType", "singleLevel"),
            _level(kind, text, style, indents[style]),
        )
        for i, (kind, text, style) in enumerate(kinds)
    ]
    numbers = [el("w:num", {"w:numId": i + 1}, val("w:abstractNumId", i)) for i in range(len(kinds))]
    return el("w:numbering", None, *abstract, *numbers)


def _settings() -> Any:
    compat = (("compatibilityMode", "15"), ("overrideTableStyleFontSizeAndJustification", "1"))
    uri = "http://schemas.microsoft.com/office/word"
    notes = (el("w:footnote", {"w:id": number}) for number in (-1, 0))
    return el(
        "w:settings",
        None,
        el("w:zoom", {"w:percent": 100}),
        val("w:defaultTabStop", 420),
        val("w:characterSpacingControl", "compressPunctuation"),
        el("w:footnotePr", None, *notes),
        el("w:compat", None, *(el("w:compatSetting", {"w:name": n, "w:uri": uri, "w:val": v}) for n, v in compat)),
        el("w:themeFontLang", {"w:val": "en-US", "w:eastAsia": "zh-CN"}),
        val("w:decimalSymbol", "."),
        val("w:listSeparator", ","),
    )


def _font_table() -> Any:
    return el(
        "w:fonts",
        None,
        *(
            el(
                "w:font",
                {"w:name": face},
                val("w:altName", row["alt"]),
                val("w:charset", row["charset"]),
                val("w:family", row["family"]),
            )
            for face, row in table()["table"].items()
        ),
    )


def _footnotes() -> Any:
    kinds = ((-1, "separator"), (0, "continuationSeparator"))
    spacing = {"w:before": 0, "w:after": 0, "w:line": 240, "w:lineRule": "auto"}
    return el(
        "w:footnotes",
        None,
        *(
            el(
                "w:footnote",
                {"w:type": kind, "w:id": number},
                el("w:p", None, el("w:pPr", None, el("w:spacing", spacing)), el("w:r", None, el(f"w:{kind}"))),
            )
            for number, kind in kinds
        ),
    )


def _document() -> Any:
    """One paragraph a style, so that whoever restyles the file sees what they do."""
    shown = [row for row in table()["styles"] if row.get("quick")]
    lines = [
        el(
            "w:p",
            None,
            el("w:pPr", None, val("w:pStyle", row["id"])),
            el("w:r", None, el("w:t", None, row["name"].title())),
        )
        for row in shown
    ]
    millimetre = 72 / 25.4
    page = {"w:w": twips(210 * millimetre), "w:h": twips(297 * millimetre)}
    sides = {"top": 24, "right": 20, "bottom": 22, "left": 20, "header": 11, "footer": 10}
    margins = {f"w:{side}": twips(width * millimetre) for side, width in sides.items()} | {"w:gutter": 0}
    return el(
        "w:document", None, el("w:body", None, *lines, el("w:sectPr", None, el("w:pgSz", page), el("w:pgMar", margins)))
    )


def _relations(targets: dict[str, str]) -> bytes:
    uri = "http://schemas.openxmlformats.org/package/2006/relationships"
    lines = "".join(
        f'<Relationship Id="rId{i}" Type="{kind}" Target="{target}"/>'
        for i, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{uri}">{lines}</Relationships>'.encode()


def _content_types() -> bytes:
    lines = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{part}{"." + kind if kind else ""}+xml"/>'
        for part, kind in _PARTS.items()
    )
    core = '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    uri = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="{uri}">{defaults}{lines}{core}</Types>'.encode()


_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Reference</dc:title></cp:coreProperties>'
)


@lru_cache(maxsize=1)
def reference_docx() -> bytes:
    """The reference file; the same bytes every time."""
    metadata = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    makers = (_document(), _styles(), _numbering(), _settings(), _font_table(), _footnotes())
    parts = {f"word/{part}.xml": serialise(root) for part, root in zip(_PARTS, makers, strict=True)}
    kinds = {f"{part}.xml": f"{_OFFICE_RELATIONS}/{part}" for part in _PARTS if part != "document"}
    parts |= {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            {"word/document.xml": f"{_OFFICE_RELATIONS}/officeDocument", "docProps/core.xml": metadata}
        ),
        "word/_rels/document.xml.rels": _relations(kinds),
        "docProps/core.xml": _CORE.encode(),
    }
    return write_zip(parts)


def main(arguments: list[str]) -> None:
    """Write the reference file to the path given, or to the investor edition's folder."""
    default = Path(__file__).parents[2] / "templates" / "investor" / "reference.docx"
    target = Path(arguments[0]) if arguments else default
    target.write_bytes(reference_docx())


if __name__ == "__main__":
    main(sys.argv[1:])
