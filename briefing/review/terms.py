"""An editor who words a term otherwise proposes it: which words took the place of the approved ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefing.glossary import Entry, Glossary
from briefing.quantity import find_english
from briefing.review.texts import moved

_MOST_WORDS = 12
_WORDS = re.compile(r"[\w“\"(][^,.;:!?]*[\w”\")]")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A term and the entry an editor would have in its place."""

    now: Entry
    new: Entry


def proposals(zh: str, before: str, after: str, glossary: Glossary) -> tuple[tuple[Proposal, ...], bool]:
    """The terms an editor worded otherwise, and whether that is all that is wrong with the terms.

    A term counts only where its approved form stood in the text as printed and other words stand in its place now; forms the
    glossary discourages, lost capitals, and terms that are simply gone are no proposals.
    """
    found: list[Proposal] = []
    problems = glossary.check_english(zh, after)
    for problem in problems:
        entry = next((match.entry for match in glossary.match(zh) if match.entry.zh == problem.zh), None)
        made = _proposal(entry, before, after) if entry is not None and problem.kind == "missing" else None
        if made is not None:
            found.append(made)
    return tuple(found), len(found) == len(problems)


def _proposal(entry: Entry, before: str, after: str) -> Proposal | None:
    for column in ("en", "en_short"):
        form = getattr(entry, column)
        spot = re.search(rf"(?<!\w){re.escape(form)}(e?s)?(?!\w)", before, re.IGNORECASE) if form else None
        if spot is None:
            continue
        words = moved(before, after, *spot.span())
        if words is None or not _fit(words, entry):
            return None
        term = _as_entry(words, spot, form)
        return Proposal(entry, replace(entry, en=term) if column == "en" else replace(entry, en_short=term))
    return None


def _fit(words: str, entry: Entry) -> bool:
    """Whether words can be a term: a few, with no figure the term does not have, and not discouraged."""
    own = {form.lower() for form in (entry.en, entry.en_short, *entry.admitted, *entry.discouraged)}
    figures = len(find_english(words)) > len(find_english(entry.en))
    fits = bool(_WORDS.fullmatch(words)) and len(words.split()) <= _MOST_WORDS
    return fits and not figures and words.lower() not in own


def _as_entry(words: str, spot: re.Match[str], form: str) -> str:
    """The words as the glossary writes them: in the singular, small at the beginning, where the form they replace is."""
    if spot[1] and words.endswith(spot[1]):
        words = words[: -len(spot[1])]
    if spot[0][:1] != form[:1] and form[:1].islower():
        words = words[:1].lower() + words[1:]
    return words


def agreed(made: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """The proposals for terms of which only one form is proposed."""
    forms: dict[str, set[tuple[str, str]]] = {}
    for one in made:
        forms.setdefault(one.now.zh, set()).add((one.new.en, one.new.en_short))
    return tuple({one.now.zh: one for one in made if len(forms[one.now.zh]) == 1}.values())


def with_terms(entries: Iterable[Entry], decided: Iterable[Proposal]) -> tuple[Entry, ...]:
    """All entries, those decided in the place of what they were."""
    new = {id(term.now): term.new for term in decided}
    return tuple(new.get(id(entry), entry) for entry in entries)
