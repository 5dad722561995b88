"""The cascade of engine steps (reference: translation note 2.5): from the whole sentence to fragments.

Every step makes candidates for all sentences still open in one batch; a candidate counts only if all gates pass on its
final text. What carries all locked strings but no grammar (fragments) never reaches investors without approval.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from briefing.translate.engine import Candidate, Engine
from briefing.translate.gates import Checker, problems
from briefing.translate.locks import Lock, lock, replaced
from briefing.translate.vouched import machine_problem

_BEST = 8
_SPLIT = re.compile(r"(?<=[；;])|(?<=[，,])(?![^（(]*[）)])")
_SPACES = re.compile(r"\s+")
FRAGMENTS = "fragments"


@dataclass(frozen=True, slots=True)
class Result:
    """English for a sentence (empty where no candidate passed), the step that made it, and what the last one failed."""

    en: str
    step: str
    failed: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    """A sentence on its way through the cascade."""

    zh: str
    locks: tuple[Lock, ...]
    failed: tuple[str, ...] = ()


Attempt = Callable[[_Open], str]


def run(sentences: Sequence[str], engine: Engine, glossary: Checker) -> tuple[Result, ...]:
    """Translate sentences through the cascade; the order of the results is that of the sentences."""
    items = [_Open(zh, lock(zh, glossary)) for zh in sentences]
    done: dict[int, Result] = {}
    for step, source, best in _steps(engine):
        waiting = [index for index in range(len(items)) if index not in done]
        answers = _ask(engine, [source(items[index]) for index in waiting], best)
        for index, candidates in zip(waiting, answers, strict=True):
            text = _first_that_passes(items[index], candidates, engine, glossary)
            if text:
                done[index] = Result(text, step)
    left = [index for index in range(len(items)) if index not in done]
    for index, text in zip(left, _parts([items[index] for index in left], engine, glossary), strict=True):
        done[index] = Result(text, "clauses") if text else _fragments(items[index], glossary)
    return tuple(done[index] for index in range(len(items)))


def _steps(engine: Engine) -> Iterable[tuple[str, Attempt, int]]:
    """Yield the whole-sentence steps: name, the source as sent, how many candidates."""
    if engine.notation:
        yield "masked figures", lambda item: _masked(item, engine, terms=False), 1
    yield "code-switched", _switched, 1
    if engine.notation:
        yield "slots", lambda item: _masked(item, engine, terms=True), 1
        yield "slots, n-best", lambda item: _masked(item, engine, terms=True), _BEST
    yield "n-best", _switched, _BEST


def _switched(item: _Open) -> str:
    """Return the source with terms and figures already in English."""
    return replaced(item.zh, item.locks, {i: f" {one.en} " for i, one in enumerate(item.locks) if one.en})


def _masked(item: _Open, engine: Engine, *, terms: bool) -> str:
    """Return the source with slots for figures, and for terms too where asked (English in place otherwise)."""
    words = {
        i: engine.notation.format(i + 1) if terms or one.kind == "figure" else f" {one.en} "
        for i, one in enumerate(item.locks)
        if one.en
    }
    return replaced(item.zh, item.locks, words)


def _ask(engine: Engine, sources: Sequence[str], best: int) -> Sequence[tuple[Candidate, ...]]:
    """Ask the engine; an answer of the wrong length counts as none."""
    if not sources:
        return ()
    answers = engine.translate(sources, best)
    return answers if len(answers) == len(sources) else [()] * len(sources)


def _first_that_passes(item: _Open, candidates: Iterable[Candidate], engine: Engine, glossary: Checker) -> str:
    for candidate in candidates:
        text = tidy(_refilled(candidate.text, item.locks, engine))
        found = machine_problem(item.zh, text, glossary)
        item.failed = (found,) if found else ()
        if not found:
            return text
    return ""


def _refilled(text: str, locks: Sequence[Lock], engine: Engine) -> str:
    """Put the approved words back into the slots; slots that came back unknown stay and fail a gate."""
    if not engine.notation:
        return text
    for index in range(len(locks), 0, -1):
        text = text.replace(engine.notation.format(index), f" {locks[index - 1].en} ")
    return text


def tidy(text: str) -> str:
    """Squeeze blanks, take those before marks away, begin with a capital."""
    text = _SPACES.sub(" ", text).strip()
    text = re.sub(r" ([,.;:)%])", r"\1", text)
    return text[:1].upper() + text[1:]


def _parts(items: Sequence[_Open], engine: Engine, glossary: Checker) -> list[str]:
    """Translate clause by clause, those of all sentences together; empty where a clause or the whole does not pass."""
    clauses = [[part for part in _SPLIT.split(item.zh) if part.strip("，,；;。 ")] for item in items]
    distinct = dict.fromkeys(part for parts in clauses if len(parts) > 1 for part in parts)
    opened = {part: _Open(part, lock(part, glossary)) for part in distinct}
    texts: dict[str, str] = {}
    for best in (1, _BEST):
        waiting = [part for part in opened if not texts.get(part)]
        answers = _ask(engine, [_switched(opened[part]) for part in waiting], best)
        for part, candidates in zip(waiting, answers, strict=True):
            texts[part] = _first_that_passes(opened[part], candidates, engine, glossary)
    return [
        _whole(item, [texts.get(part, "") for part in parts], glossary)
        for item, parts in zip(items, clauses, strict=True)
    ]


def _whole(item: _Open, texts: Sequence[str], glossary: Checker) -> str:
    """Join the English of all clauses of a sentence, or give nothing."""
    if len(texts) < 2 or not all(texts):
        return ""
    whole = " ".join(text.rstrip(" ,;.") + "." for text in texts)
    found = machine_problem(item.zh, whole, glossary)
    item.failed = (found,) if found else ()
    return "" if found else whole


def _fragments(item: _Open, glossary: Checker) -> Result:
    """Return the locked strings in the order of the source; all figures and terms are there, the grammar is not."""
    words = [one.en for one in item.locks if one.en]
    if not words or len(words) != len(item.locks):
        return Result("", "", item.failed)
    text = tidy("; ".join(words))
    found = problems(item.zh, text, glossary)
    return Result("", "", item.failed or found) if found else Result(text, FRAGMENTS, item.failed)
