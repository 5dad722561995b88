"""Terms from outside into the files of the glossary: as proposals beside the rows in force, or in their place."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from briefing.glossary.entry import COLUMNS, Entry
from briefing.glossary.load import load_glossary
from briefing.glossary.match import fold
from briefing.glossary.rows import cell
from briefing.glossary.termbase import Glossary

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")
_TAKEN = ("memory", "grammar")  # files of the folder that are no lists of terms
_ELSEWHERE = "imported"  # the file of terms whose category cannot be a file name


@dataclass(frozen=True, slots=True)
class Change:
    """What an import does to one term; `fields` are the columns that differ, as (before, after)."""

    kind: Literal["new", "changed", "proposed"]
    zh: str
    file: str
    fields: Mapping[str, tuple[str, str]]

    def __str__(self) -> str:
        """Return the change as a line for people."""
        told = "; ".join(f"{name}: {before!r} → {after!r}" for name, (before, after) in self.fields.items())
        return f"{self.file}: {self.kind} {self.zh}: {told}"


def merged(
    now: Iterable[Entry], incoming: Sequence[Entry], *, accept: bool = False
) -> tuple[tuple[Change, ...], dict[str, bytes]]:
    """Return what would change, and the new content of every file that changes.

    Args:
        now: all entries there are.
        incoming: entries from outside; those equal to one there is change nothing.
        accept: take them as they are, in the place of the rows with the same Chinese and guards; otherwise they become
            `proposed` rows beside those, which nothing enforces until a person accepts them.
    """
    files: dict[str, list[Entry]] = {}
    for entry in now:
        files.setdefault(entry.category, []).append(entry)
    places: dict[object, list[tuple[list[Entry], int]]] = {}
    for rows in files.values():
        for index, entry in enumerate(rows):
            places.setdefault(_key(entry), []).append((rows, index))
    known = {(_key(entry), entry.en, entry.status) for rows in files.values() for entry in rows}
    changes: list[Change] = []
    touched: set[str] = set()
    for entry in incoming:
        there = places.get(_key(entry), [])
        if any(not _difference(rows[index], entry) for rows, index in there):
            continue
        rows, index = min(there, key=lambda place: _rank(place[0][place[1]], entry), default=([], -1))
        before = rows[index] if there else None
        after = entry if accept else replace(entry, status="proposed")
        if not accept and (_key(after), after.en, after.status) in known:
            continue
        category = before.category if before is not None else _file(entry.category)
        if before is not None and accept:
            rows[index] = replace(after, category=category)
        else:
            files.setdefault(category, []).append(replace(after, category=category))
        kind: Literal["new", "changed", "proposed"] = "new" if before is None else "changed" if accept else "proposed"
        changes.append(Change(kind, entry.zh, f"glossary/{category}.csv", _difference(before, after)))
        touched.add(category)
    return tuple(changes), {f"{name}.csv": as_file(files[name]) for name in sorted(touched)}


def check(files: Mapping[str, bytes], folders: Sequence[Path]) -> Glossary:
    """Load the glossary as it would be with these files.

    Raises:
        WorkspaceError: every problem, with file and line.
    """
    with tempfile.TemporaryDirectory(prefix="briefing-glossary-") as work:
        for name, data in files.items():
            (Path(work) / name).write_bytes(data)
        return load_glossary([Path(work), *folders])


def as_file(entries: Iterable[Entry]) -> bytes:
    """Return entries as a file of the glossary."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell(entry, column) for column in COLUMNS] for entry in entries)
    return text.getvalue().encode()


def _key(entry: Entry) -> tuple[object, ...]:
    """The Chinese and the guards: two rows of the same are one term."""
    return fold(entry.zh), entry.followed_by, entry.not_followed_by, entry.preceded_by, entry.not_preceded_by


def _rank(there: Entry, entry: Entry) -> tuple[bool, bool]:
    """Of several rows of one term, that of the same file and status is the one an import means."""
    return there.category != entry.category, there.status != entry.status


def _file(category: str) -> str:
    return category if _SLUG.fullmatch(category) and category not in _TAKEN else _ELSEWHERE


def _difference(before: Entry | None, after: Entry) -> dict[str, tuple[str, str]]:
    old = {column: cell(before, column) if before is not None else "" for column in COLUMNS}
    new = {column: cell(after, column) for column in COLUMNS}
    plain = {"article": "none", "proper": "no", "countable": "no"}  # of a new row only what says something
    return {
        column: (old[column], new[column])
        for column in COLUMNS
        if old[column] != new[column] and not (before is None and new[column] == plain.get(column))
    }
