"""What an editor corrects in Word comes back: each kind of edit, and nothing that would put a wrong figure or term into print."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from support_review import Edited, with_member
from support_tree import Brand

from briefing.compose import Choice, compose, load_edition
from briefing.errors import SourceError
from briefing.extract import extract
from briefing.glossary import load_glossary
from briefing.glossary.merge import check
from briefing.model.extract import Region
from briefing.phrase import Phrases
from briefing.read import read_bytes
from briefing.render import render_docx
from briefing.render.docx_parts import ANCHORS
from briefing.review import Corrected, Place, read_returned, review, taken
from briefing.review.texts import fault, folded, moved, tidy
from briefing.translate import translate
from briefing.translate.memory import Memory, Pair, load

ROOT = Path(__file__).parents[1]
REGION = Region("jiang", "江城县", "Jiangcheng County", "330108")
REPORT = """江城县2023年国民经济和社会发展计划执行情况

一、经济稳步增长
全年地区生产总值2467.9亿元，增长8.0%；一般公共预算收入242.1亿元，增长12.8%。服务业增加值1543.4亿元，增长9.2%。
新建幼儿园3所。深入践行八八战略。
二、存在的困难
企业反映的一些问题还没有解决。社会大局保持和谐稳定。
"""
GDP = "GDP was RMB 246.79 billion"
SERVICES = "Value added of the service sector was RMB 154.34 billion, up 9.2%."
STARTER = (
    Pair("深入践行八八战略。", "The Double Eight Strategy was pursued in depth.", "starter"),
    Pair("社会大局保持和谐稳定。", "Society remained stable.", "starter"),
)


@cache
def kitchen():
    glossary = load_glossary([ROOT / "glossary"])
    texts = {lang: (ROOT / f"templates/phrases.{lang}.j2").read_text("utf-8") for lang in ("zh", "en")}
    return glossary, {lang: Phrases.load(lang, text, glossary) for lang, text in texts.items()}


def translated(pairs, report=REPORT):
    glossary, phrases = kitchen()
    found = extract(read_bytes("report.txt", report.encode()), REGION, "2023")
    return translate(found, glossary, phrases["en"], Memory(pairs, glossary))


@cache
def printed():
    """The extract and the editor's file of it."""
    glossary, phrases = kitchen()
    own = translated(STARTER)
    edition = load_edition({p.name: p.read_text("utf-8") for p in (ROOT / "templates" / "editor").iterdir()})
    return own, render_docx(compose(Choice(own, (), edition, glossary, phrases), "en", Brand()), None, Brand())


def desk(pairs=STARTER, *, accept=False, glossary=None, own=None):
    return Corrected(
        own or printed()[0],
        glossary or kitchen()[0],
        tuple(pairs),
        "Ann Lee",
        "2026-11-28",
        "back.docx",
        "extracts/jiang/2023",
        accept,
    )


def edited(*edits):
    """The places of the file after the edits: (method, arguments…)."""
    file = Edited(printed()[1])
    for method, *words in edits:
        getattr(file, method)(*words)
    return places(file.data())


def places(data):
    chinese = {segment.id: segment.zh for segment in printed()[0].segments}
    return read_returned("back.docx", data).places(chinese)


def changed(found, **options):
    """The verdicts that are not `unchanged`."""
    return [verdict for verdict in review(found, desk(**options)).verdicts if verdict.state != "unchanged"]


def one(*edits, **options):
    (verdict,) = changed(edited(*edits), **options)
    return verdict


def test_a_file_that_nobody_changed_teaches_nothing():
    found = places(printed()[1])
    assert len(found) == len(printed()[0].segments)
    assert changed(found) == []
    assert taken(review(found, desk()), desk()).files == {}


# --- edits that are learnt


