"""The protocol an engine stands behind. Nothing an engine says is printed before it passed the gates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Candidate:
    """One translation with the engine's own score (higher is better; comparable within a sentence only)."""

    text: str
    score: float = 0.0


class Engine(Protocol):
    """A machine translator from Chinese to English."""

    @property
    def name(self) -> str:
        """For origins and logs (argos)."""
        ...

    @property
    def digest(self) -> str:
        """Identifies model and settings; part of the cache key."""
        ...

    @property
    def notation(self) -> str:
        """How a slot is written so that this model carries it through ("⟦{}⟧"), or empty where a probe found none."""
        ...

    def translate(self, sentences: Sequence[str], best: int = 1) -> tuple[tuple[Candidate, ...], ...]:
        """Return up to `best` candidates for each sentence, the best first."""
        ...
