"""The transaction of a unit: extract, files, then the manifest line that makes them count; old files of it go last."""

from __future__ import annotations

import difflib
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from briefing import __version__, deliver
from briefing.build import Built
from briefing.config import Workspace
from briefing.errors import ExtractChanged, NothingPublished, Problem
from briefing.extract import package
from briefing.run.due import Due, extract_folder, read_package, stamps
from briefing.run.result import Outcome, Result, retried

_MOST_LINES = 20  # of a difference that are shown


class Publisher:
    """Publishes units; the caller holds the lock. Keeps the manifest in memory, so that it is read once a run."""

    def __init__(self, workspace: Workspace, manifest: Mapping[str, Mapping[str, Any]]) -> None:
        self.workspace = workspace
        self.manifest = dict(manifest)

    def publish(self, due: Due, outcome: Outcome) -> Result:
        """Write a unit's files, its extract, and its manifest line last; a failure leaves the earlier files as they are."""
        built = outcome.built
        if built is None:
            return Result(due.name, (), outcome.problems, outcome.exit_code, outcome.stage, outcome.seconds)
        try:
            files = retried(lambda: self._write(due, built))
        except (NothingPublished, ExtractChanged) as error:
            return Result(due.name, (), error.problems, error.exit_code, "publish", outcome.seconds)
        except OSError as error:
            problem = Problem(str(self.workspace.out), error.strerror or str(error), "a disk that answers", "Run again")
            return Result(due.name, (), (problem,), NothingPublished.exit_code, "publish", outcome.seconds)
        return Result(due.name, files, seconds=outcome.seconds, printed=built.counts.get("printed", {}))

    def _write(self, due: Due, built: Built) -> tuple[Path, ...]:
        home = extract_folder(self.workspace, due.region.id, due.period)
        folder = deliver.inside(self.workspace.out, self.workspace.out / due.folder)
        if built.package:
            deliver.inside(self.workspace.extracts, home)
            keep_corrected(home, built.package, force=due.wanted.force)
            deliver.write_files(home, built.package)
        with deliver.unbroken():
            line = self._line(due, built, stamps(home))
            deliver.append_manifest(self.workspace.out, line, lambda: deliver.write_files(folder, built.files))
            for name in self.manifest.get(due.name, {}).get("outputs", {}).keys() - line["outputs"].keys():
                (folder / name).unlink(missing_ok=True)
            self.manifest[due.name] = line
        return tuple(folder / name for name in built.files)

    def _line(self, due: Due, built: Built, extract: dict[str, list[int]]) -> dict[str, Any]:
        before = self.manifest.get(due.name, {})
        partial = due.wanted.editions or due.wanted.languages or due.wanted.formats
        outputs = dict(before.get("outputs", {})) if partial and before.get("parts") == due.parts else {}
        outputs |= {name: {"sha256": deliver.sha256(data), "bytes": len(data)} for name, data in built.files.items()}
        return {
            "unit": due.name,
            "region": due.region.id,
            "code": due.region.code,
            "period": due.period,
            "fingerprint": deliver.fingerprint(due.parts),
            "parts": dict(due.parts),
            "inputs": {str(due.source.relative_to(self.workspace.root)): due.parts["source"]},
            "folder": due.folder,
            "outputs": outputs,
            "extract": extract,
            "version": __version__,
            "counts": built.counts,
            "published": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        }


def keep_corrected(home: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Before an extract is written: stop at one that a person corrected, or with `force` set it aside.

    Raises:
        ExtractChanged: with the lines that differ from the new extract.
    """
    before = read_package(home)
    changed = package.changed_by_hand(before) if before else ()
    if not changed:
        return
    if force:
        home.rename(_beside(home))
        return
    lines = [(name, line) for name in changed for line in _diff(before.get(name, b""), files.get(name, b""))]
    shown = tuple(Problem(f"{home.name}/{name}", line) for name, line in lines[:_MOST_LINES])
    remedy = "Kept as they are. Use --force to write anew (the old one is kept beside it)"
    raise ExtractChanged(Problem(str(home), f"corrected by hand: {', '.join(changed)}", "", remedy), *shown)


def _diff(kept: bytes, new: bytes) -> list[str]:
    """The lines a person changed, as - (theirs) and + (new)."""
    theirs, ours = (side.decode("utf-8", "replace").splitlines() for side in (kept, new))
    lines = difflib.unified_diff(theirs, ours, n=0, lineterm="")
    return [line for line in lines if line[:3] not in {"---", "+++"} and line[0] in "-+"]


def _beside(home: Path) -> Path:
    """A free name for a replaced extract: 2023.replaced-1."""
    number = 1
    while (path := home.with_name(f"{home.name}.replaced-{number}")).exists():
        number += 1
    return path
