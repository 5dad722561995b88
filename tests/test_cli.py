"""The command line as a person or a crontab meets it: results, one-line errors with place and remedy, exit codes."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support_run import REPORT, ROOT, SHARED, add_source, briefing, snapshot, workspace
from support_stub import running, stand_in

from briefing import run
from briefing.errors import Problem, WorkspaceError
from briefing.log import shown
from briefing.recipe import check

REAL = SHARED / "sources" / "binjiang-2023-plan-report.txt"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A workspace with one region, built once."""
    root = workspace(tmp_path_factory.mktemp("built"), "jiang")
    done = briefing("build", "-C", root)
    assert done.returncode == 0, done.stderr
    return root


def one_line(done, code):
    """The only line of our own on stderr, and the exit code that goes with it."""
    lines = [line for line in done.stderr.splitlines() if line.startswith("briefing: ")]
    assert (done.returncode, len(lines)) == (code, 1), done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


# --- what it makes ----------------------------------------------------------------------------------------------------


def test_build_makes_both_languages_in_both_formats(built):
    names = sorted(path.name for path in (built / "out/2023/jiang").iterdir())

    assert names == [
        "checks.json",
        "jiang-2023-editor.en.docx",
        "jiang-2023-editor.en.xlsx",
        "jiang-2023-investor.en.docx",
        "jiang-2023-investor.en.pdf",
        "jiang-2023-investor.zh.docx",
        "jiang-2023-investor.zh.pdf",
    ]


def test_the_manifest_names_every_file_with_its_digest(built):
    line = json.loads((built / "out/manifest.jsonl").read_text(encoding="utf-8"))

    assert line["unit"] == "jiang/2023"
    assert set(line["outputs"]) == {path.name for path in (built / "out/2023/jiang").iterdir()}
    assert {"source", "glossary", "templates", "memory", "fonts", "code"} <= set(line["parts"])
    assert briefing("verify", "-C", built).returncode == 0


def test_the_checks_say_what_was_found_and_what_was_left_out(built):
    checks = json.loads((built / "out/2023/jiang/checks.json").read_text(encoding="utf-8"))

    assert {"facts", "ledger", "share_of_text", "gates", "documents"} <= set(checks)
    for document in checks["documents"].values():
        assert document["problems"] == []
        assert {"figures", "left_out", "pages"} <= set(document)


def test_three_missed_months_are_made_by_one_run_with_the_bytes_of_runs_on_time(tmp_path):
    """Whatever kept the machine from running: the order of the months is that of their making."""
    words = ["build", "--json", "--lang", "en", "--edition", "investor", "--format", "docx", "--jobs", "1"]
    roots = [workspace(tmp_path / name, "jiang") for name in ("on-time", "late")]
    rows = {root: [] for root in roots}
    for root in roots:
        (root / "sources/jiang/2023.txt").unlink()
    for number, month in enumerate(("2023-09", "2023-10", "2023-11")):
        report = REPORT.replace("2023年", f"2023年{month[5:].lstrip('0')}月").replace("2467.9", f"246{number}.9")
        for root in roots:
            add_source(root, "jiang", f"{month}.txt", report)
        rows[roots[0]] += briefing(*words, "-C", roots[0]).stdout.splitlines()
    rows[roots[1]] = briefing(*words, "-C", roots[1]).stdout.splitlines()

    made = [[json.loads(row)["unit"] for row in told] for told in rows.values()]
    assert made == [["jiang/2023-09", "jiang/2023-10", "jiang/2023-11"]] * 2
    files = [{path.relative_to(root): path.read_bytes() for path in root.glob("out/*/*/*")} for root in roots]
    assert files[0] == files[1]
    assert len(files[0]) == 6


def test_a_second_build_writes_nothing_and_says_nothing_when_quiet(built):
    before = snapshot(built)

    done = briefing("build", "-q", "-C", built)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert snapshot(built) == before


def test_forced_output_is_the_same_bytes(built):
    before = {path: path.read_bytes() for path in (built / "out/2023").rglob("*") if path.is_file()}

    assert briefing("build", "--force", "-q", "-C", built, PYTHONHASHSEED="7").returncode == 0

    assert {path: path.read_bytes() for path in before} == before


