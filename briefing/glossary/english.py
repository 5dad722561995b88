"""English nouns: plural of a noun phrase, what a phrase agrees with, stems for comparing wordings."""

from __future__ import annotations

import re
from functools import lru_cache

# A noun phrase ends, for its plural, before the first of these.
_LINKS = frozenset(
    {
        *("of", "for", "in", "under", "at", "above", "with", "to", "from", "per", "on", "by", "below", "over"),
        *("against", "without", "outside", "across", "through", "among", "that", "newly", "aged", "held", "as"),
        *("inside", "about", "into", "such", "named", "raising", "within", "between", "who", "which", "where", "up"),
        *("along", "worse", "than", "taking", "going", "awaiting", "receiving", "put", "adding", "found", "available"),
        *("sent", "won", "run", "abroad", "near", "just", "entering", "taken", "co-run", "led", "joined"),
        *("around", "linking", "serving", "using", "covering", "holding"),
    }
)
_IRREGULAR = {
    "person": "people",
    "child": "children",
    "man": "men",
    "woman": "women",
    "alumnus": "alumni",
    "consortium": "consortia",
    "half": "halves",
    "nucleus": "nuclei",
    "fish": "fish",
    "sheep": "sheep",
    "cattle": "cattle",
    "poultry": "poultry",
    "aircraft": "aircraft",
    "series": "series",
    "housing": "housing",
    "headquarters": "headquarters",
    "axis": "axes",
}
_VERBS = {"has": "have", "is": "are", "was": "were"}
_VERB = re.compile(r" that (has|is|was) ")
_SHORTEST_PARTICIPLE = 6
_NOUNS_IN_ING = frozenset({"building", "meeting", "screening", "crossing", "listing", "housing", "training"})
_ES = re.compile(r"(s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_ROOT = 6
_PLURAL_ONLY = re.compile(
    r"(?:sales|imports|exports|profits|prices|earnings|goods|savings|premiums|deposits|loans|receipts|funds|cuts|"
    r"people|residents|residues|resources|services|industries|assets|reserves|works|facilities|units|payments|claims|"
    r"rebates|deferrals|subsidies|fees|taxes|costs|expenses|places|patents|jobs|days|visits|children|enterprises)$"
)
_PLURAL_GOODS = re.compile(
    r"(?:crops|eggs|fruits|vegetables|herbs|nuts|fungi|soybeans|tubers|products|materials|fibers)$"
)


def _is_participle(words: list[str], at: int) -> bool:
    """Return whether word `at` says what was done: promoted by, attended at the end; a bed is too short."""
    word = words[at].lower()
    if word in _NOUNS_IN_ING:
        return False
    if at + 1 == len(words):
        return word.endswith("ed") and len(word) >= _SHORTEST_PARTICIPLE
    return word.endswith(("ed", "ing")) and words[at + 1].lower() in _LINKS


def _ends_here(words: list[str], at: int) -> bool:
    """Return whether the noun is over before word `at`: a preposition or a participle, with its adverb."""
    if words[at].lower() in _LINKS or _is_participle(words, at):
        return True
    return words[at].endswith("ly") and at + 1 < len(words) and _is_participle(words, at + 1)


def _split(phrase: str) -> tuple[str, str]:
    """Return (noun with what stands before it, what follows it with its leading blank)."""
    words = phrase.split(" ")
    for at in range(1, len(words)):
        if _ends_here(words, at):
            return " ".join(words[:at]), " " + " ".join(words[at:])
    return phrase, ""


def _plural_word(word: str) -> str:
    lower = word.lower()
    if lower in _IRREGULAR:
        return word[:1] + _IRREGULAR[lower][1:]
    if len(word) > 1 and word.isupper():
        return word + "s"
    if _ES.search(lower):
        return word + "es"
    if _CONSONANT_Y.search(lower):
        return word[:-1] + "ies"
    return word + "s"


def _plural_noun(noun: str) -> str:
    before, blank, last = noun.rpartition(" ")
    closing = "”" if last.endswith("”") else ""
    return f"{before}{blank}{_plural_word(last.removesuffix('”'))}{closing}"


def plural(phrase: str) -> str:
    """Return the plural of a noun phrase by its head.

    >>> plural("key software enterprise under the national plan")
    'key software enterprises under the national plan'
    """
    noun, rest = _split(phrase)
    rest = _VERB.sub(lambda verb: f" that {_VERBS[verb[1]]} ", rest)
    return " or ".join(_plural_noun(one) for one in noun.split(" or ")) + rest


def head(phrase: str) -> str:
    """Return the word that a noun phrase is about: case in `model case in the first batch`."""
    return _split(phrase)[0].rpartition(" ")[2]


def agrees_in_plural(phrase: str) -> bool:
    """Return whether a phrase that is not counted takes a plural verb (retail sales were, GDP was)."""
    noun, _ = _split(phrase)
    return _PLURAL_ONLY.search(noun) is not None or _PLURAL_GOODS.search(noun) is not None


def has_complement(phrase: str) -> bool:
    """Return whether something follows the noun (renovation of old communities)."""
    return _split(phrase)[1] != ""


def is_long(phrase: str) -> bool:
    """Return whether a phrase is too long to stand before a noun (`output of {x}` rather than `{x} output`)."""
    return " " in phrase and (len(phrase.split(" ")) > 3 or _split(phrase)[1] != "" or "," in phrase)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a crude stem, the same for singular and plural and for the usual verb endings."""
    word = word.lower()
    if len(word) <= 3:
        return word
    word = re.sub(r"ies$", "y", word)
    word = re.sub(r"(?<=[sxz])es$|(?<=[cs]h)es$|(?<![sui])s$", "", word)
    stripped = re.sub(r"(?:ing|ed)$", "", word)
    if len(stripped) > 3:
        word = stripped
    return word if len(word) <= 4 else word.removesuffix("e")


def root(word: str) -> str:
    """Return what words of one family share: tourist and tourism, renovate and renovation."""
    return stem(word)[:_ROOT]
