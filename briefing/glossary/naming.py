"""The noun-phrase grammar: the English of an indicator from accepted terms, the words of grammar.csv and verbs.csv.

An indicator is read from outside in. What stands in front or behind is taken off by one of the rules below, in this
order, and what remains is read again until it is a term:

    a term; a share; brackets; time, scope and place; an action on a term; trade with a partner; a verb between two
    nouns; per head; outcome; threshold; suffix; prefix; action; whose it is; an example; then, also inside: level,
    modifier, two nouns side by side, a list

Nothing is guessed: where a piece is neither a term nor a word of the grammar there is no name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from briefing.glossary.english import has_complement, head
from briefing.glossary.entry import Entry
from briefing.glossary.grammar import JOINABLE, Grammar, Word
from briefing.glossary.kinds import Role
from briefing.glossary.match import Matcher, fold
from briefing.glossary.name import Name, Part
from briefing.glossary.noun import COUNTED, HEADS, Noun, as_name, joined, of_entry, paired, with_suffix
from briefing.glossary.threshold import threshold

_LONGEST = 80  # characters; no indicator is longer
_SHARE_END = re.compile(r"(?:的)?(?:比重|比例|份额|比率)$")
_BUILT = re.compile(r"\b(?:Airport|Port|Station|Park)\b")
_NUMBERING = re.compile(r"^(?:\d{1,2}[.、](?!\d)|[①-⑳]|其中:?)")
_AND = re.compile(r"和|与|及|以及|、")
_JOINED = re.compile(r"、|和|及|与|或|并")
_ABBREVIATION = re.compile(r"(?<=[\u4e00-\u9fff])\([a-z][a-z\d&.+-]*\)(?=[\u4e00-\u9fff])")
_MEASURES = frozenset({"indicators", "finance", "prices"})  # categories of what is measured, no things
_SHORT_HEAD = 4  # words of a noun that another may stand in front of


class Namer:
    """Reads indicators. Keeps what it has read: a report repeats its indicators."""

    def __init__(self, terms: Matcher, grammar: Grammar) -> None:
        """Take the accepted terms and the words of the grammar."""
        self._terms = terms
        self._grammar = grammar
        self._read: dict[tuple[str, bool], Noun | None] = {}
        self._selves = frozenset(word.en for word in grammar.of("self"))
        self._first: defaultdict[tuple[Role, str], list[Word]] = defaultdict(list)
        self._last: defaultdict[tuple[Role, str], list[Word]] = defaultdict(list)
        for role, words in grammar.words.items():
            for word in words:
                self._first[role, word.zh[0]].append(word)
                self._last[role, word.zh[-1]].append(word)
        self._outer: tuple[Callable[[str], Noun | None], ...] = (
            self._term,
            self._share,
            self._brackets,
            self._time,
            self._scope,
            self._place,
            self._action_on_term,
            self._partner,
            self._pair,
            self._per,
            self._outcome,
            self._threshold,
            self._suffix,
            self._prefix,
            self._action,
            self._link,
            self._such,
            *self._inner_rules(),
        )
        self._inner = self._inner_rules()

    def _inner_rules(self) -> tuple[Callable[[str], Noun | None], ...]:
        return (
            self._term,
            self._threshold,
            self._suffix,
            self._level,
            self._modifier,
            self._compound,
            self._any_suffix,
            self._list,
            self._without_de,
        )

    def name(self, zh: str) -> Name | None:
        """Return the name of an indicator, or None where a piece of it is not approved."""
        key = _NUMBERING.sub("", fold(zh))
        if not key or len(key) > _LONGEST:
            return None
        noun = self._noun(key) or self._noun(_ABBREVIATION.sub("", key))
        return as_name(noun, zh) if noun is not None else None

    def _noun(self, text: str, *, inner: bool = False) -> Noun | None:
        """Read a text. `inner`: behind a level or a modifier, where 服务 is no longer something that was done."""
        key = (text, inner)
        if key not in self._read:
            self._read[key] = None  # what asks for itself gets nothing
            rules = self._inner if inner else self._outer
            self._read[key] = next((noun for rule in rules if (noun := rule(text)) is not None), None)
        return self._read[key]

    def _term(self, text: str) -> Noun | None:
        entry: Entry | None = self._terms.exact(text)
        return of_entry(entry) if entry is not None and entry.en else None

    def _cuts(self, text: str, length: int, *, before: bool) -> bool:
        """Return whether taking `length` characters off one end would cut a term that is longer than they are."""
        longer = range(length + 1, len(text))
        return any(self._terms.exact(text[:at] if before else text[-at:]) is not None for at in longer)

    def _leading(self, role: Role, text: str) -> Iterator[Word]:
        """Yield the words of a role that a text begins with, longest first; of two joined ones (新建、改扩建) one of both."""
        for word in self._first.get((role, text[:1]), ()):
            if len(word.zh) < len(text) and text.startswith(word.zh):
                link = _JOINED.match(text, len(word.zh)) if role in JOINABLE else None
                if link is not None:
                    others = self._leading(role, text[link.end() :])
                    yield from (both for other in others if (both := word.joined(link[0], other)) is not None)
                yield word

    def _trailing(self, role: Role, text: str) -> Iterator[Word]:
        """Yield the words of a role that a text ends in, longest first."""
        for word in self._last.get((role, text[-1:]), ()):
            if len(word.zh) < len(text) and text.endswith(word.zh):
                yield word

    def _prefixed(self, role: Role, text: str, *, inner: bool = False) -> Iterator[tuple[Word, Noun]]:
        """Yield each word of a role that stands in front, with the noun behind it."""
        for word in self._leading(role, text):
            if not self._cuts(text, len(word.zh), before=True):
                noun = self._noun(text[len(word.zh) :].removeprefix("的"), inner=inner)
                if noun is not None:
                    yield word, noun

    def _suffixed(self, role: Role, text: str) -> Iterator[tuple[Word, Noun]]:
        """Yield each word of a role that stands behind, with the noun in front of it."""
        for word in self._trailing(role, text):
            noun = self._noun(text[: -len(word.zh)].removesuffix("的"), inner=word.shape in COUNTED)
            if noun is not None:
                yield word, noun

    # --- shares and comparisons of two nouns

    def _whole(self, text: str) -> tuple[str, tuple[Entry, ...]] | None:
        """Return the English of what something is a share of."""
        for place in self._grammar.of("place"):
            if text == place.zh:
                return place.en, ()
        noun = self._noun(text)
        return (noun.many(), noun.entries) if noun is not None else None

    def _between(self, text: str, link: str, pattern: str) -> Noun | None:
        """Return the noun of `X link Y`, e.g. `{x} as a share of {y}`."""
        at = text.find(link, 1)
        while at > 0:
            left, right = self._noun(text[:at].removesuffix("的")), self._whole(text[at + len(link) :])
            if left is not None and right is not None:
                return _rate(pattern, left, right)
            at = text.find(link, at + 1)
        return None

    def _share(self, text: str) -> Noun | None:
        bare = _SHARE_END.sub("", text)
        if bare != text or text.endswith(tuple(p.zh for p in self._grammar.of("place"))):
            for word in self._grammar.of("share"):
                noun = self._between(bare, word.zh, word.en)
                if noun is not None:
                    return noun
        if text.endswith("之比"):
            return self._between(text[:-2], "与", "ratio of {x} to {y}")
        if text.endswith("贡献率") and "对" in text:
            return self._between(text[:-3].removesuffix("的"), "对", "contribution rate of {x} to {y}")
        if text.endswith("增长") and "拉动" in text:
            return self._between(text[:-2].removesuffix("的"), "拉动", "contribution of {x} to growth in {y}")
        return None

    # --- what stands around a noun

    def _brackets(self, text: str) -> Noun | None:
        if not text.endswith(")"):
            return None
        depth, at = 0, len(text)
        while at > 0:
            at -= 1
            depth += (text[at] == ")") - (text[at] == "(")
            if depth == 0:
                break
        noun, note = self._noun(text[:at]), text[at + 1 : -1]
        if noun is None:
            return None
        part = Part(f"({note})", "note", "")
        for word in self._grammar.of("note"):
            if note == word.zh:
                return noun.after(f"({word.en})", replace(part, en=word.en)) if word.en else noun
        same = self._terms.exact(note)
        known = same is not None and (same in noun.entries or same.en in noun.spellings)
        return replace(noun, parts=(*noun.parts, part)) if known else None

    def _time(self, text: str) -> Noun | None:
        for role in ("time", "agent"):
            for word, noun in self._prefixed(role, text):
                if role == "time" or noun.clause:  # what was done by whom
                    return noun.after(word.after, Part(word.zh, role, word.after))
        return None

    def _scope(self, text: str) -> Noun | None:
        for word, noun in self._prefixed("scope", text):
            whole = noun.after(word.after, Part(word.zh, "scope", word.after))
            return replace(whole, scope=word.zh, local=noun)
        return None

    def _action_on_term(self, text: str) -> Noun | None:
        """Read 新增绿化面积 as what was done with a term before the term is taken apart."""
        for word in self._leading("action", text):
            noun = self._term(text[len(word.zh) :])
            if noun is not None and self._suits(word, noun):
                return _done(word, noun)
        return None

    def _suits(self, word: Word, noun: Noun) -> bool:
        """Return whether a word may stand before a noun: what is selected is counted, a list is not.

        Nor is a city: a report that says 入选…试点城市 means that the city itself was selected.
        """
        if word.shape == "thing" and word.role == "action" and head(noun.each) in self._selves:
            return False
        return noun.countable or word.shape not in ("thing", "person")

    def _action(self, text: str) -> Noun | None:
        for word, noun in self._prefixed("action", text):
            if self._suits(word, noun):
                return _done(word, noun)
        return None

    def _outcome(self, text: str) -> Noun | None:
        for word, noun in self._suffixed("outcome", text):
            whole = noun.after(word.after, Part(word.zh, "outcome", word.after))
            return replace(whole, clause=word.clause, thing=noun)
        return None

    def _per(self, text: str) -> Noun | None:
        for word, noun in self._prefixed("per", text, inner=True):
            part = Part(word.zh, "per", word.en or word.after)
            whole = noun.before(word.en, part) if word.en else noun.after(word.after, part)
            return replace(whole, shape="rate")
        return None

    def _suffix(self, text: str) -> Noun | None:
        """Read a suffix where it is not the end of a longer term (集群, but not in 产业集群) nor all of it newly added."""
        if any(word.shape == "amount" and text.startswith(word.zh) for word in self._grammar.of("action")):
            return None
        for word in self._trailing("suffix", text):
            if not self._cuts(text, len(word.zh), before=False):
                noun = self._noun(text[: -len(word.zh)].removesuffix("的"), inner=word.shape in COUNTED)
                if noun is not None and not self._mixed(noun, word) and not (noun.clause and word.shape in HEADS):
                    return with_suffix(noun, word)
        return None

    def _mixed(self, noun: Noun, word: Word) -> bool:
        """Return whether a list holds what the suffix makes already: in 技术交易额、新产品产值 the output is of products alone."""
        made = any(item.parts[-1].role == "suffix" for item in noun.items)
        measures = any(i.entries and i.entries[0].category in _MEASURES and not i.countable for i in noun.items)
        return word.shape != "rate" and (made or (word.shape == "amount" and measures))

    def _any_suffix(self, text: str) -> Noun | None:
        """Read a suffix even so: 电气机械和器材制造业 + 投资, though 制造业投资 is a term."""
        for word, noun in self._suffixed("suffix", text):
            several = word.shape in COUNTED and noun.items and self._cuts(text, len(word.zh), before=False)
            if noun.parts[-1].role != "suffix" and not self._mixed(noun, word) and not several:
                return with_suffix(noun, word)
        return None

    def _prefix(self, text: str) -> Noun | None:
        for word, noun in self._prefixed("prefix", text, inner=True):
            if word.shape != "person" or not noun.countable:  # who took part in projects is another count than projects
                return with_suffix(noun, word)
        return None

    def _of(self, who: str, what: str, link: str, preposition: str) -> Noun | None:
        """Return `what of who`, both read as nouns."""
        owner, noun = self._noun(who.removesuffix("的"), inner=True), self._noun(what)
        if owner is None or noun is None or noun.clause:
            return None
        words = f"{preposition} {owner.many()}"
        whole = noun.after(words, Part(link, "link", words))
        return replace(whole, entries=tuple(dict.fromkeys((*noun.entries, *owner.entries))))

    def _partner(self, text: str) -> Noun | None:
        """Read 对东盟出口, 自东盟进口: trade with a country or a group of them."""
        for word in self._trailing("partner", text) if text[:1] in "对自" else ():
            if len(word.zh) < len(text) - 1:
                noun = self._noun(text[1 : -len(word.zh)].removesuffix("的"), inner=True)
                if noun is not None:
                    return with_suffix(noun, replace(word, after=word.en, en="", shape="amount"))
        return None

    def _pair(self, text: str) -> Noun | None:
        """Read a verb between two nouns: 专利 + 获 + 中国专利奖, 高校毕业生 + 提供 + 见习岗位."""
        for word in self._grammar.of("pair"):
            at = text.find(word.zh, 1)
            end = at + len(word.zh)
            if at < 1 or end >= len(text):
                continue
            who = self._noun(text[:at].removesuffix("的"), inner=True)
            what = self._noun(text[end:], inner=True) if who is not None else None
            if who is not None and what is not None and not (who.clause or what.clause):
                return paired(who, word, what)
        return None

    def _link(self, text: str) -> Noun | None:
        """Read whose it is: 规模以上工业企业 + 实现 + 营业收入, 低收入农户 + 人均可支配收入."""
        for role in ("link", "per"):
            for word in self._grammar.of(role):
                at = text.find(word.zh, 1)
                start = at + len(word.zh) if role == "link" else at
                if at > 0 and start < len(text):
                    noun = self._of(text[:at], text[start:], word.zh, word.en if role == "link" else "of")
                    if noun is not None and not (role == "link" and noun.shape == "rate"):
                        return noun
        return None

    def _such(self, text: str) -> Noun | None:
        """Read an example before what it is one of: 市民公园等城市公园."""
        at = text.find("等", 1)
        left = self._noun(text[:at], inner=True) if at > 0 else None
        whole = self._noun(text[at + 1 :], inner=True) if left is not None else None
        if left is None or whole is None or not (left.countable and whole.countable):
            return None
        words = f"such as {left.many()}"
        return replace(whole.after(words, Part("等", "link", words)), entries=(*whole.entries, *left.entries))

    def _place(self, text: str) -> Noun | None:
        """Read a place in front: 萧山国际机场 + 旅客吞吐量."""
        for at in range(len(text) - 1, 1, -1):
            entry = self._terms.exact(text[:at])
            if entry is None or entry.category != "places":
                continue
            noun = self._noun(text[at:].removeprefix("的"))
            if noun is not None and not noun.scope:
                name = f"the {entry.en}" if entry.article == "the" else entry.en
                words = f"{'at' if _BUILT.search(name) else 'in'} {name}"
                whole = noun.after(words, Part(entry.zh, "place", words))
                return replace(whole, entries=(*noun.entries, entry), scope=entry.zh, local=noun)
        return None

    def _compound(self, text: str) -> Noun | None:
        """Read two terms side by side, the first telling the second apart: 农贸市场 + 改造项目."""
        for at in range(len(text) - 2, 1, -1):
            first = self._terms.exact(text[:at])
            if first is None or first.proper or first.category in _MEASURES:
                continue
            if has_complement(first.en) or len(first.en.split()) > _SHORT_HEAD or self._cuts(text, at, before=True):
                continue
            noun = self._term(text[at:])
            if noun is None:
                noun = self._noun(text[at:], inner=True)
                noun = noun if noun is not None and not noun.compound and noun.brief(_SHORT_HEAD) else None
            if noun is not None and noun.countable and not noun.proper:
                whole = noun.told_apart(first.en, Part(first.zh, "term", first.en))
                return replace(whole, entries=(first, *noun.entries))
        return None

    def _level(self, text: str) -> Noun | None:
        for word in self._leading("level", text):
            rest = text[len(word.zh) :]
            floor = next((f for f in ("及以上", "以上") if rest.startswith(f)), "")
            noun = self._noun(rest[len(floor) :].removeprefix("的"), inner=True)
            if noun is None or (floor and not word.after) or not self._suits(word, noun):
                continue
            if floor:
                return noun.after(word.after, Part(word.zh + floor, "level", word.after))
            return noun.before(word.en, Part(word.zh, "level", word.en))
        return None

    def _threshold(self, text: str) -> Noun | None:
        found = threshold(text, self._grammar)
        noun = self._noun(found.rest, inner=True) if found is not None else None
        if found is None or noun is None or noun.measured:  # 500人以上村 + 覆盖率: the floor is of the villages
            return None
        if not noun.items and sum(part.role == "term" for part in noun.parts) > 1:
            return None  # of 百亿元以上产业集群工业互联网平台 either may be meant
        return noun.after(found.en, Part(text[: -len(found.rest)], "threshold", found.en))

    def _modifier(self, text: str) -> Noun | None:
        for word, noun in self._prefixed("modifier", text, inner=True):
            part = Part(word.zh, "modifier", word.en or word.after)
            kind = noun.entries[0].category if noun.entries else ""
            if word.clause and not (noun.countable or noun.measured or kind in _MEASURES):
                return noun.framed(word.clause, part)
            if noun.shape == "rate" and has_complement(noun.each) and not word.after and word.en:
                continue  # an elderly-care share of beds is no share of elderly-care beds
            if word.after and noun.each.endswith(f" {word.after}"):  # noise in urban areas is said to be there once
                return noun
            if word.after and (noun.phrasal or not word.en):
                return noun.after(word.after, part)
            if noun.shape != "rate" or not noun.compound or not word.en:
                return noun.told_apart(word.en, part)
        return None

    def _list(self, text: str) -> Noun | None:
        """Return the list whose items are all names, split where that works."""
        for split in _AND.finditer(text):
            left = self._noun(text[: split.start()], inner=True) if split.start() else None
            right = self._noun(text[split.end() :], inner=True) if left is not None else None
            if left is not None and right is not None:
                return joined([*_items(left), *_items(right)])
        return None

    def _without_de(self, text: str) -> Noun | None:
        return self._noun(text.replace("的", ""), inner=True) if "的" in text else None


def _done(word: Word, noun: Noun) -> Noun:
    """Return the noun with what was done: newly certified gazelle enterprises, private capital mobilized."""
    part = Part(word.zh, "action", word.en or word.after)
    plain = bool(word.en) and (noun.countable or not (noun.heavy and word.after))
    whole = noun.before(word.en, part) if plain else noun.after(word.after, part)
    return replace(whole, clause=word.clause, thing=noun, article="none")


def _items(noun: Noun) -> list[Noun]:
    return list(noun.items) or [noun]


def _rate(pattern: str, left: Noun, right: tuple[str, tuple[Entry, ...]]) -> Noun:
    long = pattern.replace("{x}", left.many()).replace("{y}", right[0])
    short = pattern.replace("{x}", left.many(short=True)).replace("{y}", right[0])
    part = Part("占", "share", pattern)
    entries = tuple(dict.fromkeys((*left.entries, *right[1])))
    parts = (*left.parts, part)
    return Noun((long, long, short, short), False, "rate", "none", False, entries, parts, compound=True)
