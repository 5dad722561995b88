"""Many units: due by content, one at a time in the folder, each failure kept to its unit."""

from __future__ import annotations

import json
import os
import signal
import time
from concurrent.futures import BrokenExecutor, Future
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from support_run import add_source, snapshot, workspace

from briefing import deliver, run
from briefing.build import Built
from briefing.config import Limits, load_workspace
from briefing.errors import Busy, NothingPublished, Problem, SourceError, UnitError, UsageError
from briefing.periods import inside, kind, span
from briefing.read import LARGEST
from briefing.run import attempt as attempt_module
from briefing.run import go, watch
from briefing.run.flow import outcomes
from briefing.run.result import Outcome, retried

SOAK = bool(os.environ.get("BRIEFING_SOAK"))
RECIPE = SimpleNamespace(
    engine=lambda: None,
    digests={"code": "1", "glossary": "1"},
    edition_texts={"investor": {}},
    shapes={"investor": (("pdf", "docx"), ("zh", "en"))},
    limits=Limits(seconds=1, memory_mb=256),
)


ERRORS = {
    "raise": UnitError(Problem("jiang/2023", "a bad report")),
    "bug": KeyError("x"),
    "full": OSError(28, "No space left on device", "/tmp/x"),
}


@pytest.fixture(autouse=True)
def _no_fonts(monkeypatch):
    monkeypatch.setattr("briefing.run.due._fonts", lambda: "fonts")


@pytest.fixture
def made(monkeypatch):
    """Units are built by this stand-in: the report says what should happen to it."""
    built: list[str] = []

    def build_unit(unit, recipe, tell=lambda _: None):
        tell("extract")
        built.append(unit.name)
        text = unit.report.data.decode()
        for word, error in ERRORS.items():
            if word in text:
                raise error
        if "loop" in text:
            while True:
                pass
        if "idle" in text:
            time.sleep(1.5 if "enough" in text else 60)
        if "slow" in text:
            time.sleep(0.7)
        if "large" in text:
            bytearray(160 * 2**20)
        if "memory" in text:
            bytearray(2**31)
        files = {
            f"{unit.region.id}-{unit.report.period}-investor.{end}": text.encode()
            for end in ("zh.pdf", "zh.docx", "en.pdf", "en.docx")
        }
        return Built({**files, "checks.json": b"{}"}, {}, {"facts": 1})

    monkeypatch.setattr(attempt_module, "build_unit", build_unit)
    return built


def go_on(root, **wanted):
    """Plan and build, as the command does; returns the results."""
    place = load_workspace(root)
    planned = run.plan(place, RECIPE, run.Wanted(**wanted))
    return run.build(place, RECIPE, planned) if planned.due else []


def due(root, **wanted):
    """What is due and why, by unit."""
    return {one.name: one.why for one in run.plan(load_workspace(root), RECIPE, run.Wanted(**wanted)).due}


# --- what is due ------------------------------------------------------------------------------------------------------


def test_a_new_report_is_due_once(tmp_path, made):
    root = workspace(tmp_path, "jiang")

    assert due(root) == {"jiang/2023": "new"}
    go_on(root)
    assert due(root) == {}


def test_nothing_due_writes_nothing(tmp_path, made):
    root = workspace(tmp_path, "jiang", "dong")
    go_on(root)
    before = snapshot(root)

    assert go_on(root) == []

    assert snapshot(root) == before


def test_a_changed_report_says_so_and_makes_later_ones_due(tmp_path, made):
    root = workspace(tmp_path, "jiang")
    add_source(root, "jiang", "2024.txt", "next year")
    go_on(root)

    add_source(root, "jiang", "2023.txt", "revised")

    assert due(root) == {"jiang/2023": "changed: source", "jiang/2024": "changed: earlier"}


def test_a_changed_glossary_makes_everything_due(tmp_path, made, monkeypatch):
    root = workspace(tmp_path, "jiang", "dong")
    go_on(root)
    monkeypatch.setitem(RECIPE.digests, "glossary", "2")

    assert set(due(root).values()) == {"changed: glossary"}


