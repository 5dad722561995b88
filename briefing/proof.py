"""The last look before anything is published: what stands in the printed files, read back, against the facts.

Every figure of the block tree must have the value of its fact and stand in each file; every amount of money, percentage
and percentage-point figure read back from a file must be a figure of the report; no Chinese stands in English text
outside the terms and the sources; the contents name the page a heading is on. A finding withholds the unit (design section 8: 100 %).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Any

from briefing.errors import Problem, RenderError
from briefing.model.extract import Extract, Fact
from briefing.model.tree import (
    Briefing,
    Cards,
    Chart,
    Cover,
    Definitions,
    Heading,
    Number,
    Sources,
    TableBlock,
    Text,
    pieces,
)
from briefing.quantity import Quantity, find, find_english
from briefing.render import heading_pages
from briefing.translate.figures import Figure, figures_of, of_chinese, of_english, of_fact, of_structure

_HAN = re.compile(r"[\u3400-\u9fff]")
_NOT_PRINTED = {
    "id",
    "zh",
    "fact_id",
    "lang",
    "kind",
    "style",
    "tone",
    "role",
    "align",
    "left_out",
    "region",
    "period",
    "remark",
}
_CHECKED = {"money", "percent", "points"}
_WHOLE = Decimal(100)
_BARE = re.compile(r"[-−+]?[\d.,]*\d")
_SCALE = "%‰亿万千百元美"  # what may follow a number that goes on
_PLURAL = re.compile("[a-z]$")  # the ending of a word that may be in the plural
_NUMBERED = re.compile(r"(.+?)(?:\s*\.){3,}\s*(\d+)")  # a line of the contents: title, leader, page
_ANY_BLANK = re.compile(r"[\s\u00a0\u00ad\u2009\u200b\u200d\u202f\u2060\ufeff]")
_BREAK = re.compile(r"[\r\n]+")
_MINUS = re.compile("[-−–]")
_SIZE = re.compile(r"(?<![\d.])[一十百千万]{0,3}[亿万](?=元?级|(?:产业|集群|企业|项目|园区|强县|强镇))")
_MARK = re.compile(
    r"(?:(?<=[。；])\s*|^\s*)\d{1,3}\s*(?=[万亿]元(?!的)[\u4e00-\u9fffA-Z])", re.MULTILINE
)  # of a source, before 万元GDP能耗
_GAP = " ¶ "  # stands where a known figure was; no parser reads over it
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTING = {f"{_WORD}{name}" for name in ("tab", "br", "cr")}
_TEXT_PARTS = ("word/document.xml", "word/footnotes.xml")


@dataclass(frozen=True)
class Checks:
    """What was found: `problems` withhold the unit, `summary` goes into checks.json."""

    problems: tuple[str, ...]
    summary: Mapping[str, Any]


def check(
    tree: Briefing,
    extract: Extract,
    made: Mapping[str, bytes],
    names: Iterable[str] = (),
    *,
    earlier: Sequence[Extract] = (),
    most_pages: int = 60,
) -> Checks:
    """Hold the tree and the files made from it (form: bytes) against the facts.

    Args:
        tree: what was to be printed.
        extract: the facts, and the report's own text.
        made: the files by form: pdf, docx.
        names: terms in the briefing's language; a numeral inside one is a name.
        earlier: extracts of earlier periods, whose figures trends and comparisons print too.
        most_pages: a PDF of more pages is refused.

    Raises:
        RenderError: a file just made cannot be read back.
    """
    facts = {fact.id: fact for one in (*earlier, extract) for fact in one.facts}
    english = tree.lang.startswith("en")
    numbers = [piece for _, piece in pieces(tree.blocks) if isinstance(piece, Number)]
    labels = [label for label in _labels(tree) if label.fact_id in facts]
    problems = [found for number in (*numbers, *labels) if (found := _wrong(number, facts, english=english))]
    working = _to_be_corrected(tree)
    if english and not working:
        problems += [f"Chinese in English text: {text}" for text in _strings(tree.blocks) if _HAN.search(text)]
    pages = _pdf_pages(made["pdf"]) if "pdf" in made else []
    if len(pages) > most_pages:
        problems.append(f"pdf: {len(pages)} pages, more than the limit of {most_pages}")
    if pages:
        problems += _wrong_contents(tree, pages, made["pdf"])
    allowed = _allowed(tree, (*earlier, extract), english=english)
    known = [_without(text) for text in _longest_first({number.text for number in (*numbers, *labels)})]
    known = [*map(_name, _longest_first(names)), *known]
    for form, data in made.items():
        text = _run_on(pages, tree) if form == "pdf" else _docx_text(data) if form == "docx" else _xlsx_text(data)
        problems += _missing(form, text, numbers)
        stray = () if working else _strays(text, known, english=english)
        problems += [
            f"{form}: {_plain(exact)} is no figure of the report" for exact, keys in stray if not keys & allowed
        ]
    summary = {
        "figures": len(numbers),
        "facts_printed": len({i for number in numbers for i in _ids(number)}),
        "left_out": list(tree.left_out),
        "pages": len(pages),
        "problems": problems,
    }
    return Checks(tuple(dict.fromkeys(problems)), summary)


def _missing(form: str, text: str, numbers: Iterable[Number]) -> list[str]:
    """A problem for each figure of the tree that the text of a file lacks."""
    squeezed = _squeezed(text)
    return [f"{form}: {number.text} is not in the file" for number in numbers if _squeezed(number.text) not in squeezed]


# --- the tree ---------------------------------------------------------------------------------------------------------


def _to_be_corrected(tree: Briefing) -> bool:
    """Whether an editor corrects this one: it shows the whole report in Chinese, and English that failed its gates, as such."""
    tables = (block for block in tree.blocks if isinstance(block, TableBlock))
    return any(cell.id for table in tables for row in table.rows for cell in row)


def _labels(tree: Briefing) -> Iterator[Number]:
    """Values on cards and beside the marks of charts, as the figures they are; ranks and structures are worded otherwise."""
    for block in tree.blocks:
        if isinstance(block, Cards | Cover):
            yield from (Number(card.figure, card.fact_id) for card in block.cards)
        if isinstance(block, Chart) and block.kind not in ("standing", "structure"):
            yield from (Number(p.label, p.fact_id) for s in block.series for p in s.points if p.label and p.fact_id)


def _strings(value: object) -> Iterator[str]:
    """Every printed text of the tree but those of the terms, the sources and of pieces in another language."""
    for name, piece in pieces(value, _is_aside):
        if isinstance(piece, str) and name not in _NOT_PRINTED:
            yield piece


def _is_aside(piece: object) -> bool:
    """Whether a piece is of the terms, of the sources, or in another language."""
    return isinstance(piece, Definitions | Sources) or (isinstance(piece, Text) and piece.lang != "")


def _wrong(number: Number, facts: Mapping[str, Fact], *, english: bool) -> str:
    """What is wrong with a figure of the tree, or nothing: kind, unit, value, bound, and the sign where it shows one."""
    cited = [facts[i] for i in _ids(number) if i in facts]
    if not cited:
        return f"{number.text} leads to no fact"
    if any(number.text == fact.exact for fact in cited):  # quoted from the report
        return ""
    said = _read(number.text, english=english)
    wanted = list(_figures(cited))
    if wanted and not said:
        return f"{number.text} cannot be read back"
    strange = [figure for figure in said if not any(_same(figure, other) for other in wanted)]
    if strange or (_MINUS.match(number.text) and all((fact.value or 0) >= 0 for fact in cited) and len(cited) == 1):
        return f"{number.text} is not {', '.join(fact.exact + fact.unit_zh for fact in cited)}"
    return ""


def _ids(number: Number) -> list[str]:
    """The facts a figure leads to: one, or the two of a difference."""
    return number.fact_id.split("|")


@lru_cache(maxsize=4096)  # the same figures stand in key points, table, sentence and chart
def _read(text: str, *, english: bool) -> tuple[Figure, ...]:
    """The figures of a piece of text; one without a unit (Three, 第三) is read with what its sentence gives it."""
    if english:
        return tuple(of_english(text) or of_english(f"{text.lower()} people") or of_english(f"ranked {text}"))
    return tuple(of_chinese(text) or of_chinese(f"排名{text}") or of_chinese(f"{text}个"))


def _figures(cited: list[Fact]) -> Iterator[Figure]:
    """The figures that may be said of these facts: each by itself, its parts, and for an outcome the differences."""
    own = [figure for fact in cited if (figure := of_fact(fact)) is not None]
    yield from own
    for fact in cited:
        yield from of_structure(fact)
        if fact.value is None:
            continue
        yield from (replace(one, bound=fact.bound) for one in of_chinese(f"{fact.value:f}{fact.unit_zh}"))
        yield Figure("count", fact.value, fact.bound)  # a bare number whose unit stands in the head of the table
        if fact.unit_zh == "倍":  # 增长两倍 and 是…的两倍; the gates have read the whole sentence
            yield from (Figure("percent", value * 100, fact.bound) for value in (fact.value, fact.value - 1))
    signed = [fact.value_base for fact in cited if fact.value_base is not None]
    kinds = {figure.what for figure in own} | ({"points"} if {f.what for f in own} == {"percent"} else set())
    for one, other in combinations(signed, 2):
        yield from (Figure(kind, one - other, "eq") for kind in kinds)


def _same(said: Figure, wanted: Figure) -> bool:
    """Whether a printed figure is a wanted one; sign and bound may stand in words before it."""
    return said.what == wanted.what and abs(said.value) == abs(wanted.value) and said.bound in {"eq", wanted.bound}


# --- the files --------------------------------------------------------------------------------------------------------


def _allowed(tree: Briefing, extracts: Iterable[Extract], *, english: bool) -> set[tuple[str, Decimal]]:
    """Kind and value of every figure that may stand outside a `Number`.

    These are quotations of the report, its facts (a cell of a table has its unit in the head), the parts of a structure, our
    glosses, and the mark at 100 % of a chart of completion.
    """
    glosses = [entry.gloss for block in tree.blocks if isinstance(block, Definitions) for entry in block.entries]
    own = [figure for gloss in glosses for figure in (of_english(gloss) if english else of_chinese(gloss))]
    charts = [block for block in tree.blocks if isinstance(block, Chart)]
    if any(chart.kind == "completion" for chart in charts):
        own.append(Figure("percent", _WHOLE, "eq"))
    parts = (part for chart in charts if chart.kind == "structure" for series in chart.series for part in series.points)
    own += [figure for part in parts for figure in of_chinese(f"{part.value}%")]
    for one in extracts:
        own += [*_of_report(one.text), *filter(None, map(of_fact, one.facts))]
    return {(figure.what, abs(figure.value)) for figure in own}


@lru_cache(maxsize=32)  # the same reports stand behind every file of a unit
def _of_report(text: str) -> tuple[Figure, ...]:
    """The figures of a report's whole text, and the sizes that its names are made of (百亿级企业: RMB 10 billion)."""
    sizes = (found.group() + "元" for found in _SIZE.finditer(text))
    return (*of_chinese(text), *(figure for size in sizes for figure in of_chinese(size)))


