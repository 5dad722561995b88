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
    for index, item in enumerate(items):
        if index not in done:
            done[index] = _parts(item, engine, glossary) or _fragments(item, glossary)
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
        item.failed = problems(item.zh, text, glossary)
        if not item.failed:
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


def _parts(item: _Open, engine: Engine, glossary: Checker) -> Result | None:
    """Translate clause by clause, each through the gates; None where one of them does not pass."""
    clauses = [part for part in _SPLIT.split(item.zh) if part.strip("，,；;。 ")]
    if len(clauses) < 2:
        return None
    opened = [_Open(part, lock(part, glossary)) for part in clauses]
    texts = [""] * len(opened)
    for best in (1, _BEST):
        waiting = [i for i, text in enumerate(texts) if not text]
        answers = _ask(engine, [_switched(opened[i]) for i in waiting], best)
        for i, candidates in zip(waiting, answers, strict=True):
            texts[i] = _first_that_passes(opened[i], candidates, engine, glossary)
    if not all(texts):
        return None
    whole = " ".join(text.rstrip(" ,;.") + "." for text in texts)
    failed = problems(item.zh, whole, glossary)
    return None if failed else Result(whole, "clauses")


def _fragments(item: _Open, glossary: Checker) -> Result:
    """Return the locked strings in the order of the source; all figures and terms are there, the grammar is not."""
    words = [one.en for one in item.locks if one.en]
    if not words or len(words) != len(item.locks):
        return Result("", "", item.failed)
    text = tidy("; ".join(words))
    failed = problems(item.zh, text, glossary)
    return Result("", "", item.failed or failed) if failed else Result(text, FRAGMENTS, item.failed)
