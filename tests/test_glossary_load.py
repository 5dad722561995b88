"""The loader: every problem at once with its place, workspace before package, speed."""

from __future__ import annotations

import pickle
import time
from pathlib import Path

import pytest

from briefing.errors import WorkspaceError
from briefing.glossary import load_glossary
from briefing.glossary.entry import COLUMNS

ROOT = Path(__file__).parents[1]
HEADER = ",".join(COLUMNS)


def row(**cells: str) -> str:
    values = {"zh": "词", "en": "term", "article": "none", "status": "accepted", **cells}
    return ",".join(f'"{values.get(column, "")}"' for column in COLUMNS)


def write(folder: Path, *rows: str, name: str = "terms.csv", header: str = HEADER) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(WorkspaceError) as caught:
        load_glossary([folder])
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"zh": ""}, "zh is empty"),
        ({"en": ""}, "en of 词 is empty"),
        ({"status": "acepted"}, "Did you mean accepted?"),
        ({"article": "an"}, "article is “an”"),
        ({"proper": "ja"}, "proper is “ja”; expected yes or no"),
        ({"admitted": "one;;two"}, "an empty item in admitted"),
        ({"zh_variants": "甲;甲"}, "an item twice in zh_variants"),
        ({"checked_on": "2026-13-01"}, "checked_on is “2026-13-01”"),
        ({"checked_on": "23.11.2026"}, "a date such as 2026-11-23"),
        ({"discouraged": "Term", "notes": "why"}, "both allowed and discouraged"),
        ({"discouraged": "word"}, "without a reason"),
        ({"en": "term 词"}, "Chinese in the English"),
    ],
)
def test_a_bad_cell_is_reported_with_its_line(cells: dict[str, str], said: str, tmp_path: Path) -> None:
    found = problems(write(tmp_path / "g", row(zh="好", en="good"), row(**cells)))
    assert len(found) == 1
    assert found[0].startswith("glossary/terms.csv:3: ")
    assert said in found[0]


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "g", row(en=""), row(zh="乙", status="no"), name="a.csv")
    write(folder, row(zh="丙", checked_on="soon"), name="b.csv")
    assert [text.split(":")[0] for text in problems(folder)] == ["glossary/a.csv", "glossary/a.csv", "glossary/b.csv"]


def test_the_line_is_where_the_row_begins(tmp_path: Path) -> None:
    folder = write(tmp_path / "g", row(zh="甲", notes="first line\nsecond line"), row(zh="乙", en=""))
    assert problems(folder)[0].startswith("glossary/terms.csv:4: ")


def test_an_unknown_column_names_the_nearest(tmp_path: Path) -> None:
    folder = write(tmp_path / "g", header=HEADER.replace("discouraged", "discuraged"))
    found = problems(folder)
    assert "unknown column “discuraged”" in found[0]
    assert "Did you mean discouraged?" in found[0]
    assert "no column discouraged" in found[1]


def test_a_short_row_is_reported(tmp_path: Path) -> None:
    assert "2 cells" in problems(write(tmp_path / "g", "词,term"))[0]


def test_the_same_spelling_twice_is_reported_once_per_place(tmp_path: Path) -> None:
    folder = write(tmp_path / "g", row(zh="专精特新"), row(zh="其他", zh_variants="“专精特新”"))
    assert problems(folder) == [
        "glossary/terms.csv:3: “专精特新” again, first at glossary/terms.csv:2; expected each term once for the same guards. Merge the two rows."
    ]


def test_different_guards_make_two_meanings(tmp_path: Path) -> None:
    folder = write(tmp_path / "g", row(zh="学位", en="school place"), row(zh="学位", en="degree", preceded_by="博士"))
    assert len(load_glossary([folder])) == 2


def test_a_discouraged_form_that_is_right_elsewhere_is_reported(tmp_path: Path) -> None:
    folder = write(tmp_path / "g", row(zh="甲", en="paired aid", discouraged="counterpart aid", notes="x"))
    write(folder, row(zh="乙", en="counterpart aid"), name="b.csv")
    assert "discouraged for 甲 and preferred for 乙 at glossary/b.csv:2" in problems(folder)[0]


def test_unless_one_of_the_two_is_guarded(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "g", row(zh="甲", en="a", discouraged="b", notes="x", followed_by="丙"), row(zh="乙", en="b")
    )
    assert len(load_glossary([folder])) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "an empty file"),
        (b"\xb4\xca,term\n", "bytes that are not UTF-8"),
        (b'zh,en\n"open', "not readable as CSV"),
    ],
)
def test_a_file_that_is_no_glossary(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_bytes(data)
    assert said in problems(tmp_path)[0]


def test_the_memory_is_no_list_of_terms_and_no_folder_is_empty(tmp_path: Path) -> None:
    (tmp_path / "memory.csv").write_text("zh,en,state\n", encoding="utf-8")
    assert len(load_glossary([tmp_path, tmp_path / "missing"])) == 0


def test_a_byte_order_mark_is_welcome(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_bytes(("\ufeff" + HEADER + "\n" + row() + "\n").encode())
    assert len(load_glossary([tmp_path])) == 1


def test_the_first_folder_hides_files_of_the_same_name(tmp_path: Path) -> None:
    workspace = write(tmp_path / "w", row(zh="甲", en="ours"))
    packaged = write(tmp_path / "p", row(zh="甲", en="theirs"))
    write(packaged, row(zh="乙", en="kept"), name="more.csv")
    glossary = load_glossary([workspace, packaged])
    assert sorted(entry.en for entry in glossary) == ["kept", "ours"]


def test_the_digest_follows_every_byte(tmp_path: Path) -> None:
    folder = write(tmp_path / "g", row())
    before = load_glossary([folder]).digest
    assert load_glossary([folder]).digest == before
    write(folder, row(notes="changed"))
    assert load_glossary([folder]).digest != before


def test_a_broken_grammar_is_reported_with_the_rest(tmp_path: Path) -> None:
    folder = write(tmp_path / "g", row(en=""))
    text = "role,zh,en,after,clause,shape,notes\nlevl,省级,,,,,\nsuffix,产量,output,,,amount,\n"
    (folder / "grammar.csv").write_text(text, encoding="utf-8")
    found = problems(folder)
    assert any("grammar.csv:2: unknown role “levl”" in text and "Did you mean level?" in text for text in found)
    assert any("grammar.csv:3: suffix 产量 without {x}" in text for text in found)
    assert any("en of 词 is empty" in text for text in found)


def test_a_glossary_travels_to_another_process_as_it_was_loaded() -> None:
    glossary = load_glossary([ROOT / "glossary"])
    fresh = len(pickle.dumps(glossary))
    glossary.match("瞪羚企业")
    copy = pickle.loads(pickle.dumps(glossary))
    assert len(pickle.dumps(glossary)) == fresh
    assert copy.digest == glossary.digest
    assert copy.match("新增瞪羚企业")[0].entry == glossary.find("瞪羚企业")


def test_our_own_glossary_loads_quickly() -> None:
    times = []
    for _ in range(3):
        start = time.process_time()
        load_glossary([ROOT / "glossary"])
        times.append(time.process_time() - start)
    assert min(times) < 0.25  # CPU seconds; 0.08 with 5,900 terms
