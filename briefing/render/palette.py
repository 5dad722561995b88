"""The colours that PDF, Word and charts share: ink, grey, hairline, wash, and tints of the two accents.

The accents come from the brand; the rest is fixed, so that a house colour never changes what can be read.
"""

from __future__ import annotations

INK = "#1d2730"
SOFT = "#5c6872"
HAIR = "#d8dee2"
WASH = "#eef4f4"
WHITE = "#ffffff"
MACHINE = "#fdf3e3"  # behind what a machine translated and nobody has approved
ACCENT = "#0b5563"
SECOND_ACCENT = "#c2612c"
_READABLE = 4.0  # contrast with white of text; WCAG 2 asks for 4.5 of small text and 3 of large


def _channels(colour: str) -> tuple[int, int, int]:
    text = colour.lstrip("#")
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def mix(colour: str, other: str, share: float) -> str:
    """Blend `share` (0 to 1) of `other` into `colour`; both and the result are #rrggbb."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white), as WCAG 2 defines it."""
    linear = [c / 255 / 12.92 if c / 255 <= 0.03928 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(background: str) -> str:
    """White or ink, whichever reads better on `background`."""
    return WHITE if contrast(WHITE, background) >= contrast(INK, background) else INK


def readable(colour: str) -> str:
    """The colour itself where text in it can be read on white, else so much ink in it that it can."""
    steps = (mix(colour, INK, step / 20) for step in range(21))
    return next(shade for shade in steps if contrast(shade, WHITE) >= _READABLE)


def shades(accent: str, count: int) -> tuple[str, ...]:
    """`count` steps from the accent to a pale tint: one hue, told apart by lightness, so that grey print keeps them apart."""
    last = 0.72
    return tuple(mix(accent, WHITE, last * i / max(count - 1, 1)) for i in range(count))
