"""What a template emitted, parsed once into the block tree; the only place where markup becomes values.

Numbers are given here, in the order of appearance: to source marks (`<m to="segment">`), tables and charts. So a template
may drop or move a section and every number is still right. `<sources/>` and `<definitions/>` list what was marked and
which terms were met before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from lxml import etree

from briefing.compose.vocabulary import nearest, vocabulary
from briefing.errors import Problem, WorkspaceError
from briefing.model import tree

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BLANKS = re.compile(r"\s+")
_LEADS = ("deck", "note")  # roles of a paragraph that stands under a heading for what follows


@dataclass(frozen=True, slots=True)
class Bindings:
    """Data the markup refers to: charts by id, the source entry of a segment, the explanation of a term."""

    charts: Mapping[str, tuple[tree.Chart, tuple[str, ...]]]  # the chart and the segments its figures come from
    paragraph: Callable[[str], str]  # of a segment: segments of one paragraph share a source mark
    entry: Callable[[int, tuple[str, ...]], tree.Source]
    see: str  # the words between the source line of a chart and its marks
    definitions: Callable[[str], tuple[tree.Definition, ...]]  # the explained terms in what a segment says
    order: Callable[[tree.Definition], str | bytes] = lambda entry: entry.term.lower()  # of the terms


def parse(markup: str, bindings: Bindings, template: str) -> tuple[tree.Block, ...]:
    """The blocks of a rendered template.

    Raises:
        WorkspaceError: an element, attribute, value or reference that is not known, with the line of the output.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    clean = _UNPRINTABLE.sub("", markup)
    try:
        root = etree.fromstring(f"<briefing>{clean}</briefing>".encode(), parser)
    except etree.XMLSyntaxError as error:
        line = clean.splitlines()[error.lineno - 1] if error.lineno and error.lineno <= clean.count("\n") + 1 else ""
        raise WorkspaceError(
            Problem(template, f"the output is not well formed: {error.msg}: {line.strip()[:80]}", "closed elements")
        ) from error
    return _Parser(bindings, template).blocks(root)


