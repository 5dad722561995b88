"""How many briefings an hour: `python -m bench.throughput`, the table of docs/throughput.md.

Batches of the sample report under as many region names, on 1 and 2 worker processes and on 1 and 2 separate workers of a
`distributed` cluster; the same with units that sleep and return 1 MB, which shows what handing out costs whatever else the
machine does; then the memory of the coordinating process while it plans 2,800 units and takes their results.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.workspace import lay_out
from briefing.build import Built
from briefing.run.result import Outcome

_COUNTIES = 2800
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h
_NAP_S = 0.25
_LIGHT = ("--format", "docx", "--lang", "en", "--edition", "investor")
_HOLD = """
import json, os, sys
from concurrent.futures import Future
from pathlib import Path
from briefing import deliver, run
from briefing.build import Built
from briefing.config import load_workspace
from briefing.recipe import load_recipe
from briefing.run import go
from briefing.run.result import Outcome

def peak():
    # In MB; what getrusage says would be the parent's where that one is larger
    own = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(own[0]) / 2**10

class Crew:
    width, window, patience = 16, 32, 60
    def submit(self, task, unit):
        future = Future()
        future.set_result(Outcome(Built({"a.pdf": os.urandom(10**6)}, {}, counts)))
        return future
    def renew(self): ...
    def close(self): ...

counts = json.loads(Path(sys.argv[2]).read_text())["counts"]
workspace = load_workspace(Path(sys.argv[1]))
recipe = load_recipe(workspace)
before = peak()
planned = run.plan(workspace, recipe, run.Wanted())
after = peak()
go.crew_of = lambda *_, **__: Crew()
deliver.write_files = lambda *_: None  # their bytes are taken and let go: the disk is not what is measured
run.build(workspace, recipe, planned)
print(len(planned.due), before, after, peak())
"""


_SLEEP = """
import sys, time
from contextlib import closing
from types import SimpleNamespace
from bench.throughput import asleep
from briefing.config import Limits
from briefing.run.crew import crew_of
from briefing.run.flow import outcomes
made = lambda: crew_of(SimpleNamespace(limits=Limits()), int(sys.argv[2]), sys.argv[3])
started = time.perf_counter()
with closing(made()) as workers:
    items = [SimpleNamespace(name=str(number)) for number in range(int(sys.argv[1]))]
    done = [outcome for _, outcome in outcomes(workers, items, lambda one: one, made, asleep)]
    assert sum(outcome.built is not None for outcome in done) == len(items)
print(time.perf_counter() - started)
"""


class Row(NamedTuple):
    """What a batch cost: wall and CPU seconds of all processes."""

    how: str
    units: int
    workers: int
    wall: float
    cpu: float


def asleep(*_: object) -> Outcome:
    """Stand in for a unit in a worker."""
    time.sleep(_NAP_S)
    return Outcome(Built({"a.pdf": os.urandom(10**6)}, {}, {}))


def main() -> None:
    """Run the batches and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.throughput", description=__doc__.splitlines()[0])
    parser.add_argument("--units", default="2,20", help="sizes of the batches of real units; empty for none")
    parser.add_argument("--naps", default="2,20,200", help="sizes of the batches of sleeping units; empty for none")
    parser.add_argument("--how", default="here,pool,cluster", help="which kinds of workers")
    options = parser.parse_args()
    if sys.platform == "linux":  # orphans become ours, so that what they used can be counted
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as folder:
        home = Path(folder)
        for sizes, batch in ((options.units, partial(_batch, home)), (options.naps, _nap)):
            if sizes:
                _print(_batches(batch, [int(one) for one in sizes.split(",")], options.how.split(",")))
        print("\n" + _coordinator(home))


def _batches(batch: Callable[[str, int, int], Row], sizes: Sequence[int], hows: Sequence[str]) -> Iterator[Row]:
    for units in sizes:
        for how, workers in (("here", 1), ("pool", 2), ("cluster", 1), ("cluster", 2)):
            if how in hows:
                yield batch(how, units, workers)


def _batch(home: Path, how: str, units: int, workers: int) -> Row:
    root = lay_out(home / f"{how}-{units}-{workers}", units)
    before = _spent()
    with _cluster(workers) if how == "cluster" else nullcontext("") as address:
        to = ("--cluster", address) if address else ("--jobs", str(workers))
        wall, _ = _timed([sys.executable, "-m", "briefing", "build", "-q", "-C", str(root), *to])
    return Row(how, units, workers, wall, _spent() - before)


def _nap(how: str, units: int, workers: int) -> Row:
    """Units that sleep; always in processes of their own."""
    before = _spent()
    with _cluster(workers) if how == "cluster" else nullcontext("") as address:
        _, said = _timed([sys.executable, "-c", _SLEEP, str(units), str(workers), address])
    return Row(f"{how}, asleep", units, workers, float(said), _spent() - before)


def _timed(command: Sequence[str]) -> tuple[float, str]:
    """Wall seconds of a command, and what it printed."""
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: ended with {done.returncode}\n{done.stderr[-2000:]}")
    return time.perf_counter() - started, done.stdout


def _spent() -> float:
    """CPU seconds of everything started so far; the server that pools are forked from outlives its parent for a moment."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextlib.contextmanager
def _cluster(workers: int) -> Iterator[str]:
    """A scheduler and workers, each a process of its own; up before the clock runs."""
    from distributed import Client  # noqa: PLC0415  # optional extra

    port = 20000 + os.getpid() % 20000
    address = f"tcp://127.0.0.1:{port}"
    module = (sys.executable, "-m", "distributed.cli")
    scheduler = [f"{module[2]}.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = [f"{module[2]}.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [subprocess.Popen([*module[:2], *words], **quiet) for words in (scheduler, *[worker] * workers)]
    try:
        with Client(address, timeout="30s", set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        yield address
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _print(rows: Iterator[Row]) -> None:
    alone: dict[tuple[bool, int], float] = {}
    print("| how | units | workers | wall s | CPU s | CPU s a unit | units a minute | efficiency |")
    print("|---|---|---|---|---|---|---|---|")
    for row in rows:
        first = alone.setdefault((row.how.startswith("cluster"), row.units), row.wall)
        told = f"{row.wall:.1f} | {row.cpu:.1f} | {row.cpu / row.units:.2f} | {60 * row.units / row.wall:.1f}"
        print(
            f"| {row.how} | {row.units} | {row.workers} | {told} | {first / row.wall / row.workers:.0%} |", flush=True
        )


def _coordinator(home: Path) -> str:
    """The memory of the coordinating process at 2,800 units: planned, and their results taken 32 at a time."""
    root = lay_out(home / "many", _COUNTIES)
    one = lay_out(home / "one", 1)
    _timed([sys.executable, "-m", "briefing", "build", "-q", "-C", str(one), *_LIGHT])
    started = time.perf_counter()
    command = [sys.executable, "-c", _HOLD, str(root), str(one / "out" / "manifest.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    units, before, planned, held = (float(word) for word in done.stdout.split())
    return (
        f"coordinator, {units:,.0f} units: {before:.0f} MB before, {planned:.0f} MB with the plan, {held:.0f} MB at most "
        f"while taking 1 MB of each from 16 workers; {time.perf_counter() - started:.0f} s in all"
    )


if __name__ == "__main__":
    main()