def _strays(
    text: str, known: Iterable[re.Pattern[str]], *, english: bool
) -> Iterator[tuple[str, set[tuple[str, Decimal]]]]:
    """The amounts of money, percentages and points that are left once every known figure and name is taken out.

    A source mark may stand right before the next figure (…8.0%.12 RMB 5 billion), so the known ones go first; a bare
    number goes only where it is no part of a longer figure. A figure parted by a line break counts as the whole.

    Yields:
        The figure as printed, and what it may be: kind and value.
    """
    if english:
        text = "\n".join(line for line in text.splitlines() if not _HAN.search(line))
    text = text if english else _MARK.sub(_GAP, text)
    for figure in known:
        text = figure.sub(_GAP, text)
    read = find_english if english else find
    flowing = read(_BREAK.sub(lambda gap: " " * len(gap[0]), text))
    for quantity in read(text):
        if quantity.kind in _CHECKED and "\n" not in quantity.exact:
            whole = (_keys(other) for other in flowing if other.start <= quantity.start < other.end)
            yield quantity.exact, _keys(quantity).union(*whole)


@lru_cache(maxsize=4096)  # the same figures stand in every file of a unit
def _without(figure: str) -> re.Pattern[str]:
    """What takes a known figure out of a text, however its line is spaced; a bare number only where it stands alone."""
    letters = r"[ \u00a0]*".join(re.escape(letter) for letter in "".join(figure.split())) if _HAN.search(figure) else ""
    words = letters or r"\s*".join(map(re.escape, figure.split()))
    return re.compile(rf"(?<![\d.,]){words}(?!\s*[\d.,]*[\d{_SCALE}])" if _BARE.fullmatch(figure) else words)


