"""Commands that make something: build, extract."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.app import Folder, Json, Quiet, Verbose, app, complain, say, seconds, set_up_log
from briefing.errors import Problem, UsageError, WorkspaceError

if TYPE_CHECKING:
    from briefing.config import Workspace
    from briefing.run import Due, Result


@app.command()
def build(
    regions: Annotated[list[str] | None, typer.Argument(help="Region ids; all by default.")] = None,
    period: Annotated[str, typer.Option(help="2023, 2024-10, or a span 2024-01..2024-10.")] = "",
    edition: Annotated[list[str] | None, typer.Option(help="Only this edition.")] = None,
    lang: Annotated[list[str] | None, typer.Option(help="Only this language: zh, en.")] = None,
    format_: Annotated[list[str] | None, typer.Option("--format", help="Only this format: pdf, docx.")] = None,
    jobs: Annotated[int, typer.Option(help="Worker processes.", min=1)] = 1,
    cluster: Annotated[str, typer.Option(help="A Dask scheduler: tcp://host:8786.")] = "",
    wait: Annotated[str, typer.Option(help="Wait for the lock: 30s, 30m, 2h.")] = "0s",
    redo: Annotated[str, typer.Option(help="Of the past: none (not even what failed), failed, all.")] = "failed",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what is due and why.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Build what is up to date too; replace corrected extracts.")
    ] = False,
    workspace: Folder = Path(),
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> None:
    """Make the briefings that are due: all whose inputs differ from what is published."""
    from briefing import run
    from briefing.config import load_workspace
    from briefing.recipe import load_recipe

    set_up_log(quiet, verbose)
    patience = seconds(wait, "--wait")
    place = load_workspace(workspace)
    recipe = load_recipe(place)
    first, _, last = period.partition("..")
    choice = (tuple(edition or ()), tuple(lang or ()), tuple(format_ or ()))
    wanted = run.Wanted(tuple(regions or ()), (first, last or first), *choice, force, redo)
    planned = run.plan(place, recipe, wanted)
    if dry_run:
        _print_plan(planned.due, as_json=as_json)
        return
    if not planned.due:  # found without the lock, so that nothing at all is written
        _summary([], 0, quiet=quiet)
        return
    with run.locked(place.out, patience):
        planned = run.plan(place, recipe, wanted)
        tell = partial(_print_result, place, as_json=as_json, quiet=quiet)
        results = run.build(place, recipe, planned, run.Wishes(jobs, cluster), tell)
    _summary(results, len(planned.due), quiet=quiet)
    raise typer.Exit(run.exit_code(results))


def _print_plan(due: Sequence[Due], *, as_json: bool) -> None:
    for one in due:
        say({"unit": one.name, "why": one.why, "files": list(one.files)}, f"{one.name}: {one.why}", as_json=as_json)
    if not due:
        typer.echo("nothing due", err=True)


def _print_result(place: Workspace, result: Result, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        typer.echo(json.dumps(result.row(place.root), ensure_ascii=False))
    for path in () if as_json or quiet else result.files:
        typer.echo(path.relative_to(place.root))
    stage = f" ({result.stage})" if result.stage else ""
    for problem in result.problems:
        complain(f"{result.unit}{stage}: {problem}")


def _summary(results: Sequence[Result], due: int, *, quiet: bool) -> None:
    failed = [result.unit for result in results if result.state == "failed"]
    for document, shares in () if quiet else (row for result in results for row in result.printed.items()):
        told = ", ".join(f"{share:.0%} {state.replace('_', ' ')}" for state, share in shares.items())
        typer.echo(f"{document}: {told}", err=True)
    skipped = sum(result.state == "skipped" for result in results)
    if quiet and not failed:
        return
    text = f"{len(results) - len(failed) - skipped} of {due} units published" if due else "nothing due"
    text += f"; failed: {', '.join(failed)}" if failed else ""
    typer.echo(text + (f"; not tried: {skipped}" if skipped else ""), err=True)


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
    from briefing import deliver
    from briefing.extract import extract as extract_facts
    from briefing.extract.package import save
    from briefing.read import read
    from briefing.run import PERIOD, keep_corrected

    set_up_log(quiet, verbose)
    if not PERIOD.fullmatch(period):
        raise UsageError(Problem("--period", f"{period!r} is no period", "2023, 2024-10, 2024-Q3 or 2024-01/2024-10"))
    found = extract_facts(read(file), _region(region, region_name), period)
    files = save(found)
    keep_corrected(out, files, force=force)
    deliver.write_files(out, files)
    fates = Counter(numeral.fate for numeral in found.ledger)
    row = {
        "folder": str(out),
        "facts": len(found.facts),
        "ledger": dict(sorted(fates.items())),
        "warnings": found.warnings,
    }
    say(row, str(out), as_json=as_json)
    if not quiet:
        told = ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items()))
        typer.echo(f"{len(found.facts)} facts; numerals: {told}", err=True)


def _region(region: str, name: str) -> Any:
    """The region of the workspace around; outside any, or with a name given, one of its own."""
    from briefing.config import find_workspace, load_workspace
    from briefing.model.extract import Region

    if name:
        return Region(region, name, region, "")
    try:
        find_workspace(Path.cwd())
    except WorkspaceError:
        return Region(region, "", region, "")
    return load_workspace(Path.cwd()).region(region)
