"""The memory: approved sentence pairs whose figures are slots, so that next month's sentence is an exact match.

`glossary/memory.csv` has the columns zh, en, state, approved_by, approved_on, origin. Three kinds of slot:

    {n1:money}          a figure, with its kind; the same slot stands in zh and en, the value comes from the new sentence;
                        in en {n1:count:bare} leaves its unit out (296,400), {n1:count:words} spells a small one (three):
                        behind a slash stands which unit that was (bare/person_time), and no figure of another fills it;
                        one that ends in :one was learnt of a single thing and says no other number
    {y1}                a year (2023年 is {y1}年); {y0} in en is the year of the report, where the Chinese names none (全年)
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
from briefing.quantity import Quantity, find, find_english, wording
from briefing.quantity.words import rows
from briefing.translate.figures import figures_of
from briefing.translate.locks import english_of

COLUMNS = ("zh", "en", "state", "approved_by", "approved_on", "origin")
STATES = ("approved", "starter", "proposed", "retired")
USABLE = ("approved", "starter")
PLANNED = " planned"  # ends the origin of a pair whose English speaks of a target
_FIGURE_SLOT = re.compile(r"\{n(\d+):([a-z]+)(?::(bare|words)(?:/(\w+))?)?(:one)?\}")
_TERM_SLOT = re.compile(r"\{t(\d+):([^{}]+)\}")
_ANY_SLOT = re.compile(r"\{([^{}]*)\}")
_YEAR = re.compile(r"((?:19|20)\d\d)(?=年)")
_YEAR_SLOT = re.compile(r"\{y(\d+)\}")
_EDGES = re.compile(
    r"^(?:[\s—\-•·◆●■▲]+|[一二三四五六七八九十]{1,3}[、,]|[（(][一二三四五六七八九十]{1,3}[)）]|[①-⑳])|[\s。；;.!！:：]+$"
)
_FOLD = str.maketrans({c: chr(ord(c) - 0xFEE0) for c in map(chr, range(0xFF01, 0xFF5F))} | {"、": ",", "　": " "})
_SENTENCE_END = re.compile(r"[.!?][”\"’)]?\s+$")
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


def dated(zh: str, year: str) -> str:
    """Return a sentence that names no year of its own as said in the year of its report."""
    return f"{year}年{zh}" if year and not _YEAR.search(zh) else zh


def key_of(zh: str, *, of_plan: bool = False) -> str:
    """Return the form in which sources are compared: widths folded, quotes, blanks and closing marks dropped.

    A sentence that speaks of a target (`of_plan`) is another than the same words about a result.
    """
    return _EDGES.sub("", _QUOTES.sub("", zh.translate(_FOLD))) + (PLANNED if of_plan else "")


def refill(
    en: str, figures: Sequence[Quantity], years: Sequence[str] = (), currency: str = "RMB", own: str = ""
) -> str | None:
    """Return the English with its slots filled, or None where a slot has no figure of its kind; `own` is the report's year."""
    complete = True

    def year(slot: re.Match[str]) -> str:
        nonlocal complete
        named = [own, *years]
        word = named[int(slot[1])] if int(slot[1]) < len(named) else ""
        complete = complete and bool(word)
        return word

    def fill(slot: re.Match[str]) -> str:
        nonlocal complete
        index = int(slot[1]) - 1
        if index >= len(figures) or not _fits(figures[index], slot):
            complete = False
            return ""
        words = _worded(figures[index], slot[3] or "", currency)
        return words[:1].upper() + words[1:] if _SENTENCE_END.search(slot.string, 0, slot.start()) else words

    text = _YEAR_SLOT.sub(year, _FIGURE_SLOT.sub(fill, plain(en)))
    return text[:1].upper() + text[1:] if complete else None


def _fits(figure: Quantity, slot: re.Match[str]) -> bool:
    """Return whether a figure may fill a slot: its kind, no loss, and one thing where the sentence speaks of one, else several."""
    if _type(figure) != slot[2] or figure.value < 0:  # 增长-3.2%: up -3.2% is no English
        return False
    if slot[3] and _left_out(figure) != (slot[4] or ""):
        return False
    return slot[2] != "count" or _single(figure) == bool(slot[5])


def _left_out(figure: Quantity) -> str:
    """Return the unit that a figure loses where only its number is said, empty where the house says no noun with it."""
    return figure.unit_code if _worded(figure, "bare") != english_of(figure) else ""


def _single(figure: Quantity) -> bool:
    return figure.value_base == 1 and figure.bound == "eq" and figure.low is None


def _worded(figure: Quantity, way: str, currency: str = "RMB") -> str:
    """Return a figure in the wording of the house; `bare` without its unit, `words` spelled where it is small."""
    whole = english_of(figure, currency)
    if not way or figure.low is not None or figure.parts:
        return whole
    bare = wording.english(figure.value, figure.unit_zh, bound=figure.bound, noun="")
    number = wording.english(figure.value, figure.unit_zh, noun="")
    return bare.replace(number, wording.small_number(figure.value_base)) if way == "words" else bare


# --- the memory -------------------------------------------------------------------------------------------------------


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
        en = refill(pair.en, figure_slots(zh, self._terms), _YEAR.findall(zh), self._currency, year)
        return None if en is None else Hit(en, pair, year)

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


