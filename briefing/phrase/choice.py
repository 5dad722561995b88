"""Small choices of English: articles, agreement, how a figure is reached, when a count needs another shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.glossary.name import Name
from briefing.model.extract import Fact
from briefing.phrase import figures
from briefing.phrase.names import Figured, Subject, Verb
from briefing.phrase.topics import Topic
from briefing.phrase.words import SaidOfNothingError, rank_objects

_NEEDS_ARTICLE = re.compile(
    r"(?:(?:total|cumulative|average|combined) )?(?:number|size|area|length|scale|share|proportion|percentage|ratio|amount|"
    r"volume|value|growth|balance|budget|output value|network)s? (?:of|for) |contribution rate of |(?:basic pension|average price)\b|(?:overall|composite) |[\w -]+ (?:network|ratio|rate|index|ceiling|standard|population)$",
    re.IGNORECASE,
)
_HUNDRED_MILLION = 8  # power of ten
_RATES = re.compile(
    r"\b(?:rates?|coverage|penetration|percent|coefficient|frequency|ratio|index|share|price|prices|proportion|percentage|intensity|concentration)\b"
)
_WITHIN = re.compile(r" (within the \w+)$")
_PLURAL_HEAD = re.compile(r"^(?:accounts \w+|(?:[\w“”&-]+ )*[\w”-]*[a-rt-z]s)$", re.IGNORECASE)
_DONE_TO = re.compile(
    r"^(?:[\w-]+ )*(?:passengers|funds|fines|bonds|claims|benefits|loans|taxes|books|units|items) [a-z]+(?:ed|paid|sent)\b"
)
_ONE_HEAD = re.compile(
    r"^(?!.* and ).*\b(?:rate|share|area|number|length|ratio|value|volume|coverage|financing|investment|income|spending|output|size|index)$"
)
_TWO_HEADS = re.compile(r" and (?:the )?(?:[\w-]+ )?(?:rate|share|area|number|value|volume|output|size) of ")
_PREPOSITIONS = ("of", "in", "with", "by", "at", "for", "from", "on")
_SHARES = re.compile(r"\b(?:share|proportion|rate|coverage|number|recipients?)$")
_NOT_PLURAL = (
    "business",
    "bus",
    "trolleybus",
    "gas",
    "series",
    "basis",
    "news",
    "logistics",
    "electronics",
    "progress",
    "process",
    "address",
)
_LINKS = re.compile(
    r" (?:of|in|at|for|from|to|per|under|with|by|on|above|below|across|through|that|as|after|among|newly|aged|paid|obtained|sold|added|held|issued|"
    r"completed|used|invested|raised)\b"
)
_GIVEN = ("issue", "pay out", "provide", "grant")
_TITLED = ("certified", "recognized", "named", "rated")
_STAYED = ("保持", "稳定", "维持", "稳居")
_REACHED = (
    "达",
    "突破",
    "提高到",
    "上升到",
    "增加到",
    "增至",
    "升至",
    "迈上",
    "跨上",
    "站上",
    "迈入",
    "跃上",
    "跨入",
    "跃升至",
)
_IN_ALL = re.compile(r"累计(?:达到?|为|超过?|突破)?$")
_PEOPLE = ("person", "household", "person_time", "person_day")
_BAD_PLURAL = re.compile(r"(?<!-)\b(?:or|and|the|of|to|in|built|ed|with|for)s\b|\w(?:ed|ing)s for\b")
_NAMELESS = ("other", "others", "total", "number", "items", "rest")
_TIMES = ("item_time", "person_time", "occurrence")
_EVENTS = re.compile(
    r"\b(?:visits|trips|instances|sessions|tests|checks|screenings|vaccinations|contacts|times|services)\b"
)
_WORK = re.compile(
    r"^(?:[\w-]+ )*(?:renovation|redevelopment|improvement|restoration|upgrading|resettlement|relief|assistance|training|transformation|screening|installations?)\b"
)
_CONTEST = re.compile(r"\b(?:assessments?|evaluations?|surveys?|competitions?|reviews?|appraisals?|rankings?|lists?)\b")
_CONTEST_ZH = re.compile(r"考核|考评|评价|评估|测评|调查|城市(?:发展)?指数")
_BY_NUMBER = re.compile(r"^by ((?:cumulative )?number)(?: (\w+))?$")
_OWN_NUMBER = re.compile(r"\bnumbers? of\b")
_PLACES = {"区": "the district", "县": "the county", "市": "the city", "省": "the province", "国": "China"}
_ZONES = re.compile(r"(?:开发|高新|示范|保税|合作|试验|产业|工业园|科技园|园)区$")
_TRAVEL = re.compile(r"passenger|visit|trip|volume")
_RESIDENTS = re.compile(r"(?:居民|群众|市民|村民|农民|住户|百姓)(?:家庭)?$")
_PRICES = re.compile(r"^(?:[\w -]+ )?prices\b")
_WORK_OF = {"renovated": "renovation", "upgraded": "upgrading", "redeveloped": "redevelopment"}
_WORKED_ON = re.compile(rf"({'|'.join(_WORK_OF)}) (.+)$")
_DOSES = re.compile(r"(?:free )?doses of ")
_HARM = ("casualties", "deaths", "injuries", "accidents")
_PROPER = re.compile(r"^China's Top \d+ ")
_QUARTERS = re.compile(r"\b(?:areas|communities|villages|neighborhoods)\b")
_AREAS = re.compile(r"\b(?:area|length|mileage|space|coverage)\b")
_TOTALS = re.compile(r"(?:总数|总量)$")
_VALUE_OF = re.compile(r"(?:total )?(?:value|amount|turnover|sum) of |.*\b(?:turnover|value)$")
_PRIZES = re.compile(r"\b(?:awards?|prizes?|medals?|titles?|championships?)\b")
_PER_UNIT = re.compile(r"\bper unit area\b|^yield per ")
_WEIGHTS = ("t", "kg", "g")
_CURRENCIES = ("CNY", "USD", "EUR", "HKD")
PEOPLE = re.compile(
    r"\b(?:labor|workers?|people|residents|farmers|students|officials|personnel|staff|talent|teachers)$"
)
_YEARS = ("年", "岁")
_EACH = {
    "每人": " per person",
    "每户": " per household",
    "每吨": " per tonne",
    "每亩": " per mu",
    "每平方米": " per square meter",
}
_EACH_OF = re.compile(rf"(?P<what>{'|'.join(_EACH)})?(?P<often>每[月年])?(?:均价|价格|单价)?(?:达到?|为|约|近|超)*$")
_SUMS_BEFORE = re.compile(r"(?:[\d.,]+万?元[、和])+$")  # 每人每月860元、680元: each of them
_OFTEN = re.compile(r"\b(?:annual|monthly|yearly)\b")
_FIRMS = re.compile("企业|主体|商户|个体|单位|公司|机构|市场")


def article(name: Name, words: str) -> str:
    """Return the or nothing for a name as subject."""
    if name.article == "the" or _NEEDS_ARTICLE.match(words):
        return "the"
    return ""


def is_plural(name: Name) -> bool:
    """Return whether a name as subject takes were: exports were, value added of … was."""
    listed = sum(part.role == "term" for part in name.parts) > 1 and not any(" and " in e.en for e in name.entries)
    head = _LINKS.split(name.en, maxsplit=1)[0]
    if name.countable:
        return True
    if head != name.en and _ONE_HEAD.search(head) and not _TWO_HEADS.search(name.en):
        return False
    first = head.split(" and ", maxsplit=1)[0]
    if first != head and _PLURAL_HEAD.match(first) and not first.lower().endswith(_NOT_PLURAL):
        return True
    if _DONE_TO.match(name.en):
        return True
    plural = _PLURAL_HEAD.match(head) is not None and not head.lower().endswith(_NOT_PLURAL)
    return name.takes_plural or plural or (listed and " and " in name.en)


def is_compound(name: Name) -> bool:
    """Return whether a name has parts of its own, so that "of RMB 5 billion" behind it would be taken for one of them."""
    return _LINKS.search(name.en) is not None


def grows(name: Name) -> str:
    """Return what a target does: amounts grow, rates and prices rise."""
    return "rise" if name.kind == "rate" or _RATES.search(name.en) else "grow"


def is_priced(name: Name) -> bool:
    """Return whether a name is of prices, which have an increase and no growth."""
    return _PRICES.search(name.en) is not None


def moves(topic: Topic) -> str:
    """Return rise or fall for a change from one figure to another, or empty."""
    start, end = (topic.share_origin, topic.share) if topic.share_origin else (topic.origin, topic.main)
    if start is None or end is None or start.value_base is None or end.value_base is None:
        return ""
    return "rise" if end.value_base >= start.value_base else "fall"


def contender(topic: Topic, subject: Subject) -> str:
    """Return who is ranked in an assessment or survey (the district), or empty where the subject itself is ranked."""
    contest = _CONTEST.search(subject.whole.en) or _CONTEST_ZH.search(subject.zh)
    numbers = topic.only_ranks and ranks_by_own_number(subject)
    return place(topic) if contest or numbers or counts_of(topic, subject) else ""


def ranks_by_own_number(subject: Subject) -> bool:
    """Return whether a name says by itself that a number is ranked (number of companies among …), which no thing does."""
    return re.match(r"(?:cumulative )?number of ", subject.whole.en) is not None


def place(topic: Topic) -> str:
    """Return what a topic's region is called in running text: the district, the city; empty where that is not known."""
    area = topic.facts[0].ref_area
    return "the zone" if _ZONES.search(area) else _PLACES.get(area[-1:], "")


