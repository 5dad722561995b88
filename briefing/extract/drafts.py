"""What the clause assembler works with: the draft of a fact, and what a clause hands on to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Literal, NamedTuple

from briefing.extract.scanner import Mention
from briefing.model.extract import Measure

Confidence = Literal["high", "medium", "low"]
RATES = ("percent", "points", "multiple")
"""Kinds of figures that need a subject: they say how much of something, or how it changed."""


class Name(NamedTuple):
    """An indicator as found: its text, what was put back, and how safe that was."""

    text: str
    flags: tuple[str, ...] = ()
    confidence: Confidence = "high"


@dataclass(slots=True)
class Draft:
    """A fact before its place, period and role are known."""

    mention: Mention
    indicator: str
    measure: Measure
    sign: int = 1
    comparison: str = ""
    scope: str = ""
    rank_of: str = ""
    band: str = ""
    group: str = ""
    pos: int = 0
    strength: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    rule: str = ""
    confidence: Confidence = "high"
    threshold: bool = False
    earlier: bool = False
    quarter: int = 0
    left: str = ""

    @property
    def value(self) -> Decimal | None:
        """The value as written with the sign its verb gives it."""
        value = self.mention.value
        if value is None or self.sign > 0 or self.measure not in ("growth", "share"):
            return value
        return -abs(value)


def draft_of(
    mention: Mention, name: Name, measure: Measure, rule: str, *, sign: int = 1, comparison: str = ""
) -> Draft:
    """A draft with a name's flags and confidence."""
    return Draft(
        mention,
        name.text,
        measure,
        sign=sign,
        comparison=comparison,
        flags=list(name.flags),
        rule=rule,
        confidence=name.confidence,
    )


@dataclass(slots=True)
class State:
    """What a clause may inherit.

    `subject` is the indicator so far, `bare` the same without its verb of doing, `owner` without its measure noun
    (制造业 of 制造业增加值, the measure noun is `head`), `parent` what 其中 looks back to, `whole` the last whole of a
    share (`whole_head` the measure noun of what was a share of it), `amount` the kind of the last amount and `amount_unit` its unit, `parent_share` the whole of the parent where that is a share itself. `recent` are the subjects of the sentence, `grown` those with a growth one after the other, `chain` those joined by 、 just before, `items` the members of the
    last list. `fresh` says that the subject was named in this sentence, `shared` that it ended with an aspect word
    (营收), so that a following 利润总额 belongs to the same owner, `urged` that its verb
    stands under 力争 or 确保 and holds over ，,
    `doubtful` that the subject itself is unsure. `names` are short names the report defined, `aside` the
    figures of the sentence that state nothing. `lend` is the measure noun a clause before put over a list (产品产量中，…),
    `ranked_in` the field of the ranks that follow (在全省13个设区市中), `headed` what the heading of the paragraph measures, `school` the schools its learners are of, `whole_before` says that `whole` is of the sentence before, `common` what the report says once for all that follows (下同).
    `yearly` says that a growth of the sentence was not from the month before, `base` is the year the growths of the paragraph
    compare with (比2018年末), "mixed" where they compare with more than one, `level` the level of government alone that is spoken of (市本级).
    """

    subject: str = ""
    bare: str = ""
    owner: str = ""
    head: str = ""
    parent: str = ""
    whole: str = ""
    whole_head: str = ""
    action: str = ""
    unit: str = ""
    amount: str = ""
    amount_unit: str = ""
    kind: str = ""
    measure: str = ""
    comparison: str = ""
    last_comparison: str = ""
    yearly: bool = False
    base: str = ""
    level: str = ""
    among: bool = False
    fresh: bool = False
    shared: bool = False
    urged: bool = False
    doubtful: bool = False
    growth_aspect: bool = False
    continued: bool = False
    subject_share: str = ""
    parent_share: str | None = None
    items: list[str] = field(default_factory=list)
    chain: list[str] = field(default_factory=list)
    grown: list[str] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    aside: list[tuple[int, int, str]] = field(default_factory=list)
    lend: str = ""
    ranked_in: str = ""
    headed: str = ""
    school: str = ""
    whole_before: bool = False
    common: dict[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def take(self, other: State) -> None:
        """Become what another state was."""
        for field_ in fields(self):
            setattr(self, field_.name, getattr(other, field_.name))

    def open(self, *, continued: bool) -> None:
        """Begin a sentence; one that goes on with 其中 or 分…看 keeps its parent and may inherit."""
        self.fresh, self.among, self.continued = False, continued, continued
        self.base = (
            self.base if continued or self.common.get("census") else ""
        )  # a bare 减少4.4% goes on with no old year
        self.chain, self.recent, self.grown, self.growth_aspect = [], [], [], False
        monthly = continued and "环比" in self.comparison and not self.yearly
        self.comparison, self.yearly = (self.comparison if monthly else ""), False  # 其中 of a monthly change
        self.lend, self.ranked_in = (self.lend if continued else ""), ""
        self.whole, self.parent_share = (self.whole, self.parent_share) if continued else ("", None)
        self.whole_head = self.whole_head if continued else ""
        self.whole_before = bool(self.whole)
        if continued and not self.parent:
            self.parent = self.subject
