"""English for a subject: the glossary's name of it, what was done with it, and how that verb goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from briefing.glossary.name import Name
from briefing.phrase.words import Action, Objected, actions, adverbs, levels, objected, works

_LEAD = re.compile(r"^(?:\d{1,2}[.．、]|全年|其中|共|共计|已|实现|完成|达到|拥有|现有|共有)")
_REPORTED = re.compile(
    r"(?:完成|实现)(?=[^完实]{0,12}(?:量|总额|收入|利润|产值|增加值|税收|利税|销售额|交易额|营业额)$)"
)
_AWARDED = re.compile(r"认定|评为|评选|命名|批准|批复|推广|授予|列为|纳入")
_NOTE = re.compile(r"^((?:含|不含|包括)[^()（）]+(?:[(（][^()（）]+[)）])?)(.{3,})$")
_OUTCOME = re.compile(r"^(落点|摘牌|落地|签约|投产|竣工|入驻)(.{2,})$")
PURPOSE = re.compile(r"支援|助企|助力|全力支持|支持|参加|参与|赴|投身|进驻|服务|回乡|返乡|在杭")
_SHORTEST = 4  # a verb of two characters and a noun of two
_MOVABLE = (
    "累计新增",
    "新设立",
    "新设",
    "设立",
    "新增",
    "新建",
    "新认定",
    "认定",
    "建设",
    "建成",
    "新引进",
    "引进",
    "完成",
)
_NUMBER_OF = re.compile(r"(?:的)?(?:累计)?(?:总量|总数|数量|总人数|人数|数|累计)$")
_HEAD_END = re.compile(r" (?:of|in|at|for|with|under|on|to|from|by|above|below)\b")
_ANIMALS = re.compile(r"^(?:hogs|pigs|cattle|sheep(?: and goats)?|goats|poultry)$")
_THINGS = re.compile(r"[a-rt-z]s$")
_PEOPLE = re.compile(r"\b(?:people|residents|workers|graduates)$")
_BE = re.compile(r"^(?:are|were|was|had been|have been|has been) ")
_DONE = re.compile(
    r"^(?P<thing>.*\S) (?P<done>[a-z]+(?:ed|built|sold|won|held|drawn up|given))(?P<rest>(?: (?:over|in|on|by|for|to|with|under|from|at|through|as|into|during|across)\b.*)?)$"
)
_DID = re.compile(r"^(?P<thing>[^,]+?) that (?P<did>(?:won|passed|received|obtained) .+)$")
_SURELY_DONE = ("obtained", "started", "secured")
_INTENDED = ("planned", "expected", "proposed", "targeted", "budgeted")
_NOT_DONE = re.compile(
    r" (?:with|for|by|in|under|to|on|that|who)\b|(?:\b(?:the|a|an|of|newly|highly|value|well|and|or|that|have|has|are|is|more)|[,-])$"
)
_OWN_SCOPES = {
    "区": ("全区", "区内", "我区"),
    "县": ("全县", "县内", "我县"),
    "市": ("全市", "市内", "我市"),
    "省": ("全省", "省内", "我省"),
}


_IN_PROVINCE = re.compile(r" in (?P<province>[A-Z][\w ]+?) Province$")
Figured = Literal["count", "extent", "people", "other"]


class Namer(Protocol):
    """What this stage needs of `briefing.glossary.Glossary`."""

    def name(self, indicator_zh: str) -> Name | None:
        """Return the English noun phrase of an indicator, or None where it is not approved."""
        ...


@dataclass(frozen=True, slots=True)
class Verb:
    """What was done with the things or what they did.

    past: after a plural subject (were newly certified, won their land at auction).
    rest: what the glossary's name puts behind it (in provincial key projects), or empty.
    base: after to, in the active (certify); empty where only the passive is known.
    intransitive: the things do it themselves.
    active: the past of what a place does itself (attracted), or empty.
    """

    past: str
    base: str = ""
    intransitive: bool = False
    rest: str = ""
    active: str = ""

    @property
    def participle(self) -> str:
        """What follows be: newly certified."""
        return _BE.sub("", self.past)

    def after(self, *, many: bool) -> str:
        """Return the past after its subject in number: was newly certified."""
        if many:
            return re.sub(r"^was\b", "were", re.sub(r"^has\b", "have", self.past))
        one = re.sub(r"^are\b", "is", re.sub(r"^were\b", "was", self.past))
        return re.sub(r"^have\b", "has", one).replace("their ", "its ")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject in English.

    whole: its name with the action (newly certified gazelle enterprises), for rows and as subject of a figure.
    singular, plural: the things alone (gazelle enterprises), for sentences in which the verb says the action.
    """

    zh: str
    whole: Name
    singular: str
    plural: str
    verb: Verb | None = None
    stock: bool = False  # 累计, 总数: how many there are in all
    counts: bool = False  # whether English counts the things


