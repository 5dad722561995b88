"""Commands about the workspace itself: init, check, doctor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.app import Folder, Json, app, say
from briefing.errors import BriefingError


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    as_json: Json = False,
) -> None:
    """Lay out a workspace: configuration, sample report, templates, glossary, cron line and systemd timer."""
    from briefing.doctor import program
    from briefing.setup import lay_out

    for path in lay_out(folder, program()):
        say({"file": str(path)}, str(path), as_json=as_json)
    typer.echo(f"Now: cd {folder} && briefing build", err=True)


@app.command()
def check(workspace: Folder = Path(), as_json: Json = False) -> None:
    """Check configuration, templates, glossary and memory; every problem with file and line."""
    from briefing.recipe import check as look

    try:
        recipe = look(workspace)
    except BriefingError as error:
        for problem in error.problems if as_json else ():
            typer.echo(json.dumps(vars(problem), ensure_ascii=False))
        raise
    if not as_json:
        typer.echo(f"{len(recipe.glossary)} terms, {len(recipe.edition_texts)} edition(s): no problem found", err=True)


@app.command()
def doctor(workspace: Folder = Path(), as_json: Json = False) -> None:
    """Look whether everything is here that a run needs, and make a trial briefing; exit 6 where something is not."""
    from briefing.config import load_workspace
    from briefing.doctor import examine

    ill = 0
    for finding in examine(load_workspace(workspace)):
        ill += not finding.well
        row = {"what": finding.what, "found": finding.found, "well": finding.well, "remedy": finding.remedy}
        mark = "ok  " if finding.well else "ILL "
        say(
            row,
            f"{mark}{finding.what}: {finding.found}{'. ' + finding.remedy if finding.remedy else ''}",
            as_json=as_json,
        )
    if ill:
        raise typer.Exit(6)
