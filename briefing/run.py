"""Many units: what is due and why, the lock, the workers, the transaction of each unit.

A unit is due when the fingerprint of its inputs differs from the manifest, or a file the manifest names is gone; nothing
is asked of the clock, so missed months are caught up by the next run, oldest first. Only this process publishes.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import platform
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from briefing import __version__, deliver
from briefing.build import FORMATS, Built, Report, Unit, build_unit, file_period
from briefing.config import Workspace
from briefing.errors import BriefingError, Busy, ExtractChanged, NothingPublished, Problem, SourceError, UsageError
from briefing.extract import package
from briefing.log import logger
from briefing.recipe import LANGUAGES, Recipe

PERIOD = re.compile(r"\d{4}(-\d{2}(/\d{4}-\d{2})?|-Q[1-4]|-H[12])?")
FORMS = (".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".csv", ".xlsx")
_EARLIER = 12  # periods before a unit's own that its briefing may look back on
_PACKAGE_LARGEST = 64_000_000  # bytes of an extract file that are read


@dataclass(frozen=True)
class Wanted:
    """What the command line asked for; empty means all."""

    regions: tuple[str, ...] = ()
    periods: tuple[str, str] = ("", "")  # first and last, inclusive
    editions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    force: bool = False


@dataclass(frozen=True)
class Due:
    """A unit to be built, why, and what its manifest line will say of its inputs."""

    unit: Unit
    why: str
    parts: dict[str, str]
    files: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What became of a unit: its published files, or the problems it failed of."""

    unit: str
    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()
    exit_code: int = 0
    seconds: float = 0.0


# --- what is due ------------------------------------------------------------------------------------------------------


def sources(workspace: Workspace, region: str) -> dict[str, Path]:
    """The reports of a region by period, oldest first. Files whose name is no period are named in the log."""
    found: dict[str, Path] = {}
    for path in sorted((workspace.sources / region).glob("*")):
        period = path.stem.replace("--", "/")
        if path.suffix.lower() not in FORMS or not PERIOD.fullmatch(period):
            logger.warning("not a report: the name is no period", extra={"file": str(path)})
        elif period in found:
            raise SourceError(
                Problem(str(path), f"a second report for {period}", "one file a period", f"Remove it or {found[period].name}")
            )
        else:
            found[period] = path
    return dict(sorted(found.items(), key=lambda item: span(item[0])))


def span(period: str) -> tuple[str, str]:
    """First and last month of a period, for comparing and ordering: 2024-Q3 is ("2024-07", "2024-09")."""
    first, _, last = period.partition("/")
    year, _, rest = first.partition("-")
    if last:
        return first, last
    if rest.startswith("Q"):
        end = int(rest[1]) * 3
        return f"{year}-{end - 2:02}", f"{year}-{end:02}"
    if rest.startswith("H"):
        return (f"{year}-01", f"{year}-06") if rest == "H1" else (f"{year}-07", f"{year}-12")
    return (first, first) if rest else (f"{year}-01", f"{year}-12")


def plan(workspace: Workspace, recipe: Recipe, wanted: Wanted) -> list[Due]:
    """The due units, oldest period first.

    Raises:
        UsageError: an unknown region, edition or period.
        SourceError: a region or period asked for has no report.
    """
    _known(wanted, recipe)
    published = deliver.read_manifest(workspace.out)
    regions = [workspace.region(name) for name in wanted.regions] or list(workspace.regions)
    due: list[Due] = []
    for region in regions:
        reports = sources(workspace, region.id)
        chosen = [period for period in reports if _inside(period, wanted.periods)]
        if not chosen and (wanted.regions or wanted.periods[0]):
            asked = f"for {wanted.periods[0]}" if wanted.periods[0] else "at all"
            where = f"sources/{region.id}/"
            if wanted.regions or not due:
                raise SourceError(Problem(where, f"no report {asked}", f"a file such as {where}2023.txt", "Add the report"))
        for period in chosen:
            unit = _unit(workspace, region, reports, period, wanted)
            one = _due(workspace, recipe, unit, published.get(unit.name, {}))
            if one.why:
                due.append(one)
    return sorted(due, key=lambda one: (span(one.unit.report.period)[::-1], one.unit.region.id))