def test_a_lost_or_shortened_file_is_made_again(tmp_path, made):
    root = workspace(tmp_path, "jiang", "dong")
    go_on(root)
    (root / "out/2023/jiang/jiang-2023-investor.en.pdf").unlink()
    (root / "out/2023/dong/dong-2023-investor.zh.pdf").write_bytes(b"")

    assert due(root) == {
        "jiang/2023": "missing: jiang-2023-investor.en.pdf",
        "dong/2023": "missing: dong-2023-investor.zh.pdf",
    }


def test_missed_months_are_caught_up_oldest_first(tmp_path, made):
    root = workspace(tmp_path)
    (root / "briefing.toml").write_text(
        'schema = 1\n[[regions]]\nid = "jiang"\nzh = "江城市"\nen = "Jiangcheng"\ncode = "420100"\n', encoding="utf-8"
    )
    for month in ("2024-11", "2024-09", "2025-01", "2024-10"):
        add_source(root, "jiang", f"{month}.txt", month)

    go_on(root)

    assert made == ["jiang/2024-09", "jiang/2024-10", "jiang/2024-11", "jiang/2025-01"]


def test_a_span_of_periods_and_one_language(tmp_path, made):
    root = workspace(tmp_path, "jiang")
    for month in ("2024-09", "2024-10", "2024-11"):
        add_source(root, "jiang", f"{month}.txt", month)

    assert set(due(root, periods=("2024-10", "2024-12"))) == {"jiang/2024-10", "jiang/2024-11"}
    assert set(due(root, periods=("2024-09", "2024-09"))) == {"jiang/2024-09"}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"regions": ("jian",)}, "unknown region 'jian'.*Did you mean jiang"),
        ({"periods": ("2024-13", "2024-13")}, "'2024-13' is no period"),
        ({"editions": ("investr",)}, "Did you mean investor"),
        ({"languages": ("fr",)}, "one of zh, en"),
        ({"formats": ("ps",)}, "one of pdf, docx"),
        ({"redo": "some"}, "one of none, failed, all"),
    ],
)
def test_what_is_not_there_is_a_usage_error(tmp_path, wanted, found):
    with pytest.raises(UsageError, match=found):
        due(workspace(tmp_path, "jiang"), **wanted)


def test_a_period_without_a_report_is_a_missing_input(tmp_path):
    with pytest.raises(SourceError, match=r"no report for 2019; expected a file such as sources/jiang/2019.txt"):
        due(workspace(tmp_path, "jiang"), regions=("jiang",), periods=("2019", "2019"))


def test_two_reports_of_one_period_fail_alone(tmp_path, made):
    root = workspace(tmp_path, "jiang", "dong")
    add_source(root, "jiang", "2023.html", "<p>again</p>")

    results = {result.unit: result for result in go_on(root)}

    assert results["dong/2023"].state == "done"
    assert (results["jiang/2023"].stage, results["jiang/2023"].exit_code) == ("load", 6)
    assert "a second report for 2023; expected one file a period. Remove it or 2023.html" in str(
        results["jiang/2023"].problems[0]
    )


@pytest.mark.long
@pytest.mark.soak
def test_2800_units_are_planned_in_five_seconds(tmp_path, made, monkeypatch):
    """20 regions of 28 months here, 100 in ./run soak; the manifest is read once, and nothing is written."""
    names = [f"region-{number}" for number in range(100 if SOAK else 20)]
    root = workspace(tmp_path, *names)
    for name in names:
        for month in range(27):
            add_source(root, name, f"{2022 + month // 12}-{month % 12 + 1:02}.txt", f"{name} {month}" * 50)
    with monkeypatch.context() as hurried:
        hurried.setattr(os, "fsync", lambda _: None)  # thousands of files: what they survive is not asked here
        go_on(root)
    before = snapshot(root)
    started = time.monotonic()

    assert due(root) == {}

    assert time.monotonic() - started < (5 if SOAK else 1.5)
    assert snapshot(root) == before


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("2023", ("2023-01", "2023-12")),
        ("2024-10", ("2024-10", "2024-10")),
        ("2024-01/2024-10", ("2024-01", "2024-10")),
        ("2024-Q3", ("2024-07", "2024-09")),
        ("2024-H2", ("2024-07", "2024-12")),
    ],
)
def test_the_months_of_a_period(period, months):
    assert span(period) == months
    assert inside(period, ("2023", "2024-H2"))


def test_only_like_periods_follow_each_other():
    assert kind("2024-10") == kind("2023-01") != kind("2023") != kind("2024-Q3")


