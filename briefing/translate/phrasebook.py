"""What recurs in reports without being the same: headings, tasks and difficulties, put together from approved words.

完善城市基础设施 is a verb and a noun, 城市品质持续提升 a noun, a manner and a movement, 市场需求仍然不足 a noun and a predicate. Every
word stands in data/phrasebook.csv or, as a noun, in the glossary; a sentence is said only if each of its clauses is made of
them to the last character, or is an approved pair of its own. Nothing is left out but the words that only add emphasis.

A task has no tense (Improving infrastructure), since a verb without a subject is done in a review and planned in a plan.
What stands behind a noun tells what was: where a report speaks of its targets it would tell a hope as a fact, and is not said.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from briefing.glossary import Entry
from briefing.glossary.english import agrees_in_plural, plural

_CLAUSES = re.compile(r"[，,；;]")
_MARKS = re.compile(
    r"^(?:[\s—\-•·◆●■▲*#]+|[一二三四五六七八九十]{1,3}[、,，]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．](?!\d)|[①-⑳])|[\s。；;.!！:：*]+$"
)
_SHORTEST = 4  # characters of a term of the glossary that is taken as a noun
_BE = re.compile(r"^(is|are)\b(?! not)")
_REMAIN = {"is": "remains", "are": "remain"}


class Nouns(Protocol):
    """What this needs of `briefing.glossary.Glossary`."""

    def find(self, zh: str) -> Entry | None:
        """Return the accepted entry of which `zh` is a spelling."""
        ...


@dataclass(frozen=True, slots=True)
class _Noun:
    en: str
    many: bool


@cache
def _rows() -> dict[str, dict[str, tuple[str, str]]]:
    """The rows by role: Chinese → English and the form after a plural."""
    text = (files("briefing.translate") / "data" / "phrasebook.csv").read_text(encoding="utf-8")
    found: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        found[row["role"]][row["zh"]] = (row["en"], row["many"])
    return found


@cache
def _leads() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(zh), en) for zh, (en, _) in _rows()["lead"].items())


def say(zh: str, nouns: Nouns, approved: Callable[[str], str], *, planned: bool) -> str:
    """Return the English of a sentence made of known clauses only, or nothing.

    Args:
        zh: the sentence, with or without its number and full stop.
        nouns: the glossary.
        approved: the English of a clause that the memory holds as it is, or nothing.
        planned: the part of the report speaks of targets.
    """
    text, said = _MARKS.sub("", zh), []
    for pattern, lead in _leads():
        if found := pattern.match(text):
            said, text = [lead], text[found.end() :]
            break
    clauses = _CLAUSES.split(text)
    tasks = [_clause(clause.strip(), nouns, _task) for clause in clauses]
    if all(tasks) and not said:
        return _joined(tasks, stop=zh.endswith(("。", "；", ";")))
    states = [] if planned else [approved(c.strip()) or _clause(c.strip(), nouns, _state) for c in clauses]
    return " ".join([*said, *(f"{one.rstrip('.')}." for one in states)]) if states and all(states) else ""


def tells(english: str) -> bool:
    """Return whether a sentence tells what was, as the words behind a noun do (grew, was stable)."""
    return not _told().isdisjoint(english.rstrip(".").split())


@cache
def _told() -> frozenset[str]:
    """The verbs of everything that may stand behind a noun."""
    return frozenset(form.split()[0] for _, *forms in _endings() for form in forms)


def _joined(tasks: Sequence[str], *, stop: bool) -> str:
    """Return tasks as one line: Improving the structure of industry; developing the marine economy."""
    first, *others = tasks
    return "; ".join([first, *(one[:1].lower() + one[1:] for one in others)]) + "." * stop


def _clause(clause: str, nouns: Nouns, say_it: Callable[[str, Nouns], str]) -> str:
    return next((english for rest in _without_emphasis(clause) if (english := say_it(rest, nouns))), "")


def _without_emphasis(clause: str) -> Iterator[str]:
    """Yield a clause, then without each word in front of it that only adds emphasis or order: 三是着力完善."""
    yield clause
    for word in _rows()["before"]:
        if clause.startswith(word) and len(clause) > len(word):
            yield from _without_emphasis(clause[len(word) :])


def _noun(zh: str, nouns: Nouns) -> _Noun | None:
    """Return a noun as it stands, or what is said of one: 服务业后劲, the staying power of services."""
    whole = _known_noun(zh, nouns)
    if whole:
        return whole
    for ending, (pattern, _) in _longest("attribute"):
        if zh.endswith(ending) and (inner := _known_noun(zh[: -len(ending)], nouns)):
            return _Noun(pattern.format(x=inner.en), many=False)
    return None


def _known_noun(zh: str, nouns: Nouns) -> _Noun | None:
    known = _rows()["noun"].get(zh)
    if known:
        return _Noun(known[0], known[1] == "yes")
    entry = nouns.find(zh) if len(zh) >= _SHORTEST else None  # shorter ones have more than one sense: 收入
    if entry is None or not entry.en:
        return None
    english = plural(entry.en) if entry.countable else entry.en
    return _Noun(f"the {english}" if entry.article == "the" else english, entry.countable or agrees_in_plural(entry.en))


def _task(clause: str, nouns: Nouns) -> str:
    """完善基础设施: Improving infrastructure."""
    for verb, (english, _) in _longest("verb"):
        if clause.startswith(verb) and (noun := _noun(clause[len(verb) :], nouns)):
            return f"{english} {noun.en}"
    return ""


def _state(clause: str, nouns: Nouns) -> str:
    """市场需求仍然不足: Market demand remains insufficient."""
    for ending, singular, plural_form in _endings():
        if clause.endswith(ending) and (noun := _noun(clause[: -len(ending)], nouns)):
            return f"{noun.en[:1].upper()}{noun.en[1:]} {plural_form if noun.many else singular}"
    return ""


@cache
def _longest(role: str) -> tuple[tuple[str, tuple[str, str]], ...]:
    return tuple(sorted(_rows()[role].items(), key=lambda item: -len(item[0])))


@cache
def _endings() -> tuple[tuple[str, str, str], ...]:
    """Everything that may stand behind a noun, with its English after a singular and a plural, longest first."""
    found = dict(_rows()["predicate"])
    for manner, (pattern, _) in _rows()["manner"].items():
        for move, (past, ing) in _rows()["move"].items():
            one = pattern.format(past=past, ing=ing)
            found.setdefault(manner + move, (one, re.sub(r"^was\b", "were", one)))
    for degree in _rows()["degree"]:
        for zh, forms in _rows()["predicate"].items():
            found.setdefault(degree + zh, (_remaining(forms[0]), _remaining(forms[1])))
    return tuple((zh, *found[zh]) for zh in sorted(found, key=lambda zh: -len(zh)))


def _remaining(english: str) -> str:
    """Return a predicate as still so: remains weak, still needs to improve, is still not strong."""
    if _BE.match(english):
        return _BE.sub(lambda found: _REMAIN[found[1]], english)
    first, _, rest = english.partition(" ")
    return f"{first} still {rest}" if first in _REMAIN else f"still {english}"
