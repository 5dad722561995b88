"""The measurements: each function returns rows of the table."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

_COMMAND = (sys.executable, "-m", "briefing")
_SAMPLE = Path(__file__).parents[1] / "sources" / "binjiang" / "2023.txt"
_EVERY_S = 0.3
_EXTRACT = """
import sys, time
from pathlib import Path
from briefing.read import read_bytes
from briefing.extract import extract
from briefing.model.extract import Region
data = Path(sys.argv[1]).read_bytes()
region = Region("binjiang", "杭州市滨江区", "Binjiang District, Hangzhou", "330108")
times = []
for _ in range(4):
    start = time.perf_counter()
    extract(read_bytes("2023.txt", data), region, "2023")
    times.append(time.perf_counter() - start)
print(times[0], min(times[1:]))
"""
_WARM = """
import sys, time
from pathlib import Path
from briefing.config import load_workspace
from briefing.recipe import load_recipe
from briefing.run import Wanted, plan
from briefing.run.attempt import attempt
workspace = load_workspace(Path(sys.argv[1]))
recipe = load_recipe(workspace)
unit = plan(workspace, recipe, Wanted(force=True)).due[0].load(workspace)
for _ in range(int(sys.argv[2])):
    start = time.process_time()
    assert attempt(unit, recipe).built
    spent = time.process_time() - start
print(spent)
"""


class Row(NamedTuple):
    """One line of the table; `goal` is the largest value wanted, None where there is none."""

    what: str
    value: float
    unit: str
    goal: float | None = None


class Spent(NamedTuple):
    """What a command cost: wall and CPU seconds, the largest process in MB, and its output."""

    wall: float
    cpu: float
    peak_mb: float
    out: str


def spend(command: Sequence[str], folder: Path) -> Spent:
    """Run a command to its end and account for it and all its children; with /proc also for those it leaves behind."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=err, start_new_session=True)
        with _watched(process.pid) as largest:
            _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode(errors="replace"))
    if process.returncode:
        raise SystemExit(f"bench: {' '.join(command[:4])} ended with {process.returncode}\n{texts[1][-2000:]}")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Spent(wall, usage.ru_utime + usage.ru_stime, max(usage.ru_maxrss / scale, *largest), texts[0])


@contextmanager
def _watched(session: int) -> Iterator[list[float]]:
    """Keep the largest memory (MB) that any process of a session has had; workers of a pool outlive who started them."""
    largest, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(_EVERY_S):
            largest.append(max((_peak(pid) for pid in _session(session)), default=0.0))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield largest
    finally:
        over.set()
        thread.join()


def _session(number: int) -> Iterator[Path]:
    """The processes of a session; none where there is no /proc."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            if int((folder / "stat").read_text().rpartition(") ")[2].split()[3]) == number:
                yield folder


def _peak(process: Path) -> float:
    with suppress(OSError):
        for line in (process / "status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 2**10
    return 0.0


def starting(folder: Path) -> list[Row]:
    """Import, help, and the extraction of one report; best of five."""

    def best(*command: str) -> float:
        return min(spend(command, folder).wall for _ in range(5))

    bare = best(sys.executable, "-c", "pass")
    first, warm = spend((sys.executable, "-c", _EXTRACT, str(_SAMPLE)), folder).out.split()
    return [
        Row("import briefing", best(sys.executable, "-c", "import briefing") - bare, "s", 0.2),
        Row("briefing --help", best(*_COMMAND, "--help"), "s", 0.2),
        Row("one report extracted", float(warm), "s", 0.3),
        Row("one report extracted, first in a process", float(first), "s"),
    ]


def one_unit(workspace: Path) -> list[Row]:
    """One unit cold and warm, its sizes, and a second run that has nothing to do."""
    cold = spend((*_COMMAND, "build", "-q"), workspace)
    warm = spend((sys.executable, "-c", _WARM, str(workspace), "2"), workspace)
    before = _stamps(workspace)
    again = spend((*_COMMAND, "build", "-q"), workspace)
    written = sum(before.get(path) != stamp for path, stamp in _stamps(workspace).items())
    sizes = [
        Row(path.name.partition("-investor.")[2] + " size", path.stat().st_size / 1000, "KB", _size_goal(path.name))
        for path in sorted(workspace.glob("out/2023/region-1/*-investor.*"))
    ]
    return [
        Row("one unit, cold, wall", cold.wall, "s", 6),
        Row("one unit, cold, CPU", cold.cpu, "s"),
        Row("one unit, warm, CPU", float(warm.out), "s", 3),
        Row("one unit, memory", cold.peak_mb, "MB"),
        *sizes,
        Row("second run, files written", written, "", 0),
        Row("second run, wall", again.wall, "s"),
    ]


def long_run(workspace: Path, units: int) -> list[Row]:
    """What a worker holds after many units: the most of a run of a few, and of a long one."""
    few = spend((sys.executable, "-c", _WARM, str(workspace), "5"), workspace)
    many = spend((sys.executable, "-c", _WARM, str(workspace), str(units)), workspace)
    return [
        Row("a worker after 5 units, memory", few.peak_mb, "MB"),
        Row(f"a worker after {units} units, memory", many.peak_mb, "MB", 200),
    ]


def batch(workspace: Path, units: int) -> list[Row]:
    """Many units on two worker processes."""
    cost = spend((*_COMMAND, "build", "-q", "--jobs", "2"), workspace)
    return [
        Row(
            f"batch of {units} on 2 jobs, a unit, wall", cost.wall / units, "s", 1.8 * max(1, 2 / (os.cpu_count() or 2))
        ),
        Row(f"batch of {units} on 2 jobs, largest process", cost.peak_mb, "MB", 200),
    ]


def _size_goal(name: str) -> float | None:
    return {"zh.pdf": 150, "zh.docx": 90, "en.docx": 90}.get(name.partition("-investor.")[2])


def _stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*") if path.is_file()}
