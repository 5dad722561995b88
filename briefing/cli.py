"""The command line: results on stdout, all else on stderr, errors as one line each with the exit code of the error.

Imports stand inside the commands, so that --help answers at once.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from briefing import __version__
from briefing.errors import BriefingError, Problem, SourceError, UsageError

if TYPE_CHECKING:
    from briefing.config import Workspace
    from briefing.run import Due, Result

app = typer.Typer(
    help="Chinese government and statistics reports in, Chinese and English briefings out.",
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Results as JSON lines on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing unless something failed.")]
Verbose = Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say more.")]
Folder = Annotated[Path, typer.Option("--workspace", "-C", help="The workspace, or a folder inside it.")]


def main() -> None:
    """Run the command line; every error of ours becomes its message and exit code."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        app()
    except BriefingError as error:
        for problem in error.problems:
            typer.echo(f"briefing: {problem}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("briefing: interrupted; what is published stays valid, run again for the rest", err=True)
        sys.exit(130)


def _terminated(*_: object) -> NoReturn:
    sys.exit(143)


def _version(show: bool) -> None:
    if show:
        typer.echo(f"briefing {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version_: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def build(
    regions: Annotated[list[str] | None, typer.Argument(help="Region ids; all by default.")] = None,
    period: Annotated[str, typer.Option(help="2023, 2024-10, or a span 2024-01..2024-10.")] = "",
    edition: Annotated[list[str] | None, typer.Option(help="Only this edition.")] = None,
    lang: Annotated[list[str] | None, typer.Option(help="Only this language: zh, en.")] = None,
    format_: Annotated[list[str] | None, typer.Option("--format", help="Only this format: pdf, docx.")] = None,
    jobs: Annotated[int, typer.Option(help="Worker processes.", min=1)] = 1,
    wait: Annotated[str, typer.Option(help="Wait for the lock: 30s, 30m, 2h.")] = "0s",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what is due and why.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Build even what is up to date; replace corrected extracts.")] = False,
    workspace: Folder = Path(),
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> None:
    """Make the briefings that are due: all whose inputs differ from what is published."""
    from briefing import run
    from briefing.config import load_workspace
    from briefing.recipe import load_recipe

    _log(quiet, verbose)
    place = load_workspace(workspace)
    recipe = load_recipe(place)
    first, _, last = period.partition("..")
    wanted = run.Wanted(
        tuple(regions or ()), (first, last or first), tuple(edition or ()), tuple(lang or ()), tuple(format_ or ()), force
    )
    if dry_run:
        _print_plan(run.plan(place, recipe, wanted), as_json=as_json)
        return
    with run.locked(place, _seconds(wait)):
        due = run.plan(place, recipe, wanted)
        results = run.build(place, recipe, due, jobs, lambda result: _print_result(place, result, as_json=as_json))
    code = run.exit_code(results)
    if not quiet or code:
        _print_summary(results, due)
    raise typer.Exit(code)


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(help="A report: txt, md, html, docx, pdf, csv, xlsx.")],
    region: Annotated[str, typer.Option(help="Region id, of briefing.toml or your own.")],
    period: Annotated[str, typer.Option(help="The period reported on: 2023, 2024-10, 2024-01/2024-10.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the extract package.")],
    region_name: Annotated[str, typer.Option(help="Chinese name of a region outside any workspace.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace an extract that a person corrected.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> None:
    """Write the structured extract of one report: every figure, and what became of every numeral."""
    from briefing.extract import extract as extract_facts
    from briefing.extract.package import save
    from briefing.read import read
    from briefing.run import PERIOD

    _log(quiet, verbose)
    if not PERIOD.fullmatch(period):
        raise UsageError(Problem("--period", f"{period!r} is no period", "2023, 2024-10, 2024-Q3 or 2024-01/2024-10"))
    found = extract_facts(read(file), _region(region, region_name), period)
    _write_package(out, save(found), force=force)
    fates: dict[str, int] = {}
    for numeral in found.ledger:
        fates[numeral.fate] = fates.get(numeral.fate, 0) + 1
    if as_json:
        typer.echo(json.dumps({"folder": str(out), "facts": len(found.facts), "ledger": fates}, ensure_ascii=False))
    else:
        typer.echo(out)
    if not quiet:
        told = ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items()))
        typer.echo(f"{len(found.facts)} facts; numerals: {told}", err=True)


@app.command()
def check(workspace: Folder = Path(), as_json: Json = False) -> None:
    """Check configuration, templates, glossary and memory; every problem with file and line."""
    from briefing.config import load_workspace
    from briefing.recipe import load_recipe

    try:
        recipe = load_recipe(load_workspace(workspace))
    except BriefingError as error:
        if as_json:
            for problem in error.problems:
                typer.echo(json.dumps(vars(problem), ensure_ascii=False))
        raise
    if as_json:
        return
    typer.echo(f"{len(recipe.glossary)} terms, {len(recipe.edition_texts)} edition(s): no problem found", err=True)


@app.command()
def translate(
    file: Annotated[Path, typer.Argument(help="Chinese text, a line a sentence; - for standard input.")],
    workspace: Folder = Path(),
    as_json: Json = False,
) -> None:
    """Put lines of Chinese into English: a line in, a line out."""
    from briefing.config import load_workspace
    from briefing.lines import translate_lines
    from briefing.recipe import load_recipe

    recipe = load_recipe(load_workspace(workspace))
    for row in translate_lines(_lines(file), recipe):
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else row["en"])


