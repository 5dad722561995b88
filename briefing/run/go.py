"""The run: due units to the workers, their files to the disk, each failure kept to its unit."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from briefing import __version__, deliver
from briefing.build import Unit, ask_engine
from briefing.config import Workspace
from briefing.errors import BriefingError, Problem
from briefing.log import logger
from briefing.recipe import Recipe
from briefing.run.crew import crew_of, outcomes
from briefing.run.due import Due, Plan
from briefing.run.publish import Publisher
from briefing.run.result import Outcome, Result, retried
from briefing.translate import Cache

BREAKER = 20  # units that all fail in the same stage, before one succeeds, end the run: the fault is ours


@dataclass(frozen=True)
class Wishes:
    """How to run: worker processes, or the address of a cluster."""

    jobs: int = 1
    cluster: str = ""


def build(
    workspace: Workspace,
    recipe: Recipe,
    planned: Plan,
    wishes: Wishes = Wishes(),
    tell: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Build and publish the due units; the caller holds the lock.

    Args:
        workspace: where to publish.
        recipe: what the units share.
        planned: from `plan`.
        wishes: how to run.
        tell: called with each result as it comes.

    Returns:
        One result a unit. A failed unit leaves its earlier files as they are.
    """
    deliver.clean_left_overs(workspace.out)
    deliver.clean_left_overs(workspace.extracts)
    if not planned.due:
        return []
    run = _Run(workspace, recipe, planned, wishes, tell)
    run.go()
    return run.results


class _Run:
    """The state of a run: what has become of the units so far."""

    def __init__(
        self, workspace: Workspace, recipe: Recipe, planned: Plan, wishes: Wishes, tell: Callable[[Result], None]
    ) -> None:
        self.workspace = workspace
        self.recipe = recipe
        self.due = planned.due
        self.wishes = wishes
        self.tell = tell
        self.publisher = Publisher(workspace, planned.manifest)
        self.results: list[Result] = []
        self.started = time.time()
        self.engine = recipe.engine()
        self.cache = Cache(workspace.cache)

    def go(self) -> None:
        logger.debug("run started", extra={"units": len(self.due), "jobs": self.wishes.jobs})
        try:
            with closing(crew_of(self.recipe, min(self.wishes.jobs, len(self.due)), self.wishes.cluster)) as crew:
                for due, outcome in outcomes(crew, self.due, self.load, lambda: crew_of(self.recipe, jobs=2)):
                    self.add(self.publisher.publish(due, outcome))
                    if self.broken():
                        self.skip_rest()
                        break
        finally:
            self.record()

    def load(self, due: Due) -> Unit | Outcome:
        try:
            return self.with_machine(retried(lambda: due.load(self.workspace)))
        except OSError as error:
            found = error.strerror or str(error)
            problem = Problem(str(due.source.relative_to(self.workspace.root)), found, "a readable report", "Run again")
            return Outcome(None, (problem,), 6, "load")

    def with_machine(self, unit: Unit) -> Unit:
        """The unit with machine English, asked for here so that no worker loads an engine; without it where that fails."""
        if self.engine is None:
            return unit
        try:
            return ask_engine(unit, self.recipe, self.engine, self.cache)
        except BriefingError:
            return unit  # the report itself is at fault: its own attempt says so
        except Exception as error:  # noqa: BLE001  # whatever a model does, the unit does not need it
            found = f"{type(error).__name__}: {error}"
            logger.error("engine failed, its sentences stay Chinese", extra={"unit": unit.name, "why": found})
            return unit

    def add(self, result: Result) -> None:
        self.results.append(result)
        level = logger.warning if result.problems else logger.info
        event = "unit failed" if result.problems else "unit published"
        fields = {
            "unit": result.unit,
            "seconds": round(result.seconds, 2),
            "done": len(self.results),
            "of": len(self.due),
        }
        level(event, extra=fields | ({"stage": result.stage} if result.stage else {}))
        self.tell(result)

    def broken(self) -> bool:
        """Whether the first units all failed in one stage."""
        first = self.results[:BREAKER]
        return len(self.results) == BREAKER and all(r.problems for r in first) and len({r.stage for r in first}) == 1

    def skip_rest(self) -> None:
        finished = {result.unit for result in self.results}
        found = f"not tried: the first {BREAKER} units all failed in the stage {self.results[0].stage!r}"
        for due in (due for due in self.due if due.name not in finished):
            self.results.append(Result(due.name, (), (Problem(due.name, found),), 4, skipped=True))
        logger.error("run stopped", extra={"why": found, "units": len(self.due) - BREAKER})

    def record(self) -> None:
        """Write out/runs/<id>.json: the plan, what became of it, and the versions."""
        stamp = time.strftime("%Y%m%dT%H%M%S", time.localtime(self.started))
        why = {due.name: {"why": due.why, "fingerprint": deliver.fingerprint(due.parts)} for due in self.due}
        rows = [why[result.unit] | result.row(self.workspace.root) for result in self.results]
        text: dict[str, Any] = {
            "version": __version__,
            "started": time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(self.started)),
            "seconds": round(time.time() - self.started, 1),
            "exit_code": exit_code(self.results),
            "units": rows,
        }
        data = (json.dumps(text, ensure_ascii=False, indent=1) + "\n").encode()
        deliver.write_files(self.workspace.out / deliver.RUNS, {f"{stamp}-{os.getpid()}.json": data})


def exit_code(results: Sequence[Result]) -> int:
    """The exit code of a run: 0 all published, 3 some failed, else the reason they all share, or 4."""
    failed = {result.exit_code for result in results if result.problems}
    if not failed:
        return 0
    if any(not result.problems for result in results):
        return 3
    return failed.pop() if failed in ({1}, {6}) else 4
