"""The memory: approved sentence pairs whose figures are slots, so that next month's sentence is an exact match.

`glossary/memory.csv` has the columns zh, en, state, approved_by, approved_on, origin. Three kinds of slot:

    {n1:money}          a figure, with its kind; the same slot stands in zh and en, the value comes from the new sentence
    {y1}                a year (2023年 is {y1}年)
    {t1:八八战略}        a term; in en {t1:Double Eight Strategy} keeps the English it had when the pair was approved

Figures are never learnt: a pair with a bare figure outside a slot is refused. A term may also stand as plain text. A pair
is stale, and not used, when the glossary no longer gives its terms that English. Matching is exact on the source with
figures slotted and terms in the glossary's own spelling, so quotes and widths do not matter.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Literal, Protocol

from briefing.errors import Problem, WorkspaceError
from briefing.glossary import Match, TermProblem
from briefing.quantity import Quantity, find, find_english
from briefing.quantity.words import rows
from briefing.translate.locks import english_of

COLUMNS = ("zh", "en", "state", "approved_by", "approved_on", "origin")
STATES = ("approved", "starter", "proposed", "retired")
USABLE = ("approved", "starter")
_FIGURE_SLOT = re.compile(r"\{n(\d+):([a-z]+)\}")
_TERM_SLOT = re.compile(r"\{t(\d+):([^{}]+)\}")
_ANY_SLOT = re.compile(r"\{([^{}]*)\}")
_YEAR = re.compile(r"((?:19|20)\d\d)(?=年)")
_YEAR_SLOT = re.compile(r"\{y(\d+)\}")
_EDGES = re.compile(
    r"^(?:[\s—\-•·◆●■▲]+|[一二三四五六七八九十]{1,3}[、,]|[（(][一二三四五六七八九十]{1,3}[)）]|[①-⑳])|[\s。；;.!！:：]+$"
)
_FOLD = str.maketrans({c: chr(ord(c) - 0xFEE0) for c in map(chr, range(0xFF01, 0xFF5F))} | {"、": ",", "　": " "})
_QUOTES = re.compile("[“”‘’\"'《》「」『』\\s]")


class Terms(Protocol):
    """What the memory needs of `briefing.glossary.Glossary`."""

    def match(self, zh: str) -> tuple[Match, ...]:
        """Return the enforced terms of a Chinese text."""
        ...

    def check_english(self, zh: str, en: str) -> tuple[TermProblem, ...]:
        """Return what is wrong with the terms of a translation."""
        ...


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


@dataclass(frozen=True, slots=True)
class Hit:
    """English from the memory for one sentence, slots refilled."""

    en: str
    pair: Pair


# --- slots ------------------------------------------------------------------------------------------------------------


def figure_slots(zh: str, terms: Terms) -> tuple[Quantity, ...]:
    """Return the figures of a sentence that become slots: those outside terms."""
    matches = terms.match(zh)
    return tuple(q for q in find(zh) if not any(m.start < q.end and q.start < m.end for m in matches) and english_of(q))


def slotted(zh: str, terms: Terms) -> str:
    """Return a Chinese sentence with its figures as typed slots: 新增泊位3746个 gives 新增泊位{n1:count}."""
    parts: list[str] = []
    at = 0
    for number, quantity in enumerate(figure_slots(zh, terms), start=1):
        start, end = _with_bound(zh, quantity)
        parts += [zh[at:start], f"{{n{number}:{_type(quantity)}}}"]
        at = end
    years = count(1)
    return _YEAR.sub(lambda _: f"{{y{next(years)}}}", "".join([*parts, zh[at:]]))


@cache
def _bound_words(place: str) -> tuple[str, ...]:
    found = (row["word"] for row in rows("bounds.csv") if row["place"] == place)
    return tuple(sorted(found, key=lambda word: -len(word)))


def _with_bound(zh: str, quantity: Quantity) -> tuple[int, int]:
    """Return the span of a figure with the words of its bound (不少于30个, 30个以上): the slot's wording says it."""
    if quantity.bound == "eq":
        return quantity.start, quantity.end
    before = next((word for word in _bound_words("before") if zh.endswith(word, 0, quantity.start)), "")
    after = next((word for word in _bound_words("after") if zh.startswith(word, quantity.end)), "")
    return quantity.start - len(before), quantity.end + len(after)


def _type(quantity: Quantity) -> str:
    kind = quantity.unit_kind or quantity.kind
    return "count" if kind == "number" else kind


def plain(text: str) -> str:
    """Return a side of a pair with its term slots as plain text."""
    return _TERM_SLOT.sub(r"\2", text)


def key_of(zh: str) -> str:
    """Return the form in which sources are compared: widths folded, quotes, blanks and closing marks dropped."""
    return _EDGES.sub("", _QUOTES.sub("", zh.translate(_FOLD)))


def refill(en: str, figures: Sequence[Quantity], years: Sequence[str] = (), currency: str = "RMB") -> str | None:
    """Return the English with its slots filled, or None where a slot has no figure of its kind."""
    complete = True

    def year(slot: re.Match[str]) -> str:
        nonlocal complete
        index = int(slot[1]) - 1
        complete = complete and index < len(years)
        return years[index] if index < len(years) else ""

    def fill(slot: re.Match[str]) -> str:
        nonlocal complete
        index = int(slot[1]) - 1
        if index >= len(figures) or _type(figures[index]) != slot[2]:
            complete = False
            return ""
        return english_of(figures[index], currency)

    text = _YEAR_SLOT.sub(year, _FIGURE_SLOT.sub(fill, plain(en)))
    return text[:1].upper() + text[1:] if complete else None


# --- the memory -------------------------------------------------------------------------------------------------------