# --- failures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "found", "code"),
    [
        ("raise", "a bad report", 3),
        ("loop", "took more than 1 s", 3),
        ("memory", "needed more than 256 MB", 3),
        ("bug", "unexpected KeyError", 1),
        ("full", "/tmp/x: No space left on device; expected a disk that answers. Free some space", 4),
    ],
)
def test_one_poisoned_unit_fails_alone_and_is_named_with_its_stage(tmp_path, made, report, found, code):
    root = workspace(tmp_path, "jiang", "dong", "xi")
    add_source(root, "dong", "2023.txt", report)

    results = go_on(root)

    assert {result.unit: result.state for result in results} == {
        "jiang/2023": "done",
        "dong/2023": "failed",
        "xi/2023": "done",
    }
    bad = next(result for result in results if result.problems)
    assert found in str(bad.problems[0])
    assert (bad.stage, bad.exit_code) == ("extract", code)
    assert run.exit_code(results) == 3


def test_the_limits_are_those_of_the_threat_table():
    """reference/operations.md, section 4: 60 s, 2 GB and 60 pages a unit."""
    assert Limits() == Limits(seconds=60, memory_mb=2048, pages=60)


def test_a_unit_close_to_its_limits_is_done(tmp_path, made):
    """One of 1 s that takes 0.7, one of 256 MB that takes 160; a little more fails above."""
    root = workspace(tmp_path, "jiang", "dong")
    add_source(root, "jiang", "2023.txt", "slow")
    add_source(root, "dong", "2023.txt", "large")

    assert [result.state for result in go_on(root)] == ["done", "done"]


def test_a_unit_that_its_neighbours_leave_no_time_gets_more_of_it_but_not_for_ever(tmp_path, made):
    """A limit of 1 s of wall clock: one that hardly works in it may take five."""
    root = workspace(tmp_path, "jiang", "dong")
    add_source(root, "jiang", "2023.txt", "idle, and enough")
    add_source(root, "dong", "2023.txt", "idle")

    results = {result.unit: result for result in go_on(root)}

    assert results["jiang/2023"].state == "done"
    assert "took more than 1 s" in str(results["dong/2023"].problems[0])
    assert 5 <= results["dong/2023"].seconds < 12


def test_a_failure_leaves_the_published_files_as_they_are(tmp_path, made):
    root = workspace(tmp_path, "jiang")
    go_on(root)
    before = {path: path.read_bytes() for path in (root / "out/2023").rglob("*.pdf")}
    add_source(root, "jiang", "2023.txt", "raise")

    results = go_on(root)

    assert run.exit_code(results) == 4
    assert {path: path.read_bytes() for path in (root / "out/2023").rglob("*.pdf")} == before


def test_what_failed_is_tried_again_unless_asked_not_to(tmp_path, made):
    root = workspace(tmp_path, "jiang", "dong", report="raise")
    go_on(root)

    assert set(due(root)) == {"jiang/2023", "dong/2023"}
    assert due(root, redo="none") == {}
    add_source(root, "dong", "2023.txt", "mended")
    assert due(root, redo="none") == {"dong/2023": "new"}
    go_on(root)
    assert due(root, redo="all") == {"dong/2023": "forced", "jiang/2023": "forced"}


def test_a_run_stops_when_the_first_units_all_fail_alike(tmp_path, made):
    names = [f"region-{number:02}" for number in range(go.BREAKER + 5)]
    root = workspace(tmp_path, *names, report="raise")

    place, told = load_workspace(root), []

    results = run.build(place, RECIPE, run.plan(place, RECIPE, run.Wanted()), tell=told.append)

    assert len(made) == go.BREAKER == 20
    assert [result.state for result in results].count("skipped") == 5
    assert told == results
    assert run.exit_code(results) == 4


def test_every_run_with_work_leaves_a_record(tmp_path, made):
    root = workspace(tmp_path, "jiang", "dong")
    add_source(root, "dong", "2023.txt", "raise")
    go_on(root)

    (path,) = (root / "out" / deliver.RUNS).iterdir()
    record = json.loads(path.read_text())

    assert record["exit_code"] == 3
    assert {row["unit"]: row["state"] for row in record["units"]} == {"jiang/2023": "done", "dong/2023": "failed"}


