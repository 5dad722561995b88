"""The lock of the output folder: one run at a time, released by the kernel even after kill -9."""

from __future__ import annotations

import fcntl
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from briefing.errors import Busy, NothingPublished, Problem

FILE = ".lock"
_PAUSE = 0.2  # seconds between two attempts while waiting


@contextmanager
def locked(out: Path, wait_s: float = 0) -> Iterator[None]:
    """Hold the lock of `out`; the file says who holds it (pid, host, start, command).

    On a network file system only one machine may run: flock is not passed on by all of them.

    Raises:
        Busy: another run holds it after `wait_s` seconds, with who.
        NothingPublished: the folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        handle = os.open(out / FILE, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        file = os.fdopen(handle, "ab+", buffering=0)
    except OSError as error:
        found = error.strerror or str(error)
        raise NothingPublished(
            Problem(str(out), found, "a folder that can be written", "Nothing was touched")
        ) from error
    with file:
        _take(file.fileno(), out, wait_s)
        with suppress(OSError):  # who holds it is a courtesy: a full disk is told of where it matters
            file.truncate(0)
            file.write(json.dumps(_holder()).encode())
        try:
            yield
        finally:
            file.truncate(0)


def _holder() -> dict[str, Any]:
    started = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    return {"pid": os.getpid(), "host": platform.node(), "started": started, "command": " ".join(sys.argv)}


def _take(handle: int, out: Path, wait_s: float) -> None:
    end = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() < end:
                time.sleep(_PAUSE)
                continue
        else:
            return
        who = (out / FILE).read_text(encoding="utf-8", errors="replace") or "just starting"
        remedy = "Nothing was touched. Wait for it, or use --wait 30m"
        raise Busy(Problem(str(out), f"another run holds the lock: {who}", "", remedy))
