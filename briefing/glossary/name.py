"""What the grammar makes of an indicator: its English name and the pieces a sentence needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from briefing.glossary.english import agrees_in_plural
from briefing.glossary.entry import Entry
from briefing.glossary.kinds import Role, Shape


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a composed name: its Chinese, what it does, its English (empty where it leaves no trace)."""

    zh: str
    role: Role | Literal["term", "list", "threshold"]
    en: str


@dataclass(frozen=True, slots=True)
class Name:
    """English of an indicator, without article.

    singular, plural: equal where the thing is not counted.
    clause: what was done with the things or what they did, after a plural subject (`were newly certified`), or empty.
    thing: the same name without action or outcome (gazelle enterprises); itself where there is neither.
    scope: 全市, 全省 … as written, or empty; `local` is the name without it.
    """

    zh: str
    singular: str
    plural: str
    short_singular: str
    short_plural: str
    countable: bool
    kind: Shape
    article: str
    gloss: str
    parts: tuple[Part, ...]
    entries: tuple[Entry, ...]
    clause: str = ""
    scope: str = ""
    thing: Name = field(default=None, repr=False, compare=False)  # type: ignore[assignment]  # set to itself below
    local: Name = field(default=None, repr=False, compare=False)  # type: ignore[assignment]  # set to itself below

    def __post_init__(self) -> None:
        """Let `thing` and `local` be the name itself where nothing was taken off."""
        for other in ("thing", "local"):
            if getattr(self, other) is None:
                object.__setattr__(self, other, self)

    @property
    def en(self) -> str:
        """The name for headings, tables and running text: plural where it is counted."""
        return self.plural if self.countable else self.singular

    @property
    def en_short(self) -> str:
        """The name for axes, narrow columns and later mentions."""
        return self.short_plural if self.countable else self.short_singular

    @property
    def takes_plural(self) -> bool:
        """Whether the name as subject takes `were`, `have`."""
        return self.countable or agrees_in_plural(self.singular)
