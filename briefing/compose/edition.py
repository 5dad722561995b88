"""An edition: a folder of templates, words and style, checked as a whole before anything is composed."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.loaders import FunctionLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefing.compose.vocabulary import nearest, template_problems
from briefing.errors import Problem, WorkspaceError

LANGUAGES = ("zh", "en")
_BODY = "body.j2"


@dataclass(frozen=True, slots=True)
class Theme:
    """A section of an edition: what belongs to it and how much of it is printed."""

    id: str
    titles: Mapping[str, str]
    most: int


@dataclass(frozen=True, slots=True)
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
        return self.files["style.css"]


def load_edition(files: Mapping[str, str]) -> Edition:
    """Check and load an edition from its files (name: text).

    Raises:
        WorkspaceError: with every problem found, each with file and line.
    """
    problems = [
        Problem(
            name,
            "the file is missing",
            "edition.toml, body.j2, themes.csv, headline.csv, style.css",
            "Copy it from the investor edition",
        )
        for name in ("edition.toml", _BODY, "themes.csv", "headline.csv", "style.css")
        if name not in files
    ]
    if problems:
        raise WorkspaceError(*problems)
    table = _table(files["edition.toml"])
    themes, found = _themes(table)
    problems += found
    keys, found = _rows(files["themes.csv"], "themes.csv", ("key", "theme", "weight"))
    names = {theme.id for theme in themes}
    problems += found
    problems += [
        Problem(f"themes.csv:{line}", f"unknown theme {row['theme']}", nearest(row["theme"], names))
        for line, row in keys
        if row["theme"] not in names
    ]
    headline, found = _rows(files["headline.csv"], "headline.csv", ("indicator", "forms"))
    problems += found
    problems += _template_faults(files)
    if problems:
        raise WorkspaceError(*problems)
    return Edition(
        table["id"],
        dict(files),
        {lang: table[lang] for lang in LANGUAGES},
        themes,
        tuple((row["key"], row["theme"], int(row["weight"] or 1)) for _, row in keys),
        tuple((row["indicator"], row["forms"]) for _, row in headline),
        table.get("settings", {}),
    )


def _table(text: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WorkspaceError(Problem("edition.toml", str(error), "valid TOML")) from error
    lost = [name for name in ("id", "themes", *LANGUAGES) if name not in table]
    if lost:
        raise WorkspaceError(*(Problem("edition.toml", f"no {name}", "id, [[themes]], [zh], [en]") for name in lost))
    zh, en = set(table["zh"]), set(table["en"])
    if zh != en:
        raise WorkspaceError(
            *(
                Problem("edition.toml", f"{name} stands in one language only", "the same words in [zh] and [en]")
                for name in sorted(zh ^ en)
            )
        )
    return table


def _themes(table: dict[str, Any]) -> tuple[tuple[Theme, ...], list[Problem]]:
    themes, problems = [], []
    for row in table["themes"]:
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
    return ImmutableSandboxedEnvironment(
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


_line_environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)  # plain text; escaped where it is printed


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
