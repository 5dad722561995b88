"""Commands that make something: build, extract."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.app import Folder, Json, Quiet, Verbose, app, complain, say, seconds, set_up_log
from briefing.errors import Problem, UsageError, WorkspaceError

if TYPE_CHECKING:
    from briefing.config import Workspace
    from briefing.ping import Switch
    from briefing.recipe import Recipe
    from briefing.run import Plan, Result, Wanted, Wishes


@app.command()
def build(
    regions: Annotated[list[str] | None, typer.Argument(help="Region ids; all by default.")] = None,
    period: Annotated[str, typer.Option(help="2023, 2024-10, or a span 2024-01..2024-10.")] = "",
    edition: Annotated[list[str] | None, typer.Option(help="Only this edition.")] = None,
    lang: Annotated[list[str] | None, typer.Option(help="Only this language: zh, en.")] = None,
    format_: Annotated[list[str] | None, typer.Option("--format", help="Only this format: pdf, docx, xlsx.")] = None,
    jobs: Annotated[
        int | None, typer.Option(help="Worker processes; one a core by default, 1 for none.", min=1)
    ] = None,
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
    from briefing.ping import switched
    from briefing.run import Wanted, Wishes, cores

    set_up_log(quiet, verbose)
    choice = (tuple(edition or ()), tuple(lang or ()), tuple(format_ or ()))
    wanted = Wanted(tuple(regions or ()), _periods(period), *choice, force, redo)
    call = _Call(workspace, wanted, Wishes(jobs or cores(), cluster), seconds(wait, "--wait"), as_json, quiet)
    if dry_run:
        _print_plan(call)
        return
    with switched() as switch:
        switch.code = _build(call, switch)
    raise typer.Exit(switch.code)


def _periods(text: str) -> tuple[str, str]:
    """The first and the last period asked for; both empty for all.

    Raises:
        UsageError: one end of a span is missing.
    """
    first, dots, last = text.partition("..")
    if dots and not (first and last):
        raise UsageError(Problem("--period", f"{text!r} has one end", "both ends of a span: 2024-01..2024-10"))
    return first, last or first


@dataclass(frozen=True)
class _Call:
    """The options of a build."""

    workspace: Path
    wanted: Wanted
    wishes: Wishes
    patience: float  # seconds to wait for the lock
    as_json: bool
    quiet: bool

    def plan(self) -> tuple[Workspace, Recipe, Plan]:
        """The workspace, what its units share, and what is due."""
        from briefing import run
        from briefing.config import load_workspace
        from briefing.recipe import load_recipe

        place = load_workspace(self.workspace)
        recipe = load_recipe(place)
        return place, recipe, run.plan(place, recipe, self.wanted)


def _build(call: _Call, switch: Switch) -> int:
    """Make what is due; returns the exit code. Nothing due is found without the lock, so that nothing at all is written."""
    from briefing import run
    from briefing.progress import bar

    place, recipe, planned = call.plan()
    switch.settings = place.ping
    results: list[Result] = []
    if planned.due:
        with run.locked(place.out, call.patience):
            planned = run.plan(place, recipe, call.wanted)
            switch.start()
            with bar(len(planned.due), wanted=not call.quiet) as step:

                def tell(result: Result) -> None:
                    _print_result(place, result, as_json=call.as_json, quiet=call.quiet)
                    step(result.unit)

                results = run.build(place, recipe, planned, call.wishes, tell)
    for result in planned.unread:
        _print_result(place, result, as_json=call.as_json, quiet=call.quiet)
    results = [*results, *planned.unread]
    switch.summary = _summary(results, len(planned.due))
    if not call.quiet:
        _print_shares(results)
    if not call.quiet or any(result.state == "failed" for result in results):
        typer.echo(switch.summary, err=True)
    return run.exit_code(results)


def _print_plan(call: _Call) -> None:
    planned = call.plan()[2]
    due = planned.due
    for problem in (problem for result in planned.unread for problem in result.problems):
        complain(str(problem))
    for one in due:
        row = {"unit": one.name, "why": one.why, "files": list(one.files)}
        say(row, f"{one.name}: {one.why}", as_json=call.as_json)
    if not due:
        typer.echo("nothing due", err=True)


def _print_result(place: Workspace, result: Result, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        typer.echo(json.dumps(result.row(place.root), ensure_ascii=False))
    for path in () if as_json or quiet else result.files:
        typer.echo(path.relative_to(place.root))
    stage = f" ({result.stage})" if result.stage else ""
    for problem in () if result.skipped else result.problems:  # why the rest was not tried is said once, for all
        complain(f"{result.unit}{stage}: {problem}")


def _print_shares(results: Sequence[Result]) -> None:
    """How much of each document's text comes from where."""
    for document, shares in (row for result in results for row in result.printed.items() if row[1]):
        told = ", ".join(f"{share:.0%} {state.replace('_', ' ')}" for state, share in shares.items())
        typer.echo(f"{document}: {told}", err=True)


def _summary(results: Sequence[Result], due: int) -> str:
    """One line for the mail of cron and for the ping; `due` units and, in `results`, regions that could not be looked into."""
    failed = [result.unit for result in results if result.state == "failed"]
    skipped = sum(result.state == "skipped" for result in results)
    done = sum(result.state == "done" for result in results)
    text = f"{done} of {due} units published" if due else "nothing due"
    text += f"; failed: {', '.join(failed)}" if failed else ""
    return text + (f"; not tried: {skipped}" if skipped else "")


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
