"""Indicator ids: a phrase as written to our own slug (`words/indicators.csv`), with the aliases reports use."""

from __future__ import annotations

import re
from functools import cache

from briefing.extract.lexicon import rows

_DROP = re.compile(
    r"[\s“”\"'‘’《》·]|[（(](?:GDP|CPI|PPI|R&D|不含农户|下同|地区生产总值)[）)]|^(?:全[市区县省国]|我[市区县省]|年末|全年)(?!社会)"
)
_DEFINED = re.compile(
    r"^不?含[^，,]{1,8}?(?=固定资产|地区生产|一般公共|财政总)|[（(]不?含[^（）()]{1,12}(?:[（(][^（）()]*[）)])?[^（）()]*[）)]$"
)
_STEMS = (
    ("规模以上", "规上"), ("规上", "规上"), ("实现", ""), ("完成", ""), ("累计", ""), ("总户数", "户数"), ("全体居民", "居民"), ("常住居民", "居民"), ("的", ""),
)  # fmt: skip


@cache
def _known() -> dict[str, str]:
    table: dict[str, str] = {}
    for row in rows("indicators"):
        for name in (row["zh"], *row["aliases"].split(";")):
            if name:
                table.setdefault(normal(name), row["id"])
    return table


def normal(name: str) -> str:
    """A phrase without quotation marks, bracketed abbreviations, scope words and filler."""
    plain = _DROP.sub("", name.strip())
    plain = _DEFINED.sub("", plain)
    for word, replacement in _STEMS:
        plain = plain.replace(word, replacement)
    return plain


def states_definition(name: str) -> bool:
    """Whether an indicator says what it includes or leaves out (含合作区固定资产投资)."""
    return bool(_DEFINED.search(name))


def indicator_id(name: str) -> str:
    """The slug of an indicator, or an empty string where it is not in the list."""
    plain = normal(name)
    known = _known()
    if plain in known:
        return known[plain]
    return known.get(plain.removesuffix("数"), known.get(plain + "数", ""))
