"""The dead-man's switch: an address is told when a run starts and how it ended, so that silence is an alarm.

The address (healthchecks.io and its likes) is a secret: it comes from BRIEFING_PING_URL or from the systemd credential
`ping-url`, never from a file of the workspace, and only its host is ever logged. A ping that fails changes nothing.
"""

from __future__ import annotations

import http.client
import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit, urlunsplit

from briefing.config import PingSettings
from briefing.errors import BriefingError, Busy, TryLater
from briefing.log import logger

VARIABLE = "BRIEFING_PING_URL"
CREDENTIAL = "ping-url"
_LONGEST_S = 28.0  # of one ping with all its tries; a run sends two, so it ends at most a minute later
_PAUSE_S = 1.0
_LARGEST = 4000  # bytes of the summary that are sent
_SILENT = frozenset({Busy.exit_code, TryLater.exit_code})  # another run is at work: it will tell


@dataclass
class Switch:
    """What is sent at the end of a run: its exit code, with the summary as body."""

    address: SplitResult | None
    settings: PingSettings = field(default_factory=PingSettings)
    code: int = 0
    summary: str = ""

    def start(self) -> None:
        """Say that a run begins."""
        self._send("start")

    def end(self) -> None:
        """Say how the run ended: the address itself for success, <address>/<exit code> otherwise."""
        if self.code not in _SILENT:
            self._send(str(self.code) if self.code else "")

    def _send(self, part: str) -> None:
        """Send within the time allowed, whatever name servers and proxies do: hence a thread that may be left behind."""
        if self.address is None:
            return
        until = time.monotonic() + _LONGEST_S
        sender = threading.Thread(target=self._try, args=(self.address, part, until), daemon=True)
        sender.start()
        sender.join(_LONGEST_S)
        if sender.is_alive():
            self._give_up(self.address, part, "no answer")

    def _try(self, address: SplitResult, part: str, until: float) -> None:
        why = ""
        for number in range(self.settings.tries):
            if number:
                time.sleep(_PAUSE_S)
            left = min(self.settings.seconds, until - time.monotonic())
            if left <= 0:
                break
            try:
                _post(address, part, self.summary, left)
            except (OSError, ValueError, http.client.HTTPException) as error:
                why = f"HTTP {error.code}" if isinstance(error, urllib.error.HTTPError) else type(error).__name__
            else:
                logger.debug("ping sent", extra={"to": _masked(address), "kind": part or "success"})
                return
        if time.monotonic() < until:
            self._give_up(address, part, why)

    def _give_up(self, address: SplitResult, part: str, why: str) -> None:
        logger.warning("ping failed", extra={"to": _masked(address), "kind": part or "success", "why": why})


@contextmanager
def switched(environment: Mapping[str, str] = os.environ) -> Iterator[Switch]:
    """Tell the address of the environment how the body ended: by its exception, or the code it set."""
    switch = Switch(address_of(environment))
    try:
        yield switch
    except BaseException as error:
        switch.code = _code_of(error)
        switch.summary = switch.summary or (str(error) if isinstance(error, BriefingError) else "")
        raise
    finally:
        switch.end()


def _code_of(error: BaseException) -> int:
    """The exit code that the command line gives for an error."""
    if isinstance(error, BriefingError):
        return error.exit_code
    if isinstance(error, KeyboardInterrupt):
        return 130
    return error.code if isinstance(error, SystemExit) and isinstance(error.code, int) else 1


def address_of(environment: Mapping[str, str]) -> SplitResult | None:
    """The address of the variable, else of the systemd credential; None, with a warning, where it is none."""
    text = environment.get(VARIABLE, "")
    if not text and (folder := environment.get("CREDENTIALS_DIRECTORY", "")):
        path = Path(folder) / CREDENTIAL
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    if not text.strip():
        return None
    try:
        address = urlsplit(text.strip())
        if address.scheme in ("http", "https") and address.hostname:
            return address
    except ValueError:
        pass  # said below, without the text
    logger.warning("ping address is no http or https address, nothing is sent")
    return None


def _post(address: SplitResult, part: str, body: str, timeout: float) -> None:
    path = f"{address.path.rstrip('/')}/{part}" if part else address.path
    url = urlunsplit(address._replace(path=path, fragment=""))
    data = body.encode()[:_LARGEST]
    request = urllib.request.Request(url, data, {"Content-Type": "text/plain; charset=utf-8"})  # noqa: S310  # http only
    with urllib.request.urlopen(request, timeout=timeout):  # noqa: S310  # see address_of
        pass


def _masked(address: SplitResult) -> str:
    """The host alone: what follows it is the secret, and so may be what stands before."""
    return f"{address.scheme}://{address.hostname}/…"
