"""Machine output kept between runs, apart from the memory: by sentence, its locked terms, engine, model and program."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from briefing import __version__
from briefing.translate.cascade import Result
from briefing.translate.engine import Engine
from briefing.translate.locks import Lock


class Cache:
    """A folder of answers, one JSON lines file an engine and model; `none()` keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        """Read lazily from `folder`; None keeps nothing."""
        self._folder = folder
        self._known: dict[Path, dict[str, Result]] = {}
        self._torn: dict[Path, str] = {}  # what ends the line that a killed run left half

    @classmethod
    def none(cls) -> Cache:
        """Return a cache that keeps nothing."""
        return cls(None)

    def _file(self, engine: Engine) -> Path | None:
        return None if self._folder is None else self._folder / f"{engine.name}-{engine.digest[:16]}.jsonl"

    def _answers(self, file: Path) -> dict[str, Result]:
        if file not in self._known:
            known: dict[str, Result] = {}
            text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
            if text and not text.endswith("\n"):
                self._torn[file] = "\n"
            for line in text.split("\n"):
                try:
                    row = json.loads(line)
                    known[row["key"]] = Result(row["en"], row["step"], tuple(row["failed"]))
                except (ValueError, KeyError, TypeError):  # a torn line: the sentence is asked again
                    continue
            self._known[file] = known
        return self._known[file]

    def get(self, zh: str, locks: Iterable[Lock], engine: Engine) -> Result | None:
        """Return what an earlier run got for a sentence with the same locked terms, or None."""
        file = self._file(engine)
        return None if file is None else self._answers(file).get(_key(zh, locks))

    def put(self, zh: str, locks: Iterable[Lock], engine: Engine, answer: Result) -> None:
        """Keep an answer, a failure too, so that a second run costs nothing."""
        file = self._file(engine)
        if file is None:
            return
        key = _key(zh, locks)
        self._answers(file)[key] = answer
        file.parent.mkdir(parents=True, exist_ok=True)
        row = {"key": key, "zh": zh, "en": answer.en, "step": answer.step, "failed": list(answer.failed)}
        with file.open("a", encoding="utf-8") as out:
            out.write(self._torn.pop(file, "") + json.dumps(row, ensure_ascii=False) + "\n")


def _key(zh: str, locks: Iterable[Lock]) -> str:
    """Return the key of a sentence: it changes with the English of its terms and with the program."""
    words = (f"{one.start}:{one.en}" for one in locks)
    return hashlib.sha256("\0".join([__version__, zh, *words]).encode()).hexdigest()
