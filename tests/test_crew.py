"""Real workers: a pool of processes, and a cluster of separate ones; one that dies harms only its unit."""

from __future__ import annotations

import base64
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from support_run import REPORT, ROOT, add_source, briefing, program, workspace
from support_stub import stand_in

from briefing.build import Built
from briefing.config import Limits
from briefing.errors import NothingPublished, TryLater, UsageError
from briefing.run import crew as crew_module
from briefing.run.attempt import attempt
from briefing.run.crew import crew_of
from briefing.run.flow import outcomes

SOAK = bool(os.environ.get("BRIEFING_SOAK"))


@dataclass(frozen=True)
class Poison:
    """A unit whose name says how it behaves in the worker; pickled by the module's name, found through PYTHONPATH."""

    name: str


@dataclass(frozen=True)
class Recipe:
    limits: Limits = field(default_factory=lambda: Limits(seconds=2, memory_mb=512))


def work(unit, recipe, tell=lambda _: None):
    """Stand in for build_unit inside a worker."""
    tell("extract")
    if unit.name == "exception":
        raise KeyError("poison")
    if unit.name == "loop":
        while True:
            pass
    if unit.name == "signal 9":
        os.kill(os.getpid(), 9)
    if unit.name == "deaf":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(10**6)
    return Built({"a": unit.name.encode()}, {}, {})


def do_poison(task, unit):
    """What a worker runs: the real limits around the stand-in."""
    from briefing.run import attempt as module

    module.build_unit = work
    return task(unit, Recipe())


def attempt_poison(unit, recipe):
    return do_poison(attempt, unit)


@pytest.fixture
def poisoned(monkeypatch):
    """Pools whose workers run the stand-in."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "tests")]))
    monkeypatch.setattr(crew_module, "_do", do_poison)


def run_all(names, make):
    with closing(make()) as crew:
        items = [SimpleNamespace(name=name) for name in names]
        return {item.name: outcome for item, outcome in outcomes(crew, items, lambda item: Poison(item.name), make)}


def good(number):
    return [f"good {n}" for n in range(number)]


def test_workers_that_hear_no_alarm_are_replaced_and_their_unit_is_named(poisoned):
    """One sleeps in a call that no signal ends; nobody waits for it longer than for the slowest unit that may be."""

    def impatient():
        made = crew_of(Recipe(), jobs=2)
        assert (
            made.patience == 5 * 2 + 10 + 60
        )  # the longest that a unit may take, what its worker gets beyond it, and its start
        made.patience = 4
        return made

    found = run_all([*good(3), "deaf", *good(6)[3:]], impatient)

    assert {name for name, outcome in found.items() if outcome.built} == set(good(6))
    assert found["deaf"].stage == "killed"
    assert "did not answer for 4 s, twice" in str(found["deaf"].problems[0])


def test_a_run_in_this_process_needs_no_workers():
    done = crew_of(Recipe(), jobs=1)

    assert done.width == 1
    done.close()


def test_no_more_than_two_units_a_worker_are_on_their_way():
    """Memory is bounded: a unit is read only when there is room for it."""
    loaded, finished = [], []

    class Slow:
        width, window = 3, 6

        patience = 60

        def submit(self, task, unit):
            from concurrent.futures import Future

            future = Future()
            future.set_result(task(unit, Recipe()))
            finished.append(unit)
            return future

        def renew(self):
            pass

        def close(self):
            pass

    def load(item):
        loaded.append(item)
        assert len(loaded) - len(taken) <= Slow.window
        return Poison(item.name)

    taken = []
    for item, _ in outcomes(Slow(), [SimpleNamespace(name=str(n)) for n in range(40)], load, Slow):
        taken.append(item)
    assert len(taken) == len(finished) == 40


# --- a cluster --------------------------------------------------------------------------------------------------------


def test_a_cluster_that_does_not_answer_is_a_usage_error():
    pytest.importorskip("distributed")

    with pytest.raises(UsageError, match=r"no cluster answers at tcp://127\.0\.0\.1:9"):
        crew_of(Recipe(), cluster="tcp://127.0.0.1:9")


@pytest.fixture
def cluster(tmp_path_factory):
    """A scheduler and two workers, each a process of its own in a folder that has nothing of the workspace."""
    pytest.importorskip("distributed")
    home = tmp_path_factory.mktemp("cluster")
    (home / "briefing").symlink_to(program() / "briefing")  # neither templates nor glossary nor sources
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (home, ROOT, ROOT / "tests")))}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": home}
    port = 20000 + os.getpid() % 20000
    address = f"tcp://127.0.0.1:{port}"
    scheduler = [
        sys.executable,
        "-P",
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-dashboard",
    ]
    worker = [
        sys.executable,
        "-P",
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-nanny",  # so that a kill hits the worker itself
        "--no-dashboard",
    ]
    processes = [subprocess.Popen(command, **quiet) for command in (scheduler, worker, worker)]
    yield address, processes
    for process in processes:
        process.kill()
        process.wait()


def test_a_cluster_builds_units_and_survives_a_killed_worker(cluster, monkeypatch):
    """Units travel as values; one of two workers is killed half-way and the other does the rest."""
    address, processes = cluster
    wait_for_workers(address, 2)

    with closing(crew_of(Recipe(), cluster=address)) as crew:
        taken = {}
        for item, outcome in outcomes(
            crew,
            [SimpleNamespace(name=name) for name in good(20)],
            lambda item: Poison(item.name),
            lambda: crew,
            attempt_slowly,
        ):
            taken[item.name] = outcome
            if len(taken) == 6:
                processes[1].kill()

    assert {name for name, outcome in taken.items() if outcome.built} == set(good(20))


def test_an_endless_loop_on_a_cluster_ends_at_its_limit_and_the_others_are_built(cluster):
    """No signal reaches the thread of a cluster's worker."""
    address, _ = cluster
    wait_for_workers(address, 2)
    items = [SimpleNamespace(name=name) for name in ("a", "loop", "exception", "b")]

    with closing(crew_of(Recipe(), cluster=address)) as crew:
        found = {
            item.name: outcome
            for item, outcome in outcomes(crew, items, lambda item: Poison(item.name), lambda: crew, attempt_poison)
        }

    assert {name for name, outcome in found.items() if outcome.built} == {"a", "b"}
    assert "took more than 2 s" in str(found["loop"].problems[0])
    assert "unexpected KeyError" in str(found["exception"].problems[0])