def counts_of(topic: Topic, subject: Subject) -> tuple[str, ...]:
    """Return what a rank by number counts, around the name (number of …; cumulative number of … certified), or nothing.

    Things do not rank: who has so many of them does.
    """
    things = subject.whole.countable or _PROPER.search(subject.whole.en)
    if not topic.only_ranks or not things or _OWN_NUMBER.search(subject.whole.en):
        return ()
    ways = {rank_objects().get(fact.rank_of, "") for fact in topic.ranks}
    if ways == {""} and _TOTALS.search(topic.subject) and not is_group(topic):
        return ("number", "")
    found = _BY_NUMBER.match(ways.pop().replace("by size", "by number")) if len(ways) == 1 else None
    return (found[1], f" {found[2]}" if found[2] else "") if found else ()


def is_group(topic: Topic) -> bool:
    """Return whether a rank is one of a group (in the top tier)."""
    return any(fact.rank_band == "group" for fact in topic.ranks)


def shared_beginning(names: Sequence[Name]) -> str:
    """Return the words all names begin with, up to an of (value added of); empty where a term of the glossary would be cut."""
    if len(names) < 2:
        return ""
    first = names[0].en.split(" ")
    alike = 0
    while alike < len(first) and all(name.en.split(" ")[alike : alike + 1] == [first[alike]] for name in names):
        alike += 1
    words = first[:alike]
    beginning = _up_to_of(words)
    cut = any(term.en.startswith(beginning) for name in names for term in name.entries)
    return "" if cut or not beginning else beginning


