"""Plain text and Markdown: encodings, furniture, heads, flattened tables, title, issuer and date."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from support_read import SHARED, body, cells

from briefing.errors import SourceError
from briefing.read import read, read_bytes

SENTENCE = "全年全市地区生产总值为2479.6亿元，同比增长6.5%，三次产业结构持续优化，发展质量稳步提升。"


def txt(*lines, name="report.txt", encoding="utf-8"):
    return read_bytes(name, "\n".join(lines).encode(encoding))


def kinds(document):
    return [kind for kind, _ in body(document)]


def heads(document):
    return [
        (block.level, document.clean[block.start : block.end]) for block in document.blocks if block.kind == "heading"
    ]


def refusal(name, data):
    with pytest.raises(SourceError) as caught:
        read_bytes(name, data)
    return str(caught.value)


# --- encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_text_reads_the_same_in_every_encoding(encoding):
    document = txt("示例市2024年国民经济和社会发展统计公报", SENTENCE, encoding=encoding)
    assert body(document) == [("title", "示例市2024年国民经济和社会发展统计公报"), ("paragraph", SENTENCE)]


def test_traditional_text_in_big5_is_simplified_in_place():
    written = "全縣地區生產總值為２４７９．６億元，同比增長６．５％，產業結構持續優化，發展質量穩步提升。"
    document = txt(written, encoding="big5hkscs")
    assert document.text == written
    assert document.clean == "全县地区生产总值为2479.6亿元，同比增长6.5%，产业结构持续优化，发展质量稳步提升。"


def test_the_clean_text_is_as_long_as_the_text_and_only_figures_and_blanks_change():
    document = txt(
        "增长\u3000５．３％（２０２４年），ＧＤＰ为１，２３４．５亿元；同比－3.2％，\u202e占比\xa0持平。\r\n" + SENTENCE
    )
    assert len(document.clean) == len(document.text)
    line = document.clean.split("\n")[0]
    assert line == "增长 5.3%（2024年），GDP为1,234.5亿元；同比-3.2%， 占比 持平。 "
    assert document.warnings == ("1 bidirectional or private-use characters were read as blanks",)


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (b"", "an empty file"),
        (b" \n\t ", "an empty file"),
        (b"\x00\x01\x02\x03" * 100, "a NUL byte at byte 0"),
        (b"\x80\x81\xfe\xff\x90" * 100, "no encoding of Chinese text"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"{\\rtf1}", "a rich text file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 50, "an old Office file"),
        (b"PK\x03\x04" + b"\x00" * 50, "a damaged archive"),
    ],
)
def test_what_is_no_report_is_refused_with_place_finding_and_remedy(data, finding):
    message = refusal("report.txt", data)
    assert message.startswith("report.txt: ")
    assert finding in message
    assert "; expected " in message
    assert "\n" not in message


def test_missing_file_folder_and_size_are_refused(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(SourceError):
            read(path)
    at_the_limit = SENTENCE.encode() + b" " * (20_000_000 - len(SENTENCE.encode()))
    assert read_bytes("a.txt", at_the_limit).blocks
    assert "20.0 MB; expected at most 20 MB" in refusal("a.txt", at_the_limit + b" ")


# --- furniture --------------------------------------------------------------------------------------------------------

PAGE = (
    "网站首页",
    "政务公开",
    "您现在的位置：首页 > 数据发布",
    "示例市2024年国民经济和社会发展统计公报",
    "来源：示例市统计局 发布时间：2025-03-20 10:00 浏览次数：123 字号：[大 中 小]",
    SENTENCE,
    "一、综合",
    SENTENCE,
    "责任编辑：张三",
    "分享到：",
    "相关新闻",
    "示例区召开会议",
    "版权所有 示例网 示例ICP备00000000号",
)


def test_page_furniture_is_dropped_with_its_reason():
    document = txt(*PAGE)
    assert [line.text for line in document.dropped] == [*PAGE[:3], PAGE[4], *PAGE[8:]]
    assert [line.reason for line in document.dropped] == [
        "page tool",
        "above the title",
        "bread crumbs",
        "page date",
        "credits",
        "page tool",
        "related links",
        "after the text",
        "filing number",
    ]
    assert (document.title, document.issuer, document.published) == (PAGE[3], "示例市统计局", "2025-03-20")


def test_every_line_is_in_a_block_or_dropped():
    document = txt(*PAGE)
    spans = [(b.start, b.end) for b in document.blocks] + [(d.start, d.end) for d in document.dropped]
    covered = {i for start, end in spans for i in range(start, end)}
    assert all(i in covered for i, char in enumerate(document.text) if char.strip())
    assert len(covered) == sum(end - start for start, end in spans)


def test_a_paragraph_on_copyright_at_the_end_of_a_report_stays():
    last = "加强知识产权保护，全年办理版权登记12300件，查处侵权案件56件。"
    assert body(txt("示例市2024年工作报告", SENTENCE, last))[-1] == ("paragraph", last)


def test_a_table_below_the_source_line_stays_with_its_caption():
    table = "附表：主要指标|指标|总量|增速|生产总值|5000|6.5|财政收入|410|5.1|责任编辑：张三".split("|")
    document = txt("示例市2024年统计公报", SENTENCE, SENTENCE, "来源：示例市统计局", *table)
    assert [kind for kind, _ in body(document)][-2:] == ["caption", "table"]
    assert [line.text for line in document.dropped] == ["来源：示例市统计局", "责任编辑：张三"]


def test_sentences_of_other_articles_below_the_credits_are_dropped():
    others = (
        "【责任编辑：李四】",
        "相关阅读",
        "示例市上半年地区生产总值增长5.2%，示例市召开会议部署下一阶段工作，强调稳增长。",
    )
    document = txt("示例市前三季度经济运行情况", *([SENTENCE] * 5), *others, "©2024 示例网")
    assert kinds(document) == ["title", *(["paragraph"] * 5)]
    assert [line.text for line in document.dropped][:3] == list(others)


def test_the_source_of_a_chart_does_not_end_a_report():
    document = txt("示例市2024年统计公报", *([SENTENCE] * 8), "图1 地区生产总值", "数据来源：示例市统计局", SENTENCE)
    assert kinds(document)[-1] == "paragraph"
    assert [line.reason for line in document.dropped] == ["source line"]


def test_heads_with_points_and_half_width_stops():
    document = txt(
        "示例县2024年1-6月经济运行简析",
        "示例县统计局",
        "上半年,全县经济运行总体平稳。",
        "一. 主要指标",
        "1.农业增长.上半年,农林牧渔业总产值12.5亿元,同比增长4.2%.",
        "—— 2 ——",
        "二. 存在问题",
        SENTENCE,
    )
    assert (document.title, document.issuer) == ("示例县2024年1-6月经济运行简析", "示例县统计局")
    assert kinds(document) == ["title", "meta", "paragraph", "heading", "item", "heading", "paragraph"]
    assert [line.reason for line in document.dropped] == ["page number"]


def test_figures_alone_on_a_line_are_no_counters():
    document = txt("表1：主要指标", "指标", "总量", "生产总值", "5000", "财政收入", "41029", SENTENCE)
    assert cells(document) == [["指标", "总量"], ["生产总值", "5000"], ["财政收入", "41029"]]


# --- title, issuer, date ----------------------------------------------------------------------------------------------


def test_a_speech_gives_title_over_two_lines_issuer_and_date():
    document = txt(
        "关于示例市2023年国民经济和社会发展计划",
        "执行情况与2024年国民经济和社会发展计划草案的报告",
        "——2024年1月20日在示例市第十六届人民代表大会第三次会议上",
        "示例市发展和改革委员会主任 张三",
        "各位代表：",
        SENTENCE,
    )
    assert document.title == "关于示例市2023年国民经济和社会发展计划执行情况与2024年国民经济和社会发展计划草案的报告"
    assert (document.issuer, document.published) == ("示例市发展和改革委员会", "2024-01-20")
    assert kinds(document) == ["title", "title", "meta", "meta", "paragraph", "paragraph"]


def test_a_signature_below_the_text_gives_issuer_and_date():
    document = txt("示例市2024年1-10月经济运行情况", SENTENCE, SENTENCE, "示例市统计局", "2024年11月20日")
    assert (document.issuer, document.published) == ("示例市统计局", "2024-11-20")
    assert kinds(document)[-2:] == ["meta", "meta"]


def test_the_date_of_a_page_that_reposts_the_report_is_not_the_reports():
    document = txt("日期:2024-12-27    作者:someone 移动:http://m.example.invalid/1.html", SENTENCE, SENTENCE)
    assert document.published == ""


def test_a_labelled_title_and_attachments():
    document = txt(
        "标题：示例市2024年统计公报", "发布时间：2025-03-20", SENTENCE, SENTENCE, "附件：示例市主要指标.xlsx"
    )
    assert (document.title, document.published) == ("示例市2024年统计公报", "2025-03-20")
    assert document.dropped[-1].reason == "attachment"


def test_a_title_named_only_in_the_text():
    first = "受区人民政府委托,向大会书面报告示例市示例区2023年国民经济和社会发展计划执行情况,请予审议。"
    document = txt("各位代表:", first, SENTENCE)
    assert document.title == "示例市示例区2023年国民经济和社会发展计划执行情况"
    assert document.issuer == "示例市示例区人民政府"


# --- heads, items, releases in one line -------------------------------------------------------------------------------


def test_heads_have_the_levels_of_the_genre():
    document = txt(
        "示例市2024年政府工作报告",
        SENTENCE,
        "2025年主要目标和重点工作",
        "一、产业发展",
        "（一）工业提质增效",
        SENTENCE,
        "（二）全力扩大投资。",
        SENTENCE,
        "◆消费增势较好",
        SENTENCE,
        "（三）全年完成投资500亿元，增长5%。",
        "——财政收入增长5%；",
        "1.新增学位6万个。",
        "惠民实事",
        SENTENCE,
    )
    assert heads(document) == [
        (1, "2025年主要目标和重点工作"),
        (2, "一、产业发展"),
        (3, "（一）工业提质增效"),
        (3, "（二）全力扩大投资。"),
        (4, "◆消费增势较好"),
        (4, "惠民实事"),
    ]
    assert kinds(document)[-5:] == ["paragraph", "item", "item", "heading", "paragraph"]


def test_a_release_in_one_line_is_parted_at_its_blanks():
    line = f"2024年1-10月全市经济运行情况  今年以来，{SENTENCE}\u3000\u3000一、工业。{SENTENCE}   {SENTENCE * 2}  示例市统计局  2024年11月20日"
    assert body(txt(line)) == [
        ("title", "2024年1-10月全市经济运行情况"),
        ("paragraph", f"今年以来，{SENTENCE}"),
        ("paragraph", f"一、工业。{SENTENCE}"),
        ("paragraph", SENTENCE * 2),
        ("meta", "示例市统计局"),
        ("meta", "2024年11月20日"),
    ]


def test_text_broken_at_a_fixed_width_is_put_together():
    text = SENTENCE * 3
    wrapped = "\n".join(("    " if i == 0 else "") + text[i : i + 34] for i in range(0, len(text), 34))
    document = txt("示例市2024年统计公报", "", *([wrapped] * 6))
    assert body(document)[1:] == [("paragraph", text)] * 6
    assert "\n" not in document.clean[document.blocks[1].start : document.blocks[1].end]


# --- tables -----------------------------------------------------------------------------------------------------------


def test_a_flattened_table_with_column_heads():
    document = txt(
        SENTENCE,
        *"2024年1-10月主要指标|指标|单位|10月|同比增长|（%）|1-10月|同比增长（%）".split("|"),
        *"工业增加值|亿元|—|5.0|—|6.1".split("|"),
        *"固定资产投资|亿元|12.5|-3.2|130.1|持平".split("|"),
        SENTENCE,
    )
    assert document.tables[0].title == "2024年1-10月主要指标"
    assert document.tables[0].recovered == "flattened"
    assert cells(document) == [
        ["指标", "单位", "10月", "同比增长（%）", "1-10月", "同比增长（%）"],
        ["工业增加值", "亿元", "—", "5.0", "—", "6.1"],
        ["固定资产投资", "亿元", "12.5", "-3.2", "130.1", "持平"],
    ]


def test_rows_named_like_sections_belong_to_the_table_and_the_next_section_does_not():
    document = txt(
        "表2：消费价格", *"类别|指数|总指数|100.0|一、食品|98.1|二、衣着|103.5".split("|"), "二、农业", SENTENCE
    )
    assert cells(document)[-1] == ["二、衣着", "103.5"]
    assert heads(document) == [(2, "二、农业")]


def test_names_that_are_spaced_out_are_written_together():
    cells_of = "指　　标|全国|城市|农村|居民消费价格|0.2|0.2|0.3|　其中：食品烟酒|-0.1|0.0|-0.2|衣　　着|1.4|1.4|1.1"
    document = txt(
        "2024年统 计 公 报", SENTENCE, "表1  居民消费价格涨跌幅度", "单位：%", *cells_of.split("|"), SENTENCE
    )
    assert document.title == "2024年统计公报"
    assert document.tables[0].title == "表1  居民消费价格涨跌幅度 单位：%"
    assert cells(document) == [
        ["指标", "全国", "城市", "农村"],
        ["居民消费价格", "0.2", "0.2", "0.3"],
        ["其中：食品烟酒", "-0.1", "0.0", "-0.2"],
        ["衣着", "1.4", "1.4", "1.1"],
    ]


def test_a_grid_that_does_not_come_out_is_left_unread():
    document = txt("表3：投资", *"指标|总量|增速|合计|5.8|1|工业|2.0|农业|-1.0|3".split("|"), SENTENCE)
    (table,) = document.tables
    assert (table.recovered, table.columns, table.rows) == ("unread", 1, 11)


@pytest.mark.parametrize("mark", ["\t", "|", "   "])
def test_rows_parted_by_tabs_bars_or_wide_blanks(mark):
    rows = [["指标", "单位", "数量"], ["生产总值", "亿元", "100"], ["投资", "亿元", "-3.2"], ["收入", "元", "持平"]]
    document = txt(SENTENCE, *(mark.join(row) for row in rows), SENTENCE)
    assert cells(document) == rows
    for cell in document.tables[0].cells:
        assert document.text[cell.start : cell.end] == cell.text


def test_markdown():
    document = txt(
        "---",
        "title: 2024年示例市政府工作报告",
        "---",
        "",
        "**政府工作报告**",
        SENTENCE,
        "## 一、2023年工作回顾",
        f"**经济稳中有进。**{SENTENCE}",
        "- 财政收入增长5%。",
        "| 指标 | 数量 |",
        "| --- | ---: |",
        "| 投资 | 5% |",
        name="report.md",
    )
    assert document.title == "2024年示例市政府工作报告"
    assert body(document) == [
        ("title", "政府工作报告"),
        ("paragraph", SENTENCE),
        ("heading", "一、2023年工作回顾"),
        ("paragraph", f"经济稳中有进。{SENTENCE}"),
        ("item", "财政收入增长5%。"),
        ("table", ""),
    ]
    assert cells(document) == [["指标", "数量"], ["投资", "5%"]]
    assert len(document.clean) == len(document.text)


# --- the real reports -------------------------------------------------------------------------------------------------

REPORTS = sorted((SHARED / "sources").rglob("*.*")) if SHARED.exists() else []


@pytest.mark.skipif(not REPORTS, reason="the shared reports are not here")
def test_the_real_plan_report_loses_its_ten_lines_of_furniture_and_keeps_its_table():
    document = read(SHARED / "sources" / "binjiang-2023-plan-report.txt")
    assert len(document.dropped) == 10
    lines = [line for line in document.text.split("\n") if line.strip()]
    table = document.text[document.tables[0].start : document.tables[0].end]
    cell_lines = sum(bool(line.strip()) for line in table.split("\n"))
    assert len(document.blocks) - 1 == len(lines) - 10 - cell_lines
    assert sum(map(len, cells(document))) == 28


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_real_reports_read_whole_and_fast(path):
    begun = time.perf_counter()
    document = read(path)
    assert time.perf_counter() - begun < 3
    assert document.title
    assert document.published or path.suffix == ".pdf" or "binjiang" in path.name
    assert len(document.clean) == len(document.text)
    spans = sorted([(b.start, b.end) for b in document.blocks] + [(d.start, d.end) for d in document.dropped])
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    assert all(i in covered for i, char in enumerate(document.clean) if char.strip())


@pytest.mark.parametrize(
    "text",
    [
        (SENTENCE * 4 + "\n") * 1500,
        SENTENCE * 6000,
        "12.5\n指标\n" * 30_000,
        "表1：指标\n指标\n单位\n" + "12.5\n甲\n" * 30_000,
        "a|b|c\n" * 30_000,
        "a\tb\tc\n" * 30_000,
        "   " * 300_000 + "x",
        "2023年" * 100_000,
        "（" * 300_000,
    ],
    ids=["paragraphs", "one line", "cells", "titled cells", "bars", "tabs", "blanks", "years", "brackets"],
)
def test_long_and_hostile_text_reads_in_linear_time(text):
    begun = time.process_time()
    assert read_bytes("a.txt", text.encode()).blocks
    assert time.process_time() - begun < 5


def test_what_could_not_be_decoded_is_said():
    data = SENTENCE.encode().replace("为".encode(), b"\xff") * 2
    assert txt(SENTENCE).warnings == ()
    assert read_bytes("a.txt", data).warnings == (
        "2 characters could not be decoded; compare the figures beside them with the source",
    )


def test_traditional_text_without_the_converter_is_read_as_it_is_and_said(monkeypatch):
    from briefing.read import clean

    monkeypatch.setattr(clean, "_converter", lambda: None)
    document = txt("全縣地區生產總值為2479.6億元，同比增長6.5%，產業結構持續優化，發展質量穩步提升。")
    assert document.clean == document.text
    assert "install the extra `hant`" in document.warnings[0]


def test_rows_parted_by_single_blanks_are_a_table():
    """Text copied from a page keeps one blank between cells; each row ends in a figure."""
    document = txt(
        "表2 主要产品产量",
        "产品 单位 产量 增长（%）",
        "发电量 亿千瓦时 86.4 5.1",
        "其中：风电 亿千瓦时 21.7 18.3",
        "水泥 万吨 412.0 -6.6",
        "全年建筑业增加值增长1.2%。",
    )
    assert cells(document) == [
        ["产品", "单位", "产量", "增长（%）"],
        ["发电量", "亿千瓦时", "86.4", "5.1"],
        ["其中：风电", "亿千瓦时", "21.7", "18.3"],
        ["水泥", "万吨", "412.0", "-6.6"],
    ]
    assert kinds(document)[-1] == "paragraph"
