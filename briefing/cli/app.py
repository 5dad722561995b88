"""The application, the options that commands share, and what becomes of an error."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from briefing import __version__
from briefing.errors import BriefingError, NothingPublished, Problem, UsageError

app = typer.Typer(
    help="Chinese government and statistics reports in, Chinese and English briefings out.",
    epilog="Exit codes: 0 done or nothing due, 2 usage, 3 some units failed, 4 none could be published, "
    "5 configuration, template or glossary invalid, 6 input missing or damaged, 11 another run, 75 try later.",
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Results as JSON lines on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing unless something failed.")]
Verbose = Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say more.")]
Folder = Annotated[Path, typer.Option("--workspace", "-C", help="The workspace, or a folder inside it.")]
_INTERRUPTED = 130
_LIBRARIES = ("jinja2", "lxml", "matplotlib", "python-docx", "weasyprint")


def main() -> None:
    """Run the command line; every error of ours becomes its message and exit code."""
    signal.signal(signal.SIGTERM, _terminated)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
        signal.signal(signal.SIGHUP, _terminated)
    try:
        code = app(standalone_mode=False)
        if code == _INTERRUPTED:  # typer makes an exit code of Control-C, and says nothing
            _interrupted()
        sys.exit(code)
    except BriefingError as error:
        for problem in error.problems:
            complain(str(problem))
        sys.exit(error.exit_code)
    except typer.TyperException as error:
        complain(f"{error.format_message()} See: briefing --help")
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        _interrupted()
    except BrokenPipeError:
        _hush()  # the reader of our output went away
        sys.exit(141)
    except OSError as error:  # a disk, a folder or a file that refuses, wherever that was found
        with suppress(OSError):
            place = error.filename or "an output"
            complain(f"{place}: {error.strerror or error}. What is published stays valid; mend it and run again")
        _hush()
        sys.exit(NothingPublished.exit_code)


def _hush() -> None:
    """Let Python write what is left of stdout to nowhere, as where it should go takes no more."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(text: str) -> None:
    """One line to stderr, whatever line ends the text has; what acts upon a terminal or cannot be seen is shown by its code."""
    from briefing.log import shown

    typer.echo(f"briefing: {shown(' '.join(text.split()))}", err=True)


def say(row: dict[str, Any], text: str, *, as_json: bool) -> None:
    """One result to stdout: the row as JSON, or the text as a terminal may have it."""
    from briefing.log import shown

    if not as_json:
        text = "\n".join(map(shown, text.split("\n")))
    typer.echo(json.dumps(row, ensure_ascii=False) if as_json else text)


def set_up_log(quiet: bool, verbose: int) -> None:
    """Send events to stderr, as much of them as asked for."""
    from briefing.log import set_up

    set_up(-1 if quiet else verbose)


def seconds(text: str, option: str) -> float:
    """A time such as 30s, 30m, 2h or 35d.

    Raises:
        UsageError: it is none.
    """
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    if found := re.fullmatch(r"([0-9]{1,6})([smhd])", text):
        return float(int(found[1]) * units[found[2]])
    raise UsageError(Problem(option, f"{text!r}", "a time such as 30s, 30m, 2h or 35d"))


def _interrupted() -> NoReturn:
    complain("interrupted; what is published stays valid, run again for the rest")
    sys.exit(_INTERRUPTED)


def _terminated(number: int, _: object) -> NoReturn:
    with suppress(OSError):  # the terminal may be gone
        complain("terminated; what is published stays valid, run again for the rest")
    sys.exit(128 + number)


def _version(show: bool) -> None:
    if not show:
        return
    from importlib.metadata import PackageNotFoundError, version

    typer.echo(f"briefing {__version__}")
    for name in _LIBRARIES:
        try:
            typer.echo(f"{name} {version(name)}")
        except PackageNotFoundError:
            typer.echo(f"{name} not installed")
    raise typer.Exit


_VersionFlag = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the versions.")]


@app.callback()
def _options(_version_: _VersionFlag = False) -> None:
    pass
