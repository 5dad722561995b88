"""Does the English keep the terms of the Chinese? Approved forms, inflected as English does; discouraged ones reported."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from briefing.glossary.english import stem
from briefing.glossary.entry import Entry, Match, TermProblem

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9&+.,]*(?<![.,])|…|&")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?(?=\W|$)")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")
_ACRONYM = re.compile(r"[A-Z][A-Z&]+s?|[A-Z]+[a-z]?[A-Z]+")
_PLURAL_ACRONYM = re.compile(r"^([A-Z]{2,})s$")
_STOP = re.compile(r"[.;:!?]\s")
_SKIPPED = frozenset({"the", "a", "an"})
_LISTED = re.compile(r"[、和与及]")
_GAP = 6  # words that `…` in an admitted form stands for at most
_SPREAD = 8  # words between two words of a term whose head a list shares
_QUOTATION = 3  # words beyond the form that make a quotation of quotation marks
_BRITISH = (
    (re.compile(r"programme"), "program"),
    (re.compile(r"cent(?:er|re)"), "center"),
    (re.compile(r"(met|lit|fib)re"), r"\1er"),
    (re.compile(r"(lab|col|harb)our"), r"\1or"),
    (re.compile(r"(?<=[a-z])is(e|es|ed|ing|ation)$"), r"iz\1"),
    (re.compile(r"tyre"), "tire"),
    (re.compile(r"aluminium"), "aluminum"),
)


def _american(word: str) -> str:
    for pattern, spelling in _BRITISH:
        word = pattern.sub(spelling, word)
    return word


@lru_cache(maxsize=20_000)
def _stemmed(word: str) -> str:
    return stem(_american(_PLURAL_ACRONYM.sub(r"\1", word).lower()))


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The words of a text with their places; `key` is the stems with a blank on both sides of each."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def _tokens(text: str) -> _Tokens:
    text = _POSSESSIVE.sub(lambda found: " " * len(found[0]), text)
    found = [m for m in _TOKEN.finditer(text) if m[0].lower() not in _SKIPPED]
    return _Tokens(
        tuple(m[0] for m in found), tuple(_stemmed(m[0]) for m in found), tuple((m.start(), m.end()) for m in found)
    )


@lru_cache(maxsize=20_000)
def _form(text: str) -> tuple[str, ...]:
    """Return the stems of an allowed form."""
    return _tokens(text).stems


def _at(form: tuple[str, ...], stems: tuple[str, ...], start: int, spread: int) -> int | None:
    """Return where `form` ends if it begins at `start`, words of it at most `spread` apart, or None."""
    place, room = start, 0
    for word in form:
        if word == "…":
            room = _GAP
            continue
        limit = place + 1 + (max(room, spread) if place > start else 0)
        try:
            place = stems.index(word, place, min(limit, len(stems))) + 1
        except ValueError:
            return None
        room = 0
    return place


def _find(form: tuple[str, ...], stems: tuple[str, ...], spread: int = 0) -> tuple[int, int] | None:
    """Return the first place (start, end) of a form among stems."""
    if not form:
        return None
    start = -1
    while True:
        try:
            start = stems.index(form[0], start + 1)
        except ValueError:
            return None
        end = _at(form, stems, start, spread)
        if end is not None:
            return start, end


@dataclass(frozen=True, slots=True)
class _Form:
    """An allowed form: its stems, and of a name the words, in small letters, that must not stand so."""

    stems: tuple[str, ...]
    capitals: frozenset[str]


def _capitals(tokens: _Tokens) -> frozenset[str]:
    return frozenset(w.lower() for w in tokens.words if w[:1].isupper())


class Checker:
    """Compares translations with what the glossary prescribes."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Collect the acronyms whose long forms count as themselves, and the terms of several words by their first."""
        entries = tuple(entries)
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for entry in entries:
            form = _form(entry.en)
            if entry.enforced and len(form) > 1:
                self._by_first.setdefault(form[0], []).append((form, entry.en))
        self._known: dict[str, list[_Form]] = {}
        self._acronyms = tuple(
            sorted(
                (
                    (_form(e.en), _form(e.en_short))
                    for e in entries
                    if e.status == "accepted" and _ACRONYM.fullmatch(e.en_short) and " " in e.en
                ),
                key=lambda pair: -len(pair[0]),
            )
        )

    def _shortened(self, tokens: _Tokens) -> _Tokens:
        """Return the text with every long form of an acronym as the acronym: … (SRDI) SMEs → SRDI SMEs."""
        words, stems, spans = list(tokens.words), list(tokens.stems), list(tokens.spans)
        for long, short in self._acronyms:
            while (found := _find(long, tuple(stems))) is not None:
                start, end = found
                if tuple(stems[end : end + 1]) == short:  # the acronym stands in brackets behind
                    end += 1
                span = (spans[start][0], spans[end - 1][1])
                words[start:end], stems[start:end], spans[start:end] = [short[0].upper()], list(short), [span]
        return _Tokens(tuple(words), tuple(stems), tuple(spans))

    def _forms(self, entry: Entry) -> list[_Form]:
        """Return all allowed forms of an entry, also with the acronyms short."""
        known = self._known.get(entry.where or entry.zh)
        if known is not None:
            return known
        texts = [_tokens(t) for t in (entry.en, entry.en_short, *entry.admitted) if t]
        both = [tokens for plain in texts for tokens in (plain, self._shortened(plain))]
        forms = list(dict.fromkeys(_Form(t.stems, _capitals(t) if entry.proper else frozenset()) for t in both))
        self._known[entry.where or entry.zh] = forms
        return forms

    def english_terms(self, en: str) -> tuple[str, ...]:
        """Return the approved English of several words that stands in a text, the longest at each place."""
        stems, found, at = _tokens(en).stems, [], 0
        while at < len(stems):
            here = [(len(f), term) for f, term in self._by_first.get(stems[at], ()) if stems[at : at + len(f)] == f]
            length, term = max(here, default=(1, ""))
            found.append(term)
            at += length
        return tuple(filter(None, found))

    def places(self, en: str, matches: Iterable[Match]) -> tuple[tuple[Match, int], ...]:
        """Return where in a translation terms stand that occur as often there as in the source, in source order."""
        tokens = _tokens(en)
        stems = list(tokens.stems)
        own: dict[str, list[Match]] = {}
        for match in matches:
            own.setdefault(match.entry.zh, []).append(match)
        placed: list[tuple[Match, int]] = []
        longest = sorted(
            own.values(), key=lambda same: -max((len(f.stems) for f in self._forms(same[0].entry)), default=0)
        )
        for same in longest:
            starts = self._taken(same[0].entry, stems)
            if len(starts) == len(same):
                placed += zip(same, (tokens.spans[start][0] for start in starts), strict=True)
        return tuple(sorted(placed, key=lambda item: item[0].start))

    def _taken(self, entry: Entry, stems: list[str]) -> list[int]:
        """Return where the forms of an entry begin, and blank them, so that shorter terms inside are not found."""
        starts = []
        for form in sorted(self._forms(entry), key=lambda form: -len(form.stems)):
            while (found := _find(form.stems, tuple(stems))) is not None:
                stems[found[0] : found[1]] = [""] * (found[1] - found[0])
                starts.append(found[0])
        return sorted(starts)

    def check(self, zh: str, en: str, matches: Iterable[Match]) -> tuple[TermProblem, ...]:
        """Return what is wrong with the terms of a translation.

        Args:
            zh: the Chinese text.
            en: its translation.
            matches: the enforced terms of `zh`.
        """
        entries = _distinct(zh, tuple(matches))
        plain = _tokens(en)
        texts = (plain, self._shortened(plain))
        places = {entry.zh: self._place(entry, texts, listed=listed) for entry, listed in entries}
        allowed = [place for place, _ in places.values() if place is not None]
        problems: list[TermProblem] = []
        for entry, _ in entries:
            place, lost = places[entry.zh]
            bad = _discouraged(entry, en, plain, allowed)
            if bad is not None:
                problems.append(TermProblem("discouraged", entry.zh, bad, (entry.en,), entry.notes))
            elif place is None:
                forms = (entry.en, *filter(None, [entry.en_short]))
                problems.append(TermProblem("missing", entry.zh, "", forms, "the term has no approved English"))
            elif lost:
                found, why = en[place[0] : place[1]], "a name keeps its capitals"
                problems.append(TermProblem("case", entry.zh, found, (entry.en,), why))
        return tuple(problems)

    def _place(
        self, entry: Entry, texts: tuple[_Tokens, _Tokens], *, listed: bool
    ) -> tuple[tuple[int, int] | None, bool]:
        """Return where (characters) an allowed form stands, or None, and whether it lost capitals everywhere."""
        lost: tuple[int, int] | None = None
        for spread in (0, _SPREAD) if listed else (0,):
            for tokens in texts:
                for form in self._forms(entry):
                    found = _find(form.stems, tokens.stems, spread)
                    if found is None:
                        continue
                    place = tokens.spans[found[0]][0], tokens.spans[found[1] - 1][1]
                    if form.capitals.isdisjoint(tokens.words[found[0] : found[1]]):
                        return place, False
                    lost = lost or place
        return lost, lost is not None


