"""Runs of composed text, and where a chart stands: the rules without a page."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from briefing.model import tree
from briefing.render.pdf_fit import Fill, chapter_to_move, closer_from
from briefing.render.pdf_flow import Placing, block_ids
from briefing.render.typography import Piece, compose, full_width

sys.path.insert(0, str(Path(__file__).parent))
from support_tree import briefing


def _runs(text, lang="zh-Hans", **how):
    return [(run.text, " ".join(run.classes)) for run in compose([Piece(text)], lang, **how)[0]]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("增长8.0%,总量(全市)第三;", "增长8.0%，总量（全市）第三；"),
        ("共1,234家,其中:工业", "共1,234家，其中：工业"),
        ("比例5.8:41.6:52.6", "比例5.8:41.6:52.6"),
        ('号称"一号工程"的项目', "号称“一号工程”的项目"),
        ("see Table 1, p. 2", "see Table 1, p. 2"),
    ],
)
def test_half_width_marks_become_full_width_beside_han_only(written, printed):
    assert full_width(written) == printed


def test_a_figure_keeps_its_unit_and_gets_a_thin_space_before_it():
    assert _runs("总投资62.33亿元到位") == [("总投资", ""), ("62.33亿元", "n l"), ("到位", "")]
    assert _runs("采用5G与R&D投入") == [("采用", ""), ("5G", "a l r"), ("与", ""), ("R&D", "a l r"), ("投入", "")]


def test_of_two_neighbouring_marks_the_first_is_half_as_wide():
    assert _runs("（“甲”）、乙") == [("（", ""), ("“", "h"), ("甲", ""), ("”", "h"), ("）", "h"), ("、乙", "")]


def test_blanks_between_han_characters_go():
    assert "".join(text for text, _ in _runs("浙江 杭州，RMB 5 亿")) == "浙江杭州，RMB 5 亿"


def test_the_blanks_on_both_sides_of_a_dot_stay():
    """A dot with a blank on one side only (滨江区· 2023年) is a fault."""
    assert "".join(text for text, _ in _runs("滨江区 · 2023年")) == "滨江区 · 2023年"
    assert "".join(text for text, _ in _runs("▲ 8.0% · 目标5.0%")) == "▲ 8.0% · 目标5.0%"


def test_a_figure_is_never_changed():
    assert compose([Piece("约"), Piece("1,234,5:6", figure=True)], "zh")[1][0].text == "1,234,5:6"


def test_english_quotes_curl_and_a_short_last_word_is_not_left_alone():
    assert _runs('the "little giant" firms\' year', "en-US") == [("the “little giant” firms’ year", "")]
    assert _runs("It rose in the whole of the year", "en-US", paragraph=True)[0][0].endswith("the\u00a0year")


def test_a_figure_within_words_is_held_together_too():
    assert _runs("56 projects of at least RMB 1 billion each", "en-US") == [
        ("56 projects of at least RMB\u00a01\u00a0billion each", "")
    ]


def test_the_word_bound_to_a_last_figure_is_a_run_of_its_own():
    """WeasyPrint breaks a text that ends in a no-break space at its first blank: a line with one word on it."""
    made = compose([Piece("Investment in projects rose "), Piece("16.6%", figure=True)], "en-US", paragraph=True)
    assert [(run.text, run.classes) for run in made[0]] == [
        ("Investment in projects ", ("k",)),
        ("rose\u00a0", ("w",)),
    ]


def test_a_long_figure_may_leave_its_unit_to_the_next_line():
    words = compose([Piece("more than RMB 400 billion", figure=True)], "en-US")[0][0].text
    assert words == "more than RMB\u00a0400\u00a0billion"
    assert compose([Piece("RMB 246.79 billion", figure=True)], "en-US")[0][0].text == "RMB\u00a0246.79\u00a0billion"


def test_a_text_too_wide_by_the_blank_at_its_end_is_broken_at_its_last_blank():
    """As WeasyPrint 70 answers: the first word where the blank at the end is in the way, the last blank where the words are."""
    from briefing.render.typography_justify import _at_last_blank

    text = "industrial enterprises grew 3.95%. "

    def original(text, style, context, max_width, justification_spacing):
        return (None, 0, len("industrial ") if max_width > 200 else len("industrial enterprises grew "), 0, 0, 0)

    asked = (text, {"font_size": 10.0}, None, 203.0, 0)
    assert original(*asked)[2] == len("industrial ")
    assert _at_last_blank(original)(*asked)[2] == len("industrial enterprises grew ")


# --- where a chart stands ---------------------------------------------------------------------------------------------


def _section(paragraphs):
    chart = next(b for b in briefing("en-US").blocks if isinstance(b, tree.Chart))
    text = tuple(tree.Paragraph((tree.Text(f"paragraph {i}"),)) for i in range(paragraphs))
    made = briefing("en-US")
    return tree.Briefing(*(getattr(made, n) for n in made.__dataclass_fields__ if n not in {"blocks", "page_size", "orientation", "left_out"}),
                         blocks=(tree.Heading(1, (tree.Text("Section"),), "h"), *text, chart))  # fmt: skip


def _anchors(made, chart_page):
    """Paragraphs of 100 px from y = 300 on the first page (which ends at 1000), the chart (300 px) where it is told."""
    ids = block_ids(made)
    first = {name: (0.0, 200.0 + 100 * i, 600.0, 300.0 + 100 * i) for i, name in enumerate(ids[:-1])}
    chart = {ids[-1]: (0.0, 90.0, 600.0, 390.0)}
    return [first | chart, {}] if chart_page == 0 else [first, chart]


def test_a_chart_moves_up_to_the_last_place_where_it_fits():
    made = _section(5)  # paragraphs at 300, 400, 500, 600, 700 (ends 800): a hole of 200
    charts = Placing(made, 1000.0)
    move = charts.next_move(_anchors(made, 1))
    assert (move.chart, move.before, list(move.pages)) == (block_ids(made)[-1], "b5", [0, 1])
    assert [type(b).__name__ for b in charts.briefing.blocks] == ["Heading", *["Paragraph"] * 4, "Chart", "Paragraph"]


def test_a_chart_stays_where_the_hole_is_small_or_nothing_fits():
    small = _section(6)  # text ends at 900
    assert Placing(small, 1000.0).next_move(_anchors(small, 1)) is None
    there = _section(2)
    assert Placing(there, 1000.0).next_move(_anchors(there, 0)) is None


def test_charts_move_a_few_times_and_no_more():
    made = _section(5)
    charts = Placing(made, 1000.0)
    moves = []
    for _ in range(5):
        moves.append(charts.next_move(_anchors(made, 1)))
        charts.briefing, charts.ids = made, block_ids(made)
    assert [move is None for move in moves] == [False, False, False, True, True]


def test_a_last_page_of_a_few_lines_is_saved_by_setting_closer_no_more_pages_than_it_takes():
    cover, full, spilt = Fill(1000, 0, 0), Fill(960, 40, 60), Fill(120, 880, 20)
    assert (
        closer_from([cover, full, full, spilt]) == 1
    )  # 120 - 20 - 40 - 60 is nothing, but for what the estimate is wrong by
    assert closer_from([cover, full, full, Fill(110, 890, 20)]) == 2
    assert closer_from([cover, full, full, Fill(400, 600, 40)]) is None  # holds enough
    assert closer_from([cover, full, Fill(200, 800, 20)]) is None  # holds too much to be saved
    assert (
        closer_from([cover, full, Fill(960, 40, 60, follows=False), spilt]) is None
    )  # a chart does not follow upwards


def test_a_last_page_that_cannot_be_saved_gets_the_chapter_that_begins_before_it():
    spilt = Fill(200, 800, 20)
    assert chapter_to_move([Fill(960, 40, 9, heads=((300, 2), (700, 5), (860, 7))), spilt]) == 7
    assert (
        chapter_to_move([Fill(960, 40, 9, heads=((300, 2), (700, 5), (950, 7))), spilt]) == 5
    )  # one line would not do
    assert chapter_to_move([Fill(960, 40, 9, heads=((300, 2),)), spilt]) is None  # it would empty the other page
    assert chapter_to_move([Fill(960, 40, 9, heads=((860, 7),)), Fill(400, 600, 20)]) is None


def _holes(html, charts):
    """The page (from 1) of each paragraph and of the chart, as WeasyPrint lays the boxes out."""
    from weasyprint import HTML

    from briefing.render import pdf_moves

    assert pdf_moves.install() == ""
    with pdf_moves.placing(charts):
        pages = HTML(string=html).render().pages
    return [sorted(page.anchors) for page in pages]


def test_a_layout_moves_the_boxes_and_lays_out_again():
    made = _section(5)
    ids = block_ids(made)
    style = "@page { size: 600px 1000px; margin: 0 } body, p, figure, h2 { margin: 0 } p { height: 100px; font: 10px serif }"
    body = "".join(f'<p id="{name}">{name}</p>' for name in ids[1:-1])
    html = (
        f"<html><style>{style} h2 {{ height: 300px }} figure {{ height: 300px; break-inside: avoid }}</style><body>"
        f'<h2 id="{ids[0]}">s</h2>{body}<figure id="{ids[-1]}"></figure></body></html>'
    )
    assert ids[-1] in _holes(html, Placing(_section(0), 1000.0))[1]  # nothing to say of this briefing: the chart stays
    first, second = _holes(html, Placing(made, 1000.0))
    assert ids[-1] in first
    assert second == ["b5"]
