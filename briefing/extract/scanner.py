"""What in a sentence is a figure: quantities, ranks, zero claims, full coverage, targets without a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from briefing.extract.lexicon import one_of
from briefing.model.extract import Bound
from briefing.quantity import Quantity, find
from briefing.quantity.units import unit as unit_of

_TAIL = re.compile(
    r"(?:多|余)?(?:[（(][个件套间家户辆只头处次宗台段所人][)）])?(?:及?以上|及?以下|以内|之内|以外|左右|上下|不等|之多|有余)?"
)
_TAIL_BOUNDS: tuple[tuple[str, Bound], ...] = (("以上", "ge"), ("以下", "le"), ("以内", "le"), ("之内", "le"))
_PEGGED = re.compile(
    r"(?:增[长速幅])?(?:与|和|同)(?:全[国省市区县])?(?:经济|地区生产总值|GDP|生产总值|国民经济)(?:增长|增速|发展)?(?:保持)?(?:基本)?(?:同步|相适应|持平)(?:增长)?"
    r"|(?:增[长速幅])?(?:高于|快于|不低于|略高于)(?:全[国省市区县])?(?:平均水平|平均|经济增长|经济增速|(?:地区)?生产总值增[速长]|GDP增[速长])(?:水平)?(?!水平|[\d.约近逾超])"
    r"|(?:增[速幅长])(?:持续|继续)?(?:高于|快于|不低于)[\u4e00-\u9fff]{2,10}(?=[，,；;。、]|$)"
)
_STEP = re.compile(r"的?新?大?(?:台阶|大关|关口)")
_ZERO = re.compile(rf"零({one_of('zero_claims')})")
_COVERED = re.compile(r"全覆盖")
_FLAT = re.compile(r"(?:与|同|和|比|较)[^，。；、]{0,12}?持平|(?:同比|环比|总体|基本|大体)+持平")


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure in a sentence, offsets within the sentence; `tail` is where the words after it begin.

    `special` is empty for a plain quantity, else zero, covered, pegged, flat; `value` is None where no figure is
    written. `upper` marks the upper end of a range, `lower` its lower end.
    """

    start: int
    end: int
    tail: int
    whole: int
    exact: str
    value: Decimal | None
    base: Decimal | None
    unit_zh: str
    unit_mult: int
    unit_code: str
    kind: str
    bound: Bound = "eq"
    band: str = ""
    special: str = ""
    range_end: str = ""

    def moved(self, places: Sequence[int]) -> Mention:
        """The mention in the text whose characters stand at `places`."""
        return replace(
            self,
            start=places[self.start],
            end=places[self.end - 1] + 1,
            whole=places[self.whole],
            tail=places[self.tail - 1] + 1,
        )


def scan(text: str) -> tuple[Mention, ...]:
    """All figures of a sentence in order, overlapping ones resolved in favour of the plain quantity."""
    found: list[Mention] = []
    for quantity in find(text):
        found += _mentions(text, quantity)
    taken = [(mention.whole, mention.tail) for mention in found]
    for mention in _specials(text):
        if not any(start < mention.end and mention.start < end for start, end in taken):
            found.append(mention)
    return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))


def _mentions(text: str, quantity: Quantity) -> Iterable[Mention]:
    tail = _tail(text, quantity.end)
    if quantity.low is not None and quantity.high is not None and quantity.kind == "range":
        return _ends(text, quantity, tail)
    if not text[quantity.number_start : quantity.number_end].strip():
        return ()
    loss = text[quantity.start : quantity.start + 1] == "负" and text[quantity.start - 1 : quantity.start] in (
        "减",
        "担",
        "背",
    )
    if loss:
        quantity = replace(
            quantity, start=quantity.number_start, value=abs(quantity.value), value_base=abs(quantity.value_base)
        )
    parts = len(quantity.parts) > 1 and quantity.kind == "ratio"
    return (
        Mention(
            start=quantity.number_start,
            end=quantity.number_end,
            tail=tail,
            whole=quantity.start,
            exact=text[quantity.number_start : quantity.number_end],
            value=None if parts else quantity.value,
            base=None if parts else quantity.value_base,
            unit_zh=quantity.unit_zh,
            unit_mult=quantity.unit_mult,
            unit_code=quantity.unit_code,
            kind="structure" if parts else quantity.kind,
            bound=_bound(quantity.bound, text[quantity.end : tail], text[tail : tail + 5]),
            band=quantity.band,
        ),
    )


def _bound(bound: Bound, after: str, beyond: str) -> Bound:
    """The bound a figure has with the words behind it (5.5%以内); a 大关 or 台阶 is passed, not met."""
    if bound == "eq" and _STEP.match(beyond):
        return "ge"
    return next((other for word, other in _TAIL_BOUNDS if bound == "eq" and after.endswith(word)), bound)


def _ends(text: str, quantity: Quantity, tail: int) -> list[Mention]:
    """A range gives two mentions, at least the low end and at most the high end."""
    written = text[quantity.number_start : quantity.number_end]
    cut = re.search(r"[%‰]?\s*(?:-|—|–|~|～|至|到|－)+\s*", written)
    middle = quantity.number_start + (cut.start() if cut else len(written))
    second = quantity.number_start + (cut.end() if cut else 0)
    ends: list[tuple[Decimal | None, Decimal | None, int, int, Bound, str]] = [
        (quantity.low, quantity.low_base, quantity.number_start, middle, "ge", "low"),
        (quantity.high, quantity.high_base, second, quantity.number_end, "le", "high"),
    ]
    return [
        Mention(
            start=start,
            end=end,
            tail=tail,
            whole=quantity.start,
            exact=text[start:end],
            value=value,
            base=base,
            unit_zh=quantity.unit_zh,
            unit_mult=quantity.unit_mult,
            unit_code=quantity.unit_code,
            kind=quantity.unit_kind or "number",
            bound=bound,
            range_end=name,
        )
        for value, base, start, end, bound, name in ends
    ]


def _tail(text: str, end: int) -> int:
    found = _TAIL.match(text, end)
    return found.end() if found else end


def _specials(text: str) -> Iterable[Mention]:
    for found in _ZERO.finditer(text):
        yield _special(text, found.start(), found.start() + 1, found.end(), "zero", Decimal(0), "次")
    for found in _COVERED.finditer(text):
        yield _special(text, found.start(), found.end(), found.end(), "covered", Decimal(100), "%")
    for found in _PEGGED.finditer(text):
        yield _special(text, found.start(), found.end(), found.end(), "pegged", None, "%")
    for found in re.finditer(r"首位(?![于置])|榜首", text):
        yield replace(
            _special(text, found.start(), found.start() + 1, found.end(), "", Decimal(1), ""), kind="rank", band="place"
        )
    for found in _FLAT.finditer(text):
        yield _special(text, found.start(), found.end(), found.end(), "flat", Decimal(0), "%")


def _special(text: str, start: int, end: int, tail: int, name: str, value: Decimal | None, unit_zh: str) -> Mention:
    known = unit_of(unit_zh)
    return Mention(
        start=start,
        end=end,
        tail=tail,
        whole=start,
        exact=text[start:end],
        value=value,
        base=value,
        unit_zh=unit_zh,
        unit_mult=known.mult if known else 0,
        unit_code=known.code if known else "",
        kind="percent" if unit_zh == "%" else "count",
        special=name,
    )