def _keys(quantity: Quantity) -> set[tuple[str, Decimal]]:
    """Kind and value of a figure, without its sign."""
    return {(figure.what, abs(figure.value)) for figure in figures_of(quantity)}


def _plain(text: str) -> str:
    """A figure with plain blanks, for a message."""
    return text.replace("\u00a0", " ")


def _squeezed(text: str) -> str:
    """Text without blanks of any kind, soft hyphens and joiners, as files break lines where they like."""
    return _ANY_BLANK.sub("", text)


def _longest_first(texts: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(texts), key=lambda text: (-len(text), text))


@lru_cache(maxsize=4096)  # the same names are looked for in every file
def _name(name: str) -> re.Pattern[str]:
    """What takes a name that holds a figure out of a text: as it stands, as it opens a sentence, and in the plural."""
    words = r"\s+".join(_PLURAL.sub(_either, re.escape(word)) for word in name.split())
    return re.compile(f"(?i:{words[:1]}){words[1:]}" if name[:1].isalpha() else words)


def _either(ending: re.Match[str]) -> str:
    """The ending of a word in the singular or in the plural."""
    return "(?:y|ies)" if ending[0] == "y" else f"{ending[0]}(?:e?s)?"


def _run_on(pages: Sequence[str], tree: Briefing) -> str:
    """The text of the pages as a reader reads on: no running heads, feet and page numbers between a line and its rest overleaf.

    A page is read in the order it was drawn, so the line that goes on overleaf need not be its last: the tree tells it.
    """
    furniture = [found for text in (tree.footer, tree.running_left, tree.running_right) if (found := _squeezed(text))]
    written = _squeezed("".join(_strings(tree.blocks)))
    kept = [
        [line for line in page.splitlines() if not _is_furniture(_squeezed(line), furniture, str(number))]
        for number, page in enumerate(pages, 1)
    ]
    aside: list[list[str]] = []  # what was drawn after the last line of text: marks and the words of pictures
    for lines, following in pairwise(kept):
        head = following[0] if following else ""
        ends = [i for i, line in enumerate(lines, 1) if line and _squeezed(line + head) in written]
        aside.append(lines[ends[-1] :] if ends else [])
        del lines[len(lines) - len(aside[-1]) :]
    return "\n".join(line for lines in (*kept, *aside) for line in lines)


