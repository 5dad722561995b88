"""The measurements: each function returns rows of the table."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_COMMAND = (sys.executable, "-m", "briefing")
_SAMPLE = Path(__file__).parents[1] / "sources" / "binjiang" / "2023.txt"
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
from briefing.build import build_unit
from briefing.config import load_workspace
from briefing.recipe import load_recipe
from briefing.run import Wanted, plan
workspace = load_workspace(Path(sys.argv[1]))
recipe = load_recipe(workspace)
unit = plan(workspace, recipe, Wanted(force=True)).due[0].load(workspace)
build_unit(unit, recipe)
start = time.process_time()
build_unit(unit, recipe)
print(time.process_time() - start)
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
    """Run a command to its end and account for it and all its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"bench: {' '.join(command[:4])} ended with {done.returncode}\n{done.stderr[-2000:]}")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(wall, cpu, after.ru_maxrss / scale, done.stdout)


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
    warm = spend((sys.executable, "-c", _WARM, str(workspace)), workspace)
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
