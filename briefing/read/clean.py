"""`Document.clean`: the text with figures, blanks and traditional characters made regular, one character for one.

Nothing is removed or inserted, so an offset found in the clean text is an offset in the raw text. Punctuation stays as
written (the genre mixes both widths), except what stands inside a figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from unicodedata import normalize

from briefing.read.data import characters, words

_BLANKS = (
    "\t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\xad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
_FORGED = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\U000f0000-\U0010ffff]")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_WIDE_POINT = re.compile(r"(?<=[0-9])．(?=[0-9])")
_WIDE_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_SIGN = re.compile(r"[－−﹣](?=\s?[0-9])")
_HAN = re.compile("[\u4e00-\u9fff]")
_TRADITIONAL = 0.03  # share of Han characters that only traditional text writes; simplified text has none

_WIDTH = {0xFEE0 + code: code for code in range(0x21, 0x7F) if chr(code).isalnum() or chr(code) == "%"}


def _unified() -> dict[int, str]:
    """Radicals and compatibility forms, which fonts of PDFs give in place of characters, to the usual characters."""
    blocks = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))
    usual = {code: normalize("NFKC", chr(code)) for code in blocks}
    pairs = "".join(words("radicals"))
    usual |= {ord(radical): char for radical, char in zip(pairs[::2], pairs[1::2], strict=True)}
    return {code: char for code, char in usual.items() if len(char) == 1 and char != chr(code)}


UNIFIED = _unified()
_TABLE = UNIFIED | _WIDTH | dict.fromkeys(map(ord, _BLANKS), " ") | {ord("﹪"): "%", ord("＋"): "+"}


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """The clean text, as long as `text`, and warnings on characters that were blanked or could not be converted."""
    warnings: list[str] = []
    regular = _WIDE_COMMA.sub(",", text).replace("\r\n", " \n").replace("\r", "\n").translate(_TABLE)
    regular = _SIGN.sub("-", _WIDE_POINT.sub(".", regular))
    regular, hidden = _FORGED.subn(" ", regular)
    if hidden:
        warnings.append(f"{hidden} bidirectional or private-use characters were read as blanks")
    broken = regular.count("\ufffd")
    if broken:
        warnings.append(f"{broken} characters could not be decoded; compare the figures beside them with the source")
    regular = _CONTROL.sub(" ", regular)
    if is_traditional(regular):
        regular, warning = _simplify(regular)
        warnings += [warning] if warning else []
    return regular, tuple(warnings)


def is_traditional(text: str) -> bool:
    """Whether the Han characters of `text` are those of traditional Chinese."""
    han = len(_HAN.findall(text[:20_000]))
    only_traditional = characters("traditional")
    return han > 0 and sum(char in only_traditional for char in text[:20_000]) / han > _TRADITIONAL


def _simplify(text: str) -> tuple[str, str]:
    """Simplified characters one to one (OpenCC t2s keeps the length); a line that changes length stays as it is."""
    convert = _converter()
    if convert is None:
        return text, "the text is traditional Chinese and was read as it is; install the extra `hant` to convert it"
    lines = text.split("\n")
    simple = [convert(line) for line in lines]
    kept = [new if len(new) == len(old) else old for old, new in zip(lines, simple, strict=True)]
    return "\n".join(kept), ""


@cache
def _converter() -> Callable[[str], str] | None:
    """OpenCC's conversion, or None where it is not installed."""
    try:
        from opencc import OpenCC  # noqa: PLC0415  # optional extra
    except ImportError:
        return None
    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert
