"""How wide text is in the faces that print it, a character at a time: nothing here is shaped or kerned."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from briefing.errors import Problem, RenderError
from briefing.render.fonts import HEI, SANS, font_set, full_face, unprinted

_CHAINS = {True: (HEI, SANS), False: (SANS, HEI)}


def width(text: str, *, chinese: bool) -> float:
    """The width of a text in em, set in the sans chain of its language.

    Raises:
        RenderError: a character no font has.
    """
    return sum(advance(char, chinese=chinese) for char in text)


@lru_cache(maxsize=8192)
def advance(char: str, *, chinese: bool) -> float:
    """The width of a character in em, by the first face of the chain that has it, or else by one of the full fonts.

    Raises:
        RenderError: no font has it.
    """
    if unprinted(ord(char)):
        return 0.0
    for family in _CHAINS[chinese]:
        found = _width(_font(family), char)
        if found is not None:
            return found
    for family in _CHAINS[chinese]:
        found = _width(_full_font(family), char)
        if found is not None:
            return found
    raise RenderError(Problem("fonts", f"no installed font has the character {char!r}", remedy="Write it otherwise"))


def _width(font: Any, char: str) -> float | None:
    glyph = font.get_nominal_glyph(ord(char))
    return font.get_glyph_h_advance(glyph) / font.face.upem if glyph else None


@lru_cache(maxsize=2)
def _font(family: str) -> Any:
    import uharfbuzz as hb  # noqa: PLC0415  (heavy)

    return hb.Font(hb.Face(hb.Blob.from_file_path(str(font_set().path(family)))))


@lru_cache(maxsize=2)
def _full_font(family: str) -> Any:
    import uharfbuzz as hb  # noqa: PLC0415  (heavy)

    return hb.Font(full_face(next(face for face in font_set().faces if face.family == family)))
