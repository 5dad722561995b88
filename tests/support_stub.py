"""The real command line with a stand-in for the building of a unit, in whatever process that happens.

Python runs `sitecustomize` at the start of every process that has its folder on the path: of the run itself, of the server
that workers are forked from, of the workers of a cluster. What the stand-in does stands in the report.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from support_run import program

STAND_IN = """
import os, signal, time
from pathlib import Path

import briefing.build, briefing.recipe
from briefing.build import Built
from briefing.log import logger
from briefing.run import attempt, due
from briefing.run.due import Wanted, _file_names

log = os.environ.get("STUB_LOG")


def note(*words):
    if log:
        with open(log, "a") as file:
            file.write(" ".join(map(str, (*words, os.getpid()))) + "\\n")


def build(unit, recipe, tell=lambda _: None):
    tell("extract")
    note("built", unit.name)
    text = unit.report.data.decode()
    if "exception" in text:
        raise KeyError("poison")
    if "loop" in text:
        while True:
            pass
    if "memory" in text:
        held = []
        while True:
            held.append(bytearray(10**6))
    if "signal 9" in text:
        os.kill(os.getpid(), 9)
    if "deaf" in text:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(10**6)
    if "warns" in text:
        logger.warning("a character outside the fonts")
    if "asleep" in text:
        time.sleep(float(text.split()[1]))
    names = _file_names(recipe, Wanted(), unit.region, unit.report.period)
    files = {name: (text * (150_000 // len(text))).encode() for name in names}
    return Built({**files, "checks.json": b"{}"}, {}, {"said": len(unit.machine.by_sentence) if unit.machine else 0})


def left(unit, recipe, tell=lambda _: None):
    note("looked", unit.name)
    if "signal 9" in unit.report.data.decode():
        os.kill(os.getpid(), 9)
    return tuple(f"{unit.name}第{number}句。" for number in range(10))


class Engine:
    name, digest, notation = "stub", "d" * 40, ""

    def translate(self, sentences, best=1):
        note("asked", len(sentences))
        if os.environ.get("STUB_ENGINE") == "dies":
            os.kill(os.getpid(), 9)
        if os.environ.get("STUB_ENGINE") == "raises" and any("dong" in one for one in sentences):
            raise RuntimeError("out of positions")
        return tuple(() for _ in sentences)


attempt.build_unit, attempt.left_to_engine = build, left
due._fonts = lambda: "fonts"
if os.environ.get("STUB_ENGINE"):
    briefing.recipe.Recipe.engine = lambda self: Engine()
"""


def stand_in(folder: Path) -> dict[str, str]:
    """Put the stand-in into a folder; returns the environment in which every process has it."""
    home = folder / "stand-in"
    home.mkdir(parents=True, exist_ok=True)
    (home / "sitecustomize.py").write_text(STAND_IN, encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(home), str(program())])}


def running(marker: str) -> list[str]:
    """The processes whose environment holds a text."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if marker.encode() in (folder / "environ").read_bytes():
                found.append(folder.name)
    return found
