"""docs/commands.md is held against the program: the keys of every row, every event, every exit code."""

from __future__ import annotations

import ast
import json
import re

import pytest
import typer
from support_run import REPORT, ROOT, briefing, workspace

from briefing import errors
from briefing.cli import app
from briefing.run import locked

PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
LINE = "2023年，全市地区生产总值2467.9亿元，比上年增长8.0%。\n"


def tables():
    """The keys of each command's table."""
    return _sections(PAGE.partition("## Files")[0])


def files():
    """The keys of the table of each file."""
    return _sections(PAGE.partition("## Files")[2].partition("## Events")[0])


def _sections(text):
    sections = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    return {
        section.partition("\n")[0].strip(): set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
        for section in sections
    }


def commands(group=None, before=""):
    """Every command of the program with its options."""
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name, {option for one in command.params for option in one.opts}


def rows(*words, **options):
    done = briefing(*words, "--json", **options)
    assert "Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A workspace with one small unit, and what a build of it printed."""
    root = workspace(tmp_path_factory.mktemp("place"), "jiang")
    (root / "zh.txt").write_text(LINE, encoding="utf-8")
    (root / "en.txt").write_text("GDP was RMB 2,467.9 million.\n", encoding="utf-8")
    return root, rows("build", "--dry-run", "-C", root), rows("build", "--format", "docx", "--lang", "en", "-C", root)


def test_every_command_with_rows_is_on_the_page():
    with_rows = {name for name, options in commands() if "--json" in options}

    told = set(tables()) | {"glossary check", "engine list"}  # said to print the rows of another

    assert with_rows == told - {"build --dry-run"}


def test_the_rows_of_a_build_have_the_keys_of_the_page(place):
    _, planned, built = place

    assert [set(row) for row in planned] == [tables()["build --dry-run"]]
    assert [set(row) for row in built] == [tables()["build"]]
    assert planned[0]["why"] == "new"
    assert set(built[0]["printed"]["jiang-2023-investor.en"]) <= set(states("printed"))


def states(key):
    cell, *_ = re.findall(rf"^\| `{key}` \| (.*) \|$", PAGE, re.MULTILINE)
    return re.findall(r"`(\w+)`", cell)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (
            "extract",
            ["extract", "{root}/sources/jiang/2023.txt", "--region", "jiang", "--period", "2023", "-o", "{root}/x"],
        ),
        ("translate", ["translate", "{root}/zh.txt"]),
        ("compare", ["compare", "{root}/zh.txt", "{root}/en.txt"]),
        ("status", ["status", "-C", "{root}"]),
        ("review", ["review", "{root}/out/2023/jiang/jiang-2023-editor.en.docx", "-C", "{root}"]),
        ("init", ["init", "{root}/new"]),
        ("glossary export", ["glossary", "export", "{root}/terms.csv", "-C", "{root}"]),
        ("memory export", ["memory", "export", "{root}/pairs.tmx", "-C", "{root}"]),
    ],
)
def test_the_rows_of_a_command_have_the_keys_of_the_page(place, command, words):
    found = rows(*(word.format(root=place[0]) for word in words), cwd=place[0])

    assert {frozenset(row) for row in found} == {frozenset(tables()[command])}


def test_the_problems_of_compare_have_the_keys_of_the_page(place):
    (row,) = rows("compare", place[0] / "zh.txt", place[0] / "en.txt", cwd=ROOT)

    assert {frozenset(problem) for problem in row["problems"]} == {frozenset({"kind", "zh", "en", "why"})}


def test_the_findings_of_verify_prune_and_check_have_the_keys_of_the_page(place, tmp_path):
    root, _, _ = place
    stray = root / "out/2023/jiang/stray.pdf"
    stray.write_bytes(b"x")
    assert [set(row) for row in rows("verify", "-C", root)] == [tables()["verify"]]
    stray.unlink()

    (tmp_path / "briefing.toml").write_text("schema = 2\n")
    assert {frozenset(row) for row in rows("check", "-C", tmp_path)} == {frozenset(tables()["check"])}


