"""What becomes of a unit: the value every part of a run speaks of."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from briefing.build import Built
from briefing.deliver import PASSING
from briefing.errors import Problem

BREAKER = 20  # units that all fail in the same stage, before one succeeds, end the run: the fault is ours
_Made = TypeVar("_Made")
_PAUSES = (1.0, 5.0)  # seconds before the second and the third attempt, each with up to a half more


@dataclass(frozen=True)
class Outcome:
    """What a worker says of a unit: what it built, or the problems, the exit code of their class, and the stage.

    `left` holds the sentences that only an engine can say, of a unit that was looked at and not built; `trace` is where an
    error of ours happened, for the log.
    """

    built: Built | None = None
    problems: tuple[Problem, ...] = ()
    exit_code: int = 0
    stage: str = ""
    seconds: float = 0.0
    left: tuple[str, ...] = ()
    trace: str = ""


@dataclass(frozen=True)
class Result:
    """What became of a unit: its published files, or why not. `state` is done, failed or skipped."""

    unit: str
    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()
    exit_code: int = 0
    stage: str = ""
    seconds: float = 0.0
    skipped: bool = False
    printed: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # document: state: share of the text

    @property
    def state(self) -> str:
        """done, failed or skipped."""
        return "skipped" if self.skipped else "failed" if self.problems else "done"

    def row(self, root: Path) -> dict[str, Any]:
        """The result as a JSON row, paths below `root`."""
        return {
            "unit": self.unit,
            "state": self.state,
            "stage": self.stage,
            "files": [str(path.relative_to(root)) for path in self.files],
            "problems": [vars(problem) for problem in self.problems],
            "printed": dict(self.printed),
            "seconds": round(self.seconds, 3),
        }


def retried(action: Callable[[], _Made]) -> _Made:
    """Do something with the disk; what may pass by itself is tried again twice, anything else raised at once."""
    for pause in _PAUSES:
        try:
            return action()
        except OSError as error:
            if error.errno not in PASSING:
                raise
            time.sleep(pause * random.uniform(1, 1.5))  # noqa: S311  # jitter, no secret
    return action()
