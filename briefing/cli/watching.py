"""Commands about what is published: status, verify, prune."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.app import Folder, Json, app, complain, say, seconds


@app.command()
def status(
    workspace: Folder = Path(),
    max_age: Annotated[str, typer.Option(help="Exit 6 when the last success is older: 35d, 12h.")] = "",
    as_json: Json = False,
) -> None:
    """Say what is published of each region, and how the last run went."""
    from briefing.config import load_workspace
    from briefing.run.watch import status as look

    limit = seconds(max_age, "--max-age") if max_age else 0
    state = look(load_workspace(workspace))
    for row in state.regions:
        newest = f"newest {row['newest']}, published {row['published']}" if row["units"] else "nothing published"
        say(row, f"{row['region']}: {row['units']} units, {newest}", as_json=as_json)
    if state.last_run:
        failed = [row["unit"] for row in state.last_run["units"] if row["state"] == "failed"]
        told = f"last run {state.last_run['started']}: exit {state.last_run['exit_code']}"
        typer.echo(f"{told}{'; failed: ' + ', '.join(failed) if failed else ''}", err=True)
    if max_age and state.older_than(timedelta(seconds=limit)):
        last = state.last_success.isoformat(timespec="minutes") if state.last_success else "never"
        ahead = state.last_success and state.last_success > datetime.now(UTC)
        told = "is dated in the future, by a wrong clock" if ahead else f"is older than {max_age}"
        complain(f"the last success {told}: {last}. Look at the sources, then run: briefing build")
        raise typer.Exit(6)


@app.command()
def verify(workspace: Folder = Path(), as_json: Json = False) -> None:
    """Hash again every file the manifest names: missing, changed, unlisted."""
    from briefing.config import load_workspace
    from briefing.run.watch import verify as find_faults

    faults = find_faults(load_workspace(workspace))
    for fault in faults:
        say(fault, f"{fault['state']}: {fault['file']}", as_json=as_json)
    if faults:
        raise typer.Exit(6)


@app.command()
def prune(
    workspace: Folder = Path(),
    months: Annotated[
        int, typer.Option(help="Keep units up to so many months before the newest of their region.", min=1)
    ] = 24,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
    as_json: Json = False,
) -> None:
    """Remove old published files, only those the manifest names and never the newest unit of a region."""
    from briefing.config import load_workspace
    from briefing.run import locked
    from briefing.run.watch import prune as remove_old

    place = load_workspace(workspace)
    with nullcontext() if dry_run else locked(place.out):
        for path in remove_old(place, months, dry_run=dry_run):
            name = str(path.relative_to(place.root))
            say({"file": name, "removed": not dry_run}, name, as_json=as_json)
