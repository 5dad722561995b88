"""Who does the work: this process, a pool of processes, or a cluster; all behind concurrent.futures."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import connection, get_context, parent_process
from typing import Any, Protocol, TypeVar

from briefing import log
from briefing.errors import BriefingError, NothingPublished, Problem, TryLater, UsageError
from briefing.recipe import Recipe, code_digest
from briefing.run.attempt import GRACE_S, STARVED

_Work = TypeVar("_Work")
_Done = TypeVar("_Done")
_START_S = 60  # for a worker to load its libraries on a busy machine
_END_S = 5  # for a pool to notice that its workers are gone
_QUEUE_S = 600  # that a unit may wait on a cluster which others use too


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew(Protocol):
    """Workers that share one recipe."""

    width: int
    window: int  # units that may be on their way
    patience: float  # seconds without a single result after which those on their way are lost

    def submit(self, task: Callable[[_Work, Recipe], _Done], work: _Work) -> Future[_Done]:
        """Hand over a piece of work: a unit, or what else the task takes."""
        ...

    def renew(self) -> None:
        """Start again after a crash, or against memory that grew.

        Raises:
            TryLater: there are no workers any more.
        """
        ...

    def close(self) -> None:
        """Let go of what is not finished."""
        ...


def crew_of(recipe: Recipe, jobs: int = 1, cluster: str = "") -> Crew:
    """The workers asked for.

    Raises:
        UsageError: no cluster answers, or the extra for it is not installed.
        TryLater: it has no workers.
        NothingPublished: one of them has another program or other fonts.
    """
    if cluster:
        return _Cluster(recipe, cluster)
    return _Pool(recipe, jobs) if jobs > 1 else _Here(recipe)


def one_process(recipe: Recipe) -> Crew:
    """A crew of one fresh process: whatever it does, this one lives on."""
    return _Pool(recipe, 1)


class _Here:
    """This process; for one job, and for following a unit with a debugger."""

    width = window = 1
    patience = float("inf")

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe

    def submit(self, task: Callable[[_Work, Recipe], _Done], work: _Work) -> Future[_Done]:
        future: Future[_Done] = Future()
        try:
            future.set_result(task(work, self._recipe))
        except Exception as error:  # noqa: BLE001  # as from any executor
            future.set_exception(error)
        return future

    def renew(self) -> None: ...

    def close(self) -> None: ...


class _Pool:
    """Processes forked from a server that has the slow libraries loaded; each gets the recipe once."""

    def __init__(self, recipe: Recipe, jobs: int) -> None:
        self.width, self.window = jobs, 2 * jobs
        self.patience: float = STARVED * recipe.limits.seconds + GRACE_S + _START_S
        self._recipe = recipe
        self._executor = self._start()

    def _start(self) -> ProcessPoolExecutor:
        context = get_context("forkserver")
        context.set_forkserver_preload(["briefing.run.warm"])
        given = (self._recipe, log.settings())
        return ProcessPoolExecutor(self.width, context, initializer=_receive, initargs=given)

    def submit(self, task: Callable[[_Work, Recipe], _Done], work: _Work) -> Future[_Done]:
        return self._executor.submit(_do, task, work)

    def renew(self) -> None:
        self.close()
        self._executor = self._start()

    def close(self) -> None:
        workers = list((self._executor._processes or {}).values())  # noqa: SLF001  # no public way to end a busy worker
        keeper: Any = self._executor._executor_manager_thread  # noqa: SLF001  # nor to wait for it only so long
        self._executor.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.kill()
        if keeper is not None:
            keeper.join(_END_S)  # else it and the end of Python may close the same pipe, and complain of it


_received: dict[str, Recipe] = {}


def _receive(recipe: Recipe, log_settings: tuple[int, bool] | None) -> None:
    """Make a fresh worker ready: the recipe, the log, and an end when the run itself was killed."""
    _received["recipe"] = recipe
    if log_settings:
        log.set_up(log_settings[0], json_lines=log_settings[1])
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Workers hold each other's pipes open, so that none would ever hear that the run is gone."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _do(task: Callable[[_Work, Recipe], _Done], work: _Work) -> _Done:
    return task(work, _received["recipe"])


def program() -> dict[str, str]:
    """What makes the pages of a machine what they are: digests of the program and of the fonts."""
    from briefing.render.fonts import font_set  # noqa: PLC0415  # finds and cuts the fonts

    return {"program": code_digest(), "fonts": font_set().digest}


def _at_a_worker() -> dict[str, str]:
    """Return what `program` does; the profiler of the worker is stopped: it keeps all the stacks it saw, 2.5 MB a unit."""
    from distributed import get_worker  # noqa: PLC0415  # optional extra

    worker: Any = get_worker()
    for name in ("profile", "profile-cycle"):
        if (callback := worker.periodic_callbacks.get(name)) is not None:
            worker.loop.add_callback(callback.stop)
    return program()


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
        self._address, self._given = address, recipe
        self.width = self._workers()
        self._refuse_strangers()
        self.window = 2 * self.width
        self.patience: float = STARVED * recipe.limits.seconds + _QUEUE_S
        self._executor: Executor = self._client.get_executor(pure=False)
        self._recipe = self._client.scatter(recipe, broadcast=True, hash=False)

    def submit(self, task: Callable[[_Work, Recipe], _Done], work: _Work) -> Future[_Done]:
        try:
            return self._executor.submit(task, work, self._recipe)
        except Exception as error:  # a client that lost its scheduler raises what it likes
            raise self._gone() from error

    def renew(self) -> None:
        """Send the recipe anew: who held it may be gone; the scheduler replaces lost workers by itself.

        Raises:
            TryLater: the scheduler is gone, or all its workers are.
        """
        try:
            if self._client.status == "running":
                self._client.wait_for_workers(1, timeout=_START_S)  # its keeper may be starting it again
        except Exception as error:
            raise self._gone() from error
        self._workers()
        self._refuse_strangers()
        self._recipe = self._client.scatter(self._given, broadcast=True, hash=False)

    def _refuse_strangers(self) -> None:
        """Stop at a worker with another program or other fonts: its pages would not be those that the manifest says.

        Raises:
            NothingPublished: with the worker.
            TryLater: it went away meanwhile.
        """
        mine, ask = program(), self._client.submit
        asked = {worker: ask(_at_a_worker, workers=[worker], pure=False) for worker in self._client.nthreads()}
        for worker, answer in asked.items():
            try:
                theirs, why = answer.result(_START_S), ""
            except (ImportError, AttributeError, BriefingError) as error:
                theirs, why = {}, str(error)
            except Exception as error:
                raise self._gone() from error
            other = " and ".join(name for name in mine if mine[name] != theirs.get(name))
            if other:
                found = f"the worker {worker} has another {other}{': ' + why if why else ''}"
                remedy = "Install the same version and fonts there, restart it, and run again"
                self.close()
                raise NothingPublished(Problem("--cluster", found, "workers like this machine", remedy))

    def _workers(self) -> int:
        """How many units the cluster can work on at once, at least one."""
        try:
            number = sum(self._client.nthreads().values()) if self._client.status == "running" else 0
        except Exception as error:
            raise self._gone() from error
        if not number:
            raise self._gone()
        return int(number)

    def _gone(self) -> TryLater:
        found = f"the cluster at {self._address} is gone, or has no workers"
        return TryLater(Problem("--cluster", found, "", "Start it, then run again"))

    def close(self) -> None:
        self._client.close()
