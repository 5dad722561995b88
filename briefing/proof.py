"""The last look before anything is published: what stands in the printed files, read back, against the facts.

Every figure of the block tree must have the value of its fact and stand in each file; every amount of money, percentage
and percentage-point figure read back from a file must be a figure of the report; no Chinese stands in English text
outside the terms and the sources. A finding withholds the unit (design section 8: 100 %).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from briefing.errors import Problem, RenderError
from briefing.model.extract import Extract, Fact
from briefing.model.tree import Briefing, Definitions, Number, Sources, Term, Text
from briefing.quantity import Quantity, find, find_english

_HAN = re.compile(r"[\u3400-\u9fff]")
_NOT_PRINTED = {"id", "zh", "fact_id", "lang", "kind", "style", "tone", "role", "align", "left_out", "region", "period"}
_CHECKED = {"money", "percent", "points"}
_GAP = " ¶ "  # stands where a known figure was; no parser reads over it
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PARTS = ("word/document.xml", "word/footnotes.xml")


@dataclass(frozen=True)
class Checks:
    """What was found: `problems` withhold the unit, `summary` goes into checks.json."""

    problems: tuple[str, ...]
    summary: Mapping[str, Any]


def check(
    tree: Briefing, extract: Extract, made: Mapping[str, bytes], names: Iterable[str] = (), *, most_pages: int = 60
) -> Checks:
    """Hold the tree and the files made from it (form: bytes) against the facts.

    Args:
        tree: what was to be printed.
        extract: the facts, and the report's own text.
        made: the files by form: pdf, docx.
        names: terms in the briefing's language; a numeral inside one is a name.
        most_pages: a PDF of more pages is refused.

    Raises:
        RenderError: a file just made cannot be read back.
    """
    facts = {fact.id: fact for fact in extract.facts}
    english = tree.lang.startswith("en")
    numbers = list(_numbers(tree.blocks))
    problems = [found for number in numbers if (found := _wrong(number, facts, english=english))]
    if english:
        problems += [f"Chinese in English text: {text}" for text in _strings(tree.blocks) if _HAN.search(text)]
    allowed = _allowed(tree, extract, english=english)
    known = [*dict.fromkeys(number.text for number in numbers), *names]
    pages = _pdf_pages(made["pdf"]) if "pdf" in made else []
    if len(pages) > most_pages:
        problems.append(f"pdf: {len(pages)} pages, more than the limit of {most_pages}")
    for form, data in made.items():
        text = "\n".join(pages) if form == "pdf" else _docx_text(data)
        squeezed = _squeezed(text)
        problems += [f"{form}: {n.text} is not in the file" for n in numbers if _squeezed(n.text) not in squeezed]
        stray = _strays(text, known, english=english)
        problems += [f"{form}: {q.exact} is no figure of the report" for q in stray if _key(q) not in allowed]
    summary = {
        "figures": len(numbers),
        "facts_printed": len({i for number in numbers for i in _ids(number)}),
        "left_out": list(tree.left_out),
        "pages": len(pages),
        "problems": problems,
    }
    return Checks(tuple(dict.fromkeys(problems)), summary)


# --- the tree ---------------------------------------------------------------------------------------------------------


def _numbers(value: object) -> Iterator[Number]:
    if isinstance(value, Number):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _numbers(item)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _numbers(getattr(value, one.name))


def _strings(value: object, name: str = "") -> Iterator[str]:
    """Every printed text of the tree but those of the terms, the sources and of pieces in another language."""
    if isinstance(value, str):
        if name not in _NOT_PRINTED:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item, name)
    elif isinstance(value, Text):
        if not value.lang:
            yield value.text
    elif is_dataclass(value) and not isinstance(value, Definitions | Sources):
        for one in fields(value):
            yield from _strings(
                getattr(value, one.name), "text" if isinstance(value, Term) and one.name == "text" else one.name
            )


def _wrong(number: Number, facts: Mapping[str, Fact], *, english: bool) -> str:
    """What is wrong with a figure of the tree, or nothing."""
    cited = [facts[i] for i in _ids(number) if i in facts]
    if not cited:
        return f"{number.text} leads to no fact"
    found = find_english(number.text) if english else find(number.text)
    wanted = {_magnitude(value) for value in _values(cited)}
    given = {
        _magnitude(value)
        for quantity in found
        for value in (quantity.value_base, quantity.value, quantity.low, quantity.high)
        if value is not None
    }
    if given and not given & wanted:
        return f"{number.text} is not {', '.join(fact.exact + fact.unit_zh for fact in cited)}"
    return ""


def _ids(number: Number) -> list[str]:
    """The facts a figure leads to: one, or the two of a difference."""
    return number.fact_id.split("|")


def _values(cited: list[Fact]) -> Iterator[Decimal]:
    """The values a figure may have: those of its facts and, for an outcome, their differences."""
    values = [value for fact in cited for value in (fact.value_base, fact.value) if value is not None]
    yield from values
    yield from (fact.value * 100 for fact in cited if fact.value is not None and fact.unit_zh == "倍")  # twice: 200%
    yield from (a - b for a, b in combinations(values, 2))


def _magnitude(value: Decimal) -> Decimal:
    """The value without sign (a fall is worded) and without trailing zeros."""
    return abs(value).normalize()


# --- the files --------------------------------------------------------------------------------------------------------


def _allowed(tree: Briefing, extract: Extract, *, english: bool) -> set[tuple[str, Decimal]]:
    """Kind and magnitude of every figure that may stand outside a `Number`: quotations of the report, and our glosses."""
    reader = find_english if english else find
    glosses = [entry.gloss for block in tree.blocks if isinstance(block, Definitions) for entry in block.entries]
    return {_key(quantity) for quantity in (*find(extract.text), *(q for gloss in glosses for q in reader(gloss)))}


def _key(quantity: Quantity) -> tuple[str, Decimal]:
    value = quantity.value if quantity.value_base is None else quantity.value_base
    return quantity.kind, _magnitude(value)


def _strays(text: str, known: Iterable[str], *, english: bool) -> Iterator[Quantity]:
    """The amounts of money, percentages and points that are left once every known figure and name is taken out.

    A source mark may stand right before the next figure (…8.0%.12 RMB 5 billion), so the known ones go first.
    """
    if english:
        text = "\n".join(line for line in text.splitlines() if not _HAN.search(line))
    for figure in sorted(known, key=len, reverse=True):
        text = re.sub(r"\s*".join(map(re.escape, figure.split())), _GAP, text)
    found = find_english(text) if english else find(text)
    return (quantity for quantity in found if quantity.kind in _CHECKED and "\n" not in quantity.exact)


def _squeezed(text: str) -> str:
    """Text without blanks of any kind, soft hyphens and joiners, as files break lines where they like."""
    return re.sub(r"[\s\u00a0\u00ad\u2009\u200b\u200d\u202f\u2060\ufeff]", "", text)


def _pdf_pages(data: bytes) -> list[str]:
    import pypdfium2  # noqa: PLC0415  (heavy)

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise RenderError(Problem("PDF", f"the file just made cannot be read back: {error}")) from error
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def _docx_text(data: bytes) -> str:
    from lxml import etree  # noqa: PLC0415  (heavy)

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    lines = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in (name for name in _TEXT_PARTS if name in package.namelist()):
            root = etree.fromstring(package.read(part), parser)
            paragraphs = root.iter(f"{_WORD}p")
            lines += ["".join(node.text or "" for node in paragraph.iter(f"{_WORD}t")) for paragraph in paragraphs]
    return "\n".join(lines)