def test_what_prune_removes_has_the_keys_of_the_page(tmp_path):
    root = workspace(tmp_path, "jiang")
    line = {"unit": "jiang/{0}", "region": "jiang", "period": "{0}", "folder": "{0}/jiang", "outputs": {"a.pdf": {}}}
    line["published"] = "2026-11-28T06:17:00+0800"
    for year in ("2015", "2023"):
        (root / "out" / year / "jiang").mkdir(parents=True)
        (root / "out" / year / "jiang" / "a.pdf").write_bytes(b"x")
        with (root / "out" / "manifest.jsonl").open("a") as file:
            file.write(json.dumps(line).replace("{0}", year) + "\n")

    assert [set(row) for row in rows("prune", "--dry-run", "-C", root)] == [tables()["prune"]]


@pytest.mark.parametrize(
    ("command", "module", "name"),
    [
        ("glossary import", "briefing.glossary.merge", "Change"),
        ("glossary suggest", "briefing.glossary.suggest", "Suggestion"),
        ("memory import", "briefing.translate.merge", "Change"),
        ("check", "briefing.errors", "Problem"),
    ],
)
def test_the_fields_of_a_value_are_the_keys_of_the_page(command, module, name):
    from dataclasses import fields
    from importlib import import_module

    assert {field.name for field in fields(getattr(import_module(module), name))} == tables()[command]


def test_the_findings_of_the_doctor_have_the_keys_of_the_page():
    found = rows("doctor")

    assert {frozenset(row) for row in found} == {frozenset(tables()["doctor"])}


def test_the_files_of_a_run_have_the_keys_of_the_page(place):
    out = place[0] / "out"
    line = json.loads((out / "manifest.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    (record,) = [json.loads(path.read_text(encoding="utf-8")) for path in (out / "runs").iterdir()]
    checks = json.loads((out / "2023/jiang/checks.json").read_text(encoding="utf-8"))
    (document,) = [found for stem, found in checks["documents"].items() if "investor" in stem]

    assert set(line) | {"pruned"} == files()["out/manifest.jsonl"]
    assert set(record) == files()["out/runs/RUN.json"]
    assert set(record["units"][0]) == tables()["build"] | {"why", "fingerprint"}
    assert set(checks) == files()["checks.json"]
    assert [key for key in (*line["parts"], *document) if f"`{key}`" not in PAGE] == []
    with locked(out):
        assert set(json.loads((out / ".lock").read_text(encoding="utf-8"))) == files()["out/.lock"]


# --- events and exit codes --------------------------------------------------------------------------------------------


def logged():
    """Every event of the program: its level, its text and the keys written beside it."""
    for path in sorted((ROOT / "briefing").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("logger.")):
                continue
            if node.args and isinstance(node.args[0], ast.Constant):
                extra = [word.value for word in node.keywords if word.arg == "extra"]
                keys = extra[0].keys if extra and isinstance(extra[0], ast.Dict) else []
                yield node.args[0].value, node.func.attr, {key.value for key in keys if key is not None}


def test_every_event_is_on_the_page_with_its_level_and_keys():
    listed = {
        event: (level, set(re.findall(r"`(\w+)`", keys)))
        for event, level, keys in re.findall(r"^\| (.+?) \| (debug|info|warning|error) \|(.*)\|$", PAGE, re.MULTILINE)
    }
    units = {
        event: listed.pop(event) for event in ("unit published", "unit failed")
    }  # written by one call in run/go.py

    assert listed == {event: (level, keys) for event, level, keys in logged()}
    assert units["unit failed"][1] - units["unit published"][1] == {"stage"}


def test_the_events_of_a_build_have_the_keys_of_the_page(tmp_path):
    root = workspace(tmp_path, "jiang", report=REPORT)

    done = briefing("build", "--format", "docx", "--lang", "en", "-C", root)

    events = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    (published,) = [event for event in events if event["event"] == "unit published"]
    assert set(published) == {"time", "level", "event", "unit", "seconds", "done", "of"}


def test_the_exit_codes_of_the_page_are_those_of_the_errors():
    section = PAGE.partition("## Exit codes")[2]
    table = {int(code) for row in re.findall(r"^\| ([\d, ]+) \|", section, re.MULTILINE) for code in row.split(",")}
    raised = {
        kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.BriefingError)
    }

    assert raised | {0, 129, 130, 141, 143} == table


def test_completion_is_an_option_of_the_program():
    assert re.findall(r"--(?:install|show)-completion", PAGE) != []
    assert "--show-completion" in briefing("--help").stdout
    shown = briefing("--show-completion", "bash", SHELL="/bin/bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")

    assert "complete" in shown.stdout
