"""Phrases in the manner of the reports, each with what `find` must read in it.

A line is `phrase = exact value_base unit_code kind bound band | …`; a blank in the exact mention is written ·, ranges as
low..high, structures and fractions by their parts.
"""

from __future__ import annotations

import pytest
from support_quantity import table, written

from briefing.quantity import find, find_english
from briefing.quantity.guards import classify

QUANTITIES = """
全区生产总值达到2467.9亿元 = 2467.9亿元 246790000000 CNY money eq
财政收入462.5亿元、增长6.7% = 462.5亿元 46250000000 CNY money eq | 6.7% 6.7 percent percent eq
到账外资9.3亿美元 = 9.3亿美元 930000000 USD money eq
出口额折合12.4亿欧元 = 12.4亿欧元 1240000000 EUR money eq
补助3900万元 = 3900万元 39000000 CNY money eq
人均收入46446元 = 46446元 46446 CNY money eq
一次性奖励5000元/人 = 5000元/人 5000 CNY/person rate eq
每亩补助后成本为1.2万元/亩 = 1.2万元/亩 12000 CNY/mu rate eq
基金规模30亿，已投放 = 30亿 3000000000 number eq
总投入一万五千亿元 = 一万五千亿元 1500000000000 CNY money eq
投资三千二百万元 = 三千二百万元 32000000 CNY money eq
新增贷款1亿2000万元 = 1亿2000万元 120000000 CNY money eq
发放补贴30多万元 = 30多万元 300000 CNY money gt
解决资金需求超百亿元 = 百亿元 10000000000 CNY money gt
经济总量突破万亿元大关 = 万亿元 1000000000000 CNY money gt
引进亿元以上项目48个 = 亿元 100000000 CNY money ge | 48个 48 item count eq
年销售额5亿元以上的企业3家以上 = 5亿元 500000000 CNY money ge | 3家 3 item count ge
利润总额由3.2亿元增至4.1亿元 = 3.2亿元 320000000 CNY money eq | 4.1亿元 410000000 CNY money eq
投入300-500万元 = 300-500万元 3000000..5000000 CNY range eq
预算在2亿元至3亿元之间 = 2亿元至3亿元 200000000..300000000 CNY range eq
经费不超过80万元 = 80万元 800000 CNY money le
成本控制在1.5亿元以内 = 1.5亿元 150000000 CNY money le
完成投资约37.01亿元 = 37.01亿元 3701000000 CNY money approx
余额近千亿元 = 千亿元 100000000000 CNY money lt
总部企业99家 = 99家 99 item count eq
入驻12家企业 = 12家 12 item count eq
服务企业1500余家次 = 1500余家次 1500 item_time count gt
新设企业2.07万家 = 2.07万家 20700 item count eq
新招大学生超4.1万人 = 4.1万人 41000 person count gt
参保人数达29.64万人 = 29.64万人 296400 person count eq
帮扶8872人次 = 8872人次 8872 person_time count eq
接待游客1.41亿人次 = 1.41亿人次 141000000 person_time count eq
惠及1600余户 = 1600余户 1600 household count gt
举办活动230余场 = 230余场 230 item count gt
建成球场20余片 = 20余片 20 item count gt
推出政策32条 = 32条 32 item count eq
整修道路92条(段) = 92条(段) 92 item count eq
筹集住房3629套（间） = 3629套（间） 3629 item count eq
交付16034套 = 16034套 16034 item count eq
新增床位111张 = 111张 111 item count eq
学位11160个 = 11160个 11160 item count eq
泊位3746个 = 3746个 3746 item count eq
机器人154台 = 154台 154 item count eq
旅客列车12列 = 12列 12 item count eq
认定专家58名 = 58名 58 person count eq
引进院士5位 = 5位 5 person count eq
生猪出栏632.21万头 = 632.21万头 6322100 item count eq
存栏家禽2621.24万只 = 2621.24万只 26212400 item count eq
牛羊存栏12.3万头（只） = 12.3万头（只） 123000 item count eq
快递业务量6.82亿件 = 6.82亿件 682000000 item count eq
藏书6106千册 = 6106千册 6106000 item count eq
获奖136枚 = 136枚 136 item count eq
上市后备企业超百家 = 百家 100 item count gt
十余家机构进驻 = 十余家 10 item count gt
三十五家工厂停产 = 三十五家 35 item count eq
两家医院扩建 = 两家 2 item count eq
三个片区改造 = 三个 3 item count eq
共计二百一十八户 = 二百一十八户 218 household count eq
十万人参与 = 十万人 100000 person count eq
全国6个城市入选 = 6个 6 item count eq
参赛队伍为32支 = 32支 32 item count eq
完成度为8.0% = 8.0% 8.0 percent percent eq
增速－17.2％ = －17.2％ -17.2 percent percent eq
增长-3.2% = -3.2% -3.2 percent percent eq
为企业减负500亿元 = 500亿元 50000000000 CNY money eq
由负转正增长0.5% = 0.5% 0.5 percent percent eq
下降0.1个百分点 = 0.1个百分点 0.1 pp points eq
提高3.2个百分点 = 3.2个百分点 3.2 pp points eq
加快三个百分点 = 三个百分点 3 pp points eq
占比百分之八点二 = 百分之八点二 8.2 percent percent eq
合格率百分之九十九 = 百分之九十九 99 percent percent eq
出生率为6.00‰ = 6.00‰ 0.600 percent percent eq
占六成多 = 六成 60 percent percent gt
占比近三成 = 三成 30 percent percent lt
增长近一成 = 一成 10 percent percent lt
增长两成五 = 两成五 25 percent percent eq
八成以上企业盈利 = 八成 80 percent percent ge
三分之二的村庄 = 三分之二 2:3 ratio ratio eq
近三分之一 = 三分之一 1:3 ratio ratio lt
超过一半的项目 = 一半 1:2 ratio ratio gt
超半数企业 = 半数 1:2 ratio ratio gt
增长近两倍 = 两倍 2 times multiple lt
增长两倍多 = 两倍 2 times multiple gt
产量是上年的1.5倍 = 1.5倍 1.5 times multiple eq
规模扩大到3倍 = 3倍 3 times multiple eq
产值翻一番 = 一番 2 doubling multiple eq
总量翻了两番 = 两番 4 doubling multiple eq
利润翻番 = 翻番 2 doubling multiple eq
实现两位数增长 = 两位数 2 digit digits eq
增长5.0%-5.5% = 5.0%-5.5% 5.0..5.5 percent range eq
增长5%—6% = 5%—6% 5..6 percent range eq
涨幅3%左右 = 3% 3 percent percent approx
占比稳定在99%以上 = 99% 99 percent percent ge
失业率5.5%以内 = 5.5% 5.5 percent percent le
达标率不低于87.4% = 87.4% 87.4 percent percent ge
研发强度保持10%左右 = 10% 10 percent percent approx
新增3至5家 = 3至5家 3..5 item range eq
培训10～20场 = 10～20场 10..20 item range eq
年龄在16至59岁 = 16至59岁 16..59 age range eq
三次产业结构为5.8:41.6:52.6 = 5.8:41.6:52.6 5.8:41.6:52.6 ratio ratio eq
结构由6.1∶41.0∶52.9调整为5.8∶41.6∶52.6 = 6.1∶41.0∶52.9 6.1:41.0:52.9 ratio ratio eq | 5.8∶41.6∶52.6 5.8:41.6:52.6 ratio ratio eq
男女比例1.05：1 = 1.05：1 1.05:1 ratio ratio eq
总量保持全市第三 = 第三 3 rank rank eq place
增速全市第二 = 第二 2 rank rank eq place
位列全国第8，经营主体突破200万户 = 第8 8 rank rank eq place | 200万户 2000000 household count gt
排名全省第14位 = 第14位 14 rank rank eq place
居全省首位 = 首位 1 rank rank eq place
主要指标位居全市第一方阵 = 第一方阵 1 rank rank eq group
稳居全省第一梯队 = 第一梯队 1 rank rank eq group
综合考核走在全省前列 = 前列 1 rank rank eq group
进入全国前十 = 前十 10 rank rank le top
跻身全球前50位 = 前50位 50 rank rank le top
全国首个数据交易平台 = 首个 1 ordinal ordinal eq
全省首家专业法庭 = 首家 1 ordinal ordinal eq
全国第三家同类机构 = 第三家 3 ordinal ordinal eq
住房面积286万方 = 286万方 2860000 m2 area eq
续建27.5万方 = 27.5万方 275000 m2 area eq
新增商业面积16万平方 = 16万平方 160000 m2 area eq
拆除违建2.82万平方米 = 2.82万平方米 28200 m2 area eq
建成区801平方公里 = 801平方公里 801000000 m2 area eq
造林1.8万公顷 = 1.8万公顷 180000000 m2 area eq
交地866.5亩 = 866.5亩 866.5 mu area eq
通车里程516公里 = 516公里 516000 m length eq
管线244千米 = 244千米 244000 m length eq
粮食产量154.32万吨 = 154.32万吨 1543200000 kg weight eq
总产10.6亿斤 = 10.6亿斤 1060000000 jin weight eq
药材35公斤 = 35公斤 35 kg weight eq
供水3.4亿立方米 = 3.4亿立方米 340000000 m3 volume eq
用气2亿方 = 2亿方 200000000 m3 volume eq
用电292.69亿千瓦时 = 292.69亿千瓦时 29269000000 kWh energy eq
装机60万千瓦 = 60万千瓦 600000 kW power eq
节能78.5万吨标准煤 = 78.5万吨标准煤 785000 tce energy eq
货物周转量935.55亿吨公里 = 935.55亿吨公里 93555000000 tkm turnover eq
旅客周转量24.40亿人公里 = 24.40亿人公里 2440000000 pkm turnover eq
浓度35微克/立方米 = 35微克/立方米 3.5E-8 kg/m3 rate eq
电价下降5分/千瓦时 = 5分/千瓦时 0.05 CNY/kWh rate eq
连续3年上榜 = 3年 3 year time eq
连续三年入围 = 三年 3 year time eq
工期缩短15天 = 15天 15 day time eq
审批压缩至3个工作日 = 3个工作日 3 working_day time eq
办理时长不超过30分钟 = 30分钟 30 minute time le
面向35岁以下青年 = 35岁 35 age age le
算力达到500P = 500P 500 PFLOPS compute eq
存储容量2PB = 2PB 2000000000000000 byte data eq
吞吐量12万标箱 = 12万标箱 120000 TEU count eq
实现2467. 9亿元 = 2467.·9亿元 246790000000 CNY money eq
外资 0.36 亿美元 = 0.36·亿美元 36000000 USD money eq
共有1 234家商户 = 1·234家 1234 item count eq
收入1，234.5亿元 = 1，234.5亿元 123450000000 CNY money eq
收入1,234.5亿元 = 1,234.5亿元 123450000000 CNY money eq
收入２４６７．９亿元 = ２４６７．９亿元 246790000000 CNY money eq
合計三萬五千戶 = 三萬五千戶 35000 household count eq
高于全国2.6、1.5个百分点 = 2.6 2.6 pp points eq | 1.5个百分点 1.5 pp points eq
分别增长4.2%和7% = 4.2% 4.2 percent percent eq | 7% 7 percent percent eq
分别增长21.9%、22.1%、20.5% = 21.9% 21.9 percent percent eq | 22.1% 22.1 percent percent eq | 20.5% 20.5 percent percent eq
三万一千人 = 三万一千人 31000 person count eq
1.2万余人次 = 1.2万余人次 12000 person_time count gt
1000+家门店 = 1000+家 1000 item count ge
至少两项 = 两项 2 item count ge
不足5户 = 5户 5 household count lt
居第3至5位 = 第3至5位 3..5 rank range eq place
由第八位上升至第五位 = 第八位 8 rank rank eq place | 第五位 5 rank rank eq place
名次前移2位 = 2位 2 place count eq
跃升3个位次 = 3个位次 3 place count eq
奖励前5名 = 前5名 5 rank rank le top
首批6个人工智能平台 = 6个 6 item count eq
3座位于市区的公园 = 3座 3 item count eq
4家电子商务企业 = 4家 4 item count eq
提高10.5个点 = 10.5个点 10.5 pp points eq
投资5000万元-1亿元 = 5000万元-1亿元 50000000..100000000 CNY range eq
逾7成 = 7成 70 percent percent gt
"""

