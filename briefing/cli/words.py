"""Commands about words: translate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.app import Folder, Json, app, say
from briefing.errors import Problem, SourceError


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
        say(row, row["en"], as_json=as_json)


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
