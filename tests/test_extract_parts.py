"""The pieces of the extract stage: sentences, sections, tables, links, structured tables, package, ledger."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from decimal import Decimal
from pathlib import Path

import pytest

from briefing.errors import SourceError
from briefing.extract import extract
from briefing.extract.indicators import indicator_id
from briefing.extract.package import changed_by_hand, load, save
from briefing.extract.sections import find_sections
from briefing.extract.sentences import split
from briefing.model.document import Block, Document
from briefing.model.extract import Extract, Region
from briefing.read import read, read_bytes

REGION = Region("x", "某市", "X", "123456")
SAMPLE = Path(__file__).parents[1] / "sources" / "binjiang" / "2023.txt"


def document(*lines: tuple[str, str]) -> Document:
    """A document of (kind, text) blocks."""
    blocks, text = [], ""
    for kind, line in lines:
        blocks.append(Block(kind, len(text), len(text) + len(line), int(kind == "heading")))
        text += line + "\n"
    return Document(
        "t.txt", hashlib.sha256(text.encode()).hexdigest(), "txt", "utf-8", text, text, tuple(blocks), title="某市报告"
    )


def said(found: Extract) -> list[str]:
    return [
        f"{one.indicator_zh} {one.measure} {one.value} {one.unit_zh} {one.role} {one.time_period}"
        for one in found.facts
    ]


# --- sentences -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲增长5%。乙下降3%！丙呢？", ["甲增长5%。", "乙下降3%！", "丙呢？"]),
        ("他说“先做。再看。”然后走了。丙。", ["他说“先做。再看。”", "然后走了。", "丙。"]),
        ("见《甲。乙》第三页。丙", ["见《甲。乙》第三页。", "丙"]),
        ("这份”稳”字当头。数据显示。", ["这份”稳”字当头。", "数据显示。"]),
        ("  开头有空格。\n第二行", ["开头有空格。", "第二行"]),
    ],
)
def test_sentences_end_at_full_stops_outside_brackets_and_quotes(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in split(text)] == expected


def test_an_edit_elsewhere_leaves_the_id_of_a_segment_alone() -> None:
    one = extract(document(("paragraph", "甲增长5%。乙增长6%。")), REGION, "2024")
    other = extract(document(("paragraph", "全新的一句。乙增长6%。")), REGION, "2024")
    assert one.segments[1].id == other.segments[1].id
    assert one.segments[0].id != other.segments[0].id


# --- sections ------------------------------------------------------------------------------------------------------


def test_two_parts_with_the_same_numbers_have_roles_periods_and_ids_of_their_own() -> None:
    found = find_sections(
        document(
            ("heading", "2023年国民经济和社会发展计划执行情况"),
            ("heading", "一、综合实力提升"),
            ("paragraph", "工业稳步前行。规上工业增加值增长7%。"),
            ("heading", "2024年国民经济和社会发展主要目标和工作举措"),
            ("heading", "一、着力扩大需求"),
        ),
        "2023",
    )
    assert [(one.id, one.role, one.period, one.title) for one in found] == [
        ("p1", "actual", "2023", "2023年国民经济和社会发展计划执行情况"),
        ("p1.s1", "actual", "2023", "综合实力提升"),
        ("p1.s1.h1", "actual", "2023", "工业稳步前行"),
        ("p2", "target", "2024", "2024年国民经济和社会发展主要目标和工作举措"),
        ("p2.s1", "target", "2024", "着力扩大需求"),
    ]


def test_a_plan_part_without_a_year_is_for_the_year_after_the_report() -> None:
    found = extract(
        document(
            ("heading", "一、工作回顾"),
            ("paragraph", "甲产值增长5%。"),
            ("heading", "二、下一步工作安排"),
            ("paragraph", "甲产值增长6%。"),
        ),
        REGION,
        "2024",
    )
    assert said(found) == ["甲产值 growth 5 % actual 2024", "甲产值 growth 6 % target 2025"]
    assert found.plan_period == "2025"


def test_a_sentence_can_open_the_targets_where_no_heading_does() -> None:
    text = "2025年经济社会发展主要预期目标是：地区生产总值增长5.5%左右。"
    found = extract(document(("paragraph", "2024年地区生产总值增长5.8%。"), ("paragraph", text)), REGION, "2024")
    assert said(found) == ["地区生产总值 growth 5.8 % actual 2024", "地区生产总值 growth 5.5 % target 2025"]


def test_five_years_ahead_are_a_period_of_their_own() -> None:
    found = extract(document(("heading", "二、今后五年发展目标"), ("paragraph", "森林覆盖率达到65%。")), REGION, "2024")
    assert said(found) == ["森林覆盖率 ratio 65 % target 2025/2029"]


# --- tables --------------------------------------------------------------------------------------------------------


def table_facts(markdown: str) -> list[str]:
    return said(extract(read_bytes("t.md", markdown.encode()), REGION, "2024"))


def test_column_heads_give_unit_year_role_and_measure() -> None:
    facts = table_facts(
        "# 某市2024年统计公报\n\n全年经济平稳。\n\n| 指标 | 单位 | 2023年实际 | 2024年目标 | 比上年增长（%） |\n|---|---|---|---|---|\n"
        "| 一般公共预算收入 | 亿元 | 120.5 | 126 | -3.2 |\n| 城镇化率 | % | 66.1 | 67 | — |\n"
    )
    assert facts == [
        "一般公共预算收入 level 120.5 亿元 actual 2023",
        "一般公共预算收入 level 126 亿元 target 2024",
        "一般公共预算收入 growth -3.2 % actual 2024",
        "城镇化率 ratio 66.1 % actual 2023",
        "城镇化率 ratio 67 % target 2024",
    ]


def test_rows_take_their_measure_noun_from_the_head_of_the_column() -> None:
    facts = table_facts(
        "# 公报\n\n表1：2024年主要农产品产量\n\n| 产品名称 | 产量（万吨） | 比上年增长（%） |\n|---|---|---|\n| 粮食 | 211.28 | -0.4 |\n"
    )
    assert facts == ["粮食产量 level 211.28 万吨 actual 2024", "粮食产量 growth -0.4 % actual 2024"]


def test_a_table_of_figures_written_by_a_person_gives_the_same_facts() -> None:
    data = "region,indicator,period,value,unit\n某市,一般公共预算收入,2024年,126.3,亿元\n某市,城镇调查失业率,2024年1-10月,5.1,%\n别处,地区生产总值,2024年,1,亿元\n"
    found = extract(read_bytes("2024.csv", data.encode()), REGION, "2024")
    assert said(found) == [
        "一般公共预算收入 level 126.3 亿元 actual 2024",
        "城镇调查失业率 ratio 5.1 % actual 2024-01/2024-10",
    ]
    assert [one.value_base for one in found.facts] == [Decimal(12630000000), Decimal("5.1")]
    assert all(found.text[one.start : one.end] == one.exact for one in found.facts)


# --- indicators and links ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("地区生产总值（GDP）", "gdp"),
        ("全市生产总值", "gdp"),
        ("规上工业增加值", "industrial_value_added_above_scale"),
        ("规模以上工业增加值", "industrial_value_added_above_scale"),
        ("固定资产投资（不含农户）", "fixed_asset_investment"),
        ("含合作区(园)固定资产投资", "fixed_asset_investment"),
        ("新认定国高企", "new_high_tech_enterprises"),
        ("全市民用汽车保有量", "civil_vehicles"),
        ("城市书房", ""),
    ],
)
def test_aliases_lead_to_one_slug(name: str, slug: str) -> None:
    assert indicator_id(name) == slug


def test_a_target_and_its_outcome_are_linked_and_a_disagreement_is_flagged() -> None:
    found = extract(
        document(
            ("heading", "2023年发展情况"),
            ("paragraph", "帮扶重点群体8872人次。地区生产总值增长8.0%。"),
            ("heading", "2024年工作安排"),
            ("paragraph", "帮扶重点群体不少于8500人次。"),
        ),
        REGION,
        "2023",
    )
    done, _, wanted = found.facts
    assert (done.links, wanted.links) == ((wanted.id,), (done.id,))
    assert (wanted.bound, wanted.role, wanted.time_period) == ("ge", "target", "2024")


def test_a_structure_that_does_not_add_up_is_flagged_and_left_as_it_is() -> None:
    found = extract(document(("paragraph", "三次产业结构为5.8:41.6:52.6。")), REGION, "2024")
    assert [(one.exact, one.flags) for one in found.facts if one.flags] == []
    odd = extract(document(("paragraph", "三次产业结构为5.8:46.1:52.6。")), REGION, "2024")
    assert [(one.exact, one.flags) for one in odd.facts] == [("5.8:46.1:52.6", ("source typo",))]


def test_a_figure_about_the_country_is_not_the_regions() -> None:
    found = extract(document(("paragraph", "全国地区生产总值增长5%，全市地区生产总值增长6%。")), REGION, "2024")
    assert [(one.ref_area, one.role, str(one.value)) for one in found.facts] == [
        ("全国", "background", "5"),
        ("某市", "actual", "6"),
    ]


# --- package and ledger --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> Extract:
    return extract(read(SAMPLE), Region("binjiang", "杭州市滨江区", "Binjiang", "330108"), "2023")


def test_the_sample_report_is_read_into_many_certain_facts(sample: Extract) -> None:
    assert len(sample.facts) > 100
    assert sum(one.confidence == "low" for one in sample.facts) <= 0.03 * len(sample.facts)
    assert (sample.plan_period, sample.report_type) == ("2024", "plan")
    assert not [row for row in sample.ledger if row.fate == "unread"]


def test_the_package_is_valid_and_lists_what_a_person_changed(sample: Extract) -> None:
    files = save(sample)
    assert set(files) == {
        "datapackage.json",
        "facts.csv",
        "ledger.csv",
        "segments.csv",
        "sections.csv",
        "tables.csv",
        "dropped.csv",
        "source.txt",
    }
    assert load(files) == sample
    assert changed_by_hand(files) == ()
    edited = {**files, "facts.csv": files["facts.csv"].replace("地区生产总值".encode(), "生产总值".encode())}
    assert changed_by_hand(edited) == ("facts.csv",)
    meta = json.loads(files["datapackage.json"])
    facts = next(one for one in meta["resources"] if one["path"] == "facts.csv")
    assert [field["name"] for field in facts["schema"]["fields"]] == files["facts.csv"].decode().splitlines()[0].split(
        ","
    )


def test_the_package_validates_with_frictionless(sample: Extract, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    for name, data in save(sample).items():
        (tmp_path / name).write_bytes(data)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["message"])[:5]


def test_a_broken_package_says_file_row_and_column(sample: Extract) -> None:
    files = save(sample)
    broken = {**files, "ledger.csv": files["ledger.csv"].replace(b"\n", b"\nx", 1)}
    with pytest.raises(SourceError, match=r"ledger\.csv:2:start"):
        load(broken)
    with pytest.raises(SourceError, match=r"facts\.csv: is missing"):
        load({name: data for name, data in files.items() if name != "facts.csv"})


def test_text_that_looks_like_a_formula_stays_as_the_source_has_it(sample: Extract) -> None:
    odd = dataclasses.replace(sample, segments=(dataclasses.replace(sample.segments[0], zh='=1+1,"x"\n@b'),))
    assert load(save(odd)).segments[0].zh == '=1+1,"x"\n@b'


def test_every_numeral_has_a_fate_and_names_dates_and_idioms_are_told_apart() -> None:
    found = extract(
        document(
            ("heading", "一、2023年回顾"),
            ("paragraph", "连续3年实施“136”行动，进一步推进一批项目，新认定企业264家，首批6个试点，数字政府2.0上线。"),
        ),
        REGION,
        "2023",
    )
    fates = {row.exact: row.fate for row in found.ledger}
    assert fates["264"] == "fact"
    assert (fates["136"], fates["3"], fates["2.0"]) == ("name", "date", "name")
    assert "unread" not in fates.values()


@pytest.mark.parametrize(
    "text",
    [
        "312个贫困村全部摘帽。",
        "21.7万农村贫困人口、312个贫困村全部脱贫摘帽。",
        "50%惠企政策实现免申即享。",
        "10家省实验室余杭占4席。",
        "以1.1%的企业数量贡献了全市23.8%的进出口值。",
        "执行数大于预算数主要是中央追加2.1亿元。",
        "撬动社会资本很多，完成投资3.2亿元。",
    ],
)
def test_what_reads_like_a_leftover_is_low(text: str) -> None:
    """Figures whose bare indicator would mislead are left out of print."""
    found = extract(document(("paragraph", text)), REGION, "2024")
    assert found.facts
    assert {fact.confidence for fact in found.facts} <= {"low"}


# --- nouns and ranks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("去年新增2个省级未来产业先导区。", ["新增省级未来产业先导区 count 2"]),
        ("博览会成果丰硕，签约项目40个、投资总额520亿元。", ["签约项目 count 40", "签约项目投资总额 level 520"]),
        ("去年连续3年在全国工商联“千家企业评环境”调查中位列全国第一。", ["全国工商联“千家企业评环境”调查 rank 1"]),
        ("我们以零容忍态度正风肃纪。", []),
    ],
)
def test_a_sentence_gives_whole_nouns_and_no_figure_of_an_attitude(sentence: str, expected: list[str]) -> None:
    found = extract(document(("heading", "2025年工作回顾"), ("paragraph", sentence)), REGION, "2025")
    assert [f"{one.indicator_zh} {one.measure} {one.value}" for one in found.facts] == expected
