"""An edition: a folder of templates, words and style, checked as a whole before anything is composed."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal, TypeVar

from jinja2 import Environment, StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError, meta
from jinja2.exceptions import SecurityError
from jinja2.loaders import FunctionLoader

from briefing.compose.vocabulary import nearest, template_problems
from briefing.errors import Problem, WorkspaceError
from briefing.sandbox import ClosedSandbox

LANGUAGES = ("zh", "en")
FORMATS = ("pdf", "docx", "xlsx")
_BODY, _TABLE, _STYLE = "body.j2", "edition.toml", "style.css"
_BASE = "base/"  # before the names of the files of the edition that this one is laid over
_Content = TypeVar("_Content", str, bytes)
_DEFAULTS: Mapping[str, tuple[str, ...]] = {"formats": ("pdf", "docx"), "languages": LANGUAGES}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "formats": FORMATS,
    "languages": LANGUAGES,
    "orientation": ("portrait", "landscape"),
}


@dataclass(frozen=True, slots=True)
class Theme:
    """A section of an edition: what belongs to it and how much of it is printed."""

    id: str
    titles: Mapping[str, str]
    most: int


@dataclass(frozen=True)
class Edition:
    """A checked edition; `words` are the texts of edition.toml by language, `keys` rows of themes.csv (key, theme, weight)."""

    id: str
    files: Mapping[str, str]
    words: Mapping[str, Mapping[str, Any]]
    themes: tuple[Theme, ...]
    keys: tuple[tuple[str, str, int], ...]
    headline: tuple[tuple[str, str], ...]
    settings: Mapping[str, Any]

    @property
    def css(self) -> str:
        """The style sheet of the PDF."""
        return self.files.get(_STYLE, "")

    @property
    def formats(self) -> tuple[str, ...]:
        """The kinds of files it is made as, of `FORMATS`."""
        return _listed(self.settings, "formats")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is made in, of `LANGUAGES`."""
        return _listed(self.settings, "languages")

    @property
    def orientation(self) -> Literal["portrait", "landscape"]:
        """How its pages lie."""
        return "landscape" if self.settings.get("orientation") == "landscape" else "portrait"

    @cached_property
    def names(self) -> frozenset[str]:
        """What its templates ask for: nothing else is made."""
        return frozenset(
            found
            for name, text in self.files.items()
            if name.endswith(".j2")
            for found in meta.find_undeclared_variables(environment({}).parse(text))
        )


