"""`init` lays out a workspace that builds at once; `doctor` says what is missing and what to do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from types import SimpleNamespace

import pytest
from support_run import briefing, program, snapshot, workspace

from briefing import doctor, setup
from briefing.config import load_workspace
from briefing.errors import UsageError
from briefing.setup import lay_out


def test_a_new_workspace_is_valid_and_complete(tmp_path):
    root = tmp_path / "new"

    done = briefing("init", root)

    assert done.returncode == 0, done.stderr
    assert f"cd {root} && briefing build" in done.stderr
    assert briefing("check", "-C", root).returncode == 0
    row = json.loads(briefing("build", "--dry-run", "--json", "-C", root).stdout)
    assert (row["unit"], row["why"]) == ("binjiang/2023", "new")


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    before = snapshot(tmp_path)

    with pytest.raises(UsageError, match="is not empty"):
        lay_out(tmp_path, ["briefing"])

    assert snapshot(tmp_path) == before


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_the_systemd_files_are_valid(tmp_path):
    lay_out(tmp_path / "w", ["/bin/true"])
    units = [str(tmp_path / "w" / "schedule" / f"briefing.{kind}") for kind in ("service", "timer")]

    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


ODD = 'o\'dd %h $HOME \\ "x" d'


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_the_systemd_files_are_valid_whatever_the_folder_is_called(tmp_path):
    """Blanks end a word there, % begins a specifier, $ a variable."""
    program = tmp_path / "a b%" / "briefing"
    program.parent.mkdir()
    program.symlink_to("/bin/true")
    lay_out(tmp_path / ODD, [str(program), "-m", "briefing"])
    units = [str(tmp_path / ODD / "schedule" / f"briefing.{kind}") for kind in ("service", "timer")]

    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_line_of_the_crontab_holds_whatever_the_folder_is_called(tmp_path):
    """As cron reads it: an unescaped % ends the command, a \\% is one; then sh splits it into words."""
    lay_out(tmp_path / ODD, ["/bin/echo", "a b", "100%"])
    text = (tmp_path / ODD / "schedule" / "crontab").read_text().splitlines()[-1].split(maxsplit=5)[-1]
    assert re.search(r"(?<!\\)%", text) is None

    command = text.replace(r"\%", "%").replace("/bin/echo", "pwd; /bin/echo")
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True, cwd="/")

    assert done.stdout.splitlines() == [str(tmp_path / ODD), "a b 100% build -q"]


def test_the_crontab_is_added_to_what_is_there(tmp_path):
    """`crontab FILE` alone would replace everything else that its user runs."""
    lay_out(tmp_path / "w", ["/bin/true"])

    text = (tmp_path / "w" / "schedule" / "crontab").read_text()

    assert "(crontab -l; cat schedule/crontab) | crontab -" in text


def test_a_folder_whose_name_would_break_a_line_is_refused(tmp_path):
    with pytest.raises(UsageError, match="control characters"):
        lay_out(tmp_path / "a\nb", ["/bin/true"])

    assert list(tmp_path.iterdir()) == []


def test_a_user_without_a_name_may_lay_out_a_workspace(tmp_path, monkeypatch):
    """As in a container: the service then names the number."""

    def nobody():
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr(setup.getpass, "getuser", nobody)
    monkeypatch.setattr(setup.os, "getuid", lambda: 12345)
    lay_out(tmp_path / "w", ["/bin/true"])

    assert "\nUser=12345\n" in (tmp_path / "w" / "schedule" / "briefing.service").read_text()


def test_the_crontab_calls_the_program_in_the_workspace(tmp_path):
    lay_out(tmp_path / "w", ["/opt/briefing/bin/briefing"])

    lines = (tmp_path / "w" / "schedule" / "crontab").read_text().splitlines()

    call = f"cd {tmp_path / 'w'} && /opt/briefing/bin/briefing build -q"
    assert lines[-1].split(maxsplit=5) == ["17", "6", "*", "*", "*", call]


@pytest.mark.long
def test_the_line_of_the_crontab_builds_the_first_briefing_and_is_silent(tmp_path):
    """As cron would run it: a bare environment, sh, no terminal. The second time nothing is due."""
    root = tmp_path / "w"
    assert briefing("init", root).returncode == 0
    line = (root / "schedule/crontab").read_text().splitlines()[-1].split(maxsplit=5)[-1]
    bare = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LOGNAME": "x", "SHELL": "/bin/sh"}
    bare["PYTHONPATH"] = str(program())  # this program, whatever is installed

    for _ in range(2):
        done = subprocess.run(
            ["/bin/sh", "-c", line],
            cwd="/",
            env=bare,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        before = snapshot(root)
    assert snapshot(root) == before
    assert (root / "out/2023/binjiang/binjiang-2023-investor.en.pdf").is_file()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_the_service_is_hardened(tmp_path):
    """`systemd-analyze security` gives 0 (locked up) to 10 (open); what is called unsafe begins at 9, ours is below 3."""
    lay_out(tmp_path / "w", ["/bin/true"])
    service = tmp_path / "w" / "schedule" / "briefing.service"

    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=30", service],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-300:] + done.stderr


def test_the_doctor_finds_all_well_here():
    done = briefing("doctor", "--json")

    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stdout
    assert all(row["well"] for row in rows)
    assert rows[-1]["what"] == "trial briefing"


def test_the_doctor_names_an_old_library_and_its_remedy(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "version", lambda name: "69.9" if name == "weasyprint" else "999.0.0")
    place = load_workspace(workspace(tmp_path, "jiang"))

    ill = [finding for finding in doctor._libraries(place) if not finding.well]

    assert [(finding.what, finding.found) for finding in ill] == [("weasyprint", "69.9")]
    assert "pip install -U 'weasyprint>=70.0'" in ill[0].remedy


def test_the_doctor_goes_on_after_a_part_that_breaks(tmp_path, monkeypatch):
    def broken(_):
        raise ImportError("libpango")

    monkeypatch.setattr(doctor, "_PARTS", (("Pango", broken), ("Python", doctor._python)))

    found = list(doctor.examine(load_workspace(workspace(tmp_path, "jiang"))))

    assert [(finding.what, finding.well) for finding in found] == [("Pango", False), ("Python", True)]


@pytest.mark.parametrize(
    ("error", "found", "remedy"),
    [
        (OSError(28, "No space left on device", "/x/y"), "/x/y: No space left on device", "Free some space"),
        (PermissionError(13, "Permission denied"), "Permission denied", "the right to write there"),
        (ImportError("No module named 'weasyprint'"), "No module named 'weasyprint'", "pip install 'briefing[pdf]'"),
    ],
)
def test_the_doctor_has_a_remedy_for_each_kind_of_trouble(tmp_path, monkeypatch, error, found, remedy):
    def broken(_):
        raise error

    monkeypatch.setattr(doctor, "_PARTS", (("fonts", broken),))

    (finding,) = doctor.examine(load_workspace(workspace(tmp_path, "jiang")))

    assert (finding.found, remedy in finding.remedy) == (found, True)


def test_a_cache_that_cannot_be_written_is_exit_4_with_the_way_out(tmp_path):
    """The fonts are made there once; a file in the place of its folder."""
    root = workspace(tmp_path / "w", "jiang")
    (tmp_path / "cache").write_text("x")

    done = briefing("build", "-q", "-C", root, XDG_CACHE_HOME=str(tmp_path / "cache"))

    assert (done.returncode, done.stderr.count("\n")) == (4, 1), done.stderr
    assert "the fonts cannot be made" in done.stderr
    assert "XDG_CACHE_HOME" in done.stderr


def test_the_doctor_names_the_package_of_the_engine_with_its_digest(tmp_path, monkeypatch):
    """Without any, it says how to install one; where no engine is wanted, all is well."""
    root = workspace(tmp_path, "jiang", extra='[engine]\nname = "argos"\n')
    package = SimpleNamespace(name="zh-en", digest="ab" * 32)
    found = []
    for made in (None, package):
        monkeypatch.setattr("briefing.recipe.engine_package", lambda *_, made=made: made)
        found += doctor._engine(load_workspace(root))

    assert [(finding.well, finding.found) for finding in found] == [
        (False, "argos without a package"),
        (True, f"argos: zh-en, sha256:{'ab' * 32}"),
    ]
    assert "briefing engine install" in found[0].remedy


def test_no_engine_wanted_is_well(tmp_path):
    place = load_workspace(workspace(tmp_path, "jiang"))

    assert [(finding.well, finding.found) for finding in doctor._engine(place)] == [(True, "none")]
