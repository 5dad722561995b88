"""A hand-made investor briefing in both languages for tests of the writers: real figures, sentences of our own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from briefing.model import tree

BOLD = "strong"


@dataclass(frozen=True)
class Brand:
    """The brand as the writers see it."""

    name: str = ""
    logo: str | None = None
    accent: str = "#0b5563"
    second_accent: str = "#c2612c"
    issuer: str = ""
    disclaimer: str = ""
    contact: str = ""


def said(text: str) -> tree.Inlines:
    """`[GDP]` is a term (`[GDP|地区生产总值]`), `{8.0%}` a figure, `^3` a source mark."""
    out: list[tree.Inline] = []
    for part in re.split(r"(\{[^}]*\}|\[[^\]]*\]|\^\d+)", text):
        if part.startswith("{"):
            out.append(tree.Number(part[1:-1], "f" + str(abs(hash(part)) % 1000)))
        elif part.startswith("["):
            shown, _, zh = part[1:-1].partition("|")
            out.append(tree.Term(shown, zh or shown))
        elif part.startswith("^"):
            out.append(tree.Mark(int(part[1:])))
        elif part:
            out.append(tree.Text(part))
    return tuple(out)


def chart(
    kind: str,
    number: int,
    title: str,
    subtitle: str,
    rows: list[tuple[str, str, str]],
    lang: str,
    names: tuple[str, str] = ("", ""),
) -> tree.Chart:
    """Rows are category, value and second value (or empty); the label is the value as given."""

    def point(text: str) -> tree.Point:
        found = re.search(r"-?\d[\d,.]*", text)
        return tree.Point(Decimal(found[0].replace(",", "").rstrip(".")) if found else None, text, f"c{number}")

    series = [tree.Series(names[0], tuple(point(first) for _, first, _ in rows))]
    if any(second for _, _, second in rows):
        series.append(tree.Series(names[1], tuple(point(second) for _, _, second in rows)))
    spoken = "; ".join(f"{c}: {a}{f' ({names[1]} {b})' if b else ''}" for c, a, b in rows)
    source = (
        said("Source: the report, table and part one.")
        if lang.startswith("en")
        else said("资料来源：报告主要指标表及第一部分。")
    )
    return tree.Chart(
        kind,
        number,
        title,
        subtitle,
        tuple(c for c, _, _ in rows),
        tuple(series),
        source,
        f"{title}. {spoken}.",
        lang,
        f"chart-{number}",
    )


def _table(lang: str) -> tree.TableBlock:
    en = lang.startswith("en")
    heads = (
        ["Indicator", "2023", "Growth", "2023 target", "Against target", "2024 target"]
        if en
        else ["指标", "2023年", "增速", "2023年目标", "与目标相比", "2024年目标"]
    )
    rows = [
        ("GDP", "RMB 246.79 bn", "8.0%", "at least 5.0%", "met", "6.0%"),
        ("Fixed-asset investment", "RMB 39.34 bn", "7.9%", "6.0%", "above by 1.9 pp", "at least RMB 35 bn"),
        ("General public budget revenue", "RMB 24.21 bn", "12.8%", "6.0%", "above by 6.8 pp", "in step with growth"),
        ("Newly attracted talent", "41,029 people", "", "40,000 people", "above by 1,029", "42,000 people"),
        ("Urban disposable income per person", "", "5.6%", "about in step with growth", "", "in step with growth"),
    ] if en else [
        ("地区生产总值", "2467.9亿元", "8.0%", "确保5.0%", "完成", "6.0%"),
        ("固定资产投资", "393.4亿元", "7.9%", "力争6.0%", "高1.9个百分点", "350亿元以上"),
        ("一般公共预算收入", "242.1亿元", "12.8%", "6.0%", "高6.8个百分点", "与经济增长同步"),
        ("新引进人才", "41029人", "", "4.0万人", "多1029人", "4.2万人"),
        ("城镇居民人均可支配收入", "", "5.6%", "与经济增长基本同步", "", "与经济增长同步"),
    ]  # fmt: skip
    align = ("left", "decimal", "decimal", "right", "right", "right")
    columns = tuple(tree.Column((tree.Text(h),), a) for h, a in zip(heads, align, strict=True))
    cells = tuple(
        tuple(
            tree.TableCell(
                (tree.Number(text, f"t{i}"),) if i and re.search(r"\d", text) else (tree.Text(text),) if text else (),
                i == 0,
                "met" if i == 4 and text else "",
            )
            for i, text in enumerate(row)
        )
        for row in rows
    )
    caption, subtitle = (
        ("Headline indicators", "2023 results and targets, 2024 targets")
        if en
        else ("主要指标", "2023年结果与目标，2024年目标")
    )
    source = (
        said("Source: the report's indicator table.^1 pp: percentage points.")
        if en
        else said("资料来源：报告主要指标表。^1")
    )
    return tree.TableBlock(1, caption, subtitle, columns, cells, source, "table-1")


EN_POINTS = (
    "[GDP|地区生产总值] reached {RMB 246.79 billion} in 2023, up {8.0%}, ranking {third} in the city by size and {second} by growth.^1",
    "Investment in industry, high-tech industries and manufacturing rose {21.9%}, {22.1%} and {20.5%} respectively.^2",
    "Three more firms went public, bringing the total to {72}, {first} in the province.^3",
    "R&D spending stayed at {about 10%} of GDP, {first} in the province.^4",
)
ZH_POINTS = (
    "[地区生产总值]达{2467.9亿元},增长{8.0%},总量居全市{第三},增速居全市{第二}。^1",
    "工业、高新产业、制造业投资分别增长{21.9%}、{22.1%}和{20.5%}。^2",
    "新增上市企业{3家},累计{72家},总量居全省{第一}。^3",
    "全社会[R&D经费]投入占地区生产总值比重保持{10%左右},居全省{第一}。^4",
)
EN_BODY = (
    "Projects in the province’s 1,000-Project, Trillion-Yuan Investment Program completed {RMB 2.56 billion} of investment, {136.6%} of the annual plan. Provincial key projects completed {RMB 3.701 billion} ({241.9%}) and municipal key projects {RMB 16.13 billion} ({189.2%}).^2",
    "The district attracted {48} new projects of at least {RMB 100 million} each; {21} were sited, {9} won their land at auction and {24} started construction.^2 FDI in actual use came to {USD 930 million} in 2023.^3",
    "Firms installed {154} more industrial robots, and all industrial enterprises above the designated size are now in the cloud ({100%} coverage). The district paid out {RMB 6.233 billion} in support for business, and tax and fee cuts, rebates and deferrals came to a further {RMB 5.614 billion}.^4",
)
ZH_BODY = (
    "省“千项万亿”项目完成投资{25.6亿元},完成率{136.6%};省重点项目完成投资{37.01亿元}(完成率{241.9%}),市重点项目完成投资{161.3亿元}(完成率{189.2%})。^2",
    "全年新招引亿元以上项目{48个},落点{21个},摘牌{9个},开工{24个}。^2全年实际利用外资{9.3亿美元}。^3",
    "企业新增工业机器人{154台},规上工业企业上云覆盖率达{100%}。区级惠企产业资金下达{62.33亿元},减税降费及退税缓费新增{56.14亿元};“专精特新”(“小巨人”)企业、瞪羚企业与R&D投入继续增加,“两业融合”、5G与AIGC应用同步推进。^4",
)
ZH_SOURCES = (
    "去年全区生产总值达到2467.9亿元,同比增长8.0%,总量排在全市第三位,增速排在第二位;财政总收入462.5亿元。",
    "固定资产投资(含合作园区)完成393.4亿元,增长7.9%;其中工业、高新产业和制造业投资增幅分别为21.9%、22.1%、20.5%。",
    "上市公司新添3家,总数达72家,为全省各区县之首;外资实际到账9.3亿美元。",
    "研发投入强度保持在10%左右,在全省领先;工业机器人新装154台。",
)


def _first(en, _zh):
    return en


def _second(_en, zh):
    return zh


def briefing(lang: str = "en-US", *, page_size: str = "A4") -> tree.Briefing:
    """The whole briefing: every kind of block, every inline, three charts."""
    en = lang.startswith("en")
    pick = _first if en else _second
    points = tuple(said(p) for p in pick(EN_POINTS, ZH_POINTS))
    body = tuple(tree.Paragraph(said(p)) for p in pick(EN_BODY, ZH_BODY))
    cards = tuple(
        tree.Card(*row)
        for row in pick(
            (
                ("GDP", "RMB 246.79 bn", "▲ 8.0% · target at least 5.0%", "t1", "up"),
                ("Fixed-asset investment", "RMB 39.34 bn", "▲ 7.9% · target 6.0%", "t2", "up"),
                ("Budget revenue", "RMB 24.21 bn", "▲ 12.8% · target 6.0%", "t3", "up"),
                ("Foreign investment in use", "USD 930 m", "full year", "t4"),
                ("R&D intensity", "about 10%", "first in the province", "t5"),
                ("New talent", "41,029", "target 40,000", "t6"),
            ),
            (
                ("地区生产总值", "2467.9亿元", "▲ 8.0% · 目标5.0%以上", "t1", "up"),
                ("固定资产投资", "393.4亿元", "▲ 7.9% · 目标6.0%", "t2", "up"),
                ("一般公共预算收入", "242.1亿元", "▲ 12.8% · 目标6.0%", "t3", "up"),
                ("实际利用外资", "9.3亿美元", "全年", "t4"),
                ("R&D经费占比", "10%左右", "居全省第一", "t5"),
                ("新引进人才", "41029人", "目标4.0万人", "t6"),
            ),
        )
    )
    ranked = [
        ("General public budget revenue", "12.8%", ""),
        ("GDP", "8.0%", ""),
        ("Fixed-asset investment", "7.9%", ""),
        ("Urban disposable income", "5.6%", ""),
    ]
    ranked_zh = [
        ("一般公共预算收入", "12.8%", ""),
        ("地区生产总值", "8.0%", ""),
        ("固定资产投资", "7.9%", ""),
        ("城镇居民人均可支配收入", "5.6%", ""),
    ]
    done = [
        ("1,000-Project Program", "136.6%", ""),
        ("Municipal key projects", "189.2%", ""),
        ("Provincial key projects", "241.9%", ""),
    ]
    done_zh = [("省“千项万亿”项目", "136.6%", ""), ("市重点项目", "189.2%", ""), ("省重点项目", "241.9%", "")]
    blocks: tuple[tree.Block, ...] = (
        tree.Cover(
            pick("Economic briefing for investors", "投资者经济简报"),
            pick("Binjiang District, Hangzhou", "杭州市滨江区"),
            pick("Results for 2023 and targets for 2024, from the district's plan report", "2023年结果与2024年目标,据区计划执行情况报告"),
            cards,
            points,
            pick("Key points", "要点"),
            pick(("Published 27 December 2024 · Based on the district's plan report", "Chinese edition: binjiang-2023-investor.zh.pdf"), ("2024年12月27日发布·据区计划报告", "英文版:binjiang-2023-investor.en.pdf")),
        ),
        tree.Contents(pick("Contents", "目录")),
        tree.Heading(1, (tree.Text(pick("The year in figures", "全年数据一览")),), "figures"),
        tree.Paragraph((tree.Text(pick("Growth above target, with investment led by high-tech industries.", "增长高于目标,投资由高新产业带动。")),), "deck"),
        _table(lang),
        chart("ranked", 1, pick("Budget revenue grew fastest", "一般公共预算收入增长最快"), pick("Change on the year before, %, 2023", "比上年增长,%,2023年"), pick(ranked, ranked_zh), lang),
        tree.Heading(1, (tree.Text(pick("Investment and industry", "投资与产业")),), "industry"),
        tree.Heading(2, (tree.Text(pick("Projects", "项目")),), "projects"),
        *body,
        chart("completion", 2, pick("Key projects exceeded their plans", "重点项目超额完成计划"), pick("Investment completed, % of the annual plan, 2023", "完成投资占年度计划,%,2023年"), pick(done, done_zh), lang),
        tree.Heading(1, (tree.Text(pick("What is planned for 2024", "2024年安排")),), "plans"),
        tree.Items(tuple(said(t) for t in pick(("GDP growth: {6.0%}", "Fixed-asset investment: at least {RMB 35 billion}"), ("地区生产总值增长{6.0%}", "固定资产投资{350亿元以上}"))), "plain"),
        tree.Heading(1, (tree.Text(pick("Terms explained", "术语说明")),), "terms"),
        tree.Definitions(
            (
                tree.Definition("GDP", "地区生产总值", pick("value of all final goods and services produced in the district", "区内全部最终产品和服务的价值")),
                tree.Definition("R&D spending", "R&D经费", pick("spending of the whole society on research and development", "全社会用于研究与试验发展的支出")),
            )
        ),
        tree.Heading(1, (tree.Text(pick("Sources", "资料来源")),), "sources"),
        tree.Paragraph((tree.Text(pick("The paragraphs of the report that each figure is taken from, in the original.", "各数据所出自的报告段落。")),), "note"),
        tree.Sources(tuple(tree.Source(i, pick(f"Part one, paragraph {i}", f"第一部分第{i}段"), zh) for i, zh in enumerate(ZH_SOURCES, 1))),
    )  # fmt: skip
    return tree.Briefing(
        lang=lang,
        edition="investor",
        title=pick("Binjiang District, Hangzhou: economic briefing 2023", "杭州市滨江区经济简报(2023年)"),
        subtitle=pick("Results for 2023 and targets for 2024", "2023年结果与2024年目标"),
        region="binjiang",
        period="2023",
        issuer=pick("Hangzhou Binjiang District", "杭州市滨江区"),
        running_left=pick("Binjiang District, Hangzhou", "杭州市滨江区"),
        running_right=pick("Economic briefing · 2023", "经济简报 · 2023年"),
        footer=pick(
            "Source: the district's plan report. Figures as published.", "资料来源：区计划报告。数据以公布为准。"
        ),
        created="2024-12-27",
        blocks=blocks,
        page_size=page_size,
    )


def cell(*inlines: tree.Inline, **more: str) -> tree.TableCell:
    """A cell of a table."""
    return tree.TableCell(inlines, **more)


def editor() -> tree.Briefing:
    """Two sections with a table each: a statement, a machine sentence, an untranslated one."""
    columns = tuple(tree.Column((tree.Text(head),)) for head in ("Id", "Chinese", "English", "State"))
    first = (
        cell(tree.Text("s1")),
        cell(tree.Term("地区生产总值", "地区生产总值"), tree.Text("增长"), tree.Number("8.0%", "f1"), tree.Text("。")),
        cell(tree.Term("GDP", "地区生产总值"), tree.Text(" rose "), tree.Number("8.0%", "f1"), tree.Text("."), id="s1"),
        cell(tree.Text("statement")),
    )
    second = (
        cell(tree.Text("s2")),
        cell(tree.Text("=SUM(A1)")),
        cell(tree.Text("Machine text."), tone="machine", id="s2"),
        cell(tree.Text("machine")),
    )
    third = (cell(tree.Text("s3")), cell(tree.Text("未译。")), cell(id="s3"), cell(tree.Text("untranslated")))
    blocks = (
        tree.Heading(1, (tree.Text("Part one"),), "p1"),
        tree.TableBlock(0, "", "", columns, (first, second), (), "t1"),
        tree.Heading(1, (tree.Text("Part two"),), "p2"),
        tree.TableBlock(0, "", "", columns, (third,), (), "t2"),
    )
    return replace(briefing(), edition="editor", orientation="landscape", blocks=blocks)