def _plainly(subject: str) -> str:
    """Return the subject without adverbs before its verb (第一时间发布, 压茬开展)."""
    while True:
        adverb = next((word for word in adverbs() if subject.startswith(word) and len(subject) > len(word) + 2), "")
        if not adverb:
            return subject
        subject = subject[len(adverb) :]


def _including(subject: str) -> str:
    """Return the subject with a note in front put behind: 含合作区(园)固定资产投资 is 固定资产投资(含合作区(园))."""
    found = _NOTE.match(subject)
    return f"{found[2]}({found[1]})" if found else ""


def _turned(subject: str) -> Iterator[str]:
    """Yield the subject with its verb where the glossary looks for it.

    产业基金新设合作子基金 is 新设产业基金合作子基金; 摘牌项目 is 项目摘牌.
    """
    for zh in _MOVABLE:
        at = subject.find(zh)
        if at > 1 and len(subject) > at + len(zh) + 1:
            yield zh + subject[:at] + subject[at + len(zh) :]
    found = _OUTCOME.match(subject)
    if found:
        yield f"{found[2]}{found[1]}"


def _forms(subject: str) -> Iterator[str]:
    """Yield the subject as written and without what English does not need."""
    bare = _LEAD.sub("", subject)
    reported = _REPORTED.sub("", subject)
    if reported != subject and reported:  # 公路完成货运量, 实现利润总额: what was reached is the figure
        yield reported
    if subject.startswith("获") and _AWARDED.search(subject):  # 获…认定: the certification is said already
        yield subject[1:]
    for form in dict.fromkeys((_including(subject) or subject, bare, _plainly(bare))):
        if form:
            yield form
    for form in dict.fromkeys((subject, bare)):
        plain = _NUMBER_OF.sub("", form)
        if len(plain) > 1 and plain != form:
            yield plain
    yield from _turned(bare)


def _verb_of(name: Name, subject: str) -> Verb | None:
    """Return the verb of a name whose grammar found an action or an outcome; this stage's own wording comes first."""
    if not name.clause:
        return None
    word = next((part.zh for part in name.parts if part.role in ("action", "outcome")), "")
    if not word:
        word = next((zh for zh in actions() if subject.startswith(zh)), "")
    known = actions().get(word)
    if known is not None and not known.empty and not word.startswith("累计"):
        return _own_verb(known)
    passive = _BE.match(name.clause) is not None
    return Verb(name.clause, known.base if known else "", intransitive=not passive)


def _done(name: Name) -> tuple[str, str, Verb] | None:
    """Return the things and the verb of a name that ends in what was done (homes handed over, roads repaired), or None."""
    did = _DID.match(name.plural)
    if did and name.countable and not name.clause:  # achievements that won awards
        return name.singular.partition(" that ")[0], did["thing"], Verb(did["did"], intransitive=True)
    one, many = _DONE.match(name.singular), _DONE.match(name.plural)
    if not one or not many or name.clause or name.kind == "rate":
        return None
    doubtful = _NOT_DONE.search(many["thing"]) or _NOT_DONE.search(one["thing"])
    if (doubtful and one["done"] not in _SURELY_DONE) or one["rest"] != many["rest"]:
        return None
    if one["done"] in _INTENDED or many["thing"].endswith(" newly"):  # floor space newly started is one name
        return None
    return one["thing"], many["thing"], Verb(f"were {many['done']}", rest=(many["rest"] or "").strip())


def _worked(name: Name, figure: Figured) -> tuple[str, str, Verb] | None:
    """Return the things and the verb of a piece of work on things (renovation of old communities), or None.

    A count needs things in the plural; an extent takes land or roads as well; people are what is done to people only;
    households and money are no such things.
    """
    noun, of, things = name.singular.partition(" of ")
    past, base = works().get(noun, ("", ""))
    head = _HEAD_END.split(things, maxsplit=1)[0]
    if not of or not past or name.countable or figure == "other":
        return None
    if figure == "people" and not _PEOPLE.search(head):
        return None
    if figure == "count" and not _THINGS.search(head):
        return None
    return things, things, Verb(f"were {past}", base)


def _subject(zh: str, whole: Name, thing: Name, verb: Verb | None, *, stock: bool, figure: Figured) -> Subject:
    if verb and thing.singular.endswith(f" {verb.participle}"):  # claims paid are not paid again
        verb, whole = None, thing
    found = None if verb else _worked(whole, figure)
    counts = whole.countable or found is not None
    found = found or (None if verb else _done(whole))
    if found is not None:
        singular, plural, done = found
        counts = counts or _ANIMALS.search(plural) is not None
        return Subject(zh, whole, singular, plural, done, stock, counts)
    plural = thing.plural if thing.countable else thing.singular
    return Subject(zh, whole, thing.singular, plural, verb, stock, whole.countable)


