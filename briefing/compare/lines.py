"""Compare a translation with its source, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.compare.binding import swapped, swapped_years
from briefing.compare.figures import figure_findings
from briefing.compare.mentions import of_chinese, of_english
from briefing.compare.terms import term_findings
from briefing.compare.values import Finding, LineResult
from briefing.compare.years import period_findings, year_findings, year_places, years_named
from briefing.errors import Problem, SourceError
from briefing.glossary import Glossary, Match
from briefing.quantity import find_english
from briefing.quantity.english_dates import english_years
from briefing.translate.gates import no_chinese

_LETTER = re.compile(r"[A-Za-z]")
_HAN = re.compile(r"[\u3400-\u9fff]")


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
    known = frozenset(year for line in zh_lines for year in years_named(line))
    return tuple(
        _result(number, zh, en, glossary, known)
        for number, (zh, en) in enumerate(zip(zh_lines, en_lines, strict=True), 1)
    )


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


def _result(number: int, zh: str, en: str, glossary: Glossary, known: frozenset[int]) -> LineResult:
    whole = _untranslated(zh, en)
    if whole or not en.strip():
        return LineResult(number, zh, en, whole)
    matches = glossary.match(zh)
    years = frozenset(q.start for q in find_english(en) if q.kind != "year")
    wrong, notes = term_findings(zh, en, glossary, matches)
    problems = [
        *(Finding("untranslated", "", left.partition(": ")[2], "Chinese is left") for left in no_chinese(en)),
        *_figures(zh, en, glossary, matches),
        *year_findings(zh, en, years, known),
        *period_findings(zh, en),
        *wrong,
    ]
    return LineResult(number, zh, en, tuple(problems), tuple(notes))


def _untranslated(zh: str, en: str) -> tuple[Finding, ...]:
    """Return the finding of a line that is not English at all, or nothing."""
    if (not zh.strip() and not en.strip()) or _LETTER.search(en) or (en.strip() and not _HAN.search(en)):
        return ()
    return (Finding("untranslated", zh, en, "the line is not translated" if zh.strip() else "the source is blank"),)


def _figures(zh: str, en: str, glossary: Glossary, matches: tuple[Match, ...]) -> Iterator[Finding]:
    names = [form for m in matches for form in (m.entry.en, m.entry.en_short, *m.entry.admitted) if form]
    chinese, english = of_chinese(zh, matches), of_english(en, names)
    pairs, findings = figure_findings(zh, en, chinese, english)
    yield from findings
    verbs = [word.zh for word in glossary.grammar.of("action")]
    yield from swapped(zh, en, pairs, glossary.words(zh), verbs)
    in_english = [(start, year) for start, _, year in english_years(en) if not any(m.start == start for m in english)]
    yield from swapped_years(year_places(zh), in_english, pairs, en)
