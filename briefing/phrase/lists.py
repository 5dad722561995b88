"""Lists of counts in English: things that differ by their level only share their noun."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.phrase.names import Subject
from briefing.phrase.topics import Topic
from briefing.phrase.view import View

_LEVELED = re.compile(
    r"^(?P<level>(?:national|provincial|municipal|district|county|city|prefecture|township)-level) (?P<head>.+)$"
)
_Item = tuple[Topic, View, Subject]


def listed(topics: Sequence[Topic], shown: Sequence[View], subjects: Sequence[Subject]) -> tuple[View, ...]:
    """Return the views of a list: 4 national-level, 6 provincial-level and 10 municipal-level incubators are one."""
    result: list[View] = []
    run: list[_Item] = []
    for item in zip(topics, shown, subjects, strict=True):
        if run and _shared(item) != _shared(run[0]):
            result.extend(_one_head(run))
            run = []
        run.append(item)
    return (*result, *_one_head(run))


def _shared(item: _Item) -> str:
    """Return the noun behind a level, or what tells the topic from any other."""
    topic, _, subject = item
    found = _LEVELED.match(subject.plural)
    whole = topic.scale or topic.ranks or not topic.counted or not subject.counts
    return f"{topic.start} {subject.plural}" if whole or found is None else found["head"]


def _one_head(run: Sequence[_Item]) -> tuple[View, ...]:
    if len(run) < 2:
        return tuple(view for _, view, _ in run)
    parts: list[str] = []
    for _, view, subject in run[:-1]:
        found = _LEVELED.match(subject.plural)
        parts.append(f"{view.number} {found['level'] if found else ''}")
    last = run[-1][1]
    return (replace(run[0][1], counted=f"{', '.join(parts)} and {last.counted}", many=True),)