def test_a_plan_says_why_and_touches_nothing(tmp_path):
    root = workspace(tmp_path, "jiang")
    before = snapshot(root)

    done = briefing("build", "--dry-run", "--json", "-C", root)

    assert json.loads(done.stdout)["why"] == "new"
    assert snapshot(root) == before


def test_events_are_json_lines_where_stderr_is_no_terminal(tmp_path):
    root = workspace(tmp_path, "jiang")

    done = briefing("build", "--json", "--lang", "zh", "--format", "docx", "-C", root)

    events = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert {"time", "level", "event", "unit"} <= set(events[-1])
    assert json.loads(done.stdout)["state"] == "done"


def test_extract_works_outside_any_workspace(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")

    done = briefing(
        "extract", report, "--region", "nowhere", "--period", "2023", "-o", tmp_path / "x", "--json", cwd=tmp_path
    )

    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert row["facts"] >= 8
    assert (tmp_path / "x" / "facts.csv").read_text(encoding="utf-8").startswith("id,ref_area,")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_any_chinese_encoding_simply_works(tmp_path, encoding):
    report = tmp_path / "report.txt"
    report.write_bytes(REPORT.encode(encoding))

    done = briefing("extract", report, "--region", "jiang", "--period", "2023", "-o", tmp_path / "x", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "2467.9" in (tmp_path / "x" / "facts.csv").read_text(encoding="utf-8")


def test_a_corrected_extract_is_kept_and_used(tmp_path):
    root = workspace(tmp_path, "jiang")
    assert briefing("build", "-q", "-C", root).returncode == 0
    facts = root / "extracts/jiang/2023/facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8").replace("2467.9", "2467.8"), encoding="utf-8")

    assert "changed: extract" in briefing("build", "--dry-run", "-C", root).stdout
    done = briefing(
        "extract",
        root / "sources/jiang/2023.txt",
        "--region",
        "jiang",
        "--period",
        "2023",
        "-o",
        facts.parent,
        cwd=root,
    )

    assert done.returncode == 3
    assert "corrected by hand" in done.stderr
    assert "--force" in done.stderr
    assert "2467.8" in facts.read_text(encoding="utf-8")


# --- what it says when something is wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (None, "no such file"),
        (b"", "an empty file"),
        (b" \n\n", "an empty file"),
        (bytes(range(256)) * 40, ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), ""),
        (b"PK\x03\x04" + b"\0" * 200, ""),
    ],
)
def test_a_bad_report_is_one_line_with_its_name_and_a_remedy(tmp_path, content, found):
    report = tmp_path / "report.txt"
    if content is not None:
        report.write_bytes(content)

    line = one_line(
        briefing("extract", report, "--region", "r", "--period", "2023", "-o", tmp_path / "x", cwd=tmp_path), 6
    )

    assert "report.txt" in line
    assert found in line
    assert line.count(". ") >= 1
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["build", "jian"], "unknown region 'jian'; expected one of jiang. Did you mean jiang?"),
        (["build", "--period", "2023-14"], "'2023-14' is no period"),
        (["build", "--edition", "inwestor"], "Did you mean investor?"),
        (["build", "--period", "2024-03.."], "'2024-03..' has one end"),
        (["build", "--period", "..2024-03"], "both ends of a span: 2024-01..2024-10"),
        (["build", "--period", "2024-03..2024-01"], "ends before it begins; expected 2024-01..2024-03"),
        (["build", "--wait", "soon"], "a time such as 30s"),
        (["build", "--wait", "²m"], "a time such as 30s"),
        (["status", "--max-age", "99999999999d"], "a time such as 30s"),
        (["bild"], "Did you mean 'build'?"),
        (["build", "--colour"], "No such option"),
        (["extract"], "Missing argument"),
        (["build", "--cluster", "tcp://127.0.0.1:1"], ""),
    ],
)
def test_a_wrong_command_line_is_exit_2(tmp_path, words, found):
    assert found in one_line(briefing(*words, cwd=workspace(tmp_path, "jiang")), 2)


