"""One unit in a worker: built, or looked at, within its limits; a failure is a value, never an exception."""

from __future__ import annotations

import ctypes
import gc
import resource
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from briefing.build import Unit, build_unit, left_to_engine
from briefing.config import Limits
from briefing.errors import BriefingError, NothingPublished, Problem
from briefing.recipe import Recipe
from briefing.run.result import Outcome

STARVED = 5  # times its limit that a unit may take on a machine whose neighbours leave it little
GRACE_S = 10  # CPU seconds beyond the limit after which the system ends a worker that does not listen
_STATM = Path("/proc/self/statm")
_MANY = 20_000  # objects between two looks for garbage while a unit is made; Python's own 700 take a sixth of the time
_THREAD = threading.Lock()  # a worker of a cluster may have many threads; the libraries that set type have one


class _TimeUp(BaseException):
    """Not an Exception: no library in between may catch it."""


def attempt(unit: Unit, recipe: Recipe) -> Outcome:
    """Build a unit; a failure is returned, never raised, with the stage it happened in."""
    return _tried(unit, recipe, lambda tell: Outcome(build_unit(unit, recipe, tell)))


def look(unit: Unit, recipe: Recipe) -> Outcome:
    """Find the sentences of a unit that only an engine can say, within the same limits."""
    return _tried(unit, recipe, lambda tell: Outcome(left=left_to_engine(unit, recipe, tell)))


def _tried(unit: Unit, recipe: Recipe, work: Callable[[Callable[[str], None]], Outcome]) -> Outcome:
    started = time.monotonic()
    stages = ["load"]
    trace = ""
    try:
        with _limited(recipe.limits), _unhurried():
            done = work(stages.append)
        return Outcome(done.built, seconds=time.monotonic() - started, left=done.left)
    except BriefingError as error:
        problems, code = error.problems, error.exit_code
    except _TimeUp:
        found = f"took more than {recipe.limits.seconds} s"
        problems, code = (_beyond(unit, found, "seconds"),), 3
    except MemoryError:
        found = f"needed more than {recipe.limits.memory_mb} MB"
        problems, code = (_beyond(unit, found, "memory_mb"),), 3
    except OSError as error:
        found = ": ".join(map(str, filter(None, (error.filename, error.strerror or error))))
        remedy = "Free some space there, or wherever temporary files go, and run again"
        problems, code = (Problem(unit.name, found, "a disk that answers", remedy),), NothingPublished.exit_code
    except Exception as error:  # noqa: BLE001  # our bug: the other units go on
        trace = traceback.format_exc()
        found = f"unexpected {type(error).__name__}: {error}"
        problems, code = (Problem(unit.name, found, "", "Please report it with the lines of -v"),), 1
    return Outcome(None, problems, code, stages[-1], time.monotonic() - started, trace=trace)


def _beyond(unit: Unit, found: str, limit: str) -> Problem:
    remedy = f"Look at the report, or raise {limit} under [limits] in briefing.toml"
    return Problem(unit.name, found, "a unit within its limits", remedy)


@contextmanager
def _limited(limits: Limits) -> Iterator[None]:
    """Limits of time and memory around a unit; of time only in a thread, as a cluster's workers are: their keeper has the other."""
    if threading.current_thread() is not threading.main_thread():
        with _THREAD, _timed_in_thread(limits.seconds):
            yield
        return
    is_up = _clock(limits.seconds)

    def ring(*_: object) -> None:
        if is_up():
            raise _TimeUp

    before = signal.signal(signal.SIGALRM, ring)
    memory, cpu = resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds, 1)  # again each second, should the first be swallowed
    _lower(resource.RLIMIT_CPU, int(time.process_time()) + limits.seconds + GRACE_S)
    if _STATM.is_file():
        _lower(
            resource.RLIMIT_AS, int(_STATM.read_text().split()[0]) * resource.getpagesize() + limits.memory_mb * 2**20
        )
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, memory)
        resource.setrlimit(resource.RLIMIT_CPU, cpu)


@contextmanager
def _unhurried() -> Iterator[None]:
    """Look for garbage seldom while a unit is made, and once at its end: pages and packages refer to each other in circles.

    What is alive after the first unit (libraries, termbase, fonts) is not looked through again.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(_MANY, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.collect()
        _freeze_once()


@cache
def _freeze_once() -> None:
    gc.freeze()


def _lower(kind: int, limit: int) -> None:
    """Set a soft limit; the hard one stays, so that it can be taken back."""
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _clock(seconds: float) -> Callable[[], bool]:
    """Asked once the limit has passed: whether the time is up. It is not for a unit that hardly got to work in it."""
    started, worked = time.monotonic(), time.process_time()

    def is_up() -> bool:
        busy = time.process_time() - worked >= seconds / 2
        return busy or time.monotonic() - started >= STARVED * seconds

    return is_up


@contextmanager
def _timed_in_thread(seconds: float) -> Iterator[None]:
    """Raise in this thread when its time is up: signals reach the main thread only."""
    raise_in, thread = ctypes.pythonapi.PyThreadState_SetAsyncExc, ctypes.c_ulong(threading.get_ident())
    is_up, over = _clock(seconds), threading.Event()

    def watch() -> None:
        pause = seconds
        while not over.wait(pause):
            pause = 1
            if is_up():
                raise_in(thread, ctypes.py_object(_TimeUp))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        raise_in(thread, None)  # one that has not been raised yet belongs to no later unit
