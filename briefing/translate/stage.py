"""The translate stage: each segment takes the first English that passes all gates (design section 5)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from briefing.log import logger
from briefing.model.extract import Extract, Fact, Segment
from briefing.model.statement import Statement
from briefing.phrase.setting import NOWHERE, Setting, settings
from briefing.translate import cascade, phrasebook
from briefing.translate.cache import Cache
from briefing.translate.engine import Engine
from briefing.translate.figures import of_english, of_fact
from briefing.translate.gates import Checker, problems
from briefing.translate.locks import Lock, lock
from briefing.translate.memory import Hit, Memory
from briefing.translate.stated import statement_problems
from briefing.translate.vouched import machine_problem

SAID_ROLES = ("actual", "target")
BY_PERSON = "memory, approved by"  # begins the origin of a sentence that an editor corrected


class Words(Checker, phrasebook.Nouns, Protocol):
    """What this stage needs of `briefing.glossary.Glossary`."""


class Worded(Protocol):
    """What wording a sentence needs of `briefing.phrase.Phrases`, here and where a briefing is composed."""

    def statement(
        self,
        segment: Segment,
        facts: Sequence[Fact],
        *,
        period: str = "",
        plan_period: str = "",
        setting: Setting = NOWHERE,
    ) -> Statement | None:
        """Word the facts of a segment of a report on `period` with targets for `plan_period`."""
        ...


@dataclass(frozen=True, slots=True)
class Answers:
    """What an engine said, by Chinese sentence: a plain value, so that workers need no engine."""

    engine: str
    by_sentence: Mapping[str, cascade.Result]


def facts_by_segment(extract: Extract) -> dict[str, tuple[Fact, ...]]:
    """Return the facts of each segment by its id: those whose mention lies in its span, cells of tables apart."""
    starts = sorted(extract.facts, key=lambda fact: fact.start)
    result: defaultdict[str, list[Fact]] = defaultdict(list)
    spans = sorted((s for s in extract.segments if s.kind != "cell"), key=lambda s: s.start)
    at = 0
    for segment in spans:
        while at < len(starts) and starts[at].start < segment.start:
            at += 1
        here = at
        while here < len(starts) and starts[here].start < segment.end:
            if not starts[here].table_cell:
                result[segment.id].append(starts[here])
            here += 1
    return {key: tuple(facts) for key, facts in result.items()}


def core_facts(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the facts a translation of their sentence must say: actuals and targets."""
    return tuple(fact for fact in facts if fact.role in SAID_ROLES)


def plan_sentences(extract: Extract) -> frozenset[str]:
    """Return the ids of the sentences that speak of targets: by their section, or by a fact in them."""
    sections = {section.id for section in extract.sections if section.role == "target"}
    facts = facts_by_segment(extract)
    return frozenset(
        segment.id
        for segment in extract.segments
        if segment.kind == "sentence"
        and (segment.section_id in sections or any(fact.role == "target" for fact in facts.get(segment.id, ())))
    )


def translate(
    extract: Extract,
    glossary: Words,
    phrases: Worded,
    memory: Memory,
    engine: Engine | Answers | None = None,
    *,
    cache: Cache | None = None,
) -> Extract:
    """Return the extract with English, state, origin and failed gates in every segment.

    `engine` may be what one said in an earlier pass (`ask`): then no engine is at work here, only the gates.

    Order: statement that says all core facts, approved memory, engine, statement that says some of them, untranslated.
    What a named person corrected comes before them all: editors stay in charge.
    What a person approved (state `approved`) is kept. `gates` of a partial statement name what it leaves out.
    """
    facts, around = facts_by_segment(extract), settings(extract)
    persons, memory = memory.parted()
    plans = plan_sentences(extract) if persons else frozenset()

    def corrected(segment: Segment) -> Segment | None:
        hit = persons.find(segment.zh, extract.period[:4], of_plan=segment.id in plans) if persons else None
        return from_person(segment, core_facts(facts.get(segment.id, ())), hit, glossary) if hit else None

    def statement(segment: Segment) -> Segment | None:
        said = facts.get(segment.id, ())
        words = phrases.statement(
            segment, said, period=extract.period, plan_period=extract.plan_period, setting=around[segment.id]
        )
        return _from_facts(segment, said, words, glossary)

    targets = {section.id for section in extract.sections if section.role == "target"}
    made: dict[str, Segment] = {}
    partial: dict[str, Segment] = {}
    for segment in extract.segments:
        done = segment if segment.state == "approved" else corrected(segment) or statement(segment)
        if done is not None and done.gates:
            partial[segment.id] = done
            done = None
        planned = segment.section_id in targets
        done = done or _from_memory(segment, glossary, memory, planned=planned) or _from_term(segment, glossary)
        if done is not None:
            made[segment.id] = done
    waiting = [segment for segment in extract.segments if segment.id not in made]
    if engine is not None:
        answers = engine if isinstance(engine, Answers) else ask((s.zh for s in waiting), glossary, engine, cache)
        made |= _from_answers(waiting, glossary, answers)
    return replace(extract, segments=tuple(_chosen(segment, made, partial) for segment in extract.segments))


