"""`briefing doctor`: is everything here that a run needs? Each finding says what was found and what to do."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from briefing.config import Workspace
from briefing.errors import BriefingError

# Versions without known holes, from their advisories, read 22 November 2026 (weasyprint CVE-2026-55073, jinja2
# CVE-2025-27516, lxml CVE-2026-41066, pillow CVE-2026-59200, fonttools CVE-2025-66034, sentencepiece CVE-2026-1260, torch CVE-2025-32434: not needed, but it may be there)
FLOORS = {
    "weasyprint": (70, 0),
    "jinja2": (3, 1, 6),
    "lxml": (6, 1, 0),
    "pillow": (12, 3, 0),
    "fonttools": (4, 60, 2),
    "python-docx": (1, 2, 0),
    "sentencepiece": (0, 2, 1),
    "torch": (2, 6, 0),
}
_OPTIONAL = {"sentencepiece", "torch"}
_SPACE_MB = 500
_EARLIEST = 1_760_000_000  # October 2025: a clock before that is wrong, and so would be every date in the manifest


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `remedy` is empty where all is well."""

    what: str
    found: str
    remedy: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing needs to be done."""
        return not self.remedy


def examine(workspace: Workspace) -> Iterator[Finding]:
    """Yield what was found, part by part; a part that breaks is a finding, not an exception."""
    for what, look in _PARTS:
        try:
            yield from look(workspace)
        except BriefingError as error:
            for problem in error.problems:
                yield Finding(
                    what, f"{problem.where}: {problem.found}", problem.remedy or problem.expected or "Correct it"
                )
        except ImportError as error:
            yield Finding(what, str(error), "Install the extra: pip install 'briefing[pdf]'")
        except OSError as error:
            found = ": ".join(filter(None, (error.filename, error.strerror or str(error))))
            yield Finding(what, found, "Free some space, or give this user the right to write there")
        except Exception as error:  # noqa: BLE001  # a doctor reports whatever is broken
            yield Finding(what, f"{type(error).__name__}: {error}", "Mend what is said above first, then look again")


def _python(_: Workspace) -> Iterator[Finding]:
    found = sys.version.split()[0]
    yield Finding("Python", found, "" if sys.version_info >= (3, 11) else "Install Python 3.11 or newer")


def _libraries(_: Workspace) -> Iterator[Finding]:
    for name, floor in FLOORS.items():
        wanted = ".".join(map(str, floor))
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Finding(name, "not installed", "" if name in _OPTIONAL else f"pip install '{name}>={wanted}'")
            continue
        numbers = tuple(int(part) for part in found.split(".")[:3] if part.isdigit())
        yield Finding(name, found, "" if numbers >= floor else f"has known holes: pip install -U '{name}>={wanted}'")


def _pango(_: Workspace) -> Iterator[Finding]:
    from briefing.render.pdf import check_libraries  # noqa: PLC0415  # heavy

    check_libraries()
    yield Finding("Pango and hb-subset", "there")


def _fonts(_: Workspace) -> Iterator[Finding]:
    from briefing.render.fonts import font_set  # noqa: PLC0415  # heavy

    yield Finding("fonts", f"{len(font_set().faces)} faces with Chinese and Latin letters")


def _folders(workspace: Workspace) -> Iterator[Finding]:
    for folder in (workspace.out, workspace.extracts):
        place = folder if folder.is_dir() else workspace.root
        remedy = "" if os.access(place, os.W_OK | os.X_OK) else f"Give this user the right to write to {place}"
        yield Finding(f"{folder.name}/", "cannot be written" if remedy else "can be written", remedy)
    free = shutil.disk_usage(workspace.root).free // 2**20
    yield Finding("space", f"{free:,} MB free", "" if free > _SPACE_MB else f"Free some space: at least {_SPACE_MB} MB")


def _clock(_: Workspace) -> Iterator[Finding]:
    remedy = "" if time.time() > _EARLIEST else "Set the clock"
    yield Finding("clock", time.strftime("%Y-%m-%d %H:%M %Z"), remedy)


def _rules(workspace: Workspace) -> Iterator[Finding]:
    from briefing.recipe import load_recipe  # noqa: PLC0415  # only after the basics

    recipe = load_recipe(workspace)
    yield Finding(
        "templates, glossary, memory", f"{len(recipe.edition_texts)} edition(s), {len(recipe.glossary)} terms"
    )


def _engine(workspace: Workspace) -> Iterator[Finding]:
    """The machine translator that the workspace names, with the digest of its package."""
    from briefing.recipe import engine_package  # noqa: PLC0415  # only after the basics

    wanted = workspace.engine.name
    package = engine_package(workspace.engine, workspace.root)
    if package is not None:
        yield Finding("engine", f"{wanted}: {package.name}, sha256:{package.digest}")
    else:
        remedy = "" if wanted == "none" else "Install a package with: briefing engine install FILE"
        yield Finding("engine", wanted if wanted == "none" else f"{wanted} without a package", remedy)


def _trial(workspace: Workspace) -> Iterator[Finding]:
    """A page in both languages and formats, made and read back, nothing written."""
    from briefing.build import Report, Unit, build_unit  # noqa: PLC0415  # heavy
    from briefing.recipe import load_recipe  # noqa: PLC0415

    text = "2023年工作情况\n\n一、综合\n\n2023年，地区生产总值2467.9亿元，比上年增长8.0%。\n"
    region = workspace.regions[0]
    started = time.monotonic()
    built = build_unit(Unit(region, Report("2023", "trial.txt", text.encode())), load_recipe(workspace))
    yield Finding("trial briefing", f"{len(built.files) - 1} files in {time.monotonic() - started:.1f} s")


_PARTS: tuple[tuple[str, Callable[[Workspace], Iterator[Finding]]], ...] = (
    ("Python", _python),
    ("libraries", _libraries),
    ("clock", _clock),
    ("folders", _folders),
    ("Pango and hb-subset", _pango),
    ("fonts", _fonts),
    ("templates, glossary, memory", _rules),
    ("engine", _engine),
    ("trial briefing", _trial),
)


def program() -> tuple[str, ...]:
    """The words of the command to put into a schedule: the one beside this Python, else the module."""
    beside = Path(sys.executable).with_name("briefing")
    return (str(beside),) if beside.is_file() else (sys.executable, "-m", "briefing")
