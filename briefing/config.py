"""briefing.toml: read once, every problem at once with file and line, the nearest valid name beside each.

A workspace is the folder with that file. What a workspace does not have itself (templates, glossary) comes from the
starter set shipped with the program; a workspace file wins over a packaged one of the same name.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from briefing.errors import Problem, UsageError, WorkspaceError
from briefing.model.extract import Region

FILE = "briefing.toml"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

Currency = Literal["RMB", "CNY", "yuan"]
Spelling = Literal["en-US", "en-GB"]
PageSize = Literal["A4", "Letter"]


@dataclass(frozen=True, slots=True)
class Brand:
    """Who publishes: colours are #rrggbb, `logo` is a path of an SVG or PNG below the workspace."""

    name: str = ""
    issuer: str = ""
    contact: str = ""
    disclaimer: str = ""
    accent: str = "#0b5563"
    second_accent: str = "#c2612c"
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the editions are worded and set."""

    currency: Currency = "RMB"
    spelling: Spelling = "en-US"
    page_size: PageSize = "A4"
    editions: tuple[str, ...] = ("investor",)
    allow_machine_in_investor: bool = False


_Table = TypeVar("_Table", Brand, Settings)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A checked workspace."""

    root: Path
    regions: tuple[Region, ...]
    brand: Brand = field(default_factory=Brand)
    settings: Settings = field(default_factory=Settings)

    @property
    def sources(self) -> Path:
        """Reports: sources/<region>/<period>.<form>."""
        return self.root / "sources"

    @property
    def extracts(self) -> Path:
        """Structured extracts: extracts/<region>/<period>/."""
        return self.root / "extracts"

    @property
    def out(self) -> Path:
        """Published files and the manifest."""
        return self.root / "out"

    def folders(self, name: str) -> tuple[Path, ...]:
        """Where `templates` or `glossary` are looked for, the workspace first."""
        return tuple(folder for folder in (self.root / name, starter() / name) if folder.is_dir())

    def region(self, region_id: str) -> Region:
        """The region of that id.

        Raises:
            UsageError: no such region, with the nearest name.
        """
        for region in self.regions:
            if region.id == region_id:
                return region
        known = ", ".join(region.id for region in self.regions)
        found = f"unknown region {region_id!r}"
        hint = _nearest(region_id, [region.id for region in self.regions])
        raise UsageError(Problem(FILE, found, f"one of {known}", hint or "Add a [[regions]] table"))


def starter() -> Path:
    """The folder of what is shipped: templates, glossary and the sample; the repository itself in a checkout."""
    packaged = Path(__file__).parent / "starter"
    return packaged if packaged.is_dir() else Path(__file__).parents[1]


def find_workspace(start: Path) -> Path:
    """The nearest folder at or above `start` that holds briefing.toml.

    Raises:
        WorkspaceError: there is none.
    """
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise WorkspaceError(
        Problem(str(start), f"no {FILE} here or above", "a workspace", "Make one with: briefing init DIR")
    )


