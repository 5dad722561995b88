"""English for a subject: its action and its name, from the glossary, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from briefing.phrase.words import Action, actions

_LEAD = re.compile(r"^(?:全年|全市|全区|全县|其中|共|共计|累计|已|实现|完成|达到|拥有|现有|共有|区内|市内)")
_NUMBER_OF = re.compile(r"(?:的)?(?:总量|总数|数量|总人数|数)$")


class Nameable(Protocol):
    """What this stage needs of `briefing.glossary.Name`."""

    en: str
    plural: str
    countable: bool


class Namer(Protocol):
    """What this stage needs of `briefing.glossary.Glossary`."""

    def name(self, indicator_zh: str) -> Nameable | None:
        """Return the English noun phrase of an indicator, or None where it is not approved."""
        ...


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject in English: what was done (may be None) with what."""

    zh: str
    name: Nameable
    action: Action | None = None
    stock: bool = False  # 累计, 总数: how many there are in all


def _splits(subject: str) -> Iterator[tuple[Action | None, str]]:
    """Yield the ways to read a subject: whole, without its action, without the word number."""
    yield None, subject
    for zh, action in actions().items():
        if subject.startswith(zh) and len(subject) > len(zh) + 1:
            yield action, subject[len(zh) :]
    for zh, action in actions().items():
        if subject.endswith(zh) and len(subject) > len(zh) + 1 and not action.empty:
            yield action, subject[: -len(zh)]


def _forms(subject: str) -> Iterator[str]:
    """Yield the subject as written and without what English does not need."""
    yield subject
    bare = _LEAD.sub("", subject)
    if bare and bare != subject:
        yield bare
    for form in (subject, bare):
        plain = _NUMBER_OF.sub("", form)
        if len(plain) > 1 and plain != form:
            yield plain


def resolve(subject: str, glossary: Namer) -> Subject | None:
    """Return the subject in English, or None where the glossary has no approved name for it."""
    stock = "累计" in subject or _NUMBER_OF.search(subject) is not None
    for form in _forms(subject):
        for action, rest in _splits(form):
            name = glossary.name(rest)
            if name is not None:
                return Subject(subject, name, None if action is None or action.empty else action, stock)
    return None


_PLURAL_HEADS = re.compile(r"(?:[a-z]{2,}(?<!s)(?<!u)(?<!i)s)$")
_NOT_PLURAL = frozenset({"business", "gas", "series", "basis", "news", "gdp", "logistics", "electronics", "progress"})
_BOUNDARY = re.compile(r"\s+(?:of|in|at|for|from|to|per|under|with|by|on|above|below|across|that|as|after|between)\s")


def takes_plural_verb(english: str) -> bool:
    """Return whether a name as printed takes were: exports were, value added of … was."""
    head = _BOUNDARY.split(english, maxsplit=1)[0].strip()
    if " and " in head:
        return True
    last = head.rsplit(" ", 1)[-1].lower().strip("()”’\"'")
    return last not in _NOT_PLURAL and _PLURAL_HEADS.search(last) is not None
