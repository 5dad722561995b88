"""`briefing init`: a workspace that builds its first briefing with one more command."""

from __future__ import annotations

import getpass
import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from briefing.config import FILE, starter
from briefing.deliver import write_files
from briefing.errors import Problem, UsageError

_CONFIGURATION = """\
# A workspace: the folder with this file. Everything not set here has a default.
schema = 1

[[regions]]
id = "binjiang"
zh = "杭州市滨江区"
en = "Binjiang District, Hangzhou"
code = "330108"          # administrative division

# [brand]
# name = "Your office"
# accent = "#0b5563"
# logo = "logo.svg"

# [settings]
# currency = "RMB"       # or CNY, yuan
# spelling = "en-US"     # or en-GB
# page_size = "A4"       # or Letter
# pdf_standard = "ua-1"  # accessible; or a-3u: an archive with facts.csv attached

# [limits]               # of one unit
# seconds = 60
# memory_mb = 2048
# pages = 60

# [ping]                 # to the address in BRIEFING_PING_URL
# seconds = 10
# tries = 5
"""
_CRON = """\
# Every day: makes what is due, says nothing when all is well.
# To add it to what is there: (crontab -l; cat schedule/crontab) | crontab -
# m h dom mon dow   command
# BRIEFING_PING_URL=https://...    told of start and end, so that silence is an alarm
17 6 * * *          cd {root} && {program} build -q
"""
_SERVICE = """\
# To install: cp schedule/briefing.service schedule/briefing.timer /etc/systemd/system/ && systemctl enable --now briefing.timer
[Unit]
Description=Make the briefings that are due
After=local-fs.target

[Service]
Type=oneshot
User={user}
WorkingDirectory={root}
Environment="XDG_CACHE_HOME={root}/.cache"
ExecStart={program} build -q
Nice=10
IOSchedulingClass=idle
MemoryMax=75%
# 11: another run is at work; 75: try later. Neither is an alarm
SuccessExitStatus=11 75
# A dead-man's switch: put its address into the file, and take out the three lines on the network below
# LoadCredential=ping-url:/etc/briefing/ping-url
# What it may touch: its own workspace, and no network at all (--cluster needs one)
PrivateNetwork=yes
IPAddressDeny=any
RestrictAddressFamilies=AF_UNIX
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths="{root}"
PrivateTmp=yes
PrivateDevices=yes
ProtectProc=invisible
# What it may do: nothing that a program of its kind needs not
NoNewPrivileges=yes
CapabilityBoundingSet=
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
SystemCallArchitectures=native
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
"""
_TIMER = """\
[Unit]
Description=Make the briefings that are due, every day

[Timer]
OnCalendar=*-*-* 06:17:00
RandomizedDelaySec=10min
# Catches up after the machine was off
Persistent=true

[Install]
WantedBy=timers.target
"""
_IGNORED = "/out/*\n/.cache/\n"
_FOLDERS = ("sources", "extracts", "out")


def lay_out(root: Path, program: Sequence[str]) -> list[Path]:
    """Make a workspace with the sample report, templates and glossary to change, and schedules; returns the files.

    Args:
        root: a new or empty folder.
        program: the words of the command that cron and systemd shall run.

    Raises:
        UsageError: the folder holds something already, or its name cannot stand in a schedule; nothing is touched.
    """
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise UsageError(Problem(str(root), "is not empty", "a new folder", "Nothing was touched. Name another one"))
    place = str(root.resolve())
    if not place.isprintable():
        raise UsageError(Problem(repr(place), "a name with control characters", "a plain name", "Nothing was touched"))
    cron = {"root": shlex.quote(place), "program": shlex.join(program)}
    files = {
        FILE: _CONFIGURATION.encode(),
        ".gitignore": _IGNORED.encode(),
        "schedule/crontab": _CRON.format_map({name: text.replace("%", r"\%") for name, text in cron.items()}).encode(),
        "schedule/briefing.service": _SERVICE.format_map(_for_systemd(place, program)).encode(),
        "schedule/briefing.timer": _TIMER.encode(),
        **_starter("templates"),
        **_starter("glossary"),
        **_starter("sources/binjiang"),
    }
    for folder in _FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        write_files((root / name).parent, {Path(name).name: data})
    return sorted(root / name for name in files)


def _for_systemd(root: str, program: Sequence[str]) -> dict[str, str]:
    """What a unit file needs, where % begins a specifier and $ a variable, and words end at blanks (systemd.unit, systemd.service)."""
    words = ('"' + _escaped(word).replace("$", "$$") + '"' if " " in word else _escaped(word) for word in program)
    return {"root": _escaped(root), "program": " ".join(words), "user": _user()}


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("%", "%%")


def _user() -> str:
    """Who the service runs as: who lays out the workspace, by number where he has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _starter(folder: str) -> dict[str, bytes]:
    """The packaged files below a folder by their name in the workspace."""
    home = starter()
    found = (path for path in sorted((home / folder).rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(home)): path.read_bytes() for path in found}