@pytest.mark.soak
@pytest.mark.skipif(not SOAK, reason="its keeper starts the worker four times: ./run soak")
def test_a_unit_that_kills_the_only_worker_of_a_cluster_is_named_and_all_others_are_built(cluster, tmp_path):
    """The worker is started again by its keeper, without what it held."""
    address, processes = cluster
    wait_for_workers(address, 2)
    for process in processes[1:]:
        process.kill()
    kept = [sys.executable, "-P", "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (program(), ROOT, ROOT / "tests")))}
    keeper = subprocess.Popen(kept, env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_workers(address, 1)
        items = [SimpleNamespace(name=name) for name in (*good(3), "signal 9", *good(6)[3:])]
        with closing(crew_of(Recipe(), cluster=address)) as crew:
            found = {
                item.name: outcome
                for item, outcome in outcomes(
                    crew,
                    items,
                    lambda item: Poison(item.name),
                    lambda: crew_module.one_process(Recipe()),
                    attempt_poison,
                )
            }
    finally:
        keeper.terminate()
        keeper.wait()

    assert {name for name, outcome in found.items() if outcome.built} == set(good(6))
    assert found["signal 9"].stage == "killed"


def test_a_worker_with_another_program_is_refused_before_anything_is_built(cluster, tmp_path):
    """One machine of many that was not upgraded would make other pages than the manifest says, and nobody would see it."""
    address, _ = cluster
    wait_for_workers(address, 2)
    home = tmp_path / "older"
    shutil.copytree(program() / "briefing", home / "briefing")
    (home / "briefing/quantity/units.csv").write_text("older", encoding="utf-8")
    older = [sys.executable, "-P", "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny"]
    environment = os.environ | {"PYTHONPATH": str(home)}
    worker = subprocess.Popen(older, env=environment, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_workers(address, 3)
        with pytest.raises(NothingPublished, match=r"the worker tcp://\S+ has another program.* restart it"):
            crew_of(Recipe(), cluster=address)
    finally:
        worker.kill()
        worker.wait()


def test_a_cluster_without_workers_is_for_later(cluster):
    """Exit 75: nothing was tried, and nobody need be woken."""
    from distributed import Client

    address, processes = cluster
    wait_for_workers(address, 2)
    for process in processes[1:]:
        process.kill()
        process.wait()
    with Client(address, timeout="30s", set_as_default=False) as client:
        while client.nthreads():
            time.sleep(0.1)

    with pytest.raises(TryLater, match=r"has no workers\. Start it, then run again"):
        crew_of(Recipe(), cluster=address)


@pytest.mark.long
def test_a_run_whose_cluster_is_lost_ends_and_what_is_published_stays(cluster, tmp_path):
    """Exit 3: the units that came out are published, those that were not tried are named so and due again."""
    address, processes = cluster
    names = [f"jiang-{number}" for number in range(12)]
    root = workspace(tmp_path / "w", *names, report="asleep 0.5 ")
    wait_for_workers(address, 2)
    errors = tmp_path / "errors.txt"
    with errors.open("w") as told:
        run = subprocess.Popen(
            [sys.executable, "-P", "-m", "briefing", "build", "--cluster", address, "-C", str(root)],
            env=os.environ | stand_in(tmp_path),
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
        )
        run.stdout.readline()
        for process in processes:
            process.kill()
        run.stdout.read()
        code = run.wait(timeout=120)

    assert code == 3, errors.read_text()
    assert (
        f"--cluster: the cluster at {address} is gone, or has no workers. Start it, then run again"
        in errors.read_text()
    )
    assert "units published; not tried: " in errors.read_text()
    assert briefing("verify", "-C", root).stdout == ""


def attempt_slowly(unit, recipe):
    """A cluster's worker runs this in a thread: no signals there."""
    time.sleep(0.1)
    return attempt_poison(unit, recipe)


def wait_for_workers(address, number):
    from distributed import Client

    with Client(address, timeout="30s", set_as_default=False) as client:
        client.wait_for_workers(number, timeout=30)


LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#0b5563"/></svg>'
)


def branded(root, names):
    """A workspace with a logo, whose reports differ from each other."""
    workspace(root, *names, extra='[brand]\nname = "Example"\nlogo = "logo.svg"\n')
    (root / "logo.svg").write_text(LOGO, encoding="utf-8")
    for number, name in enumerate(names):
        add_source(root, name, "2023.txt", REPORT.replace("2467.9", f"{2467 + number}.9"))
    return root


@pytest.mark.long
@pytest.mark.soak
def test_real_units_on_a_cluster_are_those_built_here_though_a_worker_is_killed(cluster, tmp_path):
    """Killed when the first unit is out, while both work; 3 units in English here, 12 in both languages in ./run soak."""
    address, processes = cluster
    names = [f"jiang-{number}" for number in range(12 if SOAK else 3)]
    root = branded(tmp_path / "there", names)
    words = ["build", *([] if SOAK else ["--lang", "en", "--edition", "investor"])]
    wait_for_workers(address, 2)

    errors = tmp_path / "errors.txt"
    run = subprocess.Popen(
        [sys.executable, "-P", "-m", "briefing", *words, "--cluster", address, "-C", str(root)],
        env=os.environ | {"PYTHONPATH": str(program())},
        stdout=subprocess.PIPE,
        stderr=errors.open("w"),
        text=True,
    )
    first = run.stdout.readline()
    processes[1].kill()
    rest = run.stdout.read()  # not communicate(): it loses what is buffered behind the first line

    assert run.wait(timeout=300) == 0, errors.read_text()
    assert sum(line.endswith("checks.json") for line in (first + rest).splitlines()) == len(names)
    assert briefing("verify", "-C", root).stdout == ""
    here = branded(tmp_path / "here", names)
    assert briefing(*words, "-q", "-C", here).returncode == 0
    assert printed(root) == printed(here)


def printed(root):
    """The published files of a workspace by name."""
    return {path.name: path.read_bytes() for path in sorted(root.glob("out/2023/*/*")) if path.suffix != ".json"}


def test_what_travels_to_a_worker_names_no_folder_of_the_workspace(tmp_path):
    """The logo, the templates and the reports travel as text and bytes."""
    from briefing import run
    from briefing.config import load_workspace
    from briefing.recipe import load_recipe

    place = load_workspace(branded(tmp_path, ["jiang"]))
    recipe = load_recipe(place)
    unit = run.plan(place, recipe, run.Wanted()).due[0].load(place)

    sent = pickle.dumps((recipe, unit))

    assert str(tmp_path).encode() not in sent
    assert base64.b64encode(LOGO.encode()) in sent