def _is_furniture(line: str, furniture: Sequence[str], number: str) -> bool:
    """Whether a squeezed line is made of running heads, feet and the page number alone."""
    for text in furniture:
        line = line.replace(text, "")
    return line in ("", number)


def _wrong_contents(tree: Briefing, pages: Sequence[str], data: bytes) -> list[str]:
    """The headings that stand on another page than the contents say."""
    lines = (_NUMBERED.fullmatch(line.strip()) for text in pages for line in text.splitlines())
    said = [(_squeezed(line[1]), int(line[2])) for line in lines if line]
    if not said:
        return []
    heads = {block.id: block for block in tree.blocks if isinstance(block, Heading) and block.level == 1}
    if not heads:
        return []
    places = heading_pages(data, heads)
    titles = {_squeezed("".join(_strings(heads[name].inlines))): page for name, page in places.items()}
    return [f"pdf: {t} is on page {titles[t]}, not {n}" for t, n in said if t in titles and titles[t] != n]


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
            lines += ["".join(map(_piece, paragraph.iter())) for paragraph in root.iter(f"{_WORD}p")]
    return "\n".join(lines)


def _xlsx_text(data: bytes) -> str:
    """The texts of the cells, a line each."""
    from lxml import etree  # noqa: PLC0415  (heavy)

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("xl/sharedStrings.xml"), parser)
    return "\n".join("".join(node.text or "" for node in item.iter("{*}t")) for item in root)


def _piece(node: Any) -> str:
    """The text of a node of a paragraph; a tab or break parts figures, as a number before a passage and its first one."""
    if node.tag == f"{_WORD}t":
        return node.text or ""
    return _GAP if node.tag in _PARTING else ""
