"""Bytes to text: byte order marks, UTF-8, UTF-16, GB18030 (with GBK and GB2312), Big5; declarations are only a hint.

Chinese pages often declare the wrong charset, so the bytes decide: valid UTF-8 with Han characters is UTF-8; else the
decoding whose characters are the most usual in Chinese prose wins.
"""

from __future__ import annotations

import codecs

from briefing.errors import Problem, SourceError
from briefing.read.data import characters

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 40_000  # bytes that are enough to tell encodings apart
_USUAL = 0.25  # share of Han characters that are among the most frequent; prose has 0.7, a wrong decoding under 0.1
_PLACEHOLDER = "\ufffd"


def decode(name: str, data: bytes) -> tuple[str, str]:
    """The text of `data` and the name of its encoding.

    Raises:
        SourceError: The bytes are no text in an encoding that is known here.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(name, data, encoding), encoding
    if b"\x00" in data:
        return _wide(name, data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _cut_or_stray(data, error):
            return data.decode("utf-8", errors="replace"), "utf-8"
    return _chinese(name, data)


def _strictly(name: str, data: bytes, encoding: str) -> str:
    """Decode what its byte order mark announces."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(name, f"bytes that are not {encoding} at byte {error.start}") from None
    if "\x00" in text:
        raise _unreadable(name, "NUL characters in the text")
    return text


def _wide(name: str, data: bytes) -> tuple[str, str]:
    """UTF-16 without a mark; anything else with NUL bytes is no text."""
    even = len(data) - len(data) % 2
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data[:even].decode(encoding, errors="replace")
        if "\x00" not in text and usualness(text[:_SAMPLE]) > _USUAL:
            return text, encoding
    raise _unreadable(name, f"a NUL byte at byte {data.index(0)}: a binary file")


def _cut_or_stray(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether `data` is UTF-8 with a few broken bytes (a page cut off, a stray byte) rather than another encoding."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count(_PLACEHOLDER)
    near_end = error.start >= len(data) - 4
    return near_end or broken <= max(3, len(text) // 2000)


def _chinese(name: str, data: bytes) -> tuple[str, str]:
    """The double-byte encoding under which the bytes read most like Chinese prose."""
    sample = data[:_SAMPLE]
    best = max(("gb18030", "big5hkscs"), key=lambda encoding: _score(sample, encoding))
    text = data.decode(best, errors="replace")
    if _score(sample, best) <= 0 or text.count(_PLACEHOLDER) > max(3, len(text) // 200):
        raise _unreadable(name, "bytes in no encoding of Chinese text that is known here")
    return text, best


def _score(sample: bytes, encoding: str) -> float:
    """How usual the characters of `sample` are, less what could not be decoded."""
    text = sample.decode(encoding, errors="replace")
    return usualness(text) - 10 * text.count(_PLACEHOLDER) / max(1, len(text)) - 0.02


def usualness(text: str) -> float:
    """The share of frequent characters among all beyond ASCII."""
    usual = characters("common")
    beyond = [char for char in text if ord(char) > 0x2E7F]
    return sum(char in usual for char in beyond) / len(beyond) if beyond else 0.0


def _unreadable(name: str, found: str) -> SourceError:
    return SourceError(
        Problem(
            name,
            found,
            expected="text in UTF-8, GB18030, Big5 or UTF-16",
            remedy="Save the report as UTF-8 text, HTML, DOCX or PDF and run again",
        )
    )
