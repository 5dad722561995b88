"""A long table: 500 rows of 8 columns, as an annex of all indicators of a province would be, in both formats."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.measure import Row, spend
from bench.workspace import lay_out

_ROWS = 500
_SET = """
import sys, time
from pathlib import Path
from briefing.config import load_workspace
from briefing.model.tree import Briefing, Column, Heading, Number, TableBlock, TableCell, Text
from briefing.recipe import load_recipe
from briefing.render import render_docx, render_pdf
rows, form = int(sys.argv[2]), sys.argv[3]
recipe = load_recipe(load_workspace(Path(sys.argv[1])))
edition = recipe.editions()["investor"]
heads = ("指标", "2023年", "比上年", "目标", "2022年", "2021年", "单位", "位次")
columns = tuple(Column((Text(head),), "decimal" if 0 < i < 6 else "left") for i, head in enumerate(heads))
def row(number):
    name = TableCell((Text(f"第{number}项指标增加值"),), header=True)
    figures = (TableCell((Number(f"{number * 37 % 2500 + part / 10:.1f}", f"f{number}"),)) for part in range(5))
    return (name, *figures, TableCell((Text("亿元"),)), TableCell((Text(f"全市第{number % 13 + 1}"),)))
table = TableBlock(1, "指标一览", "亿元，%", columns, tuple(map(row, range(rows))), (), "t1")
heading = Heading(1, (Text("附录"),), "annex")
annex = Briefing("zh-Hans", "investor", "附录", "", "区", "2023", "", "区", "附录", "", "2024-01-31", (heading, table))
write = {"pdf": lambda: render_pdf(annex, edition.css, recipe.brand),
         "docx": lambda: render_docx(annex, recipe.references.get("investor"), recipe.brand)}[form]
start = time.perf_counter()
data = write()
print(time.perf_counter() - start, len(data))
"""


def annex(workspace: Path) -> list[Row]:
    """Time of the table as PDF and as DOCX, libraries loaded on the way, and the memory the PDF takes."""
    rows = []
    for form, goal in (("pdf", 10.0), ("docx", 1.0)):
        spent = spend((sys.executable, "-c", _SET, str(workspace), str(_ROWS), form), workspace)
        rows.append(Row(f"a table of {_ROWS} rows as {form.upper()}, wall", float(spent.out.split()[0]), "s", goal))
        if form == "pdf":
            rows.append(Row("the same, memory", spent.peak_mb, "MB"))
    return rows


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(*annex(lay_out(Path(folder) / "one", 1)), sep="\n")
