"""Texts of a returned file: when two are the same, what may be learnt, and what became of a stretch of one in the other."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from briefing.glossary.cells import safe

LONGEST = 4_000  # characters of one sentence
_HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs"}  # control, format (bidi too), unassigned, private use, surrogates
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f]+")
_DROPPED = {0x00AD: None, 0x2011: "-"}  # soft hyphen, hyphen that does not break: set by the layout, not by the editor
_QUOTES = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")
_TOKEN = re.compile(r"\w+(?:[-'’.&]\w+)*|[^\w\s]")


def tidy(text: str) -> str:
    """A text as it may be learnt: blanks of any kind as one, what only the layout put there taken out."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_DROPPED)).strip()


def folded(text: str) -> str:
    """A text for comparing: tidy, with straight quotes, as Word and the page's typography turn them."""
    return tidy(text).translate(_QUOTES)


def fault(text: str) -> str:
    """Why a text from outside cannot be taken whatever it says, or nothing."""
    hidden = sorted({char for char in text if unicodedata.category(char) in _HIDDEN or char in "\ufffc\ufffd"})
    if hidden:
        return f"characters that do not show: {', '.join(f'U+{ord(char):04X}' for char in hidden[:8])}"
    if len(text) > LONGEST:
        return f"{len(text):,} characters, more than {LONGEST:,}"
    if "{" in text or "}" in text:
        return "a brace, which the memory takes for a slot"
    return f"a beginning that a spreadsheet takes for a formula: {text[:1]}" if safe(text) != text else ""


def moved(before: str, after: str, start: int, end: int) -> str | None:
    """What stands in `after` where `before[start:end]` stood; None where a change reaches over an edge of it or touches it."""
    old, new = (list(_TOKEN.finditer(text)) for text in (before, after))
    first = next((i for i, token in enumerate(old) if token.end() > start), len(old))
    last = next((i for i, token in enumerate(old) if token.start() >= end), len(old))
    matcher = SequenceMatcher(None, [token[0] for token in old], [token[0] for token in new], autojunk=False)
    edges: dict[int, set[int]] = {0: {0}, len(old): {len(new)}}
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        pairs = [(a1 + i, b1 + i) for i in range(a2 - a1 + 1)] if kind == "equal" else [(a1, b1), (a2, b2)]
        for place, there in pairs:
            if place not in (0, len(old)):
                edges.setdefault(place, set()).add(there)
    if any(len(edges.get(edge, ())) != 1 for edge in (first, last)):  # inside a change, or where something was put in
        return None
    (begin,), (stop,) = edges[first], edges[last]
    return after[new[begin].start() : new[stop - 1].end()] if begin < stop else ""
