"""Who does the work: this process, a pool of processes, or a cluster; all behind concurrent.futures."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from briefing.build import Unit
from briefing.errors import Problem, UsageError
from briefing.recipe import Recipe
from briefing.run.attempt import attempt
from briefing.run.result import Outcome

_Item = TypeVar("_Item")
_FRESH = 200  # units after which a pool is made anew, against memory that grows


class Crew(Protocol):
    """Workers for the units of one recipe."""

    width: int
    window: int  # units that may be on their way

    def submit(self, unit: Unit) -> Future[Outcome]:
        """Hand over a unit."""
        ...

    def renew(self) -> None:
        """Start again after a crash, or against memory that grew."""
        ...

    def close(self) -> None:
        """Let go of what is not finished."""
        ...


def crew_of(recipe: Recipe, jobs: int = 1, cluster: str = "") -> Crew:
    """The workers asked for.

    Raises:
        UsageError: no cluster answers, or the extra for it is not installed.
    """
    if cluster:
        return _Cluster(recipe, cluster)
    return _Pool(recipe, jobs) if jobs > 1 else _Here(recipe)


class _Here:
    """This process; for one job, and for following a unit with a debugger."""

    width = window = 1

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe

    def submit(self, unit: Unit) -> Future[Outcome]:
        future: Future[Outcome] = Future()
        future.set_result(attempt(unit, self._recipe))
        return future

    def renew(self) -> None: ...

    def close(self) -> None: ...


class _Pool:
    """Processes forked from a server that has the slow libraries loaded; each gets the recipe once."""

    def __init__(self, recipe: Recipe, jobs: int) -> None:
        self.width, self.window = jobs, 2 * jobs
        self._recipe = recipe
        self._executor = self._start()

    def _start(self) -> ProcessPoolExecutor:
        context = get_context("forkserver")
        context.set_forkserver_preload(["briefing.run.warm"])
        return ProcessPoolExecutor(self.width, context, initializer=_receive, initargs=(self._recipe,))

    def submit(self, unit: Unit) -> Future[Outcome]:
        return self._executor.submit(_attempt_here, unit)

    def renew(self) -> None:
        self.close()
        self._executor = self._start()

    def close(self) -> None:
        workers = list((self._executor._processes or {}).values())  # noqa: SLF001  # no public way to end a busy worker
        self._executor.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.kill()


_received: dict[str, Recipe] = {}


def _receive(recipe: Recipe) -> None:
    _received["recipe"] = recipe


def _attempt_here(unit: Unit) -> Outcome:
    return attempt(unit, _received["recipe"])


class _Cluster:
    """A running Dask cluster. Workers need the package and the fonts, but no shared disk: everything travels as values."""

    def __init__(self, recipe: Recipe, address: str) -> None:
        try:
            from distributed import Client  # noqa: PLC0415  # optional extra
        except ImportError as error:
            problem = Problem(
                "--cluster", "the library is missing", "the extra `cluster`", "pip install 'briefing[cluster]'"
            )
            raise UsageError(problem) from error
        try:
            make: Any = Client  # untyped library
            self._client: Any = make(address, timeout="5s", set_as_default=False)
        except (OSError, ValueError) as error:
            found = f"no cluster answers at {address}"
            raise UsageError(Problem("--cluster", found, "tcp://host:8786", "Start it with: dask scheduler")) from error
        self.width = max(1, sum(self._client.nthreads().values()))
        self.window = 2 * self.width
        self._executor: Executor = self._client.get_executor(pure=False)
        self._recipe = self._client.scatter(recipe, broadcast=True, hash=False)

    def submit(self, unit: Unit) -> Future[Outcome]:
        return self._executor.submit(attempt, unit, self._recipe)

    def renew(self) -> None: ...  # the scheduler replaces lost workers

    def close(self) -> None:
        self._client.close()


def outcomes(
    crew: Crew, items: Iterable[_Item], load: Callable[[_Item], Unit | Outcome], alone: Callable[[], Crew]
) -> Iterator[tuple[_Item, Outcome]]:
    """Yield what became of each item, as it comes.

    At most two items a worker are on their way, so memory is bounded, and when a pool breaks only those are suspects. They
    are tried again one by one, each in a process of its own: the one that dies again is named, the others are done.

    Args:
        crew: the workers.
        items: what to work on, oldest first.
        load: reads the unit of an item, or says why it cannot be read.
        alone: makes a crew of one fresh process.
    """
    waiting, running, handed = deque(items), dict[Future[Outcome], _Item](), 0
    while waiting or running:
        while waiting and len(running) < crew.window and not (handed >= _FRESH * crew.width and running):
            if handed >= _FRESH * crew.width:
                crew.renew()
                handed = 0
            item = waiting.popleft()
            unit = load(item)
            if isinstance(unit, Outcome):
                yield item, unit
                continue
            running[crew.submit(unit)] = item
            handed += 1
        suspects = yield from _finished(running)
        if suspects:
            suspects += running.values()
            running.clear()
            crew.renew()
            for item in suspects:
                yield item, _retry_alone(item, load, alone)


def _finished(running: dict[Future[Outcome], _Item]) -> Generator[tuple[_Item, Outcome], None, list[_Item]]:
    """Yield the outcomes that have come; return the items whose worker died."""
    suspects: list[_Item] = []
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        item = running.pop(future)
        try:
            outcome = future.result()
        except BrokenExecutor:
            suspects.append(item)
        except Exception as error:  # noqa: BLE001  # a cluster's way to say that a task killed its workers
            yield item, _killed(item, f"{type(error).__name__}: {error}")
        else:
            yield item, outcome
    return suspects


def _retry_alone(item: _Item, load: Callable[[_Item], Unit | Outcome], alone: Callable[[], Crew]) -> Outcome:
    unit = load(item)
    if isinstance(unit, Outcome):
        return unit
    crew = alone()
    try:
        return crew.submit(unit).result()
    except BrokenExecutor as error:
        return _killed(item, f"its worker died twice: {error}")
    finally:
        crew.close()


def _killed(item: Any, found: str) -> Outcome:
    remedy = "Look at the report; the system may have run out of memory"
    return Outcome(None, (Problem(item.name, found, "a worker that lives", remedy),), 3, "killed")
