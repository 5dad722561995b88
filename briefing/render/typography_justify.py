"""Chinese lines with both edges flush: a guarded change to one private function of WeasyPrint.

WeasyPrint 70 stretches only blanks when it justifies, so a line of Chinese stays ragged (72 % of lines, measured). Here the
spare width of a line that is mostly Han is spread as letter spacing over all its gaps but the last (a figure or a Latin word keeps
its own spacing), and the thin space
before a Latin run at the start of any line goes, so that the left edge is flush too. A line that would have to stretch more
than `MOST_PER_GAP` stays ragged.

A text that is only too wide for its line because of the blank at its end is broken at its last blank: WeasyPrint 70 takes it
for one that cannot be broken, and leaves its first word, or a part of it, alone on the line.

The changes are made only for the releases they were tested with and only if the functions still have the known arguments;
otherwise `install` returns a notice and Chinese is set ragged right. Beside `pdf_moves`, nothing else of the
program touches WeasyPrint's internals.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

TESTED = ("70.",)
MOST_PER_GAP = 4.0  # CSS pixels; a looser line looks torn
_HAN = re.compile("[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef\u2018-\u201d\u2014\u2026]")
_THIN = "l"  # the class that has a thin space before it, between Han and figure
_WHOLE = frozenset("nalrm")  # classes of typography.py that hold Latin or figures
_JUSTIFY = ["context", "line", "extra_width"]
_ALIGN = ["context", "line", "available_width", "last"]
_SPLIT = ["text", "style", "context", "max_width", "justification_spacing"]
_BLANKS, _BLANK = (
    (" ", "\u00a0"),
    0.5,
)  # how a text ends that is taken for too wide, and more than the width of that in em
_SHARE = 0.3  # of a line's characters that must be Han
_NOTICE = "WeasyPrint {} is not a release that Chinese justification was tested with: Chinese is set ragged right"


def install() -> str:
    """Put the function in place (once); returns a notice for the log where it cannot be, else an empty text."""
    import weasyprint  # noqa: PLC0415  (heavy; imported where a PDF is made)
    from weasyprint.layout import inline  # noqa: PLC0415

    if getattr(inline.justify_line, "flush_chinese", False):
        return ""
    changed = (inline.justify_line, inline.text_align, inline.split_first_line)
    arguments = [list(inspect.signature(function).parameters) for function in changed]
    known = arguments[:2] == [_JUSTIFY, _ALIGN] and arguments[2][:5] == _SPLIT
    if not weasyprint.__version__.startswith(TESTED) or not known:
        return _NOTICE.format(weasyprint.__version__)
    inline.justify_line = _flush(inline.justify_line)
    inline.text_align = _flush_left(inline.text_align)
    inline.split_first_line = _at_last_blank(inline.split_first_line)
    return ""


def _at_last_blank(original: Any) -> Any:
    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        *more: Any,
        **how: Any,
    ) -> Any:
        found = original(text, style, context, max_width, justification_spacing, *more, **how)
        resume = found[2]
        lone = resume is not None and max_width is not None and " " not in text.encode()[:resume].decode().strip()
        if lone and text.endswith(_BLANKS) and text.rstrip().count(" ") > 1:
            narrower = max_width - style["font_size"] * _BLANK
            again = original(text, style, context, narrower, justification_spacing, *more, **how)
            return again if again[2] is not None and again[2] > resume else found
        return found

    return split_first_line


def _flush(original: Any) -> Any:
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415
    from weasyprint.text.line_break import create_layout  # noqa: PLC0415

    spreader = _Spreader(boxes, create_layout)

    def justify_line(context: Any, line: Any, extra_width: float) -> Any:
        text = "".join(box.text for box in spreader.texts(line))
        if len(_HAN.findall(text)) < max(4, _SHARE * len(text)):
            return original(context, line, extra_width)
        opening = spreader.opening(line)
        lead = opening.margin_left if opening is not None else 0.0
        gaps = sum(1 if spreader.whole(box) else len(box.text) for box in spreader.texts(line)) - 1
        if gaps > 0 and 0 < (extra_width + lead) / gaps <= MOST_PER_GAP:
            if opening is not None:
                opening.margin_left = 0
                opening.position_x += lead
                line.position_x += lead
            spreader.spread(context, line, (extra_width + lead) / gaps, -lead)
        return None

    justify_line.flush_chinese = True  # type: ignore[attr-defined]
    return justify_line


def _flush_left(original: Any) -> Any:
    """Of lines that are not spread (the last of a paragraph) the left edge."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415
    from weasyprint.text.line_break import create_layout  # noqa: PLC0415

    spreader = _Spreader(boxes, create_layout)

    def text_align(context: Any, line: Any, available_width: float, last: bool) -> Any:
        offset = original(context, line, available_width, last)
        opening = spreader.opening(line) if offset == 0 else None
        if opening is not None and _THIN in opening.element.get("class", "").split():
            lead, opening.margin_left = opening.margin_left, 0
            opening.position_x += lead
            line.translate(-lead, 0)
            line.position_x += lead
            line.width -= lead
        return offset

    return text_align


class _Spreader:
    """Moves the boxes of a line apart."""

    def __init__(self, boxes: Any, create_layout: Any) -> None:
        self.boxes = boxes
        self.create_layout = create_layout

    def texts(self, box: Any) -> Iterator[Any]:
        """The text boxes of a line in order."""
        if isinstance(box, self.boxes.TextBox):
            yield box
        elif isinstance(box, self.boxes.LineBox | self.boxes.InlineBox):
            for child in box.children:
                if child.is_in_normal_flow():
                    yield from self.texts(child)

    @staticmethod
    def whole(box: Any) -> bool:
        """Whether a text box is a figure, a Latin word or a source mark: moved as one, its letters stay together."""
        names = box.element.get("class", "") if box.element is not None else ""
        return bool(_WHOLE.intersection(names.split()))

    def opening(self, box: Any) -> Any:
        """The inline box with a margin that begins a line, if one does: a thin space has no place there."""
        children = [child for child in box.children if child.is_in_normal_flow()]
        first = children[0] if children else None
        if not isinstance(first, self.boxes.InlineBox):
            return None
        return first if first.margin_left > 0 else self.opening(first)

    def spread(self, context: Any, box: Any, per_gap: float, shift: float) -> float:
        """Widen `box` by `per_gap` a character and move it by `shift`; returns the shift of what follows."""
        if isinstance(box, self.boxes.TextBox):
            box.position_x += shift
            if self.whole(box):
                return shift + per_gap
            style = box.style.copy()
            spacing = style["letter_spacing"]
            style["letter_spacing"] = (0 if spacing == "normal" else spacing) + per_gap
            layout = self.create_layout(box.text, style, context, None, 0)
            layout.deactivate()
            added = per_gap * len(box.text)
            box.width, box.style, box.pango_layout = box.width + added, style, layout
            return shift + added
        if isinstance(box, self.boxes.LineBox | self.boxes.InlineBox):
            before = shift
            box.position_x += shift
            for child in box.children:
                if child.is_in_normal_flow():
                    shift = self.spread(context, child, per_gap, shift)
            box.width += shift - before
            return shift
        box.translate(shift, 0)
        return shift
