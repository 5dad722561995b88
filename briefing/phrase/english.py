"""Views for the English template: topics become tokens and words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.glossary.name import Name
from briefing.model.extract import Fact
from briefing.model.tree import Term
from briefing.phrase import figures
from briefing.phrase.names import Namer, Subject, Verb, resolve
from briefing.phrase.pieces import Slate
from briefing.phrase.plan import PLAIN_OBJECTS, Grip, Topic
from briefing.phrase.view import Change, Standing, View
from briefing.phrase.words import AIM_WORDS, SaidOfNothingError, comparisons, rank_objects, scopes
from briefing.quantity import wording

_TITLED = ("certified", "recognized", "named", "rated")
_STAYED = ("保持", "稳定", "维持", "稳居")
_REACHED = ("达", "突破")
_PEGGED = re.compile(r"与(?P<what>.*?)(?:基本)?(?:保持)?(?:基本)?同步")
_NEEDS_ARTICLE = re.compile(
    r"(?:(?:total|cumulative|average|combined) )?(?:number|size|area|length|scale|share|proportion|percentage|ratio|amount|"
    r"volume)s? of |(?:overall|composite) ",
    re.IGNORECASE,
)


class EnglishViews:
    """Makes views of topics; one per statement, since tokens belong to a slate."""

    def __init__(self, slate: Slate, namer: Namer, sentence: str, currency: str = "RMB") -> None:
        """Word topics of `sentence` with names from `namer`."""
        self._slate = slate
        self._namer = namer
        self._sentence = sentence
        self._currency = currency

    # --- tokens

    def _name(self, text: str, zh: str, article: str = "") -> str:
        words = f"the {text}" if article == "the" else text
        return self._slate.put((Term(words, zh),), (Term(words[:1].upper() + words[1:], zh),))

    def _number(self, fact: Fact, text: str) -> str:
        return self._slate.put((figures.numbered(text, fact),), (figures.numbered(figures.opening(fact, text), fact),))

    def _figure(self, fact: Fact) -> str:
        return self._number(fact, figures.figure(fact, self._currency))

    def _level(self, fact: Fact, name: Name) -> str:
        """Return the figure; a rate whose name says per what is printed without its unit."""
        if "/" in fact.unit_zh and " per " in f" {name.en} ":
            return self._number(fact, figures.number(fact))
        return self._figure(fact)

    # --- parts

    def subject(self, topic: Topic) -> Subject:
        """Return the subject of a topic in English.

        Raises:
            SaidOfNothingError: the glossary has no approved name for it.
        """
        area = topic.facts[0].ref_area if topic.facts else ""
        found = resolve(topic.subject, self._namer, area)
        if found is None:
            raise SaidOfNothingError(f"no approved English for {topic.subject}")
        return found

    @staticmethod
    def _as_subject(subject: Subject) -> tuple[str, str, str]:
        """Return the words of a subject before its verb, its Chinese and its article."""
        name = subject.whole
        added = subject.verb is not None and not name.clause and subject.plural in (name.plural, name.singular)
        words = f"{name.en} {subject.verb.participle}" if added and subject.verb else name.en
        return words, subject.zh, "the" if _NEEDS_ARTICLE.match(words) else name.article

    def _counted(self, fact: Fact, subject: Subject) -> str:
        """Return number and noun: 264 gazelle enterprises; 3,629 units of subsidized rental housing."""
        if fact.measure == "level":
            return f"{self._figure(fact)} of {self._name(subject.plural, subject.zh)}"
        text = figures.number(fact)
        if subject.whole.countable:
            noun = subject.singular if figures.is_one(fact) else subject.plural
            return f"{self._number(fact, text)} {self._name(noun, subject.zh)}"
        measure = figures.measure_noun(fact)
        if _is_title(subject):
            return f"{self._number(fact, text)} {measure}"
        if not measure:
            raise SaidOfNothingError(f"{subject.zh} is not counted in English and {fact.unit_zh} has no noun")
        return f"{self._number(fact, text)} {measure} of {self._name(subject.plural, subject.zh)}"

    def _rest(self, verb: Verb, subject: Subject) -> str:
        return f" {self._name(verb.rest, subject.zh)}" if verb.rest else ""

    def _past(self, verb: Verb | None, subject: Subject, *, many: bool) -> str:
        return verb.after(many=many) + self._rest(verb, subject) if verb else ""

    def _participle(self, verb: Verb | None, subject: Subject) -> str:
        return verb.participle + self._rest(verb, subject) if verb else ""

    def _change(self, fact: Fact) -> Change:
        text = figures.growth(fact, self._currency)
        return Change(self._number(fact, text), figures.way(fact), self._basis(fact))

    def _basis(self, fact: Fact) -> str:
        if fact.comparison in ("", "yoy", "constant_prices", "comparable_prices") and "同比" not in self._sentence:
            return ""
        return comparisons().get(fact.comparison, "")

    def standing(self, fact: Fact, *, counted: bool = False) -> Standing:
        """Return a rank; `counted` where the number it ranks stands beside it.

        Raises:
            SaidOfNothingError: its scope or object has no English.
        """
        scope = scopes().get(fact.rank_scope) if fact.rank_scope else None
        if fact.rank_scope and scope is None:
            raise SaidOfNothingError(f"no English for the scope {fact.rank_scope}")
        where = scope.en if scope else ""
        if fact.rank_band == "group":
            return Standing("", f"of {scope.of}" if scope else "", group=True)
        if fact.value is None or fact.unit_zh not in ("位", "名", ""):
            raise SaidOfNothingError("a first of its kind is not a rank")
        said = fact.rank_of in fact.indicator_zh and fact.rank_of not in PLAIN_OBJECTS
        of = "" if said else rank_objects().get(fact.rank_of, "") if fact.rank_of else ""
        if fact.rank_of and not of and not said:
            raise SaidOfNothingError(f"no English for a rank of {fact.rank_of}")
        of = "" if counted and of in ("by size", "by number") else of
        return Standing(self._number(fact, wording.ordinal(fact.value)), where, of)

    def _whole(self, topic: Topic) -> str:
        scope = scopes().get(topic.share_of)
        if scope is not None:
            owner = scope.of + ("'" if scope.of.endswith("s") else "'s")
            return f"{owner} total"
        name = self._namer.name(topic.share_of) if topic.share_of else None
        if name is None:
            raise SaidOfNothingError(f"no approved English for {topic.share_of or 'the whole'}")
        return self._name(name.en, topic.share_of, name.article)

    @staticmethod
    def _verb(fact: Fact, mode: str, *, plural: bool, stock: bool, as_noun: bool) -> str:
        """Return how the figure is reached, from the words before it in the source (达, 保持)."""
        words = fact.strength + fact.prefix[-3:]
        stayed, reached = (any(word in words for word in some) for some in (_STAYED, _REACHED))
        if stayed:
            floor = fact.bound in ("ge", "gt")
            return ("remain" if floor else "stay at") if mode != "actual" else "remained" if floor else "stayed at"
        if mode != "actual":
            level = reached or stock or as_noun or fact.measure == "level"
            return "reach" if level else "be planned" if fact.measure == "count" else "be"
        counted = "totaled" if stock else "numbered"
        return "reached" if reached else counted if fact.measure == "count" else "were" if plural else "was"

    def _when(self, facts: Sequence[Fact]) -> str:
        fact = facts[0]
        year = fact.time_period
        stated = "全年" in self._sentence or f"{year}年" in self._sentence
        return f"in {year}" if stated and year.isdigit() and fact.role == "actual" else ""

    def goal(self, fact: Fact) -> tuple[str, str]:
        """Return a target for a cell: its figure (or what it is pegged to), and aim or target."""
        aim = any(word in fact.strength for word in AIM_WORDS)
        words = self._figure(fact) if fact.value is not None else "in step with the economy"
        return words, "aim" if aim else "target"

    def amount(self, fact: Fact) -> str:
        """Return a figure with its unit."""
        return self._figure(fact)

    # --- views

    def grip(self, topic: Topic) -> Grip:
        """Return the verb of a topic and its name without it."""
        subject = self.subject(topic)
        said = subject.verb is not None and not self._as_noun(topic, subject)
        return Grip(subject.verb.past if subject.verb and said else "", subject.plural, subject.stock)

    @staticmethod
    def _as_noun(topic: Topic, subject: Subject) -> bool:
        """Return whether a count reads better as a figure of its subject than with a verb.

        So it is where two figures would meet (60 5050 Plan talent projects) and for talent, which is not counted.
        """
        if not topic.counted or topic.main is None:
            return False
        people = not subject.whole.countable and topic.main.unit_code == "person"
        return subject.plural[:1].isdigit() or (people and not _is_title(subject))

    def view(self, topic: Topic, *, first: bool = False) -> View:
        """Return a topic as the template sees it.

        Raises:
            SaidOfNothingError: a part of it has no approved English.
        """
        subject = self.subject(topic)
        whole, verb, main = subject.whole, subject.verb, topic.main
        mode = self._mode(topic)
        shown = main if main is not None and main.value is not None else None
        as_noun = self._as_noun(topic, subject)
        listed = shown is not None and (topic.counted or verb is not None)
        many = shown is None or self._many(shown)
        return View(
            name=self._name(*self._as_subject(subject)),
            label=self._name(whole.en, subject.zh),
            plural=whole.takes_plural,
            counted=self._counted(shown, subject) if shown and listed else "",
            many=many,
            number=self._number(shown, figures.number(shown)) if shown and topic.counted else "",
            unit="" if shown is None or whole.countable else figures.measure_noun(shown),
            figure=self._level(shown, whole) if shown and not topic.counted else "",
            where=_where(whole),
            verb=self._verb(shown, mode, plural=whole.takes_plural, stock=subject.stock, as_noun=as_noun)
            if shown
            else "",
            mode=mode,
            base=verb.base if verb else "",
            past=self._past(verb, subject, many=many),
            pasts=self._past(verb, subject, many=True),
            participle=self._participle(verb, subject),
            title=self._name(subject.plural, subject.zh) if _is_title(subject) else "",
            intransitive=verb.intransitive if verb else False,
            size=self._figure(topic.scale[0]) if topic.scale else "",
            size_kind="" if not topic.scale else "area" if topic.scale[0].unit_code == "m2" else "money",
            share=self._figure(topic.share) if topic.share else "",
            whole=self._whole(topic) if topic.share else "",
            completion=self._figure(topic.completion) if topic.completion else "",
            growth=self._change(topic.growth) if topic.growth and topic.growth.value is not None else None,
            changes=tuple(self._change(fact) for fact in topic.changes),
            ranks=tuple(self.standing(fact, counted=topic.counted) for fact in topic.ranks),
            pegged=self._pegged(topic),
            when=self._when(topic.facts) if first else "",
        )

    @staticmethod
    def _many(fact: Fact) -> bool:
        return not figures.is_one(fact) and fact.unit_code not in ("CNY", "USD", "EUR", "HKD", "JPY")

    @staticmethod
    def _mode(topic: Topic) -> str:
        if topic.role != "target":
            return "actual"
        return "aim" if any(word in fact.strength for fact in topic.facts for word in AIM_WORDS) else "target"

    @staticmethod
    def _pegged(topic: Topic) -> str:
        """Return what a target without a figure says: to grow in step with the economy."""
        empty = next((fact for fact in topic.facts if fact.value is None), None)
        if empty is None:
            return ""
        if not _PEGGED.search(empty.strength + empty.exact):
            raise SaidOfNothingError("a target without a figure")
        return "grow broadly in step with the economy" if "基本" in empty.exact else "grow in step with the economy"


def _where(name: Name) -> str:
    """Return what a scope adds to a name (within the district), or empty."""
    whole, local = name.en, name.local.en
    return whole[len(local) :].strip() if whole.startswith(local) and whole != local else ""


def _is_title(subject: Subject) -> bool:
    """Return whether people are certified as what the name says (5,693 people … as Class E talent)."""
    verb = subject.verb
    return verb is not None and not subject.whole.countable and any(word in verb.past for word in _TITLED)
