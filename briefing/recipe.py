"""What all units of a run share, read from the workspace once and passed on as values, with a digest of each part."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache, cached_property, partial
from importlib.util import find_spec
from pathlib import Path

from jinja2 import TemplateError

import briefing
from briefing.compose import Edition, base_of, based, load_edition, shape
from briefing.config import Brand, EngineSettings, Limits, Settings, Workspace, find_workspace, load_workspace
from briefing.errors import Problem, Problems, SourceError, WorkspaceError
from briefing.glossary import Glossary, load_glossary
from briefing.log import logger
from briefing.phrase import Phrases
from briefing.translate import Engine, Memory, packages
from briefing.translate.memory import load as load_memory

LANGUAGES = ("zh", "en")
_MEMORY = "memory.csv"
_REFERENCE = "reference.docx"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Recipe:
    """Editions, phrases, glossary and memory of a run; plain values that can be sent to another process."""

    brand: Brand
    settings: Settings
    glossary: Glossary
    memory_files: Mapping[str, bytes]
    phrase_texts: Mapping[str, str]
    edition_texts: Mapping[str, Mapping[str, str]]  # edition: file name: text
    references: Mapping[str, bytes]  # edition: reference.docx
    digests: Mapping[str, str]  # part of the fingerprint: sha256
    limits: Limits = field(default_factory=Limits)
    package: packages.Package | None = None  # of the engine; only the coordinating process ever loads it

    def engine(self) -> Engine | None:
        """The machine translator, or None. Its libraries are imported with its first sentence."""
        if self.package is None:
            return None
        from briefing.translate.argos import Argos  # noqa: PLC0415  # not where no engine is wanted

        return Argos(self.package)

    @cached_property
    def shapes(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """The formats and the languages of each edition."""
        return {name: shape(texts) for name, texts in self.edition_texts.items()}

    def phrases(self) -> dict[str, Phrases]:
        """The phrase templates of both languages.

        Raises:
            WorkspaceError: one does not compile, with its line.
        """
        return {lang: self._phrases(lang, text) for lang, text in self.phrase_texts.items()}

    def _phrases(self, lang: str, text: str) -> Phrases:
        try:
            return Phrases.load(lang, text, self.glossary, currency=self.settings.currency)
        except TemplateError as error:
            where = f"templates/phrases.{lang}.j2:{getattr(error, 'lineno', 1) or 1}"
            raise WorkspaceError(
                Problem(where, error.message or str(error), "a Jinja2 template", "Correct it")
            ) from error

    def memory(self) -> Memory:
        """The approved sentence pairs."""
        return load_memory(self.memory_files, self.glossary, self.settings.currency)

    def editions(self) -> dict[str, Edition]:
        """The editions of the settings, in their order."""
        return {name: self._edition(name, texts) for name, texts in self.edition_texts.items()}

    def _edition(self, name: str, texts: Mapping[str, str]) -> Edition:
        try:
            edition = load_edition(texts)
        except WorkspaceError as error:
            raise error.within(f"templates/{name}") from error
        return replace(edition, settings={**edition.settings, "machine": self.settings.allow_machine_in_investor})

    def parts(self) -> Iterator[Callable[[], object]]:
        """What loads each part by itself, so that the problems of all can be found."""
        yield self.memory
        for lang, text in self.phrase_texts.items():
            yield partial(self._phrases, lang, text)
        for name, texts in self.edition_texts.items():
            yield partial(self._edition, name, texts)


def check(start: Path) -> Recipe:
    """The recipe of the workspace that `start` lies in, if configuration, templates, glossary and memory are all right.

    Raises:
        WorkspaceError: every problem of all of them at once, with file and line.
    """
    root, problems = find_workspace(start.resolve()), Problems()
    workspace = problems.part(lambda: load_workspace(start))
    recipe = problems.part(lambda: load_recipe(workspace or Workspace(root, ())))
    problems.end()
    assert recipe is not None
    return recipe


def load_recipe(workspace: Workspace) -> Recipe:
    """Read and check everything the units share.

    Raises:
        WorkspaceError: every problem of glossary, memory, phrases and editions that could be found, with file and line.
    """
    problems = Problems()
    glossary = problems.part(lambda: load_glossary(workspace.folders("glossary")))
    if glossary is None:  # to go on with and find what else is wrong
        glossary = load_glossary(())
    memory = problems.part(lambda: _first(workspace.folders("glossary"), _MEMORY)) or {}
    memory_files = {f"glossary/{name}": data for name, data in memory.items()}
    templates = workspace.folders("templates")
    phrase_files = {lang: problems.part(partial(_first, templates, f"phrases.{lang}.j2")) or {} for lang in LANGUAGES}
    found = {name: problems.part(partial(_edition_files, templates, name)) for name in workspace.settings.editions}
    editions = {name: files for name, files in found.items() if files is not None}
    references = {name: files.pop(_REFERENCE) for name, files in editions.items() if _REFERENCE in files}
    texts = {name: problems.part(partial(_all_decoded, files)) or {} for name, files in editions.items()}
    phrase_texts = {lang: problems.part(partial(_text, phrase_files[lang], f"phrases.{lang}.j2")) for lang in LANGUAGES}
    package = problems.part(lambda: engine_package(workspace.engine, workspace.root))
    recipe = Recipe(
        brand=workspace.brand,
        settings=workspace.settings,
        glossary=glossary,
        memory_files=memory_files,
        phrase_texts={lang: text for lang, text in phrase_texts.items() if text is not None},
        edition_texts={name: files for name, files in texts.items() if files},
        references=references,
        digests={},
        limits=workspace.limits,
        package=package,
    )
    for part in recipe.parts():  # a template that does not compile is refused here, before anything is touched
        problems.part(part)
    problems.end()
    logo = workspace.root / workspace.brand.logo if workspace.brand.logo else None
    picture = logo.read_bytes() if logo else b""
    digests = {
        "settings": _digest(repr(sorted(asdict(workspace.settings).items())).encode()),
        "brand": _digest(repr(sorted(asdict(workspace.brand).items())).encode(), picture),
        "glossary": glossary.digest,
        "memory": _digest(*memory_files.values()),
        "templates": _digest(
            *(data for files in (*phrase_files.values(), *editions.values()) for _, data in sorted(files.items())),
            *references.values(),
        ),
        "code": code_digest(),
    } | ({"engine": package.digest} if package else {})
    return replace(recipe, brand=replace(workspace.brand, logo=_data_uri(logo, picture)), digests=digests)


def _data_uri(picture: Path | None, data: bytes) -> str:
    """A picture as text that travels to any worker; SVG and PNG only, see `config`; empty where there is none."""
    if picture is None:
        return ""
    kind = "svg+xml" if picture.suffix.lower() == ".svg" else "png"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def engine_package(settings: EngineSettings, root: Path) -> packages.Package | None:
    """The package the settings name; None where no engine is wanted, or none is installed and none is named.

    Raises:
        WorkspaceError: the named package is not there or is another one, or the extra for it is not installed.
    """
    if settings.name == "none":
        return None
    found = _named_package(settings.package, root)
    if found is None:
        logger.warning(
            "no zh→en package is installed: nothing is machine-translated", extra={"folder": str(packages.home())}
        )
    elif not (find_spec("ctranslate2") and find_spec("sentencepiece")):
        remedy = "pip install 'briefing[mt]'"
        raise WorkspaceError(
            Problem("briefing.toml", "engine argos: its libraries are missing", "the extra `mt`", remedy)
        )
    return found


def _named_package(name: str, root: Path) -> packages.Package | None:
    digest = name.removeprefix("sha256:")
    try:
        if not name:
            newest = packages.installed()
            return packages.read(newest) if newest else None
        if not _SHA256.fullmatch(digest):
            return packages.read((root / Path(name).expanduser()).resolve())
        found = next((one for one in packages.packages() if one.digest == digest), None)
    except SourceError as error:
        raise WorkspaceError(*error.problems) from error
    if found is None:
        remedy = "Install it with: briefing engine install FILE"
        where = f"a package of that digest in {packages.home()}"
        raise WorkspaceError(Problem("briefing.toml", f"engine package {digest[:12]}… is not installed", where, remedy))
    return found


@cache
def code_digest() -> str:
    """One digest of the program itself, so that a changed rule makes every unit due."""
    home = Path(__file__).parent
    files = (path for path in sorted(home.rglob("*")) if path.suffix in {".py", ".csv", ".txt", ".toml"})
    starter = home / "starter"
    data = (path.read_bytes() for path in files if not path.is_relative_to(starter))
    return _digest(briefing.__version__.encode(), *data)


def _first(folders: tuple[Path, ...], name: str) -> dict[str, bytes]:
    """The first file of that name on the search path, or nothing."""
    for folder in folders:
        if (folder / name).is_file():
            return {name: (folder / name).read_bytes()}
    return {}


def _edition_files(folders: tuple[Path, ...], name: str) -> dict[str, bytes]:
    """The files of an edition by name, with those of the edition it is laid over."""
    files = _edition_folder(folders, name)
    base = base_of(_decoded(f"{name}/edition.toml", files.get("edition.toml", b"")))
    if not base:
        return files
    below = _edition_folder(folders, base)
    if _REFERENCE in below:
        files.setdefault(_REFERENCE, below.pop(_REFERENCE))
    return based(files, below)


def _edition_folder(folders: tuple[Path, ...], name: str) -> dict[str, bytes]:
    for folder in folders:
        home = folder / name
        if home.is_dir():
            return {path.name: path.read_bytes() for path in sorted(home.iterdir()) if path.is_file()}
    known = sorted({path.name for folder in folders for path in folder.iterdir() if path.is_dir()})
    raise WorkspaceError(Problem("briefing.toml", f"no edition {name!r} in templates/", f"one of {', '.join(known)}"))


def _text(files: Mapping[str, bytes], name: str) -> str:
    if name not in files:
        raise WorkspaceError(Problem(f"templates/{name}", "the file is missing", "the phrase templates", "Restore it"))
    return _decoded(name, files[name])


def _all_decoded(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: _decoded(name, data) for name, data in files.items()}


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WorkspaceError(Problem(f"templates: {name}", f"not UTF-8 at byte {error.start}", "UTF-8")) from error


def _digest(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()
