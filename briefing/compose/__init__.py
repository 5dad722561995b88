"""Extract and edition to the block tree of one language."""

from __future__ import annotations

from briefing.compose.assemble import compose
from briefing.compose.edition import FORMATS, Edition, base_of, based, load_edition, shape

__all__ = ["FORMATS", "Edition", "base_of", "based", "compose", "load_edition", "shape"]
