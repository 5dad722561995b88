"""The extract on disk: an Extract to the files of a Frictionless data package and back, the same bytes every time.

Every cell is written as it is, plain UTF-8 CSV: a package is data for pandas and git, not a spreadsheet. A text that
opens with = + - or @ stays as the source has it; the editor's workbook is made elsewhere.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import briefing
from briefing.errors import Problem, SourceError
from briefing.model.document import Cell, Dropped, Table
from briefing.model.extract import Extract, Fact, Numeral, Region, Section, Segment

_MOST_DIGITS = 27  # before or behind the point, in exact arithmetic
_REPORT = frozenset(
    {
        "region",
        "period",
        "plan_period",
        "report_type",
        "title",
        "issuer",
        "published",
        "source_name",
        "source_sha256",
        "warnings",
    }
)
_LISTS = {"links", "flags", "gates"}
_NUMBERS = {
    "unit_mult",
    "group_pos",
    "start",
    "end",
    "sentence_start",
    "sentence_end",
    "level",
    "row",
    "column",
    "rows",
    "columns",
}
_DECIMALS = {"value", "value_base"}
_KINDS = {
    "facts.csv": Fact,
    "ledger.csv": Numeral,
    "segments.csv": Segment,
    "sections.csv": Section,
    "dropped.csv": Dropped,
}
_TABLE_COLUMNS = (
    "table",
    "title",
    "recovered",
    "rows",
    "columns",
    "table_start",
    "table_end",
    "row",
    "column",
    "text",
    "start",
    "end",
    "header",
)


def save(extract: Extract) -> dict[str, bytes]:
    """The files of the package by name; equal extracts give equal bytes."""
    files = {
        "facts.csv": _csv(Fact, extract.facts),
        "ledger.csv": _csv(Numeral, extract.ledger),
        "segments.csv": _csv(Segment, extract.segments),
        "sections.csv": _csv(Section, extract.sections),
        "tables.csv": _tables(extract.tables),
        "dropped.csv": _csv(Dropped, extract.dropped),
        "source.txt": extract.text.encode("utf-8", "surrogatepass"),
    }
    return {"datapackage.json": _descriptor(extract, files), **files}


def load(files: Mapping[str, bytes]) -> Extract:
    """The extract in a package.

    Raises:
        SourceError: A file is missing or a cell cannot be read; the place is file:row:column.
    """
    meta = _json(files)
    report = meta["report"]
    return Extract(
        region=Region(**report["region"]),
        period=report["period"],
        plan_period=report["plan_period"],
        report_type=report["report_type"],
        title=report["title"],
        issuer=report["issuer"],
        published=report["published"],
        source_name=report["source_name"],
        source_sha256=report["source_sha256"],
        text=_source(files),
        sections=tuple(_rows(Section, files, "sections.csv")),
        tables=_read_tables(files),
        facts=tuple(_rows(Fact, files, "facts.csv")),
        ledger=tuple(_rows(Numeral, files, "ledger.csv")),
        segments=tuple(_rows(Segment, files, "segments.csv")),
        dropped=tuple(_rows(Dropped, files, "dropped.csv")),
        warnings=tuple(report["warnings"]),
    )


def changed_by_hand(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Names of the files whose bytes differ from the hash recorded when the package was written, in order."""
    meta = _json(files)
    recorded = {resource["path"]: resource["hash"] for resource in meta["resources"]}
    return tuple(name for name, digest in recorded.items() if name not in files or _sha(files[name]) != digest)


