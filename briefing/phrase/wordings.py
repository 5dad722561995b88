"""Parts of English views: names and figures as tokens, changes with their base, ranks, the whole of a share."""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.glossary.name import Name
from briefing.model.extract import Fact
from briefing.model.tree import Term
from briefing.phrase import choice, figures
from briefing.phrase.bases import COMPARABLE, Basis, basis, states_year
from briefing.phrase.names import Namer, resolve
from briefing.phrase.pieces import Slate
from briefing.phrase.topics import PLAIN_OBJECTS, is_first_of_kind, subject_of
from briefing.phrase.view import Change, Standing
from briefing.phrase.words import AIM_WORDS, SaidOfNothingError, rank_objects, scopes
from briefing.quantity import wording

_TERMS = re.compile(
    r"(名义|实际|同口径|可比口径|可比)(?:计算)?[，,]?(?:同比|[比较](?:上年|去年)(?:同期)?)?(?:增长|下降|提高|减少)$"
)
_IN_TERMS = {"名义": "in nominal terms", "实际": "in real terms"}
_PLANNED = re.compile("计划|预期|目标")
_EACH_ALONE = re.compile(r"分别(?:增长|下降|提高|减少)$")


def _terms_of(fact: Fact) -> str:
    """Return in nominal or in real terms, or on a comparable basis, where the source says so of a change."""
    found = _TERMS.search(fact.prefix) or COMPARABLE.match(fact.suffix)
    if found is None and _EACH_ALONE.search(fact.prefix) and re.search("和|与|及|、", fact.indicator_zh):
        return "each"
    if found is not None and found[0].startswith("实际") and _PLANNED.search(fact.prefix):
        return ""  # 计划增长8%，实际增长9.6%: as it turned out
    return "" if found is None else _IN_TERMS.get(found[found.lastindex or 0], "on a comparable basis")


