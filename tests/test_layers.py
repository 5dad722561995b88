"""Modules import downward only: a later stage may use an earlier one, never the other way, and stages never each other sideways."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "briefing"
# From the ground up (design section 2). Names of one rank do not import each other.
LAYERS = (
    {"errors", "log", "periods", "sandbox"},
    {"quantity"},
    {"model"},
    {"config"},
    {"glossary"},
    {"read"},
    {"extract"},
    {"phrase"},
    {"translate"},
    {"compose"},
    {"render"},
    {"deliver"},
    {"compare"},
    {"review"},
    {"recipe", "proof", "coverage"},
    {"build"},
    {"run"},
    {"lines", "doctor", "ping", "progress", "setup"},
    {"preview"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def _imported(path: Path) -> set[str]:
    """The parts of the package that a module imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "briefing":
            names |= {f"briefing.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    parts = {name.split(".")[1] for name in names if name.startswith("briefing.")}
    return parts - {"__version__"}


def _part(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_layers_below(path):
    mine = _part(path)
    assert mine in RANK, f"{mine} is in no layer"

    upward = {name for name in _imported(path) if name != mine and RANK[name] >= RANK[mine]}

    assert upward == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_is_longer_than_500_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


def _modules_imported(path: Path) -> set[Path]:
    """The modules of the package that a module names in an import, also one for types only."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        files = (PACKAGE.parent.joinpath(*name.split(".")).with_suffix(".py") for name in names)
        found |= {file for file in files if file in MODULES}
    return found


def test_no_two_modules_import_each_other_in_a_circle():
    """What imports nothing that is left is taken away, until nothing is left."""
    waits = {path: _modules_imported(path) for path in MODULES}
    while free := [path for path, others in waits.items() if not others & waits.keys()]:
        for path in free:
            del waits[path]

    assert sorted(str(path.relative_to(PACKAGE)) for path in waits) == []