class _Parser:
    """Walks the elements of one template's output."""

    def __init__(self, bindings: Bindings, template: str) -> None:
        self.bindings = bindings
        self.template = template
        self.words = vocabulary()
        self.marks: dict[str, list[str]] = {}  # paragraph: the segments cited of it; its place is the number
        self.terms: dict[str, tree.Definition] = {}  # explained terms of the cited segments, by Chinese form
        self.sourced = False  # whether marks of charts have sources to lead to
        self.counts = {"table": 0, "chart": 0, "head": 0}

    def blocks(self, root: Any) -> tuple[tree.Block, ...]:
        self._check(root, top=True)
        self.sourced = root.find("sources") is not None
        made = [getattr(self, f"_{element.tag}")(element) for element in root]
        return _without_empty(tuple(self._bound(block) for block in made if block is not None))

    # --- checks

    def _check(self, root: Any, *, top: bool = False) -> None:
        for element in root.iter("*"):
            if element is root and top:
                continue
            self._known(element)
            parent = element.getparent().tag
            allowed = self.words.parents.get(element.tag)
            outside = parent == "briefing"
            if allowed and parent not in allowed:
                raise self._problem(
                    element, f"<{element.tag}> stands in <{parent}>", " or ".join(f"<{a}>" for a in allowed)
                )
            if outside and element.tag not in self.words.blocks:
                raise self._problem(element, f"<{element.tag}> stands alone", "a block around it")

    def _known(self, element: Any) -> None:
        name = element.tag
        if name not in self.words.attributes:
            raise self._problem(element, f"unknown element <{name}>", nearest(name, self.words.attributes))
        for attribute, value in element.attrib.items():
            if attribute not in self.words.attributes[name]:
                expected = nearest(attribute, self.words.attributes[name])
                raise self._problem(element, f"unknown attribute {attribute} of <{name}>", expected)
            if value and value not in self.words.values.get(attribute, (value,)):
                raise self._problem(
                    element, f"{attribute}={value!r} of <{name}>", nearest(value, self.words.values[attribute])
                )
        for attribute in self.words.required[name]:
            if attribute not in element.attrib:
                raise self._problem(element, f"<{name}> without {attribute}", f'{attribute}="…"')

    def _problem(self, element: Any, found: str, expected: str) -> WorkspaceError:
        return WorkspaceError(Problem(f"{self.template} (line {element.sourceline} of its output)", found, expected))

    # --- inline

    def _inlines(self, element: Any) -> tree.Inlines:
        out: list[tree.Inline] = []
        self._walk(element, "", "", out)
        return _trimmed(out)

    def _walk(self, element: Any, lang: str, style: str, out: list[tree.Inline]) -> None:
        self._say(element.text, lang, style, out)
        for child in element:
            if child.tag not in self.words.inline:
                raise self._problem(child, f"<{child.tag}> in running text", nearest(child.tag, self.words.inline))
            if child.tag == "n":
                out.append(tree.Number(_squeezed(child), child.get("fact")))
            elif child.tag == "t":
                out.append(tree.Term(_squeezed(child), child.get("zh")))
            elif child.tag == "m":
                out.extend(self._numbered(child.get("to").split()))
            else:
                self._walk(child, child.get("lang", lang), "strong" if child.tag == "b" else style, out)
            self._say(child.tail, lang, style, out)

    @staticmethod
    def _say(text: str | None, lang: str, style: str, out: list[tree.Inline]) -> None:
        if text:
            out.append(tree.Text(_BLANKS.sub(" ", text), lang, cast("Any", style)))

    def _numbered(self, segments: Iterable[str]) -> list[tree.Mark]:
        """The marks of some segments, each number once."""
        numbers = set()
        for segment in segments:
            key = self.bindings.paragraph(segment)
            cited = self.marks.setdefault(key, [])
            if segment not in cited:
                cited.append(segment)
                self.terms.update({d.zh: d for d in self.bindings.definitions(segment)})
            numbers.add(list(self.marks).index(key) + 1)
        return [tree.Mark(number) for number in sorted(numbers)]

    # --- blocks

    def _cover(self, element: Any) -> tree.Cover:
        cards: tuple[tree.Card, ...] = ()
        points: tuple[tree.Inlines, ...] = ()
        points_title, colophon = "", []
        for child in element:
            if child.tag == "cards":
                cards = self._cards(child).cards
            elif child.tag == "points":
                points, points_title = self._items(child), child.get("title", "")
            elif child.tag == "p" and child.get("role") == "colophon":
                colophon.append("".join(i.text for i in self._inlines(child) if not isinstance(i, tree.Mark)))
            else:
                raise self._problem(child, f"<{child.tag}> on the cover", "<cards>, <points> or <p role='colophon'>")
        return tree.Cover(
            element.get("kicker", ""),
            element.get("title"),
            element.get("deck", ""),
            cards,
            points,
            points_title,
            tuple(colophon),
        )

    def _contents(self, element: Any) -> tree.Contents:
        return tree.Contents(element.get("title"))

    def _heading(self, element: Any, level: Any) -> tree.Heading:
        self.counts["head"] += 1
        return tree.Heading(level, self._inlines(element), f"h{self.counts['head']}")

    def _h1(self, element: Any) -> tree.Heading:
        return self._heading(element, 1)

    def _h2(self, element: Any) -> tree.Heading:
        return self._heading(element, 2)

    def _h3(self, element: Any) -> tree.Heading:
        return self._heading(element, 3)

    def _p(self, element: Any) -> tree.Paragraph | None:
        inlines = self._inlines(element)
        role: Any = element.get("role") or "body"
        return tree.Paragraph(inlines, "note" if role == "colophon" else role) if inlines else None

    def _items(self, element: Any) -> tuple[tree.Inlines, ...]:
        return tuple(inlines for item in element if (inlines := self._inlines(item)))

    def _list(self, element: Any, role: Any) -> tree.Items | None:
        items = self._items(element)
        return tree.Items(items, role, element.get("title", "")) if items else None

    def _points(self, element: Any) -> tree.Items | None:
        return self._list(element, "points")

    def _ul(self, element: Any) -> tree.Items | None:
        return self._list(element, "plain")

    def _ol(self, element: Any) -> tree.Items | None:
        return self._list(element, "numbered")

    def _cards(self, element: Any) -> tree.Cards:
        fields = ("label", "figure", "note", "fact", "tone")
        return tree.Cards(tuple(tree.Card(*(card.get(name, "") for name in fields)) for card in element))

    def _table(self, element: Any) -> tree.TableBlock:
        self.counts["table"] += bool(element.get("caption"))  # one without a caption is not numbered
        number = self.counts["table"] if element.get("caption") else 0
        columns = tuple(
            tree.Column(self._inlines(col), col.get("align", "left"), float(col.get("width") or 0))
            for col in element
            if col.tag == "col"
        )
        rows = tuple(
            tuple(
                tree.TableCell(
                    self._inlines(cell),
                    cell.tag == "th",
                    cell.get("tone", ""),
                    cell.get("id", ""),
                    cell.get("remark", ""),
                )
                for cell in row
            )
            for row in element
            if row.tag == "row"
        )
        for row in rows:
            if len(row) != len(columns):
                raise self._problem(element, f"a row of {len(row)} cells", f"{len(columns)} cells, one a column")
        source = next((self._inlines(child) for child in element if child.tag == "source"), ())
        return tree.TableBlock(
            number,
            element.get("caption"),
            element.get("subtitle", ""),
            columns,
            rows,
            source,
            f"table-{number}" if number else "",
        )

    def _chart(self, element: Any) -> tree.Chart:
        name = element.get("id")
        if name not in self.bindings.charts:
            raise self._problem(element, f"unknown chart {name}", nearest(name, self.bindings.charts))
        self.counts["chart"] += 1
        chart, segments = self.bindings.charts[name]
        number = self.counts["chart"]
        marks = self._numbered(segments) if self.sourced else []
        see = (tree.Text(self.bindings.see),) if marks else ()
        return replace(chart, number=number, id=f"chart-{number}", source=(*chart.source, *see, *marks))

    def _definitions(self, _: Any) -> Any:
        return tree.Definitions

    def _sources(self, _: Any) -> Any:
        return tree.Sources

    def _break(self, _: Any) -> tree.PageBreak:
        return tree.PageBreak()

    def _bound(self, block: Any) -> tree.Block:
        """Fill in the lists that are known only when everything has been read."""
        if block is tree.Sources:
            return tree.Sources(
                tuple(self.bindings.entry(i, tuple(cited)) for i, cited in enumerate(self.marks.values(), 1))
            )
        if block is tree.Definitions:
            return tree.Definitions(tuple(sorted(self.terms.values(), key=self.bindings.order)))
        return cast("tree.Block", block)


