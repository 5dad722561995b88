"""Facts and a small glossary for the tests of phrase and translate; sentences and terms are our own."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

from briefing.extract import extract
from briefing.glossary import Glossary, load_glossary
from briefing.model.extract import Fact, Region, Segment
from briefing.phrase import Phrases
from briefing.phrase.setting import settings
from briefing.quantity.units import unit
from briefing.read import read_bytes
from briefing.translate import facts_by_segment

ROOT = Path(__file__).parents[1]
COLUMNS = (
    "zh,zh_variants,en,en_short,admitted,discouraged,article,proper,countable,gloss,followed_by,not_followed_by,"
    "preceded_by,not_preceded_by,status,source,checked_on,notes"
)
TERMS = {  # English, whether it is counted, its article
    "地区生产总值": ("GDP", False, "none"),
    "规上工业增加值": ("value added of industrial enterprises above the designated size", False, "none"),
    "财政总收入": ("total fiscal revenue", False, "none"),
    "一般公共预算收入": ("general public budget revenue", False, "none"),
    "实际利用外资": ("FDI in actual use", False, "none"),
    "工业投资": ("industrial investment", False, "none"),
    "制造业投资": ("manufacturing investment", False, "none"),
    "固定资产投资": ("fixed-asset investment", False, "none"),
    "一产增加值": ("value added of the primary industry", False, "none"),
    "二产增加值": ("value added of the secondary industry", False, "none"),
    "瞪羚企业": ("gazelle enterprise", True, "none"),
    "隐形冠军": ("hidden champion", True, "none"),
    "上市公司": ("listed company", True, "none"),
    "众创空间": ("makerspace", True, "none"),
    "学校": ("school", True, "none"),
    "工业机器人": ("industrial robot", True, "none"),
    "保障性租赁住房": ("government-subsidized rental housing", False, "none"),
    "惠企资金": ("support funds for businesses", False, "none"),
    "结算率": ("settlement rate", False, "the"),
    "创新指数": ("innovation index", False, "the"),
    "转化指数": ("conversion index", False, "the"),
    "主要指标": ("major indicator", True, "none"),
    "重点软件企业": ("key software enterprise", True, "none"),
    "八八战略": ("Double Eight Strategy", False, "the"),
}


def glossary(folder: Path) -> Glossary:
    """A glossary of the terms above."""
    rows = [COLUMNS]
    for zh, (en, countable, article) in TERMS.items():
        proper = "yes" if en[0].isupper() else "no"
        rows.append(f"{zh},,{en},,,,{article},{proper},{'yes' if countable else 'no'},,,,,,accepted,test,2026-11-23,")
    folder.mkdir(exist_ok=True)
    (folder / "terms.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return load_glossary([folder])


def phrases(lang: str, terms: Glossary) -> Phrases:
    """The packaged phrase templates."""
    return Phrases.load(lang, (ROOT / "templates" / f"phrases.{lang}.j2").read_text(encoding="utf-8"), terms)


class Facts:
    """Makes facts one after another; each gets the next id and place."""

    def __init__(self, zh: str = "", period: str = "2023") -> None:
        self.zh = zh
        self.period = period
        self.made: list[Fact] = []

    def add(self, indicator: str, value: str | None, unit_zh: str, measure: str = "level", **more: object) -> Facts:
        """Add a fact; `more` overrides any column."""
        number = len(self.made) + 1
        known = unit(unit_zh)
        figure = None if value is None else Decimal(value)
        mult = known.mult if known else 0
        columns: dict[str, object] = {
            "id": f"f{number}",
            "ref_area": "杭州市滨江区",
            "ref_area_code": "330108",
            "indicator_id": "",
            "indicator_zh": indicator,
            "measure": measure,
            "value": figure,
            "unit_zh": unit_zh,
            "unit_mult": mult,
            "unit_code": known.code if known else "",
            "value_base": None if figure is None else figure.scaleb(mult),
            "bound": "eq",
            "role": "actual",
            "strength": "",
            "time_period": self.period,
            "time_basis": "flow",
            "comparison": "",
            "rank_scope": "",
            "rank_of": "",
            "rank_band": "",
            "group": "",
            "group_pos": 0,
            "links": (),
            "section_id": "p1",
            "table_cell": "",
            "start": number * 8,
            "end": number * 8 + 2,
            "sentence_start": 0,
            "sentence_end": 999,
            "exact": value or "",
            "prefix": "",
            "suffix": "",
            "rule": "test",
            "confidence": "high",
            "flags": (),
        }
        if "period" in more:
            more["time_period"] = more.pop("period")
        self.made.append(Fact(**(columns | more)))  # type: ignore[arg-type]
        return self

    def rank(self, indicator: str, place: str, scope: str, of: str = "", **more: object) -> Facts:
        """Add a rank."""
        more = {"rank_scope": scope, "rank_of": of, "rank_band": "place"} | more
        return self.add(indicator, place, "位", "rank", **more)

    @property
    def segment(self) -> Segment:
        """The sentence of the facts."""
        return Segment("s1", "p1", 0, 999, self.zh)


def told(sentence: str, *facts: tuple, period: str = "2023") -> Facts:
    """Facts (indicator, value, unit, measure, other columns) that stand where their figure stands, with the words around it."""
    made = Facts(sentence, period)
    at = 0
    for indicator, value, unit_zh, measure, more in facts:
        shown = value.lstrip("-")
        at = sentence.index(shown, at)
        end = at + len(shown)
        around = {"prefix": sentence[max(0, at - 20) : at], "suffix": sentence[end : end + 20]}
        made.add(indicator, value, unit_zh, measure, **({"start": at, "end": end, "exact": shown} | around | more))
        at = end
    return made


def said(language: Phrases, facts: Facts) -> str | None:
    """What a language says of facts made by `told`, or None."""
    statement = language.statement(dataclasses.replace(facts.segment, start=0, end=len(facts.zh)), facts.made)
    return None if statement is None else statement.text


def printed(english: Phrases, text: str, *, area: str = "临水市", period: str = "2025") -> str | None:
    """The English of the last sentence of a report, None where nothing of it is said."""
    report = extract(read_bytes("report.txt", text.encode()), Region("x", area, "Linshui", ""), period)
    facts, around = facts_by_segment(report), settings(report)
    last = report.segments[-1]
    said = english.statement(
        last, facts.get(last.id, ()), period=report.period, plan_period=report.plan_period, setting=around[last.id]
    )
    return None if said is None else said.text
