"""The error tree; each class carries the exit code of design section 7.

    BriefingError (1)
    ├── UsageError (2)           the command line is wrong
    ├── UnitError (3)            one unit of work failed; the others go on
    │   ├── SourceError (6)      an input is missing, empty, damaged, too big or unreadable
    │   ├── ExtractChanged (3)   a person corrected this extract; it is not overwritten
    │   └── RenderError (3)      a page or a document could not be made
    ├── NothingPublished (4)     units were due and none could be published
    ├── WorkspaceError (5)       configuration, template or glossary is invalid; nothing was touched
    ├── Busy (11)                another run holds the lock
    └── TryLater (75)            a temporary condition

A message answers: where, what was found, what was expected, what the run did, what to do next.
Nothing is logged and raised both.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

_Part = TypeVar("_Part")


@dataclass(frozen=True)
class Problem:
    """One finding in a file: `where` is file, file:line or file:row:column."""

    where: str
    found: str
    expected: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.found}"
        if self.expected:
            text += f"; expected {self.expected}"
        return f"{text}. {self.remedy}" if self.remedy else text


def nearest(word: str, known: Iterable[str]) -> str:
    """A remedy naming the known word most like `word`, whatever its case; empty where none is."""
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), list(by_lower), 1, 0.5)
    return f"Did you mean {by_lower[close[0]]}?" if close else ""


class BriefingError(Exception):
    """Root of all errors the program raises on purpose."""

    exit_code = 1

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(p if isinstance(p, Problem) else Problem("briefing", p) for p in problems)
        super().__init__("\n".join(str(p) for p in self.problems))

    def __reduce__(self) -> tuple[type[BriefingError], tuple[Problem, ...]]:
        return type(self), self.problems


class UsageError(BriefingError):
    """The command line names something that does not exist or does not fit together."""

    exit_code = 2


class UnitError(BriefingError):
    """One unit (region and period) failed; the run goes on with the others."""

    exit_code = 3


class SourceError(UnitError):
    """A report is missing, empty, damaged, too large or in no readable form."""

    exit_code = 6


class ExtractChanged(UnitError):
    """A person corrected the extract; it is kept, and `--force` is needed to replace it."""


class RenderError(UnitError):
    """A document could not be rendered: missing glyph, failed audit, broken template output."""


class NothingPublished(BriefingError):
    """Units were due and none could be published."""

    exit_code = 4


class WorkspaceError(BriefingError):
    """Configuration, template, glossary or memory is invalid; nothing was touched."""

    exit_code = 5

    def within(self, folder: str) -> WorkspaceError:
        """The same error, its files named with the folder they are in."""
        return WorkspaceError(*(replace(problem, where=f"{folder}/{problem.where}") for problem in self.problems))


def unreadable(error: OSError) -> Problem:
    """What to say of a file of the workspace that the disk does not give."""
    where, found = str(error.filename or "the workspace"), error.strerror or str(error)
    return Problem(where, found, "a file that can be read", "Check its permissions")


class Problems:
    """Collects the problems of several parts of a workspace before anything is refused."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def part(self, load: Callable[[], _Part]) -> _Part | None:
        """What `load` gives; None, and its problems noted, where it is refused."""
        try:
            return load()
        except WorkspaceError as error:
            self._found += error.problems
        except OSError as error:
            self._found.append(unreadable(error))
        return None

    def end(self) -> None:
        """Stop if anything was found.

        Raises:
            WorkspaceError: with all of it.
        """
        if self._found:
            raise WorkspaceError(*dict.fromkeys(self._found))


class Busy(BriefingError):
    """Another run holds the lock."""

    exit_code = 11


class TryLater(BriefingError):
    """A temporary condition: skip quietly and run again."""

    exit_code = 75