NOTHING = """
深入实施八八战略
形成一批经验
进一步优化流程
2023年全面完成
2024年1-10月数据
“十四五”规划收官
三个“一号工程”
“136”攻坚活动
省“415X”集群
“1+2+6+N”平台
5050计划持续推进
一般公共预算收入稳步增长
三次产业协同
一园三谷五镇格局
“15分钟公共服务圈”
10分钟健身圈
首批试点入选
第七批省级名单
第一时间响应
第一书记驻村
第三次分配
第一产业占比回落
坚持生态优先、安全第一
党的二十届三中全会
十四届五次会议
十三届五次、六次全会
G60科创走廊
5G基站建设
PM2.5浓度下降
3A级景区
省政府〔2023〕12号文件
咨询电话0571-87654321
早上07:30开放
世界500强企业
入选全国百强县
城市大脑2.0建设
三年行动方案
五年规划编制
长三角一体化
三甲医院
二维码扫码
零售业回暖
半导体产业
首次突破
第二期工程
一至四期开工
329国道改建
地铁10号线
两个维护
一手抓发展、一手抓安全
每千人口指标
万元GDP能耗下降
海纳百川
数百家企业
几十个项目
十几年来
上千人参加
第十四届人民代表大会
第三季度回升
《2021—2035年规划》
千方百计稳就业
三位一体推进
八项规定精神
新华三加大投入
（二）优化结构
12345热线
二手车出口
"""

