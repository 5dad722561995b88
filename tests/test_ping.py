"""The dead-man's switch: told at start and end, never in the way, its address never in a log."""

from __future__ import annotations

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from support_run import add_source, briefing, workspace

from briefing import ping
from briefing.config import PingSettings, load_workspace
from briefing.errors import Busy, TryLater, WorkspaceError

SECRET = "0f5a-secret"


@pytest.fixture
def listener():
    """A local server that notes each call; it fails as often as its `failures` say."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            server.calls.append((self.path, body))
            self.send_response(500 if len(server.calls) <= server.failures else 200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.calls, server.failures = [], 0
    server.url = f"http://127.0.0.1:{server.server_port}/{SECRET}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def silent():
    """The address of a server that takes a call and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/{SECRET}"


@pytest.fixture
def warnings_of(monkeypatch):
    """The warnings of the log so far: text and fields."""
    records = []
    monkeypatch.setattr(ping.logger, "warning", lambda text, extra=None: records.append((text, extra or {})))
    return lambda: records


@pytest.fixture
def _no_pause(monkeypatch):
    monkeypatch.setattr(ping, "_PAUSE_S", 0.01)


def told(server):
    return [path.removeprefix(f"/{SECRET}") for path, _ in server.calls]


def test_a_run_says_that_it_starts_and_how_it_ended(tmp_path, listener):
    root = workspace(tmp_path, "jiang")

    done = briefing("build", "--format", "docx", "--lang", "en", "-C", root, BRIEFING_PING_URL=listener.url)

    assert done.returncode == 0, done.stderr
    assert told(listener) == ["/start", ""]
    assert listener.calls[-1][1] == "1 of 1 units published"


def test_nothing_due_is_a_success_and_a_dry_run_says_nothing(tmp_path, listener):
    root = workspace(tmp_path)
    (root / "briefing.toml").write_text('schema = 1\n[[regions]]\nid = "a"\nzh = "甲"\nen = "A"\ncode = "420100"\n')

    briefing("build", "--dry-run", "-C", root, BRIEFING_PING_URL=listener.url)
    assert listener.calls == []
    briefing("build", "-q", "-C", root, BRIEFING_PING_URL=listener.url)

    assert listener.calls == [(f"/{SECRET}", "nothing due")]


def test_a_failure_is_told_by_its_exit_code_with_the_summary(tmp_path, listener):
    root = workspace(tmp_path, "jiang")
    add_source(root, "jiang", "2023.txt", b"")

    done = briefing("build", "-q", "-C", root, BRIEFING_PING_URL=listener.url)

    assert done.returncode == 6
    assert told(listener) == ["/start", "/6"]
    assert "failed: jiang/2023" in listener.calls[-1][1]


def test_an_invalid_workspace_is_told_too(tmp_path, listener):
    (tmp_path / "briefing.toml").write_text("schema = 2\n")

    assert briefing("build", "-C", tmp_path, BRIEFING_PING_URL=listener.url).returncode == 5
    assert told(listener) == ["/5"]


@pytest.mark.parametrize(
    ("error", "end"), [(WorkspaceError("x"), "/5"), (KeyboardInterrupt(), "/130"), (SystemExit(143), "/143")]
)
def test_every_end_has_its_code(listener, error, end):
    with pytest.raises(type(error)), ping.switched({ping.VARIABLE: listener.url}):
        raise error

    assert told(listener) == [end]


@pytest.mark.parametrize("error", [Busy("x"), TryLater("x")])
def test_a_run_that_finds_another_at_work_leaves_it_to_that_one(listener, error):
    with pytest.raises(type(error)), ping.switched({ping.VARIABLE: listener.url}):
        raise error

    assert listener.calls == []


def test_the_address_may_be_a_systemd_credential(tmp_path, listener):
    (tmp_path / ping.CREDENTIAL).write_text(listener.url + "\n")

    with ping.switched({"CREDENTIALS_DIRECTORY": str(tmp_path)}):
        pass

    assert told(listener) == [""]


@pytest.mark.usefixtures("_no_pause")
def test_a_ping_is_tried_five_times(listener):
    listener.failures = 4
    with ping.switched({ping.VARIABLE: listener.url}):
        pass
    assert len(listener.calls) == 5

    listener.failures = 10
    with ping.switched({ping.VARIABLE: listener.url}):
        pass
    assert len(listener.calls) == 10


def test_a_server_that_never_answers_delays_a_run_for_a_known_time(silent, monkeypatch, warnings_of):
    monkeypatch.setattr(ping, "_LONGEST_S", 0.6)
    started = time.monotonic()

    with ping.switched({ping.VARIABLE: silent}) as switch:
        switch.start()

    assert 1 < time.monotonic() - started < 2
    assert {"ping failed"} == {text for text, _ in warnings_of()}


def test_two_pings_end_within_a_minute():
    assert 2 * ping._LONGEST_S < 60


@pytest.mark.usefixtures("_no_pause")
def test_a_failed_ping_changes_nothing_and_its_log_hides_the_address(tmp_path):
    """Nobody listens at the address: the run ends with 0, and no line holds what follows the host."""
    root = workspace(tmp_path, "jiang", extra="[ping]\ntries = 1\nseconds = 1\n")

    done = briefing(
        "build",
        "-q",
        "-v",
        "--format",
        "docx",
        "--lang",
        "en",
        "-C",
        root,
        BRIEFING_PING_URL=f"http://u:pw@127.0.0.1:9/{SECRET}",
    )

    assert done.returncode == 0, done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert "pw@" not in done.stderr


@pytest.mark.parametrize("text", ["file:///etc/passwd", "ftp://x/y", "0f5a-secret", "http://[0f5a-secret", "https://"])
def test_what_is_no_web_address_is_never_called_and_never_shown(text, warnings_of):
    assert ping.address_of({ping.VARIABLE: text}) is None
    assert SECRET not in str(warnings_of())
    assert len(warnings_of()) == 1


def test_the_settings_are_those_of_the_workspace(tmp_path):
    place = load_workspace(workspace(tmp_path, "jiang", extra="[ping]\nseconds = 3\n"))

    assert place.ping == PingSettings(seconds=3, tries=5)
