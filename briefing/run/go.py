"""The run: due units to the workers, their files to the disk, each failure kept to its unit."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from briefing import __version__, deliver
from briefing.build import Unit
from briefing.config import Workspace
from briefing.errors import NothingPublished, Problem, SourceError, TryLater
from briefing.log import logger
from briefing.recipe import Recipe
from briefing.run.crew import Crew, crew_of, one_process
from briefing.run.due import Due, Plan
from briefing.run.flow import outcomes
from briefing.run.machine import Machine
from briefing.run.publish import Publisher
from briefing.run.result import BREAKER, Outcome, Result, retried


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
        self.jobs = min(wishes.jobs, len(planned.due))
        self.cluster = wishes.cluster
        self.tell = tell
        self.publisher = Publisher(workspace, planned.manifest)
        self.results: list[Result] = []
        self.started = time.time()
        self.machine: Machine | None = None

    def go(self) -> None:
        logger.debug("run started", extra={"units": len(self.due), "jobs": self.jobs})
        try:
            with closing(crew_of(self.recipe, self.jobs, self.cluster)) as crew, self.translated(crew):
                for due, outcome in outcomes(crew, self.due, self.load, self.alone):
                    self.add(self.publisher.publish(due, outcome), outcome.trace)
                    if self.broken():
                        break
        except TryLater as lost:
            self.skip_rest(str(lost.problems[0]), lost.exit_code)
        else:
            self.skip_rest(f"the first {BREAKER} units all failed in the stage {self.results[0].stage!r}")
        finally:
            if self.results:
                self.record()

    def alone(self) -> Crew:
        return one_process(self.recipe)

    @contextmanager
    def translated(self, crew: Crew) -> Iterator[None]:
        """The earlier pass, where there is an engine: its answers are there while the body runs."""
        if self.recipe.engine() is None:
            yield
            return
        apart = self.jobs > 1 or self.cluster
        with closing(Machine(self.workspace.cache, self.alone if apart else lambda: crew_of(self.recipe))) as machine:
            machine.ask(crew, self.due, self.read, self.alone)
            self.machine = machine
            yield

    def load(self, due: Due) -> Unit | Outcome:
        """A unit with what an engine said of it, or why it cannot be built."""
        if self.machine is None:
            return self.read(due)
        unit = self.machine.unfit.get(due.name) or self.read(due)
        return unit if isinstance(unit, Outcome) else replace(unit, machine=self.machine.said(due.name))

    def read(self, due: Due) -> Unit | Outcome:
        """A unit as it lies on the disk, or why it cannot be read."""
        try:
            return retried(lambda: due.load(self.workspace))
        except SourceError as error:
            return Outcome(None, error.problems, error.exit_code, "load")
        except OSError as error:
            found = error.strerror or str(error)
            problem = Problem(str(due.source.relative_to(self.workspace.root)), found, "a readable report", "Run again")
            return Outcome(None, (problem,), SourceError.exit_code, "load")

    def add(self, result: Result, trace: str) -> None:
        self.results.append(result)
        if trace:
            logger.debug("unexpected error", extra={"unit": result.unit, "trace": trace})
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

    def skip_rest(self, why: str, code: int = NothingPublished.exit_code) -> None:
        """Say of the units that were not tried, if any, why they were not."""
        finished = {result.unit for result in self.results}
        left = [due.name for due in self.due if due.name not in finished]
        for name in left:
            self.results.append(Result(name, (), (Problem(name, f"not tried: {why}"),), code, skipped=True))
            self.tell(self.results[-1])
        if left:
            logger.error("run stopped", extra={"why": why, "units": len(left)})

    def record(self) -> None:
        """Write out/runs/<id>.json: the plan, what became of it, and the versions. Without it the results hold all the same."""
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
        try:
            deliver.write_files(self.workspace.out / deliver.RUNS, {f"{stamp}-{os.getpid()}.json": data})
        except (NothingPublished, OSError) as error:
            logger.error("run not recorded", extra={"why": str(error)})


def exit_code(results: Sequence[Result]) -> int:
    """The exit code of a run: 0 all published, 3 some failed, else the reason they all share, or 4."""
    failed = {result.exit_code for result in results if result.problems}
    if not failed:
        return 0
    if any(not result.problems for result in results):
        return 3
    return failed.pop() if failed in ({1}, {6}, {75}) else 4
