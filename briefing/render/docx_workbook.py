"""The workbook behind a Word chart: one sheet in the fewest parts that a spreadsheet program opens.

A briefing may hold a dozen charts, so every part counts: no theme, shared strings or properties. The parts are stored as they
are, since the Word file around them is compressed and does it better than each small workbook by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from lxml import etree

from briefing.render.package import write_zip
from briefing.render.wordml import clean

SHEET = "Sheet1"
"""The name of the sheet, as the formulas of the chart have it."""

_SHEET_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PLAIN = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
_FIXED = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET_NAMESPACE}" xmlns:r="{_OFFICE}">'
    f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/styles.xml": f'<styleSheet xmlns="{_SHEET_NAMESPACE}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    f'<cellStyleXfs count="1"><xf {_PLAIN}/></cellStyleXfs><cellXfs count="1"><xf {_PLAIN} xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_LABELS = "36"  # width of the column of categories in characters


def chart_workbook(categories: Sequence[str], series: Iterable[tuple[str, Sequence[Decimal | None]]]) -> bytes:
    """A workbook with the categories in column A from row 2 and a column a series: its name, then its values.

    Args:
        categories: the texts of column A.
        series: name and values of each; None leaves the cell empty.

    Returns:
        The file; the same bytes for the same input. Texts are never formulas.
    """
    columns = [("", categories), *series]
    root = etree.Element(f"{{{_SHEET_NAMESPACE}}}worksheet", nsmap={None: _SHEET_NAMESPACE})  # type: ignore[dict-item]
    _child(_child(root, "cols"), "col", min="1", max="1", width=_LABELS, customWidth="1")
    data = _child(root, "sheetData")
    for number in range(len(categories) + 1):
        row = _child(data, "row", r=str(number + 1))
        for place, (name, values) in enumerate(columns):
            _cell(row, f"{column_letter(place)}{number + 1}", values[number - 1] if number else name)
    sheet = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    parts = {part: f"{_DECLARATION}{text}".encode() for part, text in _FIXED.items()}
    return write_zip({**parts, "xl/worksheets/sheet1.xml": sheet}, compressed=False)


def column_letter(place: int) -> str:
    """The letter of a column, the first being 0; a chart has far fewer than 26."""
    return chr(ord("A") + place)


def _cell(row: Any, place: str, value: str | Decimal | None) -> None:
    if isinstance(value, Decimal):
        _child(_child(row, "c", r=place), "v").text = f"{value:f}"
    elif value:
        text = _child(_child(_child(row, "c", r=place, t="inlineStr"), "is"), "t")
        text.text = clean(value)


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{_SHEET_NAMESPACE}}}{tag}", attributes)
