"""The termbase: one approved English form a term, names composed from terms, and the check that they are kept."""

from __future__ import annotations

from briefing.glossary.entry import Entry, Match, TermProblem
from briefing.glossary.load import load_glossary
from briefing.glossary.name import Name, Part
from briefing.glossary.termbase import Glossary

__all__ = ["Entry", "Glossary", "Match", "Name", "Part", "TermProblem", "load_glossary"]
