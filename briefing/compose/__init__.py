"""Extract and edition to the block tree of one language."""

from __future__ import annotations

from briefing.compose.assemble import compose
from briefing.compose.edition import Edition, load_edition

__all__ = ["Edition", "compose", "load_edition"]