def test_a_correction_in_the_middle_becomes_an_approved_pair_with_figures_as_slots():
    verdict = one(("replace", SERVICES[:20], ", up ", ", an increase of "))
    assert (verdict.state, verdict.before) == ("learnt", SERVICES)
    assert verdict.after == "Value added of the service sector was RMB 154.34 billion, an increase of 9.2%."
    assert verdict.pair == Pair(
        "{t1:服务业增加值}{n1:money},增长{n2:percent}。".replace(",", "，"),
        "Value added of the service sector was {n1:money}, an increase of {n2:percent}.",
        "approved",
        "Ann Lee",
        "2026-11-28",
        f"jiang/2023/{verdict.id}",
    )


def test_what_is_typed_at_the_end_or_in_a_new_paragraph_counts():
    assert one(("append", "Society remained", " All year.")).after == "Society remained stable. All year."
    assert one(("split", "Society remained", "All year.")).after == "Society remained stable. All year."


def test_a_cell_typed_anew_is_known_by_the_name_of_its_row():
    verdict = one(("retype", "Society remained", "Society was stable."))
    assert (verdict.state, verdict.before, verdict.after) == (
        "learnt",
        "Society remained stable.",
        "Society was stable.",
    )


def test_a_blank_that_an_editor_fills_is_learnt():
    verdict = one(("append", "企业反映的一些问题", "Some problems that firms report have not been solved yet."))
    assert (verdict.state, verdict.before) == ("learnt", "")
    assert verdict.pair.en == "Some problems that firms report have not been solved yet."


def test_tracked_insertions_count_and_tracked_deletions_do_not():
    file = Edited(printed()[1])
    file.track("Society remained", "stable", "calm")
    back = read_returned("back.docx", file.data())
    (verdict,) = changed(places(file.data()))
    assert (verdict.after, back.tracked) == ("Society remained calm.", 2)


def test_a_machines_sentence_is_approved_by_writing_so_in_its_row():
    file = Edited(printed()[1])
    file.row("Society remained").cells[3].paragraphs[0].runs[0].text = "Approved"
    (verdict,) = changed(places(file.data()))
    assert (verdict.state, verdict.pair.en) == ("learnt", "Society remained stable.")


def test_quotes_and_blanks_that_word_turns_are_no_change():
    assert changed(edited(("replace", GDP, "GDP", "GDP"), ("append", "Society remained", " \u00a0"))) == []


def test_a_correction_comes_before_what_the_templates_say_and_holds_for_other_figures():
    """Next month is right by itself: the pair is used for the same sentence of another report."""
    verdict = one(("replace", SERVICES[:20], ", up ", ", an increase of "))
    memory = [*STARTER, verdict.pair]
    segment = next(s for s in translated(memory).segments if s.id == verdict.id)
    assert (segment.state, segment.en) == ("memory", verdict.after)
    other = REPORT.replace("1543.4亿元，增长9.2%", "1601.2亿元，增长3.7%")
    said = [s.en for s in translated(memory, other).segments]
    assert "Value added of the service sector was RMB 160.12 billion, an increase of 3.7%." in said
    fell = REPORT.replace("1543.4亿元，增长9.2%", "1601.2亿元，下降3.7%")
    assert "Value added of the service sector was RMB 160.12 billion, down 3.7%." in [
        s.en for s in translated(memory, fell).segments
    ]


def test_the_year_of_the_report_and_spelled_numbers_are_slots_too():
    verdict = one(("replace", "Three kindergartens", " were ", " were newly "))
    assert verdict.pair.en == "{n1:count:words} kindergartens were newly built."
    other = REPORT.replace("幼儿园3所", "幼儿园12所")
    assert "12 kindergartens were newly built." in [s.en for s in translated([verdict.pair], other).segments]
    single = REPORT.replace("幼儿园3所", "幼儿园1所")
    assert "One kindergartens were newly built." not in [s.en for s in translated([verdict.pair], single).segments]
    year = one(("replace", GDP, " in 2023", " for the year 2023"))
    assert "for the year {y0}" in year.pair.en


# --- edits that are not