def _own(name: Name, ref_area: str) -> Name:
    """Return the name without a scope that is the reporting region itself, with its province as a level.

    河南省工程技术研究中心 of a city are centers of provincial level, not all that Henan has.
    """
    if name.scope in _OWN_SCOPES.get(ref_area[-1:], ()):
        return name.local
    within = _IN_PROVINCE.search(name.en) if name.scope.endswith("省") else None
    if within is None or ref_area.endswith("省") or not (name.countable or name.kind == "thing"):
        return name
    level = f"{within['province']} provincial "
    one, many = (f"{level}{text}" for text in (name.local.singular, name.local.plural))
    return replace(name, singular=one, plural=many)


def resolve(subject: str, glossary: Namer, ref_area: str = "", figure: Figured = "other") -> Subject | None:
    """Return the subject in English, or None where the glossary has no approved name for it.

    `figure`: what is said of it, a count of things, an extent (area, length), or something else.
    """
    stock = "累计" in subject or _NUMBER_OF.search(subject) is not None
    if subject.startswith("累计"):
        bare = glossary.name(subject.removeprefix("累计"))
        if bare is not None and not bare.clause:
            whole = _own(bare, ref_area)
            return _subject(subject, whole, whole, None, stock=True, figure=figure)
    for form in _forms(subject):
        name = glossary.name(form)
        longer = _longer_action(form, name, glossary) if name is not None else None
        if longer is not None:
            whole = _own(longer[1], ref_area)
            return _subject(subject, whole, whole, _own_verb(longer[0]), stock=stock, figure=figure)
        if name is not None:
            verb = _verb_of(name, form)
            whole = _own(name, ref_area)
            return _subject(
                subject, whole, _own(name.thing, ref_area) if verb else whole, verb, stock=stock, figure=figure
            )
    for form in _forms(subject):
        for action, rest in _splits(form):
            name = glossary.name(rest)
            if name is not None and (not name.clause or action.begins):
                whole = _own(name, ref_area)
                return _subject(subject, whole, whole, _own_verb(action), stock=stock, figure=figure)
    return _with_object(subject, glossary, ref_area, figure) or _for_a_purpose(subject, glossary, ref_area, figure)


def _for_a_purpose(subject: str, glossary: Namer, ref_area: str, figure: Figured) -> Subject | None:
    """Return what was done with people or things that the name says were sent or made for something: 选派干部助企渡难关.

    What for is left unsaid; the figure is of the people or things.
    """
    for found in PURPOSE.finditer(subject):
        if found.start() >= _SHORTEST:
            known = resolve(subject[: found.start()], glossary, ref_area, figure)
            if known is not None and known.verb is not None and known.whole.countable:
                return known
    return None


def _with_object(subject: str, glossary: Namer, ref_area: str, figure: Figured) -> Subject | None:
    """Return things with what they did or got: 成果获国家科技进步奖, 企业入选“全国文化企业30强”."""
    for verb in objected():
        at = subject.find(verb.zh, 2)
        things = glossary.name(subject[:at]) if at > 0 else None
        if things is None or things.clause or not things.countable:
            continue
        done = _done_with(verb, subject[at + len(verb.zh) :], glossary)
        if done is not None:
            whole = _own(things, ref_area)
            return _subject(subject, whole, whole, done, stock=False, figure=figure)
    return None


def _done_with(verb: Objected, thing: str, glossary: Namer) -> Verb | None:
    """Return the verb with its object, which without a name is said by its level alone (won national awards)."""
    name = glossary.name(thing) if len(thing) > 1 else None
    active = not verb.past.startswith("were ")
    if name is not None:
        words = f"the {name.en}" if name.article == "the" and not name.countable else name.en
        words = f"as {words}" if name.countable and verb.names(thing) else f"for {words}" if verb.chooses else words
        return Verb(verb.past.format(words), verb.base.format(words), intransitive=active, rest="")
    level = next((en for zh, en in levels() if thing.lstrip("“《").startswith(zh)), "")
    fits = verb.suits(thing)
    return Verb(verb.without.format(level=level), intransitive=active) if level and verb.without and fits else None


def _longer_action(form: str, name: Name, glossary: Namer) -> tuple[Action, Name] | None:
    """Return action and name where this stage knows a longer action (发布实施) than the two the grammar took off."""
    if sum(part.role == "action" for part in name.parts) < 2:
        return None
    for zh, action in actions().items():
        if form.startswith(zh):
            rest = glossary.name(form[len(zh) :])
            return (action, rest) if rest is not None and not rest.clause else None
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
    return Verb(past, action.base, action.intransitive, active=action.active)
