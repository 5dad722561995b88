"""English phrases, each with what `find_english` must read in it; the notation is that of test_quantity_find."""

from __future__ import annotations

import pytest
from support_quantity import table, written

from briefing.quantity import find, find_english

QUANTITIES = """
GDP reached RMB 246.79 billion, up 8.0% = RMB·246.79·billion 246790000000 CNY money eq | 8.0% 8.0 percent percent eq
revenue of 246.79 billion yuan = 246.79·billion·yuan 246790000000 CNY money eq
ranked No. 1 in the province = 1 1 rank rank eq place
a 3.2-percentage-point increase = 3.2-percentage-point 3.2 pp points eq
a 30-billion-yuan fund = 30-billion-yuan 30000000000 CNY money eq
20,000-plus = 20,000 20000 number ge
on March 5, 2024 = 2024 2024 year year eq
RMB39 million was provided = RMB39·million 39000000 CNY money eq
USD 930 million in FDI = USD·930·million 930000000 USD money eq
exports of US$ 1.2 billion = US$·1.2·billion 1200000000 USD money eq
about $5 trillion = $5·trillion 5000000000000 USD money approx
CNY 3.5 bn = CNY·3.5·bn 3500000000 CNY money eq
HKD 2 m = HKD·2·m 2000000 HKD money eq
more than 41,000 university graduates = 41,000 41000 item count gt
40,000 people = 40,000·people 40000 person count eq
8,872 instances of help = 8,872·instances 8872 item_time count eq
about 296,400 people = 296,400·people 296400 person count approx
1,600 households = 1,600·households 1600 household count eq
515 national high-tech enterprises = 515 515 item count eq
39 small firms grew = 39 39 item count eq
Three more firms went public = Three 3 item count eq
twenty-one firms = twenty-one 21 item count eq
one hundred and five projects = one·hundred·and·five 105 item count eq
a total of one million people = one·million·people 1000000 person count eq
72 in total = 72 72 number eq
up 3.2 percentage points = 3.2·percentage·points 3.2 pp points eq
1.1 pp lower = 1.1·pp 1.1 pp points eq
up 12 percent = 12·percent 12 percent percent eq
8.2 per cent of the total = 8.2·per·cent 8.2 percent percent eq
5.0%–5.5% = 5.0%–5.5% 5.0..5.5 percent range eq
5.0 to 5.5 percent = 5.0·to·5.5·percent 5.0..5.5 percent range eq
between 3 and 5 firms = 3·and·5 3..5 item range eq
RMB 300 million to RMB 500 million = RMB·300·million·to·RMB·500·million 300000000..500000000 CNY range eq
RMB 1.2–1.5 billion = RMB·1.2–1.5·billion 1200000000..1500000000 CNY range eq
from 5% to 6% = 5% 5 percent percent eq | 6% 6 percent percent eq
fell to -3.2% = -3.2% -3.2 percent percent eq
−17.2% = −17.2% -17.2 percent percent eq
two thirds of villages = two·thirds 2:3 ratio ratio eq
a third of firms = a·third 1:3 ratio ratio eq
half of the projects = half 1:2 ratio ratio eq
more than half = half 1:2 ratio ratio gt
nearly doubled = doubled 2 times multiple lt
more than tripled = tripled 3 times multiple gt
rose threefold = threefold 3 times multiple eq
1.5 times the previous level = 1.5·times 1.5 times multiple eq
double-digit growth = double-digit 2 digit digits eq
5.8 : 41.6 : 52.6 = 5.8·:·41.6·:·52.6 5.8:41.6:52.6 ratio ratio eq
5.8:41.6:52.6 = 5.8:41.6:52.6 5.8:41.6:52.6 ratio ratio eq
ranked third in the city by size and second by growth = third 3 rank rank eq place | second 2 rank rank eq place
first in the province = first 1 rank rank eq place
fifth nationwide, also third = fifth 5 rank rank eq place | third 3 rank rank eq place
14th among cities = 14th 14 rank rank eq place
in the top tier of the province = top·tier 1 rank rank eq group
among the top 10 cities = top·10 10 rank rank le top
the first batch of 12 bases = 12 12 item count eq
the third quarter =
the first half of 2023 = 2023 2023 year year eq
the first company to list = first 1 ordinal ordinal eq
the province's third such lab = third 3 ordinal ordinal eq
by the end of 2023 = 2023 2023 year year eq
in 2023 and 2024 = 2023 2023 year year eq | 2024 2024 year year eq
2023 households = 2023·households 2023 household count eq
1,234 square meters = 1,234·square·meters 1234 m2 area eq
2.86 million square meters = 2.86·million·square·meters 2860000 m2 area eq
866.5 mu (about 57.8 hectares) = 866.5·mu 866.5 mu area eq
154.32 million tonnes = 154.32·million·tonnes 154320000000 kg weight eq
2.5 million tons of grain = 2.5·million·tons 2500000000 kg weight eq
516 kilometers of road = 516·kilometers 516000 m length eq
29.269 billion kWh = 29.269·billion·kWh 29269000000 kWh energy eq
785,000 tonnes of coal equivalent = 785,000·tonnes·of·coal·equivalent 785000 tce energy eq
93.555 billion tonne-kilometers = 93.555·billion·tonne-kilometers 93555000000 tkm turnover eq
30 micrograms per cubic meter = 30·micrograms·per·cubic·meter 3.0E-8 kg/m3 rate eq
RMB 46,446 per person = RMB·46,446·per·person 46446 CNY/person rate eq
at least 5% = 5% 5 percent percent ge
no more than RMB 80 million = RMB·80·million 80000000 CNY money le
at most 30 minutes = 30·minutes 30 minute time le
30 firms or more = 30 30 item count ge
35 years and under = 35·years 35 year time le
up to 50 = 50 50 number le
nearly 30% = 30% 30 percent percent lt
under 5.5% = 5.5% 5.5 percent percent lt
over 500 = 500 500 number gt
≥5% = 5% 5 percent percent ge
2.6 and 1.5 percentage points = 2.6 2.6 pp points eq | 1.5·percentage·points 1.5 pp points eq
21.9%, 22.1% and 20.5% respectively = 21.9% 21.9 percent percent eq | 22.1% 22.1 percent percent eq | 20.5% 20.5 percent percent eq
5G base stations =
G60 corridor =
the 1+2+6+N system =
the “136” campaign =
60 projects under the 5050 Plan = 60 60 item count eq
the 1,000-Project Program =
Double Eight Strategy =
the 14th Five-Year Plan =
the 20th National Congress =
the previous five years together =
4.3 per 1,000 people = 4.3 4.3 number eq
a 15-minute living circle =
the three-year action plan =
no-incident record =
"""

