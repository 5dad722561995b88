"""What stands before a sentence in its report: some sentences say whose figures they hold only there.

分门类看，制造业增长8.6% is of the enterprises that the sentence before names; 工资性收入3016元 of the residents of the one
before; 接待游客 in a report on a holiday is of the holiday.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefing.model.extract import Extract

_REACH = 6  # sentences of a section that one may lean on; what stands further back is another matter


@dataclass(frozen=True, slots=True)
class Setting:
    """The title of a report and the sentences of its section before one, the nearest last; empty where not known."""

    title: str = ""
    before: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The sentences before, without line breaks."""
        return "。".join(self.before).replace("\n", "")


NOWHERE = Setting()


def settings(extract: Extract) -> Mapping[str, Setting]:
    """Return the setting of every sentence of a report, by segment id; that of a run-in head begins with its section's."""
    found: dict[str, Setting] = {}
    said: dict[str, list[str]] = {}
    for segment in extract.segments:
        parts = segment.section_id.split(".")
        above = (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
        before = [zh for section in above for zh in said.get(section, ())]
        found[segment.id] = Setting(extract.title, tuple(before[-_REACH:]))
        if segment.kind in ("sentence", "heading"):
            said.setdefault(segment.section_id, []).append(segment.zh)
    return found
