"""The words of the noun-phrase grammar: levels, scopes, modifiers, suffixes, notes (grammar.csv) and verbs (verbs.csv)."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from itertools import zip_longest
from typing import get_args

from briefing.errors import Problem, nearest
from briefing.glossary.kinds import Role, Shape
from briefing.glossary.match import fold
from briefing.glossary.verbs import SILENT, VerbForms, verbs

GRAMMAR_FILE = "grammar.csv"
COLUMNS = ("role", "zh", "en", "after", "clause", "shape", "notes")
ROLES: tuple[str, ...] = get_args(Role)
SHAPES: tuple[str, ...] = get_args(Shape)
JOINABLE: frozenset[Role] = frozenset({"action", "level", "modifier"})  # two may share a noun: 新建、改扩建学校


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the grammar.

    role: what it does beside a term (see `briefing.glossary.kinds.Role`).
    en: its English before the noun; for a suffix the pattern for a short noun (`{x} output`); for a pair the pattern for
        a counted second noun (`{x} selected as {y}`).
    after: its English behind the noun; for a suffix the pattern for a long noun (`output of {x}`); for a pair the pattern
        for any other second noun (`{x} selected for {y}`).
    clause: for an action, what was done, after a plural subject (`were newly certified`); for a suffix its article.
    shape: what a suffix makes of its noun; of an action, `amount` where it is said of the whole amount (新增 + 贷款); of an
        action or a level, `thing` or `person` where it is said of what is counted only (入选, 帮扶, 区).
    """

    role: Role
    zh: str
    en: str
    after: str
    clause: str
    shape: Shape
    notes: str

    def joined(self, link: str, other: Word) -> Word | None:
        """Return the word that two of a role make on one noun, or None where English needs them apart.

        Of works some had one done and some the other (newly built or expanded); a qualifier holds for its own part.
        """
        zh = f"{self.zh}{link}{other.zh}"
        if self.role == "action":
            if not (
                self.clause.startswith("were ") and other.clause.startswith("were ") and self.after and other.after
            ):
                return None
            done, after = (text.removeprefix("were ").removeprefix("newly ") for text in (other.clause, other.after))
            words = ", " if " or " in done else " or "
            return replace(
                self, zh=zh, en="", after=self.after + words + after, clause=self.clause + words + done, shape=""
            )
        if not (self.en and other.en) or link == "并":
            return None
        head, hyphen, tail = self.en.rpartition("-")
        same = hyphen and other.en.endswith(f"-{tail}")
        words = "," if " and " in other.en else " and"
        return replace(self, zh=zh, en=f"{head + '-' if same else self.en}{words} {other.en}", after="")


@dataclass(frozen=True, slots=True)
class Grammar:
    """All words by role, the longest first within a role."""

    words: Mapping[Role, tuple[Word, ...]]

    def of(self, role: Role) -> tuple[Word, ...]:
        """Return the words of a role, longest first."""
        return self.words.get(role, ())


def packaged_grammar() -> bytes:
    """Return the grammar that comes with the package."""
    return resources.files("briefing.glossary").joinpath(GRAMMAR_FILE).read_bytes()


def _problem(row: Mapping[str, str], where: str) -> Problem | None:
    """Return what is wrong with a row, or None."""
    role, zh, shape = row["role"], row["zh"], row["shape"]
    if role not in ROLES:
        return Problem(where, f"unknown role “{role}”", f"one of {', '.join(ROLES)}", nearest(role, ROLES))
    if not zh:
        return Problem(where, "zh is empty", "a Chinese word", "Fill it in or remove the row.")
    if shape not in SHAPES:
        return Problem(where, f"unknown shape “{shape}”", f"one of {', '.join(SHAPES)}", nearest(shape, SHAPES))
    patterns = row["en"] + row["after"]
    if role in ("suffix", "pair", "share") and "{x}" not in patterns:
        return Problem(where, f"{role} {zh} without {{x}}", "a pattern with {x}", "Write {x} where the noun goes.")
    if role in ("pair", "share") and "{y}" not in patterns:
        return Problem(
            where, f"{role} {zh} without {{y}}", "a pattern with {y}", "Write {y} where the second noun goes."
        )
    return None


def _said(english: str) -> str:
    return "" if english == SILENT else english


def _action(verb: VerbForms) -> Word:
    """Return a verb as it stands before its noun: 新认定 is newly certified."""
    return Word("action", fold(verb.zh), verb.before, _said(verb.after), verb.clause, verb.shape, "")  # type: ignore[arg-type]  # a test holds the shapes


def _outcome(verb: VerbForms) -> Word:
    """Return a verb as it stands behind its noun: 开工 is that started construction."""
    done = _said(verb.behind)
    clause = done.removeprefix("that ") if done.startswith("that ") else f"were {done}" if done else ""
    return Word("outcome", fold(verb.zh), "", done, clause, "", "")


def _verbal() -> dict[Role, dict[str, Word]]:
    """Return the verbs that come with the package as words of their two roles."""
    actions = [_action(verb) for verb in verbs() if verb.after]
    outcomes = [_outcome(verb) for verb in verbs() if verb.behind]
    return {"action": {word.zh: word for word in actions}, "outcome": {word.zh: word for word in outcomes}}


def load_grammar(name: str, data: bytes) -> tuple[Grammar, list[Problem]]:
    """Return the grammar of a file with the verbs of the package, and the problems of the file.

    Args:
        name: The file as messages call it.
        data: Its bytes, UTF-8. A verb it gives itself (role action or outcome) is taken instead of the package's.
    """
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    header = next(reader, [])
    if tuple(header) != COLUMNS:
        found = ",".join(header)
        return Grammar({}), [Problem(f"{name}:1", f"header {found}", ",".join(COLUMNS), "Restore the header.")]
    words: defaultdict[Role, dict[str, Word]] = defaultdict(dict)
    problems: list[Problem] = []
    for row in reader:
        where = f"{name}:{reader.line_num}"
        cells = dict(zip_longest(COLUMNS, row[: len(COLUMNS)], fillvalue=""))
        problem = _problem(cells, where)
        zh = fold(cells["zh"])
        if problem is None and zh in words[cells["role"]]:  # type: ignore[index]  # checked above
            problem = Problem(where, f"{cells['role']} {cells['zh']} twice", "each word once", "Remove one.")
        if problem is not None:
            problems.append(problem)
            continue
        cells["zh"] = zh
        word = Word(**cells)  # type: ignore[arg-type]  # role and shape checked above
        words[word.role][zh] = word
    for role, known in _verbal().items():
        words[role] = {**known, **words[role]}
    ordered = {role: tuple(sorted(ws.values(), key=lambda w: -len(w.zh))) for role, ws in words.items()}
    return Grammar(ordered), problems
