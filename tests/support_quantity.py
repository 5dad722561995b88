"""Quantities as a line a reader can check, for the tables of the tests of quantity."""

from __future__ import annotations

from briefing.quantity import Quantity


def written(quantity: Quantity) -> str:
    """A quantity as its words, its base value, unit, kind, bound and band; blanks in the words are dots."""
    if quantity.kind == "range":
        base = f"{quantity.low_base}..{quantity.high_base}"
    else:
        base = ":".join(map(str, quantity.parts)) or str(quantity.value_base)
    words = (quantity.exact.replace(" ", "·"), base, quantity.unit_code, quantity.kind, quantity.bound, quantity.band)
    return " ".join(word for word in words if word)


def table(text: str) -> list[tuple[str, str]]:
    """The lines `phrase = expected` of a text."""
    return [(phrase, expected) for line in text.strip().splitlines() for phrase, _, expected in [line.partition(" = ")]]
