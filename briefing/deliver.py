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
import re
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from briefing.errors import NothingPublished, Problem
from briefing.periods import PERIOD, file_period

MANIFEST = "manifest.jsonl"
RUNS = "runs"  # a record of every run that had something to do
PASSING = {errno.EIO, errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.ESTALE, errno.ETIMEDOUT, errno.ENETUNREACH}
TEMPORARY = ".briefing-tmp-"  # begins every temporary name, so that left-overs can be told
_REGION = re.compile(r"[a-z0-9][a-z0-9-]*")  # as in `config`
_RECORD = frozenset({"started", "exit_code", "units"})  # keys of every record of a run
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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
    usual = {one: signal.getsignal(one) for one in _STOPPING}
    heard = [one for one, handler in usual.items() if handler is not signal.SIG_IGN]  # nohup stays in force
    for one in heard:
        signal.signal(one, lambda number, _: told.append(number))
    try:
        yield
    finally:
        for one in heard:
            signal.signal(one, usual[one] or signal.SIG_DFL)
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
            _refuse_folder(folder / name)  # found before anything is renamed, not half-way
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
    """The newest line of each unit by its name (region/period); a line that is torn or no entry is not counted.

    Nor is one that somebody else wrote and that names anything but files in the unit's own folder: what the manifest lists
    is hashed, replaced and removed.
    """
    path = out / MANIFEST
    entries = {}
    for line in path.read_bytes().split(b"\n") if path.is_file() else ():  # not splitlines: a text may hold U+2028
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue  # a run was killed while it appended; the unit is simply due again
        if isinstance(entry, dict) and _fits(entry):
            entries[entry["unit"]] = entry
    return entries


def _fits(entry: Mapping[str, Any]) -> bool:
    """Whether a line of the manifest says what one of ours does, and of places in its unit's folder only."""
    region, period, outputs = entry.get("region"), entry.get("period"), entry.get("outputs")
    if not (isinstance(region, str) and _REGION.fullmatch(region)):
        return False
    if not (isinstance(period, str) and PERIOD.fullmatch(period)):
        return False
    if entry.get("unit") != f"{region}/{period}" or entry.get("folder") != f"{file_period(period)}/{region}":
        return False
    tables = (entry.get(key, {}) for key in ("parts", "inputs", "counts"))
    return (
        isinstance(outputs, dict)
        and all(_is_name(name) and isinstance(said, dict) for name, said in outputs.items())
        and all(isinstance(table, dict) for table in tables)
        and all(_is_inside(name) for name in entry.get("inputs", {}))
        and _is_moment(entry.get("published"))
    )


def _is_name(name: str) -> bool:
    return Path(name).name == name != ".." and name.isprintable()


def _is_inside(name: str) -> bool:
    return not Path(name).is_absolute() and ".." not in Path(name).parts and name.isprintable()


def _is_moment(text: object) -> bool:
    """Whether a text is a time with its zone."""
    try:
        return datetime.fromisoformat(str(text)).tzinfo is not None
    except ValueError:
        return False


def fingerprint(parts: Mapping[str, str]) -> str:
    """One digest of all inputs of a unit, from the digest of each."""
    return sha256(json.dumps(dict(parts), sort_keys=True).encode())


def read_runs(out: Path) -> list[dict[str, Any]]:
    """The records of earlier runs, oldest first; what is no record is not counted."""
    records = []
    for path in sorted((out / RUNS).glob("*.json")):
        try:
            record = json.loads(path.read_bytes())
        except (ValueError, RecursionError, OSError):
            continue
        if isinstance(record, dict) and record.keys() >= _RECORD and _are_results(record["units"]):
            records.append(record)
    return records


def _are_results(rows: object) -> bool:
    keys = ("unit", "state", "fingerprint")
    return isinstance(rows, list) and all(
        isinstance(row, dict) and all(isinstance(row.get(key), str) for key in keys) for row in rows
    )


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


def append_manifest(out: Path, entry: Mapping[str, Any], write: Callable[[], None] = lambda: None) -> None:
    """Add the line that makes a unit published, after `write` wrote the files that it names.

    Its room is taken first, as blanks that no reader counts: on a disk that is full, or a manifest that refuses, nothing is
    replaced yet.

    Raises:
        NothingPublished: the disk is full or refuses.
    """
    path, line = out / MANIFEST, _line(entry)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with path.open("r+b" if path.is_file() else "x+b") as file:
            start = _end_of_text(file)
            line = (b"\n" if start else b"") + line
            before = file.seek(0, os.SEEK_END)
            try:
                _put(file, start, re.sub(rb"[^\n]", b" ", line))
                write()
            except BaseException:
                _cut(path, before)
                raise
            _put(file, start, line)
    except OSError as error:
        if error.errno in PASSING:
            raise
        raise NothingPublished(_disk_problem(path, error, len(line))) from error
    _sync_folder(out)


def _put(file: BinaryIO, start: int, data: bytes) -> None:
    file.seek(start)
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


def _end_of_text(file: BinaryIO) -> int:
    """Where the last line ends, before what a killed run took for its own."""
    end = file.seek(0, os.SEEK_END)
    while end:
        size = min(end, 4096)
        file.seek(end - size)
        text = file.read(size).rstrip(b" \n")
        end -= size - len(text)
        if text:
            break
    return end


def inside(home: Path, folder: Path) -> Path:
    """`folder`, which has to lie below `home` wherever links lead; `home` itself may be a link, to another disk.

    Raises:
        NothingPublished: it does not.
    """
    if folder.resolve().is_relative_to(home.resolve()):
        return folder
    found = f"leads to {folder.resolve()}"
    raise NothingPublished(
        Problem(str(folder), found, f"a folder inside {home.name}/", "Remove the link and run again")
    )


def clean_left_overs(root: Path) -> int:
    """Remove temporary files of killed runs below `root`; the caller holds the lock. Returns how many."""
    found = list(root.rglob(f"{TEMPORARY}*"))
    for path in found:
        with contextlib.suppress(OSError):  # a folder that refuses is told of where it matters
            path.unlink(missing_ok=True)
    return len(found)


def _line(entry: Mapping[str, Any]) -> bytes:
    return (json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _same(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, f"{path.name} is a folder")


def _write(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)
    with path.open("xb") as file:  # never through a link that waits under this name
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


def _disk_problem(place: Path, error: OSError, needed: int) -> Problem:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        there = next(folder for folder in (place, *place.parents) if folder.is_dir())
        free = shutil.disk_usage(there).free
        found = f"no space left: {needed:,} bytes needed, {free:,} free"
        return Problem(str(place), found, remedy="The earlier files are whole. Free some space and run again.")
    found = error.strerror or str(error)
    return Problem(str(place), found, "a folder that can be written", "The earlier files are whole. Run again.")
