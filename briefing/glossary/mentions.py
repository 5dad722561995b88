"""First mention long with the short form in brackets, later short: one state for a document."""

from __future__ import annotations

import re

from briefing.glossary.english import plural
from briefing.glossary.termbase import Glossary

_ACRONYM = re.compile(r"[A-Z][A-Za-z&]*[A-Z]")
# Neither inside a longer name (AI Plus) nor in brackets nor as the first half of a compound (AI-generated).
_PLACE = r"(?<![\w&(-])({})(s?)(?![\w&)-])(?! [A-Z][a-z])"


class Mentions:
    """Which short forms the reader of a document has been given; texts must come in reading order."""

    def __init__(self, glossary: Glossary) -> None:
        """Take the short forms that are acronyms of something spelled out."""
        self._long = {
            e.en_short: e.en
            for e in glossary
            if e.status == "accepted" and _ACRONYM.fullmatch(e.en_short) and not _ACRONYM.search(e.en)
        }
        known = sorted(map(re.escape, self._long), key=len, reverse=True)
        self._place = re.compile(_PLACE.format("|".join(known))) if known else None
        self._introduced: set[str] = set()

    def text(self, english: str) -> str:
        """Return the text with every short form explained where it stands first in the document.

        >>> mentions.text("310 SRDI SMEs")
        '310 specialized, refined, distinctive and innovative (SRDI) small and medium-sized enterprises (SMEs)'
        """
        if self._place is None:
            return english
        for short in self._long if "(" in english else ():
            if re.search(rf"\({re.escape(short)}s?\)", english):  # explained by the text itself
                self._introduced.add(short)
        return self._place.sub(self._explained, english)

    def _explained(self, found: re.Match[str]) -> str:
        short, many = found[1], found[2]
        if short in self._introduced:
            return found[0]
        self._introduced.add(short)
        long = plural(self._long[short]) if many else self._long[short]
        if found.start() == 0:
            long = long[:1].upper() + long[1:]
        return f"{long} ({short}{many})"
