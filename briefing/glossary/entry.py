"""The values of the termbase: an entry (one row of glossary/*.csv) and what the glossary says about a text."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Literal

STATUSES = ("accepted", "proposed", "retired")
ARTICLES = ("none", "the", "a")

# Words for composing names and for readers; several right renderings exist, so a text is not checked for them.
PLAIN_CATEGORY = "words"


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and its one approved English form (design section 3.2); `category` is the name of its file."""

    zh: str
    zh_variants: tuple[str, ...] = ()
    en: str = ""  # running text, singular for things that are counted, no article
    en_short: str = ""  # tables, axes, later mentions
    admitted: tuple[str, ...] = ()  # also right; `…` stands for up to six words
    discouraged: tuple[str, ...] = ()
    article: Literal["none", "the", "a"] = "none"
    proper: bool = False
    countable: bool = False
    gloss: str = ""
    followed_by: tuple[str, ...] = ()
    not_followed_by: tuple[str, ...] = ()
    preceded_by: tuple[str, ...] = ()
    not_preceded_by: tuple[str, ...] = ()
    status: Literal["accepted", "proposed", "retired"] = "accepted"
    source: str = ""
    checked_on: str = ""
    notes: str = ""
    category: str = ""
    where: str = field(default="", compare=False)  # file:line, for messages

    @property
    def enforced(self) -> bool:
        """True where a translation must carry this term in an approved form."""
        return self.status == "accepted" and self.category != PLAIN_CATEGORY


COLUMNS = tuple(f.name for f in fields(Entry) if f.name not in {"category", "where"})
LIST_COLUMNS = frozenset(
    {"zh_variants", "admitted", "discouraged", "followed_by", "not_followed_by", "preceded_by", "not_preceded_by"}
)
FLAG_COLUMNS = frozenset({"proper", "countable"})


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in a text: `text[start:end]` as printed, quotes included."""

    start: int
    end: int
    entry: Entry
    text: str


@dataclass(frozen=True, slots=True)
class TermProblem:
    """What is wrong with a term in a translation; `zh` empty where no single term is to blame."""

    kind: Literal["missing", "discouraged", "case"]
    zh: str
    found: str
    expected: tuple[str, ...]
    why: str
