"""How clauses follow one another: which make one sentence, and with what between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.phrase.pieces import Slate

_SHORT = 95  # characters as printed; two such clauses still make an easy sentence
_MOST = {"measure": 2}  # clauses of a kind in one sentence; three of any other
_PREDICATES = 3  # of one doer in a sentence
_LONG = 230  # characters of the predicates of one sentence
_LISTS = ("counts", "works")
_BRIEF = 22  # Chinese characters; clauses of that length go on behind a comma
_SENTENCE = 90  # Chinese characters in one sentence
_APART = ("ranks", "zeros", "structure")


@dataclass(frozen=True, slots=True)
class Said:
    """A clause in words: what it is, its text with tokens, and its link to the clause before.

    link: start (of the statement), stop (a sentence of its own), semicolon, comma, and (with a comma), plus (without), last (of a list with semicolons).
    lead: who acts, where the words are a predicate (the district), or empty.
    """

    kind: str
    words: str
    link: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Worded:
    """A clause in words before it is linked.

    goes_on: it is a target by what stands before it (计划甲，乙).
    verb, acting, doer: the clause as a predicate (attracted; 48 projects) and who does it (the district is to); empty where it has none.
    listed: the predicate has several objects.
    apart: it reads best with its doer even alone.
    follows: it splits what the clause before counts.
    gapped, unit: the clause without its verb, where that is was or were, after another with the same; its unit.
    elided: it stands for a name by that of, so that it must follow the clause before.
    """

    kind: str
    words: str
    goes_on: bool = False
    verb: str = ""
    acting: str = ""
    doer: str = ""
    listed: bool = False
    apart: bool = False
    elided: bool = False
    follows: bool = False
    gapped: str = ""
    unit: str = ""


def linked(clauses: Sequence[Worded], slate: Slate, *, whole: bool = False) -> tuple[Said, ...]:
    """Return the clauses with their links: short lists go together, as do two short measures; a rank stands alone.

    `whole`: all clauses make one sentence, whose head sets a scope for them.
    """
    if whole:
        last = len(clauses) - 1
        brief = last == 1 and not any(", " in slate.plain(one.words) for one in clauses)
        links = ["start", *(("and" if brief else "last") if at == last else "semicolon" for at in range(1, last + 1))]
        return tuple(Said(one.kind, one.words, link) for one, link in zip(clauses, links, strict=True))
    result: list[Said] = []
    for start, end, acts in _runs(clauses, slate):
        if acts:
            result.extend(
                _acted(clauses[start:end], slate, again=start > 0 and result[-1].lead != "", first=start == 0)
            )
        else:
            result.extend(_followed(clauses, start, end, slate))
    return tuple(result)


def _runs(clauses: Sequence[Worded], slate: Slate) -> Iterator[tuple[int, int, bool]]:
    """Yield where runs of clauses begin and end, and whether they are predicates of one doer that make a sentence."""
    at = plain = 0
    while at < len(clauses):
        end = _reach(clauses, at, slate)
        if end - at > 1 or (clauses[at].acting and clauses[at].apart):
            if plain < at:
                yield plain, at, False
            yield at, end, True
            plain = end
        at = max(end, at + 1)
    if plain < len(clauses):
        yield plain, len(clauses), False


def _reach(clauses: Sequence[Worded], at: int, slate: Slate) -> int:
    """Return where the predicates that go on with one another from `at` end."""
    end, length = at, 0
    while (
        end < len(clauses) and end - at < _PREDICATES and clauses[end].acting and clauses[end].doer == clauses[at].doer
    ):
        length += len(slate.plain(clauses[end].acting))
        if end > at and (length > _LONG or not _simple(clauses[end - 1], slate)):
            break
        end += 1
    return end


def _simple(clause: Worded, slate: Slate) -> bool:
    """Return whether another predicate may follow: no commas and no list in this one."""
    text = slate.plain(clause.acting)
    return not clause.listed and ", " not in text and "; " not in text


def _acted(run: Sequence[Worded], slate: Slate, *, again: bool, first: bool) -> list[Said]:
    """Return predicates of one doer as a sentence: the district built 36 reading rooms and 2 parks, and held 4 fairs."""
    who = run[0].doer.replace(" is to", "") if not again else "it"
    lead = f"{who} is to" if run[0].doer.endswith(" is to") else who
    result: list[Said] = []
    double = any(" and " in slate.plain(one.acting) for one in run) or len({one.verb for one in run}) < len(run)
    for at, clause in enumerate(run):
        same = at > 0 and clause.verb == run[at - 1].verb
        rest = {one.verb for one in run[at:]}
        closes = at == len(run) - 1 or (run[at + 1].verb != clause.verb if same else len(rest) == 1)
        comma = "comma" if same and clause.listed else "and" if double and not same else "plus"
        link = ("start" if first else "stop") if at == 0 else comma if closes else "comma"
        ahead = f"{lead} " if at == 0 else ""
        result.append(Said(clause.kind, clause.acting, link, ahead if same else f"{ahead}{clause.verb}"))
    return result


def _followed(clauses: Sequence[Worded], start: int, end: int, slate: Slate) -> list[Said]:
    """Return the clauses from `start` to `end` as sentences of two or three."""
    result: list[Said] = []
    run = 0
    for at in range(start, end):
        clause = clauses[at]
        fits = at > start and _goes_on(clauses, at, end, run, slate)
        run = run + 1 if fits else 1
        last = fits and not (at + 1 < end and _goes_on(clauses, at + 1, end, run, slate))
        plain = not any(mark in slate.plain(one.words) for one in (clauses[at - 1], clause) for mark in (", ", ";"))
        if at == 0:
            link = "start"
        elif not fits:
            link = "semicolon" if clause.follows else "stop"
        elif last and clause.elided and run > 2:
            link = "last"
        else:
            link = "and" if last and (plain or clause.kind == "measure") else "semicolon"
        alike = at > 0 and clause.unit == clauses[at - 1].unit
        gapped = link == "and" and alike and clause.gapped and clauses[at - 1].gapped and not clause.elided
        result.append(Said(clause.kind, clause.gapped if gapped else clause.words, link))
    return result


def _goes_on(clauses: Sequence[Worded], at: int, end: int, run: int, slate: Slate) -> bool:
    """Return whether a clause goes on with the sentence of the one before it, which has `run` clauses so far."""
    clause, before = clauses[at], clauses[at - 1]
    if clause.elided:
        return True
    heads = at + 1 < end and clauses[at + 1].elided  # of a sentence of its own
    if heads or before.elided or run >= _MOST.get(clause.kind, 3) or not _fit(before, clause, slate):
        return False
    three = at + 1 < end and not clauses[at + 1].elided and _fit(clause, clauses[at + 1], slate)
    four = three and at + 2 < end and _fit(clauses[at + 1], clauses[at + 2], slate)
    return not (
        clause.kind == "measure" and run == 1 and three and not four
    )  # of three measures the first stands alone


def _fit(one: Worded, other: Worded, slate: Slate) -> bool:
    """Return whether two clauses may share a sentence."""
    same = one.kind == other.kind == "measure" or (one.kind in _LISTS and other.kind in _LISTS)
    texts = [slate.plain(clause.words) for clause in (one, other)]
    ranked = any(word in text for text in texts for word in ("rank", " in the province", " in the city", "the aim"))
    return same and not ranked and all(len(text) <= _SHORT for text in texts)


def linked_in_chinese(clauses: Sequence[Worded], slate: Slate, *, whole: bool = False) -> tuple[Said, ...]:
    """Return the clauses with their links in Chinese: brief ones behind a comma, others behind 、； a sentence ends in time."""
    result: list[Said] = []
    length = 0
    for at, clause in enumerate(clauses):
        text = slate.plain(clause.words)
        before = slate.plain(clauses[at - 1].words) if at else ""
        apart = at > 0 and (clause.kind in _APART) != (clauses[at - 1].kind in _APART)
        full = length + len(text) > _SENTENCE or apart
        brief = max(len(text), len(before)) <= _BRIEF and not any("，" in one for one in (text, before))
        if at == 0:
            link = "start"
        elif full and not (clause.goes_on or whole):
            link = "stop"
        else:
            link = "comma" if brief else "semicolon"
        length = len(text) if link == "stop" else length + len(text)
        result.append(Said(clause.kind, clause.words, link))
    return tuple(result)
