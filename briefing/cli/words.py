"""Commands about words: translate, compare."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.app import Folder, Json, app, say
from briefing.errors import Problem, SourceError, UsageError


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
    from briefing.translate import Cache

    place = load_workspace(workspace)
    for row in translate_lines(_lines(file), load_recipe(place), Cache(place.cache)):
        say(row, row["en"], as_json=as_json)


@app.command()
def compare(
    chinese: Annotated[Path, typer.Argument(metavar="ZH", help="The source, a text file; - for standard input.")],
    english: Annotated[
        Path, typer.Argument(metavar="EN", help="Its translation, line for line; - for standard input.")
    ],
    workspace: Folder = Path(),
    as_json: Json = False,
    notes: Annotated[
        bool, typer.Option("--notes", help="Also show terms in other words than the glossary's; they are no problem.")
    ] = False,
) -> None:
    """Check anyone's translation line by line: figures, directions, bounds, units, terms, Chinese left.

    Exit code 0 where nothing is wrong, 6 where something is.
    """
    from dataclasses import asdict

    from briefing.compare import compare as compare_lines
    from briefing.config import load_workspace
    from briefing.glossary import load_glossary

    if str(chinese) == str(english) == "-":
        raise UsageError(Problem("compare", "both texts from standard input", "a file for one of them"))
    glossary = load_glossary(load_workspace(workspace).folders("glossary"))
    results = compare_lines(_all_lines(chinese), _all_lines(english), glossary)
    for result in results:
        row = {"line": result.line, "problems": [asdict(problem) for problem in result.problems]}
        row |= {"notes": [asdict(note) for note in result.notes]} if notes else {}
        if as_json:
            say(row, "", as_json=True)
            continue
        for problem in result.problems:
            typer.echo(f"line {result.line}: {problem.kind}: {problem.why}")
        for note in result.notes if notes else ():
            typer.echo(f"line {result.line}: note: {note.zh} {note.why}")
    if any(result.problems for result in results):
        raise typer.Exit(6)


def _all_lines(file: Path) -> list[str]:
    """The lines of a text file or of standard input, blank ones too but for those at the end."""
    if str(file) == "-":
        text = sys.stdin.read()
    else:
        from briefing.read.decode import decode

        try:
            text, _ = decode(file.name, file.read_bytes())
        except OSError as error:
            problem = Problem(
                str(file), error.strerror or "not readable", "a text file", "Check its name and permissions"
            )
            raise SourceError(problem) from None
    if not text.strip():
        raise SourceError(Problem(str(file), "no text", "a line for each line of the other text"))
    return [line.strip() for line in text.rstrip().splitlines()]


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