def test_what_may_pass_is_tried_three_times(monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    tries = []

    def action():
        tries.append(1)
        raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input"):
        retried(action)
    assert len(tries) == 3


def test_what_will_not_pass_is_tried_once(monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("it waited"))
    tries = []

    def action():
        tries.append(1)
        raise PermissionError(13, "Permission denied")

    with pytest.raises(PermissionError):
        retried(action)
    assert len(tries) == 1


def test_a_report_that_cannot_be_read_fails_alone(tmp_path, made):
    """A folder in its place, as the tests may run as one who can read everything; planning goes on too."""
    root = workspace(tmp_path, "jiang", "dong")
    (root / "sources/jiang/2023.txt").unlink()
    (root / "sources/jiang/2023.txt").mkdir()

    results = {result.unit: result for result in go_on(root)}

    assert results["dong/2023"].state == "done"
    assert (results["jiang/2023"].stage, results["jiang/2023"].exit_code) == ("load", 6)
    assert "sources/jiang/2023.txt: cannot be read" in str(results["jiang/2023"].problems[0])


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (os.mkfifo, "cannot be read"),
        (lambda path: path.symlink_to("/dev/zero"), "cannot be read"),
        (lambda path: path.symlink_to("nowhere"), "cannot be read"),
        (lambda path: path.symlink_to(path), "cannot be read"),
        (
            lambda path: os.truncate(path, LARGEST + 1) if path.write_bytes(b"") == 0 else None,
            "20.0 MB, more than 20 MB",
        ),
    ],
    ids=["pipe", "device", "lost link", "circle", "too large"],
)
def test_what_is_no_report_fails_alone_and_is_not_waited_for(tmp_path, made, make, found):
    """A pipe never ends, a device fills the memory; the months after it are made, without looking back on it."""
    root = workspace(tmp_path, "jiang", "dong")
    add_source(root, "jiang", "2024.txt", "a report")
    (root / "sources/jiang/2023.txt").unlink()
    make(root / "sources/jiang/2023.txt")

    results = {result.unit: result for result in go_on(root)}

    assert {unit for unit, result in results.items() if result.state == "done"} == {"jiang/2024", "dong/2023"}
    assert (results["jiang/2023"].stage, results["jiang/2023"].exit_code) == ("load", 6)
    assert found in str(results["jiang/2023"].problems[0])


@pytest.mark.parametrize("text", ["", "[]", "[" * 100_000, '{"report": {}, "resources": []}', "\0"])
def test_an_extract_that_is_none_any_more_fails_its_unit_and_no_other(tmp_path, made, text):
    """It may hold a person's corrections, so it is neither used nor written anew; the months after it do without."""
    root = workspace(tmp_path, "jiang", "dong")
    add_source(root, "jiang", "2024.txt", "a report")
    go_on(root)
    (root / "extracts/jiang/2023").mkdir(parents=True)
    (root / "extracts/jiang/2023/datapackage.json").write_text(text)

    assert due(root) == {"jiang/2023": "changed: extract", "jiang/2024": "changed: earlier"}
    results = {result.unit: result for result in go_on(root)}

    assert results["jiang/2024"].state == "done"
    assert (results["jiang/2023"].stage, results["jiang/2023"].exit_code) == ("load", 6)
    assert "extracts/jiang/2023: datapackage.json: " in str(results["jiang/2023"].problems[0])
    assert (root / "extracts/jiang/2023/datapackage.json").read_text() == text


def test_a_report_at_the_limit_of_size_is_given_to_its_worker(tmp_path, made):
    root = workspace(tmp_path, "jiang")
    os.truncate(root / "sources/jiang/2023.txt", LARGEST)

    assert [result.state for result in go_on(root)] == ["done"]


def test_a_region_whose_folder_cannot_be_looked_into_is_named_and_the_others_are_made(tmp_path, made):
    """A file in its place, as the tests may run as one who can look into everything. It is a failure, not silence."""
    root = workspace(tmp_path, "jiang", "dong")
    (root / "sources/jiang/2023.txt").unlink()
    (root / "sources/jiang").rmdir()
    (root / "sources/jiang").write_text("x")

    planned = run.plan(load_workspace(root), RECIPE, run.Wanted())

    assert [one.name for one in planned.due] == ["dong/2023"]
    (result,) = planned.unread
    assert (result.unit, result.state, result.exit_code) == ("jiang", "failed", 6)
    assert "sources/jiang: cannot be looked into" in str(result.problems[0])


