"""Charts as SVG and PNG: real text, honest axes, what is missing said, the same bytes every time."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support_charts import EN, KINDS, ZH, chart, point, series

from briefing.errors import RenderError
from briefing.model import tree
from briefing.render.chart_style import Style, point_colour, series_colours, wrapped
from briefing.render.charts import chart_png, chart_svg
from briefing.render.palette import ACCENT, SECOND_ACCENT, contrast, luminance, readable, shades, text_on
from briefing.render.scale import Scale, tick_label, ticks

SVG = "{http://www.w3.org/2000/svg}"


def words(svg: str) -> list[str]:
    return [node.text or "" for node in etree.fromstring(svg).iter(f"{SVG}text")]


def shapes(svg: str, colour: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of each path filled with a colour."""
    out = []
    for node in etree.fromstring(svg).iter(f"{SVG}path"):
        if node.get("fill") == colour:
            numbers = [float(n) for n in re.findall(r"-?[\d.]+", node.get("d"))]
            xs, ys = numbers[0::2], numbers[1::2]
            out.append((min(xs), min(ys), max(xs), max(ys)))
    return out


@pytest.mark.parametrize("lang", ["en-US", "zh-Hans"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_in_both_languages_within_the_text_width(kind: tree.ChartKind, lang: str) -> None:
    svg = chart_svg(chart(kind, lang))
    root = etree.fromstring(svg)
    width, height = (float(root.get(side, "0").removesuffix("pt")) for side in ("width", "height"))
    assert width == pytest.approx(170 / 25.4 * 72, abs=0.01)
    assert 40 < height < 260
    for left, top, right, bottom in shapes(svg, ACCENT):
        assert left >= -0.1
        assert top >= -0.1
        assert right <= width + 0.1
        assert bottom <= height + 0.1


@pytest.mark.parametrize("kind", KINDS)
def test_the_printed_labels_stand_in_the_chart_as_text(kind: tree.ChartKind) -> None:
    drawn = chart(kind)
    shown = " ".join(words(chart_svg(drawn)))
    labels = {p.label for p in drawn.series[0].points if p.value is not None}
    if kind in ("trend", "multiples"):  # long lines and narrow panels keep the last value
        labels = {drawn.series[0].points[-1].label}
    if kind == "structure":  # its last bar lacks a part
        labels = {p.label for p in drawn.series[0].points[:2]}
    assert all(label in shown for label in labels)


def test_title_subtitle_and_source_are_left_to_the_writers() -> None:
    svg = chart_svg(replace(chart("ranked"), title="The finding", subtitle="% on year"))
    assert "finding" not in svg
    assert "Source" not in svg


def test_the_svg_is_small_without_groups_date_or_prologue() -> None:
    svg = chart_svg(chart("ranked"))
    assert svg.startswith("<svg")
    assert len(svg) < 5000
    for unwanted in ("<g", "metadata", "id=", "<!--", "matplotlib"):
        assert unwanted not in svg


@pytest.mark.parametrize(
    ("lang", "families"), [("en-US", "Briefing Sans,Briefing Hei"), ("zh-Hans", "Briefing Hei,Briefing Sans")]
)
def test_the_families_are_those_of_the_page_its_own_script_first(lang: str, families: str) -> None:
    assert etree.fromstring(chart_svg(chart("ranked", lang))).get("font-family", "").startswith(families)


def test_every_text_starts_where_it_says_so_that_no_writer_has_to_measure_it() -> None:
    assert "anchor" not in chart_svg(chart("trend"))


def test_bars_start_at_zero_even_when_all_values_are_close() -> None:
    close = replace(chart("ranked"), series=(series("g", "98", "97", "96", "95"),))
    bars = shapes(chart_svg(close), ACCENT)
    lengths = [right - left for left, _, right, _ in bars]
    assert len({round(left, 1) for left, *_ in bars}) == 1
    assert lengths[3] / lengths[0] == pytest.approx(95 / 98, abs=0.01)


def test_a_fall_goes_left_of_zero_in_the_second_accent() -> None:
    svg = chart_svg(chart("ranked"))
    fall, rises = shapes(svg, SECOND_ACCENT), shapes(svg, ACCENT)
    assert len(fall) == 1
    assert fall[0][2] == pytest.approx(rises[0][0], abs=0.1)


def test_the_odd_one_out_is_what_the_template_says() -> None:
    svg = chart_svg(chart("target"))
    assert len(shapes(svg, SECOND_ACCENT)) == 1


@pytest.mark.parametrize(("lang", "said"), [("en-US", "not reported"), ("zh-Hans", "未公布")])
@pytest.mark.parametrize("kind", ["target", "next_target", "structure", "trend"])
def test_a_missing_value_is_said_to_be_missing(kind: tree.ChartKind, lang: str, said: str) -> None:
    assert said in words(chart_svg(chart(kind, lang)))


def test_a_missing_value_with_words_of_its_own_keeps_them() -> None:
    drawn = chart("next_target")
    pegged = tree.Series("2024 target", (*drawn.series[1].points[:3], point(None, "in step with GDP")))
    assert "in step with GDP" in words(chart_svg(replace(drawn, series=(drawn.series[0], pegged))))


def test_a_target_in_words_stands_beside_the_result_and_gets_no_tick() -> None:
    pegged = tree.Series("target", (point("6"), point("5"), point("6"), point(None, "in step")))
    drawn = replace(chart("target"), series=(chart("target").series[0], pegged))
    assert "target: in step" in words(chart_svg(drawn))
    ticks_drawn = shapes(chart_svg(drawn), "#1d2730")
    assert len(ticks_drawn) == 3


def test_a_value_label_never_stands_on_a_target_tick() -> None:
    """5.6 missed a target of 8: the label goes beyond the tick where it would run through it."""
    near = replace(
        chart("target"), series=(series("result", "5.6", "5", "4", "3"), series("target", "5.8", "1", "1", "1"))
    )
    svg = chart_svg(near)
    tick = shapes(svg, "#1d2730")[0]
    label = next(n for n in etree.fromstring(svg).iter(f"{SVG}text") if n.text == "5.6")
    assert float(label.get("x", "0")) > tick[2]


def test_a_trend_is_broken_where_a_period_has_no_value() -> None:
    svg = chart_svg(chart("trend"))
    lines = [n.get("d", "") for n in etree.fromstring(svg).iter(f"{SVG}path") if n.get("stroke-width") == "1.8"]
    assert [d.count("L") for d in lines] == [2, 1, 2, 1]


def test_a_trend_of_close_values_may_leave_zero_out_but_says_where_its_axis_begins() -> None:
    index = replace(chart("trend"), categories=("a", "b", "c"), series=(series("PMI", "49.1", "50.3", "49.8"),))
    shown = words(chart_svg(index))
    assert "0" not in shown
    assert "49" in shown


def test_a_stack_without_one_of_its_parts_is_not_drawn() -> None:
    svg = chart_svg(chart("structure"))
    assert words(svg).count("53.1") == 0


def test_long_names_wrap_between_words_and_between_han_characters() -> None:
    long = ("Value added of strategic emerging industries above the designated size in the whole district", *EN[1:])
    svg = chart_svg(replace(chart("ranked"), categories=long))
    assert any(text.startswith("Value added of") and len(text) < 45 for text in words(svg))
    han = ("规模以上工业战略性新兴产业增加值占规模以上工业增加值比重及其变化情况", *ZH[1:])
    svg = chart_svg(replace(chart("ranked", "zh-Hans"), categories=han))
    assert any(text.startswith("规模以上工业") and len(text) < 30 for text in words(svg))


def test_no_line_starts_with_a_closing_mark() -> None:
    assert wrapped("增加值，占比", 3, len) == ["增加值，", "占比"]


def test_a_chinese_bracket_that_has_room_on_a_line_is_not_broken() -> None:
    assert wrapped("固定资产投资（1—10月）", 8, len) == ["固定资产投资", "（1—10月）"]
    assert wrapped("投资（不含农户和其他）", 6, len) == ["投资（不含农", "户和其他）"]


def test_a_character_without_a_glyph_is_an_error_that_names_it() -> None:
    strange = replace(chart("ranked"), categories=("\U0001f9ff bead", *EN[1:]))
    with pytest.raises(RenderError, match="no installed font"):
        chart_svg(strange)


def test_points_that_do_not_match_the_categories_are_an_error() -> None:
    with pytest.raises(RenderError, match="3 values for 4 categories"):
        chart_svg(replace(chart("ranked"), series=(series("g", "1", "2", "3"),)))


def test_a_chart_without_any_value_is_an_error() -> None:
    with pytest.raises(RenderError, match="0 values"):
        chart_svg(replace(chart("ranked"), series=(series("g", None, None, None, None),)))


def test_dollar_signs_and_markup_are_plain_text() -> None:
    svg = chart_svg(replace(chart("ranked"), categories=("R&D in $ <total> $", *EN[1:])))
    assert "R&D in $ <total> $" in words(svg)


def test_the_same_chart_is_the_same_bytes_also_in_another_process() -> None:
    code = (
        "import hashlib, sys; sys.path.insert(0, 'tests'); from support_charts import chart;"
        "from briefing.render.charts import chart_svg, chart_png;"
        "c = chart('trend'); print(hashlib.sha256(chart_svg(c).encode() + chart_png(c, dpi=60)).hexdigest())"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    drawn = chart("trend")
    assert other == hashlib.sha256(chart_svg(drawn).encode() + chart_png(drawn, dpi=60)).hexdigest()


def test_a_picture_has_the_width_of_the_text_at_its_resolution() -> None:
    data = chart_png(chart("counts", "zh-Hans"), dpi=100)
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20]) == pytest.approx(170 / 25.4 * 100, abs=1)


# --- colours and scales -----------------------------------------------------------------------------------------------


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_text_on_any_colour_can_be_read(colour: str) -> None:
    assert contrast(text_on(colour), colour) >= 3.6


def test_text_in_a_pale_house_colour_gets_ink_until_it_can_be_read_and_the_look_keeps_its_own() -> None:
    assert contrast(readable("#f5d142"), "#ffffff") >= 4
    assert (readable(ACCENT), readable(SECOND_ACCENT)) == (ACCENT, SECOND_ACCENT)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_series_are_told_apart_in_grey(count: int) -> None:
    greys = [luminance(colour) for colour in shades(ACCENT, count)]
    assert greys == sorted(greys)
    assert all(later - before > 0.05 for before, later in pairwise(greys))


def test_the_second_accent_differs_from_the_accent_in_grey_too() -> None:
    assert luminance(SECOND_ACCENT) - luminance(ACCENT) > 0.08


def test_the_marked_bar_of_a_pair_keeps_its_tint() -> None:
    pair = chart("next_target")
    marked = replace(pair, series=tuple(replace(s, highlight=(0,)) for s in pair.series))
    style = Style()
    assert point_colour(marked, style, 0, 0) == SECOND_ACCENT
    assert point_colour(marked, style, 1, 0) not in (SECOND_ACCENT, series_colours(marked, style)[1])


decimals = st.decimals(-(10**9), 10**9, allow_nan=False, places=3)


@given(st.lists(decimals, min_size=1, max_size=9), st.booleans())
def test_ticks_enclose_the_values_in_few_equal_steps(values: list[Decimal], zero: bool) -> None:
    marks = ticks(values, zero=zero)
    assert marks[0] <= min(values)
    assert marks[-1] >= max(values)
    assert 2 <= len(marks) <= 8
    assert len({b - a for a, b in pairwise(marks)}) == 1
    if zero:
        assert Decimal(0) in marks


def test_a_scale_maps_its_ends() -> None:
    scale = Scale(Decimal(-10), Decimal(30), 100.0, 300.0)
    assert scale.at(Decimal(-10)) == 100.0
    assert scale.at(Decimal(0)) == 150.0
    assert scale.at(Decimal(30)) == 300.0


@pytest.mark.parametrize(
    ("value", "text"), [("0", "0"), ("2500", "2,500"), ("-20", "\u221220"), ("0.50", "0.5"), ("1E+3", "1,000")]
)
def test_tick_labels_are_plain_figures(value: str, text: str) -> None:
    assert tick_label(Decimal(value)) == text


# --- long words -------------------------------------------------------------------------------------------------------

LONG_EN = "value added of strategic emerging industries above the designated size including the cooperation zones"
LONG_ZH = "规模以上工业战略性新兴产业增加值（含合作园区）占规模以上工业增加值的比重"


@pytest.mark.parametrize("lang", ["en-US", "zh-Hans"])
@pytest.mark.parametrize("kind", KINDS)
def test_long_names_and_labels_stay_on_the_page(kind: tree.ChartKind, lang: str) -> None:
    from briefing.render.canvas import Canvas

    long = LONG_ZH if lang.startswith("zh") else LONG_EN
    drawn = chart(kind, lang)
    runs = tuple(
        replace(
            s,
            name=f"{long} {i}",
            points=tuple(replace(p, label=long if p.value is None else f"{p.label} {long[:12]}") for p in s.points),
        )
        for i, s in enumerate(drawn.series)
    )
    names = (
        tuple(f"{long} {i}" for i in range(len(drawn.categories)))
        if kind not in ("trend", "multiples")
        else drawn.categories
    )
    root = etree.fromstring(chart_svg(replace(drawn, series=runs, categories=names)))
    canvas = Canvas(482, chinese=lang.startswith("zh"))
    width, height = 481.9, float(root.get("height", "0").removesuffix("pt"))
    for node in root.iter(f"{SVG}text"):
        extent = canvas.measure(node.text or "", float(node.get("font-size", "0")))
        left = float(node.get("x", "0"))
        assert left > -3, node.text
        assert left + extent < width + 3, node.text
        assert 0 < float(node.get("y")) <= height, node.text
