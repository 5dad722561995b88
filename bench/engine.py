"""How long a thousand sentences take through the engine, its gates and its cascade, and through the cache the second time."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bench.measure import Row, spend

_TOY = Path(__file__).parents[2] / "shared" / "models" / "toy-zh_en.argosmodel"
_SAMPLE = Path(__file__).parents[1]
_ASK = """
import itertools, re, sys, time
from pathlib import Path
from briefing.config import load_workspace
from briefing.glossary import load_glossary
from briefing.translate import Cache, ask, packages
from briefing.translate.argos import Argos
model, root, folder = map(Path, sys.argv[1:4])
package = packages.install(model, folder / "packages")
glossary = load_glossary(load_workspace(root).folders("glossary"))
text = (root / "sources" / "binjiang" / "2023.txt").read_text(encoding="utf-8")
own = [s for s in re.split(r"(?<=[。；])|\\n", text) if len(s) > 8]
numbered = (re.sub(r"\\d+", lambda m: str(int(m[0]) % 900 + turn + 1), s) + "。" * (turn > 0) for turn in itertools.count() for s in own)
sentences = list(itertools.islice(dict.fromkeys(itertools.islice(numbered, 3000)), 1000))
for _ in range(2):
    start = time.perf_counter()
    ask(sentences, glossary, Argos(packages.read(package.folder)), Cache(folder / "cache"))
    print(time.perf_counter() - start)
"""


def engine(folder: Path) -> list[Row]:
    """A thousand different sentences, twice; nothing where the toy package is not beside the repository."""
    if not _TOY.is_file():
        return []
    spent = spend((sys.executable, "-c", _ASK, str(_TOY), str(_SAMPLE), str(folder)), _SAMPLE)
    first, again = map(float, spent.out.split())
    return [
        Row("1,000 sentences through the toy package, wall", first, "s", 60 * max(1, 2 / (os.cpu_count() or 2))),
        Row("the same again, from the cache", again, "s"),
        Row("the engine, memory", spent.peak_mb, "MB"),
    ]
