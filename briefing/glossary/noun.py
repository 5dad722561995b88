"""A noun phrase in the making: four spellings that grow together, and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from briefing.glossary.english import agrees_in_plural, has_complement, head, is_long, plural
from briefing.glossary.entry import Entry
from briefing.glossary.grammar import Word
from briefing.glossary.kinds import Shape
from briefing.glossary.name import Name, Part

_PLURAL_VERB = re.compile(r"^(?:were|are|have|had)\b")
_SINGULAR = {"were": "was", "are": "is", "have": "has", "had": "had"}
_FIRST = re.compile(r"^(?:(?:major|key|large|small|old|new|model|leading) )?")
COUNTED: frozenset[Shape] = frozenset({"thing", "person", "event"})
HEADS: frozenset[Shape] = COUNTED | {"money", "work"}  # an action before them is done to them, not to what they are of
_ENDS_IN_S = re.compile(r"[^su]s$")
_TWICE = re.compile(r"\b(\w{3,}) \1\b")
_RATE = re.compile(r"\b(?:rate|ratio|index|share|percentage|intensity|per capita|per 1,?0*|per unit)\b", re.IGNORECASE)


def _once(text: str) -> str:
    """Return the text without a word said twice in a row: senior high school (school) places."""
    return _TWICE.sub(r"\1", text)


@dataclass(frozen=True, slots=True)
class Noun:
    """The four spellings are singular, plural, short singular, short plural (the same where it is not counted)."""

    spellings: tuple[str, str, str, str]
    countable: bool
    shape: Shape
    article: str
    proper: bool
    entries: tuple[Entry, ...]
    parts: tuple[Part, ...]
    compound: bool = False  # a list, or already modified behind: cannot stand before another noun
    clause: str = ""
    scope: str = ""
    thing: Noun | None = None
    local: Noun | None = None
    items: tuple[Noun, ...] = ()  # of a list

    @property
    def each(self) -> str:
        """As it stands before another noun: resettlement housing (project)."""
        return self.spellings[0]

    def mapped(self, change: Callable[[str], str]) -> Noun:
        """Return the noun with every spelling changed alike."""
        a, b, c, d = self.spellings
        return replace(self, spellings=(change(a), change(b), change(c), change(d)))

    def before(self, words: str, part: Part) -> Noun:
        """Return the noun with words in front."""
        noun = self.mapped(lambda s: _once(f"{words} {s}")) if words else self
        return replace(noun, parts=(part, *self.parts))

    def told_apart(self, words: str, part: Part) -> Noun:
        """Return the noun with words in front, behind the adjectives that come first: major (manufacturing) projects."""
        noun = self.mapped(lambda s: _once(_FIRST.sub(lambda found: f"{found[0]}{words} ", s))) if words else self
        return replace(noun, parts=(part, *self.parts))

    def after(self, words: str, part: Part) -> Noun:
        """Return the noun with words behind."""
        noun = self.mapped(lambda s: f"{s} {words}") if words else self
        return replace(noun, parts=(part, *self.parts), compound=self.compound or bool(words))

    def framed(self, pattern: str, part: Part) -> Noun:
        """Return a noun that holds this one: enterprises above the designated size in {x}."""
        whole = self.mapped(lambda s: pattern.replace("{x}", self.definite(s)))
        return replace(whole, parts=(part, *self.parts), article="none", compound=True)

    def many(self, *, short: bool = False) -> str:
        """Return how it is called behind `of`: plural where counted, with its article where it always has one."""
        return self.definite(self.spellings[(3 if short else 1) if self.countable else (2 if short else 0)])

    def definite(self, text: str) -> str:
        """Return a spelling of it with the article that it always has."""
        return f"the {text}" if self.article == "the" else text

    @property
    def measured(self) -> bool:
        """True where it is an amount or a rate that a suffix made, so that what it is of stands inside."""
        return self.shape in ("amount", "rate") and self.parts[-1].role in ("suffix", "share")

    @property
    def phrasal(self) -> bool:
        """True where an adjective in front would seem to tell only its first word apart (share of days)."""
        return self.shape == "rate" or (not self.countable and has_complement(self.each))

    def brief(self, words: int) -> bool:
        """Return whether it has at most so many words, so that another noun may stand before it."""
        return len(self.each.split()) <= words

    @property
    def heavy(self) -> bool:
        """True where it cannot stand before another noun."""
        many = not self.countable and (agrees_in_plural(self.each) or _ENDS_IN_S.search(self.each) is not None)
        return self.compound or many or self.article == "the" or is_long(self.each)


def of_entry(entry: Entry) -> Noun:
    """Return the noun of a term."""
    short = entry.en_short or entry.en
    many = (plural(entry.en), plural(short)) if entry.countable else (entry.en, short)
    shape: Shape = "thing" if entry.countable else ("rate" if _RATE.search(entry.en) else "amount")
    return Noun(
        (entry.en, many[0], short, many[1]),
        entry.countable,
        shape,
        entry.article,
        entry.proper,
        (entry,),
        (Part(entry.zh, "term", entry.en),),
    )


def with_suffix(noun: Noun, word: Word) -> Noun:
    """Return the noun that a suffix makes of another: output of wheat, coverage rate of future communities."""
    part = Part(word.zh, "suffix", word.en or word.after)
    if not word.shape:  # 数, 总数: says that it is counted, nothing else
        return replace(noun, parts=(*noun.parts, part))
    plain = bool(word.en) and not (noun.heavy and word.after)
    pattern = word.en if plain else word.after or word.en
    x, x_short = (noun.each, noun.spellings[2]) if plain else (noun.many(), noun.many(short=True))
    counted = word.shape in COUNTED
    singular, short = pattern.replace("{x}", x), pattern.replace("{x}", x_short)
    if plain and pattern.endswith("{x}"):  # pilot {x}: the noun itself stays the head
        many, many_short = pattern.replace("{x}", noun.spellings[1]), pattern.replace("{x}", noun.spellings[3])
    else:
        many, many_short = (plural(pattern).replace("{x}", t) for t in (x, x_short))
    return Noun(
        (singular, many, short, many_short) if counted else (singular, singular, short, short),
        counted,
        "amount" if word.shape in HEADS - COUNTED else word.shape,
        word.clause or ("the" if word.shape == "rate" else "none"),
        proper=False,
        entries=noun.entries,
        parts=(*noun.parts, part),
        compound=not plain,
    )


def paired(who: Noun, word: Word, what: Noun) -> Noun | None:
    """Return what a verb makes of two nouns: firms listed in a ranking, medals won at games; None where it has no words.

    The pattern begins with the noun that is counted (`{x} selected for {y}`, `{y} won at {x}`), or with a noun of its own
    (`vaccination of {x} with {y}`). Who did it is counted only where nothing else can be: of 高校入选一流专业20个 the 20 are
    no universities, so what is counted too must have the head of who (企业入选雄鹰企业).
    """
    pattern = word.en if what.countable and word.en else word.after
    if not pattern or what.measured:  # 园区 + 入驻 + 企业税收: nobody moves into tax revenue
        return None
    x, y = who.many(), what.many()
    entries = tuple(dict.fromkeys((*who.entries, *what.entries)))
    if not pattern.startswith("{"):
        one, many = (text.replace("{x}", x).replace("{y}", y) for text in (pattern, plural(pattern)))
        parts = (*who.parts, Part(word.zh, "pair", pattern), *what.parts)
        event = word.shape in COUNTED
        spellings = (one, many, one, many) if event else (one, one, one, one)
        return Noun(spellings, event, word.shape, "none", proper=False, entries=entries, parts=parts, compound=True)
    words = pattern[4:].replace("{x}", x).replace("{y}", y)
    part = Part(word.zh, "pair", words)
    if pattern.startswith("{y} "):
        return replace(what.after(words, part), entries=entries) if what.countable else None
    if not who.countable or (what.countable and head(who.each) != head(what.each)):
        return None
    clause = words.removeprefix("that ") if words.startswith("that ") else f"were {words}"
    return replace(who.after(words, part), entries=entries, clause=clause, thing=who)


def joined(nouns: list[Noun]) -> Noun:
    """Return the list A, B and C; counted where all are."""
    counted = all(n.countable for n in nouns)
    rows = [n.spellings if counted else (n.many(), n.many(), n.many(short=True), n.many(short=True)) for n in nouns]
    spellings = tuple(f"{', '.join(column[:-1])} and {column[-1]}" for column in zip(*rows, strict=True))
    return Noun(
        spellings,  # type: ignore[arg-type]  # four columns
        counted,
        nouns[-1].shape if len({n.shape for n in nouns}) == 1 else "amount",
        "none",
        proper=False,
        entries=tuple(dict.fromkeys(e for n in nouns for e in n.entries)),
        parts=tuple(p for n in nouns for p in n.parts),
        compound=True,
        items=tuple(nouns),
    )


def _agreeing(clause: str, name: Name) -> str:
    """Return the clause with its verb in the number of the name: private capital was mobilized."""
    return clause if name.takes_plural else _PLURAL_VERB.sub(lambda verb: _SINGULAR[verb[0]], clause)


def as_name(noun: Noun, zh: str) -> Name:
    """Return the finished name."""
    a, b, c, d = noun.spellings
    name = Name(
        zh,
        a,
        b,
        c,
        d,
        noun.countable,
        noun.shape,
        noun.article,
        noun.entries[0].gloss if len(noun.entries) == 1 else "",
        noun.parts,
        noun.entries,
        noun.clause,
        noun.scope,
        as_name(noun.thing, zh) if noun.thing else None,  # type: ignore[arg-type]  # None: itself
        as_name(noun.local, zh) if noun.local else None,  # type: ignore[arg-type]  # None: itself
    )
    return replace(name, clause=_agreeing(noun.clause, name.thing))