def _known(wanted: Wanted, recipe: Recipe) -> None:
    choices = (
        ("edition", wanted.editions, tuple(recipe.edition_texts)),
        ("language", wanted.languages, LANGUAGES),
        ("format", wanted.formats, FORMATS),
    )
    for name, asked, known in choices:
        for one in asked:
            if one not in known:
                raise UsageError(Problem(f"--{name[:4] if name == 'language' else name}", f"unknown {name} {one!r}", f"one of {', '.join(known)}"))
    for period in filter(None, wanted.periods):
        if not PERIOD.fullmatch(period):
            raise UsageError(Problem("--period", f"{period!r} is no period", "2023, 2024-10, 2024-Q3, 2024-H1 or 2024-01..2024-10"))


def _inside(period: str, limits: tuple[str, str]) -> bool:
    first, last = limits
    if not first:
        return True
    if first == last:
        return period == first
    begin, end = span(period)
    return span(first)[0] <= begin and end <= span(last or first)[1]


def _unit(workspace: Workspace, region: Any, reports: dict[str, Path], period: str, wanted: Wanted) -> Unit:
    kind = _kind(period)
    before = [p for p in reports if _kind(p) == kind and span(p)[1] < span(period)[1]][-_EARLIER:]
    earlier = tuple(_report(workspace, region.id, p, reports[p]) for p in before)
    report = _report(workspace, region.id, period, reports[period])
    return Unit(region, report, earlier, wanted.editions, wanted.languages, wanted.formats, wanted.force)


def _kind(period: str) -> str:
    """Whether a period is a year, a month, a quarter, a half or a run of months: only like follows like."""
    return "run" if "/" in period else re.sub(r"\d", "", period) + str(len(period))


def _report(workspace: Workspace, region: str, period: str, path: Path) -> Report:
    """A source with its extract, where a person may have corrected it."""
    return Report(period, path.name, path.read_bytes(), read_package(workspace.extracts / region / file_period(period)))


def read_package(folder: Path) -> dict[str, bytes]:
    """The files of an extract folder by name; nothing where there is no whole package."""
    if not (folder / "datapackage.json").is_file():
        return {}
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file() and p.stat().st_size <= _PACKAGE_LARGEST}


def _due(workspace: Workspace, recipe: Recipe, unit: Unit, line: dict[str, Any]) -> Due:
    files = tuple(_file_names(recipe, unit))
    parts = _parts(recipe, unit)
    return Due(unit, _why(workspace, unit, files, parts, line), parts, files)


def _file_names(recipe: Recipe, unit: Unit) -> Iterator[str]:
    for edition in unit.editions or tuple(recipe.edition_texts):
        for lang in unit.languages or LANGUAGES:
            for form in unit.formats or FORMATS:
                yield f"{unit.region.id}-{file_period(unit.report.period)}-{edition}.{lang}.{form}"


def _parts(recipe: Recipe, unit: Unit) -> dict[str, str]:
    """The fingerprint of a unit, part by part, so that a plan can say why."""
    corrected = package.changed_by_hand(unit.report.package) if unit.report.package else ()
    return {
        "source": deliver.sha256(unit.report.data),
        "region": deliver.sha256(repr(unit.region).encode()),
        "earlier": deliver.sha256("".join(r.period + deliver.sha256(r.data) for r in unit.earlier).encode()),
        "extract": deliver.sha256(b"".join(unit.report.package.get(n, b"") for n in corrected)) if corrected else "",
        **recipe.digests,
    }


def _why(workspace: Workspace, unit: Unit, files: Sequence[str], parts: dict[str, str], line: dict[str, Any]) -> str:
    if unit.force:
        return "forced"
    if not line:
        return "new"
    changed = [name for name, digest in parts.items() if line.get("parts", {}).get(name) != digest]
    if changed:
        return f"changed: {', '.join(changed)}"
    folder = unit_folder(workspace, unit)
    gone = [name for name in files if name not in line["outputs"] or not (folder / name).is_file()]
    return f"missing: {', '.join(gone)}" if gone else ""


