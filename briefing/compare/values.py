"""What comes out: one result a line, with its findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["figure", "direction", "bound", "unit", "term", "untranslated"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong: the words of the Chinese and of the English (either may be empty), and why."""

    kind: Kind
    zh: str
    en: str
    why: str


@dataclass(frozen=True, slots=True)
class LineResult:
    """A line and its translation, numbered from 1; no problems where it is right.

    `notes` are no problems: terms in other words than the glossary's, for who wants the approved ones.
    """

    line: int
    zh: str
    en: str
    problems: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()
