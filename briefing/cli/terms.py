"""Commands about the glossary and the memory: check, import, export, suggest."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.app import Folder, Json, app, say
from briefing.errors import BriefingError, Problem, SourceError, UsageError

if TYPE_CHECKING:
    from briefing.config import Workspace
    from briefing.glossary import Glossary
    from briefing.model.extract import Extract
    from briefing.translate.memory import Pair

glossary = typer.Typer(help="The terms: check, import, export, suggest.", no_args_is_help=True)
memory = typer.Typer(help="The approved sentence pairs: import, export.", no_args_is_help=True)
app.add_typer(glossary, name="glossary")
app.add_typer(memory, name="memory")

_File = Annotated[Path, typer.Argument(help="The ending tells the format.")]
_Accept = Annotated[
    bool, typer.Option("--accept", help="Put in force as the file says, in the place of what is there.")
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")]


@glossary.command()
def check(
    file: Annotated[Path | None, typer.Argument(help="A list of terms that is to be imported.")] = None,
    workspace: Folder = Path(),
    as_json: Json = False,
) -> None:
    """Check every term; each problem with file and line."""
    from briefing.glossary.exchange import import_glossary

    try:
        number = len(import_glossary(file.name, _bytes(file))) if file else len(_glossary(workspace))
    except BriefingError as error:
        for problem in error.problems if as_json else ():
            typer.echo(json.dumps(vars(problem), ensure_ascii=False))
        raise
    if not as_json:
        typer.echo(f"{number} terms: no problem found", err=True)


@glossary.command("export")
def export_terms(
    file: _File,
    status: Annotated[str, typer.Option(help="Only accepted, proposed or retired ones.")] = "",
    workspace: Folder = Path(),
    as_json: Json = False,
) -> None:
    """Write the terms to a .csv, .xlsx or .tbx file."""
    from briefing.deliver import write_files
    from briefing.glossary.entry import STATUSES
    from briefing.glossary.exchange import FORMATS, export_glossary

    form = next((known for known in FORMATS if known == file.suffix[1:].lower()), None)
    if form is None:
        raise UsageError(Problem(str(file), f"unknown format {file.suffix!r}", "a name in .csv, .xlsx or .tbx"))
    if status and status not in STATUSES:
        raise UsageError(Problem("--status", repr(status), " or ".join(STATUSES)))
    entries = [entry for entry in _glossary(workspace) if status in ("", entry.status)]
    write_files(file.parent, {file.name: export_glossary(entries, form)})
    say({"file": str(file), "terms": len(entries)}, str(file), as_json=as_json)


@glossary.command("import")
def import_terms(
    file: _File, accept: _Accept = False, dry_run: _DryRun = False, workspace: Folder = Path(), as_json: Json = False
) -> None:
    """Take terms from a .csv, .xlsx or .tbx file: as proposals that nothing enforces yet, or with --accept in force."""
    from briefing.config import load_workspace
    from briefing.deliver import write_files
    from briefing.glossary import load_glossary
    from briefing.glossary.exchange import import_glossary
    from briefing.glossary.merge import check as check_files
    from briefing.glossary.merge import merged

    place = load_workspace(workspace)
    folders = place.folders("glossary")
    changes, files = merged(load_glossary(folders), import_glossary(file.name, _bytes(file)), accept=accept)
    check_files(files, folders)
    for change in changes:
        say(_row(change), str(change), as_json=as_json)
    if files and not dry_run:
        write_files(place.root / "glossary", files)
    _tell(len(changes), sorted(f"glossary/{name}" for name in files), dry_run=dry_run)


@glossary.command()
def suggest(
    reports: Annotated[
        list[Path] | None, typer.Argument(help="Reports or extract folders; all extracts by default.")
    ] = None,
    workspace: Folder = Path(),
    as_json: Json = False,
) -> None:
    """List what reports say and the glossary does not know: names with numerals, indicators, frequent phrases."""
    from dataclasses import asdict

    from briefing.config import load_workspace
    from briefing.glossary import load_glossary
    from briefing.glossary.suggest import suggest as look

    place = load_workspace(workspace)
    terms = load_glossary(place.folders("glossary"))
    paths = reports or sorted(path.parent for path in place.extracts.glob("*/*/datapackage.json"))
    if not paths:
        raise SourceError(Problem("extracts/", "no extract", "a report", "Name one: briefing glossary suggest FILE"))
    seen: set[tuple[str, str]] = set()
    for found in (one for extract in _extracts(paths) for one in look(terms, extract)):
        if (found.kind, found.zh) not in seen:
            seen.add((found.kind, found.zh))
            say(asdict(found), f"{found.kind}\t{found.count}\t{found.zh}\t{found.example}", as_json=as_json)


@memory.command("export")
def export_pairs(file: _File, workspace: Folder = Path(), as_json: Json = False) -> None:
    """Write the sentence pairs to a .tmx or .csv file."""
    from briefing import __version__
    from briefing.deliver import write_files
    from briefing.translate import tmx
    from briefing.translate.merge import spreadsheet

    pairs = _pairs(workspace)
    form = file.suffix.lower()
    if form not in (".tmx", ".csv"):
        raise UsageError(Problem(str(file), f"unknown format {form!r}", "a name in .tmx or .csv"))
    data = tmx.export(pairs, version=__version__) if form == ".tmx" else spreadsheet(pairs)
    write_files(file.parent, {file.name: data})
    say({"file": str(file), "pairs": len(pairs)}, str(file), as_json=as_json)


@memory.command("import")
def import_pairs(
    file: _File, accept: _Accept = False, dry_run: _DryRun = False, workspace: Folder = Path(), as_json: Json = False
) -> None:
    """Take sentence pairs from a .tmx or .csv file: new ones as proposals, or with --accept as approved.

    Figures become slots and are never learnt; a pair there is stays unless --accept is given.
    """
    from briefing.config import load_workspace
    from briefing.deliver import write_files
    from briefing.translate.merge import merged, pairs_of

    place = load_workspace(workspace)
    changes, data = merged(_pairs(workspace), pairs_of(file.name, _bytes(file), _glossary(workspace)), accept=accept)
    for change in changes:
        say(_row(change), str(change), as_json=as_json)
    written = any(change.kind != "kept" for change in changes)
    if written and not dry_run:
        write_files(place.root / "glossary", {"memory.csv": data})
    _tell(len(changes), ["glossary/memory.csv"] if written else [], dry_run=dry_run)


def _row(change: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(change)


def _tell(changes: int, files: Sequence[str], *, dry_run: bool) -> None:
    where = f" ({'would change' if dry_run else 'written'}: {', '.join(files)})" if files else ""
    typer.echo(f"{changes} changes{where}", err=True)


def _glossary(workspace: Path) -> Glossary:
    from briefing.config import load_workspace
    from briefing.glossary import load_glossary

    return load_glossary(load_workspace(workspace).folders("glossary"))


def _pairs(workspace: Path) -> tuple[Pair, ...]:
    from briefing.config import load_workspace

    return pairs_of_memory(load_workspace(workspace))


def pairs_of_memory(place: Workspace) -> tuple[Pair, ...]:
    """The sentence pairs of a workspace, whatever their state.

    Raises:
        WorkspaceError: every problem of memory.csv.
    """
    from briefing.errors import WorkspaceError
    from briefing.translate.memory import read

    for folder in place.folders("glossary"):
        path = folder / "memory.csv"
        if path.is_file():
            pairs, problems = read(f"glossary/{path.name}", path.read_bytes())
            if problems:
                raise WorkspaceError(*problems)
            return pairs
    return ()


def _extracts(paths: Sequence[Path]) -> Iterator[Extract]:
    from briefing.extract import extract
    from briefing.extract.package import load
    from briefing.model.extract import Region
    from briefing.read import read

    for path in paths:
        if path.is_dir():
            yield load({one.name: one.read_bytes() for one in path.iterdir() if one.is_file()})
        else:
            yield extract(read(path), Region("report", "", "", ""), "")


def _bytes(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        found = error.strerror or "not readable"
        raise SourceError(
            Problem(str(file), found, "a file that can be read", "Check its name and permissions")
        ) from None