def test_a_unit_whose_folder_leads_out_of_the_output_is_refused(tmp_path, made):
    root = workspace(tmp_path, "jiang", "dong")
    (root / "out/2023").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (root / "out/2023/jiang").symlink_to(tmp_path / "elsewhere")

    results = {result.unit: result for result in go_on(root)}

    assert {unit: result.state for unit, result in results.items()} == {"jiang/2023": "failed", "dong/2023": "done"}
    assert "leads to" in str(results["jiang/2023"].problems[0])
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_manifest_that_names_other_places_leads_neither_verify_nor_prune_nor_a_build_there(tmp_path, made):
    """A line that somebody else put there is as if it were not: nothing outside is hashed, named or removed."""
    root = workspace(tmp_path / "w", "jiang")
    go_on(root)
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    line = {"region": "jiang", "period": "2010", "unit": "jiang/2010", "published": "2020-01-01T00:00:00+00:00"}
    hostile = [
        line | {"folder": "../..", "outputs": {"mine.txt": {"sha256": "x", "bytes": 4}}},
        line | {"folder": "2010/jiang", "outputs": {"../../../../mine.txt": {"sha256": "x", "bytes": 4}}},
        line | {"folder": "2010/jiang", "outputs": {str(mine): {"sha256": "x", "bytes": 4}}},
        line | {"unit": "jiang/2023", "period": "2023", "folder": "..", "outputs": {"../mine.txt": {}}},
    ]
    with (root / "out" / deliver.MANIFEST).open("a") as file:
        file.writelines(json.dumps(one) + "\n" for one in hostile)
    place = load_workspace(root)

    assert watch.verify(place) == []
    assert watch.prune(place, 1) == []
    assert due(root) == {}
    add_source(root, "jiang", "2023.txt", "revised")
    go_on(root)
    assert mine.read_text() == "mine"


def test_a_run_that_cannot_be_recorded_has_the_results_all_the_same(tmp_path, made):
    root = workspace(tmp_path, "jiang")
    (root / "out").mkdir()
    (root / "out" / deliver.RUNS).write_text("a file in its place")

    assert [result.state for result in go_on(root)] == ["done"]


def test_a_pool_that_breaks_between_two_units_loses_none():
    """A worker may die while its next unit is handed over: the pool then refuses it."""

    class Refusing(FragileCrew):
        def submit(self, task, unit):
            if not self.renewed and unit == "c":
                raise BrokenExecutor("it broke meanwhile")
            return super().submit(task, unit)

    items = [SimpleNamespace(name=name) for name in "abcdef"]
    crew = Refusing("none")

    found = {
        item.name for item, outcome in outcomes(crew, items, lambda item: item.name, lambda: crew) if outcome.built
    }

    assert found == set("abcdef")


class FragileCrew:
    """Workers that die of one item, as a pool does: everything on the way is lost with it."""

    width, window = 2, 4

    def __init__(self, deadly: str) -> None:
        self.deadly = deadly
        self.renewed = 0

    patience = 60

    def submit(self, _task, unit):
        future: Future[Outcome] = Future()
        if unit == self.deadly:
            future.set_exception(BrokenExecutor("killed"))
        else:
            future.set_result(Outcome(Built({}, {}, {})))
        return future

    def renew(self):
        self.renewed += 1

    def close(self):
        pass


def test_a_unit_that_kills_its_worker_is_tried_alone_then_named():
    items = [SimpleNamespace(name=name) for name in "abcdef"]
    crew = FragileCrew("c")

    found = {
        item.name: outcome.stage
        for item, outcome in outcomes(crew, items, lambda item: item.name, lambda: FragileCrew("c"))
    }

    assert found == {name: "killed" if name == "c" else "" for name in "abcdef"}
    assert crew.renewed == 1


# --- lock and looking after -------------------------------------------------------------------------------------------


def test_a_second_run_is_told_who_holds_the_lock(tmp_path):
    with run.locked(tmp_path), pytest.raises(Busy, match=rf'"pid": {os.getpid()}'), run.locked(tmp_path):
        pass


