"""Text cells that no spreadsheet takes for a formula, and back."""

from __future__ import annotations

import re

# OWASP's list, full-width signs included; blanks and apostrophes before them do not protect.
_FORMULA = re.compile(r"[\s\u00a0\u3000]*'*[=+\-@＝＋－＠\t\r]")


def _safe_line(line: str) -> str:
    return f"'{line}" if _FORMULA.match(line) else line


def _plain_line(line: str) -> str:
    return line[1:] if line.startswith("'") and _FORMULA.match(line[1:]) else line


def safe(text: str) -> str:
    """Return a cell text with an apostrophe before every line that a spreadsheet could take for a formula."""
    return "\n".join(_safe_line(line) for line in text.split("\n"))


def plain(text: str) -> str:
    """Return the text that `safe` was given.

    >>> plain(safe("=1+1"))
    '=1+1'
    """
    return "\n".join(_plain_line(line) for line in text.split("\n"))
