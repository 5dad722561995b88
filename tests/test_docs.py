"""The documents are held against the program: commands run, exit codes and options exist, links lead somewhere."""

from __future__ import annotations

import re
import shlex

import pytest
from support_run import ROOT, briefing

from briefing import errors

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def commands(text: str) -> list[list[str]]:
    """Every call of the program in a document, without its folder and comments."""
    found = re.findall(
        r"(?:\.venv/bin/)?\bbriefing ((?:build|extract|check|status|verify|prune|translate|init|doctor)\b[^`\n#|]*)",
        text,
    )
    return [shlex.split(call.replace("…", "")) for call in found]


@pytest.mark.parametrize("call", [pytest.param(call, id=" ".join(call)) for call in commands(README)])
def test_every_command_of_the_readme_is_one_the_program_has(call):
    """The command and each option in it are in its help."""
    help_text = briefing(call[0], "--help")

    assert help_text.returncode == 0
    assert [option for option in call if option.startswith("-") and option not in help_text.stdout] == []


def test_the_extract_of_the_readme_runs(tmp_path):
    (line,) = re.findall(r"briefing (extract .*)", README)
    words = shlex.split(line)
    words[words.index("-o") + 1] = str(tmp_path)

    done = briefing(*words)

    assert done.returncode == 0, done.stderr
    assert {"facts.csv", "ledger.csv", "datapackage.json"} <= {path.name for path in tmp_path.iterdir()}


def test_the_dry_run_of_the_readme_runs():
    done = briefing("build", "--dry-run")

    assert done.returncode == 0
    assert not done.stderr or "nothing due" in done.stderr


def test_the_exit_codes_of_the_readme_are_those_of_the_errors():
    table = {int(code) for row in re.findall(r"^\| ([\d, ]+) \|", README, re.MULTILINE) for code in row.split(",")}
    raised = {
        kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.BriefingError)
    }

    assert raised | {0, 130, 143} == table


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_link_leads_to_a_file(text):
    links = re.findall(r"\]\(([^)#:]+)\)", text)

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_path_in_the_tables_exists():
    paths = re.findall(r"`((?:briefing|templates|glossary|tests)/[\w./-]+)`", README + CONTRIBUTING)

    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_tasks_of_the_documents_are_those_of_the_script():
    script = (ROOT / "run").read_text(encoding="utf-8")

    assert [task for task in re.findall(r"\./run (\w+)", README + CONTRIBUTING) if f"\n    {task})" not in script] == []
