"""The elements and attributes a template may emit, and the static check of a template's text against them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources

from briefing.errors import Problem

_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_TAG = re.compile(r"<\s*(/?)\s*([A-Za-z][\w:-]*)((?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'))?)*)\s*/?\s*>")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`attributes` by element, `parents` of the elements that stand in one parent only, allowed `values` by attribute."""

    blocks: frozenset[str]
    inline: frozenset[str]
    parents: dict[str, tuple[str, ...]]
    attributes: dict[str, tuple[str, ...]]
    required: dict[str, tuple[str, ...]]
    values: dict[str, tuple[str, ...]]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of vocabulary.toml."""
    table = tomllib.loads(resources.files(__package__).joinpath("vocabulary.toml").read_text("utf-8"))
    listed = {
        **table["blocks"],
        **table["inline"],
        **{name: row["attributes"] for name, row in table["inside"].items()},
    }
    return Vocabulary(
        frozenset(table["blocks"]),
        frozenset(table["inline"]),
        {name: tuple(row["parents"]) for name, row in table["inside"].items()},
        {name: tuple(a.rstrip("!") for a in found) for name, found in listed.items()},
        {name: tuple(a.rstrip("!") for a in found if a.endswith("!")) for name, found in listed.items()},
        {name: tuple(found) for name, found in table["values"].items()},
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like `name`, as `the nearest name is …`, or the list of all."""
    names = sorted(known)
    close = get_close_matches(name, names, 1, 0.5)
    return f"the nearest name is {close[0]}" if close else f"known are {', '.join(names)}"


def template_problems(name: str, source: str) -> Iterator[Problem]:
    """Elements and attributes of a template's text that are not in the vocabulary, with template and line."""
    words = vocabulary()
    plain = _JINJA.sub(_blank, source)
    for tag in _TAG.finditer(plain):
        line = plain.count("\n", 0, tag.start()) + 1
        element = tag[2]
        if element not in words.attributes:
            yield Problem(f"{name}:{line}", f"unknown element <{element}>", nearest(element, words.attributes))
            continue
        for attribute in _ATTRIBUTE.findall(tag[3]):
            if attribute not in words.attributes[element]:
                allowed = words.attributes[element]
                expected = nearest(attribute, allowed) if allowed else "no attributes"
                yield Problem(f"{name}:{line}", f"unknown attribute {attribute} of <{element}>", expected)


def _blank(found: re.Match[str]) -> str:
    """Blanks in place of what Jinja reads, so that lines and columns stay."""
    return re.sub(r"[^\n]", " ", found[0])
