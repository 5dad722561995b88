"""The glossary as the other stages see it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from briefing.glossary.check import Checker
from briefing.glossary.entry import Entry, Match, TermProblem
from briefing.glossary.grammar import Grammar
from briefing.glossary.match import Matcher
from briefing.glossary.name import Name
from briefing.glossary.naming import Namer


class Glossary:
    """All entries, with what can be asked of them. Made by `load_glossary`."""

    def __init__(self, entries: tuple[Entry, ...], grammar: Grammar, digest: str) -> None:
        """Take all entries, retired ones too; `digest` is of the files they came from."""
        self.entries = entries
        self.grammar = grammar
        self.digest = digest  # sha256 of every file that went in

    def __getstate__(self) -> dict[str, object]:
        """Travel to other processes without what can be made again."""
        return {"entries": self.entries, "grammar": self.grammar, "digest": self.digest}

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(e for e in self.entries if e.enforced)

    @cached_property
    def _every_word(self) -> Matcher:
        return Matcher(e for e in self.entries if e.status == "accepted")

    @cached_property
    def _namer(self) -> Namer:
        return Namer(self._every_word, self.grammar)

    @cached_property
    def _checker(self) -> Checker:
        return Checker(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        """Go through all entries, whatever their status."""
        return iter(self.entries)

    def __len__(self) -> int:
        """Return the number of entries, whatever their status."""
        return len(self.entries)

    def match(self, zh: str) -> tuple[Match, ...]:
        """Return the enforced terms of a Chinese text: leftmost longest, guards kept, offsets into `zh`."""
        return self._matcher.find(zh)

    def words(self, zh: str) -> tuple[Match, ...]:
        """Return every accepted word of a Chinese text, enforced or plain: leftmost longest, guards kept."""
        return self._every_word.find(zh)

    def find(self, zh: str) -> Entry | None:
        """Return the accepted entry of which `zh` is a spelling (quotes, blanks and widths do not matter)."""
        return self._every_word.exact(zh)

    def name(self, indicator_zh: str) -> Name | None:
        """Return the English of an indicator, composed from accepted terms, or None where a piece is not covered."""
        return self._namer.name(indicator_zh)

    def check_english(self, zh: str, en: str) -> tuple[TermProblem, ...]:
        """Return what is wrong with the terms of a translation: missing, discouraged, names without capitals."""
        return self._checker.check(zh, en, self.match(zh))

    def english_terms(self, en: str) -> tuple[str, ...]:
        """Return the approved English of several words that an English text holds, whatever its source says."""
        return self._checker.english_terms(en)

    def places(self, zh: str, en: str) -> tuple[tuple[Match, int], ...]:
        """Return the accepted words of a source, plain ones too, with where their English stands, in source order."""
        return self._checker.places(en, self.words(zh))