def _up_to_of(words: Sequence[str]) -> str:
    """Return the words up to their last of (cumulative number of certified), with a blank; empty without one."""
    if "of" not in words:
        return ""
    end = len(words) - words[::-1].index("of")
    if words[end : end + 1] == ["certified"]:
        end += 1
    return " ".join(words[:end]) + " "


def stood_for(name: Name, head: Name) -> str:
    """Return a name with that of or those of for what it shares with the head of its sentence, or empty.

    Value added of the primary industry, that of the secondary industry.
    """
    one, other = head.en.split(" "), name.en.split(" ")
    alike = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
    link = max((at for at in range(1, alike) if one[at] in _PREPOSITIONS), default=0)
    if (
        head.en == name.en
        or not link
        or link + 1 >= len(other)
        or _SHARES.search(" ".join(one[:link]))
        or " as a " in name.en
        or "per" in one[1:link]  # per RMB 10,000 of industrial value added, and that of GDP
        or name.en.lower().count(" ".join(other[:link]).lower()) > 1  # investment in A and investment in B
    ):
        return ""
    return f"{'those' if is_plural(name) else 'that'} {' '.join(other[link:])}"


def figured(topic: Topic) -> Figured:
    """Return what kind of figure stands at a subject: a count of things, an extent, something else."""
    fact = topic.main
    if fact is not None and fact.unit_code == "person":
        return "people"
    if fact is None or fact.unit_code in (*_PEOPLE, *_TIMES):
        return "other"
    if fact.measure == "count":
        return "count"
    return "extent" if fact.measure == "level" and fact.unit_code in ("m2", "m", "mu") else "other"