FACTORS = """
增长近两倍 = 3
增加1.2倍 = 2.2
增长到3倍 = 3
产量是上年的1.5倍 = 1.5
翻一番 = 2
翻两番 = 4
利润翻番 = 2
"""


@pytest.mark.parametrize(("phrase", "expected"), table(QUANTITIES))
def test_reads_the_quantities_of_a_phrase(phrase, expected):
    found = find(phrase)
    assert " | ".join(map(written, found)) == expected
    assert all(phrase[q.start : q.end] == q.exact and q.start <= q.number_start <= q.number_end <= q.end for q in found)


@pytest.mark.parametrize("phrase", NOTHING.strip().splitlines())
def test_names_dates_idioms_and_section_numbers_yield_nothing(phrase):
    assert find(phrase) == ()


@pytest.mark.parametrize(("phrase", "factor"), table(FACTORS))
def test_multiples_know_the_level_over_its_base(phrase, factor):
    (quantity,) = find(phrase)
    assert str(quantity.factor) == factor


def test_value_is_as_written_and_the_unit_carries_the_scale():
    (quantity,) = find("地区生产总值2467.90亿元")
    assert (str(quantity.value), quantity.unit_zh, quantity.unit_mult) == ("2467.90", "亿元", 8)


def test_a_group_is_never_a_place():
    (quantity,) = find("位列全省第一方阵")
    assert (quantity.band, quantity.unit_zh) == ("group", "方阵")


