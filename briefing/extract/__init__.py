"""Document to Extract: sections, segments, facts, links and the ledger of numerals."""

from __future__ import annotations

from briefing.extract.report import extract

__all__ = ["extract"]
