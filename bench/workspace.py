"""Temporary workspaces: the sample report under as many region names as asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

_SAMPLE = Path(__file__).parents[1] / "sources" / "binjiang" / "2023.txt"
_REGION = (
    '[[regions]]\nid = "region-{number}"\nzh = "杭州市滨江区"\nen = "Binjiang District, Hangzhou"\ncode = "{code}"\n'
)


def lay_out(root: Path, units: int) -> Path:
    """Make a workspace of `units` regions, each with the sample report of 2023, and return its folder."""
    root.mkdir(parents=True)
    regions = "\n".join(_REGION.format(number=number, code=330100 + number) for number in range(1, units + 1))
    (root / "briefing.toml").write_text(f"schema = 1\n\n{regions}", encoding="utf-8")
    for number in range(1, units + 1):
        folder = root / "sources" / f"region-{number}"
        folder.mkdir(parents=True)
        shutil.copyfile(_SAMPLE, folder / "2023.txt")
    return root
