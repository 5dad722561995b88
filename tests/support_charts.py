"""Charts of every kind, small and real enough to draw; and a briefing made of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import get_args

import support_tree

from briefing.model import tree

KINDS: tuple[tree.ChartKind, ...] = get_args(tree.ChartKind)
EN = ("General public budget revenue", "GDP", "Fixed-asset investment", "Urban disposable income per person")
ZH = ("一般公共预算收入", "地区生产总值", "固定资产投资", "城镇居民人均可支配收入")
_YEARS = ("2021", "2022", "2023")
_MONTHS = tuple(f"2024-{month:02d}" for month in range(1, 8))


def point(text: str | None, label: str | None = None) -> tree.Point:
    """A point of a value as text; the label is the same unless told."""
    value = None if text is None else Decimal(text)
    return tree.Point(value, (text or "") if label is None else label, "f1")


def series(name: str, *values: str | None, highlight: tuple[int, ...] = ()) -> tree.Series:
    """A series of values that are printed as they are given."""
    return tree.Series(name, tuple(point(value) for value in values), highlight)


def _runs(kind: tree.ChartKind) -> tuple[tuple[str, ...] | None, tuple[tree.Series, ...]]:
    runs: dict[str, tuple[tuple[str, ...] | None, tuple[tree.Series, ...]]] = {
        "target": (None, (series("result", "12.8", "8.0", None, "5.6", highlight=(3,)), series("target", "6", "5", "6", "8"))),
        "ranked": (None, (series("growth", "22.1", "8.0", "0.3", "-17.2"),)),
        "completion": (None, (series("completed", "136.6", "110", "100", "92.4"),)),
        "next_target": (None, (series("2023", "12.8", "8.0", "7.9", "5.6"), series("2024 target", "6", "6", "6", None))),
        "counts": (None, (series("new", "3", "25", "154", "31"), series("total", "72", "210", "1600", "311"))),
        "structure": (_YEARS, (series("primary", "5.8", "5.1", "4.4"), series("secondary", "41.6", "42.0", None), series("tertiary", "52.6", "52.9", "53.1"))),
        "trend": (_MONTHS, (series("Retail sales", None, "5.5", "3.1", "2.3", None, "3.7", "2.0"), series("Industry", None, "7.0", "4.5", "6.7", None, "5.6", "5.3"))),
        "multiples": (_YEARS, (series("GDP", "2022.6", "2184.9", "2467.9"), series("Revenue", "195.7", "-20.6", "242.1"))),
        "standing": (None, (tree.Series("rank", (point("1", "1st"), point("3", "3rd"), point("13", "13th"), point(None, "leading group"))),)),
    }  # fmt: skip
    return runs[kind]


def chart(kind: tree.ChartKind, lang: str = "en-US") -> tree.Chart:
    """A chart of a kind with four categories or some periods, and a gap where the kind allows one."""
    categories, runs = _runs(kind)
    names = ZH if lang.startswith("zh") else EN
    source = (tree.Text("资料来源：报告。" if lang.startswith("zh") else "Source: the report."),)
    return tree.Chart(
        kind, 1, "Title", "unit", categories or names, runs, source, f"Alt text of {kind}.", lang, f"chart-{kind}"
    )


def briefing(lang: str = "en-US", kinds: tuple[tree.ChartKind, ...] = KINDS) -> tree.Briefing:
    """A briefing that consists of charts."""
    charts = (replace(chart(kind, lang), number=i) for i, kind in enumerate(kinds, 1))
    return replace(support_tree.briefing(lang), blocks=tuple(charts))