def _without_empty(blocks: tuple[tree.Block, ...]) -> tuple[tree.Block, ...]:
    """The blocks without lists that hold nothing, and without the headings and notes that stand over nothing."""
    kept: list[tree.Block] = []
    for above, block in reversed(list(zip((None, *blocks), blocks, strict=False))):
        if isinstance(block, tree.Sources | tree.Definitions) and not block.entries:
            continue
        note = isinstance(block, tree.Paragraph) and block.role in _LEADS and isinstance(above, tree.Heading)
        bare = isinstance(block, tree.Heading) or note
        following = kept[-1] if kept else None
        if bare and (following is None or (isinstance(following, tree.Heading) and _level(block) >= following.level)):
            continue
        kept.append(block)
    return tuple(reversed(kept))


def _level(block: tree.Block) -> int:
    """The level of a heading; a note or a deck belongs to the heading over it."""
    return block.level if isinstance(block, tree.Heading) else 3


def _squeezed(element: Any) -> str:
    return _BLANKS.sub(" ", "".join(element.itertext())).strip()


def _trimmed(inlines: list[tree.Inline]) -> tree.Inlines:
    """Neighbouring texts joined, blanks at both ends and before a mark gone, empty texts dropped."""
    joined: list[tree.Inline] = []
    for piece in inlines:
        last = joined[-1] if joined else None
        if (
            isinstance(piece, tree.Text)
            and isinstance(last, tree.Text)
            and (piece.lang, piece.style) == (last.lang, last.style)
        ):
            joined[-1] = replace(last, text=_BLANKS.sub(" ", last.text + piece.text))
        elif isinstance(piece, tree.Mark) and isinstance(last, tree.Text):
            joined[-1] = replace(last, text=last.text.rstrip(" "))
            joined.append(piece)
        else:
            joined.append(piece)
    if joined and isinstance(joined[0], tree.Text):
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
    if joined and isinstance(joined[-1], tree.Text):
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(piece for piece in joined if isinstance(piece, tree.Mark) or piece.text)