def shape(files: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The formats and the languages an edition is made in, from its files.

    Raises:
        WorkspaceError: edition.toml is not TOML.
    """
    settings = _laid_over(files)[0].get("settings", {})
    return _listed(settings, "formats"), _listed(settings, "languages")


def _listed(settings: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(settings.get(name, _DEFAULTS[name]))


def base_of(table: str) -> str:
    """The edition that the one of this edition.toml is laid over, or nothing.

    Raises:
        WorkspaceError: it is not TOML.
    """
    return str(_toml(table, _TABLE).get("base", ""))


def based(files: Mapping[str, _Content], base: Mapping[str, _Content]) -> dict[str, _Content]:
    """The files of an edition together with those of the edition it is laid over."""
    return {**files, **{f"{_BASE}{name}": text for name, text in base.items()}}


def load_edition(files: Mapping[str, str]) -> Edition:
    """Check and load an edition from its files (name: text), those of its base under `base/` (see `based`).

    Raises:
        WorkspaceError: with every problem found, each with file and line.
    """
    formats, languages = shape(files)
    table, files = _laid_over(files)
    wanted = (_TABLE, _BODY, *((_STYLE,) if "pdf" in formats else ()))
    expected, remedy = "edition.toml, body.j2, and for PDF style.css", "Copy it from the investor edition"
    lost = [Problem(name, "the file is missing", expected, remedy) for name in wanted if name not in files]
    problems = lost or [*_lost_keys(table), *_unknown_settings(table.get("settings", {}))]
    if problems:
        raise WorkspaceError(*problems)
    themes, found = _themes(table)
    problems += found
    keys, found = _rows(files.get("themes.csv", "key,theme,weight\n"), "themes.csv", ("key", "theme", "weight"))
    names = {theme.id for theme in themes}
    problems += found
    problems += [
        Problem(f"themes.csv:{line}", f"unknown theme {row['theme']}", nearest(row["theme"], names))
        for line, row in keys
        if row["theme"] not in names
    ]
    headline, found = _rows(files.get("headline.csv", "indicator,forms\n"), "headline.csv", ("indicator", "forms"))
    problems += found
    problems += _template_faults(files)
    if problems:
        raise WorkspaceError(*problems)
    return Edition(
        table["id"],
        files,
        {lang: _Words(table[lang], lang) for lang in languages},
        themes,
        tuple((row["key"], row["theme"], int(row["weight"] or 1)) for _, row in keys),
        tuple((row["indicator"], row["forms"]) for _, row in headline),
        table.get("settings", {}),
    )


class _Words(dict[str, Any]):
    """The words of one language; a missing one is an error of the edition."""

    def __init__(self, words: Mapping[str, Any], lang: str) -> None:
        super().__init__(words)
        self.lang = lang

    def __missing__(self, key: str) -> Any:
        raise WorkspaceError(Problem(_TABLE, f"no {key} in [{self.lang}]", nearest(key, self)))


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WorkspaceError(Problem(name, str(error), "valid TOML")) from error


def _laid_over(files: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The table of edition.toml and the files, own before those of the base: words one by one, styles after the base's."""
    own = {name: text for name, text in files.items() if not name.startswith(_BASE)}
    base = {name.removeprefix(_BASE): text for name, text in files.items() if name.startswith(_BASE)}
    table = _merged(_toml(base.get(_TABLE, ""), f"{_BASE}{_TABLE}"), _toml(own.get(_TABLE, ""), _TABLE))
    made = {**base, **own}
    if _STYLE in base and _STYLE in own:
        made[_STYLE] = f"{base[_STYLE]}\n{own[_STYLE]}"
    return table, made


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(below)
    for key, value in above.items():
        known = made.get(key)
        made[key] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return made


def _lost_keys(table: Mapping[str, Any]) -> list[Problem]:
    """What edition.toml lacks: an id, words for every language, the same words in all of them."""
    languages = table.get("settings", {}).get("languages", LANGUAGES)
    lost = [
        Problem(_TABLE, f"no {name}", "id and the words of each language")
        for name in ("id", *languages)
        if name not in table
    ]
    if lost:
        return lost
    everywhere = set.intersection(*(set(table[lang]) for lang in languages))
    strays = sorted(set.union(*(set(table[lang]) for lang in languages)) - everywhere)
    expected = f"the same words in {' and '.join(f'[{lang}]' for lang in languages)}"
    return [Problem(_TABLE, f"{name} stands in one language only", expected) for name in strays]


def _unknown_settings(settings: Mapping[str, Any]) -> list[Problem]:
    """Values of the settings that are none of the choices."""
    return [
        Problem(f"{_TABLE}: {name}", f"unknown value {value!r}", nearest(str(value), choices))
        for name, choices in _CHOICES.items()
        if name in settings
        for value in (settings[name] if isinstance(settings[name], list) else [settings[name]])
        if value not in choices
    ]


def _themes(table: dict[str, Any]) -> tuple[tuple[Theme, ...], list[Problem]]:
    themes, problems = [], []
    for row in table.get("themes", ()):
        lost = [name for name in ("id", *LANGUAGES) if name not in row]
        if lost:
            problems.append(Problem("edition.toml", f"a theme without {', '.join(lost)}", "id, zh, en"))
            continue
        themes.append(Theme(row["id"], {lang: row[lang] for lang in LANGUAGES}, int(row.get("most", 8))))
    return tuple(themes), problems


def _rows(text: str, name: str, columns: tuple[str, ...]) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    if tuple(reader.fieldnames or ()) != columns:
        return [], [Problem(f"{name}:1", f"columns {', '.join(reader.fieldnames or ())}", ", ".join(columns))]
    rows, problems = [], []
    for row in reader:
        if any(row[c] is None for c in columns) or None in row:
            problems.append(
                Problem(
                    f"{name}:{reader.line_num}", "the row has another number of cells than the head", ", ".join(columns)
                )
            )
        elif row[columns[0]]:
            rows.append((reader.line_num, dict(row)))
    return rows, problems


# --- templates --------------------------------------------------------------------------------------------------------


def environment(files: Mapping[str, str]) -> Environment:
    """The sandbox templates run in: autoescape, strict names, no changes to what they are given."""
    return ClosedSandbox(
        loader=FunctionLoader(
            lambda name: (files[name], name, None) if name in files else None
        ),  # the name is for messages
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(edition: Edition, context: Mapping[str, Any]) -> str:
    """The output of body.j2.

    Raises:
        WorkspaceError: an unknown name, a forbidden access or another fault, with template and line.
    """
    try:
        return _body(tuple(sorted((n, t) for n, t in edition.files.items() if n.endswith(".j2")))).render(context)
    except (TemplateError, TypeError, ValueError, ZeroDivisionError) as error:
        raise WorkspaceError(_runtime_problem(error, context)) from error


@lru_cache(maxsize=16)
def _body(files: tuple[tuple[str, str], ...]) -> Template:
    """The compiled body of an edition."""
    return environment(dict(files)).get_template(_BODY)


def fill(text: str, where: str, context: Mapping[str, Any]) -> str:
    """A line of edition.toml with its names filled in.

    Raises:
        WorkspaceError: as `render`.
    """
    try:
        return _line(text).render(context)
    except (TemplateError, TypeError, ValueError) as error:
        raise WorkspaceError(
            Problem(f"edition.toml: {where}", str(error), f"names: {', '.join(sorted(context))}")
        ) from error


@lru_cache(maxsize=512)
def _line(text: str) -> Template:
    return _line_environment.from_string(text)


_line_environment = ClosedSandbox(undefined=StrictUndefined)  # plain text; escaped where it is printed


def _template_faults(files: Mapping[str, str]) -> list[Problem]:
    problems: list[Problem] = []
    compiler = environment(files)
    for name, text in files.items():
        if not name.endswith(".j2"):
            continue
        problems += template_problems(name, text)
        try:
            compiler.get_template(name)
        except TemplateSyntaxError as error:
            problems.append(
                Problem(
                    f"{error.name or name}:{error.lineno}",
                    error.message or "syntax error",
                    _filter_hint(error, compiler),
                )
            )
    return problems


def _filter_hint(error: TemplateSyntaxError, compiler: Environment) -> str:
    named = re.search(r"[Nn]o (filter|test) named '(\w+)'", error.message or "")
    if not named:
        return ""
    return nearest(named[2], compiler.filters if named[1] == "filter" else compiler.tests)


def _runtime_problem(error: Exception, context: Mapping[str, Any]) -> Problem:
    """The template and line of an error at run time (Jinja rewrites the traceback to template lines)."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".j2")]
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else _BODY
    expected = ""
    if isinstance(error, UndefinedError):
        missing = re.match(r"'(\w+)' is undefined", str(error))
        expected = nearest(missing[1], context) if missing else _attribute_hint(str(error), context)
    elif isinstance(error, SecurityError):
        expected = "the names of templates/README.md"
    return Problem(where, str(error), expected)


def _attribute_hint(message: str, context: Mapping[str, Any]) -> str:
    found = re.match(r"'([\w.]+) object' has no attribute '(\w+)'", message)
    if not found:
        return ""
    if found[1] == "dict":
        return nearest(found[2], [name for value in context.values() if isinstance(value, Mapping) for name in value])
    kinds = {type(value) for value in context.values()}
    for kind in kinds | _nested(kinds):
        if f"{kind.__module__}.{kind.__qualname__}".endswith(found[1]) and hasattr(kind, "__dataclass_fields__"):
            return nearest(found[2], [n for n in dir(kind) if not n.startswith("_")])
    return ""


def _nested(kinds: set[type]) -> set[type]:
    """The view classes of the modules that the given ones come from."""
    import sys  # noqa: PLC0415

    modules = {sys.modules[kind.__module__] for kind in kinds if kind.__module__.startswith(__package__)}
    return {value for module in modules for value in vars(module).values() if isinstance(value, type)}
