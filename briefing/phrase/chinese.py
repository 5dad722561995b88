"""Views for the Chinese template: the same topics, worded with the source's own names and figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.model.extract import Fact, Segment
from briefing.model.tree import Text
from briefing.phrase import choice, figures, periods
from briefing.phrase.bases import COMPARABLE, basis, states_year
from briefing.phrase.context import around
from briefing.phrase.pieces import Slate
from briefing.phrase.plan import Grip, chinese_grip
from briefing.phrase.relations import is_same, is_start, start_year
from briefing.phrase.tails import taken
from briefing.phrase.topics import (
    Topic,
    at_end,
    front_of,
    full_subject,
    has_rival,
    is_cited,
    is_first_of_kind,
    names_share,
    stands_before,
    subject_of,
)
from briefing.phrase.view import Change, Standing, View
from briefing.phrase.words import AIM_WORDS, SaidOfNothingError, objected, plan_of, plans

_NUMERALS = "零一二三四五六七八九十"
_DOING = ("完成", "实施", "推进", "开展")
_WORK = re.compile(r"(?:整治|改造|安置|治理|整改|修复|加固|建设|拆迁|招引|鉴定|培训|服务)$")
_BASES = {"mom": "环比", "yoy": "同比", "year_start": "比年初", "previous_period": "比上期"}
_PEGGED = re.compile(r"同步|高于|快于|不低于|不慢于")
_UNSAID = ("", "constant_prices", "comparable_prices")
_UP = ("增长", "增加", "上升", "上涨", "提高", "提升", "回升", "扩大", "净增", "增产")
_DOWN = ("下降", "减少", "降低", "下跌", "回落", "缩小", "收窄", "压减", "减产", "放缓")
_TIER = re.compile(r"^第一(?:方阵|序列|梯队|行列|档|集团)|^[一二]等?档|^前列")
_REACHED = (
    ("保持", "保持在"),
    ("稳定在", "稳定在"),
    ("提高到", "提高到"),
    ("提升到", "提高到"),
    ("提升至", "提高到"),
    ("提高至", "提高到"),
    ("上升到", "提高到"),
    ("缩小", "缩小到"),
    ("降至", "降至"),
    ("下降到", "降至"),
    ("增加到", "增加到"),
    ("扩大至", "扩大到"),
    ("达", "达"),
)
_STEP = re.compile(r"[多少][增减]$")
_TERMS = re.compile(r"(名义|实际)(?:增长|下降|提高|减少)$")
_COMPARABLY = re.compile(
    r"(按?(?:同|可比)口径)(?:计算)?[，,](?:同比|[比较](?:上年|去年)(?:同期)?)?(?:增长|下降|提高|减少)$"
)
_EACH = re.compile(r"均(?:已|首次)?(?:突破|超过?|达到?|为|保持|在)?$")
_VERB = re.compile("|".join((*_UP, *_DOWN)))
_SAID_BASE = re.compile(r"[比较](?:上年末|上年底|去年末|去年底|年初|上年年末)")


def _verb(fact: Fact, before: str) -> str:
    """Return the verb of a move: that of the source where it agrees with the sign, else the usual one of its kind."""
    up = fact.value is not None and fact.value > 0
    said = _VERB.findall(re.split(r"[；;。]", before)[-1])
    if said and said[-1] in (_UP if up else _DOWN):
        return str(said[-1])
    if fact.unit_code == "pp":
        return "提高" if up else "下降"
    if fact.unit_code == "percent" or fact.unit_zh == "倍":
        return "增长" if up else "下降"
    return "增加" if up else "减少"


def _evenly(topic: Topic) -> bool:
    """Return whether the figure is that of each of several subjects (企业和个体工商户数量均突破100万户)."""
    fact = topic.main
    return (
        fact is not None
        and _EACH.search(fact.prefix) is not None
        and re.search("和|与|及|、", topic.subject) is not None
    )


def _ranked_by(fact: Fact) -> str:
    """Return what a rank is by, where its subject does not end in it (覆盖率居全市第一)."""
    return "" if subject_of(fact).endswith(fact.rank_of) else fact.rank_of


def _fronted(topic: Topic) -> bool:
    """Return whether the number stands before its things, behind their verb or before it (完成35个规划, 6家企业入选…)."""
    if topic.main is None or not stands_before(topic):
        return False
    return (
        front_of(topic)[0] != ""
        or taken(topic.subject)[1] != ""
        or any(verb.zh in topic.subject[2:] for verb in objected())
    )


def _led(topic: Topic) -> str:
    """Return a plain verb of doing right before the number of works (完成1978户改造), or empty."""
    fact = topic.main
    if fact is None or not is_cited(topic):
        return ""
    return next((word for word in _DOING if fact.prefix.endswith(word)), "")


def _does(topic: Topic) -> bool:
    """Return whether the verb stands behind the things and is theirs (3个项目投入运行, 23个县脱贫)."""
    action = front_of(topic)[0]
    fact = topic.main
    return action != "" and fact is not None and action in fact.suffix and not fact.prefix.endswith(action)


def _reached(fact: Fact, topic: Topic) -> str:
    """Return the verb before a figure, that of the source where it says more than a bare figure."""
    before = fact.prefix[-5:]
    verb = next((word for said, word in _REACHED if said in before), "")
    if figures.is_estimated(fact):
        return f"预计{verb or '为'}"
    bare = fact.bound in ("gt", "lt", "ge", "le")
    if topic.role == "target":
        return (
            ""
            if bare and verb not in ("保持在", "提高到", "降至")
            else verb.replace("达", "达到") or ("达到" if fact.measure == "ratio" else "")
        )
    return "" if bare and verb in ("达", "") else verb or ("为" if fact.measure == "ratio" else "")


def _since(topic: Topic) -> str:
    """Return the year a change began in (2020年的), or empty."""
    return _dated(topic.origin, topic.main)


def _dated(start: Fact | None, end: Fact | None) -> str:
    """Return the year a change began, as it stands before its figure, or empty."""
    year = start_year(start) if start else ""
    return f"{year}年的" if year and not (end and end.time_period == year) else ""


def _moved(topic: Topic) -> str:
    """Return the verb between two figures of one subject: 增加到, 提高到, 降至."""
    start, end = topic.origin, topic.main
    if start is None or end is None or start.value_base is None or end.value_base is None:
        return "变为"
    rate = end.measure in ("ratio", "share")
    if figures.is_estimated(end):
        return "预计降至" if end.value_base < start.value_base else "预计提高到" if rate else "预计增加到"
    return "降至" if end.value_base < start.value_base else "提高到" if rate else "增加到"


def _size_kind(topic: Topic) -> str:
    """Return what the size of counted things is: 面积, 里程, or their 规模."""
    code = topic.scale[0].unit_code if topic.scale else ""
    if topic.scale and topic.scale[0].measure == "count":
        return "units"
    if topic.scale and "投资" in topic.scale[0].indicator_zh:
        return "investment"
    return "area" if code in ("m2", "mu") else "length" if code == "m" else "money"


class ChineseViews:
    """Makes views of topics; one per statement, since tokens belong to a slate."""

    def __init__(self, slate: Slate, segment: Segment) -> None:
        """Word topics of `segment`."""
        self._slate = slate
        self._segment = segment
        self._sentence = segment.zh

    def _put(self, text: str) -> str:
        return self._slate.put((Text(text),))

    def _number(self, fact: Fact, text: str) -> str:
        return self._slate.put((figures.numbered(text, fact),))

    def _figure(self, fact: Fact) -> str:
        if "/" in fact.unit_zh and fact.indicator_zh.startswith("每"):  # 每千人口…4.3个
            fact = replace(fact, unit_zh=fact.unit_zh.split("/", 1)[0])
        return self._number(fact, figures.chinese(fact, signed=fact.measure != "growth"))

    def change(self, fact: Fact, upper: Fact | None = None) -> Change:
        """Return a rise or fall; what it is measured against stands in the words of the source."""
        base = _BASES.get(fact.comparison, fact.comparison)
        silent = (
            fact.comparison in _UNSAID
            or (fact.comparison.startswith("与") and not is_same(fact))
            or (fact.comparison == "yoy" and not states_year(self._sentence))
        )
        found = basis(fact, stated=True)
        kind = found.kind if found else "plain"
        words = self._span(fact, upper) if upper is not None else self._figure(fact)
        if fact.unit_code == "doubling":
            near = {"lt": "近", "gt": "超"}.get(fact.bound, "")
            return Change(
                self._number(fact, f"{near}一番"), "up", "" if silent else self._put(base), kind, self._put("翻")
            )
        word = _verb(fact, around(fact, self._segment)[0])
        shown = self._base_said(fact) or (fact.comparison.removeprefix("与") if kind == "same" else base)
        step = _STEP.search(fact.prefix)
        word = f"{step[0]}" if step else word
        word = f"预计{word}" if figures.is_estimated(fact) else word
        note = _TERMS.search(fact.prefix) or _COMPARABLY.search(fact.prefix)
        word = f"{note[1]}{word}" if note else f"按可比口径{word}" if COMPARABLE.match(fact.suffix) else word
        paced = "增速" if kind == "gap" and fact.indicator_zh.endswith("增速") and "增速" not in shown else ""
        if kind == "pace" and fact.comparison == "mom":
            shown = "比上月"
        return Change(words, figures.way(fact), "" if silent else self._put(shown), kind, self._put(word), paced)

    def _base_said(self, fact: Fact) -> str:
        """Return the base in the words of the source (比上年末 for what is known as the start of the year)."""
        if fact.comparison != "year_start":
            return ""
        said = _SAID_BASE.findall(re.split(r"[，,；;。]", around(fact, self._segment)[0])[-1])
        return str(said[-1]) if said else ""

    def _span(self, low: Fact, high: Fact) -> str:
        return "—".join(self._figure(replace(fact, bound="eq")) for fact in (low, high))

    def standing(self, fact: Fact, *, counted: bool = False) -> Standing:  # noqa: ARG002  # English needs it
        """Return a rank; Chinese says of what in either case.

        Raises:
            SaidOfNothingError: it has no place.
        """
        if fact.rank_band == "group":
            found = _TIER.search(fact.exact + fact.suffix)
            tier = found[0] if found else "第一方阵"
            return Standing(self._put(tier), self._put(fact.rank_scope), self._put(_ranked_by(fact)), group=True)
        if fact.value is None:
            raise SaidOfNothingError("a rank without a place")
        if is_first_of_kind(fact):
            return Standing(self._number(fact, "首个"), self._put(fact.rank_scope), kind=True)
        place = int(fact.value)
        if fact.bound in ("le", "lt"):
            top = self._number(fact, f"前{place}")
            return Standing(top, self._put(fact.rank_scope), self._put(_ranked_by(fact)), top=True)
        text = f"第{_NUMERALS[place]}" if place < len(_NUMERALS) else f"第{place}位"
        return Standing(self._number(fact, text), self._put(fact.rank_scope), self._put(_ranked_by(fact)))

    def goal(self, fact: Fact) -> tuple[str, str]:
        """Return a target for a cell: its figure (or what it is pegged to), and aim or target."""
        aim = any(word in fact.strength for word in AIM_WORDS)
        return self._figure(fact) if fact.value is not None else self._put(fact.exact), "aim" if aim else "target"

    def amount(self, fact: Fact) -> str:
        """Return a figure with its unit."""
        return self._figure(fact)

    @staticmethod
    def doer(topic: Topic) -> str:  # noqa: ARG004  # English needs it
        """Return who did what was done: Chinese leaves it out."""
        return ""

    def label(self, topic: Topic) -> str:
        """Return what tells a topic from another in print: its subject."""
        return topic.subject

    def together(self, topics: Sequence[Topic]) -> tuple[str, ...]:
        """Return the names of subjects that share a verb."""
        return tuple(self._put(topic.subject) for topic in topics)

    def stood_for(self, topic: Topic, head: Topic) -> str:  # noqa: ARG002  # English needs it
        """Return nothing: Chinese names every subject."""
        return ""

    def listed(self, topics: Sequence[Topic], shown: Sequence[View]) -> tuple[View, ...]:  # noqa: ARG002  # English needs it
        """Return the views of a list of counts as they are."""
        return tuple(shown)

    def grip(self, topic: Topic) -> Grip:
        """Return the action of a topic and its subject without it."""
        return chinese_grip(topic)

    def check(self, topic: Topic) -> None:
        """Check that a figure is not merely where a change began; a name every subject has in Chinese.

        Raises:
            SaidOfNothingError: it is.
        """
        if topic.main is not None and topic.origin is None and not topic.structured and is_start(topic.main):
            raise SaidOfNothingError("where a change began, without where it ended")

    def _named(self, topic: Topic) -> str:
        """Return the subject, with the plain verb of doing that stands before works in the source (完成回迁安置)."""
        name, fact = full_subject(topic, self._sentence), topic.main
        works = topic.counted and fact is not None and _WORK.search(name) and not stands_before(topic)
        if not works or fact is None:
            return name
        before = around(fact, self._segment)[0]
        return next((f"{word}{name}" for word in _DOING if before.endswith(f"{word}{name}")), name)

    def _when(self, topic: Topic, period: str) -> str:
        """Return a period, the end of it for what is held then (2025年6月末)."""
        end = at_end(topic, self._sentence)
        return f"{periods.chinese(period.rsplit('/', 1)[-1])}末" if end else periods.chinese(period)

    def _main(self, topic: Topic, fact: Fact) -> str:
        figure = self._span(fact, topic.upper) if topic.upper and not topic.growth else self._figure(fact)
        figure = f"{choice.each_of(fact)}{figure}"
        return f"{figure}（折合人民币{self._figure(topic.converted)}）" if topic.converted else figure

    def _growth(self, topic: Topic) -> Change | None:
        if topic.growth is None or topic.growth.value is None:
            return None
        found = self.change(topic.growth, topic.upper)
        if topic.turned is None:
            return found
        before, period = self.change(topic.turned), periods.chinese(topic.turned.time_period)
        return replace(
            found, word=f"{self._put(f'由{period}')}{before.word}{before.figure}{self._put('转为')}{found.word}"
        )

    def check_fact(self, fact: Fact) -> None:
        """Check that a rank is one, and a share.

        Raises:
            SaidOfNothingError: it is none.
        """
        if fact.measure == "rank":
            self.standing(fact)
        elif has_rival(fact):
            raise SaidOfNothingError("another subject stands before it")
        elif fact.measure == "share" and not names_share(fact):
            raise SaidOfNothingError("a share of nothing")

    def view(self, topic: Topic, *, period: str = "") -> View:
        """Return a topic as the template sees it; `period` is said where it is not empty."""
        main = topic.main
        shown = main if main is not None and (main.value is not None or figures.structure(main)) else None
        empty = next((fact for fact in topic.facts if fact.value is None and not figures.structure(fact)), None)
        stretch = topic.stretch.id if topic.stretch else ""
        aim = any(word in fact.strength for fact in topic.facts for word in AIM_WORDS if fact.id != stretch)
        return View(
            name=self._put(self._named(topic) + ("均" if _evenly(topic) else "")),
            cited=is_cited(topic),
            fronted=_fronted(topic) or _led(topic) != "",
            things=self._put(front_of(topic)[1]),
            intransitive=_does(topic),
            figure=self._main(topic, shown) if shown else "",
            verb=_reached(shown, topic) if shown else "",
            moves=_moved(topic),
            among=self._figure(topic.among.main) if topic.among and topic.among.main else "",
            origin=_since(topic) + choice.each_of(topic.origin) + self._figure(topic.origin) if topic.origin else "",
            mode="actual" if topic.role != "target" else "aim" if aim else "target",
            past=front_of(topic)[0] or _led(topic),
            size=self._figure(topic.scale[0]) if topic.scale else "",
            size_kind=_size_kind(topic),
            share=self._figure(topic.share) if topic.share else "",
            whole=self._put(topic.share_of) if topic.share and topic.share_of else "",
            share_origin=_dated(topic.share_origin, topic.share) + self._figure(topic.share_origin)
            if topic.share_origin
            else "",
            shift=self.change(topic.shift) if topic.shift else None,
            completions=tuple((self._figure(f), plans()[plan_of(f.indicator_zh)][1]) for f in topic.completions),
            contribution=self._figure(topic.contribution) if topic.contribution else "",
            contributed_to=self._put(topic.contributed_to) if topic.contribution else "",
            milestone=self._figure(topic.milestone) if topic.milestone else "",
            stretch=self._figure(topic.stretch) if topic.stretch else "",
            growth=self._growth(topic),
            changes=tuple(self.change(fact) for fact in topic.changes),
            ranks=tuple(self.standing(fact) for fact in topic.ranks),
            pegged=self._put(empty.exact) if empty is not None and _PEGGED.search(empty.exact) else "",
            when=self._put(self._when(topic, period)) if period else "",
        )
