"""Views for the Chinese template: the same topics, worded with the source's own names and figures."""

from __future__ import annotations

from briefing.model.extract import Fact
from briefing.model.tree import Text
from briefing.phrase import figures
from briefing.phrase.pieces import Slate
from briefing.phrase.plan import Grip, Topic, action_of, chinese_grip
from briefing.phrase.view import Change, Standing, View
from briefing.phrase.words import AIM_WORDS, SaidOfNothingError

_NUMERALS = "零一二三四五六七八九十"
_BASES = {"mom": "环比", "yoy": "同比"}


class ChineseViews:
    """Makes views of topics; one per statement, since tokens belong to a slate."""

    def __init__(self, slate: Slate, sentence: str) -> None:
        """Word topics of `sentence`."""
        self._slate = slate
        self._sentence = sentence

    def _put(self, text: str) -> str:
        return self._slate.put((Text(text),))

    def _number(self, fact: Fact, text: str) -> str:
        return self._slate.put((figures.numbered(text, fact),))

    def _figure(self, fact: Fact) -> str:
        return self._number(fact, figures.chinese(fact))

    def _change(self, fact: Fact) -> Change:
        basis = _BASES.get(fact.comparison, "") if _BASES.get(fact.comparison, "-") in self._sentence else ""
        return Change(self._figure(fact), figures.way(fact), basis)

    def standing(self, fact: Fact, *, counted: bool = False) -> Standing:  # noqa: ARG002  # English needs it
        """Return a rank; Chinese says of what in either case.

        Raises:
            SaidOfNothingError: a first of its kind (首家) is not a rank.
        """
        if fact.rank_band == "group":
            return Standing("", self._put(fact.rank_scope), self._put(fact.rank_of), group=True)
        if fact.value is None or fact.unit_zh not in ("位", "名", ""):
            raise SaidOfNothingError("a first of its kind is not a rank")
        place = int(fact.value)
        text = f"第{_NUMERALS[place] if place < len(_NUMERALS) else place}"
        return Standing(self._number(fact, text), self._put(fact.rank_scope), self._put(fact.rank_of))

    def goal(self, fact: Fact) -> tuple[str, str]:
        """Return a target for a cell: its figure (or what it is pegged to), and aim or target."""
        aim = any(word in fact.strength for word in AIM_WORDS)
        return self._figure(fact) if fact.value is not None else self._put(fact.exact), "aim" if aim else "target"

    def amount(self, fact: Fact) -> str:
        """Return a figure with its unit."""
        return self._figure(fact)

    def grip(self, topic: Topic) -> Grip:
        """Return the action of a topic and its subject without it."""
        return chinese_grip(topic)

    def view(self, topic: Topic, *, first: bool = False) -> View:  # noqa: ARG002  # English needs it
        """Return a topic as the template sees it."""
        main = topic.main
        shown = main if main is not None and main.value is not None else None
        name = topic.subject
        empty = next((fact for fact in topic.facts if fact.value is None), None)
        aim = any(word in fact.strength for fact in topic.facts for word in AIM_WORDS)
        return View(
            name=self._put(name),
            figure=self._figure(shown) if shown else "",
            mode="actual" if topic.role != "target" else "aim" if aim else "target",
            past=action_of(topic.subject),
            size=self._figure(topic.scale[0]) if topic.scale else "",
            size_kind="area" if topic.scale and topic.scale[0].unit_code == "m2" else "money",
            share=self._figure(topic.share) if topic.share else "",
            whole=self._put(topic.share_of) if topic.share else "",
            completion=self._figure(topic.completion) if topic.completion else "",
            growth=self._change(topic.growth) if topic.growth and topic.growth.value is not None else None,
            changes=tuple(self._change(fact) for fact in topic.changes),
            ranks=tuple(self.standing(fact) for fact in topic.ranks),
            pegged=self._put(empty.exact) if empty is not None and "同步" in empty.exact else "",
        )
