"""Every text of a block tree that is printed, for the check of glyphs."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.model import tree

_UNPRINTED = frozenset(
    {"id", "fact_id", "lang", "created", "edition", "role", "style", "tone", "kind", "align", "alt", "left_out"}
)


def texts(briefing: tree.Briefing) -> Iterator[str]:
    """The strings of the tree but for ids and settings, in no particular order."""
    yield "·•.0123456789"  # what the style sheet prints by itself
    for name, piece in tree.pieces(briefing):
        if isinstance(piece, str) and name not in _UNPRINTED:
            yield piece