NOTHING = """
two-way trade
"""

# Chinese, and a right English rendering
PAIRS = """
固定资产投资393.4亿元、增长7.9% = Fixed-asset investment was RMB 39.34 billion, up 7.9%.
实际利用外资9.3亿美元 = FDI in actual use came to USD 930 million.
参保人数29.64万人 = 296,400 people were insured.
占比提高3.2个百分点 = The share rose 3.2 percentage points.
总量保持全市第三,增速全市第二 = ranking third in the city by size and second by growth
稳居全市第一方阵 = The district stayed in the top tier of the city.
产值增长近两倍 = Output nearly tripled.
产值翻一番 = Output doubled.
占全省六成多 = more than 60% of the province's total
三次产业结构为5.8:41.6:52.6 = The shares were 5.8 : 41.6 : 52.6.
增长5.0%-5.5% = growth of 5.0% to 5.5%
续建3个、27.5万方 = Three projects (275,000 square meters) continued.
覆盖三分之二的村 = covering two thirds of villages
上市后备企业超百家 = more than 100 companies in reserve
新增泊位不少于1200个 = at least 1,200 parking spaces
"""


@pytest.mark.parametrize(("phrase", "expected"), table(QUANTITIES))
def test_reads_the_quantities_of_a_phrase(phrase, expected):
    assert " | ".join(map(written, find_english(phrase))) == expected


@pytest.mark.parametrize("phrase", NOTHING.strip().splitlines())
def test_names_and_dates_yield_nothing(phrase):
    assert find_english(phrase) == ()


@pytest.mark.parametrize(("chinese", "english"), table(PAIRS))
def test_both_languages_give_the_same_values_kinds_and_bounds(chinese, english):
    def values(quantities):
        return sorted(
            (q.kind, str((q.factor or q.value_base).normalize()), q.low, q.high, q.parts, q.bound, q.band)
            for q in quantities
        )

    assert values(find(chinese)) == values(find_english(english))
