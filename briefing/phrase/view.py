"""What a template sees: tokens for names and figures, and plain words chosen from the word lists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A rise or fall: `way` is up, down or flat; `basis` says against what, or nothing.

    kind: plain (up 8.0%), amount (up 7,700 tonnes), average (8.0% annually on average), pace (faster than), rate (a growth rate lower than), decline (a decline larger than), gap (above the national average), total (a total of 19.5%),
        same (unchanged from the 1.3% in the first half), more and less (more than the increase a year earlier).
    word: the verb of the source (上涨, 提高), for Chinese.
    note: in nominal terms, in real terms, or empty.
    after: the change the other way that it followed (after falling 2.6% in the first quarter), or empty.
    """

    figure: str
    way: str
    basis: str = ""
    kind: str = "plain"
    word: str = ""
    note: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A rank.

    `place` is the ordinal (empty for a group), `scope` among whom, `of` of what; `kind`: the first of its kind; `top`:
    among the first so many.
    """

    place: str
    scope: str
    of: str = ""
    group: bool = False
    kind: bool = False
    top: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """One topic, ready for words. A slot that the facts do not fill is empty.

    name: the subject in running text, with its article; `label` without; `things` without its action; `plural` tells its verb.
    compound: the name has parts of its own (output of peanuts), so that nothing may follow it with of.
    counted: number and noun (264 gazelle enterprises); `many` tells its verb; `number` the number alone, and
        `unit` its noun where the name is not counted (632 units).
    recipients: not empty where `counted` is those who got the things; then `things` are what they got.
    occasions: not empty where the figure counts how often it was done, not the things.
    figure: the level, ratio or share with its unit; `where` is the scope alone (within the district).
    among: how many things a full coverage is of.
    verb: how the figure is reached, from the wording of the source (reached, stayed at).
    grow: grow, or rise for rates and prices.
    priced: it is prices, which have an increase and no growth.
    mode: actual, target, aim (力争) or forecast (预计).
    past: the action after its subject (was newly certified), `pasts` after a list; `participle` after be; `base` after
        to, empty where only the passive is known; `intransitive` where the things counted do it themselves.
    active: what a place did itself, before the things (attracted), where nothing stands against saying so.
    title: what people are certified as, where the number alone stands in `counted`.
    contender: who is ranked where the subject is an assessment (the district).
    counts_of: what a rank counts, before and behind the name (cumulative number of … certified), or empty.
    size, size_kind: how big the things counted are together (money, area).
    whole: what the share is of.
    levels: its first change is of the rate itself, not of its growth (研发投入强度低于全国1.2个百分点).
    share_origin, shift: the share a change began at; how much the share moved.
    completions: figures with what they are a part of (98.5% and of the budget).
    stretch: an aim beyond the target.
    cited: the figure stands before its things, of which the source says more than the facts do.
    fronted: the figure stands before its things and the name says what became of them (6家企业入选…), for Chinese.
    doer: who completed the investment (provincial key projects).
    again: what is counted was named right before (21 of 48 projects), or another completed the same (RMB 3.7 billion of investment).
    dated: the holiday that the figure is of, said or not (in the Spring Festival holiday).
    even: all subjects of the clause moved by the same figure.
    contribution, contributed_to: points added to the growth of something larger.
    origin, moves: where a change began, and rise or fall.
    milestone: a mark the figure has passed (6469.4 past 6000).
    """

    name: str
    label: str = ""
    things: str = ""
    plural: bool = False
    compound: bool = False
    counted: str = ""
    many: bool = True
    number: str = ""
    unit: str = ""
    occasions: str = ""
    recipients: str = ""
    figure: str = ""
    where: str = ""
    among: str = ""
    verb: str = ""
    grow: str = "grow"
    priced: bool = False
    mode: str = "actual"
    base: str = ""
    past: str = ""
    pasts: str = ""
    participle: str = ""
    active: str = ""
    intransitive: bool = False
    title: str = ""
    contender: str = ""
    counts_of: tuple[str, ...] = ()
    size: str = ""
    size_kind: str = ""
    share: str = ""
    whole: str = ""
    share_origin: str = ""
    levels: bool = False
    shift: Change | None = None
    completions: tuple[tuple[str, str], ...] = ()
    contribution: str = ""
    contributed_to: str = ""
    milestone: str = ""
    stretch: str = ""
    origin: str = ""
    moves: str = ""
    growth: Change | None = None
    changes: tuple[Change, ...] = ()
    ranks: tuple[Standing, ...] = ()
    pegged: str = ""
    cited: bool = False
    fronted: bool = False
    doer: str = ""
    even: bool = False
    again: bool = False
    when: str = ""
    dated: str = ""