def test_a_changed_figure_is_a_conflict_that_names_the_fact():
    verdict = one(("replace", SERVICES[:20], "9.2%", "9.3%"))
    fact = next(f for f in printed()[0].facts if f.exact == "9.2")
    assert (verdict.state, verdict.pair) == ("conflict", None)
    assert str(verdict.problems[0]) == (
        f"{verdict.id}: figure 9.3% in the English; expected 9.2% as in the source. Nothing is learnt; if the report "
        f"was misread, correct extracts/jiang/2023/facts.csv ({fact.id}) instead"
    )


@pytest.mark.parametrize(
    ("piece", "old", "new", "found"),
    [
        (SERVICES[:20], "154.34", "154", "RMB 154 billion"),
        (SERVICES[:20], ", up ", ", down ", "direction"),
        (
            SERVICES[:20],
            "was ",
            "was more than ",
            "bound of 1543.4亿元: exact in the source, more than in the translation",
        ),
        ("Society remained", "stable", "stable 和谐", "Chinese"),
        ("Society remained", "stable", "stable, ranking first in the province", "first is not in the source"),
        ("Society remained", "stable", "sta\u202eble", "U+202E"),
        ("Society remained", "stable", "sta\ue001ble", "U+E001"),
        ("Society remained", "stable", "{n1:money}", "brace"),
        ("Society remained", "Society", "=HYPERLINK()", "formula"),
        ("Society remained", "stable", "stable in 2019", "2019"),
    ],
)
def test_what_may_not_be_printed_is_a_conflict_and_not_learnt(piece, old, new, found):
    file = Edited(printed()[1])
    try:
        file.replace(piece, old, new)
    except LookupError:  # the words stand in several runs
        cell = file.english(piece)
        text = cell.text.replace("\u00a0", " ").replace(old, new)
        file.retype(piece, text)
    reviewed = review(places(file.data()), desk())
    (verdict,) = [verdict for verdict in reviewed.verdicts if verdict.state != "unchanged"]
    assert verdict.state == "conflict"
    assert found in " ".join(map(str, verdict.problems))
    assert b"approved,Ann Lee" not in b"".join(taken(reviewed, desk()).files.values())


def test_what_a_build_would_not_print_beside_the_facts_is_not_learnt():
    """A fact that a person corrected wins over the figure of the sentence: English with the other figure would never be printed."""
    facts = tuple(
        replace(fact, value=fact.value + 1, value_base=fact.value_base + 1) if fact.exact == "9.2" else fact
        for fact in printed()[0].facts
    )
    segment = next(segment for segment in printed()[0].segments if segment.en == SERVICES)
    place = Place(segment.id, SERVICES, SERVICES.replace(", up ", ", an increase of "))
    (verdict,) = changed([place], own=replace(printed()[0], facts=facts))
    assert (verdict.state, verdict.problems[0].found) == ("conflict", "a build would not print it")


def test_a_deleted_row_is_reported_and_nothing_is_guessed():
    verdict = one(("delete_row", "Society remained"))
    assert (verdict.state, verdict.after, verdict.pair) == ("deleted", "", None)
    assert "neither its bookmark nor its row is there" in str(verdict.problems[0])
    assert one(("retype", "Society remained", "")).state == "deleted"


def test_two_sentences_pasted_into_one_cell_are_not_told_apart():
    file = Edited(printed()[1])
    first, second = file.english("Society remained"), file.english("Three kindergartens")
    for node in list(first.paragraphs[0]._p):
        if not node.tag.endswith("pPr"):
            second.paragraphs[0]._p.append(node)
    found = changed(places(file.data()))
    assert {verdict.state for verdict in found} == {"deleted"}
    assert all("several sentences in one cell" in str(verdict.problems) for verdict in found)


