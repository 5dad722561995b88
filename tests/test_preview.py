"""The live page: real requests to a real server, a changed template, a broken one, and nothing for anyone else."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from threading import Thread

import pytest
from support_run import ROOT, program, workspace

from briefing.errors import Problem, UsageError, WorkspaceError
from briefing.preview import Choice, Preview, Shown, server

ONE_PAGE = '[settings]\neditions = ["onepager", "editor"]\n'
PNG = b"\x89PNG\r\n\x1a\n"


def get(port, path="/", host=""):
    """Status, headers and content of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, dict(answer.headers), content


def state(port):
    return json.loads(get(port, "/state")[2])


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A workspace with templates of its own and a small report."""
    root = workspace(tmp_path_factory.mktemp("preview") / "w", "jiang", extra=ONE_PAGE)
    shutil.copytree(ROOT / "templates", root / "templates")
    return root


@pytest.fixture(scope="module")
def running(place):
    """A preview that has made its pages, and the port of its server."""
    preview = Preview(place, Choice())
    web = server(preview, 0)
    Thread(target=web.serve_forever, daemon=True).start()
    assert preview.look()
    yield preview, web.server_port
    web.shutdown()
    web.server_close()


def test_both_languages_stand_side_by_side(running):
    _, port = running
    status, headers, content = get(port)
    page = content.decode()
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert page.index('<section lang="zh">') < page.index('<section lang="en">')
    assert "jiang/2023 onepager" in page
    version = state(port)["version"]
    for lang in ("zh", "en"):
        status, headers, content = get(port, f"/{version}/{lang}/1.png")
        assert (status, headers["Content-Type"], content[:8]) == (200, "image/png", PNG)


@pytest.mark.parametrize(
    "path",
    ["/templates", "/../briefing.toml", "/briefing.toml", "/0/en/1.png", "/%2e%2e/", "http://other/", "/en"],
)
def test_nothing_but_the_pages_is_served(running, path):
    status, _, content = get(running[1], path)
    assert (status, content) == (404, b"not here\n")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "0.0.0.0:8765"])
def test_another_name_that_leads_here_is_refused(running, host):
    assert get(running[1], "/", host)[0] == 403
    assert get(running[1], "/state", host)[0] == 403


def test_it_listens_on_this_machine_only_and_a_taken_port_is_a_usage_error(running):
    preview, port = running
    with pytest.raises(UsageError, match=f"{port}"):
        server(preview, port)
    web = server(preview, 0)
    assert web.server_address[0] == "127.0.0.1"
    web.server_close()


def test_a_change_is_shown_a_fault_named_with_its_line_and_the_last_good_pages_stay(running, place):
    preview, port = running
    assert not preview.look()  # nothing changed
    before = state(port)
    body = place / "templates" / "onepager" / "body.j2"
    good = body.read_text("utf-8")

    body.write_text(good + "<p>{{ report.region }}</p>\n", encoding="utf-8")
    assert preview.look()
    changed = state(port)
    assert changed["version"] > before["version"]
    assert changed["problems"] == []

    body.write_text(good + "\n{{ report.regoin }}\n", encoding="utf-8")
    assert preview.look()
    broken = state(port)
    line = good.count("\n") + 2
    assert [problem["where"] for problem in broken["problems"]] == [f"templates/onepager/body.j2:{line}"]
    assert "regoin" in broken["problems"][0]["found"]
    page = get(port)[2].decode()
    assert f"<code>templates/onepager/body.j2:{line}</code>" in page
    assert get(port, f"/{broken['version']}/en/1.png")[2][:8] == PNG

    configuration = place / "briefing.toml"
    text = configuration.read_text("utf-8")
    configuration.write_text(text.replace("schema = 1", "schema = 2"), encoding="utf-8")
    assert preview.look()
    assert [problem["where"] for problem in state(port)["problems"]] == ["briefing.toml:1"]

    configuration.write_text(text, encoding="utf-8")
    body.write_text(good, encoding="utf-8")
    assert preview.look()
    assert state(port)["problems"] == []


def test_a_term_or_a_report_that_changes_makes_the_pages_anew(running, place):
    preview, _ = running
    for path in (place / "glossary" / "own.csv", place / "sources" / "jiang" / "notes.tmp"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")
        assert preview._stamps() != preview._seen
        path.unlink()
    preview.look()


def test_an_edition_without_pages_is_a_fault_on_the_page(place):
    preview = Preview(place, Choice(edition="editor"))
    assert preview.look()
    assert str(preview.shown.problems[0]) == "--edition: edition 'editor' has no pages; expected one of onepager"


def test_texts_of_a_report_cannot_become_markup():
    fault = Problem("<script>", "<img src=x>", "&", "")
    page = Shown(1, "<b>", {"en": ()}, (fault,)).html()
    assert "<img" not in page
    assert "<script>&" not in page
    assert "&lt;script&gt;" in page


def test_outside_a_workspace_there_is_nothing_to_show(tmp_path):
    with pytest.raises(WorkspaceError):
        Preview(tmp_path, Choice())


def test_the_command_says_its_address_and_ends_cleanly_on_ctrl_c(place):
    command = [sys.executable, "-P", "-m", "briefing", "preview", "jiang", "--port", "0", "-C", str(place)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(program()), "PYTHONUNBUFFERED": "1"},
    )
    try:
        address = process.stdout.readline().strip()
        port = int(address.rsplit(":", 1)[1].strip("/"))
        end = time.monotonic() + 90
        while not state(port)["pages"] and time.monotonic() < end:
            time.sleep(0.2)
        assert state(port)["pages"] == {"zh": 1, "en": 1}
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "jiang/2023 onepager: zh 1 pages, en 1 pages" in said
    assert "Traceback" not in said
