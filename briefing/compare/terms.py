"""What is wrong with the terms of a line, and what is only said in other words than the glossary's.

A term is wrong where a discouraged form stands, where the English of another term stands in its place, or where nothing
in the line can be it. Everything else that is not the approved English is a note: 规上工业企业 as "large industrial firms".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from briefing.compare import tables
from briefing.compare.values import Finding
from briefing.glossary import Entry, Glossary, Match
from briefing.glossary.english import root
from briefing.glossary.match import fold

_WORD = re.compile(r"[a-z0-9][a-z0-9&’'-]*|[.;](?=\s)")
_STOPS = (".", ";")
_SPOKEN = 0.7  # share of the telling words of a form that must be there, in one word or another
_HALF = 0.5  # what a word counts that another term of the line needs, or that stands far from the others
_STRANGE = 0.25  # share of its characters that a term of another thing has not in common with the line
_APART = 6  # words that may stand between those of a term
_STOP = ("",) * 2 * _APART  # what ends a sentence keeps its words apart from those of the next


@dataclass(frozen=True)
class _Line:
    """An English line, its words by their roots, and the roots that other terms of the line need themselves."""

    text: str
    taken: Counter[str]

    @cached_property
    def roots(self) -> tuple[str, ...]:
        return tuple(root(word) for one in _words(self.text) for word in (_STOP if one in _STOPS else (one,)))

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(self.roots)

    def places(self, word: str) -> tuple[tuple[int, ...], bool]:
        """Return where a word of a term or one that may stand for it is said, and whether no other term needs it."""
        found, free = list(self._phrase(word)), False
        for one in tables.phrases(word):
            found += self._phrase(one)
        free = bool(found)
        for one in (root(word), *tables.synonyms(word)) if "-" not in word else tables.synonyms(word):
            if self.counts[one]:
                found += [at for at, there in enumerate(self.roots) if there == one]
                free = free or self.counts[one] > self.taken[one]
        return tuple(found), free

    def _phrase(self, phrase: str) -> Iterator[int]:
        """Yield where the words of a phrase stand one behind the other."""
        wanted = tuple(root(word) for word in _words(phrase))
        if len(wanted) > 1:
            yield from (at for at in range(len(self.roots)) if self.roots[at : at + len(wanted)] == wanted)

    def share(self, form: str) -> float:
        """Return the share of the telling words of a form that the line says, together if possible."""
        words = _telling(form)
        said = [self.places(word) for word in words]
        width = len(_words(form)) + _APART
        starts = sorted({at for places, _ in said for at in places})
        best = max((_near(said, start, width) for start in starts), default=0.0)
        return best / len(words)


def _near(said: Sequence[tuple[tuple[int, ...], bool]], start: int, width: int) -> float:
    """Return how many words are said from a place on, each in a word of its own.

    Those that stand elsewhere, or in another term, count less.
    """
    used: set[int] = set()
    total = 0.0
    for places, free in sorted(said, key=lambda one: len(one[0])):
        near = [at for at in places if start <= at < start + width and at not in used]
        used.update(near[:1])
        total += 1.0 if near and free else _HALF if set(places) - used or near else 0.0
    return total


def _words(text: str) -> list[str]:
    return [word for one in _WORD.findall(text.lower()) for word in one.split("-") if word]


@lru_cache(maxsize=20_000)
def _telling(form: str) -> tuple[str, ...]:
    """Return the words of a form that tell it from other terms; all of them where each is a common one."""
    words = tuple(dict.fromkeys(w for w in _WORD.findall(form.lower()) if w[0].isalpha())) or (form.lower(),)
    return tuple(word for word in words if not tables.is_general(word) and word[-1] not in "’'") or words


def term_findings(
    zh: str, en: str, glossary: Glossary, matches: Sequence[Match]
) -> tuple[list[Finding], list[Finding]]:
    """Return what is wrong with the terms of a line, and which terms stand in other words than the glossary's.

    Args:
        zh: the Chinese line.
        en: its translation.
        glossary: the terms.
        matches: the enforced terms of the line.
    """
    problems, notes = [], []
    found = glossary.check_english(zh, en)
    absent = {problem.zh for problem in found if problem.kind == "missing"}
    there = {match.entry.zh: match.entry for match in matches if match.entry.zh not in absent}
    line = _Line(en.lower(), Counter(_roots(there.values())))
    for problem in found:
        expected = " or ".join(problem.expected)
        why = f"{problem.kind}: {expected}" + (f" ({problem.why})" if problem.why else "")
        if problem.kind != "missing":
            problems.append(Finding("term", problem.zh, problem.found, why))
            continue
        entry = next(match.entry for match in matches if match.entry.zh == problem.zh)
        other = next(_others(zh, en, entry, glossary), "")
        if other:
            problems.append(Finding("term", problem.zh, other, f"{other} is another term: {expected}"))
        elif max(line.share(form) for form in _forms(entry)) < _SPOKEN:
            problems.append(Finding("term", problem.zh, "", why))
        else:
            notes.append(Finding("term", problem.zh, "", f"in other words than the glossary: {expected}"))
    return problems, notes


def _forms(entry: Entry) -> tuple[str, ...]:
    """Return the forms of a term that can be said in other words; an acronym cannot."""
    forms = tuple(form for form in (entry.en, *entry.admitted) if not form.isupper())
    return forms or (entry.en,)


def _roots(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield what each of the terms that stand in their approved form needs."""
    for entry in entries:
        yield from {root(word) for word in _words(entry.en)}


def _others(zh: str, en: str, entry: Entry, glossary: Glossary) -> Iterator[str]:
    """Yield approved English in the line of terms that the source does not have, with a word of this one and one of its own."""
    text = fold(zh)
    own = {one for form in _forms(entry) for word in _telling(form) for one in (root(word), *tables.synonyms(word))}
    for term in glossary.english_terms(en):
        telling = {root(word) for word in _telling(term)}
        if not (own & telling and telling - own):
            continue
        here = (one for one in glossary if one.enforced and any(fold(zh) in text for zh in (one.zh, *one.zh_variants)))
        right = (form.lower() for one in here for form in (one.en, *one.admitted))
        rivals = (one for one in glossary if one.enforced and one.en == term)
        if not any(_nearly_in(fold(one.zh), text) for one in rivals) and term.lower() not in right:
            yield term


def _nearly_in(zh: str, text: str) -> bool:
    """Return whether a text has most characters of a term: 邮政业务总量 is the 邮政行业业务总量."""
    return len(set(zh) - set(text)) < len(zh) * _STRANGE
