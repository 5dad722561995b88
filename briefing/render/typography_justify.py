"""Chinese lines with both edges flush: a guarded change to one private function of WeasyPrint.

WeasyPrint 70 stretches only blanks when it justifies, so a line of Chinese stays ragged (72 % of lines, measured). Here the
spare width of a line that is mostly Han is spread as letter spacing over all its gaps but the last, and the thin space
before a Latin run at the start of a line goes, so that the left edge is flush too. A line that would have to stretch more
than `MOST_PER_GAP` stays ragged.

The change is made only for the releases it was tested with and only if the function still has the known arguments;
otherwise `install` returns a notice and Chinese is set ragged right. Nothing else of the program touches WeasyPrint's
internals.
"""

from __future__ import annotations

import inspect
import re
from typing import Any

TESTED = ("70.",)
MOST_PER_GAP = 3.0  # CSS pixels; a looser line looks torn
_HAN = re.compile("[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef\u2018-\u201d\u2014\u2026]")
_SHARE = 0.3  # of a line's characters that must be Han
_NOTICE = "WeasyPrint {} is not a release that Chinese justification was tested with: Chinese is set ragged right"


def install() -> str:
    """Put the function in place (once); returns a notice for the log where it cannot be, else an empty text."""
    import weasyprint  # noqa: PLC0415  (heavy; imported where a PDF is made)
    from weasyprint.layout import inline  # noqa: PLC0415

    if getattr(inline.justify_line, "flush_chinese", False):
        return ""
    known = list(inspect.signature(inline.justify_line).parameters) == ["context", "line", "extra_width"]
    if not weasyprint.__version__.startswith(TESTED) or not known:
        return _NOTICE.format(weasyprint.__version__)
    inline.justify_line = _flush(inline.justify_line)
    return ""


def _flush(original: Any) -> Any:
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415
    from weasyprint.text.line_break import create_layout  # noqa: PLC0415

    def texts(box: Any) -> Any:
        if isinstance(box, boxes.TextBox):
            yield box
        elif isinstance(box, boxes.LineBox | boxes.InlineBox):
            for child in box.children:
                if child.is_in_normal_flow():
                    yield from texts(child)

    def spread(context: Any, box: Any, per_gap: float, shift: float) -> float:
        """Widen `box` and move it by `shift`; returns the shift of what follows."""
        if isinstance(box, boxes.TextBox):
            box.position_x += shift
            style = box.style.copy()
            spacing = style["letter_spacing"]
            style["letter_spacing"] = (0 if spacing == "normal" else spacing) + per_gap
            layout = create_layout(box.text, style, context, None, 0)
            layout.deactivate()
            added = per_gap * len(box.text)
            box.width, box.style, box.pango_layout = box.width + added, style, layout
            return shift + added
        if isinstance(box, boxes.LineBox | boxes.InlineBox):
            before = shift
            box.position_x += shift
            for child in box.children:
                if child.is_in_normal_flow():
                    shift = spread(context, child, per_gap, shift)
            box.width += shift - before
            return shift
        box.translate(shift, 0)
        return shift

    def justify_line(context: Any, line: Any, extra_width: float) -> Any:
        found = [box for box in texts(line) if box.text]
        text = "".join(box.text for box in found)
        gaps = len(text) - 1
        han = len(_HAN.findall(text))
        if han < max(4, _SHARE * len(text)):
            return original(context, line, extra_width)
        if gaps > 0 and 0 < extra_width / gaps <= MOST_PER_GAP:
            spread(context, line, extra_width / gaps, 0.0)
        return None

    justify_line.flush_chinese = True  # type: ignore[attr-defined]
    return justify_line
