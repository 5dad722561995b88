"""briefing.toml: read once, every problem at once with file and line, the nearest valid name beside each.

A workspace is the folder with that file. What a workspace does not have itself (templates, glossary) comes from the
starter set shipped with the program; a workspace file wins over a packaged one of the same name.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from briefing.errors import Problem, UsageError, WorkspaceError, nearest, unreadable
from briefing.model.extract import Region

FILE = "briefing.toml"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

_HEAD = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
_KEY = re.compile(r'\s*"?([\w-]+)"?\s*=')
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ue000-\uf8ff\ufeff]")
_LONGEST_NAME = 100  # characters
_LARGEST_NUMBER = 1_000_000  # of a setting: seconds, megabytes, pages
_LARGEST_LOGO = 2_000_000  # bytes
_EXAMPLES = {
    "id": 'id = "binjiang"',
    "zh": 'zh = "杭州市滨江区"',
    "en": 'en = "Binjiang District, Hangzhou"',
    "code": 'code = "330108"',
}

Currency = Literal["RMB", "CNY", "yuan"]
Spelling = Literal["en-US", "en-GB"]
PageSize = Literal["A4", "Letter"]
PdfStandard = Literal["ua-1", "a-3u"]
EngineName = Literal["none", "argos"]


@dataclass(frozen=True, slots=True)
class Brand:
    """Who publishes: colours are #rrggbb, `logo` is an SVG or PNG below the workspace; a recipe holds it as a data URI."""

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
    pdf_standard: PdfStandard = "ua-1"  # or an archive, a-3u, with facts.csv attached
    editions: tuple[str, ...] = ("investor", "editor")
    allow_machine_in_investor: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What one unit may take; whatever goes beyond is stopped and fails alone."""

    seconds: int = (
        60  # of wall clock; on a busy machine up to five times that, while the unit gets less than half of a core
    )
    memory_mb: int = 2048  # of address space on top of what the worker starts with
    pages: int = 60  # of one PDF


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Which machine translates what neither facts nor memory can say.

    `package` is the folder of an Argos package, or the sha256 that `briefing engine list` shows; empty means the newest
    that is installed.
    """

    name: EngineName = "none"
    package: str = ""