def test_the_lock_is_free_again_after_a_run(tmp_path):
    """Also after one that failed; and the file then names nobody."""
    with suppress(UnitError), run.locked(tmp_path):
        raise UnitError("x")
    assert (tmp_path / ".lock").read_text() == ""

    with run.locked(tmp_path):
        holder = json.loads((tmp_path / ".lock").read_text())

    assert holder["pid"] == os.getpid()


def test_a_lock_that_is_a_link_is_refused_and_what_it_leads_to_stays(tmp_path):
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/.lock").symlink_to(tmp_path / "mine")

    with pytest.raises(NothingPublished, match="Nothing was touched"), run.locked(tmp_path / "out"):
        pass

    assert (tmp_path / "mine").read_text() == "mine"


def test_waiting_for_the_lock_ends(tmp_path):
    with run.locked(tmp_path), pytest.raises(Busy), run.locked(tmp_path, wait_s=0.3):
        pass


def test_verify_finds_missing_changed_and_unlisted_files(tmp_path, made):
    root = workspace(tmp_path, "jiang")
    go_on(root)
    place = load_workspace(root)
    assert watch.verify(place) == []

    folder = root / "out/2023/jiang"
    (folder / "jiang-2023-investor.en.pdf").unlink()
    (folder / "jiang-2023-investor.zh.pdf").write_bytes(b"x")
    (folder / "stray.pdf").write_bytes(b"x")
    (root / "out/at-the-top.pdf").write_bytes(b"x")
    (root / "out/2023/between.pdf").write_bytes(b"x")
    (folder / "deep/deeper").mkdir(parents=True)
    (folder / "deep/deeper/down.pdf").write_bytes(b"x")
    (folder / "lost-link.pdf").symlink_to("nowhere")

    assert {(fault["state"], Path(fault["file"]).name) for fault in watch.verify(place)} == {
        ("missing", "jiang-2023-investor.en.pdf"),
        ("changed", "jiang-2023-investor.zh.pdf"),
        *(("unlisted", f"{name}.pdf") for name in ("stray", "at-the-top", "between", "down", "lost-link")),
    }


def test_prune_keeps_the_newest_and_what_the_manifest_does_not_name(tmp_path, made):
    root = workspace(tmp_path, "jiang")
    for year in ("2019", "2020", "2022"):
        add_source(root, "jiang", f"{year}.txt", year)
    go_on(root)
    (root / "out/2019/jiang/notes.txt").write_text("mine")
    place = load_workspace(root)

    listed = watch.prune(place, 24, dry_run=True)
    assert {path.parent.parent.name for path in listed} == {"2019", "2020"}
    assert all(path.is_file() for path in listed)
    watch.prune(place, 24)

    assert sorted(path.name for path in (root / "out").iterdir() if path.name[0] == "2") == ["2019", "2022", "2023"]
    assert [path.name for path in (root / "out/2019/jiang").iterdir()] == ["notes.txt"]
    assert due(root) == {}  # what was removed is not new
    add_source(root, "jiang", "2019.txt", "revised")
    assert due(root) == {
        "jiang/2019": "changed: source",
        **dict.fromkeys(("jiang/2022", "jiang/2023"), "changed: earlier"),
    }
    lines = deliver.read_manifest(root / "out")
    assert {name: len(line["outputs"]) for name, line in lines.items()} == {
        "jiang/2019": 0,
        "jiang/2020": 0,
        "jiang/2022": 5,
        "jiang/2023": 5,
    }


def test_status_says_when_the_last_success_is_too_old(tmp_path, made):
    from datetime import UTC, datetime, timedelta

    root = workspace(tmp_path, "jiang")
    assert watch.status(load_workspace(root)).older_than(timedelta(days=1))

    go_on(root)
    state = watch.status(load_workspace(root))

    assert state.regions[0]["newest"] == "2023"
    assert not state.older_than(timedelta(days=1))
    now = datetime.now(UTC)
    assert not state.older_than(timedelta(days=1), now - timedelta(hours=20))  # of another machine
    assert state.older_than(timedelta(days=1), now - timedelta(days=400))  # noted by a clock that ran ahead
    assert state.older_than(timedelta(days=1), now + timedelta(days=2))


def test_the_alarm_of_a_unit_does_not_outlive_it(tmp_path, made):
    go_on(workspace(tmp_path, "jiang"))

    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
