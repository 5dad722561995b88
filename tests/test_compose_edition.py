"""Editions and their vocabulary: every mistake of a template author is found with file, line and the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.compose import load_edition
from briefing.compose.edition import render
from briefing.compose.markup import Bindings, parse
from briefing.compose.spelling import british
from briefing.errors import Problem, WorkspaceError
from briefing.model import tree

FOLDER = Path(__file__).parents[1] / "templates/investor"
FILES = {p.name: p.read_text("utf-8") for p in FOLDER.iterdir() if p.suffix in {".toml", ".j2", ".csv", ".css"}}
CHART = tree.Chart("counts", 0, "t", "s", (), (), (), "alt", "en-US", "c")


def _bindings():
    return Bindings(
        {"counts-city": (CHART, ("s9",))},
        lambda segment: {"s1": "A", "s2": "A"}.get(segment, segment),
        lambda number, cited: tree.Source(number, "", "+".join(cited)),
        "; see ",
        lambda segment: (tree.Definition("GDP", "地区生产总值", "output"),) if segment == "s1" else (),
    )


def _parse(text):
    return parse(text, _bindings(), "body.j2")


def _message(call, *args):
    with pytest.raises(WorkspaceError) as caught:
        call(*args)
    return str(caught.value)


def test_the_investor_edition_is_sound():
    edition = load_edition(FILES)
    assert edition.id == "investor"
    assert {theme.id for theme in edition.themes} >= {"economy", "opening", "livelihood"}


@pytest.mark.parametrize(
    ("body", "where", "says"),
    [
        ("<h1>a</h1>\n<pp>b</pp>", "body.j2:2", "the nearest name is p"),
        ("<p rolle='note'>b</p>", "body.j2:1", "the nearest name is role"),
        ("{{ w.x | capitalise }}", "body.j2:1", "the nearest name is capitalize"),
        ("\n{% if x %}", "body.j2:2", "endif"),
        ("\n\n<b style='x'>y</b>", "body.j2:3", "no attributes"),
    ],
)
def test_a_mistake_in_a_template_is_found_before_anything_is_composed(body, where, says):
    message = _message(load_edition, FILES | {"body.j2": body})
    assert where in message
    assert says in message


def test_all_problems_of_an_edition_are_reported_at_once():
    broken = FILES | {"body.j2": "<pp/>\n<qq/>", "themes.csv": FILES["themes.csv"] + "x,econmy,1\n"}
    message = _message(load_edition, broken)
    assert message.count("\n") == 2
    assert "the nearest name is economy" in message


def test_words_must_stand_in_both_languages():
    table = FILES["edition.toml"].replace("[zh]\n", '[zh]\nonly_here = "x"\n')
    assert "only_here stands in one language only" in _message(load_edition, FILES | {"edition.toml": table})


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("\n<p>{{ pointss }}</p>", "body.j2:2: 'pointss' is undefined; expected the nearest name is points"),
        (
            "\n{{ w.plannes }}",
            "body.j2:2: 'dict object' has no attribute 'plannes'; expected the nearest name is planned",
        ),
        ("{{ points.__class__.__mro__ }}", "body.j2:1"),
        ("{{ ''.__class__ }}", "body.j2:1"),
    ],
)
def test_unknown_names_and_escapes_fail_at_run_time_with_template_and_line(body, says):
    edition = load_edition(FILES | {"body.j2": body})
    assert says in _message(render, edition, {"points": (), "w": {"planned": "x"}})


def test_values_are_data_and_never_template_or_markup():
    edition = load_edition(FILES | {"body.j2": "<p>{{ name }}</p>"})
    made = parse(render(edition, {"name": "{{ 7*7 }} <b>x</b> & \x0b"}), _bindings(), "body.j2")
    assert made == (tree.Paragraph((tree.Text("{{ 7*7 }} <b>x</b> &"),)),)


def test_marks_are_numbered_as_they_appear_and_shared_by_a_passage():
    blocks = _parse('<p>a<m to="s3"/></p><p>b<m to="s1 s2"/> c<m to="s2"/></p><sources/>')
    assert blocks[0].inlines[-1] == tree.Mark(1)
    assert [i for i in blocks[1].inlines if isinstance(i, tree.Mark)] == [tree.Mark(2), tree.Mark(2)]
    assert blocks[2] == tree.Sources((tree.Source(1, "", "s3"), tree.Source(2, "", "s1+s2")))


def test_sources_and_terms_may_stand_before_what_they_list():
    blocks = _parse('<definitions/><sources/><p>a<m to="s1"/></p>')
    assert blocks[0].entries[0].term == "GDP"
    assert len(blocks[1].entries) == 1


def test_tables_and_charts_are_numbered_in_order():
    blocks = _parse(
        '<table caption="x"><col align="decimal" width="0.4">n</col><col>m</col><row><th>a</th><td tone="met"><n fact="f">1</n></td></row>'
        '<source>s</source></table><chart id="counts-city"/><sources/>'
    )
    assert blocks[0].columns[0] == tree.Column((tree.Text("n"),), "decimal", 0.4)
    assert blocks[0].rows[0][1] == tree.TableCell((tree.Number("1", "f"),), tone="met")
    assert (blocks[1].number, blocks[1].id, blocks[1].source) == (1, "chart-1", (tree.Text("; see "), tree.Mark(1)))


def test_a_chart_shows_no_source_marks_where_no_sources_are_listed():
    assert _parse('<chart id="counts-city"/>')[0].source == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<foo/>", "unknown element <foo>"),
        ("<p size='1'/>", "unknown attribute size"),
        ("<p role='notes'>a</p>", "the nearest name is note"),
        ("<p><h1>a</h1></p>", "<h1> in running text"),
        ("<li>a</li>", "stands in <briefing>"),
        ("<p>a<n>1</n></p>", "<n> without fact"),
        ("<chart id='counts-cty'/>", "the nearest name is counts-city"),
        ("<p>a", "not well formed"),
        ("<table caption='x'><col>a</col><row><td>1</td><td>2</td></row></table>", "a row of 2 cells"),
        ("<p>&xxe;</p>", "not well formed"),
    ],
)
def test_output_outside_the_vocabulary_is_refused(text, says):
    assert says in _message(_parse, text)


def test_a_note_at_the_end_stays_and_one_over_nothing_goes():
    blocks = _parse("<h1>A</h1><p>text</p><p role='note'>the end</p><h1>Sources</h1><p role='note'>note</p><sources/>")
    assert [type(b).__name__ for b in blocks] == ["Heading", "Paragraph", "Paragraph"]


def test_a_list_without_entries_vanishes_with_its_heading():
    blocks = _parse("<h1>Terms</h1><definitions/><h1>Sources</h1><p role='note'>note</p><sources/>")
    assert blocks == ()
    kept = _parse("<h1>A</h1><p>text</p><h1>Terms</h1><definitions/><h1>B</h1><h2>b</h2><p>more</p>")
    assert ["".join(i.text for i in b.inlines) for b in kept] == ["A", "text", "B", "b", "more"]


def test_british_spelling_is_for_all_that_is_printed_but_what_the_publisher_or_an_editor_wrote():
    said = (
        tree.Text("The Program covers 3 centers; "),
        tree.Number("2.8 million square meters", "f1"),
        tree.Text(" of parameters"),
    )
    cell = tree.TableCell((tree.Text("labor"),), id="s1")
    table = tree.TableBlock(
        1, "Labor", "", (tree.Column((), "center"),), ((cell,), (tree.TableCell((tree.Text("labor"),)),)), (), "t"
    )
    cover = tree.Cover("Theater", "", "", (), (), "", ("Center for Labor",))
    paragraph, table, cover = british((tree.Paragraph(said), table, cover))
    assert [piece.text for piece in paragraph.inlines] == [
        "The Programme covers 3 centres; ",
        "2.8 million square metres",
        " of parameters",
    ]
    assert (table.caption, table.columns[0].align) == ("Labour", "center")
    assert [row[0].inlines[0].text for row in table.rows] == ["labor", "labour"]
    assert (cover.kicker, cover.colophon) == ("Theatre", ("Center for Labor",))


def test_an_error_names_the_edition_its_file_belongs_to():
    error = WorkspaceError(Problem("body.j2:3", "unknown element <pp>"), Problem("style.css", "no file"))
    assert [str(problem) for problem in error.within("templates/onepager").problems] == [
        "templates/onepager/body.j2:3: unknown element <pp>",
        "templates/onepager/style.css: no file",
    ]
