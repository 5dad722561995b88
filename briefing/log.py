"""Events for people and for machines, always on stderr: text on a terminal, one JSON object a line elsewhere."""

from __future__ import annotations

import json
import logging
import os
import sys
import unicodedata
from datetime import UTC, datetime
from typing import TextIO

_PLAIN = {"name", "msg", "args", "levelname", "levelno", "exc_info", "exc_text", "stack_info"}
_RECORD = frozenset(vars(logging.makeLogRecord({}))) | _PLAIN | {"message", "asctime"}

logger = logging.getLogger("briefing")


def shown(text: str) -> str:
    r"""A text with what acts upon a terminal, turns its direction or is not seen as codes: \x1b, \u202e, \ue000."""
    return "".join(char if _is_seen(char) else char.encode("unicode_escape").decode() for char in text)


def _is_seen(char: str) -> bool:
    kind = unicodedata.category(char)
    return char == "\t" or not (kind.startswith("C") or kind in {"Zl", "Zp"})


class _Json(logging.Formatter):
    """One JSON object a line: time, level, event, and the fields given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {key: value for key, value in vars(record).items() if key not in _RECORD}
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        event = {"time": when, "level": record.levelname.lower(), "event": record.getMessage(), **fields}
        return json.dumps(event, ensure_ascii=False, default=str)


class _Text(logging.Formatter):
    """The message and its fields for a person; warnings and errors say that they are."""

    def format(self, record: logging.LogRecord) -> str:
        fields = " ".join(
            f"{key}={value if key == 'trace' else shown(str(value))}"
            for key, value in vars(record).items()
            if key not in _RECORD
        )
        level = f"{record.levelname.lower()}: " if record.levelno >= logging.WARNING else ""
        return f"{level}{shown(record.getMessage())} {fields}".rstrip()


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to what stderr is at the moment: a progress bar takes it over while it stands there."""

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, _: TextIO) -> None: ...


_settings: dict[str, tuple[int, bool]] = {}


def settings() -> tuple[int, bool] | None:
    """How events are sent: the arguments of `set_up`, so that a worker process can send its own alike; None before that."""
    return _settings.get("now")


def set_up(verbosity: int = 0, *, json_lines: bool | None = None) -> None:
    """Send events to stderr.

    Args:
        verbosity: -1 errors only, 0 warnings and progress, 1 and more everything.
        json_lines: JSON lines; by default where stderr is no terminal and BRIEFING_LOG is not `text`.
    """
    if json_lines is None:
        json_lines = not sys.stderr.isatty() and os.environ.get("BRIEFING_LOG") != "text"
    _settings["now"] = (verbosity, json_lines)
    handler = _Stderr()
    handler.setFormatter(_Json() if json_lines else _Text())
    logger.handlers[:] = [handler]
    logger.propagate = False
    logger.setLevel({-1: logging.ERROR, 0: logging.INFO}.get(max(-1, verbosity), logging.DEBUG))
