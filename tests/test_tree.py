"""A block tree tells all that it is made of, in the order of print."""

from __future__ import annotations

from briefing.model.tree import Number, Text, pieces


def test_a_tree_is_walked_in_its_order_with_the_names_of_its_fields():
    line = (Text("GDP was "), Number("RMB 246.79 billion", "f1"))

    found = [(name, piece) for name, piece in pieces(line) if isinstance(piece, str) and piece]

    assert found == [("text", "GDP was "), ("text", "RMB 246.79 billion"), ("fact_id", "f1")]


def test_what_is_told_apart_is_passed_over_with_all_that_is_in_it():
    line = (Text("增长", lang="zh"), Text("rose"))

    found = [piece for _, piece in pieces(line, lambda piece: isinstance(piece, Text) and piece.lang != "")]

    assert Text("rose") in found
    assert "增长" not in found
