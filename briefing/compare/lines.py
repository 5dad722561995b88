"""Compare a translation with its source, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefing.compare.binding import swapped, swapped_years
from briefing.compare.figures import figure_findings
from briefing.compare.mentions import of_chinese, of_english
from briefing.compare.values import Finding, LineResult
from briefing.compare.years import period_findings, year_findings, year_places, years_named
from briefing.errors import Problem, SourceError
from briefing.glossary import Entry, Glossary, Match
from briefing.glossary.english import stem
from briefing.glossary.match import Matcher
from briefing.quantity import find_english
from briefing.quantity.english_dates import english_years
from briefing.translate.gates import no_chinese

_LETTER = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[a-z][a-z&-]*")
_ROOT = 6  # letters that words of one family share
_SMALL = frozenset("of the a an in for to at by and on".split())
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class _Terms:
    """What a comparison needs of the glossary: enforced terms, and every word that may tell figures apart."""

    glossary: Glossary
    words: Matcher

    def names(self, matches: Sequence[Match]) -> list[str]:
        """The English forms of terms, in which numerals are no figures."""
        return [form for m in matches for form in (m.entry.en, m.entry.en_short, *m.entry.admitted) if form]


def compare(zh_lines: Sequence[str], en_lines: Sequence[str], glossary: Glossary) -> tuple[LineResult, ...]:
    """Check a translation line by line against its source.

    Args:
        zh_lines: the Chinese, a line a sentence or paragraph; blank lines are fine where the English has them too.
        en_lines: the English, as many lines.
        glossary: the terms that the English must keep.

    Returns:
        One result a line, in order.

    Raises:
        SourceError: the texts have different numbers of lines; it names the first line that does not fit.
    """
    _same_lines(zh_lines, en_lines)
    terms = _terms(glossary)
    known = frozenset(year for line in zh_lines for year in years_named(line))
    return tuple(
        LineResult(number, zh, en, tuple(_findings(zh, en, terms, known)))
        for number, (zh, en) in enumerate(zip(zh_lines, en_lines, strict=True), 1)
    )


@lru_cache(maxsize=2)
def _terms(glossary: Glossary) -> _Terms:
    """Index the glossary once, however many texts are compared."""
    return _Terms(glossary, Matcher(entry for entry in glossary if entry.status == "accepted"))


def _same_lines(zh_lines: Sequence[str], en_lines: Sequence[str]) -> None:
    """Refuse texts of different length, pointing to the first line that is blank in only one of them."""
    if len(zh_lines) == len(en_lines):
        return
    pairs = zip(zh_lines, en_lines, strict=False)
    odd = next((n for n, (zh, en) in enumerate(pairs, 1) if bool(zh.strip()) != bool(en.strip())), None)
    line = odd or min(len(zh_lines), len(en_lines)) + 1
    found = f"{len(zh_lines)} Chinese and {len(en_lines)} English lines"
    raise SourceError(
        Problem(
            f"line {line}",
            found,
            "a line of English for each line of Chinese",
            f"Line {line} is the first that does not fit",
        )
    )


def _findings(zh: str, en: str, terms: _Terms, known: frozenset[int]) -> Iterator[Finding]:
    if not zh.strip() and not en.strip():
        return
    if not _LETTER.search(en) and (not en.strip() or _HAN.search(en)):
        yield Finding("untranslated", zh, en, "the line is not translated" if zh.strip() else "the source is blank")
        return
    for left in no_chinese(en):
        yield Finding("untranslated", "", left.partition(": ")[2], "Chinese is left")
    matches = terms.glossary.match(zh)
    yield from _figures(zh, en, terms, matches)
    years = frozenset(q.start for q in find_english(en) if q.kind != "year")
    yield from year_findings(zh, en, years, known)
    yield from period_findings(zh, en)
    for problem in terms.glossary.check_english(zh, en):
        if problem.kind == "missing" and _taken_apart(terms.glossary.find(problem.zh), en):
            continue
        expected = " or ".join(problem.expected)
        why = f"{problem.kind}: {expected}" + (f" ({problem.why})" if problem.why else "")
        yield Finding("term", problem.zh, problem.found, why)


def _taken_apart(entry: Entry | None, en: str) -> bool:
    """Return whether all words of an approved form are there, apart: investment rose 5% in manufacturing."""
    if entry is None:
        return False
    there = {_root(word) for word in _WORD.findall(en.lower())}
    forms = [form for form in (entry.en, *entry.admitted) if " " in form]
    return any(
        _SMALL.issuperset(words - there) for form in forms if (words := {_root(w) for w in _WORD.findall(form.lower())})
    )


def _root(word: str) -> str:
    """Return what afforestation and afforested, tourist and tourism share."""
    return stem(word)[:_ROOT]


def _figures(zh: str, en: str, terms: _Terms, matches: Sequence[Match]) -> Iterator[Finding]:
    chinese, english = of_chinese(zh, matches), of_english(en, terms.names(matches))
    pairs, findings = figure_findings(zh, en, chinese, english)
    yield from findings
    verbs = [word.zh for word in terms.glossary.grammar.of("action")]
    yield from swapped(zh, en, pairs, terms.words.find(zh), verbs)
    in_english = [(start, year) for start, _, year in english_years(en) if not any(m.start == start for m in english)]
    yield from swapped_years(year_places(zh), in_english, pairs, en)