def load_workspace(start: Path) -> Workspace:
    """Read the workspace that `start` lies in.

    Raises:
        WorkspaceError: every problem of briefing.toml, each with its line.
    """
    root = find_workspace(start.resolve())
    try:
        text = (root / FILE).read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise WorkspaceError(Problem(FILE, f"not UTF-8 at byte {error.start}", "UTF-8", "Save it as UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        raise WorkspaceError(Problem(FILE, str(error), "valid TOML")) from error
    return _Check(text).workspace(root, table)


class _Check:
    """Collects every problem of one file before anything is refused."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.problems: list[Problem] = []

    def workspace(self, root: Path, table: Mapping[str, Any]) -> Workspace:
        self.keys(table, ("schema", "regions", "brand", "settings"), "")
        if table.get("schema") != 1:
            self.report("schema", f"schema is {table.get('schema')!r}", "schema = 1")
        regions = self.regions(table.get("regions"))
        brand = self.section(Brand, table.get("brand", {}), "brand")
        settings = self.section(Settings, table.get("settings", {}), "settings")
        for key in ("accent", "second_accent"):
            if not _COLOUR.fullmatch(getattr(brand, key)):
                self.report(key, f"{key} is {getattr(brand, key)!r}", "a colour such as #0b5563")
        if brand.logo:
            self.logo(root, brand.logo)
        if self.problems:
            raise WorkspaceError(*self.problems)
        return Workspace(root, regions, brand, settings)

    def regions(self, rows: object) -> tuple[Region, ...]:
        if not isinstance(rows, list) or not rows:
            self.report("regions", "no region", "at least one [[regions]] table with id, zh, en, code")
            return ()
        made = [self.one_region(row) for row in rows if isinstance(row, dict)]
        for index, region in enumerate(made):
            if region.id in {earlier.id for earlier in made[:index]}:
                self.report(region.id, f"region {region.id!r} twice", "each id once")
        return tuple(made)

    def one_region(self, row: Mapping[str, Any]) -> Region:
        names = ("id", "zh", "en", "code")
        self.keys(row, names, "regions")
        for name in names:
            if not isinstance(row.get(name), str) or not row[name].strip():
                self.report(str(row.get("id", "regions")), f"a region without {name}", 'text in quotes: code = "330108"')
        made = Region(*(str(row.get(name, "")) for name in names))
        if made.id and not _SLUG.fullmatch(made.id):
            self.report(made.id, f"region id {made.id!r}", "small letters, digits and hyphens")
        if made.code and not re.fullmatch(r"\d{6}(\d{6})?", made.code):
            self.report(made.code, f"code {made.code!r}", "a division code of 6 or 12 digits")
        return made

    def section(self, kind: type[_Table], table: object, name: str) -> _Table:
        if not isinstance(table, dict):
            self.report(name, f"{name} is no table", f"[{name}]")
            return kind()
        known = {f.name: f for f in fields(kind)}
        self.keys(table, tuple(known), name)
        values = {key: self.value(kind, key, value) for key, value in table.items() if key in known}
        return kind(**{key: value for key, value in values.items() if value is not None})

    def value(self, kind: type, key: str, value: object) -> object:
        """The value of a key of `kind`, or None where it does not fit (and is reported)."""
        default = getattr(kind(), key)
        choices = {"currency": get_args(Currency), "spelling": get_args(Spelling), "page_size": get_args(PageSize)}
        if key in choices and value not in choices[key]:
            hint = _nearest(str(value), choices[key])
            self.report(key, f"{key} is {value!r}", f"one of {', '.join(choices[key])}", hint)
            return None
        if isinstance(default, tuple):
            if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
                return tuple(value)
            self.report(key, f"{key} is {value!r}", 'a list of names: ["investor"]')
            return None
        if type(value) is not type(default):
            self.report(key, f"{key} is {value!r}", "true or false" if isinstance(default, bool) else "text in quotes")
            return None
        return value

    def logo(self, root: Path, name: str) -> None:
        path = (root / name).resolve()
        if not path.is_relative_to(root) or path.suffix.lower() not in {".svg", ".png"}:
            self.report("logo", f"logo is {name!r}", "an SVG or PNG inside the workspace")
        elif not path.is_file():
            self.report("logo", f"no file {name}", "an SVG or PNG inside the workspace")

    def keys(self, table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in known:
                place = f" in [{where}]" if where else ""
                self.report(key, f"unknown key {key!r}{place}", f"one of {', '.join(known)}", _nearest(key, known))

    def report(self, word: str, found: str, expected: str, remedy: str = "") -> None:
        """Add a problem at the first line that names `word`."""
        line = next((number for number, text in enumerate(self.lines, 1) if word in text), 1)
        self.problems.append(Problem(f"{FILE}:{line}", found, expected, remedy))


def _nearest(word: str, known: list[str] | tuple[str, ...]) -> str:
    close = difflib.get_close_matches(word, known, 1)
    return f"Did you mean {close[0]}?" if close else ""