def recipients(fact: Fact, subject: Subject) -> bool:
    """Return whether a figure counts those who got something (发放货币补贴18万户), not the thing."""
    given = subject.verb is not None and subject.verb.base in _GIVEN
    people = subject.whole.kind == "person" or subject.plural.startswith(("household", "people"))
    return given and not people and fact.unit_code in ("household", "person") and counts_households(fact, subject)


def is_of_households(fact: Fact, subject: Subject) -> bool:
    """Return whether people are counted by the household (惠及居民4600户), so that households are what is counted."""
    return fact.unit_code == "household" and _RESIDENTS.search(subject.zh) is not None and subject.verb is not None


def is_title(subject: Subject) -> bool:
    """Return whether people are certified as what the name says (5,693 people … as Class E talent)."""
    verb = subject.verb
    return (
        verb is not None
        and not subject.whole.countable
        and any(re.search(rf"\b{word}\b", verb.past) for word in _TITLED)
    )


def occasions(fact: Fact, subject: Subject) -> bool:
    """Return whether the figure counts how often something was done, not the things (走访企业7.6万家次)."""
    name = subject.whole
    if _EVENTS.search(name.plural):
        return False
    people = name.kind == "person" or fact.unit_code == "person_time"
    done = subject.verb is not None and (people or not any(part.role == "suffix" for part in name.parts[-1:]))
    return done and name.countable and fact.unit_code in _TIMES and name.kind in ("thing", "person")


def named(subject: Subject, fact: Fact) -> None:
    """Check that a subject has a name of its own and that its verb suits it.

    Raises:
        SaidOfNothingError: other, or what two verbs were taken off, or an amount that was certified.
    """
    name = subject.whole
    if name.en.lower() in _NAMELESS or {"action", "outcome"} <= {part.role for part in name.parts}:
        raise SaidOfNothingError(f"{subject.zh} has no name of its own")
    if name.en.startswith("construction start rate") and _FIRMS.search(subject.zh):
        raise SaidOfNothingError(f"{subject.zh} is at work, not being built")
    if _BAD_PLURAL.search(name.en):
        raise SaidOfNothingError(f"no plural of {name.singular}")
    counted = name.en.startswith(("number of", "cumulative number of"))
    if is_title(subject) and name.kind == "amount" and not counted and fact.unit_code not in _PEOPLE:
        raise SaidOfNothingError(f"{name.en} is not certified")


