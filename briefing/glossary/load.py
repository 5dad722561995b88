"""The loader: folders of CSV files → glossary, or every problem at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from briefing.errors import Problem, WorkspaceError
from briefing.glossary.entry import Entry
from briefing.glossary.grammar import GRAMMAR_FILE, load_grammar, packaged_grammar
from briefing.glossary.match import fold
from briefing.glossary.rows import read_rows
from briefing.glossary.termbase import Glossary
from briefing.glossary.verbs import packaged_verbs

# Files of the folder that are no lists of terms.
_OTHER_FILES = frozenset({"memory.csv", GRAMMAR_FILE})
_LARGEST = 8_000_000  # bytes; a glossary of 20,000 rows is a quarter of it


def _files(folders: Sequence[Path]) -> dict[str, Path]:
    """Return file name → path; of two folders with the same file name the earlier one wins."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
            found.setdefault(path.name, path)
    return found


def _guards(entry: Entry) -> tuple[tuple[str, ...], ...]:
    return entry.followed_by, entry.not_followed_by, entry.preceded_by, entry.not_preceded_by


def _duplicates(entries: Iterable[Entry]) -> list[Problem]:
    """Return a problem for every spelling that two rows in force claim in the same place."""
    seen: dict[object, Entry] = {}
    problems = []
    for entry in entries:
        for text in dict.fromkeys(fold(t) for t in (entry.zh, *entry.zh_variants)):
            first = seen.setdefault((text, _guards(entry)), entry)
            if first is not entry:
                found = f"“{text}” again, first at {first.where}"
                problems.append(
                    Problem(entry.where, found, "each term once for the same guards", "Merge the two rows.")
                )
    return problems


def _clashes(entries: Iterable[Entry]) -> list[Problem]:
    """Return a problem where a discouraged form is what another row prescribes, unless one of the two is guarded."""
    entries = tuple(entries)
    preferred = {e.en.lower(): e for e in entries if not any(_guards(e))}
    problems = []
    for entry in entries:
        for form in entry.discouraged if not any(_guards(entry)) else ():
            other = preferred.get(form.lower())
            if other is not None and other is not entry:
                found = f"“{form}” is discouraged for {entry.zh} and preferred for {other.zh} at {other.where}"
                remedy = "Remove the form here or give one of the two rows a guard."
                problems.append(Problem(entry.where, found, "no form that is right elsewhere", remedy))
    return problems


def load_glossary(folders: Sequence[Path]) -> Glossary:
    """Return the glossary made of all CSV files of `folders`.

    Args:
        folders: as a search path: a file hides those of the same name in later folders
            (the workspace before the packaged starter). Folders that do not exist count as empty.

    Raises:
        WorkspaceError: with all problems of all files, each with file:line.
    """
    files = _files(folders)
    digest = hashlib.sha256()
    entries: list[Entry] = []
    problems: list[Problem] = []
    for name in sorted(files):
        if name in _OTHER_FILES:
            continue
        if files[name].stat().st_size > _LARGEST:
            problems.append(Problem(name, "a file over 8 MB", "a list of terms", "Split it or remove it."))
            continue
        data = files[name].read_bytes()
        digest.update(name.encode() + b"\0" + data)
        rows, found = read_rows(f"glossary/{name}", data)
        entries += rows
        problems += found
    in_force = [e for e in entries if e.status == "accepted"]
    grammar_path = files.get(GRAMMAR_FILE)
    grammar_bytes = grammar_path.read_bytes() if grammar_path else packaged_grammar()
    digest.update(grammar_bytes + packaged_verbs())
    grammar, found = load_grammar(f"glossary/{GRAMMAR_FILE}", grammar_bytes)
    problems += [*found, *_duplicates(in_force), *_clashes(in_force)]
    if problems:
        raise WorkspaceError(*problems)
    return Glossary(tuple(entries), grammar, digest.hexdigest())
