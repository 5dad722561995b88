"""The difficulties a report names: quoted in Chinese, in English where a person approved the sentence, and counted where not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from briefing.compose.select import APPROVED
from briefing.compose.words import difficulties_after, difficulties_lead, difficulties_title
from briefing.model.extract import Extract, Section, Segment

_STOPS = re.compile("[；;。]")
_COLON = re.compile("[：:]")
_COUNTED = re.compile("^(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[，,])")


def named(extract: Extract) -> tuple[Segment, ...]:
    """The sentences in which a report names difficulties: a lead (还存在一些困难：…) with its paragraph, or a section of them."""
    sections = {section.id: section for section in extract.sections}
    found: list[Segment] = []
    paragraph = -1
    for segment in extract.segments:
        if segment.kind != "sentence":
            continue
        start = extract.text.rfind("\n", 0, segment.start)
        leads = bool(difficulties_lead().search(segment.zh)) or _under_title(segment, sections)
        goes_on = start == paragraph and not difficulties_after().match(segment.zh.lstrip())
        paragraph = start if leads or goes_on else -1
        if leads or goes_on:
            found.append(segment)
    return tuple(found)


def _under_title(segment: Segment, sections: Mapping[str, Section]) -> bool:
    section = sections.get(segment.section_id)
    return bool(section and difficulties_title().search(section.title))


def parts(segments: Sequence[Segment]) -> tuple[str, ...]:
    """What the sentences list, part by part, in the words of the report and without their lead."""
    return tuple(part for segment in segments for part in _parts(segment.zh))


def _parts(text: str) -> Iterator[str]:
    lead = difficulties_lead().search(text)
    colon = _COLON.search(text, lead.start()) if lead else None
    for part in _STOPS.split(text[colon.end() :] if colon else text):
        bare = _COUNTED.sub("", part.strip())
        if difficulties_after().match(bare):
            return
        if bare:
            yield bare


def waiting(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The sentences without approved English."""
    return tuple(s for s in segments if s.state not in APPROVED or not s.en or s.gates)
