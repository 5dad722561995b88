"""Looking after what is published: status, verify, prune. Only prune removes, and only what the manifest lists."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from briefing import deliver
from briefing.config import Workspace
from briefing.periods import span

_KEPT_MONTHS = 24
_SKEW = timedelta(days=1)  # by which the clocks of two machines, or of one after a change of its battery, may differ
_OWN = (deliver.MANIFEST, ".lock", ".gitkeep")  # of out/ itself


@dataclass(frozen=True)
class Status:
    """The state of a workspace: one row a region, and the last run."""

    regions: tuple[dict[str, Any], ...]
    last_success: datetime | None
    last_run: dict[str, Any]

    def older_than(self, age: timedelta, now: datetime | None = None) -> bool:
        """Whether the last success is too long ago, there was none, or the clock that it was noted by was wrong."""
        if self.last_success is None:
            return True
        passed = (now or datetime.now(UTC)) - self.last_success
        return passed > age or passed < -_SKEW


def status(workspace: Workspace) -> Status:
    """The newest unit of each region, when it was published, and the last run."""
    lines = [line for line in deliver.read_manifest(workspace.out).values() if not line.get("pruned")]
    rows = []
    for region in workspace.regions:
        own = sorted(
            (line for line in lines if line["region"] == region.id), key=lambda line: span(line["period"])[::-1]
        )
        newest = own[-1] if own else {}
        rows.append({
            "region": region.id,
            "units": len(own),
            "newest": newest.get("period", ""),
            "published": newest.get("published", ""),
            "share_of_text": newest.get("counts", {}).get("share_of_text", {}),
        })  # fmt: skip
    times = [datetime.fromisoformat(line["published"]) for line in lines]
    runs = deliver.read_runs(workspace.out)
    return Status(tuple(rows), max(times, default=None), runs[-1] if runs else {})


def verify(workspace: Workspace) -> list[dict[str, str]]:
    """Hash again every file the manifest names, and list what it does not name: rows of state and file.

    A report that was revised is no fault: it makes its unit due. One that is gone is, as nothing could be built from it again.
    """
    root, faults, named = workspace.root, [], set()
    for line in deliver.read_manifest(workspace.out).values():
        for name, recorded in line["outputs"].items():
            path = workspace.out / line["folder"] / name
            named.add(path)
            if not path.is_file():
                faults.append({"state": "missing", "file": str(path.relative_to(root))})
            elif deliver.sha256(path.read_bytes()) != recorded.get("sha256"):
                faults.append({"state": "changed", "file": str(path.relative_to(root))})
        faults += [{"state": "missing", "file": name} for name in line.get("inputs", {}) if not (root / name).is_file()]
    own = {workspace.out / name for name in _OWN}
    there = (path for path in sorted(workspace.out.rglob("*")) if not path.is_dir() and path not in named | own)
    strays = (
        path
        for path in there
        if path.parent != workspace.out / deliver.RUNS and not path.name.startswith(deliver.TEMPORARY)
    )  # the next run removes what is temporary
    return faults + [{"state": "unlisted", "file": str(path.relative_to(root))} for path in strays]


def prune(workspace: Workspace, months: int = _KEPT_MONTHS, *, dry_run: bool = False) -> list[Path]:
    """Remove the files of units that end more than `months` before the newest of their region; returns them.

    Never the newest unit of a region, never a file that the manifest does not name. The manifest is written anew with one
    line a unit; what was removed keeps its line, without files, so that it does not count as new. The caller holds the lock.
    """
    lines = deliver.read_manifest(workspace.out)
    old = set(_old(lines, months))
    folders = {name: workspace.out / lines[name]["folder"] for name in old}
    files = [
        path
        for name, folder in sorted(folders.items())
        for path in sorted(map(folder.joinpath, lines[name]["outputs"]))
        if path.is_file()
    ]
    if dry_run or not old:
        return files
    deliver.clean_left_overs(workspace.out)
    gone = {"outputs": {}, "inputs": {}, "pruned": time.strftime("%Y-%m-%dT%H:%M:%S%z")}
    deliver.rewrite_manifest(workspace.out, [line | gone if name in old else line for name, line in lines.items()])
    for path in files:
        path.unlink()
    for folder in folders.values():
        _remove_empty(folder, workspace.out)
    return files


def _old(lines: dict[str, dict[str, Any]], months: int) -> Iterator[str]:
    newest: dict[str, int] = {}
    lines = {name: line for name, line in lines.items() if not line.get("pruned")}
    for line in lines.values():
        newest[line["region"]] = max(newest.get(line["region"], 0), _month(line["period"]))
    return (name for name, line in lines.items() if newest[line["region"]] - _month(line["period"]) > months)


def _month(period: str) -> int:
    """The last month of a period, counted from the year 0."""
    year, month = span(period)[1].split("-")
    return int(year) * 12 + int(month)


def _remove_empty(folder: Path, stop: Path) -> None:
    while folder != stop and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
