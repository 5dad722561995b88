"""briefing.toml: every problem at once, each with its line, what was expected and the nearest name."""

from __future__ import annotations

import pytest

from briefing.config import Brand, Limits, Settings, load_workspace
from briefing.errors import UsageError, WorkspaceError

GOOD = 'schema = 1\n[[regions]]\nid = "jiang"\nzh = "江城市"\nen = "Jiangcheng"\ncode = "420100"\n'


def write(folder, text):
    (folder / "briefing.toml").write_text(text, encoding="utf-8")
    return folder


def problems(folder, text):
    with pytest.raises(WorkspaceError) as caught:
        load_workspace(write(folder, text))
    return [str(problem) for problem in caught.value.problems]


def test_what_is_not_set_has_a_default(tmp_path):
    workspace = load_workspace(write(tmp_path, GOOD))

    assert (workspace.brand, workspace.settings, workspace.limits) == (Brand(), Settings(), Limits())
    assert workspace.regions[0].zh == "江城市"


def test_a_workspace_is_found_from_a_folder_inside(tmp_path):
    inside = write(tmp_path, GOOD) / "sources" / "jiang"
    inside.mkdir(parents=True)

    assert load_workspace(inside).root == tmp_path.resolve()


def test_outside_any_workspace_the_remedy_is_init(tmp_path):
    with pytest.raises(WorkspaceError, match="briefing init"):
        load_workspace(tmp_path)


def test_all_problems_come_at_once_in_the_order_of_their_lines(tmp_path):
    text = GOOD + '[brand]\naccent = "red"\nlogoo = "x.png"\n[settings]\ncurrency = "RMBB"\n[limits]\nseconds = 0\n'

    found = problems(tmp_path, text)

    names = "name, issuer, contact, disclaimer, accent, second_accent, logo"
    assert found == [
        "briefing.toml:8: accent is 'red'; expected a colour such as #0b5563",
        f"briefing.toml:9: unknown key 'logoo' in [brand]; expected one of {names}. Did you mean logo?",
        "briefing.toml:11: currency is 'RMBB'; expected one of RMB, CNY, yuan. Did you mean RMB?",
        "briefing.toml:13: seconds is 0; expected a whole number from 1 to 1,000,000",
    ]


def test_a_fault_in_the_second_region_is_placed_there(tmp_path):
    second = '[[regions]]\nid = "dong"\nzh = "东城市"\nen = "Dongcheng"\ncode = "42"\n'

    assert problems(tmp_path, GOOD + second)[0].startswith("briefing.toml:11: code '42'")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (('id = "jiang"', 'id = "../jiang"'), "briefing.toml:3: region id"),
        (('id = "jiang"', 'id = "JIANG"'), "briefing.toml:3: region id"),
        (('zh = "江城市"', 'zh = "江\u202e城市"'), "briefing.toml:4: zh holds a control character"),
        (('en = "Jiangcheng"\n', ""), "briefing.toml:2: region 'jiang' has no en"),
        (("schema = 1", "schema = 2"), "briefing.toml:1: schema is 2"),
        (("schema = 1", "schema = "), "briefing.toml:1: Invalid value"),
    ],
)
def test_each_fault_names_its_line(tmp_path, change, where):
    assert problems(tmp_path, GOOD.replace(*change))[0].startswith(where)


@pytest.mark.parametrize("value", [10**6, 1])
def test_a_number_at_its_limit_is_taken(tmp_path, value):
    assert load_workspace(write(tmp_path, GOOD + f"[limits]\nseconds = {value}\n")).limits.seconds == value


@pytest.mark.parametrize("value", ["1000001", "-1", "9" * 30, "true", "1.5", "inf", '"60"'])
def test_a_number_beyond_what_a_timer_takes_is_refused(tmp_path, value):
    found = problems(tmp_path, GOOD + f"[limits]\nseconds = {value}\n")

    assert [text.partition(";")[2] for text in found] == [" expected a whole number from 1 to 1,000,000"]


def test_a_file_of_brackets_is_a_problem_and_no_crash(tmp_path):
    assert problems(tmp_path, "a = " + "[" * 100_000) == [
        "briefing.toml: brackets within brackets without end; expected valid TOML"
    ]


def test_a_logo_at_the_limit_of_size_is_taken_and_one_above_is_not(tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_bytes(b" " * 2_000_000)
    assert load_workspace(write(tmp_path, GOOD + '[brand]\nlogo = "logo.svg"\n')).brand.logo == "logo.svg"
    logo.write_bytes(b" " * 2_000_001)
    assert "at most 2,000,000" in problems(tmp_path, GOOD + '[brand]\nlogo = "logo.svg"\n')[0]


@pytest.mark.parametrize("name", ["a\\u0000b.svg", "../secret.png", "/etc/passwd", "logo.eps", "nowhere.svg"])
def test_a_logo_is_a_picture_inside_the_workspace(tmp_path, name):
    assert "inside the workspace" in problems(tmp_path, GOOD + f'[brand]\nlogo = "{name}"\n')[0]


def test_an_edition_is_a_name_not_a_path(tmp_path):
    assert "a list of names" in problems(tmp_path, GOOD + '[settings]\neditions = ["../x"]\n')[0]


def test_an_unknown_region_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(UsageError, match="Did you mean jiang"):
        load_workspace(write(tmp_path, GOOD)).region("jian")


def test_a_file_of_the_workspace_wins_over_the_packaged_one(tmp_path):
    write(tmp_path, GOOD)
    (tmp_path / "templates").mkdir()

    folders = load_workspace(tmp_path).folders("templates")

    assert folders[0] == tmp_path.resolve() / "templates"
    assert len(folders) == 2