def _sha(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _columns(kind: type) -> list[str]:
    return [field.name for field in dataclasses.fields(kind)]


def _write(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def _csv(kind: type, values: Iterable[object]) -> bytes:
    columns = _columns(kind)
    return _write(columns, ([_text(getattr(value, column)) for column in columns] for value in values))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(str(item) for item in value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise SourceError(
            Problem(name, "is missing from the extract", "all files of the package", "Extract the report again.")
        )
    return files[name]


def _json(files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        meta: dict[str, Any] = json.loads(_file(files, "datapackage.json"))
    except (ValueError, RecursionError) as error:
        raise SourceError(
            Problem("datapackage.json", f"is no JSON ({error})", "", "Extract the report again.")
        ) from error
    if not _describes(meta):
        raise SourceError(Problem("datapackage.json", "lacks `report` or `resources`", "", "Extract the report again."))
    return meta


def _describes(meta: object) -> bool:
    """Whether a JSON value has the shape of what `save` writes."""
    if not isinstance(meta, dict):
        return False
    report, resources = meta.get("report"), meta.get("resources")
    return (
        isinstance(report, dict)
        and report.keys() >= _REPORT
        and isinstance(report["region"], dict)
        and report["region"].keys() == set(_columns(Region))
        and isinstance(report["warnings"], list)
        and isinstance(resources, list)
        and all(isinstance(one, dict) and {"path", "hash"} <= one.keys() for one in resources)
        and all(isinstance(one["path"], str) for one in resources)
    )


def _decoded(files: Mapping[str, bytes], name: str) -> str:
    try:
        return _file(files, name).decode("utf-8-sig", "surrogatepass")
    except UnicodeDecodeError as error:
        found = f"not UTF-8 at byte {error.start}"
        raise SourceError(Problem(name, found, "UTF-8", "Save it as CSV UTF-8")) from error


def _source(files: Mapping[str, bytes]) -> str:
    """The text as it was, with a mark at its beginning if it had one."""
    _decoded(files, "source.txt")  # for its error
    return files["source.txt"].decode("utf-8", "surrogatepass")


def _read_csv(files: Mapping[str, bytes], name: str) -> tuple[Sequence[str], list[dict[str, str]]]:
    """The columns of a table and its rows; a cell that is not there is empty."""
    reader = csv.DictReader(io.StringIO(_decoded(files, name), newline=""), restval="")
    try:
        return list(reader.fieldnames or []), list(reader)
    except csv.Error as error:
        where = f"{name}:{reader.line_num + 1}"
        raise SourceError(
            Problem(where, f"not readable as CSV ({error})", "rows of CSV", "Save it as CSV UTF-8")
        ) from error


def _rows(kind: type, files: Mapping[str, bytes], name: str) -> Iterable[Any]:
    columns = _columns(kind)
    names, rows = _read_csv(files, name)
    missing = [column for column in columns if column not in names]
    if missing:
        raise SourceError(Problem(f"{name}:1", f"no column {', '.join(missing)}", ", ".join(columns)))
    for number, row in enumerate(rows, start=2):
        yield kind(**{column: _value(column, row[column], name, number) for column in columns})


def _value(column: str, text: str, name: str, number: int) -> object:
    try:
        if column in _LISTS:
            return tuple(text.split(";")) if text else ()
        if column in _DECIMALS:
            return _decimal(text) if text else None
        return int(text) if column in _NUMBERS else text
    except (ValueError, InvalidOperation) as error:
        raise SourceError(Problem(f"{name}:{number}:{column}", f"{text!r} is no number", "a number")) from error


def _decimal(text: str) -> Decimal:
    """A number that exact arithmetic holds.

    Raises:
        ValueError: it is none.
    """
    value = Decimal(text)
    if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
        raise ValueError(text)
    return value


def _tables(tables: Sequence[Table]) -> bytes:
    rows = []
    for number, table in enumerate(tables, start=1):
        head = (f"t{number}", table.title, table.recovered, table.rows, table.columns, table.start, table.end)
        cells = table.cells or (Cell(-1, -1, "", table.start, table.start),)
        rows += [
            [
                _text(value)
                for value in (*head, cell.row, cell.column, cell.text, cell.start, cell.end, int(cell.header))
            ]
            for cell in cells
        ]
    return _write(_TABLE_COLUMNS, rows)


def _read_tables(files: Mapping[str, bytes]) -> tuple[Table, ...]:
    grouped: dict[str, list[dict[str, str]]] = {}
    for number, row in enumerate(_read_csv(files, "tables.csv")[1], start=2):
        for column in ("rows", "columns", "table_start", "table_end", "row", "column", "start", "end", "header"):
            if not (row.get(column) or "").lstrip("-").isdigit():
                raise SourceError(
                    Problem(f"tables.csv:{number}:{column}", f"{row.get(column)!r} is no number", "a number")
                )
        grouped.setdefault(row["table"], []).append(row)
    return tuple(
        Table(
            title=rows[0]["title"],
            start=int(rows[0]["table_start"]),
            end=int(rows[0]["table_end"]),
            rows=int(rows[0]["rows"]),
            columns=int(rows[0]["columns"]),
            cells=tuple(
                Cell(
                    int(row["row"]),
                    int(row["column"]),
                    row["text"],
                    int(row["start"]),
                    int(row["end"]),
                    row["header"] == "1",
                )
                for row in rows
                if int(row["row"]) >= 0
            ),
            recovered=rows[0]["recovered"],
        )
        for rows in grouped.values()
    )


def _schema(columns: Sequence[str]) -> dict[str, object]:
    def kind(column: str) -> str:
        return (
            "integer"
            if column in _NUMBERS | {"table_start", "table_end", "header"}
            else "number"
            if column in _DECIMALS
            else "string"
        )

    return {"fields": [{"name": column, "type": kind(column)} for column in columns], "missingValues": [""]}


def _resource(name: str, data: bytes) -> dict[str, object]:
    """A file as a Frictionless resource, a table with its schema."""
    resource = {
        "name": name.partition(".")[0],
        "path": name,
        "hash": _sha(data),
        "bytes": len(data),
        "encoding": "utf-8",
    }
    if not name.endswith(".csv"):
        return resource | {"format": "txt", "mediatype": "text/plain"}
    columns = _columns(_KINDS[name]) if name in _KINDS else list(_TABLE_COLUMNS)
    table = {"profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv"}
    return resource | table | {"schema": _schema(columns)}


def _descriptor(extract: Extract, files: Mapping[str, bytes]) -> bytes:
    region = dataclasses.asdict(extract.region)
    names = ("period", "plan_period", "report_type", "title", "issuer", "published", "source_name", "source_sha256")
    report = {"region": region, **{name: getattr(extract, name) for name in names}, "warnings": list(extract.warnings)}
    meta = {
        "profile": "data-package",
        "name": f"{extract.region.id}-{extract.period}".lower().replace("/", "-") or "extract",
        "title": extract.title,
        "tool": {"name": "briefing", "version": briefing.__version__},
        "sources": [
            {
                "title": extract.title or extract.source_name,
                "path": extract.source_name,
                "sha256": extract.source_sha256,
            }
        ],
        "report": report,
        "resources": [_resource(name, data) for name, data in files.items()],
    }
    return (json.dumps(meta, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
