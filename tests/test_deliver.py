"""Files appear whole or not at all; the manifest names what counts."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support_run import ROOT, snapshot

from briefing import deliver
from briefing.errors import NothingPublished

LINE = {"region": "r", "period": "2023", "folder": "2023/r", "outputs": {}, "published": "2026-11-28T06:17:00+0800"}


def line_of(year):
    return {**LINE, "unit": f"r/{year}", "period": year, "folder": f"{year}/r"}


SOAK = bool(os.environ.get("BRIEFING_SOAK"))
WRITER = """
import json, sys
from pathlib import Path
from briefing.deliver import append_manifest, write_files
out, n = Path(sys.argv[1]), 0
while True:
    n += 1
    data = {f"{name}.bin": bytes([n % 256]) * 150_000 for name in "abcd"}
    line = {**json.loads(sys.argv[2]), "unit": "r/2023", "n": n % 256}
    append_manifest(out, line, lambda: write_files(out / "unit", data))
    print(flush=True)
"""


def test_the_same_bytes_are_not_written_again(tmp_path):
    deliver.write_files(tmp_path, {"a": b"1"})
    before = snapshot(tmp_path)

    deliver.write_files(tmp_path, {"a": b"1"})

    assert snapshot(tmp_path) == before


def test_a_full_disk_leaves_the_old_files_and_says_how_much_was_needed(tmp_path, monkeypatch):
    deliver.write_files(tmp_path, {"a": b"old", "b": b"old"})

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(deliver.os, "fsync", full)
    with pytest.raises(NothingPublished, match=r"6 bytes needed, .* free"):
        deliver.write_files(tmp_path, {"a": b"new", "b": b"new"})

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}


def test_an_interruption_waits_for_the_end_of_a_transaction(tmp_path):
    """Files and their manifest line: all of them are there before the interruption takes effect."""

    def publish():
        with deliver.unbroken():
            signal.raise_signal(signal.SIGINT)
            deliver.write_files(tmp_path, {"a": b"1"})
            deliver.append_manifest(tmp_path, line_of("2023"))

    with pytest.raises(KeyboardInterrupt):
        publish()

    assert (tmp_path / "a").read_bytes() == b"1"
    assert [line["unit"] for line in deliver.read_manifest(tmp_path).values()] == ["r/2023"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(deliver, "_write", refuse)
    with pytest.raises(NothingPublished, match="Permission denied"):
        deliver.write_files(tmp_path, {"a": b"1"})


def test_what_may_pass_by_itself_is_left_to_the_caller(tmp_path, monkeypatch):
    def busy(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(deliver, "_write", busy)
    with pytest.raises(OSError, match="Input/output"):
        deliver.write_files(tmp_path, {"a": b"1"})


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no /proc here")
def test_files_are_flushed_before_they_are_renamed_and_the_folder_after(tmp_path, monkeypatch):
    """Whatever the moment of a power cut, a name stands for a whole file; the manifest comes last and is flushed too."""
    did = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(handle):
        did.append(("flush", Path(f"/proc/self/fd/{handle}").readlink().name))
        fsync(handle)

    def noted_replace(path, target):
        did.append(("rename", target.name))
        assert path.parent == target.parent
        return replace(path, target)

    monkeypatch.setattr(deliver.os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    files = {"a": b"1", "b": b"2"}
    deliver.append_manifest(tmp_path, line_of("2023"), lambda: deliver.write_files(tmp_path / "unit", files))

    temporary = f"{deliver.TEMPORARY}{os.getpid()}-"
    assert did == [
        ("flush", deliver.MANIFEST),  # room for the line
        ("flush", f"{temporary}a"),
        ("flush", f"{temporary}b"),
        ("rename", "a"),
        ("rename", "b"),
        ("flush", "unit"),
        ("flush", deliver.MANIFEST),
        ("flush", tmp_path.name),
    ]


def test_a_manifest_line_that_a_full_disk_cuts_is_taken_back(tmp_path, monkeypatch):
    deliver.append_manifest(tmp_path, line_of("2022"))
    before = (tmp_path / deliver.MANIFEST).read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(deliver.os, "fsync", full)
    with pytest.raises(NothingPublished, match="bytes needed"):
        deliver.append_manifest(tmp_path, line_of("2023"))

    assert (tmp_path / deliver.MANIFEST).read_bytes() == before


def test_a_line_torn_within_a_character_or_with_odd_breaks_harms_no_other(tmp_path):
    """U+2028 and U+0085 may stand in a warning; for JSON they end no line."""
    deliver.append_manifest(tmp_path, line_of("2022") | {"counts": {"said": "一\u2028二\u0085三"}})
    with (tmp_path / deliver.MANIFEST).open("ab") as file:
        file.write('{"unit": "r/2023", "counts": "警'.encode()[:-1])

    assert set(deliver.read_manifest(tmp_path)) == {"r/2022"}


def test_the_newest_line_of_a_unit_counts(tmp_path):
    for number in (1, 2):
        deliver.append_manifest(tmp_path, {**LINE, "unit": "r/2023", "n": number})

    assert deliver.read_manifest(tmp_path)["r/2023"]["n"] == 2


def test_a_torn_last_line_is_not_counted_and_not_built_upon(tmp_path):
    deliver.append_manifest(tmp_path, line_of("2022"))
    with (tmp_path / deliver.MANIFEST).open("a") as file:
        file.write('{"unit": "r/2023", "n')

    assert set(deliver.read_manifest(tmp_path)) == {"r/2022"}
    deliver.append_manifest(tmp_path, line_of("2024"))
    assert set(deliver.read_manifest(tmp_path)) == {"r/2022", "r/2024"}


def test_left_overs_of_a_killed_run_are_removed(tmp_path):
    (tmp_path / "unit").mkdir()
    (tmp_path / "unit" / f"{deliver.TEMPORARY}1-a.pdf").write_bytes(b"half")

    assert deliver.clean_left_overs(tmp_path) == 1
    assert list((tmp_path / "unit").iterdir()) == []


def refusing_after(calls):
    """A flush that takes so many calls and then finds the disk full."""
    done = []

    def fsync(_):
        done.append(1)
        if len(done) > calls:
            raise OSError(errno.ENOSPC, "No space left on device")

    return fsync


def test_room_for_the_line_is_taken_before_anything_is_replaced(tmp_path, monkeypatch):
    """A disk that has room for the files but none for the line leaves the earlier files whole, and no stray ones."""
    deliver.append_manifest(tmp_path, line_of("2023"), lambda: deliver.write_files(tmp_path / "u", {"a": b"old"}))
    before = (tmp_path / deliver.MANIFEST).read_bytes()
    monkeypatch.setattr(deliver.os, "fsync", refusing_after(0))

    with pytest.raises(NothingPublished, match=r"no space left: \d+ bytes needed"):
        deliver.append_manifest(tmp_path, line_of("2023"), lambda: pytest.fail("it replaced the files"))

    assert (tmp_path / deliver.MANIFEST).read_bytes() == before
    assert (tmp_path / "u/a").read_bytes() == b"old"


def test_a_unit_whose_files_cannot_be_written_leaves_the_manifest_as_it_was(tmp_path, monkeypatch):
    deliver.append_manifest(tmp_path, line_of("2022"))
    before = (tmp_path / deliver.MANIFEST).read_bytes()
    monkeypatch.setattr(deliver.os, "fsync", refusing_after(1))

    with pytest.raises(NothingPublished, match=r"no space left: 3 bytes needed"):
        deliver.append_manifest(tmp_path, line_of("2023"), lambda: deliver.write_files(tmp_path / "u", {"a": b"new"}))

    assert (tmp_path / deliver.MANIFEST).read_bytes() == before
    assert list((tmp_path / "u").iterdir()) == []


def test_room_that_a_killed_run_took_is_used_by_the_next(tmp_path):
    deliver.append_manifest(tmp_path, line_of("2022"))
    with (tmp_path / deliver.MANIFEST).open("ab") as file:
        file.write(b" " * 9000 + b"\n")

    deliver.append_manifest(tmp_path, line_of("2023"))

    lines = (tmp_path / deliver.MANIFEST).read_text().splitlines()
    assert [json.loads(line)["unit"] for line in lines if line.strip()] == ["r/2022", "r/2023"]
    assert set(deliver.read_manifest(tmp_path)) == {"r/2022", "r/2023"}


def test_a_folder_where_a_file_should_be_stops_the_unit_before_any_of_its_files_is_replaced(tmp_path):
    deliver.write_files(tmp_path, {"a": b"old"})
    (tmp_path / "b").mkdir()

    with pytest.raises(NothingPublished, match="b is a folder"):
        deliver.write_files(tmp_path, {"a": b"new", "b": b"new"})

    assert (tmp_path / "a").read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b"}


def test_nothing_is_written_through_a_link(tmp_path):
    """Neither one in the place of a published file, nor one under the name of a temporary one."""
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    out = tmp_path / "out"
    out.mkdir()
    (out / "a").symlink_to(outside)
    (out / f"{deliver.TEMPORARY}{os.getpid()}-a").symlink_to(outside)

    deliver.write_files(out, {"a": b"new"})

    assert outside.read_bytes() == b"mine"
    assert ((out / "a").read_bytes(), (out / "a").is_symlink()) == (b"new", False)


def test_a_folder_that_leads_elsewhere_is_refused_and_a_whole_out_on_another_disk_is_not(tmp_path):
    (tmp_path / "disk/2023").mkdir(parents=True)
    (tmp_path / "out").symlink_to(tmp_path / "disk")
    (tmp_path / "out/2023/r").symlink_to(tmp_path)

    assert deliver.inside(tmp_path / "out", tmp_path / "out/2023/s") == tmp_path / "out/2023/s"
    with pytest.raises(NothingPublished, match=r"leads to .* Remove the link"):
        deliver.inside(tmp_path / "out", tmp_path / "out/2023/r")


@pytest.mark.parametrize(
    "change",
    [
        {"folder": "../../etc"},
        {"folder": "/etc"},
        {"folder": "2023/r/../../.."},
        {"folder": "2022/r"},
        {"outputs": {"../../x": {}}},
        {"outputs": {"/etc/passwd": {}}},
        {"outputs": {"a/b": {}}},
        {"outputs": {"..": {}}},
        {"outputs": {"a\0": {}}},
        {"outputs": {"\ud800": {}}},
        {"outputs": ["a"]},
        {"outputs": {"a": 1}},
        {"unit": "s/2023"},
        {"unit": ["r/2023"]},
        {"region": "../r", "unit": "../r/2023", "folder": "2023/../r"},
        {"region": {}},
        {"period": "..", "unit": "r/..", "folder": "../r"},
        {"period": 2023},
        {"inputs": {"../../etc/passwd": "x"}},
        {"inputs": {"/etc/passwd": "x"}},
        {"inputs": 5},
        {"parts": 5},
        {"counts": "x"},
        {"published": "yesterday"},
        {"published": "2026-11-28T06:17:00"},
        {"published": None},
    ],
)
def test_a_line_that_names_another_place_or_is_of_another_kind_is_not_counted(tmp_path, change):
    """The manifest says what is hashed, replaced and pruned: a line that somebody else wrote may not lead out of its folder."""
    deliver.append_manifest(tmp_path, line_of("2022"))
    with (tmp_path / deliver.MANIFEST).open("a") as file:
        file.write(json.dumps(line_of("2023") | change) + "\n" + "[" * 100_000 + "\n")

    assert set(deliver.read_manifest(tmp_path)) == {"r/2022"}


@pytest.mark.parametrize("rows", [5, [5], [{"unit": "r/2023"}], [{"unit": 1, "state": "failed", "fingerprint": "x"}]])
def test_a_record_of_a_run_that_is_none_is_not_counted(tmp_path, rows):
    (tmp_path / deliver.RUNS).mkdir()
    record = {"started": "2026-11-28T06:17:00+0800", "exit_code": 0, "units": rows}
    (tmp_path / deliver.RUNS / "1.json").write_text(json.dumps(record))
    (tmp_path / deliver.RUNS / "2.json").mkdir()

    assert deliver.read_runs(tmp_path) == []
    assert deliver.read_failures(tmp_path) == {}


def test_a_left_over_that_cannot_be_removed_stops_nothing(tmp_path):
    """Here a folder under such a name, as the tests may run as one who can remove everything."""
    (tmp_path / f"{deliver.TEMPORARY}1-a").mkdir()

    deliver.clean_left_overs(tmp_path)

    assert (tmp_path / f"{deliver.TEMPORARY}1-a").is_dir()


@pytest.mark.soak
def test_no_file_is_torn_by_kill_9(tmp_path):
    """A process that publishes all the time is killed at random; 12 times here, 200 in ./run soak."""
    chance = random.Random(7)
    torn = []
    command = [sys.executable, "-c", WRITER, str(tmp_path), json.dumps(LINE)]
    for _ in range(200 if SOAK else 12):
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        process.stdout.readline()  # it has published once
        time.sleep(chance.random() * 0.15)
        process.kill()
        process.communicate()
        torn += _torn(tmp_path)
        for line in deliver.read_manifest(tmp_path).values():
            assert isinstance(line["n"], int)

    deliver.clean_left_overs(tmp_path)
    assert torn == []
    assert {path.name for path in (tmp_path / "unit").iterdir()} == {"a.bin", "b.bin", "c.bin", "d.bin"}
    lines = (tmp_path / deliver.MANIFEST).read_text().splitlines()[:-1]
    assert all(json.loads(line) for line in lines if line.strip())


def _torn(out: Path) -> list[str]:
    """The published files that are not whole: short, or of two minds."""
    files = (out / "unit").glob("[a-d].bin")
    return [path.name for path in files if len(data := path.read_bytes()) != 150_000 or len(set(data)) != 1]
