"""The vocabulary of the noun-phrase grammar: what a word does, and what kind of thing a name stands for."""

from __future__ import annotations

from typing import Literal

# What a word of grammar.csv does beside a term (an action, an outcome: of verbs.csv):
# time      年末, 全年: before everything; says when
# scope     全市, 全省: before everything; says where
# agent     公安机关: before everything; says by whom
# action    新认定, 累计: before a noun; what was done with it
# outcome   开工, 摘牌: behind a noun; what it did
# level     国家级, 省级: before a noun; with 以上 a floor
# modifier  重点, 农村: before a noun
# suffix    增加值, 覆盖率: behind a noun, makes another noun of it
# per       每千人口: before a noun, for each so many
# place     全省, 全国: the whole of which something is a share
# prefix    参加, 享受: before a noun, makes another noun of it
# link      完成, 实现: between who and what (企业实现营业收入)
# partner   出口: behind 对 and a country (对东盟出口)
# pair      获, 入选: between who did it and what (专利获中国专利奖)
# share     占, 投向: between a part and its whole (税收占财政收入比重)
# self      城市: what a report is about (入选…城市: it was selected itself)
# note      含合作区(园): in brackets
# size      人, 亩: unit of a floor of size (500人以上)
# measured  年销售额, 总投资: what a floor is a floor of (年销售额5亿元以上)
Role = Literal[
    "time",
    "scope",
    "agent",
    "action",
    "outcome",
    "level",
    "modifier",
    "suffix",
    "per",
    "place",
    "share",
    "self",
    "note",
    "measured",
    "size",
    "prefix",
    "link",
    "partner",
    "pair",
]

# What a name stands for:
# thing     counted (gazelle enterprises)
# person    counted people (registered nurses)
# amount    measured (value added, output, floor area)
# rate      a rate, ratio, index, share
# event     counted happenings (tourist visits, workplace accidents)
# Only in grammar.csv, of suffixes whose amount can itself be acted on (出台…措施, 发放…补贴, 实施…整治):
# money     funds, loans, land, equipment
# work      renovation, treatment
Shape = Literal["", "thing", "person", "amount", "rate", "event", "money", "work"]
