"""The whole command with bad units, full disks, kills and lost workers: what can be published is, and nothing is torn."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support_run import add_source, briefing, snapshot, workspace
from support_stub import running, stand_in

from briefing import deliver
from briefing.run import cores

SOAK = bool(os.environ.get("BRIEFING_SOAK"))
SHORT = "[limits]\nseconds = 3\nmemory_mb = 512\n"


def regions(number):
    return [f"r-{n:03}" for n in range(number)]


def published(root):
    return {name for name, line in deliver.read_manifest(root / "out").items() if line["outputs"]}


# --- one poisoned unit ------------------------------------------------------------------------------------------------


@pytest.mark.soak
@pytest.mark.parametrize(
    ("poison", "stage", "found"),
    [
        ("exception", "extract", "unexpected KeyError: 'poison'"),
        ("loop", "extract", "took more than {seconds} s"),
        ("memory", "extract", "needed more than {memory} MB"),
        ("signal 9", "killed", "its worker died twice"),
    ],
)
def test_one_poisoned_unit_is_named_and_all_others_are_published(tmp_path, poison, stage, found):
    """Exit 3. 200 units within the limits everybody has in ./run soak; 8 within short ones here."""
    names = regions(200 if SOAK else 8)
    root = workspace(tmp_path / "w", *names, report="a report ", extra="" if SOAK else SHORT)
    bad = names[len(names) // 2]
    add_source(root, bad, "2023.txt", poison)
    started = time.monotonic()

    done = briefing("build", "-q", "--jobs", "2", "-C", root, **stand_in(tmp_path))

    told = [line for line in done.stderr.splitlines() if line.startswith("briefing: ")]
    assert (done.returncode, done.stdout, len(told)) == (3, "", 1), done.stderr
    assert told[0].startswith(f"briefing: {bad}/2023 ({stage}): ")
    assert found.format(seconds=60 if SOAK else 3, memory=2048 if SOAK else 512) in told[0]
    assert f"{len(names) - 1} of {len(names)} units published; failed: {bad}/2023" in done.stderr
    assert published(root) == {f"{name}/2023" for name in names if name != bad}
    assert briefing("verify", "-C", root).returncode == 0
    assert time.monotonic() - started < (180 if SOAK else 60)


def test_the_log_of_a_worker_is_of_one_kind_with_that_of_the_run(tmp_path):
    """JSON lines of an unexpected error reach stderr from any process with -v, and its traceback is a field."""
    root = workspace(tmp_path / "w", "jiang", "dong", report="a report ")
    add_source(root, "dong", "2023.txt", "exception")

    done = briefing("build", "-v", "--jobs", "2", "-C", root, **stand_in(tmp_path))

    events = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    (error,) = [event for event in events if event["event"] == "unexpected error"]
    assert error["unit"] == "dong/2023"
    assert "KeyError: 'poison'" in error["trace"]
    others = [line for line in done.stderr.splitlines() if not line.startswith(("{", "briefing: "))]
    assert others == ["1 of 2 units published; failed: dong/2023"]
    assert briefing("build", "--dry-run", "-C", root, **stand_in(tmp_path)).stdout == "dong/2023: new\n"
    assert "exit 3; failed: dong/2023" in briefing("status", "-C", root).stderr


def test_by_default_there_is_a_worker_a_core_and_one_unit_needs_none(tmp_path):
    root = workspace(tmp_path / "w", "jiang", "dong", report="it warns ")

    done = briefing("build", "-q", "-C", root, **stand_in(tmp_path))

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")  # -q holds for the warnings of workers too
    started = briefing("build", "-v", "--force", "-C", root, **stand_in(tmp_path)).stderr
    assert [json.loads(line)["jobs"] for line in started.splitlines() if '"run started"' in line] == [min(cores(), 2)]
    add_source(root, "dong", "2023.txt", "it warns again ")
    again = briefing("build", "-v", "-C", root, **stand_in(tmp_path))
    assert [json.loads(line)["jobs"] for line in again.stderr.splitlines() if '"run started"' in line] == [1]
    assert '"event": "a character outside the fonts"' in again.stderr


# --- kills ------------------------------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no /proc here")
def test_kill_9_of_a_run_tears_nothing_and_leaves_no_process(tmp_path):
    """Runs over six units on two workers, killed at random: 2 times here, 200 in ./run soak."""
    chance, names = random.Random(7), regions(6)
    root = workspace(tmp_path / "w", *names, report="generation 0 ")
    marker = f"STUB_MARK={tmp_path.name}"
    environment = os.environ | stand_in(tmp_path) | {"STUB_MARK": tmp_path.name}
    command = [sys.executable, "-P", "-m", "briefing", "build", "-q", "--jobs", "2", "-C", str(root)]
    subprocess.run(command, env=environment, check=True)
    for generation in range(1, 201 if SOAK else 3):
        for name in names:
            add_source(root, name, "2023.txt", f"generation {generation} ")
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_lock(root, process)
        time.sleep(chance.random() * 2.5)
        process.kill()
        process.wait()
        assert torn(root) == []

    done = subprocess.run(command, env=environment, check=False)

    assert done.returncode == 0
    assert briefing("verify", "-C", root).stdout == ""
    assert list((root / "out").rglob(f"{deliver.TEMPORARY}*")) == []
    wait_until(lambda: not running(marker), 20)


def wait_for_lock(root, process):
    """Until the run is at work, or over."""
    wait_until(lambda: process.poll() is not None or (root / "out/.lock").read_bytes() != b"", 60)


def wait_until(true, seconds):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def torn(root):
    """Published files that are not whole, or of two minds."""
    found = []
    for path in (root / "out/2023").glob("*/*.*"):
        if path.name.startswith(deliver.TEMPORARY) or path.name == "checks.json":
            continue
        text = path.read_text()
        first = text[: text.index(" ", text.index(" ") + 1) + 1]
        if text != first * (150_000 // len(first)):
            found.append(str(path))
    return found


# --- a full disk --------------------------------------------------------------------------------------------------------

_SMALL = """
mount -t tmpfs -o size={size}k none {root}/out && cd {root} || exit 99
{briefing} build -q --jobs 1 r-000; echo "first $?"
printf 'revised ' > sources/r-000/2023.txt
{briefing} build -q --jobs 1; echo "second $?"
{briefing} verify; echo "verify $?"
find out -name '.briefing-tmp-*' | wc -l
"""


@pytest.mark.skipif(not shutil.which("unshare"), reason="no namespaces here")
def test_a_full_disk_leaves_the_old_files_whole_and_says_how_much_was_needed(tmp_path):
    """A disk of 1.4 MB: one unit of 1 MB fits, its revision does not fit beside it, nor does another unit."""
    root = workspace(tmp_path / "w", "r-000", "r-001", report="a report ")
    (root / "out").mkdir()
    call = f"{sys.executable} -P -m briefing"
    script = _SMALL.format(size=1400, root=root, briefing=call)
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | stand_in(tmp_path))
    if "first" not in done.stdout:
        pytest.skip(f"no small disk can be made here: {done.stderr[:100]}")

    assert done.stdout.split("\n")[:-1] == ["first 0", "second 4", "verify 0", "0"], done.stderr
    assert len(re.findall(r"no space left: \d{3},\d{3} bytes needed, [\d,]{7} free", done.stderr)) == 2
    assert "The earlier files are whole. Free some space and run again." in done.stderr
    assert "0 of 2 units published" in done.stderr


# --- nothing due ------------------------------------------------------------------------------------------------------------


@pytest.mark.soak
def test_nothing_due_writes_nothing_and_takes_no_time(tmp_path):
    """2,800 units in at most 5 s in ./run soak; 40 here."""
    root = workspace(tmp_path / "w", *regions(100 if SOAK else 10), report="a report ")
    for name in regions(100 if SOAK else 10):
        for month in range(27 if SOAK else 3):
            add_source(root, name, f"{2021 + month // 12}-{month % 12 + 1:02}.txt", f"a report of {month} " * 300)
    environment = stand_in(tmp_path)
    subprocess.run(
        [sys.executable, "-P", "-m", "briefing", "build", "-q", "-C", root], env=os.environ | environment, check=True
    )
    before, used = snapshot(root), resource.getrusage(resource.RUSAGE_CHILDREN)

    done = briefing("build", "-q", "-C", root, **environment)

    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert snapshot(root) == before
    assert now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime < 5


# --- the lock -----------------------------------------------------------------------------------------------------------------


def test_a_run_waits_for_the_lock_and_then_does_its_work(tmp_path):
    root = workspace(tmp_path / "w", "jiang", report="a report ")
    script = "import sys, time; from pathlib import Path; from briefing.run import locked\nwith locked(Path(sys.argv[1])): print(1, flush=True); time.sleep(2)"
    environment = os.environ | stand_in(tmp_path)
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(root / "out")], env=environment, stdout=subprocess.PIPE
    )
    holder.stdout.read(1)

    done = briefing("build", "-q", "--wait", "30s", "-C", root, **stand_in(tmp_path))

    holder.communicate()
    assert (done.returncode, done.stderr) == (0, "")
    assert published(root) == {"jiang/2023"}


# --- the earlier pass -----------------------------------------------------------------------------------------------------------


def notes(path):
    """What the stand-ins did, in order: what, of which, and in which process."""
    return [line.split() for line in path.read_text().splitlines()]


def built_with(tmp_path, *words, engine="answers", report="a report "):
    root = workspace(tmp_path / "w", "jiang", "dong", "xi", report=report, extra=SHORT)
    log = tmp_path / "notes"
    more = {"STUB_LOG": str(log), "STUB_ENGINE": engine}
    return root, log, lambda: briefing("build", *words, "-C", root, **stand_in(tmp_path), **more)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_engine_is_asked_for_all_units_at_once_before_any_is_built(tmp_path, jobs):
    root, log, build = built_with(tmp_path, "-q", "--jobs", jobs)

    assert build().returncode == 0
    did = notes(log)
    first_built = next(n for n, note in enumerate(did) if note[0] == "built")
    asked = [(n, note) for n, note in enumerate(did) if note[0] == "asked"]
    assert sorted(note[1] for note in did[:first_built] if note[0] == "looked") == [
        "dong/2023",
        "jiang/2023",
        "xi/2023",
    ]
    assert all(n < first_built for n, _ in asked)
    assert asked[0][1][1] == "30"
    lines = deliver.read_manifest(root / "out").values()
    assert [line["counts"]["said"] for line in lines] == [10, 10, 10]
    builders = {note[2] for note in did if note[0] == "built"}
    askers = {note[2] for _, note in asked}
    assert len(askers) == 1
    assert (askers & builders == set()) == (jobs == "2")  # where there are workers, none of them holds an engine


def test_what_the_engine_said_costs_nothing_the_next_time(tmp_path):
    root, log, build = built_with(tmp_path, "-q", "--jobs", "2")
    build()
    log.unlink()
    add_source(root, "dong", "2023.txt", "revised ")

    assert build().returncode == 0
    assert [note[0] for note in notes(log)] == ["looked", "built"]


@pytest.mark.parametrize(("engine", "said"), [("dies", [0, 0, 0]), ("raises", [10, 0, 10])])
def test_an_engine_that_fails_leaves_its_sentences_chinese_and_the_units_are_published(tmp_path, engine, said):
    root, _, build = built_with(tmp_path, "--jobs", "2", engine=engine)

    done = build()

    assert done.returncode == 0, done.stderr
    lines = deliver.read_manifest(root / "out")
    assert [lines[f"{name}/2023"]["counts"]["said"] for name in ("jiang", "dong", "xi")] == said
    failed = [event for event in events(done) if event["event"] == "engine failed, its sentences stay Chinese"]
    assert sorted(event["unit"] for event in failed) == (
        ["dong/2023", "jiang/2023", "xi/2023"] if engine == "dies" else ["dong/2023"]
    )


def events(done):
    return [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]


def test_a_unit_that_kills_whoever_looks_at_it_fails_alone(tmp_path):
    root, log, build = built_with(tmp_path, "-q", "--jobs", "2")
    add_source(root, "dong", "2023.txt", "signal 9")

    done = build()

    assert done.returncode == 3
    assert "briefing: dong/2023 (killed): " in done.stderr
    assert published(root) == {"jiang/2023", "xi/2023"}
    assert "dong/2023" not in {note[1] for note in notes(log) if note[0] == "built"}