def test_section_numbers_at_the_start_of_a_line_yield_nothing():
    text = "一、总体情况\n（二）重点工作\n1.新增企业5家。\n2.建成项目3个。"
    assert [q.exact for q in find(text)] == ["5家", "3个"]


def test_a_comma_before_three_digits_after_a_rank_parts_clauses():
    assert [q.exact for q in find("位列全省第8，100家企业上市")] == ["第8", "100家"]


@pytest.mark.parametrize(
    ("phrase", "fate", "exact"),
    [
        ("2023年全面完成", "date", "2023年"),
        ("“136”攻坚", "name", "“136”"),
        ("进一步优化", "idiom", "进一步"),
        ("（二）优化结构", "section", "（二）"),
        ("G60科创走廊", "name", "G60"),
        ("城市大脑2.0建设", "name", "2.0"),
        ("长三角一体化", "name", "三"),
    ],
)
def test_says_what_becomes_of_a_numeral_that_states_nothing(phrase, fate, exact):
    first = classify(phrase)[0]
    assert (first.fate, phrase[first.start : first.end]) == (fate, exact)


def test_units_that_english_converts_compare_equal():
    (chinese,), (english,) = find("总产量10.4亿斤"), find_english("Output was 520,000 tonnes.")
    assert chinese.comparable == english.comparable
