"""A bar for a person at a terminal; nothing of it in a pipe, a log or a mail."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

from support_run import ROOT

SCRIPT = """
import sys
from briefing.log import logger, set_up
from briefing.progress import bar
set_up()
with bar(3, wanted=True) as step:
    for name in ("a/2023", "b/2023", "c/2023"):
        logger.info("unit published", extra={"unit": name})
        print("out/" + name)
        step(name)
print("rich" in sys.modules)
"""


def on_a_terminal(**env):
    """What a person would see: stdout and stderr of the script on a terminal of its own."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        stdout=follower,
        stderr=follower,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "100"} | env,
    )
    os.close(follower)
    seen = b""
    while True:
        try:
            piece = os.read(leader, 4096)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    os.close(leader)
    assert process.wait(timeout=30) == 0, seen
    return seen.decode()


def test_a_terminal_shows_how_many_units_are_done():
    seen = on_a_terminal()

    assert "3/3" in seen
    assert "c/2023" in seen
    assert "unit published unit=b/2023" in seen
    assert "out/b/2023" in seen


def test_no_color_means_no_colour_codes():
    assert "\x1b[3" not in on_a_terminal(NO_COLOR="1").replace("\x1b[?25", "")


def test_a_dumb_terminal_shows_no_bar():
    assert "3/3" not in on_a_terminal(TERM="dumb")


def test_a_pipe_sees_no_bar_and_loads_no_library_for_it():
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["out/a/2023", "out/b/2023", "out/c/2023", "False"]
    assert "3/3" not in done.stderr
    assert all(line.startswith("{") for line in done.stderr.splitlines())
