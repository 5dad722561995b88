"""The table of verbs: one row serves a name in a table and a verb in a sentence."""

from __future__ import annotations

from collections import Counter

import pytest

from briefing.glossary.grammar import SHAPES, load_grammar, packaged_grammar
from briefing.glossary.verbs import SILENT, verbs
from briefing.phrase.words import actions


@pytest.fixture(scope="module")
def grammar():
    return load_grammar("grammar.csv", packaged_grammar())[0]


def test_each_verb_stands_in_the_table_once():
    assert [zh for zh, times in Counter(verb.zh for verb in verbs()).items() if times > 1] == []


def test_each_verb_has_a_use_and_no_form_of_a_use_it_has_not():
    for verb in verbs():
        assert verb.base or verb.after or verb.behind, f"{verb.zh} is used nowhere"
        assert verb.base not in ("", SILENT) or not (verb.past or verb.active), f"{verb.zh} has a past without a base"
        assert verb.after or not (verb.before or verb.clause), f"{verb.zh} has a clause without a participle"
        assert verb.shape in SHAPES


def test_a_row_says_a_form_only_where_it_does_not_follow_from_another(grammar):
    """certified gives were certified, that moved in gives moved in."""
    action = {word.zh: word for word in grammar.of("action")}
    outcome = {word.zh: word for word in grammar.of("outcome")}
    said = actions()

    assert (action["认定"].after, action["认定"].clause, said["认定"].past) == (
        "certified",
        "were certified",
        "certified",
    )
    assert (action["开工"].clause, said["开工"].past) == ("were started", "started construction")
    assert (outcome["入驻"].after, outcome["入驻"].clause) == ("that moved in", "moved in")
    assert (outcome["完工"].after, outcome["完工"].clause) == ("completed", "were completed")


def test_a_silent_verb_is_known_and_says_nothing(grammar):
    """拥有632家企业 are 632 firms, not firms possessed."""
    assert actions()["拥有"].empty
    assert next(word.after + word.clause for word in grammar.of("action") if word.zh == "拥有") == ""


def test_a_verb_of_a_grammar_of_ones_own_wins_over_the_packaged_one():
    own = "role,zh,en,after,clause,shape,notes\naction,认定,,recognized,were recognized,,\n".encode()

    words = {word.zh: word.clause for word in load_grammar("grammar.csv", own)[0].of("action")}

    assert words["认定"] == "were recognized"
    assert words["新建"] == "were newly built"
