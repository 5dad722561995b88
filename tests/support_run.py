"""Small workspaces for the tests of the spine, and the command line as a user meets it."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
REGION = '[[regions]]\nid = "{id}"\nzh = "江城市"\nen = "Jiangcheng"\ncode = "{code}"\n'
# Our own words; small, so that a unit is built in a second.
REPORT = """江城市2023年国民经济和社会发展情况

一、综合

2023年，全市地区生产总值2467.9亿元，比上年增长8.0%。一般公共预算收入214.5亿元，增长6.2%。规模以上工业增加值1090.6亿元，增长7.4%。
全年出口62.33亿元，下降3.2%。城镇居民人均可支配收入76543元，增长5.1%。
"""


def workspace(root: Path, *regions: str, report: str = REPORT, extra: str = "") -> Path:
    """Make a workspace with one report of 2023 for each region and return its folder."""
    root.mkdir(parents=True, exist_ok=True)
    tables = "\n".join(REGION.format(id=name, code=420100 + number) for number, name in enumerate(regions))
    (root / "briefing.toml").write_text(f"schema = 1\n{extra}\n{tables}", encoding="utf-8")
    for name in regions:
        add_source(root, name, "2023.txt", report)
    return root


def add_source(root: Path, region: str, name: str, text: str | bytes) -> Path:
    """Put a report into sources/."""
    path = root / "sources" / region / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@cache
def program() -> Path:
    """A copy of the program, so that an editor saving a module in mid-test makes nothing due."""
    home = Path(tempfile.mkdtemp(prefix="briefing-program-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for name in ("briefing", "templates", "glossary", "sources"):
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
    return home


def briefing(
    *words: str | Path, cwd: Path | None = None, text: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "briefing", *map(str, words)],
        cwd=cwd or ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | {"PYTHONPATH": str(program())} | env,
    )


def snapshot(root: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder below `root` with its time and inode, to see that nothing was written."""
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in [root, *sorted(root.rglob("*"))]}
