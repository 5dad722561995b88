"""The memory: approved sentence pairs whose figures are slots, so that next month's sentence is an exact match.

`glossary/memory.csv` has the columns zh, en, state, approved_by, approved_on, origin; `briefing.translate.slots` says what
stands for a figure, a year, a term.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from briefing.errors import Problem, WorkspaceError
from briefing.translate.slots import (
    FIGURE_SLOT,
    PLANNED,
    TERM_SLOT,
    YEAR,
    YEAR_SLOT,
    Terms,
    dated,
    figure_slots,
    key_of,
    plain,
    refill,
    slot_problem,
    slotted,
)

COLUMNS = ("zh", "en", "state", "approved_by", "approved_on", "origin")
STATES = ("approved", "starter", "proposed", "retired")
USABLE = ("approved", "starter")
_ANY_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of memory.csv; `where` is file:line."""

    zh: str
    en: str
    state: Literal["approved", "starter", "proposed", "retired"] = "approved"
    approved_by: str = ""
    approved_on: str = ""
    origin: str = ""
    where: str = ""

    @property
    def of_plan(self) -> bool:
        """Whether its English speaks of a target, as the origin says."""
        return self.origin.endswith(PLANNED)

    @property
    def key(self) -> str:
        """By which it is found: one English a sentence, and one where the same sentence speaks of a target."""
        return key_of(plain(self.zh), of_plan=self.of_plan)

    @property
    def by_person(self) -> bool:
        """Whether a named person approved it: then it comes before what the phrase templates say of the same sentence."""
        return self.state == "approved" and bool(self.approved_by)


@dataclass(frozen=True, slots=True)
class Hit:
    """English from the memory for one sentence, slots refilled."""

    en: str
    pair: Pair
    year: str = ""  # of the report

    def source(self, zh: str) -> str:
        """The Chinese to hold the English against: with the year of its report where the English names that."""
        return dated(zh, self.year) if "{y0}" in self.pair.en else zh


class Memory:
    """Pairs by slotted source. Made by `load`; stale, proposed and retired pairs are never used."""

    def __init__(self, pairs: Iterable[Pair], terms: Terms, currency: str = "RMB", *, checked: bool = False) -> None:
        """Index `pairs`; whether one is stale is judged by the terms as they are now, unless that was `checked`."""
        self._terms = terms
        self._currency = currency
        self._pairs: dict[str, Pair] = {}
        stale: list[Pair] = []
        for pair in pairs:
            if pair.state not in USABLE:
                continue
            if not checked and is_stale(pair, terms):
                stale.append(pair)
            else:
                self._pairs.setdefault(pair.key, pair)
        self.stale = tuple(stale)

    def __len__(self) -> int:
        """Return how many pairs can be used."""
        return len(self._pairs)

    @classmethod
    def empty(cls, terms: Terms) -> Memory:
        """Return a memory without pairs."""
        return cls((), terms)

    def parted(self) -> tuple[Memory, Memory]:
        """Return what named persons approved, and the rest."""
        sides = ([p for p in self._pairs.values() if p.by_person is side] for side in (True, False))
        persons, others = (Memory(pairs, self._terms, self._currency, checked=True) for pairs in sides)
        return persons, others

    def find(self, zh: str, year: str = "", *, of_plan: bool = False) -> Hit | None:
        """Return the approved English of a sentence with its figures refilled, or None.

        Args:
            zh: the sentence.
            year: that of its report.
            of_plan: it speaks of a target: 新增 has no tense, but were added and are to be added have.
        """
        pair = self._pairs.get(key_of(slotted(zh, self._terms), of_plan=of_plan))
        if pair is None:
            return None
        en = refill(pair.en, figure_slots(zh, self._terms), YEAR.findall(zh), self._currency, year)
        return None if en is None else Hit(en, pair, year)

    def sentence(self, zh: str) -> str:
        """Return the approved English of a clause that is a sentence of its own, or nothing."""
        hit = self.find(zh)
        return hit.en if hit is not None and hit.en.endswith(".") else ""


def is_stale(pair: Pair, terms: Terms) -> bool:
    """Return whether a term of the pair has another English now than when the pair was approved."""
    slots = {slot[1]: slot[2] for slot in TERM_SLOT.finditer(pair.zh)}
    for slot in TERM_SLOT.finditer(pair.en):
        term = slots.get(slot[1])
        if term is not None and terms.check_english(term, slot[2]):
            return True
    return any(p.kind == "missing" for p in terms.check_english(plain(pair.zh), plain(pair.en)))


def read(name: str, data: bytes) -> tuple[tuple[Pair, ...], tuple[Problem, ...]]:
    """Return the pairs of a memory.csv and its problems, each with file:line; a pair with a problem is not among the pairs."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return (), (Problem(name, "not UTF-8", "UTF-8 text", "Save the file as CSV UTF-8."),)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        header = ",".join(reader.fieldnames or ())
        return (), (Problem(f"{name}:1", f"header {header}", ",".join(COLUMNS), "Restore the header."),)
    pairs: list[Pair] = []
    found: list[Problem] = []
    seen: dict[str, str] = {}
    rows = iter(reader)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            where = f"{name}:{reader.line_num}"
            found.append(Problem(where, f"not readable as CSV ({error})", "rows of CSV", "Look for an unclosed quote."))
            break
        where = f"{name}:{reader.line_num}"
        wrong = _row_problem(row, where, seen)
        if wrong:
            found.append(wrong)
            continue
        cells = {column: (row[column] or "").strip() for column in COLUMNS}
        pairs.append(Pair(**cells, where=where))  # type: ignore[arg-type]  # the state is checked above
        seen[pairs[-1].key] = where
    return tuple(pairs), tuple(found)


def _row_problem(row: Mapping[str, str | None], where: str, seen: Mapping[str, str]) -> Problem | None:
    zh, en, state = ((row[column] or "").strip() for column in ("zh", "en", "state"))
    if not zh or not en:
        return Problem(where, "empty zh or en", "a pair", "Fill both or delete the row.")
    if state not in STATES:
        return Problem(where, f"state {state or 'empty'}", " or ".join(STATES), "Correct the state.")
    for slot in _ANY_SLOT.finditer(zh + en):
        if not any(kind.fullmatch(slot[0]) for kind in (FIGURE_SLOT, TERM_SLOT, YEAR_SLOT)):
            return Problem(where, f"slot {slot[0]}", "{n1:money}, {y1} or {t1:term}", "Correct the slot.")
    earlier = seen.get(Pair(zh, en, origin=(row["origin"] or "").rstrip()).key)
    if earlier:
        return Problem(where, "the same source twice", f"one pair a source (see {earlier})", "Delete one of them.")
    return slot_problem(zh, en, where)


def load(files: Mapping[str, bytes], terms: Terms, currency: str = "RMB") -> Memory:
    """Return the memory of one or more files by name; the first file that knows a source wins.

    Raises:
        WorkspaceError: all problems of all files at once.
    """
    pairs: list[Pair] = []
    found: list[Problem] = []
    for name, data in files.items():
        good, bad = read(name, data)
        pairs += good
        found += bad
    if found:
        raise WorkspaceError(*found)
    return Memory(pairs, terms, currency)


def write(pairs: Iterable[Pair]) -> bytes:
    """Return pairs as a memory.csv."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for pair in pairs:
        writer.writerow([getattr(pair, column) for column in COLUMNS])
    return out.getvalue().encode()
