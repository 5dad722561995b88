"""Which figures of a corrected sentence differ from those of its Chinese, each with the one that stands in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from briefing.glossary import Glossary
from briefing.quantity import Quantity, find, find_english
from briefing.translate.figures import Figure, figures_of


def changed_figures(zh: str, en: str, glossary: Glossary) -> tuple[tuple[str, str], ...]:
    """Return (Chinese, English) of each figure that is not the same in both; empty on the side that lacks it."""
    matches = glossary.match(zh)
    names = [form for match in matches for form in (match.entry.en, match.entry.en_short) if form and form in en]
    chinese = [q for q in find(zh) if not any(m.start < q.end and q.start < m.end for m in matches)]
    english = [q for q in find_english(en) if not any(q.exact in name for name in names)]
    missing, extra = _beyond(chinese, english), _beyond(english, chinese)
    pairs = []
    for one in missing:
        twin = next((other for other in extra if _kind(other) == _kind(one)), None)
        if twin is not None:
            extra.remove(twin)
        pairs.append((one.exact, twin.exact if twin else ""))
    return (*pairs, *(("", other.exact) for other in extra))


def _beyond(own: Iterable[Quantity], others: Iterable[Quantity]) -> list[Quantity]:
    """The quantities that the other side does not have."""
    there: Counter[Figure] = Counter(figure for other in others for figure in figures_of(other))
    found = []
    for quantity in own:
        figures = Counter(figures_of(quantity))
        if figures - there:
            found.append(quantity)
        there -= figures
    return found


def _kind(quantity: Quantity) -> str:
    return next((figure.what for figure in figures_of(quantity)), "")