def test_a_missing_report_is_exit_6(tmp_path):
    line = one_line(briefing("build", "jiang", "--period", "2019", cwd=workspace(tmp_path, "jiang")), 6)

    assert "a file such as sources/jiang/2019.txt" in line


def test_no_workspace_is_exit_5_with_the_way_to_one(tmp_path):
    assert "briefing init DIR" in one_line(briefing("build", cwd=tmp_path), 5)


def test_a_broken_glossary_row_is_named_with_file_and_line_and_nothing_is_touched(tmp_path):
    root = workspace(tmp_path, "jiang")
    (root / "glossary").mkdir()
    header = (ROOT / "glossary" / "indicators.csv").read_text(encoding="utf-8").splitlines()[0]
    (root / "glossary" / "own.csv").write_text(f"{header}\n江城速度{',' * header.count(',')}\n", encoding="utf-8")

    done = briefing("build", cwd=root)

    assert done.returncode == 5
    assert "briefing: glossary/own.csv:2" in done.stderr
    assert not (root / "out").exists()


def test_a_broken_template_is_named_with_file_and_line(tmp_path):
    root = workspace(tmp_path, "jiang")
    (root / "templates").mkdir()
    (root / "templates" / "phrases.en.j2").write_text("{% macro x() %}\n{{ oops \n", encoding="utf-8")

    done = briefing("check", cwd=root)

    assert done.returncode == 5
    assert "phrases.en.j2:" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_finds_all_problems_of_all_parts_at_once(tmp_path):
    """Configuration, glossary, memory, phrases and an edition are each wrong; each is named with its line and a remedy."""
    root = workspace(tmp_path, "jiang", extra='[brand]\nacent = "#0b5563"\n')
    header = (ROOT / "glossary" / "indicators.csv").read_text(encoding="utf-8").splitlines()[0]
    shutil.copytree(ROOT / "templates", root / "templates")
    (root / "glossary").mkdir()
    for name, text in {
        "glossary/own.csv": f"{header}\n江城速度{',' * header.count(',')}\n",
        "glossary/memory.csv": "zh,en,state\n社会稳定。,Society was stable.,aproved\n",
        "templates/phrases.en.j2": "{% macro x() %}\n{{ oops \n",
    }.items():
        (root / name).write_text(text, encoding="utf-8")
    body = root / "templates/investor/body.j2"
    body.write_text(body.read_text(encoding="utf-8") + "\n<paragraf>x</paragraf>\n", encoding="utf-8")
    before = snapshot(root)

    done = briefing("check", "--json", cwd=root)

    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 5
    assert {row["where"].rpartition(":")[0] for row in rows} >= {
        "briefing.toml", "glossary/own.csv", "glossary/memory.csv", "templates/phrases.en.j2", "templates/investor/body.j2"
    }, rows  # fmt: skip
    assert "Did you mean accent?" in {row["remedy"] for row in rows}
    assert done.stderr.count("briefing: ") == len(rows)
    assert snapshot(root) == before


def test_one_bad_report_of_two_is_exit_3_and_the_other_is_published(tmp_path):
    root = workspace(tmp_path, "jiang", "dong")
    add_source(root, "dong", "2023.txt", b"")

    done = briefing("build", "-q", "--format", "docx", "-C", root)

    line = one_line(done, 3)
    assert "dong/2023 (extract): 2023.txt: an empty file" in line
    assert (root / "out/2023/jiang/jiang-2023-investor.en.docx").is_file()


def test_another_run_holding_the_lock_is_exit_11(tmp_path):
    root = workspace(tmp_path, "jiang")
    script = "import sys, time; from pathlib import Path; from briefing.run import locked\nwith locked(Path(sys.argv[1])): print(1, flush=True); time.sleep(30)"
    holder = subprocess.Popen([sys.executable, "-c", script, str(root / "out")], cwd=ROOT, stdout=subprocess.PIPE)
    holder.stdout.read(1)
    try:
        assert f'"pid": {holder.pid}' in one_line(briefing("build", "-C", root), 11)
    finally:
        holder.kill()
        holder.communicate()