def test_a_sentence_dragged_out_of_the_table_is_read_in_its_paragraphs():
    file = Edited(printed()[1])
    paragraph = file.english("Society remained").paragraphs[0]
    file.document.element.body.insert(0, paragraph._p)
    assert changed(places(file.data())) == []
    second = file.document.paragraphs[0].insert_paragraph_before("")
    paragraph._p.addnext(second._p)
    second._p.append(next(node for node in paragraph._p if node.tag.endswith("bookmarkEnd")))
    second.add_run("All year.")
    (verdict,) = changed(places(file.data()))
    assert (verdict.state, verdict.after) == ("learnt", "Society remained stable. All year.")


def test_a_correction_does_not_undo_what_another_editor_approved_since():
    other = Pair(
        "社会大局保持和谐稳定。", "Social order was kept.", "approved", "Bo Wang", "2026-11-27", "jiang/2023/x"
    )
    verdict = one(("replace", "Society remained", "stable", "calm"), pairs=[other])
    assert verdict.state == "conflict"
    assert "the memory has since: Social order was kept. (Bo Wang, 2026-11-27)" in str(verdict.problems[0])
    assert one(("replace", "Society remained", "stable", "calm"), pairs=[other], accept=True).state == "learnt"


# --- terms


def term_edit():
    """The name of the strategy worded otherwise, whatever runs it stands in."""
    file = Edited(printed()[1])
    file.retype("Double Eight", "The Twin Octet Strategy was pursued in depth.")
    return places(file.data())


def test_another_form_of_a_term_is_a_proposal_and_the_pair_waits():
    reviewed = review(term_edit(), desk())
    (verdict,) = [v for v in reviewed.verdicts if v.state != "unchanged"]
    assert verdict.state == "term proposed"
    new = taken(reviewed, desk())
    (name,) = [name for name in new.files if name != "memory.csv"]
    rows = [row for row in csv.DictReader(io.StringIO(new.files[name].decode())) if row["status"] == "proposed"]
    (row,) = [row for row in rows if row["zh"] == "八八战略"]
    assert row["en"] == "Twin Octet Strategy"
    assert "Proposed by Ann Lee on 2026-11-28" in row["notes"]
    assert b"The Twin Octet Strategy was pursued" not in new.files.get("memory.csv", b"")  # the starter pair stays
    without = review(term_edit(), desk(STARTER[1:]))
    assert "Twin Octet Strategy was pursued in depth.,proposed,Ann Lee" in taken(without, desk(STARTER[1:])).files[
        "memory.csv"
    ].decode().replace('"', "")


def test_a_form_the_glossary_discourages_is_no_proposal():
    verdict = one(("retype", "Double Eight", "The Eight-Eight Strategy was pursued in depth."))
    assert (verdict.state, verdict.terms) == ("conflict", ())
    assert "discouraged term 八八战略: Eight-Eight Strategy; expected Double Eight Strategy" in str(verdict.problems[0])


def test_accepted_the_term_is_in_force_and_the_pair_is_learnt():
    accepting = desk(accept=True)
    reviewed = review(term_edit(), accepting)
    (verdict,) = [v for v in reviewed.verdicts if v.state != "unchanged"]
    assert (verdict.state, verdict.pair.en) == ("learnt", "The Twin Octet Strategy was pursued in depth.")
    new = taken(reviewed, accepting)
    (name,) = [name for name in new.files if name != "memory.csv"]
    rows = {row["zh"]: row for row in csv.DictReader(io.StringIO(new.files[name].decode()))}
    assert (rows["八八战略"]["en"], rows["八八战略"]["status"]) == ("Twin Octet Strategy", "accepted")


# --- files


def test_a_second_review_of_the_same_file_adds_nothing():
    found = edited(
        ("replace", "Society remained", "stable", "calm"),
        ("append", "企业反映的一些问题", "Problems of firms remain unsolved."),
    )
    first = taken(review(found, desk()), desk())
    assert (first.pairs, list(first.files)) == (2, ["memory.csv"])
    again = desk(first.memory)
    reviewed = review(found, again)
    assert {verdict.state for verdict in reviewed.verdicts} == {"unchanged"}
    assert taken(reviewed, again).files == {}
    assert len(load({"memory.csv": first.files["memory.csv"]}, kitchen()[0])) == len(STARTER) + 1