@dataclass(frozen=True, slots=True)
class PingSettings:
    """How the dead-man's switch is told; its address is a secret and comes from the environment, see `briefing.ping`."""

    seconds: int = 10  # until a try is given up
    tries: int = 5


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "engine.name": get_args(EngineName),
    "currency": get_args(Currency),
    "spelling": get_args(Spelling),
    "page_size": get_args(PageSize),
    "pdf_standard": get_args(PdfStandard),
}
_Table = TypeVar("_Table", Brand, Settings, Limits, EngineSettings, PingSettings)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A checked workspace."""

    root: Path
    regions: tuple[Region, ...]
    brand: Brand = field(default_factory=Brand)
    settings: Settings = field(default_factory=Settings)
    limits: Limits = field(default_factory=Limits)
    engine: EngineSettings = field(default_factory=EngineSettings)
    ping: PingSettings = field(default_factory=PingSettings)

    @property
    def cache(self) -> Path:
        """What may be deleted at any time: machine output that waits for approval."""
        return self.root / ".cache"

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
        hint = nearest(region_id, [region.id for region in self.regions])
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
    except OSError as error:
        raise WorkspaceError(unreadable(error)) from error
    except UnicodeDecodeError as error:
        raise WorkspaceError(Problem(FILE, f"not UTF-8 at byte {error.start}", "UTF-8", "Save it as UTF-8")) from error
    except RecursionError as error:
        raise WorkspaceError(Problem(FILE, "brackets within brackets without end", "valid TOML")) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise WorkspaceError(Problem(f"{FILE}:{line[1] if line else 1}", str(error), "valid TOML")) from error
    return _Check(text).workspace(root, table)


class _Check:
    """Collects every problem of one file before anything is refused."""

    def __init__(self, text: str) -> None:
        self.places = _places(text)
        self.problems: list[Problem] = []

    def workspace(self, root: Path, table: Mapping[str, Any]) -> Workspace:
        self.keys(table, ("schema", "regions", "brand", "settings", "limits", "engine", "ping"), "")
        if table.get("schema") != 1:
            self.report("schema", f"schema is {table.get('schema')!r}", "schema = 1")
        regions = self.regions(table.get("regions"))
        brand = self.section(Brand, table.get("brand", {}), "brand")
        settings = self.section(Settings, table.get("settings", {}), "settings")
        limits = self.section(Limits, table.get("limits", {}), "limits")
        engine = self.section(EngineSettings, table.get("engine", {}), "engine")
        ping = self.section(PingSettings, table.get("ping", {}), "ping")
        for key in ("accent", "second_accent"):
            if not _COLOUR.fullmatch(getattr(brand, key)):
                self.report(f"brand.{key}", f"{key} is {getattr(brand, key)!r}", "a colour such as #0b5563")
        if brand.logo:
            self.logo(root, brand.logo)
        if self.problems:
            raise WorkspaceError(*sorted(self.problems, key=lambda problem: int(problem.where.rpartition(":")[2])))
        return Workspace(root, regions, brand, settings, limits, engine, ping)

    def regions(self, rows: object) -> tuple[Region, ...]:
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            self.report("regions", "no region", "at least one [[regions]] table with id, zh, en, code")
            return ()
        made = [self.one_region(row, f"regions.{index}") for index, row in enumerate(rows)]
        for index, region in enumerate(made):
            if region.id in {earlier.id for earlier in made[:index]}:
                self.report(f"regions.{index}.id", f"region {region.id!r} twice", "each id once")
        return tuple(made)

    def one_region(self, row: Mapping[str, Any], place: str) -> Region:
        names = ("id", "zh", "en", "code")
        self.keys(row, names, place)
        for name in names:
            if not isinstance(row.get(name), str) or not row[name].strip():
                known = row.get("id", "without id")
                self.report(f"{place}.{name}", f"region {known!r} has no {name}", _EXAMPLES[name])
        made = Region(*(str(row.get(name, "")) for name in names))
        if made.id and not _SLUG.fullmatch(made.id):
            self.report(f"{place}.id", f"region id {made.id!r}", "small letters, digits and hyphens, at most 40")
        if made.code and not re.fullmatch(r"[0-9]{6}([0-9]{6})?", made.code):
            self.report(f"{place}.code", f"code {made.code!r}", "a division code of 6 or 12 digits")
        for name in ("zh", "en"):
            if why := _odd_name(getattr(made, name)):
                self.report(f"{place}.{name}", f"{name} {why}", "a name as it is printed")
        return made

    def section(self, kind: type[_Table], table: object, name: str) -> _Table:
        if not isinstance(table, dict):
            self.report(name, f"{name} is no table", f"[{name}]")
            return kind()
        known = tuple(f.name for f in fields(kind))
        self.keys(table, known, name)
        made = kind()
        fitting: dict[str, Any] = {}
        for key in (key for key in table if key in known):
            if self.fits(getattr(made, key), f"{name}.{key}", key, table[key]):
                value = tuple(table[key]) if isinstance(table[key], list) else table[key]
                fitting[key] = value
        return replace(made, **fitting)

    def fits(self, default: object, place: str, key: str, value: object) -> bool:
        """Whether a value is of the kind its default shows; what does not fit is reported."""
        hint = expected = ""
        if choices := _CHOICES.get(place, _CHOICES.get(key, ())):
            expected = "" if value in choices else f"one of {', '.join(choices)}"
            hint = nearest(str(value), choices)
        elif isinstance(default, tuple):
            names = value if isinstance(value, list) else []
            expected = (
                ""
                if names and all(isinstance(one, str) and _SLUG.fullmatch(one) for one in names)
                else 'a list of names: ["investor"]'
            )
        elif isinstance(default, int) and not isinstance(default, bool):
            fitting = type(value) is int and 0 < value <= _LARGEST_NUMBER
            expected = "" if fitting else f"a whole number from 1 to {_LARGEST_NUMBER:,}"
        elif type(value) is not type(default):
            expected = "true or false" if isinstance(default, bool) else "text in quotes"
        if expected:
            self.report(place, f"{key} is {value!r}", expected, hint)
        return not expected

    def logo(self, root: Path, name: str) -> None:
        path = (root / name.replace("\0", "?")).resolve()
        if not path.is_relative_to(root) or path.suffix.lower() not in {".svg", ".png"}:
            self.report("brand.logo", f"logo is {name!r}", "an SVG or PNG inside the workspace")
        elif not path.is_file():
            self.report("brand.logo", f"no file {name}", "an SVG or PNG inside the workspace")
        elif path.stat().st_size > _LARGEST_LOGO:
            self.report("brand.logo", f"{name} has {path.stat().st_size:,} bytes", f"at most {_LARGEST_LOGO:,}")

    def keys(self, table: Mapping[str, Any], known: tuple[str, ...], place: str) -> None:
        for key in table:
            if key not in known:
                inside = f" in [{place.partition('.')[0]}]" if place else ""
                where = f"{place}.{key}" if place else key
                self.report(where, f"unknown key {key!r}{inside}", f"one of {', '.join(known)}", nearest(key, known))

    def report(self, place: str, found: str, expected: str, remedy: str = "") -> None:
        """Add a problem at the line of `place` (brand.accent, regions.0.code), or of the nearest table around it."""
        while place and place not in self.places:
            place = place.rpartition(".")[0]
        self.problems.append(Problem(f"{FILE}:{self.places.get(place, 1)}", found, expected, remedy))


def _odd_name(name: str) -> str:
    """What is wrong with a name that is printed on every page, or nothing."""
    if _UNSEEN.search(name):
        return "holds a control character"
    if len(name) > _LONGEST_NAME:
        return f"has {len(name)} characters, more than {_LONGEST_NAME}"
    return "" if unicodedata.is_normalized("NFC", name) else "is not in the composed form of Unicode (NFC)"


def _places(text: str) -> dict[str, int]:
    """The line of every table and key of a TOML text: brand, brand.accent, regions, regions.0, regions.0.code."""
    places: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if head := _HEAD.match(line):
            table = head[2]
            if head[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                places.setdefault(table, number)
                table = f"{table}.{counts[table]}"
            places.setdefault(table, number)
        elif key := _KEY.match(line):
            places.setdefault(f"{table}.{key[1]}" if table else key[1], number)
    return places
