"""Commands about the workspace itself: check."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from briefing.cli.app import Folder, Json, app
from briefing.errors import BriefingError


@app.command()
def check(workspace: Folder = Path(), as_json: Json = False) -> None:
    """Check configuration, templates, glossary and memory; every problem with file and line."""
    from briefing.config import load_workspace
    from briefing.recipe import load_recipe

    try:
        recipe = load_recipe(load_workspace(workspace))
    except BriefingError as error:
        for problem in error.problems if as_json else ():
            typer.echo(json.dumps(vars(problem), ensure_ascii=False))
        raise
    if not as_json:
        typer.echo(f"{len(recipe.glossary)} terms, {len(recipe.edition_texts)} edition(s): no problem found", err=True)
