"""The verbs that reports put beside what they count (verbs.csv), with the English of each in a name and in a sentence.

One row a verb. A name takes `before`, `after` and `clause` (newly certified firms), or `behind` where the verb stands behind
its things (项目开工); a sentence takes `base`, `past` and `active` (firms were certified, the district certified firms). The
two may differ: a row of a table is short, a sentence conjugates. A cell that is empty: the verb does not stand there, or its
English follows from another cell; `-`: it stands there and English says nothing for it (实现, 拥有).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

VERBS_FILE = "verbs.csv"
SILENT = "-"  # the verb stands there and English leaves it out


@dataclass(frozen=True, slots=True)
class VerbForms:
    """What English makes of a verb; where every form of a use is empty, the verb has no such use.

    base: after to (certify); `-` where a sentence leaves the verb out.
    past: the participle after were, or the past form of an intransitive verb; as `after` where the table leaves it empty.
    active: the past of what a place does itself (attracted), or empty where others do it.
    before, after: beside the noun of a name (newly certified firms; private capital mobilized).
    clause: what was done, after a plural subject (were newly certified); were and `after` where the table leaves it empty.
    shape: of what the verb is said only (see `briefing.glossary.grammar.Word`).
    behind: the participle for a verb behind its things (started, that moved in).
    """

    zh: str
    base: str
    past: str
    active: str
    intransitive: bool
    before: str
    after: str
    clause: str
    shape: str
    behind: str


def packaged_verbs() -> bytes:
    """Return the table that comes with the package."""
    return resources.files("briefing.glossary").joinpath(VERBS_FILE).read_bytes()


@cache
def verbs() -> tuple[VerbForms, ...]:
    """All verbs, in the order of the table."""
    rows = csv.DictReader(packaged_verbs().decode("utf-8").splitlines())
    return tuple(_verb(row) for row in rows)


def _verb(row: dict[str, str]) -> VerbForms:
    """Return the verb of a row, with the forms that follow from others put in."""
    after = row["after"]
    past = row["past"] or (after if row["base"] not in ("", SILENT) else "")
    clause = row["clause"] or (f"were {after}" if after not in ("", SILENT) else "")
    forms = {
        **row,
        "past": past,
        "clause": "" if clause == SILENT else clause,
        "intransitive": bool(row["intransitive"]),
    }
    return VerbForms(**forms)  # type: ignore[arg-type]  # the columns are its fields
