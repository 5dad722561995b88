"""A translation is compared with its source line by line: what is wrong is found and named, right wordings pass."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.compare import compare
from briefing.errors import SourceError
from briefing.glossary import load_glossary
from briefing.quantity.wording import chinese, english

ROOT = Path(__file__).parents[1]
GOLD = ROOT.parent / "shared" / "gold" / "english.csv"


def kinds(zh, en, terms):
    return [problem.kind for problem in compare([zh], [en], terms)[0].problems]


def table(text):
    rows = [line for line in text.strip().splitlines() if line]
    return [tuple(part.strip() for part in row.split(" = ")) for row in rows]


RIGHT = """
学校120所、增长8.0% = There were 120 schools, up 8%
学校120所、增长8.0% = Schools grew 8.0 per cent to 120
2023年收入2467.9亿元 = Revenue was RMB 246.79 billion in 2023
2023年收入2467.9亿元 = 2023 revenue: 246.79 billion yuan
收入2467.9亿元 = Revenue came to ¥246,790 million
收入2467.9亿元 = Revenue was RMB 246.8 billion
收入2467.9亿元 = Revenue was nearly 250 billion yuan
收入62.33亿元 = Revenue was about 62 hundred million yuan
居民4.0万人 = There are 40,000 residents
新增岗位超4.1万个 = More than 41,000 jobs were added
新增岗位4.1万余个 = Some 41,000 jobs were added
新增岗位超4.1万个 = The number of jobs added topped 41,000
新增岗位超4.1万个 = 41,000-plus jobs were added
规模突破1000亿元 = It surpassed the RMB 100 billion mark
不少于500家 = no fewer than 500 firms
500家以上 = over 500 firms
500家以上 = 500 firms or more
控制在5%以内 = kept below 5%
增长10%左右 = up around 10 percent
近30% = close to 30%
增长近两倍 = nearly tripled
增长近两倍 = grew by nearly 200%
自然增长率4.2‰ = the natural growth rate was 4.2 per 1,000
标准提高到每月640元 = the allowance went up to RMB 640 a month
惠及3岁以下幼儿120人 = benefited 120 children under three
惠及3岁以下幼儿120人 = benefited 120 children under 3
人才2.5万人，占全省的8% = talent numbered 25,000, 8% of the province
收入5亿元，支出8亿元，分别增长3%、4% = income grew 3% to RMB 500 million, and spending grew 4% to RMB 800 million
企业60家，其中外资9家 = of the 60 firms, 9 are foreign
企业净增5家、总数60家 = firms numbered 60, up 5
床位120张，每千人口床位4张 = there were 120 beds, or 4 per 1,000 people
产值翻一番 = output doubled
占三分之二 = two-thirds of the total
占六成多 = more than 60%
完成一半以上 = more than half is done
同比下降3.2% = The figure dropped 3.2% from a year earlier
同比下降3.2% = a 3.2 percent year-on-year decline
同比-3.2% = year on year, −3.2%
下降3.2%、5.1%和0.4% = falling 3.2%, 5.1% and 0.4% respectively
提高3.2个百分点 = 3.2 percentage points higher
由6.1%提高到8.0% = up to 8.0% from 6.1%
由6.1%提高到8.0% = from 6.1% to 8.0%
总量居全市第三、增速居全市第二 = second in the city by growth and third by size
两项均居全市第一 = both ranked first in the city
数量居全省第一 = topping the province by number
居全市第一方阵 = in the top tier of the city
列全国第12位 = ranked 12th in the country
1—10月 = in the first ten months
1—10月 = January to October
前三季度 = from January through September
三季度 = in Q3
上半年 = in H1
一季度上涨3%，二季度下跌2% = up 3% in the first quarter and down 2% in the second
2023年，比上年增长5% = up 5% in 2023 from 2022
2023年，比上年增长5% = up 5% in 2023 from the previous year
接待游客500万人次 = received 5 million visits
帮扶8500人次 = 8,500 instances of help
面积866.5亩 = an area of 57.8 hectares
面积866.5亩 = an area of 866.5 mu (about 57.8 hectares)
面积3平方公里 = an area of 300 hectares
产量15万吨 = output of 150,000 tonnes
产量15万吨 = output of 150 million kilograms
三次产业结构为5.8:41.6:52.6 = the shares were 5.8 : 41.6 : 52.6
每千人口4.3个 = 4.3 per 1,000 people
连续三年第一 = first for the third consecutive year
超过前5年总和 = more than in the previous five years together
用时30分钟内 = within 30 minutes
收入50亿元和31亿元 = revenue of RMB 5 billion and 3.1 billion
规模5.0%-5.5% = between 5.0% and 5.5%
建设415X产业 = building 415X industries
"""


@pytest.mark.parametrize(("zh", "en"), table(RIGHT))
def test_right_translations_in_many_wordings_pass(zh, en, terms):
    assert kinds(zh, en, terms) == []


WRONG = """
收入2467.9亿元 = revenue of RMB 2,467.9 billion = figure
收入2467.9亿元 = revenue of RMB 246.7 billion = figure
收入2467.9亿元 = revenue of RMB 250 billion = figure
收入2467.9亿元 = revenue of USD 246.79 billion = unit
收入2467.9亿元 = revenue of 246.79 billion = unit
外资9.3亿美元 = 930 million yuan of FDI = unit
居民4.0万人 = 4 million people = figure
居民4.0万人 = 40,000 households = unit
农户1200户 = 1,200 people = unit
企业39家 = 39 people = unit
帮扶8500人次 = 8,500 people were helped = unit
学校120所、增长8.0% = 120 schools = figure
学校120所 = 120 schools, up 8.0% = figure
学校120所 = 120 schools, 120 in all = figure
增长8.0% = up 8.0 percentage points = unit
提高3.2个百分点 = up 3.2% = unit
增长8.0% = down 8.0% = direction
下降3.2% = it was 3.2% = direction
增长-3.2% = up 3.2% = direction
降幅收窄0.6个百分点 = the decline widened by 0.6 percentage points = direction
超4.1万个 = 41,000 jobs = bound
新增41029个 = more than 41,029 jobs = bound
不少于500家 = up to 500 firms = bound
近30% = more than 30% = bound
近30% = less than 30% = bound
增长近两倍 = nearly doubled = figure
第三名，居全市第三 = fourth in the city = figure
居全市第一方阵 = ranked first in the city = figure
2023年增长5% = up 5% in 2024 = figure
2023年增长5%，比上年快 = in 2022, up 5%, faster than the year before = figure
1—10月 = in the first nine months = figure
环比增长5% = up 5% year on year = figure
由6.1%提高到8.0% = from 8.0% to 6.1% = figure
由6.1%提高到8.0% = to 8.0%, down from 6.1% = direction
工业投资、制造业投资分别增长5%、8% = industrial investment and manufacturing investment rose 8% and 5% respectively = figure
工业投资增长5%，制造业投资增长8% = industrial investment rose 8%, and manufacturing investment rose 5% = figure
2022年建成学校3所，2023年建成学校5所 = 3 schools were built in 2023 and 5 schools in 2022 = figure
增长8.0% = up 8.0%，增长 = untranslated
增长8.0% = 增长8.0% = untranslated
瞪羚企业5家 = 5 fast firms = term
每千人口4.3个 = 4.3 per 1,000 households = unit
每千名老人4.3个 = 4.3 per 1,000 elderly households = unit
每千人口64个 = 640 per 1,000 people = figure
惠及企业5万户 = 50,000 households benefited = unit
新增就业5万人 = jobs decreased by 50,000 = direction
标准提高到每人每月640元 = the allowance went down to RMB 640 a month = direction
收入5亿元，支出8亿元，分别增长3%、4% = income grew 4% to RMB 500 million, and spending grew 3% to RMB 800 million = figure
贸易额5亿元，增长3%，占全市的20% = trade was RMB 500 million, 20% higher, making up 3% of the city's total = figure
企业60家，其中外资9家 = 9 firms, of which 60 are foreign = figure
收入60亿元，其中税收9亿元 = of the RMB 900 million collected, taxes made up RMB 6 billion = figure
价格环比下降1.5%，同比上涨2.4% = prices rose 1.5% year on year and fell 2.4% month on month = direction
价格环比下降1.5%，同比下降2.4% = prices fell 2.4% month on month and 1.5% year on year = figure
床位120张，每千人口床位4张 = there were 4 beds, or 120 per 1,000 people = figure
"""


@pytest.mark.parametrize(("zh", "en", "kind"), table(WRONG))
def test_what_is_wrong_is_found_and_named(zh, en, kind, terms):
    assert kind in kinds(zh, en, terms)


def test_a_finding_shows_both_texts_and_says_why(terms):
    (result,) = compare(["收入2467.9亿元"], ["Revenue was RMB 2,467.9 billion"], terms)
    (problem,) = result.problems
    assert (result.line, problem.zh, problem.en) == (1, "2467.9亿元", "RMB 2,467.9 billion")
    assert "10 times too much" in problem.why


def test_reordered_clauses_pass_and_swapped_figures_do_not(terms):
    zh = "工业投资12.5亿元、增长8.0%，制造业投资9.1亿元、增长5.5%"
    right = "Manufacturing investment rose 5.5% to RMB 910 million, while industrial investment rose 8.0% to RMB 1.25 billion"
    assert kinds(zh, right, terms) == []
    swapped = right.replace("5.5%", "x").replace("8.0%", "5.5%").replace("x", "8.0%")
    assert kinds(zh, swapped, terms) == ["figure"]


def test_a_term_whose_words_stand_apart_is_kept(terms):
    assert kinds("工业投资和制造业投资增长5%", "Investment, industrial and in manufacturing, rose 5%", terms) == []


SAID = """
规上工业企业利润增长5% = Profits of large industrial firms rose 5%
造林5万亩 = 50,000 mu was newly afforested
港口货物吞吐量5万吨 = The port handled 50,000 tonnes of cargo
加装电梯5台 = 5 lifts were installed
客运量5万人次 = Buses carried 50,000 passengers
"""

MISTAKEN = """
专精特新中小企业5家 = 5 specialized and new small businesses
居全市第一方阵 = in the first of the city
“小巨人”企业5家 = 5 large enterprises
规上工业企业利润增长5% = Profits of regulated industrial firms rose 5%
实际利用外资5亿美元 = The use of foreign money was USD 500 million
社会资本5亿元 = RMB 500 million of social capital
常住人口5万人 = The registered population was 50,000
户籍人口5万人 = The permanent population was 50,000
城镇调查失业率5% = The registered urban unemployment rate was 5%
减税降费5亿元 = Taxes and fees of RMB 500 million were added
经营主体5万户 = 50,000 operating subjects
集装箱吞吐量5万标箱 = Box spitting was 50,000 TEUs
"""


@pytest.fixture(scope="module")
def shipped():
    return load_glossary([ROOT / "glossary"])


@pytest.mark.parametrize(("zh", "en"), table(SAID))
def test_a_term_in_other_words_is_noted_and_no_problem(zh, en, shipped):
    (result,) = compare([zh], [en], shipped)
    assert result.problems == ()
    assert [note.kind for note in result.notes] == ["term"]


@pytest.mark.parametrize(("zh", "en"), table(MISTAKEN))
def test_a_mistranslated_term_is_a_problem(zh, en, shipped):
    assert "term" in kinds(zh, en, shipped)


def test_the_english_of_another_term_is_named(shipped):
    (problem,) = compare(["常住人口5万人"], ["The registered population was 50,000"], shipped)[0].problems
    assert problem.en == "registered population"


def test_lines_are_numbered_and_blank_ones_fine(terms):
    results = compare(["增长5%", "", "增长6%"], ["up 5%", "", "up 7%"], terms)
    assert [(r.line, len(r.problems)) for r in results] == [(1, 0), (2, 0), (3, 1)]


def test_years_of_the_whole_text_may_be_named_in_any_line(terms):
    zh = ["2023年报告", "收入5亿元"]
    assert not any(r.problems for r in compare(zh, ["Report for 2023", "Revenue was RMB 500 million in 2023"], terms))
    assert compare(zh, ["Report for 2023", "Revenue was RMB 500 million in 2021"], terms)[1].problems


@pytest.mark.parametrize(
    ("zh", "en", "line"),
    [(["一", "", "二"], ["one", "two"], 2), (["一"], ["one", "two"], 2), (["一", "二", "三"], ["one", "two"], 3)],
)
def test_texts_of_different_length_are_refused_at_the_first_line_that_does_not_fit(zh, en, line, terms):
    with pytest.raises(SourceError, match=f"line {line}"):
        compare(zh, en, terms)


AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(99999), places=2)
UNITS = st.sampled_from(["亿元", "万元", "亿美元", "万人", "户", "%", "个百分点", "万平方米", "公里", "万吨", "家"])


@settings(max_examples=150, deadline=None)
@given(value=AMOUNTS, unit=UNITS)
def test_every_figure_as_the_program_words_it_passes_and_its_tenfold_does_not(value, unit, terms):
    zh = f"共{chinese(value, unit)}。"
    right, wrong = (f"There were {english(one, unit)}." for one in (value, value * 10))
    assert kinds(zh, right, terms) == []
    assert "figure" in kinds(zh, wrong, terms)


@pytest.mark.skipif(not GOLD.is_file(), reason="needs ../shared/gold")
def test_the_translations_of_the_gold_list_raise_no_alarm():
    rows = list(csv.DictReader(GOLD.read_text(encoding="utf-8").splitlines()))
    real = load_glossary([ROOT / "glossary"])
    found = {row["zh"]: compare([row["zh"]], [row["en"]], real)[0].problems for row in rows}
    assert {zh: problems for zh, problems in found.items() if problems} == {}


def test_the_command_prints_a_json_line_a_line_and_ends_with_6_where_something_is_wrong(tmp_path):
    from typer.testing import CliRunner

    from briefing.cli import app

    zh, en = tmp_path / "zh.txt", tmp_path / "en.txt"
    zh.write_text("增长5%\n\n下降3.2%\n", encoding="utf-8")
    en.write_text("up 5%\n\nup 3.2%\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["compare", str(zh), str(en), "--json", "-C", str(ROOT)])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["line"] for row in rows] == [1, 2, 3]
    assert rows[0]["problems"] == []
    assert rows[2]["problems"][0].keys() == {"kind", "zh", "en", "why"}
    assert done.exit_code == 6
    en.write_text("up 5%\n\ndown 3.2%\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["compare", str(zh), str(en), "-C", str(ROOT)]).exit_code == 0
    zh.write_text("港口货物吞吐量5万吨\n", encoding="utf-8")
    en.write_text("The port handled 50,000 tonnes of cargo\n", encoding="utf-8")
    noted = CliRunner().invoke(app, ["compare", str(zh), str(en), "--notes", "--json", "-C", str(ROOT)])
    (row,) = [json.loads(line) for line in noted.stdout.splitlines()]
    assert (row["problems"], [note["zh"] for note in row["notes"]]) == ([], ["港口货物吞吐量"])
    assert noted.exit_code == 0
