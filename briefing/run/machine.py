"""The earlier pass: what only an engine can say is asked for all due units before any of them is built.

Workers look which sentences are left to it, it is asked for many units at once in a process of its own, and each unit's
answers wait on the disk until the unit is handed to a worker, as values. So no worker that builds holds an engine, and the
memory of this process does not grow with the number of units. Whatever an engine does, the units do not need it: where it
fails, their sentences stay Chinese.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.build import Unit
from briefing.log import logger
from briefing.recipe import Recipe
from briefing.run.attempt import look
from briefing.run.crew import Crew
from briefing.run.due import Due
from briefing.run.flow import outcomes
from briefing.run.result import BREAKER, Outcome
from briefing.translate import Answers, Cache, Engine, ask
from briefing.translate.cascade import Result

_BATCH = 2_000  # sentences asked at a time
_START_S, _SENTENCE_S = 300, 5  # that a batch may take: for loading the model, and for each sentence in every step
_TRIES = 3  # units in a row for which the engine may fail before it is left alone


@dataclass(frozen=True)
class Question:
    """Sentences for an engine, and where its earlier answers are kept."""

    sentences: tuple[str, ...]
    cache: Path


_ready: dict[str, Any] = {}  # what a process asks with, loaded once


def answer(question: Question, recipe: Recipe) -> Answers:
    """What the engine of a recipe says; runs where the model may be loaded."""
    if _ready.get("recipe") is not recipe:
        _ready.update(recipe=recipe, engine=recipe.engine(), cache=Cache(question.cache))
    engine: Engine = _ready["engine"]
    return ask(question.sentences, recipe.glossary, engine, _ready["cache"])


class Machine:
    """What an engine says of the due units, and the units of which it was seen that they cannot be built."""

    def __init__(self, cache: Path, interpreter: Callable[[], Crew]) -> None:
        """Ask through the crew that `interpreter` makes; earlier answers are in the folder `cache`."""
        self._cache = cache
        self._interpreter = interpreter
        self._spool = _Spool()
        self._failures = 0
        self.unfit: dict[str, Outcome] = {}

    def ask(
        self, crew: Crew, due: Sequence[Due], load: Callable[[Due], Unit | Outcome], alone: Callable[[], Crew]
    ) -> None:
        """Look at every unit and ask the engine for what is left, batch by batch; the arguments are those of `outcomes`."""
        batch: dict[str, tuple[str, ...]] = {}
        with closing(self._interpreter()) as engine:
            for seen, (one, outcome) in enumerate(outcomes(crew, due, load, alone, look), 1):
                if outcome.problems:
                    self.unfit[one.name] = outcome
                batch[one.name] = outcome.left
                if sum(map(len, batch.values())) >= _BATCH:
                    self._ask(engine, batch)
                    batch = {}
                if len(self.unfit) == seen == BREAKER:
                    return  # the fault is ours; the run finds the same and stops
            self._ask(engine, batch)

    def said(self, name: str) -> Answers | None:
        """The answers for a unit, None where none is left to ask or the engine failed."""
        row = self._spool.get(name)
        if row is None:
            return None
        results = {zh: Result(en, step, tuple(failed)) for zh, (en, step, failed) in row["said"].items()}
        return Answers(row["engine"], results)

    def close(self) -> None:
        """Let the answers go."""
        self._spool.close()

    def _ask(self, engine: Crew, batch: Mapping[str, tuple[str, ...]]) -> None:
        """Ask for a batch at once; where that fails, for each of its units, so that it is known for which."""
        wanted = {name: sentences for name, sentences in batch.items() if sentences}
        if not wanted or self._failures >= _TRIES:
            return
        try:
            self._keep(wanted, self._answers(engine, [zh for sentences in wanted.values() for zh in sentences]))
        except Exception:  # noqa: BLE001  # whatever a model does
            for name, sentences in wanted.items():
                self._ask_one(engine, name, sentences)

    def _ask_one(self, engine: Crew, name: str, sentences: tuple[str, ...]) -> None:
        if self._failures >= _TRIES:
            return
        try:
            self._keep({name: sentences}, self._answers(engine, sentences))
        except Exception as error:  # noqa: BLE001  # as above
            self._failures += 1
            found = f"{type(error).__name__}: {error}"
            logger.error("engine failed, its sentences stay Chinese", extra={"unit": name, "why": found})
        else:
            self._failures = 0

    def _answers(self, engine: Crew, sentences: Sequence[str]) -> Answers:
        patience = _START_S + _SENTENCE_S * len(sentences)
        try:
            return engine.submit(answer, Question(tuple(dict.fromkeys(sentences)), self._cache)).result(patience)
        except (BrokenExecutor, TimeoutError):
            engine.renew()
            raise

    def _keep(self, wanted: Mapping[str, tuple[str, ...]], answers: Answers) -> None:
        for name, sentences in wanted.items():
            found = {zh: answers.by_sentence[zh] for zh in sentences}
            said = {zh: [one.en, one.step, one.failed] for zh, one in found.items()}
            self._spool.put(name, {"engine": answers.engine, "said": said})


class _Spool:
    """Values by name in a file that has no name, so that nothing is left of it whatever happens."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `close`
        self._places: dict[str, tuple[int, int]] = {}

    def put(self, name: str, value: Any) -> None:
        data = json.dumps(value, ensure_ascii=False).encode()
        self._places[name] = self._file.seek(0, 2), self._file.write(data)

    def get(self, name: str) -> Any:
        if name not in self._places:
            return None
        start, size = self._places[name]
        self._file.seek(start)
        return json.loads(self._file.read(size))

    def close(self) -> None:
        self._file.close()