def test_an_old_success_is_exit_6(built):
    assert briefing("status", "--max-age", "1d", "-C", built).returncode == 0
    assert "older than 0s" in one_line(briefing("status", "--max-age", "0s", "-C", built), 6)


def manifest_of(root):
    path = root / "out/manifest.jsonl"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@pytest.mark.skipif(not shutil.which("nohup"), reason="nohup is not here")
def test_a_run_under_nohup_outlives_its_terminal(tmp_path):
    root = workspace(tmp_path, "jiang", report="asleep 2 ")
    process = subprocess.Popen(
        ["nohup", sys.executable, "-P", "-m", "briefing", "build", "-q", "-C", str(root)],
        env=os.environ | stand_in(tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not (root / "out/.lock").is_file() or not (root / "out/.lock").read_bytes():
        time.sleep(0.05)
    process.send_signal(signal.SIGHUP)

    assert process.wait(timeout=30) == 0


@pytest.mark.parametrize(
    ("signal_", "code", "word"),
    [
        (signal.SIGTERM, 143, "terminated"),
        (signal.SIGINT, 130, "interrupted"),
        (signal.SIGHUP, 129, "terminated"),  # the terminal was closed
    ],
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_is_stopped_says_so_and_what_is_published_stays_valid(tmp_path, signal_, code, word, jobs):
    """One line, no traceback of any process, none of which outlives the run; with --jobs 2 the workers hear of it too."""
    root = workspace(tmp_path, "jiang", "dong", report="asleep 60 ")
    add_source(root, "dong", "2023.txt", "a report ")
    marker = f"STUB_MARK={tmp_path.name}"
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "briefing", "build", "-q", "--jobs", jobs, "-C", str(root)],
        env=os.environ | stand_in(tmp_path) | {"STUB_MARK": tmp_path.name},
        stderr=subprocess.PIPE,
        text=True,
    )
    while '"dong/2023"' not in manifest_of(root):
        time.sleep(0.05)
    time.sleep(0.3)
    process.send_signal(signal_)
    _, stderr = process.communicate(timeout=30)

    assert process.returncode == code, stderr
    assert stderr == f"briefing: {word}; what is published stays valid, run again for the rest\n"
    assert briefing("verify", "-C", root).stdout == ""
    end = time.monotonic() + 10
    while running(marker):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert "jiang/2023: new" in briefing("build", "--dry-run", "-C", root, **stand_in(tmp_path)).stdout


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ([0, 0], 0),  # all published
        ([0, 3], 3),  # some
        ([0, 1], 3),
        ([1, 1], 1),  # none, and the fault is ours
        ([6, 6], 6),  # none, as no report can be read
        ([3, 6], 4),  # none
        ([4, 4], 4),
        ([75, 75], 75),  # the cluster was lost before anything was done
        ([0, 75], 3),
    ],
)
def test_what_became_of_the_units_gives_the_exit_code(states, code):
    results = [run.Result("jiang/2023", (), (Problem("x", "y"),) if n else (), n) for n in states]

    assert run.exit_code(results) == code


def test_an_error_of_ours_is_exit_1_and_asks_for_a_report(tmp_path):
    root = workspace(tmp_path, "jiang", report="exception")

    line = one_line(briefing("build", "-q", "-C", root, **stand_in(tmp_path)), 1)

    assert "unexpected KeyError: 'poison'. Please report it with the lines of -v" in line


@pytest.mark.parametrize("command", [["build"], ["prune"]])
def test_an_output_folder_that_cannot_be_written_is_exit_4(tmp_path, command):
    root = workspace(tmp_path, "jiang")
    (root / "out").write_text("a file in its place")

    assert "a folder that can be written" in one_line(briefing(*command, "-C", root), 4)


def test_a_dry_run_of_prune_touches_nothing(built):
    before = snapshot(built)

    assert briefing("prune", "--dry-run", "-C", built).returncode == 0
    assert snapshot(built) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", ["build", "status"])
def test_an_output_that_takes_no_more_is_one_line_and_exit_4(tmp_path, command):
    root = workspace(tmp_path, "jiang", report="a report ")

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "briefing", command, "-C", str(root)],
            env=os.environ | stand_in(tmp_path) | {"BRIEFING_LOG": "text"},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert "No space left on device" in one_line(done, 4)
    assert briefing("verify", "-C", root).stdout == ""