def _distinct(zh: str, matches: tuple[Match, ...]) -> list[tuple[Entry, bool]]:
    """Return each entry once and whether it always stands in a list, where it may share its head with others."""
    listed: dict[str, tuple[Entry, bool]] = {}
    for m in matches:
        beside = zh[max(0, m.start - 2) : m.start] + zh[m.end : m.end + 2]
        inside = bool(_LISTED.search(beside))
        listed[m.entry.zh] = (m.entry, inside and listed.get(m.entry.zh, (m.entry, True))[1])
    return list(listed.values())


def _discouraged(entry: Entry, en: str, tokens: _Tokens, allowed: list[tuple[int, int]]) -> str | None:
    """Return the first discouraged form in the text, not inside an allowed form and not in a quotation."""
    lower = tuple(w.lower() for w in tokens.words)
    own = {_form(t) for t in (entry.en, entry.en_short, *entry.admitted) if t}
    for text in entry.discouraged:
        twin = _form(text) in own  # a mere inflection of what is right (talents): every letter counts
        form = tuple(w.lower() for w in _tokens(text).words) if twin else _form(text)
        place = _find(form, lower if twin else tokens.stems)
        if place is None:
            continue
        start, end = tokens.spans[place[0]][0], tokens.spans[place[1] - 1][1]
        inside = not twin and any(a <= start and end <= b for a, b in allowed)
        apart = _STOP.search(en, start, end) is not None  # … were added. Value added of …
        if not inside and not apart and not _in_quotation(en, start, end):
            return en[start:end]
    return None


def _in_quotation(en: str, start: int, end: int) -> bool:
    length = len(_tokens(en[start:end]).words)
    return any(
        q.start() < start and end < q.end() and len(_tokens(q[0]).words) >= length + _QUOTATION
        for q in _QUOTED.finditer(en)
    )