class EnglishParts:
    """Makes the parts of views; tokens belong to one slate."""

    def __init__(self, slate: Slate, namer: Namer, sentence: str, currency: str = "RMB") -> None:
        """Word topics of `sentence` with names from `namer`."""
        self._slate = slate
        self._namer = namer
        self._sentence = sentence
        self._currency = currency

    def _name(self, text: str, zh: str, article: str = "") -> str:
        words = f"the {text}" if article == "the" else text
        return self._slate.put((Term(words, zh),), (Term(words[:1].upper() + words[1:], zh),))

    def _number(self, fact: Fact, text: str, *, spell: bool = True) -> str:
        opening = figures.numbered(figures.opening(fact, text, spell=spell), fact)
        return self._slate.put((figures.numbered(text, fact),), (opening,))

    def amount(self, fact: Fact) -> str:
        """Return a figure with its unit; a structure as its parts (5.8 : 41.6 : 52.6)."""
        parts = figures.structure(fact)
        return self._number(fact, wording.ratio(parts, "en") if parts else figures.figure(fact, self._currency))

    def _level(self, fact: Fact, name: Name) -> str:
        """Return the figure; a rate whose name says per what is printed without its unit.

        Raises:
            SaidOfNothingError: its unit is per so much money, which has no words yet.
        """
        if re.search(r"/[百千万亿]*元$", fact.unit_zh):
            raise SaidOfNothingError(f"no English for {fact.unit_zh}")
        if "/" in fact.unit_zh and " per " in name.en and " per unit" not in name.en:
            return self._number(fact, figures.number(fact))
        return self.amount(fact)

    def change(self, fact: Fact, upper: Fact | None = None, *, alone: bool = False) -> Change:
        """Return a rise or fall with what it is measured against; `upper` is the upper end of a range.

        `alone`: it is all that is said of its subject, which may then be said to have doubled.

        Raises:
            SaidOfNothingError: its base has no English.
        """
        found = basis(fact, stated=states_year(self._sentence))
        if found is None:
            raise SaidOfNothingError(f"no English for the base {fact.comparison}")
        base = self._of_another(fact, found) if found.whom else found.base
        times = figures.times(fact) if alone or fact.unit_code == "doubling" else ""
        words = self._number(fact, times or figures.growth(fact, self._currency))
        if upper is not None:
            words = self._span(fact, upper)
        kind = (
            "doubled"
            if times
            else "amount"
            if found.kind == "plain" and fact.unit_code not in ("percent", "pp") and fact.unit_zh != "倍"
            else found.kind
        )
        return Change(figures.estimated(fact, words), figures.way(fact), base, kind, note=_terms_of(fact))

    def _of_another(self, fact: Fact, found: Basis) -> str:
        """Return a base that is another indicator: the growth of loans, or the same indicator of others (城镇居民).

        Raises:
            SaidOfNothingError: it has no English.
        """
        subject, whom = subject_of(fact), found.whom
        at = subject.find(whom[-2:])
        if found.base == "that of" and at > 0:  # 农村居民人均可支配收入 against 城镇居民
            return f"the growth of {self.whole(whom + subject[at + 2 :], fact.ref_area)}"
        if found.base == "that of":
            raise SaidOfNothingError(f"no English for the base {whom}")
        return f"{found.base} {self.whole(whom, fact.ref_area)}"

    def _span(self, low: Fact, high: Fact) -> str:
        """Return a range: 5%–5.5%, RMB 3 billion to RMB 5 billion."""
        ends = [self._number(fact, figures.figure(replace(fact, bound="eq"), self._currency)) for fact in (low, high)]
        return ("–" if low.unit_code == "percent" else " to ").join(ends)

    def standing(self, fact: Fact, *, counted: bool = False, counts: bool = False) -> Standing:
        """Return a rank; `counted` where the number it ranks stands beside it, `counts` where things are counted.

        Raises:
            SaidOfNothingError: its scope or object has no English.
        """
        scope = scopes().get(fact.rank_scope) if fact.rank_scope else None
        if fact.rank_scope and scope is None:
            raise SaidOfNothingError(f"no English for the scope {fact.rank_scope}")
        if fact.rank_band == "group":
            return Standing("", f"of {scope.of}" if scope else "", self._ranked_by(fact, counted=counted), group=True)
        if fact.value is None:
            raise SaidOfNothingError("a rank without a place")
        if scope is None:
            raise SaidOfNothingError("a rank among nobody")
        if is_first_of_kind(fact):
            return Standing(self._number(fact, "first"), scope.en if scope else "", kind=True)
        of = self._ranked_by(fact, counted=counted, counts=counts)
        where = scope.en if scope else ""
        if fact.bound in ("le", "lt"):
            return Standing(self._number(fact, f"top {fact.value:f}"), where, of, top=True)
        return Standing(self._number(fact, wording.ordinal(fact.value)), where, of)

    @staticmethod
    def _ranked_by(fact: Fact, *, counted: bool = False, counts: bool = False) -> str:
        """Return what a rank is by, where its subject does not say so.

        Raises:
            SaidOfNothingError: it has no English.
        """
        said = fact.rank_of in fact.indicator_zh and fact.rank_of not in PLAIN_OBJECTS
        of = "" if said or not fact.rank_of else rank_objects().get(fact.rank_of, "")
        if fact.rank_of and not of and not said:
            raise SaidOfNothingError(f"no English for a rank of {fact.rank_of}")
        if of == "by size" and counts:
            of = "by number"
        return "" if counted and (of == "by size" or "number" in of) else of

    def whole(self, zh: str, ref_area: str) -> str:
        """Return the whole of a share: the province's total, GDP.

        Raises:
            SaidOfNothingError: it has no English.
        """
        scope = scopes().get(zh)
        if scope is not None:
            return scope.of + ("' total" if scope.of.endswith("s") else "'s total")
        if not zh:  # 占比 of what stands elsewhere in the report
            return ""
        found = resolve(zh, self._namer, ref_area)
        if found is None:
            raise SaidOfNothingError(f"no approved English for {zh}")
        return self._name(found.whole.en, zh, choice.article(found.whole, found.whole.en))

    def goal(self, fact: Fact) -> tuple[str, str]:
        """Return a target for a cell: its figure (or what it is pegged to), and aim or target."""
        aim = any(word in fact.strength for word in AIM_WORDS)
        words = self.amount(fact) if fact.value is not None else "in step with the economy"
        return words, "aim" if aim else "target"
