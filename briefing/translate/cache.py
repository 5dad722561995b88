"""Machine output kept between runs, apart from the memory: by sentence, engine and model digest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from briefing.translate.cascade import Result
from briefing.translate.engine import Engine


class Cache:
    """A folder of answers, one JSON lines file an engine and model; `none()` keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        """Read lazily from `folder`; None keeps nothing."""
        self._folder = folder
        self._known: dict[Path, dict[str, Result]] = {}

    @classmethod
    def none(cls) -> Cache:
        """Return a cache that keeps nothing."""
        return cls(None)

    def _file(self, engine: Engine) -> Path | None:
        return None if self._folder is None else self._folder / f"{engine.name}-{engine.digest[:16]}.jsonl"

    def _answers(self, file: Path) -> dict[str, Result]:
        if file not in self._known:
            known: dict[str, Result] = {}
            if file.is_file():
                for line in file.read_text(encoding="utf-8").splitlines():
                    try:
                        row = json.loads(line)
                        known[row["key"]] = Result(row["en"], row["step"], tuple(row["failed"]))
                    except (ValueError, KeyError, TypeError):  # a torn last line: the sentence is asked again
                        continue
            self._known[file] = known
        return self._known[file]

    def get(self, zh: str, engine: Engine) -> Result | None:
        """Return what an earlier run got for a sentence, or None."""
        file = self._file(engine)
        return None if file is None else self._answers(file).get(_key(zh))

    def put(self, zh: str, engine: Engine, answer: Result) -> None:
        """Keep an answer, a failure too, so that a second run costs nothing."""
        file = self._file(engine)
        if file is None:
            return
        self._answers(file)[_key(zh)] = answer
        file.parent.mkdir(parents=True, exist_ok=True)
        row = {"key": _key(zh), "zh": zh, "en": answer.en, "step": answer.step, "failed": list(answer.failed)}
        with file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _key(zh: str) -> str:
    return hashlib.sha256(zh.encode()).hexdigest()
