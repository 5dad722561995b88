"""Terms in Chinese text: leftmost longest match with guards on a normalised copy, offsets into the text as given."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from briefing.glossary.entry import Entry, Match

# One character for one character: full width to half width, capitals to small letters.
_FOLD: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLD |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
_FOLD |= {code + 0xFEE0: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
_DROPPED = frozenset("“”‘’\"'《》〈〉「」『』·•　 \t\u00a0\u200b\ufeff")
_ALL: dict[int, str | None] = {code: None if char in _DROPPED else char for code, char in _FOLD.items()}
_ALL |= dict.fromkeys(map(ord, _DROPPED))
_ANY_DROPPED = re.compile("[" + re.escape("".join(sorted(_DROPPED))) + "]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without quotes and blanks, widths and case folded; `offsets[i]` is where its character i came from."""

    text: str
    offsets: tuple[int, ...] | None  # None where nothing was dropped


def fold(text: str) -> str:
    """Return the form in which terms are compared: “小巨人”企业 and 小巨人企业 are one."""
    return text.translate(_ALL)


def folded(text: str) -> Folded:
    """Return the folded text with its way back."""
    if _ANY_DROPPED.search(text) is None:
        return Folded(text.translate(_FOLD), None)
    offsets = tuple(i for i, char in enumerate(text) if char not in _DROPPED)
    return Folded(fold(text), offsets)


def _beside(text: str, at: int, wanted: str, *, before: bool) -> bool:
    """Return whether `wanted` stands directly before or after position `at`; `#` is any digit."""
    if wanted == "#":
        neighbour = text[at - 1 : at] if before else text[at : at + 1]
        return neighbour.isdigit()
    return text.endswith(wanted, 0, at) if before else text.startswith(wanted, at)


def _joined(left: str, right: str) -> bool:
    """Return whether two neighbours are letters of one Latin word or digits of one number."""
    if not (left.isascii() and right.isascii()):
        return False
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())


@dataclass(frozen=True, slots=True)
class _Form:
    """One spelling of an entry, folded, with its guards folded too."""

    text: str
    entry: Entry
    followed: tuple[str, ...]
    not_followed: tuple[str, ...]
    preceded: tuple[str, ...]
    not_preceded: tuple[str, ...]

    def inside_word(self, text: str, start: int) -> bool:
        """Return whether the term would begin or end within a Latin word or a number: M2 in PM2.5, 5050 in 15050."""
        end = start + len(self.text)
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        return _joined(before, self.text[0]) or _joined(self.text[-1], after)

    @property
    def guarded(self) -> bool:
        return bool(self.followed or self.not_followed or self.preceded or self.not_preceded)

    def allowed(self, text: str, start: int) -> bool:
        """Return whether the neighbours in `text` let the term stand at `start`."""
        if self.inside_word(text, start):
            return False
        if not self.guarded:
            return True
        end = start + len(self.text)
        if self.followed and not any(_beside(text, end, w, before=False) for w in self.followed):
            return False
        if self.preceded and not any(_beside(text, start, w, before=True) for w in self.preceded):
            return False
        return not (
            any(_beside(text, end, w, before=False) for w in self.not_followed)
            or any(_beside(text, start, w, before=True) for w in self.not_preceded)
        )


def _forms(entry: Entry) -> Iterable[_Form]:
    guards = [
        tuple(fold(w) for w in words)
        for words in (entry.followed_by, entry.not_followed_by, entry.preceded_by, entry.not_preceded_by)
    ]
    for text in dict.fromkeys(fold(t) for t in (entry.zh, *entry.zh_variants)):
        yield _Form(text, entry, *guards)


class Matcher:
    """Finds entries in text. Built once; candidates are looked up by their first two characters."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index every spelling of the entries."""
        index: defaultdict[str, list[_Form]] = defaultdict(list)
        for entry in entries:
            for form in _forms(entry):
                index[form.text[:2]].append(form)
        for forms in index.values():
            # longest first; of two equally long the guarded one, which knows more about the place
            forms.sort(key=lambda f: (-len(f.text), not f.guarded))
        self._index = dict(index)
        self._single = any(len(key) == 1 for key in self._index)

    def _at(self, text: str, start: int) -> _Form | None:
        pair = text[start : start + 2]
        for key in (pair, pair[:1]) if self._single else (pair,):  # a term of one character has a key of one
            for form in self._index.get(key, ()):
                if text.startswith(form.text, start) and form.allowed(text, start):
                    return form
        return None

    def find(self, text: str) -> tuple[Match, ...]:
        """Return the terms of `text` in order, leftmost longest, none overlapping."""
        copy = folded(text)
        found: list[Match] = []
        at, length = 0, len(copy.text)
        while at < length:
            form = self._at(copy.text, at)
            if form is None:
                at += 1
                continue
            end = at + len(form.text)
            found.append(self._match(text, copy, at, end, form.entry))
            at = end
        return tuple(found)

    @staticmethod
    def _match(text: str, copy: Folded, start: int, end: int, entry: Entry) -> Match:
        first, last = (start, end - 1) if copy.offsets is None else (copy.offsets[start], copy.offsets[end - 1])
        return Match(first, last + 1, entry, text[first : last + 1])

    def exact(self, text: str) -> Entry | None:
        """Return the entry whose spelling is the whole of `text`; guards do not matter for a text alone."""
        key = fold(text)
        for form in self._index.get(key[:2], ()):
            if form.text == key:
                return form.entry
        return None
