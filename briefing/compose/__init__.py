"""Extract and edition to the block tree of one language."""

from __future__ import annotations

from briefing.compose.assemble import compose
from briefing.compose.choice import Choice
from briefing.compose.edition import FORMATS, Edition, base_of, based, load_edition, shape

__all__ = ["FORMATS", "Choice", "Edition", "base_of", "based", "compose", "load_edition", "shape"]
