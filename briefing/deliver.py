"""The only place that writes results: whole files or none, the manifest line last.

A unit's files are written under temporary names in their own folder, flushed to the disk, renamed one by one, and the
folder flushed; then one line is appended to out/manifest.jsonl. A reader trusts only what the manifest names, so a crash
at any moment leaves the earlier line and the earlier files, or the new ones, never a torn file.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from briefing.errors import NothingPublished, Problem

MANIFEST = "manifest.jsonl"
RUNS = "runs"  # a record of every run that had something to do
PASSING = {errno.EIO, errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.ESTALE, errno.ETIMEDOUT, errno.ENETUNREACH}
TEMPORARY = ".briefing-tmp-"  # begins every temporary name, so that left-overs can be told
_ALWAYS = frozenset({"unit", "region", "period", "folder", "outputs"})  # keys of every manifest line


def sha256(data: bytes) -> str:
    """The digest every manifest entry uses, in hex."""
    return hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def unbroken() -> Iterator[None]:
    """Hold back an interruption or termination until the transaction in here is through, then let it take effect."""
    if threading.current_thread() is not threading.main_thread():  # only there do signals take effect
        yield
        return
    told: list[int] = []
    usual = {one: signal.signal(one, lambda number, _: told.append(number)) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in usual.items():
            signal.signal(one, handler or signal.SIG_DFL)
        for number in told:
            signal.raise_signal(number)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all `files` (name: content) into `folder`; names already there with the same bytes are left alone.

    Raises:
        NothingPublished: the disk is full or refuses; the earlier files are whole.
        OSError: one of `PASSING`, which may be gone at the next attempt.
    """
    changed = dict(files)
    waiting: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        changed = {name: data for name, data in files.items() if not _same(folder / name, data)}
        for name, data in changed.items():
            temporary = folder / f"{TEMPORARY}{os.getpid()}-{name}"
            waiting.append((temporary, folder / name))
            _write(temporary, data)
        for temporary, final in waiting:
            temporary.replace(final)
    except BaseException as error:  # a run that is told to end, too, leaves nothing half made
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)
        if not isinstance(error, OSError) or error.errno in PASSING:
            raise
        raise NothingPublished(_disk_problem(folder, error, sum(map(len, changed.values())))) from error
    if waiting:
        _sync_folder(folder)


def read_manifest(out: Path) -> dict[str, dict[str, Any]]:
    """The newest line of each unit by its name (region/period); a line that is torn or no entry is not counted."""
    path = out / MANIFEST
    entries = {}
    for line in path.read_bytes().split(b"\n") if path.is_file() else ():  # not splitlines: a text may hold U+2028
        try:
            entry = json.loads(line)
        except ValueError:
            continue  # a run was killed while it appended; the unit is simply due again
        if isinstance(entry, dict) and entry.keys() >= _ALWAYS:
            entries[entry["unit"]] = entry
    return entries


def fingerprint(parts: Mapping[str, str]) -> str:
    """One digest of all inputs of a unit, from the digest of each."""
    return sha256(json.dumps(dict(parts), sort_keys=True).encode())


def read_runs(out: Path) -> list[dict[str, Any]]:
    """The records of earlier runs, oldest first; what is no record is not counted."""
    records = []
    for path in sorted((out / RUNS).glob("*.json")):
        try:
            record = json.loads(path.read_bytes())
        except ValueError:
            continue
        if isinstance(record, dict) and isinstance(record.get("units"), list):
            records.append(record)
    return records


def read_failures(out: Path) -> dict[str, str]:
    """The fingerprint with which each unit failed when it was last tried."""
    failed: dict[str, str] = {}
    for record in read_runs(out):
        for row in record["units"]:
            failed.pop(row["unit"], None)
            if row["state"] == "failed":
                failed[row["unit"]] = row["fingerprint"]
    return failed


def rewrite_manifest(out: Path, entries: Iterable[Mapping[str, Any]]) -> None:
    """Put a manifest of these lines in the place of the present one, whole or not at all.

    Raises:
        NothingPublished: the disk is full or refuses.
    """
    write_files(out, {MANIFEST: b"".join(_line(entry) for entry in entries)})


def append_manifest(out: Path, entry: Mapping[str, Any]) -> None:
    """Add the line that makes a unit published.

    Raises:
        NothingPublished: the disk is full or refuses.
    """
    path = out / MANIFEST
    line = _line(entry)
    before = path.stat().st_size if path.is_file() else 0
    try:
        with path.open("ab+") as file:
            if before and not _ends_with_newline(path):
                line = b"\n" + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        _cut(path, before)
        if error.errno in PASSING:
            raise
        raise NothingPublished(_disk_problem(path, error, len(line))) from error
    _sync_folder(out)


def clean_left_overs(root: Path) -> int:
    """Remove temporary files of killed runs below `root`; the caller holds the lock. Returns how many."""
    found = list(root.rglob(f"{TEMPORARY}*"))
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _line(entry: Mapping[str, Any]) -> bytes:
    return (json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _same(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _cut(path: Path, size: int) -> None:
    """Take back what a full disk took of a line; where even that is refused, the torn line is not counted."""
    with contextlib.suppress(OSError):
        os.truncate(path, size)


def _sync_folder(folder: Path) -> None:
    """Flush the names in a folder, so that a rename outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _disk_problem(place: Path, error: OSError, needed: int) -> Problem:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        there = next(folder for folder in (place, *place.parents) if folder.is_dir())
        free = shutil.disk_usage(there).free
        found = f"no space left: {needed:,} bytes needed, {free:,} free"
        return Problem(str(place), found, remedy="The earlier files are whole. Free some space and run again.")
    found = error.strerror or str(error)
    return Problem(str(place), found, "a folder that can be written", "The earlier files are whole. Run again.")
