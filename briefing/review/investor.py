"""The sentences of a returned investor edition, found beside the published file it was made from.

A paragraph there holds several sentences, and the list of anchors names its figures only. So the published file says what was
printed: the same figures lead to the same paragraph, and a change within one sentence of it is a correction of that sentence.
A change that goes over the end of a sentence, or of the paragraphs themselves, is reported and not taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from briefing.errors import Problem, SourceError
from briefing.model.extract import Extract, Segment
from briefing.read.docx import text_of
from briefing.review.returned import Place, Returned
from briefing.review.texts import folded, moved
from briefing.translate import facts_by_segment

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LONGEST = 20_000  # characters of a paragraph
_ELSEWHERE = "correct it in the editor edition"


def printed_places(returned: Returned, published: Returned, extract: Extract) -> tuple[Place, ...]:
    """What stands at each sentence with figures now.

    Args:
        returned: the file that came back.
        published: the file as it is published.
        extract: of its report.

    Raises:
        SourceError: the published file is of another build.
    """
    if returned.anchors != published.anchors:
        remedy = f"Correct a new file, or {_ELSEWHERE}"
        raise SourceError(
            Problem(returned.name, "it is of another build than the one in out/", "the published edition", remedy)
        )
    old, new = _Text(published), _Text(returned)
    where = {fact.id: segment for segment, facts in facts_by_segment(extract).items() for fact in facts}
    segments = {segment.id: segment for segment in extract.segments}
    found: dict[str, list[Place]] = {}
    for marks in old.paragraphs():
        own = dict.fromkeys(where[i] for mark in marks for i in old.facts[mark].split("|") if i in where)
        for place in _of_paragraph(old.text(marks), new.group(marks, old), [segments[one] for one in own]):
            found.setdefault(place.id, []).append(place)
    return (*map(_only, found.values()), *_cells(old, new))


@dataclass(frozen=True)
class _Group:
    """What became of a paragraph: its text, or why it cannot be told."""

    text: str
    why: str = ""


class _Text:
    """The paragraphs and cells of one file by the bookmarks of figures in them."""

    def __init__(self, file: Returned) -> None:
        self.facts = {anchor.bookmark: anchor.id for anchor in file.anchors if anchor.kind == "fact"}
        marks = {str(mark.get(f"{_W}name")): mark for mark in file.body.iter(f"{_W}bookmarkStart")}
        self.at = {name: box for name in self.facts if (box := _box(marks.get(name))) is not None}
        self.anchored = {id(box) for box in self.at.values()}
        self.body = [(p, text) for p in file.body.iterchildren(f"{_W}p") if (text := folded(text_of(p)))]
        self.known = {text for _, text in self.body}
        self.order = {id(paragraph): place for place, (paragraph, _) in enumerate(self.body)}

    def paragraphs(self) -> Iterator[tuple[str, ...]]:
        """The bookmarks of each paragraph of the running text."""
        groups: dict[int, list[str]] = {}
        for name, box in self.at.items():
            if box.tag == f"{_W}p":
                groups.setdefault(id(box), []).append(name)
        yield from map(tuple, groups.values())

    def text(self, marks: Iterable[str]) -> str:
        boxes = {id(self.at[name]): self.at[name] for name in marks if name in self.at}
        return folded(" ".join(_words(box) for box in boxes.values()))

    def group(self, marks: Sequence[str], old: _Text) -> _Group:
        """The paragraph that holds these bookmarks now."""
        boxes = {id(self.at[name]): self.at[name] for name in marks if name in self.at}
        if not boxes:
            return _Group("", "its paragraph is not there any more")
        text = self.text(marks)
        if len(text) > _LONGEST:
            return _Group("", f"its paragraph has {len(text):,} characters, more than {_LONGEST:,}")
        if text != old.text(marks) and (len(boxes) > 1 or self.parted(next(iter(boxes.values())), old)):
            return _Group(text, f"its paragraph was split or joined with another: {_ELSEWHERE}")
        return _Group(text)

    def parted(self, box: etree._Element, old: _Text) -> bool:
        """Whether a paragraph stands beside one that was not there before, which may be a part of it."""
        place = self.order.get(id(box), 0)
        beside = self.body[max(0, place - 1) : place] + self.body[place + 1 : place + 2]
        return any(id(p) not in self.anchored and text not in old.known for p, text in beside)


def _box(mark: etree._Element | None) -> etree._Element | None:
    """The cell or, outside tables, the paragraph a bookmark stands in."""
    if mark is None:
        return None
    return next(mark.iterancestors(f"{_W}tc"), next(mark.iterancestors(f"{_W}p"), None))


def _words(box: etree._Element) -> str:
    paragraphs = [box] if box.tag == f"{_W}p" else box.iter(f"{_W}p")
    return " ".join(text_of(paragraph) for paragraph in paragraphs)


def _of_paragraph(before: str, group: _Group, segments: Sequence[Segment]) -> Iterator[Place]:
    """The sentences of one paragraph; those that it prints in other words count only where nothing else explains a change."""
    rest_before, rest_after, others = before, group.text, []
    for segment in segments:
        sentence = folded(segment.en)
        start = before.find(sentence) if sentence else -1
        if start < 0:
            others.append(segment)
            continue
        if group.text == before:
            yield Place(segment.id, segment.en, segment.en)
            continue
        after = None if group.why else moved(before, group.text, start, start + len(sentence))
        why = group.why or f"a change goes over the end of the sentence: {_ELSEWHERE}"
        yield Place(segment.id, segment.en, after, "" if after is not None else why)
        rest_before, rest_after = rest_before.replace(sentence, "", 1), rest_after.replace(after or "", "", 1)
    if group.text != before and folded(rest_before) != folded(rest_after):
        why = f"its paragraph changed, and it is printed in other words there: {_ELSEWHERE}"
        yield from (Place(segment.id, segment.en, None, why) for segment in others)


def _only(places: Sequence[Place]) -> Place:
    """One place for a sentence that is printed several times: the one that was corrected."""
    corrected = {
        folded(one.after or ""): one for one in places if one.after is None or folded(one.after) != folded(one.before)
    }
    if len(corrected) > 1:
        return replace(places[0], after=None, why="it is printed several times and was corrected in different ways")
    return next(iter(corrected.values()), places[0])


def _cells(old: _Text, new: _Text) -> Iterator[Place]:
    """Changed cells of tables and cards: what stands there is no sentence."""
    done: set[int] = set()
    for name, box in old.at.items():
        if box.tag == f"{_W}p" or id(box) in done:
            continue
        done.add(id(box))
        before, after = old.text([name]), new.text([name])
        if before != after:
            yield Place(old.facts[name], before, after, "a cell of a table or card, made from the facts")
