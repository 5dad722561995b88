"""Views for the English template: topics become tokens and words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.model.extract import Fact
from briefing.model.tree import Term
from briefing.phrase import figures
from briefing.phrase.names import Namer, Subject, resolve
from briefing.phrase.pieces import Slate
from briefing.phrase.plan import Grip, Topic
from briefing.phrase.view import Change, Standing, View
from briefing.phrase.words import AIM_WORDS, SaidOfNothingError, comparisons, rank_objects, scopes
from briefing.quantity import wording

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
        words = name.en if subject.verb is None or name is not subject.name else f"{name.en} {subject.verb.participle}"
        return words, subject.zh, "the" if _NEEDS_ARTICLE.match(words) else name.article

    def _counted(self, fact: Fact, subject: Subject) -> str:
        """Return number and noun: 264 gazelle enterprises; 3,629 units of subsidized rental housing."""
        name = subject.name
        if fact.measure == "level":
            return f"{self._figure(fact)} of {self._name(name.en, subject.zh)}"
        number = self._number(fact, figures.number(fact))
        if name.countable:
            return f"{number} {self._name(name.singular if figures.is_one(fact) else name.plural, subject.zh)}"
        measure = figures.measure_noun(fact)
        if not measure:
            raise SaidOfNothingError(f"{subject.zh} is not counted in English and {fact.unit_zh} has no noun")
        return f"{number} {measure} of {self._name(name.en, subject.zh)}"

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
        said = fact.rank_of in fact.indicator_zh and fact.measure == "rank" and fact.rank_of not in ("增速", "增幅")
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

    def _verb(self, fact: Fact, mode: str, *, plural: bool, stock: bool) -> str:
        words = fact.strength + self._between(fact)
        if mode != "actual":
            return "stay at" if any(word in words for word in _STAYED) else "be" if fact.measure == "ratio" else "reach"
        if any(word in words for word in _STAYED):
            return "stayed at"
        if any(word in words for word in _REACHED):
            return "reached"
        if fact.measure == "count":
            return "totaled" if stock else "numbered"
        return "were" if plural else "was"

    def _between(self, fact: Fact) -> str:
        """Return what stands right before the figure in the source (达, 达到, 保持)."""
        return fact.prefix[-3:]

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
        return Grip(subject.verb.past if subject.verb else "", subject.name.plural)

    def view(self, topic: Topic, *, first: bool = False) -> View:
        """Return a topic as the template sees it.

        Raises:
            SaidOfNothingError: a part of it has no approved English.
        """
        subject = self.subject(topic)
        whole, verb, main = subject.whole, subject.verb, topic.main
        mode = self._mode(topic)
        shown = main if main is not None and main.value is not None else None
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
            figure=self._figure(shown) if shown and not topic.counted else "",
            verb=self._verb(shown, mode, plural=whole.takes_plural, stock=subject.stock) if shown else "",
            mode=mode,
            base=verb.base if verb else "",
            past=verb.after(many=many) if verb else "",
            pasts=verb.past if verb else "",
            participle=verb.participle if verb else "",
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
