"""The scripts of the repository: short POSIX shell, no path or host of a particular machine, every library pinned."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RUN = ROOT / "run"


def shell(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, env=env)


def test_run_is_valid_posix_shell():
    assert shell("sh", "-n", str(RUN)).stderr == ""


@pytest.mark.skipif(not shutil.which("dash"), reason="dash is not installed")
def test_run_is_valid_for_dash():
    assert shell("dash", "-n", str(RUN)).stderr == ""


def test_run_without_a_task_lists_the_tasks():
    done = shell("sh", str(RUN))

    assert done.returncode == 0
    assert [
        task for task in ("demo", "test", "check", "bench", "soak", "clean") if f"./run {task}" not in done.stdout
    ] == []


def test_run_refuses_an_unknown_task():
    assert shell("sh", str(RUN), "dmeo").returncode == 2


def test_run_says_what_to_do_where_there_is_no_python(tmp_path):
    """A folder with only the basic tools, no Python and no apt: one line what, one line remedy."""
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("run", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, clone)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "cat", "cksum", "id", "uname"):
        (tools / name).symlink_to(shutil.which(name))

    done = subprocess.run(
        ["sh", str(clone / "run"), "demo"], capture_output=True, text=True, check=False, env={"PATH": str(tools)}
    )

    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "apt install python3" in done.stderr


def test_ci_runs_check_and_test():
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert text.index("./run check") < text.index("./run test")


@pytest.mark.parametrize(
    "name", ["run", ".ci/run", "constraints.txt", "pyproject.toml", "README.md", "CONTRIBUTING.md"]
)
def test_no_file_names_a_machine_or_a_package_index(name):
    text = (ROOT / name).read_text(encoding="utf-8")

    assert re.findall(r"/(?:root|home|work|Users)/|index-url|extra-index|pypi\.|--trusted-host", text) == []


def test_every_requirement_is_pinned():
    """constraints.txt names one version for each library of pyproject.toml, `cluster` apart."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {name: wanted for name, wanted in project["optional-dependencies"].items() if name != "cluster"}
    wanted = {_name(line) for lines in (project["dependencies"], *extras.values()) for line in lines}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()

    assert all(re.fullmatch(r"[\w.-]+==[\w.+!-]+", line) for line in lines)
    assert wanted - {_name(line) for line in lines} == set()


def _name(requirement: str) -> str:
    return re.split(r"[\s<>=\[;!~]", requirement)[0].lower().replace("_", "-")
