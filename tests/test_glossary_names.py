"""Names of indicators: what the grammar composes, read as English one by one; and what it must not compose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.glossary import Glossary, load_glossary
from briefing.glossary.english import head, plural

ROOT = Path(__file__).parents[1]
GOLD = ROOT.parent / "shared" / "gold"
OURS = load_glossary([ROOT / "glossary"])

NAMES = """
地区生产总值 | GDP
全市生产总值 | GDP in the city
人均地区生产总值 | per capita GDP
规上工业增加值 | value added of industrial enterprises above the designated size
规模以上工业企业实现营业收入 | business revenue of industrial enterprises above the designated size
规上工业企业利润总额 | total profits of industrial enterprises above the designated size
第一产业增加值 | value added of the primary industry
第三产业增加值占GDP比重 | value added of the tertiary industry as a share of GDP
三次产业结构 | shares of the primary, secondary and tertiary industries
数字经济核心产业增加值 | value added of core industries of the digital economy
数字经济核心产业增加值占地区生产总值比重 | value added of core industries of the digital economy as a share of GDP
高新技术产业增加值占规模以上工业增加值比重 | value added of high-tech industries as a share of value added of industrial enterprises above the designated size
装备制造业增加值 | value added of equipment manufacturing
汽车制造业增加值 | value added of automobile manufacturing
医药制造业产值 | pharmaceutical manufacturing output value
电气机械和器材制造业投资 | investment in electrical machinery and equipment manufacturing
通用设备制造业增加值增速 | growth of value added of general-purpose equipment manufacturing
采矿业增加值 | value added of mining
电力、热力、燃气及水生产和供应业增加值 | value added of the production and supply of electricity, heat, gas and water
金融业增加值 | value added of the financial industry
批发零售和住宿餐饮业增加值 | value added of wholesale and retail trade, hotels and catering services
非营利性服务业增加值 | value added of non-profit services
建筑业总产值 | gross output value of construction
农林牧渔业总产值 | gross output value of agriculture, forestry, animal husbandry and fishery
固定资产投资 | fixed-asset investment
固定资产投资（不含农户） | investment in fixed assets (excluding rural households)
固定资产投资(含合作区(园)) | fixed-asset investment (including the cooperation zones and parks)
工业、高新产业投资 | investment in industry and high-tech industries
民间投资占固定资产投资比重 | private investment as a share of fixed-asset investment
基础设施投资 | infrastructure investment
房地产开发投资 | investment in real estate development
商品房销售面积 | floor space of newly built commercial buildings sold
计划总投资超亿元项目 | projects with planned total investment of more than RMB 100 million
10亿元以上产业项目 | industrial projects of at least RMB 1 billion
新招引亿元以上项目 | newly attracted projects of at least RMB 100 million
3000万美元以上项目 | projects of at least USD 30 million
项目摘牌 | projects that won their land at auction
项目开工 | projects that started construction
社会消费品零售总额 | total retail sales of consumer goods
限额以上单位消费品零售额 | retail sales of consumer goods by units above the designated size
粮油、食品类商品零售额 | retail sales of grain, oil and food
粮油、食品类商品零售额占全市限额以上消费品零售额比重 | retail sales of grain, oil and food as a share of retail sales of consumer goods by units above the designated size in the city
家用电器和音像器材类零售额 | retail sales of household appliances and audio-visual equipment
新能源汽车零售额 | retail sales of new energy vehicles
城镇消费品零售额 | retail sales of consumer goods in urban areas
网络零售额 | online retail sales
货物进出口总额 | total value of imports and exports of goods
机电产品出口 | exports of mechanical and electrical products
高新技术产品出口占出口总额比重 | high-tech product exports as a share of exports
跨境电商出口额 | cross-border e-commerce exports
服务贸易出口额 | exports of services
实际利用外资 | FDI in actual use
制造业实际利用外资 | FDI in actual use in manufacturing
财政总收入 | total fiscal revenue
一般公共预算收入 | general public budget revenue
税收收入占一般公共预算收入的比重 | tax revenue as a share of general public budget revenue
税收占比 | share of tax revenue
一般公共预算支出 | general public budget expenditure
财政科技支出 | fiscal spending on science and technology
金融机构本外币存款余额 | outstanding RMB and foreign-currency deposits of financial institutions
住户存款余额 | household deposits
制造业中长期贷款余额 | medium- and long-term loans to manufacturing
保费收入 | premium income
财产险保费收入 | property insurance premium income
居民消费价格指数 | consumer price index
居民消费价格总指数（CPI） | consumer price index
食品烟酒价格 | prices of food, tobacco and liquor
教育文化和娱乐价格 | prices of education, culture and recreation
工业生产者出厂价格 | producer prices for industrial products
居民人均可支配收入 | per capita disposable income of residents
城镇常住居民人均可支配收入 | per capita disposable income of urban residents
农村居民人均消费支出 | per capita consumption expenditure of rural residents
城乡居民收入倍差 | urban-rural income ratio
城镇新增就业 | new urban jobs
城镇调查失业率 | surveyed urban unemployment rate
失业人员实现再就业 | re-employment of jobless people
帮扶重点群体 | instances of help for key groups
常住人口 | permanent resident population
全市户籍人口 | registered population in the city
常住人口城镇化率 | urbanization rate of permanent residents
人口出生率 | birth rate
人均预期寿命 | average life expectancy
参加失业保险人数 | participants in unemployment insurance
参加城镇职工基本养老保险 | participants in basic pension insurance for urban employees
基本养老保险参保率 | coverage rate of basic pension insurance
城乡居民基本医疗保险参保人数 | participants in basic medical insurance for urban and rural residents
普通高等学校在校生 | students enrolled in regular institutions of higher education
普通小学招生 | new students in regular primary schools
普通高中毕业生 | graduates of regular senior high schools
新投用学校 | newly opened schools
新建中小学 | newly built primary and secondary schools
新增学位 | new school places
新增托位 | new childcare places
每千人口拥有婴幼儿托位数 | childcare places per 1,000 people
每千人口医疗卫生机构床位数 | beds in medical and health institutions per 1,000 people
医疗卫生机构 | medical and health institutions
注册护士 | registered nurses
社区卫生服务中心 | community health service centers
新建改建社区卫生服务站 | community health service stations newly built or renovated
养老机构床位 | beds in elderly-care institutions
新增家庭养老床位 | new home-based elderly-care beds
粮食产量 | grain output
小麦种植面积 | area sown to wheat
蔬菜及食用菌产量 | output of vegetables and edible fungi
花生产量 | output of peanuts
生猪出栏 | hogs slaughtered
新建高标准农田 | newly built high-standard farmland
低收入农户人均可支配收入 | per capita disposable income of low-income rural households
行政村集体经济年收入 | annual collective income of administrative villages
全社会用电量 | total electricity consumption
第二产业用电量 | electricity consumption of the secondary industry
规模以上工业单位增加值能耗 | energy consumption per unit of value added of industrial enterprises above the designated size
PM2.5平均浓度 | average PM2.5 concentration
空气质量优良天数比率 | share of days with good or excellent air quality
市控以上断面水质Ⅲ类以上比例 | share of river sections monitored at or above municipal level with water of Grade III or better
森林覆盖率 | forest coverage rate
新增绿化面积 | new green area
公路里程 | length of roads
公路货物运输周转量 | road freight turnover
港口货物吞吐量 | port cargo throughput
萧山国际机场旅客吞吐量 | passenger throughput at Hangzhou Xiaoshan International Airport
快递业务量 | parcel delivery volume
移动电话用户 | mobile phone subscribers
5G用户 | 5G users
民用汽车保有量 | civilian motor vehicles
接待国内外游客 | tourist visits received
旅游总收入 | tourism revenue
3A级以上旅游景区 | tourist attractions rated 3A or above
四星级饭店 | hotels rated 4 stars
公共图书馆 | public libraries
省级文物保护单位 | cultural heritage sites under provincial protection
新增(优化)公交线路 | bus routes added or improved
新增机动车泊位 | new parking spaces
新开工道路 | newly started roads
改造提升亚运通勤道路 | upgraded Asian Games commuter roads
建成过街天桥 | completed pedestrian overpasses
改造重点公厕 | renovated key public toilets
续建安置房项目 | resettlement housing projects under continued construction
交付安置房面积 | delivered resettlement housing area
筹集保障性租赁住房 | government-subsidized rental housing made available
完成老旧小区改造 | renovation of old residential communities completed
安置房加梯覆盖率 | coverage rate of elevator installation in resettlement housing
老旧小区住宅加装电梯 | elevators added in old residential communities
新增工业机器人 | new industrial robots
规上工业企业上云覆盖率 | cloud coverage rate of industrial enterprises above the designated size
规上工业企业数字化改造 | digital upgrading of industrial enterprises above the designated size
新认定瞪羚企业 | newly certified gazelle enterprises
新认定国高企 | newly certified national high-tech enterprises
国高企总数 | national high-tech enterprises
新认定国家级专精特新“小巨人”企业 | newly certified national-level SRDI “little giant” enterprises
省“专精特新”中小企业累计认定数 | cumulative number of certified provincial-level SRDI SMEs
新增科技小巨人 | new sci-tech little giant enterprises
新增省科技领军企业 | new provincial leading sci-tech enterprises
新增国家级制造业单项冠军 | new national-level manufacturing single champions
累计上市企业 | listed companies in total
报会企业 | companies that have filed for listing
上市后备企业 | companies in the pre-IPO pipeline
新设企业 | newly established enterprises
个体工商户 | self-employed businesses
全市市级以上孵化器 | technology business incubators at or above municipal level in the city
新认定省级科技企业孵化器 | newly certified provincial-level technology business incubators
市级以上未来社区覆盖率 | coverage rate of future communities at or above municipal level
新获批市级以上研发载体 | newly approved R&D platforms at or above municipal level
省级研发载体 | provincial-level R&D platforms
国家级科技企业孵化器总数 | national-level technology business incubators
新增全国重点实验室 | new national key laboratories
全国重点实验室总量 | national key laboratories
有效发明专利 | valid invention patents
每万人口高价值发明专利拥有量 | high-value invention patents per 10,000 people
技术合同成交额 | value of technology contracts
全社会R&D经费投入相当于地区生产总值比重 | R&D expenditure as a percentage of GDP
研发投入强度 | R&D intensity
新引进35岁以下大学生 | newly attracted university graduates aged 35 or under
新认定市级E类以上人才 | municipal Class E or higher talent newly certified
新引进人才数 | newly attracted talent
省“千项万亿”项目完成投资 | investment completed in projects of the provincial 1,000-Project, Trillion-Yuan Investment Program
省重点项目投资完成率 | investment completion rate of provincial key projects
市重点项目完成投资 | investment completed in municipal key projects
撬动社会资本 | private capital mobilized
下达区级惠企产业资金 | district-level industrial support funds for enterprises paid out
新增减税降费及退税缓费 | additional tax and fee cuts, tax rebates and deferrals
为企业减负 | cost relief for enterprises
发放消费券 | consumption vouchers paid out
举办体育赛事 | sports events held
参加境外展会 | overseas exhibitions attended
办理代表建议 | deputy proposals handled
提请审议地方性法规草案 | draft local regulations submitted for deliberation
生产安全事故死亡人数 | deaths in workplace accidents
刑事案件 | criminal cases
乡镇（街道）老年学校建设覆盖率 | coverage rate of township or sub-district schools for the elderly
省制造业重大项目 | provincial major manufacturing projects
城市空气质量优良天数比例 | share of days with good or excellent air quality in urban areas
规上工业亩均增加值 | value added per mu of industrial enterprises above the designated size
新增税收亿元楼 | new office buildings with over RMB 100 million of tax revenue
城镇老旧小区改造 | renovation of old urban residential communities
新增省级“专精特新”企业 | new provincial-level SRDI enterprises
新增省隐形冠军企业 | new provincial-level hidden champions
落地10亿元以上制造业项目 | manufacturing projects of at least RMB 1 billion sited
享受最低生活保障居民 | recipients of subsistence allowance
参加展会 | exhibitions attended
新增老年大学（学堂） | new universities or schools for the elderly
集体经营性收入50万元以上行政村占比 | share of administrative villages with collective business income of at least RMB 500,000
东部地区村集体经营性收入 | collective business income of villages in the eastern region
制造业占实际利用外资比重 | manufacturing as a share of FDI in actual use
每千名3岁以下婴幼儿拥有托位数 | childcare places per 1,000 children under three
储备专项债项目 | special-purpose bond projects in reserve
新建和改造提升高标准农田 | high-standard farmland newly built or upgraded
社会物流总费用与GDP比率 | ratio of logistics costs to GDP
文化产业实现增加值 | value added of cultural industries
萧山国际机场年旅客吞吐量 | annual passenger throughput at Hangzhou Xiaoshan International Airport
食品烟酒指数 | price index of food, tobacco and liquor
全面完成老旧小区改造 | renovation of old residential communities completed
1.新增养老机构床位 | new beds in elderly-care institutions
其中工业用电量 | industrial electricity consumption
新增小微企业贷款 | loans to micro and small businesses added
对东盟进出口额 | imports and exports with ASEAN
人工智能产业营收 | business revenue of the AI industry
橡胶轮胎外胎产量 | output of rubber tires
实施省“千项万亿”重大项目 | major projects of the provincial 1,000-Project, Trillion-Yuan Investment Program carried out
建筑业企业本年新签合同额 | value of newly signed contracts of construction enterprises
农村卫生厕所普及率 | share of rural households with sanitary toilets
地方政府专项债务余额 | outstanding special debt of local governments
社会保障和就业支出 | spending on social security and employment
高技术制造业投资 | investment in high-tech manufacturing
新建、改扩建学校 | schools newly built, renovated or expanded
国际、国内航线 | international and domestic routes
地铁接驳、社区、城乡公交线路 | metro-feeder, community, urban and rural bus routes
500人以上行政村 | administrative villages with at least 500 people
500人规模以上村覆盖率 | coverage rate of villages with at least 500 people
0-6岁儿童免费开展孤独症筛查 | free autism screenings of children aged 0 to 6
60岁及以上人口占比 | share of the population aged 60 or over
研究与试验发展（R&D）经费支出 | R&D expenditure
企业入选省首批瞪羚企业 | enterprises selected as provincial gazelle enterprises in the first batch
国际组织落户杭州 | international organizations that settled in Hangzhou
省级以上比赛中获金牌 | gold medals won at competitions at or above provincial level
专利获中国专利奖 | patents that won the China Patent Award
市民公园等城市公园 | city parks such as public parks
人工智能领域标杆场景 | benchmark application scenarios in artificial intelligence
公安机关破获刑事案件 | criminal cases solved by the police
第三产业增加值对经济增长的贡献率 | contribution rate of value added of the tertiary industry to economic growth
技术交易额、新产品产值 | value of technology transactions and output value of new products
规上人工智能核心产业营收 | business revenue of enterprises above the designated size in core AI industries
规上高新技术产业增加值 | value added of high-tech industries above the designated size
出台促进生产性服务业高质量发展措施 | measures for high-quality development of producer services introduced
养老机构护理型床位占比 | share of nursing-care beds in elderly-care institutions
外商及港澳台投资企业增加值 | value added of enterprises with foreign, Hong Kong, Macao or Taiwan investment
保税物流方式进出口 | bonded logistics imports and exports
有进出口实绩的企业 | enterprises with actual imports and exports
进口铁矿砂均价 | average price of iron ore imports
细颗粒物（PM2.5）年均浓度 | average PM2.5 concentration
水质达到或优于Ⅲ类的断面 | monitored sections with water of Grade III or better
第二轮中央环保督察反馈问题 | problems found in the second round of central environmental inspection
企（事）业单位中长期贷款 | medium- and long-term loans to enterprises and public institutions
受理劳动人事争议案件结案率 | settlement rate of labor and personnel dispute cases accepted
查处拖欠农民工工资案件 | cases of wage arrears owed to migrant workers investigated and dealt with
学前三年毛入园率 | gross enrollment ratio of three-year preschool education
技术开发合同成交额占技术合同成交额比重 | value of technology development contracts as a share of value of technology contracts
铁路发送旅客 | railway passengers dispatched
平均出租率 | average room occupancy rate
新改扩建公园 | parks built, renovated or expanded
12345热线受理群众诉求 | public requests accepted by the 12345 hotline
中央预算内投资项目 | projects funded from the central government budget
既有住宅加装电梯 | elevators added to existing residential buildings
"""


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return OURS


@pytest.mark.parametrize("line", NAMES.strip().splitlines())
def test_name_reads(line: str, glossary: Glossary) -> None:
    zh, en = line.split(" | ")
    name = glossary.name(zh)
    assert name is not None
    assert name.en == en


SHORT = [
    ("规上工业增加值", "industrial value added (above designated size)"),
    ("居民消费价格指数", "CPI"),
    ("新认定国家级专精特新“小巨人”企业", "newly certified national little giants"),
    ("全社会R&D经费投入相当于地区生产总值比重", "R&D intensity"),
]


@pytest.mark.parametrize(("zh", "short"), SHORT)
def test_short_form_for_axes_and_later_mentions(zh: str, short: str, glossary: Glossary) -> None:
    name = glossary.name(zh)
    assert name is not None
    assert name.en_short == short


CLAUSES = [
    ("新认定瞪羚企业", "gazelle enterprises", "were newly certified"),
    ("新引进35岁以下大学生", "university graduates aged 35 or under", "were brought in"),
    ("撬动社会资本", "private capital", "was mobilized"),
    ("项目开工", "projects", "started construction"),
    ("续建安置房项目", "resettlement housing projects", "were under continued construction"),
    ("省级研发载体", "provincial-level R&D platforms", ""),
    ("案例入选省第一批典型案例", "cases", "were selected as provincial model cases in the first batch"),
    ("个人受到国家级表彰", "individuals", "were given national-level commendation"),
    ("发放人才补贴", "talent subsidies", "were paid out"),
    ("实施永久基本农田集中连片整治", "contiguous improvement of permanent basic farmland", "was carried out"),
]


@pytest.mark.parametrize(("zh", "thing", "clause"), CLAUSES)
def test_parts_make_a_clause(zh: str, thing: str, clause: str, glossary: Glossary) -> None:
    """264 + gazelle enterprises + were newly certified."""
    name = glossary.name(zh)
    assert name is not None
    assert (name.thing.en, name.clause) == (thing, clause)


def test_a_counted_name_has_a_singular(glossary: Glossary) -> None:
    name = glossary.name("新认定省级创新联合体")
    assert name is not None
    assert (name.singular, name.plural) == (
        "newly certified provincial-level innovation consortium",
        "newly certified provincial-level innovation consortia",
    )


@pytest.mark.parametrize(
    ("zh", "plural"), [("地区生产总值", False), ("社会消费品零售总额", True), ("新增学位", True), ("利润总额", True)]
)
def test_the_verb_agrees(zh: str, plural: bool, glossary: Glossary) -> None:
    name = glossary.name(zh)
    assert name is not None
    assert name.takes_plural is plural


def test_scope_can_be_left_out(glossary: Glossary) -> None:
    name = glossary.name("全市常住人口")
    assert name is not None
    assert (name.scope, name.local.en) == ("全市", "permanent resident population")


def test_terms_used_and_gloss_are_known(glossary: Glossary) -> None:
    name = glossary.name("新认定瞪羚企业")
    assert name is not None
    assert [entry.zh for entry in name.entries] == ["瞪羚企业"]
    assert name.gloss


@pytest.mark.parametrize(
    "zh",
    [
        "",
        "魔法产业增加值",  # no term
        "新认定",  # an action without a thing
        "省级",
        "地区生产总值（不知何物）",  # a note nobody approved
        "占",
        "的",
        "规模以上工业增加值增速比前11个月",  # a comparison is no name
        "“安居守护”",
        "新" * 200,
        "高校入选优秀案例",  # the cases may be counted, not the universities
        "入选国家首批营商环境创新试点城市",  # the city itself was selected, one of so many
        "入选国家级人才计划名单",  # nobody counts lists
        "新出让工业用地民间投资项目",  # land does not tell projects apart
        "乡镇以上人才",  # a level without words for its floor
        "园区落户企业税收",  # nobody settles in tax revenue
        "百亿元以上产业集群工业互联网平台",  # the floor may be of either
    ],
)
def test_nothing_is_guessed(zh: str, glossary: Glossary) -> None:
    assert glossary.name(zh) is None


def test_a_term_is_not_taken_apart(glossary: Glossary) -> None:
    """全国 + 重点实验室 would be key laboratories in China."""
    name = glossary.name("全国重点实验室总量")
    assert name is not None
    assert name.en == "national key laboratories"


def test_quotes_blanks_and_widths_do_not_matter(glossary: Glossary) -> None:
    names = {
        glossary.name(zh).en  # type: ignore[union-attr]
        for zh in ("省“专精特新”中小企业", "省专精特新中小企业", "省 “专精特新” 中小企业", "省‘专精特新’中小企业")
    }
    assert names == {"provincial-level SRDI SMEs"}


def _indicators(name: str) -> list[str]:
    path = GOLD / name
    if not path.is_file():
        pytest.skip("the annotated reports are not here")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [r["indicator"] for r in rows if r.get("indicator") and r.get("tier", "core") == "core"]


@pytest.mark.parametrize(("name", "share"), [("binjiang-2023.jsonl", 0.92), ("taiyuan-2025.jsonl", 0.90)])
def test_coverage_of_annotated_indicators(name: str, share: float, glossary: Glossary) -> None:
    indicators = _indicators(name)
    named = [i for i in indicators if glossary.name(i) is not None]
    assert len(named) >= share * len(indicators)


def test_no_name_keeps_chinese_or_doubles_an_article(glossary: Glossary) -> None:
    for indicator in _indicators("binjiang-2023.jsonl"):
        name = glossary.name(indicator)
        if name is not None:
            assert name.en.isprintable()
            assert not any("\u3400" <= c <= "\u9fff" for c in name.en + name.en_short + name.singular)
            assert "the the" not in name.en


PIECES = [
    "新增",
    "省级",
    "以上",
    "工业",
    "和",
    "、",
    "的",
    "增加值",
    "占",
    "比重",
    "项目",
    "(",
    ")",
    "全市",
    "亿元",
    "魔法",
    "5",
]


@settings(max_examples=150, deadline=2000)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_text_gets_a_clean_name_or_none(zh: str) -> None:
    name = OURS.name(zh)
    if name is not None:
        assert name.en == " ".join(name.en.split())
        assert not any("\u3400" <= c <= "\u9fff" or c in "{}" for c in name.en + name.en_short)


@pytest.mark.parametrize(
    ("one", "many", "about"),
    [
        ("model case in the first batch", "model cases in the first batch", "case"),
        ("problem found by the inspection", "problems found by the inspection", "problem"),
        ("elevator added to existing buildings", "elevators added to existing buildings", "elevator"),
        ("development axis linking county seats", "development axes linking county seats", "axis"),
        ("private school co-run by public schools", "private schools co-run by public schools", "school"),
        ("key enterprise", "key enterprises", "enterprise"),
    ],
)
def test_a_phrase_is_about_the_word_that_its_plural_changes(one: str, many: str, about: str) -> None:
    assert (plural(one), head(one)) == (many, about)
