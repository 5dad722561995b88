"""Units to the workers and outcomes back, as they come: a window of them on their way, suspects tried again alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from typing import Any, TypeVar

from briefing.build import Unit
from briefing.errors import Problem
from briefing.recipe import Recipe
from briefing.run.attempt import attempt
from briefing.run.crew import Crew
from briefing.run.result import Outcome

_Item = TypeVar("_Item")
_FRESH = 200  # units a worker after which a pool is made anew, against memory that grows


def outcomes(
    crew: Crew,
    items: Iterable[_Item],
    load: Callable[[_Item], Unit | Outcome],
    alone: Callable[[], Crew],
    task: Callable[[Unit, Recipe], Outcome] = attempt,
) -> Iterator[tuple[_Item, Outcome]]:
    """Yield what became of each item, as it comes.

    At most two items a worker are on their way, so memory is bounded, and when a pool breaks only those are suspects. They
    are tried again one by one, each in a process of its own: the one that dies again is named, the others are done.

    Args:
        crew: the workers.
        items: what to work on, oldest first.
        load: reads the unit of an item, or says why it cannot be read.
        alone: makes a crew of one fresh process.
        task: what is done with each unit.

    Raises:
        TryLater: there are no workers any more.
    """
    waiting, running, handed = deque(items), dict[Future[Outcome], _Item](), 0
    while waiting or running:
        broken = False
        while waiting and len(running) < crew.window and not (handed >= _FRESH * crew.width and running):
            if handed >= _FRESH * crew.width:
                crew.renew()
                handed = 0
            item = waiting.popleft()
            unit = load(item)
            if isinstance(unit, Outcome):
                yield item, unit
                continue
            try:
                running[crew.submit(task, unit)] = item
            except BrokenExecutor:  # a worker died since we last looked
                waiting.appendleft(item)
                broken = True
                break
            handed += 1
        suspects = yield from _finished(running, crew.patience)
        if suspects or broken:
            suspects += running.values()
            _let_go(running)
            crew.renew()
            for item in suspects:
                yield item, _retry_alone(item, load, alone, task)


def _finished(
    running: dict[Future[Outcome], _Item], patience: float
) -> Generator[tuple[_Item, Outcome], None, list[_Item]]:
    """Yield the outcomes that have come; return the items whose worker died, or all where none came in time."""
    suspects: list[_Item] = []
    done, _ = wait(running, timeout=None if patience == float("inf") else patience, return_when=FIRST_COMPLETED)
    if running and not done:
        suspects += running.values()
        _let_go(running)
    for future in done:
        item = running.pop(future)
        try:
            outcome = future.result()
        except (BrokenExecutor, CancelledError):  # the workers are gone, whoever's fault it was
            suspects.append(item)
        except Exception as error:  # noqa: BLE001  # a cluster's way to say that a task killed its workers
            yield item, _killed(item, f"{type(error).__name__}: {error}")
        else:
            yield item, outcome
    return suspects


def _let_go(running: dict[Future[Outcome], _Item]) -> None:
    for future in running:
        future.cancel()
    running.clear()


def _retry_alone(
    item: _Item,
    load: Callable[[_Item], Unit | Outcome],
    alone: Callable[[], Crew],
    task: Callable[[Unit, Recipe], Outcome],
) -> Outcome:
    unit = load(item)
    if isinstance(unit, Outcome):
        return unit
    crew = alone()
    try:
        return crew.submit(task, unit).result(None if crew.patience == float("inf") else crew.patience)
    except BrokenExecutor as error:
        return _killed(item, f"its worker died twice: {error}")
    except TimeoutError:
        return _killed(item, f"its worker did not answer for {crew.patience:.0f} s, twice")
    finally:
        crew.close()


def _killed(item: Any, found: str) -> Outcome:
    remedy = "Look at the report; the system may have run out of memory"
    return Outcome(None, (Problem(item.name, found, "a worker that lives", remedy),), 3, "killed")