def _chosen(segment: Segment, made: Mapping[str, Segment], partial: Mapping[str, Segment]) -> Segment:
    """Return what was made of a segment; a partial statement is better than fragments."""
    done, part = made.get(segment.id), partial.get(segment.id)
    if done is not None and (part is None or not done.origin.endswith(cascade.FRAGMENTS)):
        return done
    if part is not None:
        return part
    return replace(segment, en="", state="untranslated", origin="", gates=())


def from_person(segment: Segment, facts: Sequence[Fact], hit: Hit, glossary: Checker) -> Segment | None:
    """Return the segment with the English a named person approved of its sentence, if it says the facts as they are now.

    What a figure belongs to (G4) was judged when the pair was learnt, and its slots keep it.
    """
    wrong = problems(hit.source(segment.zh), hit.en, glossary)
    said = of_english(hit.en)
    unsaid = [figure for fact in facts if (figure := of_fact(fact)) is not None and figure not in said]
    if unsaid or any(not one.startswith("G4") for one in wrong):
        return None
    origin = f"{BY_PERSON} {hit.pair.approved_by}: {hit.pair.origin}"
    return replace(segment, en=hit.en, state="memory", origin=origin, gates=())


def _from_facts(segment: Segment, facts: Sequence[Fact], said: Statement | None, glossary: Checker) -> Segment | None:
    """Return the segment with its statement, `gates` holding what it leaves out; None without one that passes."""
    core = {fact.id for fact in core_facts(facts)}
    if said is None or not core & set(said.facts) or statement_problems(said, facts, glossary, segment):
        return None
    left = [one for one in said.left_out if one.split(":", 1)[0] in core]
    gates = tuple(f"left out: {one}" for one in left)
    return replace(segment, en=said.text, state="statement", origin="facts", gates=gates)


def _from_memory(segment: Segment, glossary: Words, memory: Memory, *, planned: bool) -> Segment | None:
    """Return the segment with an approved pair's English, or with English made of approved clauses and words.

    What the starter memory tells as a fact is none where the report speaks of its targets (`planned`).
    """
    hit = memory.find(segment.zh)
    if hit is not None and not problems(segment.zh, hit.en, glossary):
        if planned and hit.pair.state == "starter" and phrasebook.tells(hit.en):
            return None
        origin = f"memory {hit.pair.origin or hit.pair.where}".strip()
        return replace(segment, en=hit.en, state="memory", origin=origin, gates=())
    text = phrasebook.say(segment.zh, glossary, memory.sentence, planned=planned) if segment.kind != "cell" else ""
    if not text or problems(segment.zh, text, glossary):
        return None
    return replace(segment, en=text, state="memory", origin="memory phrasebook", gates=())


def _from_term(segment: Segment, glossary: Checker) -> Segment | None:
    """Return a table cell that is one term or one figure in its English, or None for anything else."""
    locks = lock(segment.zh, glossary) if segment.kind == "cell" else ()
    if len(locks) != 1 or locks[0].zh.strip() != segment.zh.strip() or not locks[0].en:
        return None
    words = locks[0].en
    return replace(segment, en=words[:1].upper() + words[1:], state="statement", origin="term", gates=())


def ask(sentences: Iterable[str], glossary: Checker, engine: Engine, cache: Cache | None = None) -> Answers:
    """Return the engine's English for sentences through the cascade; what an earlier run got comes from the cache."""
    cache = cache or Cache.none()
    found: dict[str, cascade.Result] = {}
    fresh: dict[str, tuple[Lock, ...]] = {}
    for zh in dict.fromkeys(sentences):
        locks = lock(zh, glossary)
        known = cache.get(zh, locks, engine)
        if known is not None and (not known.en or _printable(zh, known, glossary)):
            found[zh] = known
        else:
            fresh[zh] = locks
    for zh, answer in zip(fresh, cascade.run(tuple(fresh), engine, glossary), strict=True):
        cache.put(zh, fresh[zh], engine, answer)
        found[zh] = answer
    if found:
        steps = Counter(answer.step or "none" for answer in found.values())
        logger.info(
            "engine", extra={"engine": engine.name, "asked": len(fresh), "cached": len(found) - len(fresh), **steps}
        )
    return Answers(engine.name, found)


def _printable(zh: str, answer: cascade.Result, glossary: Checker) -> bool:
    """Return whether a machine's English passes what it must: of fragments all gates, of a sentence more than that."""
    if answer.step == cascade.FRAGMENTS:
        return not problems(zh, answer.en, glossary)
    return not machine_problem(zh, answer.en, glossary)


def _from_answers(segments: Sequence[Segment], glossary: Checker, answers: Answers) -> dict[str, Segment]:
    """Return the segments the engine has English for. An answer travelled or waited, so it goes through the gates again."""
    result: dict[str, Segment] = {}
    for segment in segments:
        answer = answers.by_sentence.get(segment.zh)
        if answer is not None and answer.en and _printable(segment.zh, answer, glossary):
            origin = f"{answers.engine} {answer.step}"
            made = replace(segment, en=answer.en, state="machine", origin=origin, gates=answer.failed)
            result[segment.id] = made
    return result