def fits(fact: Fact, subject: Subject) -> None:
    """Check that a unit can count what the name stands for.

    Raises:
        SaidOfNothingError: people counted in 场, or firms in 人: the name or the figure is of something else.
    """
    name = subject.whole
    _measures(fact, name)
    if fact.measure == "level" and fact.unit_zh.endswith("元") and name.kind == "person":
        raise SaidOfNothingError(f"{name.plural} are no money")
    if fact.measure != "count":
        return
    if fact.unit_code == "person" and (name.plural.endswith(" groups") or _DOSES.match(name.plural)):
        raise SaidOfNothingError(f"people are not {name.plural}")
    if fact.value == 0 and name.en in _HARM:
        raise SaidOfNothingError(f"no {name.en} in what, the name does not tell")
    people = name.kind == "person" or (name.countable and name.plural.split(" ")[0] in ("people", "residents"))
    counted = (*_PEOPLE, "", "item_time")
    homes = is_of_households(fact, subject) or "household" in name.plural or covers(fact, subject)
    if people and fact.unit_code == "household" and not homes:
        raise SaidOfNothingError(f"{fact.unit_zh} does not count {name.en}")
    if people and fact.unit_code not in counted and fact.unit_zh not in ("名", "位"):
        raise SaidOfNothingError(f"{fact.unit_zh} does not count {name.en}")
    if (fact.unit_code == "household" or fact.unit_zh in ("套", "万套", "间")) and _QUARTERS.search(name.plural):
        raise SaidOfNothingError(f"{fact.unit_zh} does not count {name.en}")
    if subject.counts and not name.countable and figures.is_one(fact):
        raise SaidOfNothingError(f"no singular of {name.en}")


def _measures(fact: Fact, name: Name) -> None:
    """Check that a percentage is of a rate and that a count is no sum of money whose unit was left out.

    Raises:
        SaidOfNothingError: it is not.
    """
    if "no rate" in fact.flags:
        return
    if (
        _PER_UNIT.search(name.en)
        and fact.unit_code in _WEIGHTS
        and "/" not in fact.unit_zh
        and fact.measure != "growth"
    ):
        raise SaidOfNothingError(f"{name.en} in {fact.unit_zh}, of what area the source does not tell")
    if fact.measure == "ratio" and fact.unit_code == "percent" and name.kind != "rate" and not _RATES.search(name.en):
        raise SaidOfNothingError(f"{name.en} is no rate")
    if fact.measure == "count" and fact.unit_code in ("", "number") and fact.unit_mult >= _HUNDRED_MILLION:
        raise SaidOfNothingError(f"a count of {fact.exact} without a unit")


def won(subject: Subject) -> Subject:
    """Return a subject whose prizes were won and whose achievements were made, not achieved."""
    verb = subject.verb
    if verb is not None and verb.participle == "signed" and _VALUE_OF.match(subject.plural):
        return replace(subject, verb=None)  # contracts are signed, their value is not
    if verb is not None and verb.base == "start construction" and (work := _WORKED_ON.match(subject.plural)):
        begun = Verb(f"began {_WORK_OF[work[1]]}", f"begin {_WORK_OF[work[1]]}", intransitive=True)
        return replace(subject, verb=begun, plural=work[2], singular=subject.singular.removeprefix(f"{work[1]} "))
    if verb is None or not verb.past.endswith(" achieved"):
        return subject
    if _PRIZES.search(subject.plural):
        return replace(subject, verb=replace(verb, past="were won", base="win"))
    if "achievement" in subject.plural:
        return replace(subject, verb=replace(verb, past="were made", base="make"))
    return subject


def per(fact: Fact, name: Name) -> str:
    """Return of how much or for whom a sum is (per tonne, per person a month), where only the words before it say so."""
    found = _EACH_OF.search(_SUMS_BEFORE.sub("", fact.prefix))
    if found is None or fact.measure != "level" or fact.unit_code not in _CURRENCIES or re.search(r"\bper\b", name.en):
        return ""
    what = _EACH[found["what"]] if found["what"] else ""
    often = (
        ""
        if not found["often"] or _OFTEN.search(name.en)
        else " a month"
        if found["often"].endswith("月")
        else " a year"
    )
    return what + often