def test_a_second_review_adds_no_second_proposal():
    first = taken(review(term_edit(), desk(STARTER[1:])), desk(STARTER[1:]))
    entries = {name: data for name, data in first.files.items() if name != "memory.csv"}
    again = desk(first.memory, glossary=check(entries, [ROOT / "glossary"]))
    assert taken(review(term_edit(), again), again).files == {}


def test_the_list_is_found_by_its_namespace_whatever_its_name():
    file = Edited(printed()[1])
    file.replace("Society remained", "stable", "calm")

    def moved_(name, data):
        if "customXml/" in name:
            data = data.replace(b"item1.xml", b"item7.xml").replace(b"itemProps1", b"itemProps7")
            name = name.replace("item1", "item7").replace("itemProps1", "itemProps7")
        elif name.endswith((".rels", "[Content_Types].xml")):
            data = data.replace(b"customXml/item1.xml", b"customXml/item7.xml").replace(b"itemProps1", b"itemProps7")
        return name, data

    data = with_member(file.data(), moved_)
    assert [verdict.state for verdict in changed(places(data))] == ["learnt"]


@pytest.mark.parametrize("kind", ["no list", "two lists", "no archive", "entity", "no document", "bomb"])
def test_a_file_that_is_none_of_ours_is_refused(kind):
    def change(name, data):
        if kind == "no list" and ANCHORS.encode() in data:
            return None
        if kind == "entity" and name == "word/document.xml":
            return name, b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>'
        if kind == "bomb" and name == "word/document.xml":
            return name, b"<d>" + b" " * 200_000_000 + b"</d>"
        if kind == "no document" and name == "word/document.xml":
            return None
        return name, data

    data = b"not a file" if kind == "no archive" else with_member(printed()[1], change)
    if kind == "two lists":
        root = f'<anchors xmlns="{ANCHORS}"/>'.encode()
        data = with_member(data, lambda name, old: (name, root) if name == "docProps/core.xml" else (name, old))
    with pytest.raises(SourceError):
        read_returned("back.docx", data)


def test_a_sentence_of_another_state_of_the_report_is_a_conflict():
    own = replace(printed()[0], segments=())
    (verdict,) = changed([Place("s-gone", "It rose.", "It grew.")], own=own)
    assert (verdict.state, verdict.zh) == ("conflict", "")
    assert "no such sentence in the extract of jiang/2023" in str(verdict.problems[0])


def test_one_sentence_corrected_in_two_ways_is_not_learnt_twice():
    own = translated(STARTER, REPORT + "社会大局保持和谐稳定。\n")
    twins = [segment.id for segment in own.segments if segment.zh == "社会大局保持和谐稳定。"]
    found = [Place(twins[0], "Society remained stable.", "All was calm."), Place(twins[1], "", "All was quiet.")]
    assert [verdict.state for verdict in changed(found, own=own)] == ["learnt", "conflict"]


# --- texts


def test_only_what_shows_in_a_text_counts():
    assert folded("It’s “so”\u00a0here\u00ad") == 'It\'s "so" here'
    assert tidy(" a\n b ") == "a b"
    assert fault("Plain text, 5% up – naïve.") == ""
    assert re.match("4,001 characters", fault("a" * 4001))


@pytest.mark.parametrize(
    ("before", "after", "piece", "expected"),
    [
        ("The old plan works.", "The new plan works.", "old plan", "new plan"),
        ("The old plan works.", "The plan works.", "old plan", "plan"),
        ("The old plan works.", "Something else altogether.", "old plan", None),
        ("Two old plans.", "Two plans of old.", "old plans", None),
        ("An old plan.", "A new one for an old plan.", "old plan", "old plan"),
    ],
)
def test_what_stands_in_the_place_of_a_piece(before, after, piece, expected):
    start = before.index(piece)
    assert moved(before, after, start, start + len(piece)) == expected
