"""Whatever the text, extraction gives facts that point into it, or our own errors; its cost stays linear."""

from __future__ import annotations

import hashlib
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.extract import extract
from briefing.extract.package import load, save
from briefing.model.document import Block, Document
from briefing.model.extract import Region

REGION = Region("x", "某市", "X", "")
PIECES = st.sampled_from(
    [
        "全市", "地区生产总值", "规上工业增加值", "增长", "下降", "分别", "均", "其中", "占", "比重", "由", "提高到", "同比", "比上年",
        "亿元", "%", "个百分点", "家", "万人", "3.2", "1,234.5", "二", "第一", "居全省", "全国首个", "零事故", "，", "、", "；", "。", "（", "）",
        "“", "”", "和", "等", "以上", "力争", "不少于", "5.8:41.6:52.6", "近三成", "翻一番", "2024年", "1-10月", "为预算的", "持平", "总量",
        "一、", "\n", " ", "与经济增长同步", "5%-6%", "新认定", "项目", "高于全国", "拉动GDP增长", "年末", "-", "《", "》", "全覆盖", "A",
    ]
)  # fmt: skip


def document(text: str) -> Document:
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    return Document("f.txt", hashlib.sha256(text.encode()).hexdigest(), "txt", "utf-8", text, text, tuple(blocks))


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_run_of_report_words_is_extracted_without_an_error(text: str) -> None:
    found = extract(document(text), REGION, "2024")
    assert all(found.text[fact.start : fact.end] == fact.exact for fact in found.facts)
    assert load(save(found)) == found


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_extracted_without_an_error(text: str) -> None:
    whole = text.replace("\r", " ")
    assert extract(document(whole), REGION, "2024").text == whole


def test_cost_is_linear_and_hostile_runs_are_cheap() -> None:
    line = "全年实现地区生产总值2467.9亿元、增长8.0%，总量保持全市第三，其中第三产业增加值1543.4亿元、增长9.2%。"
    hostile = [
        "，" * 4000,
        "（" * 4000,
        "“" * 4000,
        "、1" * 3000,
        "增长" * 3000,
        "由" * 3000 + "1%",
        "9" * 5000,
        "占" * 3000 + "5%",
        "其中" * 2000,
    ]
    for text in ["\n".join([line] * 800), *hostile]:
        started = time.process_time()
        extract(document(text), REGION, "2024")
        assert time.process_time() - started < 6
