"""What is due and why: fingerprints of all inputs against the manifest. Reads, never writes."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefing import deliver
from briefing.build import FORMATS, Report, Unit
from briefing.config import Workspace
from briefing.errors import NothingPublished, Problem, RenderError, SourceError, UsageError, nearest
from briefing.extract import package
from briefing.log import logger
from briefing.model.extract import Region
from briefing.periods import PERIOD, file_period, inside, kind, span
from briefing.read import LARGEST
from briefing.recipe import LANGUAGES, Recipe
from briefing.run.result import Result, retried

FORMS = (".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".csv", ".xlsx")
_EARLIER = 12  # periods before a unit's own that its briefing may look back on
_PACKAGE_LARGEST = 64_000_000  # bytes of an extract file that are read


@dataclass(frozen=True)
class Wanted:
    """What the command line asked for; empty means all.

    `redo` says what of the past is built again: `none` (not even what failed last time with the same inputs), `failed`
    (that too: the default), `all` (everything).
    """

    regions: tuple[str, ...] = ()
    periods: tuple[str, str] = ("", "")  # first and last, inclusive
    editions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    force: bool = False  # build everything asked for, and replace corrected extracts
    redo: str = "failed"


@dataclass(frozen=True)
class Due:
    """A unit to be built, why, and what its manifest line will say of its inputs. Light: contents are read by `load`."""

    region: Region
    period: str
    source: Path
    earlier: tuple[tuple[str, Path], ...]
    why: str
    parts: Mapping[str, str]
    files: tuple[str, ...]
    wanted: Wanted
    fault: Problem | None = None  # why it cannot be read

    @property
    def name(self) -> str:
        """region/period."""
        return f"{self.region.id}/{self.period}"

    @property
    def folder(self) -> str:
        """<period>/<region>, below out/."""
        return f"{file_period(self.period)}/{self.region.id}"

    def load(self, workspace: Workspace) -> Unit:
        """Read what the unit is made from.

        Raises:
            SourceError: there is a second report of the period.
            OSError: a source went away meanwhile.
        """
        if self.fault:
            raise SourceError(self.fault)
        report = _report(workspace, self.region.id, self.period, self.source)
        earlier = tuple(_report(workspace, self.region.id, period, path) for period, path in self.earlier)
        wanted = self.wanted
        return Unit(self.region, report, earlier, wanted.editions, wanted.languages, wanted.formats, wanted.force)


@dataclass(frozen=True)
class Plan:
    """The due units, oldest period first, the manifest they were compared with, and the regions nothing is known of."""

    due: tuple[Due, ...]
    manifest: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    unread: tuple[Result, ...] = ()


def plan(workspace: Workspace, recipe: Recipe, wanted: Wanted) -> Plan:
    """Compare what there is with what is published.

    Raises:
        UsageError: an unknown region, edition or period.
        SourceError: a region or period asked for has no report.
        NothingPublished: the fonts are missing, so nothing can be built.
    """
    _check_wanted(wanted, recipe)
    compared = _Compared(workspace, recipe, wanted)
    regions = [workspace.region(name) for name in wanted.regions] or list(workspace.regions)
    due = [one for region in regions for one in compared.of_region(region)]
    if not (compared.seen or compared.unread_regions) and (wanted.regions or wanted.periods[0]):
        asked = f"for {wanted.periods[0]}" if wanted.periods[0] else "at all"
        where = f"sources/{wanted.regions[0] if wanted.regions else '<region>'}/"
        example = f"{where}{file_period(wanted.periods[0]) or '2023'}.txt"
        raise SourceError(Problem(where, f"no report {asked}", f"a file such as {example}", "Add the report"))
    due.sort(key=lambda one: (span(one.period)[::-1], one.region.id))
    return Plan(tuple(due), compared.manifest, tuple(compared.unread_regions))


def sources(workspace: Workspace, region: str) -> dict[str, list[Path]]:
    """The files of a region by period, oldest first: one each, or it is not known which one counts.

    Files whose name is no period are named in the log.

    Raises:
        SourceError: the folder is there and cannot be looked into.
    """
    found: dict[str, list[Path]] = {}
    folder = workspace.sources / region
    if folder.exists() and not (folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)):
        where = str(folder.relative_to(workspace.root))
        raise SourceError(Problem(where, "cannot be looked into", "a folder of reports", "Check its permissions"))
    for path in sorted(folder.glob("[!.]*")):
        period = path.stem.replace("--", "/")
        if path.suffix.lower() not in FORMS or not PERIOD.fullmatch(period):
            logger.warning("not a report: the name is no period", extra={"file": str(path)})
        else:
            found.setdefault(period, []).append(path)
    return dict(sorted(found.items(), key=lambda item: span(item[0])))


def read_package(folder: Path) -> dict[str, bytes]:
    """The files of an extract folder by name; nothing where there is no whole package."""
    if not (folder / "datapackage.json").is_file():
        return {}
    files = (path for path in sorted(folder.iterdir()) if path.is_file() and path.stat().st_size <= _PACKAGE_LARGEST)
    return {path.name: path.read_bytes() for path in files}


def extract_folder(workspace: Workspace, region: str, period: str) -> Path:
    """extracts/<region>/<period>."""
    return workspace.extracts / region / file_period(period)


def stamps(folder: Path) -> dict[str, list[int]]:
    """Size and time of each file of an extract, which tell at once that nobody touched it since it was written."""
    if not folder.is_dir():
        return {}
    return {path.name: [(stat := path.stat()).st_size, stat.st_mtime_ns] for path in sorted(folder.iterdir())}


def _report(workspace: Workspace, region: str, period: str, path: Path) -> Report:
    """A source, with its extract where a person corrected it."""
    files = read_package(extract_folder(workspace, region, period))
    return Report(period, path.name, _content(path), files if files and package.changed_by_hand(files) else {})


def _content(path: Path) -> bytes:
    """A source, if it is a file of a report's size: a pipe would never end, a device or a disk image fill the memory.

    Raises:
        OSError: it cannot be read, or is none.
    """
    if not path.is_file():
        raise OSError(errno.EINVAL, "cannot be read")
    if (size := path.stat().st_size) > LARGEST:
        raise OSError(errno.EFBIG, f"{size / 1e6:,.1f} MB, more than {LARGEST / 1e6:.0f} MB")
    return path.read_bytes()


def _check_wanted(wanted: Wanted, recipe: Recipe) -> None:
    choices = (
        ("--edition", "edition", wanted.editions, tuple(recipe.edition_texts)),
        ("--lang", "language", wanted.languages, LANGUAGES),
        ("--format", "format", wanted.formats, FORMATS),
        ("--redo", "choice", (wanted.redo,), ("none", "failed", "all")),
    )
    for option, noun, asked, known in choices:
        for one in asked:
            if one not in known:
                raise UsageError(
                    Problem(option, f"unknown {noun} {one!r}", f"one of {', '.join(known)}", nearest(one, known))
                )
    for period in filter(None, wanted.periods):
        if not PERIOD.fullmatch(period):
            expected = "2023, 2024-10, 2024-Q3, 2024-H1 or 2024-01..2024-10"
            raise UsageError(Problem("--period", f"{period!r} is no period", expected))
    first, last = wanted.periods
    if first and span(first)[0] > span(last)[1]:
        raise UsageError(Problem("--period", f"{first}..{last} ends before it begins", f"{last}..{first}"))


class _Compared:
    """Reads each input once and compares fingerprints, part by part, so that a plan can say why."""

    def __init__(self, workspace: Workspace, recipe: Recipe, wanted: Wanted) -> None:
        self.workspace = workspace
        self.wanted = wanted
        self.recipe = recipe
        self.shared = {**recipe.digests, "fonts": _fonts()}
        self.manifest = deliver.read_manifest(workspace.out)
        self.failed = deliver.read_failures(workspace.out) if wanted.redo == "none" else {}
        self.digests: dict[Path, str] = {}
        self.unread: dict[Path, str] = {}  # why the disk does not give a file
        self.corrections: dict[str, str] = {}
        self.spoilt: dict[str, Problem] = {}  # extracts that are none any more, by unit
        self.seen = 0
        self.unread_regions: list[Result] = []

    def of_region(self, region: Region) -> Iterator[Due]:
        try:
            reports = sources(self.workspace, region.id)
        except SourceError as error:
            self.unread_regions.append(Result(region.id, (), error.problems, error.exit_code, "load"))
            return
        for period in (period for period in reports if inside(period, self.wanted.periods)):
            self.seen += 1
            due = self.compare(region, reports, period)
            if due.why:
                yield due

    def compare(self, region: Region, reports: Mapping[str, Sequence[Path]], period: str) -> Due:
        before = [p for p in reports if kind(p) == kind(period) and span(p)[1] < span(period)[1]]
        earlier = tuple((p, reports[p][0]) for p in before if not self.fault(region.id, p, reports[p]))[-_EARLIER:]
        files = tuple(_file_names(self.recipe, self.wanted, region, period))
        past = [f"{p}:{self.digest(path)}:{self.correction(region.id, p)}" for p, path in earlier]
        parts = {
            "source": ",".join(map(self.digest, reports[period])),
            "region": deliver.sha256(repr(region).encode()),
            "earlier": deliver.sha256("\n".join(past).encode()),
            "extract": self.correction(region.id, period),
            **self.shared,
        }
        fault = self.fault(region.id, period, reports[period])
        due = Due(region, period, reports[period][0], earlier, "", parts, files, self.wanted, fault)
        return replace(due, why=self.why(due))

    def fault(self, region: str, period: str, files: Sequence[Path]) -> Problem | None:
        """Why a unit cannot be read: two reports, one that the disk does not give, an extract that is none. The others go on."""
        if len(files) > 1:
            where = str(files[1].relative_to(self.workspace.root))
            return Problem(where, f"a second report for {period}", "one file a period", f"Remove it or {files[0].name}")
        if not self.digest(files[0]):
            where = str(files[0].relative_to(self.workspace.root))
            return Problem(where, self.unread[files[0]], "a readable report", "Check the file and its permissions")
        self.correction(region, period)
        return self.spoilt.get(f"{region}/{period}")

    def why(self, due: Due) -> str:
        line = self.manifest.get(due.name, {})
        if self.wanted.force or self.wanted.redo == "all":
            return "forced"
        if self.failed.get(due.name) == deliver.fingerprint(due.parts):
            return ""
        if not line:
            return "new"
        changed = [name for name, digest in due.parts.items() if line.get("parts", {}).get(name) != digest]
        if line.get("pruned"):  # its files were not wanted any longer; they are again where its report was revised
            return "changed: source" if "source" in changed else ""
        if changed:
            return f"changed: {', '.join(changed)}"
        gone = _gone(self.workspace.out / due.folder, due.files, line["outputs"])
        return f"missing: {', '.join(gone)}" if gone else ""

    def digest(self, path: Path) -> str:
        """The digest of a file, empty where the disk does not give it."""
        if path not in self.digests:
            try:
                self.digests[path] = deliver.sha256(retried(lambda: _content(path)))
            except OSError as error:
                self.digests[path] = ""
                self.unread[path] = error.strerror or str(error)
        return self.digests[path]

    def correction(self, region: str, period: str) -> str:
        """The digest of what a person changed in an extract, empty where nothing."""
        name = f"{region}/{period}"
        if name not in self.corrections:
            folder = extract_folder(self.workspace, region, period)
            line = self.manifest.get(name, {})
            if line and line.get("extract") == stamps(folder):
                self.corrections[name] = line["parts"].get("extract", "")
            else:
                self.corrections[name] = self.changes(name, folder)
        return self.corrections[name]

    def changes(self, name: str, folder: Path) -> str:
        """As `correction`, from the files themselves; an extract that is none is noted as the fault of its unit."""
        try:
            files = read_package(folder)
            changed = package.changed_by_hand(files) if files else ()
        except (SourceError, OSError) as error:
            where = str(folder.relative_to(self.workspace.root))
            found = str(error.problems[0]) if isinstance(error, SourceError) else error.strerror or str(error)
            remedy = "Correct it, or move the folder away and build again"
            self.spoilt[name] = Problem(where, found, "an extract as it was written", remedy)
            return "spoilt"  # so that its unit is due, and fails
        return deliver.sha256(b"\0".join(files.get(one, b"") for one in changed)) if changed else ""


def _gone(folder: Path, files: Sequence[str], recorded: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The wanted files that are not there as the manifest says, by name and size."""

    def whole(name: str) -> bool:
        path = folder / name
        return name in recorded and path.is_file() and path.stat().st_size == recorded[name]["bytes"]

    return [name for name in files if not whole(name)]


def _file_names(recipe: Recipe, wanted: Wanted, region: Region, period: str) -> Iterator[str]:
    for edition in wanted.editions or tuple(recipe.edition_texts):
        forms, langs = recipe.shapes[edition]
        for lang in (lang for lang in langs if lang in (wanted.languages or LANGUAGES)):
            for form in (form for form in forms if form in (wanted.formats or FORMATS)):
                yield f"{region.id}-{file_period(period)}-{edition}.{lang}.{form}"


def _fonts() -> str:
    from briefing.render.fonts import cache_folder, font_set  # noqa: PLC0415  # finds and cuts the fonts

    try:
        return font_set().digest
    except RenderError as error:
        raise NothingPublished(*error.problems) from error
    except OSError as error:
        found = f"the fonts cannot be made: {error.strerror or error}"
        remedy = "Free some space, or name another folder in XDG_CACHE_HOME"
        raise NothingPublished(Problem(str(cache_folder()), found, "a folder with 40 MB of room", remedy)) from error
