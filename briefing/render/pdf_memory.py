"""Memory that WeasyPrint does not give back: a guarded change to one private function.

Every piece of text with font features (tabular figures) gets a list of attributes from Pango that is never let go of, and an
attribute that is made anew although a cached one is used: 1.5 MB a briefing, measured with release 70. Here each list owns
the attribute that was made for it, and belongs to its layout alone, so that both go when the layout goes.

Used only for the releases it was tested with; elsewhere `install` returns a notice and memory grows.
"""

from __future__ import annotations

import inspect
from typing import Any

TESTED = ("70.",)
_LINE = "attr = style.font_config.font_features.setdefault("
_NOTICE = "WeasyPrint {} is not a release that giving memory back was tested with: a long batch needs more of it"


class _Unshared(dict[bytes, Any]):
    """Hands out what was just made instead of keeping the first one."""

    def setdefault(self, _: bytes, made: Any = None) -> Any:
        """What was made."""
        return made


def own_features(config: Any) -> None:
    """Let every list of attributes made with this font configuration own its attributes; only after `install`."""
    if _installed():
        config.font_features = _Unshared()


def install() -> str:
    """Put the function in place (once); returns a notice for the log where it cannot be, else an empty text."""
    import weasyprint  # noqa: PLC0415  (heavy; imported where a PDF is made)
    from weasyprint.text import line_break  # noqa: PLC0415

    if _installed():
        return ""
    if not weasyprint.__version__.startswith(TESTED) or _LINE not in inspect.getsource(line_break.Layout.setup):
        return _NOTICE.format(weasyprint.__version__)
    line_break.Layout.setup = _releasing(line_break.Layout.setup)
    return ""


def _installed() -> bool:
    from weasyprint.text.line_break import Layout  # noqa: PLC0415

    return getattr(Layout.setup, "gives_back", False)


def _releasing(original: Any) -> Any:
    from weasyprint.text.ffi import ffi, pango  # noqa: PLC0415

    def setup(self: Any, style: Any) -> None:
        original(self, style)
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes != ffi.NULL:
            pango.pango_attr_list_unref(attributes)  # the layout holds them still

    setup.gives_back = True  # type: ignore[attr-defined]
    return setup
