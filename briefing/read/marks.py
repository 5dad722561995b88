"""Small raised figures: exponents of units, and footnote marks, which must never fuse into a figure."""

from __future__ import annotations

_EXPONENTS = {"2": "²", "3": "³"}


def raised(before: str, figure: str) -> str:
    """A raised figure as text: ² or ³ after a Latin unit (km²), else in brackets as a footnote mark ([1])."""
    if before[-1:].isascii() and before[-1:].isalpha():
        return _EXPONENTS.get(figure, figure)
    return f"[{figure}]" if figure.isascii() and figure.isdigit() else figure
