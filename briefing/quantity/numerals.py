"""Chinese and Arabic numerals: their value, and where they stand in a text."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = dict(
    zip("零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖", (0, 0, 1, 2, 2, *range(3, 10), *range(1, 10)), strict=True)
)
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
HALF = Decimal("0.5")

CHINESE = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
# 千 that belongs to the unit behind it (千瓦, 千克) is no numeral
_OWN = "瓦伏米克焦帕赫卡"
CHINESE_CHAR = rf"(?:[零〇一二两三四五六七八九十百万亿壹贰叁肆伍陆柒捌玖拾佰仟]|千(?![{_OWN}]))"
SCALE_CHAR = rf"(?:[十百万亿]|千(?![{_OWN}]))"
BLANKS = " \u00a0\u2009\u202f\u3000"

# Bounded repetition keeps hostile strings linear; longer runs are no figures anyway
ARABIC = r"(?:\d{1,3}(?:[,，]\d{3}){1,6}(?!\d)|\d+)(?:\.\d+)?"

_FULL_WIDTH = str.maketrans(
    "０１２３４５６７８９．％＋－−／（）：∶﹕萬億兩點個間條項處場輪頭隻張臺輛畝噸號達過約餘數戶頃層時歲週種類門幣歐鎊韓盧準標組隊對雙筆顆塊線鍾鐘",
    "0123456789.%+--/():::万亿两点个间条项处场轮头只张台辆亩吨号达过约余数户顷层时岁周种类门币欧镑韩卢准标组队对双笔颗块线钟钟",
)
_RUN = re.compile(rf"{ARABIC}{SCALE_CHAR}*|{CHINESE_CHAR}+(?:点{CHINESE_CHAR}+)?|首|半")
_TOKEN = re.compile(rf"({ARABIC})|([{CHINESE}半])")


def normalise(text: str) -> str:
    """Replace full-width figures and marks and traditional numerals one to one: offsets stay as they are."""
    return text.translate(_FULL_WIDTH)


def numeral_runs(text: str) -> tuple[tuple[int, int], ...]:
    """Find every numeral: runs of Arabic figures (with the 万 or 亿 behind), of Chinese ones, and 首 and 半.

    Returns:
        Spans (start, end) in order.
    """
    return tuple(m.span() for m in _RUN.finditer(normalise(text)))


def parse_numeral(text: str) -> Decimal:
    """Give the value of one numeral: 2467.9, 1，234, 二点零七万, 一万五千亿, 三万一 (31,000), 1亿2000万, 半.

    Raises:
        ValueError: The text is no single number (十几, 两三, 千百).
    """
    clean = normalise(text).strip()
    sign = 1
    if clean[:1] in {"-", "负"}:
        sign, clean = -1, clean[1:].lstrip()
    clean = re.sub(rf"(?<=[\d.])[{BLANKS}]+(?=[\d.])", "", clean)
    whole, point, decimals = clean.partition("点")
    value = _decimals(whole, decimals) if point else _integer(clean)
    return sign * value


def _decimals(whole: str, decimals: str) -> Decimal:
    """二点零七万: digits after the point, then perhaps a scale."""
    digits = re.match(rf"[{''.join(_DIGITS)}\d]+", decimals)
    if not digits:
        raise ValueError(f"no digits after the point: {whole}点{decimals}")
    fraction = "".join(str(_DIGITS[c]) if c in _DIGITS else c for c in digits.group())
    scale = decimals[digits.end() :]
    if scale.strip("十百千万亿"):
        raise ValueError(f"no numeral: {whole}点{decimals}")
    base = Decimal(f"{_integer(whole):f}.{fraction}")
    return base * _integer(scale) if scale else base


def _integer(text: str) -> Decimal:
    """A numeral without 点; Arabic figures may carry decimals."""
    if not text:
        raise ValueError("no numeral: empty")
    if all(c in _DIGITS for c in text):
        if len(text) > 1 and {"两"} & set(text):
            raise ValueError(f"no single number: {text}")
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    if text == "半":
        return HALF
    return _Sum(text).total()


class _Sum:
    """Adds a numeral up from left to right: 一亿二千万零五."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done = Decimal(0)  # closed by 万 or 亿
        self.section = Decimal(0)  # under 10,000 so far
        self.number: Decimal | None = None
        self.arabic = False
        self.zero = False
        self.last = 0  # the scale that stands right before
        self.small = 10**4  # small scales must fall within a section
        self.large = 10**16

    def total(self) -> Decimal:
        """Read all tokens; a last Chinese digit after a scale stands one place below it (三万一).

        Raises:
            ValueError: the text is no numeral.
        """
        position = 0
        for token in _TOKEN.finditer(self.text):
            if token.start() != position:
                break
            position = token.end()
            self._take(token.group(1), token.group(2))
        if position != len(self.text):
            raise ValueError(f"no numeral: {self.text}")
        rest = self.number or Decimal(0)
        if self.number is not None and self.last and not self.zero and not self.arabic:
            rest *= self.last // 10
        return self.done + self.section + rest

    def _take(self, arabic: str | None, sign: str) -> None:
        if arabic is not None or sign in _DIGITS:
            self._digit(arabic, sign)
        elif sign in _SMALL:
            self._small(_SMALL[sign])
        elif sign in _LARGE:
            self._large(_LARGE[sign])
        else:
            raise ValueError(f"no numeral: {self.text}")

    def _digit(self, arabic: str | None, sign: str) -> None:
        if arabic is None and _DIGITS[sign] == 0:
            self.zero = True
            return
        if self.number is not None:
            raise ValueError(f"no single number: {self.text}")
        self.arabic = arabic is not None
        self.number = Decimal(re.sub("[,，]", "", arabic)) if arabic is not None else Decimal(_DIGITS[sign])

    def _small(self, scale: int) -> None:
        if scale >= self.small:
            raise ValueError(f"no single number: {self.text}")
        self.section += (self.number if self.number is not None else Decimal(1)) * scale
        self.number, self.last, self.small, self.zero = None, scale, scale, False

    def _large(self, scale: int) -> None:
        self.section += self.number or 0
        if scale > self.large or not (self.section or self.done):
            self.done = (self.done + self.section or Decimal(1)) * scale
        elif scale == self.large:
            raise ValueError(f"no single number: {self.text}")
        else:
            self.done = self._close(scale)
        self.section, self.number, self.zero = Decimal(0), None, False
        self.last, self.small, self.large = scale, 10**4, scale

    def _close(self, scale: int) -> Decimal:
        return self.done + (self.section or Decimal(1)) * scale
