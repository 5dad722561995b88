"""Subjects in English: what a topic is of, by its approved name; whether the name fits its figures; names side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.model.extract import Fact
from briefing.phrase import choice, figures
from briefing.phrase.names import Namer, Subject, Verb, resolve
from briefing.phrase.pieces import Slate
from briefing.phrase.plan import Grip
from briefing.phrase.relations import is_start
from briefing.phrase.topics import Topic, full_subject, has_rival, is_cited, is_first_of_kind, names_share
from briefing.phrase.wordings import EnglishParts
from briefing.phrase.words import SaidOfNothingError, actions, holiday_of, scopes

_OF_WHOLE = re.compile(r"^(?P<part>.+?)占(?P<of>.+?)(?:的)?(?:比重|比例|份额|比)?$")
_BARE_SHARE = re.compile(r"占比(?:达到?|为|约|超过?|近)?$")
_FIGURED = re.compile(r"\d[\d-]*(?![\dA-Z-])")  # 5050 Plan, 15-minute; not 5G
_WORK = re.compile(r"(?:redevelopment|renovation|upgrading|demolition|relocation) of ")
_VOLUME = re.compile(r"\b(?:volume|throughput|turnover|output|production|sales)\b")
_NUMBERED = re.compile(r"(?:one|two|three|four|five|six|seven|eight|nine|ten)\b")
_NUMBERS = re.compile(r"(?<![指系倍次人])数量?$")
_MONEY_WORDS = ("RMB", "CNY", "USD", "yuan")
EVENLY = re.compile(r"均(?:已|首次)?(?:突破|超过?|达到?|为|保持|在)?$")
MONEY = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP")


def _no_pieces(unit: str, fact: Fact, subject: Subject) -> bool:
    """Return whether a noun has no such pieces: homes are counted, their redevelopment is not, nor instances of workers."""
    if unit.startswith("unit") and _WORK.match(subject.plural):
        return True
    trained = fact.unit_code == "person_time" and subject.verb is not None
    return trained and choice.PEOPLE.search(subject.plural) is not None


class EnglishSubjects(EnglishParts):
    """Names the subjects of topics; each is looked up once."""

    def __init__(self, slate: Slate, namer: Namer, sentence: str, currency: str = "RMB") -> None:
        """Word topics of `sentence` with names from `namer`."""
        super().__init__(slate, namer, sentence, currency)
        self._subjects: dict[int, tuple[Topic, Subject]] = {}  # by identity; the topic is held, so that no other has it

    def subject(self, topic: Topic) -> Subject:
        """Return the subject of a topic in English; each is looked up once.

        Raises:
            SaidOfNothingError: the glossary has no approved name for it.
        """
        known = self._subjects.get(id(topic))
        if known is None:
            known = self._subjects[id(topic)] = (topic, self._named(topic))
        return known[1]

    def _named(self, topic: Topic) -> Subject:
        """Return the subject of a topic in English.

        Raises:
            SaidOfNothingError: the glossary has no approved name for it.
        """
        area = topic.facts[0].ref_area if topic.facts else ""
        zh = full_subject(topic, self._sentence)
        zh = zh.removeprefix(holiday_of(zh))
        found = resolve(zh, self._namer, area, choice.figured(topic))
        if found is None:
            raise SaidOfNothingError(f"no approved English for {zh}")
        if choice.figured(topic) == "extent" and found.verb is not None and found.verb.base == "carry out":
            bare = resolve(zh.removeprefix("实施"), self._namer, area, "extent")  # land is not carried out
            found = bare if bare is not None else found
        money = topic.main is not None and topic.main.measure == "level" and topic.main.unit_code in MONEY
        if money and found.verb is not None and found.verb.base == "arrange":
            aside = actions()["安排资金"]  # money is set aside, what is done is arranged
            found = replace(found, verb=Verb(f"were {aside.past}", aside.base, active=aside.active))
        found = choice.won(found)
        work = topic.main is not None and choice.covers(topic.main, found)
        if found.verb is None and is_cited(topic) and not work:
            raise SaidOfNothingError("what the source says of these things stands behind them and is not in the facts")
        return found

    @staticmethod
    def _as_subject(subject: Subject) -> tuple[str, str, str]:
        """Return the words of a subject before its verb, its Chinese and its article."""
        name = subject.whole
        added = subject.verb is not None and not name.clause and subject.plural in (name.plural, name.singular)
        words = f"{name.en} {subject.verb.participle}" if added and subject.verb else name.en
        return words, subject.zh, choice.article(name, words)

    def _subject_name(self, topic: Topic, subject: Subject) -> str:
        """Return the subject before its verb; what is the first of its kind is one thing."""
        if topic.only_ranks and all(is_first_of_kind(fact) for fact in topic.ranks):
            return self._name(subject.whole.singular, subject.zh, "the")
        return self._name(*self._as_subject(subject))

    def _unit(self, fact: Fact, subject: Subject) -> str:
        """Return the English of the measure word, where it says something (632 units of …)."""
        if fact.unit_code == "TEU":  # a container may be two of them
            return figures.measure_noun(fact)
        if subject.counts or choice.is_plural(subject.whole):
            return ""
        if fact.unit_code == "person" and "population" in subject.plural:
            return ""
        return figures.measure_noun(fact) if choice.counts_households(fact, subject) else ""

    def _counted(self, fact: Fact, subject: Subject) -> str:
        """Return number and noun: 264 gazelle enterprises; 3,629 units of subsidized rental housing."""
        if fact.measure in ("level", "ratio"):
            aside = subject.verb is not None and subject.verb.base == "set aside"
            what = subject.plural.removeprefix("spending on ") if aside else subject.plural
            what = what.removeprefix("length of ") if fact.unit_code == "m" else what
            what = what.removeprefix("area of ") if fact.unit_code in ("m2", "mu") else what
            link = "for" if aside and (what != subject.plural or what.endswith(" fund")) else "of"
            return f"{self.amount(fact)} {link} {self._name(what, subject.zh, 'the' if what.endswith(' fund') else '')}"
        plain_opening = (
            subject.plural[:1].isupper() or subject.plural[:1].isdigit() or _NUMBERED.match(subject.plural)
        )  # Four RMB 10 billion-level …, four one-hour travel circles mislead
        number = self._number(fact, figures.number(fact), spell=not plain_opening)
        if choice.recipients(fact, subject):
            return f"{number} {figures.measure_noun(fact)}"
        if choice.is_of_households(fact, subject):
            return f"{number} {figures.measure_noun(fact)}"
        if subject.counts or choice.is_plural(subject.whole):
            noun = subject.singular if figures.is_one(fact) else subject.plural
            return f"{number} {self._name(noun, subject.zh)}"
        unit = self._unit(fact, subject)
        if fact.unit_code == "person_time" and choice.travels(subject):  # passengers are counted by the trip
            return f"{number} {self._name(subject.plural, subject.zh)}"
        if choice.is_title(subject) and unit:
            return f"{number} {unit}"
        if fact.unit_code in ("person", "household") and subject.verb is not None:
            raise SaidOfNothingError(f"{fact.unit_zh} does not count {subject.whole.en}")
        if _no_pieces(unit, fact, subject):
            raise SaidOfNothingError(f"{unit} of {subject.plural}")
        if not unit:
            raise SaidOfNothingError(f"{subject.zh} is not counted in English and {fact.unit_zh} has no noun")
        return f"{number} {unit} of {self._name(subject.plural, subject.zh)}"

    def _among(self, topic: Topic) -> str:
        """Return the things whose number stands before what is said of them, or empty."""
        if topic.among is None or topic.among.main is None:
            return ""
        return self._counted(topic.among.main, self.subject(replace(topic.among, role="target")))

    @staticmethod
    def _as_noun(topic: Topic, subject: Subject) -> bool:
        """Return whether a count reads better as a figure of its subject than with a verb.

        So it is where two figures would meet (60 5050 Plan talent projects) and for talent, which is not counted.
        """
        if not topic.counted or topic.main is None:
            return False
        people = (
            not (subject.whole.countable or subject.counts)
            and not choice.is_plural(subject.whole)
            and topic.main.unit_code == "person"
        )
        if " and " in subject.whole.en and EVENLY.search(topic.main.prefix):  # each of them, not all together
            return True
        volume = not choice.is_plural(subject.whole) and _VOLUME.search(subject.whole.en) is not None
        if volume and subject.verb is None:
            return True
        collides = _FIGURED.match(subject.plural) is not None or subject.plural.startswith(_MONEY_WORDS)
        return collides or (people and not choice.is_title(subject))

    def grip(self, topic: Topic) -> Grip:
        """Return the verb of a topic and its name without it."""
        subject = self.subject(topic)
        main = topic.main
        aside = main is not None and (choice.occasions(main, subject) or choice.recipients(main, subject))
        alone = self._as_noun(topic, subject) or aside
        said = subject.verb.past if subject.verb and not self._as_noun(topic, subject) else ""
        return Grip(said, subject.plural, subject.stock, alone)

    def label(self, topic: Topic) -> str:
        """Return what tells a topic from another in print: its whole name."""
        return self.subject(topic).whole.en

    def check(self, topic: Topic) -> None:
        """Check that the subject of a topic has a name that its unit can count.

        Raises:
            SaidOfNothingError: it has none.
        """
        subject = self.subject(topic)
        if topic.main is not None and topic.origin is None and not topic.structured and is_start(topic.main):
            raise SaidOfNothingError("where a change began, without where it ended")
        if topic.share is not None and topic.share_origin is None and is_start(topic.share):
            raise SaidOfNothingError("where a share began, without where it ended")
        choice.named(subject, topic.facts[0])
        if topic.main is not None:
            choice.fits(topic.main, subject)

    def check_fact(self, fact: Fact) -> None:
        """Check that what a fact adds to its subject has words: scope of a rank, base of a change.

        Raises:
            SaidOfNothingError: it has none.
        """
        if fact.measure == "rank":
            self.standing(fact)
        elif has_rival(fact):
            raise SaidOfNothingError("another subject stands before it")
        elif fact.measure == "growth" and fact.value is not None:
            self.change(fact)
        elif fact.measure == "share":
            self._check_share(fact)

    def _check_share(self, fact: Fact) -> None:
        """Check that a share names its whole, and that part and whole are of one kind where only 占比 stands in the source.

        Raises:
            SaidOfNothingError: it is a share of nothing, or of money where visitors are counted.
        """
        if not names_share(fact):
            raise SaidOfNothingError("a share of nothing")
        found = _OF_WHOLE.search(fact.indicator_zh)
        if not found or not found["of"] or found["of"] in scopes() or not _BARE_SHARE.search(fact.prefix):
            return
        part, whole = (resolve(zh, self._namer, fact.ref_area) for zh in (found["part"], found["of"]))
        if part is not None and whole is not None and part.whole.countable != whole.whole.countable:
            raise SaidOfNothingError(f"{part.plural} as a share of {whole.plural}")

    def together(self, topics: Sequence[Topic]) -> tuple[str, ...]:
        """Return the names of subjects that share a verb; what they begin with alike is said once.

        Value added of state-controlled enterprises, and private enterprises; the cumulative numbers of A, B.
        """
        subjects = [self.subject(topic) for topic in topics]
        if _NUMBERS.search(subjects[-1].zh) and topics[0].only_ranks:
            return self._numbers_of(subjects)
        shared = choice.shared_beginning([subject.whole for subject in subjects])
        names: list[str] = []
        for position, subject in enumerate(subjects):
            words, zh, article = self._as_subject(subject)
            stands = (
                "" if shared or not position or subject.verb else choice.stood_for(subject.whole, subjects[0].whole)
            )
            if stands:
                words, article = stands, ""
            elif shared and position:
                words, article = words[len(shared) :], ""
            elif shared:
                words = re.sub(r"^((?:cumulative |total )?)number of ", r"\1numbers of ", words)
            names.append(self._name(words, zh, article))
        return tuple(names)

    def stood_for(self, topic: Topic, head: Topic) -> str:
        """Return the subject by what it shares with that of the head of its sentence (that of the secondary industry), or empty."""
        subject, first = self.subject(topic), self.subject(head)
        words = "" if subject.verb or first.verb else choice.stood_for(subject.whole, first.whole)
        return self._name(words, subject.zh) if words else ""

    def _numbers_of(self, subjects: Sequence[Subject]) -> tuple[str, ...]:
        """Return names whose last alone says that numbers are meant (甲企业、乙企业数): the numbers of A, B."""
        words = [re.sub(r"^(?:the )?number of ", "", subject.whole.en) for subject in subjects]
        words[0] = f"numbers of {words[0]}"
        return tuple(
            self._name(text, subject.zh, "the" if at == 0 else "")
            for at, (text, subject) in enumerate(zip(words, subjects, strict=True))
        )
