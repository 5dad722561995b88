"""Measure times, memory and sizes against their goals and print one table.

Every number comes from the program as a user runs it: its own process, a workspace of its own in a temporary folder.
`--json` prints the rows as JSON; `--units N` sets the size of the batch. A second table has other tools on the same content.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from bench import measure
from bench.annex import annex
from bench.engine import engine
from bench.peers import peers, show
from bench.workspace import lay_out


def main() -> None:
    """Run all measurements and print the table."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--units", type=int, default=8, help="units of the batch (default 8)")
    parser.add_argument(
        "--worker-units", type=int, default=60, help="units one worker makes for its memory (default 60)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as folder:
        root = Path(folder)
        rows = [*measure.starting(root), *measure.one_unit(lay_out(root / "one", 1))]
        rows += measure.batch(lay_out(root / "batch", options.units), options.units)
        rows += measure.long_run(root / "one", options.worker_units)
        rows += annex(root / "one")
        rows += engine(root)
        others = peers(root)
    if options.json:
        print(json.dumps([each._asdict() for each in (*rows, *others)], indent=1))
    else:
        _print(rows)
        show(others)


def _print(rows: list[measure.Row]) -> None:
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}\n")
    width = max(len(row.what) for row in rows)
    print(f"{'what':{width}}  {'measured':>12}  {'goal':>10}")
    for row in rows:
        goal = f"{row.goal:g} {row.unit}" if row.goal is not None else ""
        verdict = "" if row.goal is None else "  yes" if row.value <= row.goal else "  NO"
        print(f"{row.what:{width}}  {f'{row.value:.4g} {row.unit}':>12}  {goal:>10}{verdict}")


if __name__ == "__main__":
    main()
