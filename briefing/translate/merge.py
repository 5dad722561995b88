"""Sentence pairs from outside into the memory: new ones as proposals, or approved; a pair there is is not replaced unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from briefing.errors import Problem, WorkspaceError
from briefing.glossary.cells import plain as as_it_was
from briefing.glossary.cells import safe
from briefing.translate.learning import learn
from briefing.translate.memory import Pair, read, write
from briefing.translate.slots import Terms, key_of, plain
from briefing.translate.tmx import load as read_tmx

FORMATS = ("csv", "tmx")
_TEXTS = ("zh", "en", "approved_by", "approved_on", "origin")


@dataclass(frozen=True, slots=True)
class Change:
    """What an import does with one pair: new, changed, or kept (another English is there and stays)."""

    kind: Literal["new", "changed", "kept"]
    zh: str
    before: str
    after: str

    def __str__(self) -> str:
        """Return the change as a line for people."""
        return (
            f"{self.kind} {self.zh}: {self.before!r} → {self.after!r}"
            if self.before
            else f"{self.kind} {self.zh}: {self.after}"
        )


def spreadsheet(pairs: Iterable[Pair]) -> bytes:
    """Return pairs as a CSV file in which no spreadsheet takes a text for a formula; `pairs_of` undoes it."""
    return write(_each_text(pair, safe) for pair in pairs)


def _each_text(pair: Pair, change: Callable[[str], str]) -> Pair:
    texts: dict[str, Any] = {column: change(getattr(pair, column)) for column in _TEXTS}
    return replace(pair, **texts)


def pairs_of(name: str, data: bytes, terms: Terms) -> tuple[Pair, ...]:
    """Return the pairs of a CSV or TMX file, figures abstracted into slots.

    Raises:
        WorkspaceError: all problems of the file, each with its place; a figure that cannot be abstracted is one.
        SourceError: not XML, or no TMX.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in FORMATS:
        raise WorkspaceError(Problem(name, f"a .{ending} file", "a .tmx or .csv file", "Export it as one of them."))
    found, problems = (read_tmx(name, data), ()) if ending == "tmx" else read(name, data)
    if ending == "csv":
        found = tuple(_each_text(pair, as_it_was) for pair in found)
    learnt = [_abstracted(pair, terms) for pair in found]
    wrong = [*problems, *(one for one in learnt if isinstance(one, Problem))]
    if wrong:
        raise WorkspaceError(*wrong)
    again = write(one for one in learnt if isinstance(one, Pair))
    pairs, wrong_after = read(name, again)
    if wrong_after:
        raise WorkspaceError(*wrong_after)
    return pairs


def _abstracted(pair: Pair, terms: Terms) -> Pair | Problem:
    """Return a pair with slots; one that has them already is taken as it is."""
    if "{" in pair.zh:
        return pair
    learnt = learn(pair.zh, pair.en, terms, by=pair.approved_by, on=pair.approved_on, origin=pair.where)
    return learnt if isinstance(learnt, Problem) else replace(learnt, state=pair.state, origin=pair.origin)


def merged(now: Sequence[Pair], incoming: Iterable[Pair], *, accept: bool = False) -> tuple[tuple[Change, ...], bytes]:
    """Return what would change, and the new memory.csv.

    Args:
        now: the pairs there are.
        incoming: pairs from outside.
        accept: take them with their own state and in the place of those there are; otherwise only new ones come in, as
            `proposed`.
    """
    pairs = list(now)
    places = {key_of(plain(pair.zh), of_plan=pair.of_plan): index for index, pair in enumerate(pairs)}
    changes: list[Change] = []
    for pair in incoming:
        index = places.get(key_of(plain(pair.zh), of_plan=pair.of_plan))
        if index is None:
            places[key_of(plain(pair.zh), of_plan=pair.of_plan)] = len(pairs)
            pairs.append(pair if accept else replace(pair, state="proposed"))
            changes.append(Change("new", pair.zh, "", pair.en))
        elif pairs[index].en != pair.en or (accept and pairs[index].state != pair.state):
            changes.append(Change("changed" if accept else "kept", pair.zh, pairs[index].en, pair.en))
            pairs[index] = pair if accept else pairs[index]
    return tuple(changes), write(pairs)