def unit_folder(workspace: Workspace, unit: Unit) -> Path:
    """out/<period>/<region>."""
    return workspace.out / file_period(unit.report.period) / unit.region.id


# --- the run ----------------------------------------------------------------------------------------------------------


@contextmanager
def locked(workspace: Workspace, wait_s: float = 0) -> Iterator[None]:
    """Hold the lock of the output folder; the system releases it even after kill -9.

    Raises:
        Busy: another run holds it, with who.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (only runs lock)

    workspace.out.mkdir(parents=True, exist_ok=True)
    holder = workspace.out / ".lock.json"
    lock = FileLock(workspace.out / ".lock")
    try:
        lock.acquire(timeout=wait_s)
    except Timeout as error:
        who = holder.read_text(encoding="utf-8").strip() if holder.is_file() else "unknown"
        found = f"another run holds the lock: {who}"
        raise Busy(Problem(str(workspace.out), found, remedy="Wait for it, or use --wait 30m")) from error
    try:
        started = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        holder.write_text(json.dumps({"pid": os.getpid(), "host": platform.node(), "started": started}) + "\n")
        deliver.clean_left_overs(workspace.out)
        deliver.clean_left_overs(workspace.extracts)
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def build(
    workspace: Workspace, recipe: Recipe, due: Sequence[Due], jobs: int = 1, tell: Callable[[Result], None] = lambda _: None
) -> list[Result]:
    """Build and publish the due units; the caller holds the lock.

    Args:
        workspace: where to publish.
        recipe: what the units share.
        due: from `plan`.
        jobs: worker processes; 1 builds in this process.
        tell: called with each result as it comes.

    Returns:
        One result a unit. A failed unit leaves its earlier files as they are.
    """
    results = []
    for one, outcome, seconds in _outcomes(recipe, due, jobs):
        result = outcome if isinstance(outcome, Result) else _publish(workspace, one, outcome)
        results.append(replace(result, seconds=seconds))
        tell(results[-1])
    return results


def _outcomes(recipe: Recipe, due: Sequence[Due], jobs: int) -> Iterator[tuple[Due, Built | Result, float]]:
    if jobs <= 1 or len(due) == 1:
        for one in due:
            yield one, *attempt(one.unit, recipe)
        return
    pool = ProcessPoolExecutor(min(jobs, len(due)), get_context("forkserver"), initializer=_receive, initargs=(recipe,))
    with pool:
        yield from _collected(pool, due)


def _collected(pool: Executor, due: Sequence[Due]) -> Iterator[tuple[Due, Built | Result, float]]:
    waiting: dict[Future[tuple[Built | Result, float]], Due] = {pool.submit(_attempt_here, one.unit): one for one in due}
    for future in as_completed(waiting):
        one = waiting.pop(future)
        try:
            yield one, *future.result()
        except Exception as error:  # noqa: BLE001  # the pool broke under this unit: a worker was killed
            yield one, _failed(one.unit.name, (Problem(one.unit.name, f"the worker died: {error}"),), 3), 0.0


_shared: dict[str, Recipe] = {}


def _receive(recipe: Recipe) -> None:
    """Keep the recipe in a worker for all its units."""
    _shared["recipe"] = recipe


def _attempt_here(unit: Unit) -> tuple[Built | Result, float]:
    return attempt(unit, _shared["recipe"])


def attempt(unit: Unit, recipe: Recipe) -> tuple[Built | Result, float]:
    """Build a unit; a failure is returned, never raised, with the seconds it took."""
    started = time.monotonic()
    made: Built | Result
    try:
        made = build_unit(unit, recipe)
    except BriefingError as error:
        made = _failed(unit.name, error.problems, error.exit_code)
    except Exception as error:  # our bug: the other units go on
        logger.debug("unexpected error", exc_info=True)
        made = _failed(unit.name, (Problem(unit.name, f"unexpected {type(error).__name__}: {error}", remedy="Please report it"),), 1)
    return made, time.monotonic() - started


def _failed(unit: str, problems: Iterable[Problem], exit_code: int) -> Result:
    return Result(unit, problems=tuple(problems), exit_code=exit_code)


def _publish(workspace: Workspace, one: Due, built: Built) -> Result:
    """Write a unit's files, its extract, and its manifest line last."""
    unit = one.unit
    folder = unit_folder(workspace, unit)
    home = workspace.extracts / unit.region.id / file_period(unit.report.period)
    try:
        if built.package:
            keep_corrected(home, built.package, force=unit.force)
            deliver.write_files(home, built.package)
        deliver.write_files(folder, built.files)
        deliver.append_manifest(workspace.out, _manifest_line(workspace, one, built))
    except (NothingPublished, ExtractChanged) as error:
        return _failed(unit.name, error.problems, error.exit_code)
    return Result(unit.name, tuple(folder / name for name in built.files))