class Memory:
    """Pairs by slotted source. Made by `load`; stale, proposed and retired pairs are never used."""

    def __init__(self, pairs: Iterable[Pair], terms: Terms, currency: str = "RMB") -> None:
        """Index `pairs`; whether one is stale is judged by the terms as they are now."""
        self._terms = terms
        self._currency = currency
        self._pairs: dict[str, Pair] = {}
        stale: list[Pair] = []
        for pair in pairs:
            if pair.state not in USABLE:
                continue
            if is_stale(pair, terms):
                stale.append(pair)
            else:
                self._pairs.setdefault(key_of(plain(pair.zh)), pair)
        self.stale = tuple(stale)

    def __len__(self) -> int:
        """Return how many pairs can be used."""
        return len(self._pairs)

    @classmethod
    def empty(cls, terms: Terms) -> Memory:
        """Return a memory without pairs."""
        return cls((), terms)

    def find(self, zh: str) -> Hit | None:
        """Return the approved English of a sentence with its figures refilled, or None."""
        pair = self._pairs.get(key_of(slotted(zh, self._terms)))
        if pair is None:
            return None
        en = refill(pair.en, figure_slots(zh, self._terms), _YEAR.findall(zh), self._currency)
        return None if en is None else Hit(en, pair)

    def sentence(self, zh: str) -> str:
        """Return the approved English of a clause that is a sentence of its own, or nothing."""
        hit = self.find(zh)
        return hit.en if hit is not None and hit.en.endswith(".") else ""


def is_stale(pair: Pair, terms: Terms) -> bool:
    """Return whether a term of the pair has another English now than when the pair was approved."""
    slots = {slot[1]: slot[2] for slot in _TERM_SLOT.finditer(pair.zh)}
    for slot in _TERM_SLOT.finditer(pair.en):
        term = slots.get(slot[1])
        if term is not None and terms.check_english(term, slot[2]):
            return True
    return any(p.kind == "missing" for p in terms.check_english(plain(pair.zh), plain(pair.en)))


def learn(zh: str, en: str, terms: Terms, *, by: str, on: str, origin: str) -> Pair | Problem:
    """Return the pair to remember for an approved sentence, its figures abstracted, or why it cannot be learnt.

    Each figure of the Chinese must stand in the English in the wording of the house, once for each time it is there.
    """
    text, source = en, zh
    figures = figure_slots(zh, terms)
    for number, quantity in sorted(enumerate(figures, start=1), key=lambda item: -len(english_of(item[1]))):
        words = english_of(quantity)
        spot = re.search(rf"(?<![\w.,]){re.escape(words)}(?![\w%]|[.,]\d)", text, re.IGNORECASE)
        if spot is None:
            return Problem(origin, f"figure {words} is not in the English", "each figure as the house words it")
        text = f"{text[: spot.start()]}{{n{number}:{_type(quantity)}}}{text[spot.end() :]}"
    for number, year in enumerate(_YEAR.findall(zh), start=1):
        text = re.sub(rf"\b{year}\b", f"{{y{number}}}", text, count=1)
    source = slotted(zh, terms)
    problem = _bare_figure(source, text, origin)
    return problem or Pair(_termed(source, terms), text, "approved", by, on, origin)


def _termed(source: str, terms: Terms) -> str:
    """Return a slotted source with the terms as slots too."""
    parts: list[str] = []
    at = 0
    for number, match in enumerate(terms.match(source), start=1):
        if "{" in match.text or "}" in match.text:
            continue
        parts += [source[at : match.start], f"{{t{number}:{match.text}}}"]
        at = match.end
    return "".join([*parts, source[at:]])


def _bare_figure(zh: str, en: str, where: str) -> Problem | None:
    """Return a problem where a figure stands outside a slot on the English side."""
    left = [q for q in find_english(_FIGURE_SLOT.sub("#", plain(en))) if q.kind in ("money", "percent", "points")]
    if left:
        return Problem(
            where, f"bare figure {left[0].exact} in en", "figures as slots", "Write {n1:money} and the like."
        )
    wanted, found = (sorted(_FIGURE_SLOT.findall(side) + _YEAR_SLOT.findall(side)) for side in (zh, en))
    if wanted != found:
        return Problem(where, "figure slots of zh and en differ", "the same slots on both sides", "Number them alike.")
    return None


# --- files ------------------------------------------------------------------------------------------------------------


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
    for row in reader:
        where = f"{name}:{reader.line_num}"
        wrong = _row_problem(row, where, seen)
        if wrong:
            found.append(wrong)
            continue
        cells = {column: (row[column] or "").strip() for column in COLUMNS}
        pairs.append(Pair(**cells, where=where))  # type: ignore[arg-type]  # the state is checked above
        seen[key_of(plain(cells["zh"]))] = where
    return tuple(pairs), tuple(found)


def _row_problem(row: Mapping[str, str | None], where: str, seen: Mapping[str, str]) -> Problem | None:
    zh, en, state = ((row[column] or "").strip() for column in ("zh", "en", "state"))
    if not zh or not en:
        return Problem(where, "empty zh or en", "a pair", "Fill both or delete the row.")
    if state not in STATES:
        return Problem(where, f"state {state or 'empty'}", " or ".join(STATES), "Correct the state.")
    for slot in _ANY_SLOT.finditer(zh + en):
        if not any(kind.fullmatch(slot[0]) for kind in (_FIGURE_SLOT, _TERM_SLOT, _YEAR_SLOT)):
            return Problem(where, f"slot {slot[0]}", "{n1:money}, {y1} or {t1:term}", "Correct the slot.")
    earlier = seen.get(key_of(plain(zh)))
    if earlier:
        return Problem(where, "the same source twice", f"one pair a source (see {earlier})", "Delete one of them.")
    return _bare_figure(zh, en, where)


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
