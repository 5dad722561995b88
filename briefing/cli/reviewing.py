"""Commands for editors and authors of templates: review, preview."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.app import Folder, Json, app, say
from briefing.errors import Problem, SourceError

if TYPE_CHECKING:
    from briefing.config import Workspace
    from briefing.glossary import Glossary
    from briefing.model.extract import Extract
    from briefing.review import Corrected, Place, Returned, ReturnedSheet, Verdict

    _File = Returned | ReturnedSheet

_LARGEST = 20_000_000  # bytes of a returned file
_LONGEST_NAME = 80
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@app.command()
def review(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="DOCX...", help="English files that an editor corrected, or the editor's XLSX."),
    ],
    by: Annotated[str, typer.Option(help="Who approves; by default who saved the file last.")] = "",
    accept: Annotated[
        bool, typer.Option("--accept", help="Put proposed terms in force, and replace what another editor approved.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be learnt.")] = False,
    workspace: Folder = Path(),
    as_json: Json = False,
) -> None:
    """Take an editor's corrections from returned Word files: into the memory, and as proposals into the glossary.

    Tracked insertions count as text, tracked deletions do not. Exit code 6 where something could not be taken.
    """
    from briefing.config import load_workspace
    from briefing.review import read_returned, read_sheet
    from briefing.run import locked

    place = load_workspace(workspace)
    readers = {".xlsx": read_sheet}
    returned = [readers.get(file.suffix.lower(), read_returned)(file.name, _bytes(file)) for file in files]
    counts: Counter[str] = Counter()
    with nullcontext() if dry_run else locked(place.out):
        verdicts = _reviewed(place, returned, by, accept=accept, dry_run=dry_run)
    for name, verdict in verdicts:
        counts[verdict.state] += 1
        if as_json or verdict.state != "unchanged":
            say({"file": name, **verdict.row()}, _told(verdict), as_json=as_json)
    _tell(counts, returned, dry_run=dry_run)
    if counts["conflict"] or counts["deleted"]:
        raise typer.Exit(6)


@app.command()
def preview(
    region: Annotated[str, typer.Argument(help="Region id; the first by default.")] = "",
    period: Annotated[str, typer.Option(help="2023, 2024-10; the newest by default.")] = "",
    edition: Annotated[str, typer.Option(help="An edition with PDF pages; the first by default.")] = "",
    port: Annotated[int, typer.Option(help="On 127.0.0.1; 0 for any that is free.", min=0, max=65535)] = 8765,
    workspace: Folder = Path(),
) -> None:
    """Show the pages of one unit in both languages, made anew whenever a template, a term or a setting changes; Ctrl-C ends it."""
    from briefing.config import load_workspace
    from briefing.preview import Choice, Preview, serve

    if region:
        load_workspace(workspace).region(region)
    serve(
        Preview(workspace, Choice(region, period, edition)),
        port,
        lambda line: typer.echo(line, err=not line.startswith("http")),
    )


def _reviewed(
    place: Workspace, returned: Sequence[_File], by: str, *, accept: bool, dry_run: bool
) -> list[tuple[str, Verdict]]:
    """The verdicts with the files they are of, each file judged with what those before it taught; the caller holds the lock."""
    from briefing.cli.terms import pairs_of_memory
    from briefing.deliver import write_files
    from briefing.glossary import load_glossary
    from briefing.glossary.merge import check
    from briefing.review import MEMORY, taken
    from briefing.review import review as judge

    folders = place.folders("glossary")
    glossary, pairs = load_glossary(folders), pairs_of_memory(place)
    changed: dict[str, bytes] = {}
    verdicts: list[tuple[str, Verdict]] = []
    for one in returned:
        desk = replace(_desk(place, one, by, glossary), pairs=pairs, accept=accept)
        reviewed = judge(_places(place, one, desk.extract), desk)
        new = taken(reviewed, desk)
        changed |= new.files
        glossary = check({name: data for name, data in changed.items() if name != MEMORY}, folders)
        pairs = new.memory
        verdicts += [(one.name, verdict) for verdict in reviewed.verdicts]
    if changed and not dry_run:
        write_files(place.root / "glossary", changed)
    return verdicts


def _places(place: Workspace, one: _File, extract: Extract) -> tuple[Place, ...]:
    """Where each sentence stands now; of an edition without rows beside the published file.

    Raises:
        SourceError: that is not there, or of another build.
    """
    from briefing.periods import file_period
    from briefing.review import ReturnedSheet, printed_places, read_returned

    if isinstance(one, ReturnedSheet) or one.by_row:
        return one.places({segment.id: segment.zh for segment in extract.segments})
    period = file_period(one.period)
    name = f"{one.region}-{period}-{one.edition}.{one.lang[:2]}.docx"
    published = place.out / period / one.region / name
    return printed_places(one, read_returned(name, _bytes(published)), extract)


def _desk(place: Workspace, one: _File, by: str, glossary: Glossary) -> Corrected:
    """What a file is judged with, the memory still empty.

    Raises:
        SourceError: it is a Chinese edition, of a region that is not here, or of a report without extract.
    """
    from datetime import UTC, datetime

    from briefing.extract.package import load
    from briefing.review import Corrected
    from briefing.review.texts import fault, tidy
    from briefing.run import PERIOD
    from briefing.run.due import extract_folder, read_package

    if not one.lang.startswith("en"):
        found = f"a file in {one.lang or 'no language'}"
        raise SourceError(Problem(one.name, found, "an English file", "Correct the English one"))
    named = PERIOD.fullmatch(one.period) and _SLUG.fullmatch(one.edition)
    known = named and any(region.id == one.region for region in place.regions)
    folder = extract_folder(place, one.region, one.period)
    files = read_package(folder) if known else {}
    if not files:
        found, remedy = f"no extract of {one.region}/{one.period}", "Review it where it was built, after a build"
        raise SourceError(Problem(one.name, found, "a briefing of this workspace", remedy))
    name = tidy(by or one.editor)[:_LONGEST_NAME]
    return Corrected(
        load(files),
        glossary,
        (),
        "editor" if fault(name) or not name else name,
        datetime.now(UTC).astimezone().date().isoformat(),
        "a file with an odd name" if fault(one.name) else tidy(one.name),
        str(folder.relative_to(place.root)),
        currency=place.settings.currency,
    )


def _told(verdict: Verdict) -> str:
    """A verdict as lines for people."""
    lines = [f"{verdict.state}: {verdict.id} {verdict.zh}", f"  - {verdict.before}", f"  + {verdict.after}"]
    return "\n".join([*lines, *(f"  ! {problem}" for problem in verdict.problems)])


def _tell(counts: Counter[str], returned: Sequence[_File], *, dry_run: bool) -> None:
    tracked = sum(one.tracked for one in returned)
    if tracked:
        typer.echo(f"{tracked} tracked changes: insertions count as text, deletions do not", err=True)
    told = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "no sentence"
    typer.echo(f"{told}{' (nothing was written)' if dry_run else ''}", err=True)


def _bytes(file: Path) -> bytes:
    """The content of a returned file.

    Raises:
        SourceError: it cannot be read or is too large.
    """
    try:
        if file.stat().st_size > _LARGEST:
            raise SourceError(
                Problem(str(file), f"more than {_LARGEST // 1_000_000} MB", "a Word file as briefing makes it")
            )
        return file.read_bytes()
    except OSError as error:
        found = error.strerror or "not readable"
        raise SourceError(Problem(str(file), found, "a DOCX", "Check its name and permissions")) from None
