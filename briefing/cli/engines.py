"""Commands about the machine translator: install, list. Nothing is ever fetched from a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from briefing.cli.app import Json, app, say

engine = typer.Typer(help="The machine translator: install a package, list those installed.", no_args_is_help=True)
app.add_typer(engine, name="engine")


@engine.command()
def install(
    file: Annotated[Path, typer.Argument(help="A zh→en package: .argosmodel.")],
    replace: Annotated[bool, typer.Option("--replace", help="In the place of one of the same name.")] = False,
    as_json: Json = False,
) -> None:
    """Install a package where argostranslate keeps its own, and probe which slots its model carries."""
    from importlib.util import find_spec

    from briefing.translate import packages
    from briefing.translate.argos import Argos

    made = packages.install(file, packages.home(), replace=replace)
    if find_spec("ctranslate2") and find_spec("sentencepiece"):
        Argos(made).notation  # noqa: B018  # the probe is kept in the record of the package
    else:
        typer.echo("not probed: its libraries come with: pip install 'briefing[mt]'", err=True)
    row = _row(packages.read(made.folder))
    say(row, _line(row), as_json=as_json)
    typer.echo('To use it, write in briefing.toml:  [engine]  name = "argos"', err=True)


@engine.command("list")
def list_packages(as_json: Json = False) -> None:
    """List the installed zh→en packages, the newest first; the first is the one used unless briefing.toml names another."""
    from briefing.translate import packages

    found = packages.packages()
    for one in found:
        say(_row(one), _line(_row(one)), as_json=as_json)
    if not found:
        typer.echo(f"no zh→en package in {packages.home()}", err=True)


def _row(package: Any) -> dict[str, Any]:
    probe = {key: package.record[key] for key in ("notation", "survival", "archive") if key in package.record}
    return {
        "name": package.name,
        "version": package.version,
        "sha256": package.digest,
        "folder": str(package.folder),
    } | probe


def _line(row: dict[str, Any]) -> str:
    slots = f"slots {row['notation'] or 'lost'}" if "notation" in row else "not probed"
    return f"{row['name']}\t{row['version']}\t{slots}\tsha256:{row['sha256']}"