def each_of(fact: Fact) -> str:
    """Return the words before a sum that say of how much or for whom it is (每人每月), or empty."""
    found = _EACH_OF.search(_SUMS_BEFORE.sub("", fact.prefix))
    if found is None or fact.measure != "level" or fact.unit_code not in _CURRENCIES:
        return ""
    words = f"{found['what'] or ''}{found['often'] or ''}"
    return "" if words in fact.indicator_zh else words


def covers(fact: Fact, subject: Subject) -> bool:
    """Return whether the name is a piece of work and the figure says how many it reached (回迁安置23251户)."""
    work = _WORK.search(subject.whole.en) is not None and not is_plural(subject.whole) and not subject.counts
    return work and (fact.unit_code in ("household", "person") or fact.unit_zh.endswith("单元"))


def counts_households(fact: Fact, subject: Subject) -> bool:
    """Return whether the measure word says something: 户 of firms does not, nor 人次 of passengers."""
    if fact.unit_code in ("person_time", "person") and _TRAVEL.search(subject.whole.en):
        return False
    return not (fact.unit_code == "household" and _FIRMS.search(subject.zh))


def travels(subject: Subject) -> bool:
    """Return whether the things are passengers or visits, whose 人次 is their own number."""
    return _TRAVEL.search(subject.plural) is not None


def is_built(fact: Fact, subject: Subject) -> bool:
    """Return whether a planned length or area is one of what is to be made (绿道60公里, 光伏装机120万千瓦), which does not reach it."""
    made = subject.verb is None and not subject.stock and not _AREAS.search(subject.whole.en)
    sized = fact.measure == "level" and fact.unit_code in ("m", "m2", "mu", "kW")
    return made and sized and not any(word in fact.strength + fact.prefix[-4:] for word in (*_REACHED, *_STAYED))


def size_kind(size: Fact | None) -> str:
    """Return what the size of counted things is: area, money, investment; empty where its unit tells."""
    if size is None or size.measure == "count":
        return ""
    if size.unit_code == "m2":
        return "area"
    return "investment" if "投资" in size.indicator_zh else "money"


def reached(fact: Fact, mode: str, *, plural: bool, stock: bool, as_noun: bool, covers: bool = False) -> str:
    """Return the verb before a figure, from the words before it in the source (达, 保持)."""
    words = fact.strength + fact.prefix[-4:]
    stays, comes = (any(word in words for word in some) for some in (_STAYED, _REACHED))
    if covers and mode != "actual":
        return "cover"
    if stays:
        floor = fact.bound in ("ge", "gt")
        return ("remain" if floor else "stay at") if mode != "actual" else "remained" if floor else "stayed at"
    if _IN_ALL.search(fact.prefix) and fact.measure == "level":
        return "cumulatively come to" if mode != "actual" else "cumulatively came to"
    if mode != "actual":
        counted = as_noun and plural and fact.measure == "count"
        return _to_reach(fact, counted=counted and not comes and not stock, level=comes or stock or as_noun)
    if comes and fact.bound not in ("gt", "lt"):
        return "reached"
    if fact.measure == "count" and covers:
        return "covered"
    if fact.measure == "count" and plural and fact.unit_zh not in _YEARS:
        return "totaled" if stock else "numbered"
    return "were" if plural else "was"


def _to_reach(fact: Fact, *, counted: bool, level: bool) -> str:
    """Return the verb before a figure that is planned; a ceiling is not reached."""
    if fact.bound in ("le", "lt"):
        return "be"
    if counted:
        return "number"
    return "reach" if level or fact.measure == "level" else "be planned" if fact.measure == "count" else "be"


def within(name: Name) -> str:
    """Return what a scope adds to a name (within the district), or empty."""
    within = _WITHIN.search(name.en)
    if within:
        return within[1]
    whole, local = name.en, name.local.en
    return whole[len(local) :].strip() if whole.startswith(local) and whole != local else ""
