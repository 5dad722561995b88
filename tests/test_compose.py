"""The investor edition of the sample report: twins, every figure a fact, no section without content, charts that suit."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from briefing.compose import Choice, compose, load_edition
from briefing.extract import extract
from briefing.glossary import load_glossary
from briefing.model import tree
from briefing.model.extract import Region
from briefing.phrase import Phrases
from briefing.read import read, read_bytes

sys.path.insert(0, str(Path(__file__).parent))


from support_tree import Brand

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "templates/investor"
REGION = Region("binjiang", "杭州市滨江区", "Binjiang District, Hangzhou", "330108")
HAN = re.compile("[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def kitchen():
    glossary = load_glossary([ROOT / "glossary"])
    phrases = {
        lang: Phrases.load(lang, (ROOT / f"templates/phrases.{lang}.j2").read_text("utf-8"), glossary)
        for lang in ("zh", "en")
    }
    files = {p.name: p.read_text("utf-8") for p in FOLDER.iterdir() if p.suffix in {".toml", ".j2", ".csv", ".css"}}
    return load_edition(files), glossary, phrases


def _twins(extracted, kitchen, earlier=()):
    edition, glossary, phrases = kitchen
    choice = Choice(extracted, earlier, edition, glossary, phrases)
    return {lang: compose(choice, lang, Brand()) for lang in ("zh", "en")}


@pytest.fixture(scope="module")
def sample(kitchen):
    extracted = extract(read(ROOT / "sources/binjiang/2023.txt"), REGION, "2023")
    return extracted, _twins(extracted, kitchen)


def _release(lines):
    text = "2024年10月全市经济运行情况\n\n" + "\n\n".join(lines) + "\n"
    return extract(read_bytes("release.txt", text.encode()), REGION, "2024-10")


def _kinds(briefing):
    return [type(block).__name__ for block in briefing.blocks]


def _pieces(value):
    if isinstance(value, tree.Text | tree.Number | tree.Term | tree.Mark):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _pieces(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _pieces(getattr(value, name))


def _without_quotation(briefing):
    """The blocks but the list of difficulties, which Chinese alone can quote before their English is approved."""
    return [b for b in briefing.blocks if not (isinstance(b, tree.Items) and b.role == "plain")]


def test_the_twins_have_the_same_blocks_figures_and_sources(sample):
    zh, en = sample[1]["zh"], sample[1]["en"]
    facts = {fact.id: fact for fact in sample[0].facts}
    pairs = list(zip(_without_quotation(zh), _without_quotation(en), strict=True))
    for a, b in pairs:
        assert type(a) is type(b)
        ids = [{p.fact_id for p in _pieces(block) if isinstance(p, tree.Number)} for block in (a, b)]
        assert {facts[i].measure for i in ids[0] ^ ids[1]} <= {"rank"}  # "each first": one word for two ranks
    sources = [[e.zh for b in t.blocks if isinstance(b, tree.Sources) for e in b.entries] for t in (zh, en)]
    assert sources[0] == sources[1]


def test_difficulties_are_quoted_in_chinese_and_counted_in_english_until_approved(sample):
    zh, en = sample[1]["zh"], sample[1]["en"]
    (quoted,) = [b for b in zh.blocks if isinstance(b, tree.Items) and b.role == "plain"]
    assert len(quoted.items) == 3
    (said,) = [
        text
        for b in en.blocks
        if (text := "".join(p.text for p in _pieces(b) if isinstance(p, tree.Text))) and "difficulties under" in text
    ]
    assert "three heads" in said


def test_every_printed_figure_leads_to_a_fact_of_the_report(sample):
    extracted, twins = sample
    known = {fact.id for fact in extracted.facts}
    for briefing in twins.values():
        ids = {part for p in _pieces(briefing.blocks) if isinstance(p, tree.Number) for part in p.fact_id.split("|")}
        assert ids
        assert ids <= known


def test_no_chinese_in_english_but_in_terms_and_sources(sample):
    for block in sample[1]["en"].blocks:
        if not isinstance(block, tree.Sources | tree.Definitions):
            assert not [
                p.text
                for p in _pieces(block)
                if isinstance(p, tree.Text | tree.Number | tree.Term) and HAN.search(p.text)
            ]


def test_nothing_of_low_confidence_is_printed(sample):
    extracted, twins = sample
    low = {fact.id for fact in extracted.facts if fact.confidence == "low"}
    for briefing in twins.values():
        assert not [p for p in _pieces(briefing.blocks) if isinstance(p, tree.Number) and p.fact_id in low]


def test_an_outcome_stands_only_where_target_and_result_are_figures_of_one_measure(sample):
    table = next(b for b in sample[1]["en"].blocks if isinstance(b, tree.TableBlock))
    heads = ["".join(p.text for p in _pieces(c)) for c in table.columns]
    at = heads.index("Against target")
    said = {"".join(p.text for p in _pieces(row[0])): "".join(p.text for p in _pieces(row[at])) for row in table.rows}
    assert said["GDP"] == "above both"
    assert said["General public budget revenue"] == "above by 6.8 pp"
    assert said["R&D intensity"] == ""  # about 10% against 10%: no verdict
    assert next(v for k, v in said.items() if "isposable income" in k) == ""  # in step with growth: no figure


def test_charts_compare_at_least_three_values_of_one_unit_and_have_words(sample):
    for lang, briefing in sample[1].items():
        charts = [b for b in briefing.blocks if isinstance(b, tree.Chart)]
        assert len({chart.kind for chart in charts}) >= 4
        for chart in charts:
            values = [p for s in chart.series for p in s.points if p.value is not None]
            assert len(values) >= 3
            assert all(name in chart.alt for name in chart.categories) or chart.kind in {"structure", "completion"}
            assert bool(HAN.search(chart.title)) == (lang == "zh")
            assert chart.title
            assert chart.subtitle
            assert chart.source


def test_left_out_is_counted_with_reasons(sample):
    assert all(": " in line for line in sample[1]["en"].left_out)


def test_a_short_release_gives_fewer_sections_and_no_empty_one(kitchen):
    made = _twins(
        _release(["10月份,全市社会消费品零售总额350亿元,同比增长4.4%。", "1—10月,一般公共预算收入220亿元,增长3.1%。"]),
        kitchen,
    )["en"]
    heads = ["".join(p.text for p in _pieces(b)) for b in made.blocks if isinstance(b, tree.Heading)]
    assert "What is planned" not in heads
    assert "Difficulties the report names" not in heads
    assert not any(isinstance(b, tree.Chart) for b in made.blocks)
    blocks = made.blocks
    assert not [
        a
        for a, b in pairwise(blocks)
        if isinstance(a, tree.Heading) and isinstance(b, tree.Heading) and a.level == b.level
    ]


def test_a_report_without_a_single_fact_still_makes_a_page(kitchen):
    made = _twins(_release(["全市上下齐心协力,各项工作取得新进展。"]), kitchen)["en"]
    assert _kinds(made)[0] == "Cover"
    assert "Sources" not in _kinds(made)


def test_a_fall_is_marked_and_said(kitchen):
    made = _twins(_release([
        "10月份,社会消费品零售总额350亿元,同比下降4.4%。", "进出口总额120亿元,增长3.1%。", "一般公共预算收入22亿元,增长1.2%。",
    ]), kitchen)  # fmt: skip
    table = next(b for b in made["en"].blocks if isinstance(b, tree.TableBlock))
    fallen = [cell for row in table.rows for cell in row if cell.tone == "down"]
    assert ["".join(p.text for p in _pieces(cell)) for cell in fallen] == ["-4.4%"]
    cards = next(b for b in made["en"].blocks if isinstance(b, tree.Cover)).cards
    assert [c.note.replace("\u00a0", " ") for c in cards if c.tone == "down"] == ["▼ 4.4%"]


def test_a_table_of_figures_without_text_is_said_row_by_row(kitchen):
    rows = "region,indicator,period,value,unit,measure,comparison\n全国,社会消费品零售总额,2024-10,45396,亿元,level,\n全国,社会消费品零售总额,2024-10,4.8,%,growth,yoy\n全国,居民消费价格,2024-10,0.3,%,growth,yoy\n"
    china = Region("china", "全国", "China", "100000")
    extracted = extract(read_bytes("2024-10.csv", rows.encode()), china, "2024-10")
    made = _twins(extracted, kitchen)["en"]
    text = " ".join(
        p.text for b in made.blocks if isinstance(b, tree.Paragraph) for p in _pieces(b) if not isinstance(p, tree.Mark)
    )
    assert "RMB 4.5396 trillion" in text
    assert any(isinstance(b, tree.Sources) and b.entries for b in made.blocks)


def test_a_growth_in_tenths_is_drawn_in_percent(kitchen):
    """五成 is 50 %: its bar is as long as its label says."""
    lines = [
        "10月份,社会消费品零售总额350亿元,同比增长五成。",
        "进出口总额120亿元,增长3.1%。",
        "一般公共预算收入22亿元,增长1.2%。",
        "固定资产投资增长2.5%。",
    ]
    made = _twins(_release(lines), kitchen)["en"]
    ranked = next(b for b in made.blocks if isinstance(b, tree.Chart) and b.kind == "ranked")
    top = ranked.series[0].points[0]
    assert (top.value, top.label) == (50, "50%")


@pytest.mark.parametrize(
    ("growths", "titles"),
    [
        ("5.1 3.1 1.2 2.5", ("Retail sales grew fastest of four measures, by 5.1%", "四项中社会消费品零售总额增长最快，为5.1%")),
        ("3.1 3.1 1.2 2.5", ("Two of four measures grew fastest, by 3.1%", "四项中有两项增长最快，为3.1%")),
        ("3.1 2.5 -1.2 1.0", ("Retail sales grew fastest of four measures, by 3.1%; general public budget revenue fell",
                              "四项中社会消费品零售总额增长最快，为3.1%，一般公共预算收入下降")),
        ("3.1 2.5 -1.2 -4.0", ("Retail sales grew fastest of four measures, by 3.1%; two fell, fixed-asset investment most",
                               "四项中社会消费品零售总额增长最快，为3.1%，两项下降，固定资产投资降幅最大")),
        ("3.1 2.5 -4 -4.0", ("Retail sales grew fastest of four measures, by 3.1%; two fell", "四项中社会消费品零售总额增长最快，为3.1%，两项下降")),
        ("-3.1 -2.5 -4 -4.0", ("All four measures fell", "四项均下降")),
    ],
)  # fmt: skip
def test_a_title_of_growth_names_a_measure_only_where_no_other_is_level_and_says_how_many_fell(
    kitchen, growths, titles
):
    names = ("社会消费品零售总额350亿元", "进出口总额120亿元", "一般公共预算收入22亿元", "固定资产投资80亿元")
    lines = [
        f"{name},同比{'下降' if g[0] == '-' else '增长'}{g.lstrip('-')}%。"
        for name, g in zip(names, growths.split(), strict=True)
    ]
    twins = _twins(_release([f"10月份,{lines[0]}", *lines[1:]]), kitchen)
    for lang, title in zip(("en", "zh"), titles, strict=True):
        assert [b.title for b in twins[lang].blocks if isinstance(b, tree.Chart) and b.kind == "ranked"] == [title]


def _month(kitchen, month, retail, prices):
    rows = f"region,indicator,period,value,unit,measure,comparison\n全国,社会消费品零售总额,{month},{retail},%,growth,yoy\n全国,居民消费价格,{month},{prices},%,growth,yoy\n"
    return extract(read_bytes(f"{month}.csv", rows.encode()), Region("china", "全国", "China", "100000"), month)


def test_from_the_second_report_on_changes_and_trends_are_shown(kitchen):
    months = [
        _month(kitchen, m, r, p)
        for m, r, p in (("2024-08", "2.1", "0.6"), ("2024-09", "3.2", "0.4"), ("2024-10", "4.8", "0.3"))
    ]
    made = _twins(months[-1], kitchen, months[:-1])["en"]
    table = [b for b in made.blocks if isinstance(b, tree.TableBlock)][-1]
    said = ["".join(p.text for p in _pieces(row[-1])) for row in table.rows]
    assert said == ["up 1.6 pp", "down 0.1 pp"]
    trend = next(b for b in made.blocks if isinstance(b, tree.Chart) and b.kind == "trend")
    assert trend.categories == ("Aug 2024", "Sep", "Oct")
    assert [p.label for p in trend.series[0].points] == ["2.1%", "3.2%", "4.8%"]


def test_the_first_report_of_a_region_compares_with_nothing(kitchen):
    made = _twins(_month(kitchen, "2024-10", "4.8", "0.3"), kitchen)["en"]
    assert not any(isinstance(b, tree.Chart) and b.kind == "trend" for b in made.blocks)
    assert len([b for b in made.blocks if isinstance(b, tree.TableBlock)]) == 1


def test_a_work_report_gives_the_results_of_the_year_before(kitchen):
    text = (
        "2024年江城县政府工作报告\n\n一、2023年工作回顾\n全年地区生产总值2467.9亿元，增长8.0%。一般公共预算收入242.1亿元，增长12.8%。"
        "服务业增加值1543.4亿元，增长9.2%。\n\n二、2024年工作安排\n地区生产总值增长6%左右。固定资产投资增长3%以上。\n"
    )
    extracted = extract(read_bytes("report.txt", text.encode()), REGION, "2024")
    briefing = _twins(extracted, kitchen)["en"]
    assert briefing.blocks[0].deck.startswith("Results for 2023 and targets for 2024")
    assert briefing.blocks[0].cards[0].figure == "RMB 246.79 bn"
    assert briefing.period == "2024"


def _year(period, *lines):
    text = f"{period}年江城县国民经济和社会发展统计公报\n\n一、综合\n" + "\n".join(lines) + "\n"
    return extract(read_bytes("report.txt", text.encode()), REGION, period)


def test_a_figure_that_a_later_report_gives_otherwise_is_flagged_with_both_sources(kitchen):
    before = _year("2022", "全年地区生产总值2184.7亿元，增长4.0%。社会消费品零售总额300.5亿元，增长2.0%。")
    now = _year(
        "2023",
        "2023年地区生产总值2467.9亿元，增长8.0%。2022年地区生产总值2190.3亿元。2022年社会消费品零售总额300.5亿元。",
    )
    briefing = _twins(now, kitchen, (before,))["en"]
    table = next(b for b in briefing.blocks if isinstance(b, tree.TableBlock) and "otherwise" in b.caption)
    rows = [["".join(p.text for p in cell.inlines) for cell in row] for row in table.rows]
    assert rows == [["GDP, 2022", "RMB 218.47 billion", "RMB 219.03 billion"]]
    sources = next(b for b in briefing.blocks if isinstance(b, tree.Sources)).entries
    assert any(e.where == "Report for 2022" and "2184.7亿元" in e.zh for e in sources)
