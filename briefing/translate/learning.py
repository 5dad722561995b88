"""Learning: an approved sentence becomes a pair of the memory, its figures, years and terms abstracted into slots.

A figure is never learnt: a sentence whose figures cannot all be told apart in the English is refused, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefing.errors import Problem
from briefing.quantity import Quantity, find_english
from briefing.translate.figures import figures_of
from briefing.translate.locks import english_of
from briefing.translate.memory import Pair
from briefing.translate.slots import (
    FIGURE_SLOT,
    YEAR,
    Terms,
    figure_slots,
    is_of_one,
    kind_of,
    slot_problem,
    slotted,
    unit_left_out,
    worded,
)


def learn(
    zh: str, en: str, terms: Terms, *, by: str, on: str, origin: str, year: str = "", currency: str = "RMB"
) -> Pair | Problem:
    """Return the pair to remember for an approved sentence, its figures abstracted, or why it cannot be learnt.

    Each figure of the Chinese must stand in the English in the wording of the house, once for each time it is there.

    Args:
        zh: the sentence.
        en: its approved English, with figures.
        terms: the glossary.
        by: who approved it.
        on: when, as an ISO date.
        origin: region, period and segment; ends in ` planned` where the English speaks of a target.
        year: that of the report, which English may name where the Chinese does not (全年); empty: not known.
        currency: how the house words yuan: RMB, CNY or yuan.
    """
    figures = figure_slots(zh, terms)
    placed = _placed(en, figures, origin, currency)
    if isinstance(placed, Problem):
        return placed
    text = en
    for start, end, slot in sorted(placed, reverse=True):
        text = f"{text[:start]}{slot}{text[end:]}"
    for number, named in enumerate(YEAR.findall(zh), start=1):
        text = re.sub(rf"\b{named}\b", f"{{y{number}}}", text, count=1)
    if year and year not in YEAR.findall(zh):
        text = re.sub(rf"\b{year}\b", "{y0}", text)
    source = slotted(zh, terms)
    problem = slot_problem(source, text, origin) or _mixed_up(text, figures, origin)
    return problem or Pair(_termed(source, terms), text, "approved", by, on, origin)


def _placed(en: str, figures: Sequence[Quantity], where: str, currency: str) -> list[tuple[int, int, str]] | Problem:
    """Return start, end and slot of each figure in the English; equal ones stand in the order of the source."""
    groups: dict[object, list[int]] = {}
    for index, figure in enumerate(figures):
        groups.setdefault((figures_of(figure), kind_of(figure)), []).append(index)
    placed: list[tuple[int, int, str]] = []
    for own in sorted(groups.values(), key=lambda group: -len(english_of(figures[group[0]]))):
        ways = [_ways(figures[index], currency) for index in own]
        spots = _spots(en, figures[own[0]], {form for way in ways for form in way}, placed)
        if len(spots) != len(own):
            found = f"figure {english_of(figures[own[0]], currency)} is {'more often' if len(spots) > len(own) else 'not'} in the English"
            return Problem(where, found, "each figure as the house words it, as often as in the source")
        for index, way, (start, end) in zip(own, ways, spots, strict=True):
            if en[start:end].lower() not in way:
                return Problem(
                    where, f"{en[start:end]} is not {figures[index].exact}", english_of(figures[index], currency)
                )
            one = ":one" if kind_of(figures[index]) == "count" and is_of_one(figures[index]) else ""
            placed.append((start, end, f"{{n{index + 1}:{kind_of(figures[index])}{way[en[start:end].lower()]}{one}}}"))
    return placed


def _ways(figure: Quantity, currency: str) -> dict[str, str]:
    """Return the ways a figure may be worded, each with the ending of its slot."""
    if kind_of(figure) != "count":
        return {english_of(figure, currency).lower(): ""}
    unit = f"/{unit_left_out(figure)}" if unit_left_out(figure) else ""
    return {worded(figure, way).lower(): f":{way}{unit}" if way else "" for way in ("words", "bare", "")}


def _spots(
    en: str, figure: Quantity, forms: Iterable[str], taken: Sequence[tuple[int, int, str]]
) -> list[tuple[int, int]]:
    """Return where a figure stands in the English in one of its forms; words that are read as another do not count."""
    pattern = "|".join(re.escape(words) for words in sorted(forms, key=len, reverse=True))
    spots = [
        m.span()
        for m in re.finditer(rf"(?<![\w.,-])(?:{pattern})(?![\w%-]|[.,]\d)", en, re.IGNORECASE)
        if not any(start < m.end() and m.start() < end for start, end, _ in taken)
    ]
    if kind_of(figure) == "count":  # a number left outside the slots would be wrong beside other figures
        return spots
    read = [q for q in find_english(en) if figures_of(q) == figures_of(figure)]
    known = [spot for spot in spots if any(q.start < spot[1] and spot[0] < q.end for q in read)]
    return known or spots


def _mixed_up(en: str, figures: Sequence[Quantity], where: str) -> Problem | None:
    """Return a problem where two figures are equal and the others are turned round, so that which is which cannot be seen."""
    order = [int(slot[1]) for slot in FIGURE_SLOT.finditer(en)]
    values = {figures_of(figure) for figure in figures}
    if len(values) == len(figures) or order == sorted(order):
        return None
    return Problem(
        where, "the same figure twice, in another order than the others", "figures in the order of the source"
    )


def _termed(source: str, terms: Terms) -> str:
    """Return a slotted source with the terms as slots too."""
    parts: list[str] = []
    at = 0
    for number, match in enumerate(terms.match(source), start=1):
        if "{" in match.text or "}" in match.text:
            continue
        parts += [source[at : match.start], f"{{t{number}:{match.text}}}"]
        at = match.end
    return "".join([*parts, source[at:]])
