"""A progress bar for a person at a terminal: count, rate and time left. Nobody else ever sees one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def bar(total: int, *, wanted: bool) -> Iterator[Callable[[str], None]]:
    """Show a bar on stderr while the body runs; the body calls the given function with each unit that is finished.

    Args:
        total: units to come.
        wanted: whether the user wants to hear anything.
    """
    if not wanted or total < 2 or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415  # 0.1 s that only a terminal waits for
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=sys.stdout.isatty()) as progress:
        task = progress.add_task("", total=total)
        yield lambda unit: progress.update(task, advance=1, description=unit)