def learn(
    zh: str, en: str, terms: Terms, *, by: str, on: str, origin: str, year: str = "", currency: str = "RMB"
) -> Pair | Problem:
    """Return the pair to remember for an approved sentence, its figures abstracted, or why it cannot be learnt.

    Each figure of the Chinese must stand in the English in the wording of the house, once for each time it is there. `year`
    is that of the report: English may name it where the Chinese does not (全年).
    """
    figures = figure_slots(zh, terms)
    placed = _placed(en, figures, origin, currency)
    if isinstance(placed, Problem):
        return placed
    text = en
    for start, end, slot in sorted(placed, reverse=True):
        text = f"{text[:start]}{slot}{text[end:]}"
    for number, named in enumerate(_YEAR.findall(zh), start=1):
        text = re.sub(rf"\b{named}\b", f"{{y{number}}}", text, count=1)
    if year and year not in _YEAR.findall(zh):
        text = re.sub(rf"\b{year}\b", "{y0}", text)
    source = slotted(zh, terms)
    problem = _bare_figure(source, text, origin) or _mixed_up(text, figures, origin)
    return problem or Pair(_termed(source, terms), text, "approved", by, on, origin)


def _placed(en: str, figures: Sequence[Quantity], where: str, currency: str) -> list[tuple[int, int, str]] | Problem:
    """Return start, end and slot of each figure in the English; equal ones stand in the order of the source."""
    groups: dict[object, list[int]] = {}
    for index, figure in enumerate(figures):
        groups.setdefault((figures_of(figure), _type(figure)), []).append(index)
    placed: list[tuple[int, int, str]] = []
    for own in sorted(groups.values(), key=lambda group: -len(english_of(figures[group[0]]))):
        ways = [_ways(figures[index], currency) for index in own]
        spots = _spots(en, figures[own[0]], {form for way in ways for form in way}, placed)
        if len(spots) != len(own):
            found = f"figure {english_of(figures[own[0]], currency)} is {'more often' if len(spots) > len(own) else 'not'} in the English"
            return Problem(where, found, "each figure as the house words it, as often as in the source")
        for index, way, (start, end) in zip(own, ways, spots, strict=True):
            if en[start:end].lower() not in way:
                return Problem(
                    where, f"{en[start:end]} is not {figures[index].exact}", english_of(figures[index], currency)
                )
            one = ":one" if _type(figures[index]) == "count" and _single(figures[index]) else ""
            placed.append((start, end, f"{{n{index + 1}:{_type(figures[index])}{way[en[start:end].lower()]}{one}}}"))
    return placed


def _ways(figure: Quantity, currency: str) -> dict[str, str]:
    """Return the ways a figure may be worded, each with the ending of its slot."""
    if _type(figure) != "count":
        return {english_of(figure, currency).lower(): ""}
    unit = f"/{_left_out(figure)}" if _left_out(figure) else ""
    return {_worded(figure, way).lower(): f":{way}{unit}" if way else "" for way in ("words", "bare", "")}


def _spots(
    en: str, figure: Quantity, forms: Iterable[str], taken: Sequence[tuple[int, int, str]]
) -> list[tuple[int, int]]:
    """Return where a figure stands in the English in one of its forms; words that are read as another do not count."""
    pattern = "|".join(re.escape(words) for words in sorted(forms, key=len, reverse=True))
    spots = [
        m.span()
        for m in re.finditer(rf"(?<![\w.,-])(?:{pattern})(?![\w%-]|[.,]\d)", en, re.IGNORECASE)
        if not any(start < m.end() and m.start() < end for start, end, _ in taken)
    ]
    if _type(figure) == "count":  # a number left outside the slots would be wrong beside other figures
        return spots
    read = [q for q in find_english(en) if figures_of(q) == figures_of(figure)]
    known = [spot for spot in spots if any(q.start < spot[1] and spot[0] < q.end for q in read)]
    return known or spots


def _mixed_up(en: str, figures: Sequence[Quantity], where: str) -> Problem | None:
    """Return a problem where two figures are equal and the others are turned round, so that which is which cannot be seen."""
    order = [int(slot[1]) for slot in _FIGURE_SLOT.finditer(en)]
    values = {figures_of(figure) for figure in figures}
    if len(values) == len(figures) or order == sorted(order):
        return None
    return Problem(
        where, "the same figure twice, in another order than the others", "figures in the order of the source"
    )


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
    wanted, found = (_slots(side) for side in (zh, en))
    if wanted != found:
        return Problem(where, "figure slots of zh and en differ", "the same slots on both sides", "Number them alike.")
    return None


def _slots(side: str) -> list[tuple[str, str]]:
    """Return number and kind of each slot of a side."""
    figures = [(slot[1], slot[2]) for slot in _FIGURE_SLOT.finditer(side)]
    return sorted([*figures, *((number, "year") for number in _YEAR_SLOT.findall(side) if number != "0")])


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
        seen[pairs[-1].key] = where
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
    earlier = seen.get(Pair(zh, en, origin=(row["origin"] or "").rstrip()).key)
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
