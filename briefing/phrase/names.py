"""English for a subject: the glossary's name of it, what was done with it, and how that verb goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from briefing.glossary.name import Name
from briefing.phrase.words import Action, actions

_LEAD = re.compile(r"^(?:全年|其中|共|共计|已|实现|完成|达到|拥有|现有|共有)")
_NUMBER_OF = re.compile(r"(?:的)?(?:总量|总数|数量|总人数|数)$")
_BE = re.compile(r"^(?:were|had been|have been) ")
_OWN_SCOPES = {
    "区": ("全区", "区内", "我区"),
    "县": ("全县", "县内", "我县"),
    "市": ("全市", "市内", "我市"),
    "省": ("全省", "省内", "我省"),
}


class Namer(Protocol):
    """What this stage needs of `briefing.glossary.Glossary`."""

    def name(self, indicator_zh: str) -> Name | None:
        """Return the English noun phrase of an indicator, or None where it is not approved."""
        ...


@dataclass(frozen=True, slots=True)
class Verb:
    """What was done with the things or what they did.

    past: after a plural subject (were newly certified, won their land at auction).
    base: after to, in the active (certify); empty where only the passive is known.
    intransitive: the things do it themselves.
    """

    past: str
    base: str = ""
    intransitive: bool = False

    @property
    def participle(self) -> str:
        """What follows be: newly certified."""
        return _BE.sub("", self.past)

    def after(self, *, many: bool) -> str:
        """Return the past after its subject in number: was newly certified."""
        if many:
            return self.past
        one = re.sub(r"^were\b", "was", self.past)
        return re.sub(r"^have\b", "has", one).replace("their ", "its ")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject in English.

    whole: its name with the action (newly certified gazelle enterprises), for rows and as subject of a figure.
    name: the things alone (gazelle enterprises), for sentences in which the verb says the action.
    """

    zh: str
    whole: Name
    name: Name
    verb: Verb | None = None
    stock: bool = False  # 累计, 总数: how many there are in all


def _forms(subject: str) -> Iterator[str]:
    """Yield the subject as written and without what English does not need."""
    bare = _LEAD.sub("", subject)
    for form in dict.fromkeys((subject, bare)):
        if form:
            yield form
    for form in dict.fromkeys((subject, bare)):
        plain = _NUMBER_OF.sub("", form)
        if len(plain) > 1 and plain != form:
            yield plain


def _verb_of(name: Name, subject: str) -> Verb | None:
    """Return the verb of a name whose grammar found an action or an outcome."""
    if not name.clause:
        return None
    word = next((part.zh for part in name.parts if part.role in ("action", "outcome")), "")
    known = next(
        (action for zh, action in actions().items() if zh == word or (subject.startswith(zh) and not word)), None
    )
    passive = _BE.match(name.clause) is not None
    return Verb(name.clause, known.base if known else "", intransitive=not passive)


def _own(name: Name, ref_area: str) -> Name:
    """Return the name without a scope that is the reporting region itself."""
    return name.local if name.scope in _OWN_SCOPES.get(ref_area[-1:], ()) else name


def resolve(subject: str, glossary: Namer, ref_area: str = "") -> Subject | None:
    """Return the subject in English, or None where the glossary has no approved name for it."""
    stock = "累计" in subject or _NUMBER_OF.search(subject) is not None
    if subject.startswith("累计"):
        bare = glossary.name(subject.removeprefix("累计"))
        if bare is not None and not bare.clause:
            whole = _own(bare, ref_area)
            return Subject(subject, whole, whole, stock=True)
    for form in _forms(subject):
        name = glossary.name(form)
        if name is not None:
            verb = _verb_of(name, form)
            whole = _own(name, ref_area)
            return Subject(subject, whole, _own(name.thing, ref_area) if verb else whole, verb, stock)
    for form in _forms(subject):
        for action, rest in _splits(form):
            name = glossary.name(rest)
            if name is not None and not name.clause:
                whole = _own(name, ref_area)
                return Subject(subject, whole, whole, _own_verb(action), stock)
    return None


def _splits(subject: str) -> Iterator[tuple[Action, str]]:
    """Yield the ways to take an action off a subject, in front and behind."""
    for zh, action in actions().items():
        if subject.startswith(zh) and len(subject) > len(zh) + 1:
            yield action, subject[len(zh) :]
        if subject.endswith(zh) and len(subject) > len(zh) + 1 and not action.empty:
            yield action, subject[: -len(zh)]


def _own_verb(action: Action) -> Verb | None:
    if action.empty:
        return None
    past = action.past if action.intransitive else f"were {action.past}"
    return Verb(past, action.base, action.intransitive)