def keep_corrected(home: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Before an extract is written: stop at one that a person corrected, or with `force` set it aside.

    Raises:
        ExtractChanged: with the lines that differ from the new extract.
    """
    before = read_package(home)
    changed = package.changed_by_hand(before) if before else ()
    if not changed:
        return
    if force:
        home.rename(_beside(home))
        return
    differences = [Problem(f"{home.name}/{name}", line, "", "") for name in changed for line in _diff(before.get(name, b""), files[name])]
    remedy = "Kept as they are. Use --force to write anew (the old one is kept beside it)"
    raise ExtractChanged(Problem(str(home), f"corrected by hand: {', '.join(changed)}", "", remedy), *differences)


def _diff(kept: bytes, new: bytes) -> list[str]:
    """The lines a person changed, as - (theirs) and + (new)."""
    sides = (side.decode("utf-8", "replace").splitlines() for side in (kept, new))
    return [line for line in difflib.unified_diff(*sides, n=0, lineterm="") if line[:3] not in {"---", "+++"} and line[0] in "-+"]


def _beside(home: Path) -> Path:
    """A free name for a replaced extract: 2023.replaced-1."""
    number = 1
    while (path := home.with_name(f"{home.name}.replaced-{number}")).exists():
        number += 1
    return path


def _manifest_line(workspace: Workspace, one: Due, built: Built) -> dict[str, Any]:
    unit = one.unit
    before = deliver.read_manifest(workspace.out).get(unit.name, {})
    outputs = dict(before.get("outputs", {})) if before.get("parts") == one.parts else {}
    outputs |= {name: {"sha256": deliver.sha256(data), "bytes": len(data)} for name, data in built.files.items()}
    fingerprint = hashlib.sha256(json.dumps(one.parts, sort_keys=True).encode()).hexdigest()
    return {
        "unit": unit.name,
        "region": unit.region.id,
        "code": unit.region.code,
        "period": unit.report.period,
        "fingerprint": fingerprint,
        "parts": one.parts,
        "inputs": {f"sources/{unit.region.id}/{unit.report.name}": deliver.sha256(unit.report.data)},
        "folder": str(unit_folder(workspace, unit).relative_to(workspace.out)),
        "outputs": outputs,
        "version": __version__,
        "counts": built.counts,
        "published": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
    }


def exit_code(results: Sequence[Result]) -> int:
    """The exit code of a run: 0 all published, 3 some failed, else the reason they all share, or 4."""
    failed = {result.exit_code for result in results if result.problems}
    if not failed:
        return 0
    if any(not result.problems for result in results):
        return 3
    return failed.pop() if failed in ({1}, {6}) else 4


# --- afterwards -------------------------------------------------------------------------------------------------------


def verify(workspace: Workspace) -> list[dict[str, str]]:
    """Hash again every file the manifest names, and list what it does not name: rows of state and file."""
    faults, named = [], set()
    for line in deliver.read_manifest(workspace.out).values():
        for name, recorded in line["outputs"].items():
            path = workspace.out / line["folder"] / name
            named.add(path)
            if not path.is_file():
                faults.append({"state": "missing", "file": str(path.relative_to(workspace.root))})
            elif deliver.sha256(path.read_bytes()) != recorded["sha256"]:
                faults.append({"state": "changed", "file": str(path.relative_to(workspace.root))})
    published = (path for path in workspace.out.glob("*/*/*") if path.is_file())
    faults += [{"state": "unlisted", "file": str(p.relative_to(workspace.root))} for p in sorted(published) if p not in named]
    return faults