@pytest.mark.parametrize(
    "name", ["briefing.toml", "glossary/own.csv", "glossary/memory.csv", "templates/phrases.en.j2"]
)
def test_a_file_of_the_workspace_that_the_disk_does_not_give_is_named(tmp_path, name, monkeypatch):
    """Exit 5. The refusal is played, as the tests may run as one who can read everything."""
    root = workspace(tmp_path, "jiang")
    path = root / name
    path.parent.mkdir(exist_ok=True)
    path.touch()
    usual = Path.open
    monkeypatch.setattr(Path, "open", lambda one, *a, **k: refuse(one) if one == path else usual(one, *a, **k))
    with pytest.raises(WorkspaceError, match=rf"{path.name}: Permission denied; expected a file that can be read"):
        check(root)


def refuse(path, *_, **__):
    raise PermissionError(13, "Permission denied", str(path))


def test_what_acts_upon_a_terminal_or_is_not_seen_is_shown_as_its_code(tmp_path):
    """Names of files and texts of reports are other people's: in an event, in an error and in a row."""
    assert (
        shown("a\x1b[2J\x9b\u202e\ue000\u2028\u200b中é\u3000\t")
        == r"a\x1b[2J\x9b\u202e\ue000\u2028\u200b中é" + "\u3000\t"
    )
    root = workspace(tmp_path, "jiang", report="a report ")
    add_source(root, "jiang", "20\x1b[31m\n24.txt", "x")

    done = briefing("build", "-C", root, BRIEFING_LOG="text", **stand_in(tmp_path))
    missing = briefing("extract", "a\x1b[2J\nb.txt", "--region", "r", "--period", "2023", "-o", tmp_path / "x")
    strange = add_source(root / "out", "2023", "jiang\x1b[2J.pdf", "x").rename(root / "out/jiang\x1b[2J.pdf")
    listed = briefing("verify", "-C", root)

    assert "\x1b" not in done.stderr + missing.stderr + listed.stdout
    assert r"20\x1b[31m\n24.txt" in done.stderr
    assert r"a\x1b[2J b.txt: no such file" in one_line(missing, 6)
    assert listed.stdout == "unlisted: out/jiang\\x1b[2J.pdf\n"
    assert strange.is_file()


# --- manners ----------------------------------------------------------------------------------------------------------


def test_help_names_every_command_and_comes_at_once():
    started = min(_cpu_seconds("--help") for _ in range(3))
    text = briefing("--help").stdout

    assert [name for name in ("build", "extract", "check", "status", "verify", "prune") if name not in text] == []
    assert started < 0.4  # 0.2 s is the goal on a quiet machine; see ./run bench


def _cpu_seconds(*words):
    """Of the processor, as a wall clock would measure the neighbours."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    briefing(*words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, briefing, briefing.cli; print([m for m in ('weasyprint', 'matplotlib', 'pandas', 'docx', 'numpy', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_the_version_names_its_parts():
    lines = briefing("--version").stdout.splitlines()

    assert lines[0].startswith("briefing ")
    assert any(line.startswith("weasyprint ") for line in lines)


def test_translate_reads_standard_input():
    done = briefing("translate", "-", "--json", text="2023年，全市地区生产总值2467.9亿元，比上年增长8.0%。\n")

    row = json.loads(done.stdout)
    assert set(row) == {"zh", "en", "state", "origin", "gates"}
    assert "RMB 246.79 billion" in row["en"]


@pytest.mark.skipif(not REAL.is_file(), reason="the real report is not here")
def test_the_real_report_is_extracted_whole(tmp_path):
    done = briefing("extract", REAL, "--region", "binjiang", "--period", "2023", "-o", tmp_path, "--json")

    row = json.loads(done.stdout)
    assert row["facts"] > 200
    assert row["ledger"].get("unread", 0) == 0


def test_a_reader_that_goes_away_is_no_traceback():
    done = subprocess.run(
        f"{sys.executable} -m briefing --help | true",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ,
        check=False,
    )

    assert "Traceback" not in done.stderr