@app.command()
def verify(workspace: Folder = Path(), as_json: Json = False) -> None:
    """Hash again every file the manifest names: missing, changed, unlisted."""
    from briefing.config import load_workspace
    from briefing.run import verify as find_faults

    place = load_workspace(workspace)
    faults = find_faults(place)
    for fault in faults:
        typer.echo(json.dumps(fault, ensure_ascii=False) if as_json else f"{fault['state']}: {fault['file']}")
    if faults:
        raise typer.Exit(6)


# --- helpers ----------------------------------------------------------------------------------------------------------


def _log(quiet: bool, verbose: int) -> None:
    from briefing.log import set_up

    set_up(-1 if quiet else verbose)


def _region(region: str, name: str) -> Any:
    """The region of the workspace around, or one of the given name outside any."""
    from briefing.config import find_workspace, load_workspace
    from briefing.errors import WorkspaceError
    from briefing.model.extract import Region

    if name:
        return Region(region, name, region, "")
    try:
        find_workspace(Path.cwd())
    except WorkspaceError:
        return Region(region, "", region, "")
    return load_workspace(Path.cwd()).region(region)


def _write_package(out: Path, files: dict[str, bytes], *, force: bool) -> None:
    """Write an extract; one that a person corrected is shown and kept unless forced."""
    from briefing import deliver
    from briefing.run import keep_corrected

    keep_corrected(out, files, force=force)
    deliver.write_files(out, files)


def _lines(file: Path) -> list[str]:
    """The lines of a text file or of standard input that are not blank."""
    if str(file) == "-":
        text = sys.stdin.read()
    else:
        from briefing.read import read

        text = read(file).text
    lines = [line.strip() for line in text.splitlines()]
    if not any(lines):
        raise SourceError(Problem(str(file), "no text", "a line of Chinese"))
    return [line for line in lines if line]


def _seconds(text: str) -> float:
    units = {"s": 1, "m": 60, "h": 3600}
    if text[-1:] in units and text[:-1].isdigit():
        return float(int(text[:-1]) * units[text[-1]])
    raise UsageError(Problem("--wait", f"{text!r}", "a time such as 30s, 30m or 2h"))


def _print_plan(due: Sequence[Due], *, as_json: bool) -> None:
    for one in due:
        row = {"unit": one.unit.name, "why": one.why, "files": list(one.files)}
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else f"{one.unit.name}: {one.why}")
    if not due:
        typer.echo("nothing due", err=True)


def _print_result(place: Workspace, result: Result, *, as_json: bool) -> None:
    if as_json:
        row = {
            "unit": result.unit,
            "state": "failed" if result.problems else "done",
            "files": [str(path.relative_to(place.root)) for path in result.files],
            "problems": [vars(problem) for problem in result.problems],
            "seconds": round(result.seconds, 3),
        }
        typer.echo(json.dumps(row, ensure_ascii=False))
        return
    for path in result.files:
        typer.echo(path.relative_to(place.root))
    for problem in result.problems:
        typer.echo(f"briefing: {result.unit}: {problem}", err=True)


def _print_summary(results: Sequence[Result], due: Sequence[Due]) -> None:
    if not due:
        typer.echo("nothing due", err=True)
        return
    failed = [result.unit for result in results if result.problems]
    told = f"{len(results) - len(failed)} of {len(due)} units published"
    typer.echo(f"{told}; failed: {', '.join(failed)}" if failed else told, err=True)
