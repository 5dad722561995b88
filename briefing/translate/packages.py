"""Argos packages on the disk: found where argostranslate keeps them, installed from a local file, told apart by digest.

A package is untrusted: it is unpacked by us into a new folder, within limits, and only what we read: the model, its
tokenizer, its description. Sentence splitters that public packages bring (stanza) are left out, as their loaders may run code
that a file holds. What was found at installation stands in the folder as briefing.json: digests, and what a probe showed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from briefing.errors import Problem, SourceError

RECORD = "briefing.json"
_LARGEST = 1_500_000_000  # bytes unpacked; public packages are 100 to 300 MB
_MOST_FILES = 200
_MOST_RATIO = 100  # bytes unpacked for a byte of the archive
_KEPT = re.compile(r"metadata\.json|(?:sentencepiece|bpe)\.model|(?:README|LICEN[CS]E)[\w.-]*|model/[\w.-]+")


@dataclass(frozen=True, slots=True)
class Package:
    """A zh→en package; `digest` is the sha256 of its files, by which the configuration may name it."""

    folder: Path
    version: str
    digest: str
    record: Mapping[str, Any]  # briefing.json, empty where it does not belong to this content

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.folder.name


def home() -> Path:
    """Where argostranslate keeps its packages: ARGOS_PACKAGES_DIR, or below XDG_DATA_HOME."""
    if given := os.environ.get("ARGOS_PACKAGES_DIR"):
        return Path(given)
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "argos-translate" / "packages"


def installed(folder: Path | None = None) -> Path | None:
    """Return the newest installed zh→en package: in `folder`, else where argostranslate keeps its packages."""
    found = sorted(_folders(folder or home()))
    return found[-1][1] if found else None


def packages(folder: Path | None = None) -> tuple[Package, ...]:
    """Return every zh→en package of a folder, the newest first; by default argostranslate's own."""
    return tuple(read(path) for _, path in sorted(_folders(folder or home()), reverse=True))


def _folders(base: Path) -> list[tuple[tuple[int, ...], Path]]:
    found = []
    for path in base.iterdir() if base.is_dir() else ():
        facts = metadata(path)
        if (facts.get("from_code"), facts.get("to_code")) == ("zh", "en"):
            version = str(facts.get("package_version", "0")).split(".")
            found.append((tuple(int(part) for part in version if part.isdigit()), path))
    return found


def read(folder: Path) -> Package:
    """Return the package in a folder.

    Raises:
        SourceError: the folder holds no zh→en package.
    """
    if why := _unfit(folder):
        raise SourceError(Problem(str(folder), why, "metadata.json, model/, sentencepiece.model"))
    digest = digest_of(folder)
    record = _json(folder / RECORD)
    mine = record if record.get("digest") == digest else {}
    return Package(folder, str(metadata(folder).get("package_version", "")), digest, mine)


def metadata(package: Path) -> dict[str, Any]:
    """Return metadata.json of a package, or nothing."""
    return _json(package / "metadata.json")


def _json(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def tokenizer(package: Path) -> Path | None:
    """Return the SentencePiece model of a package, or None."""
    return next((p for p in (package / "sentencepiece.model", package / "bpe.model") if p.is_file()), None)


def _unfit(package: Path) -> str:
    facts = metadata(package)
    if (facts.get("from_code"), facts.get("to_code")) != ("zh", "en"):
        return "no package from zh to en"
    if not (package / "model" / "model.bin").is_file() or tokenizer(package) is None:
        return "no model in it"
    return ""


def digest_of(package: Path) -> str:
    """Return the sha256 of what we read of a package, however it was installed."""
    total = hashlib.sha256()
    names = {path: path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    for path, name in sorted(names.items(), key=lambda item: item[1]):
        if not _KEPT.fullmatch(name):
            continue
        total.update(name.encode())
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def install(file: Path, into: Path, *, replace: bool = False) -> Package:
    """Unpack what we read of an .argosmodel below `into`.

    Raises:
        SourceError: no zip, more than one top folder, too big, unsafe names, no zh→en model, or another package of that
            name is there and `replace` is not set.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(Problem(str(file), "not an Argos package", "a zip file", "Download it again.")) from error
    with archive:
        top = _checked(archive, file)
        into.mkdir(parents=True, exist_ok=True)
        # Beside `into`, not in it: argostranslate fails on any folder there without metadata.json.
        with tempfile.TemporaryDirectory(dir=into.parent, prefix=".briefing-package-") as work:
            try:
                for info in archive.infolist():
                    if _KEPT.fullmatch(info.filename.removeprefix(f"{top}/")):
                        archive.extract(info, work)
            except (OSError, RuntimeError, EOFError, ValueError, zipfile.BadZipFile) as error:
                raise SourceError(Problem(str(file), f"cannot be unpacked ({error})", "a whole archive")) from error
            made = Path(work) / top
            if why := _unfit(made):
                raise SourceError(
                    Problem(str(file), why, "a zh→en package: metadata.json, model/, sentencepiece.model")
                )
            _put(made, into / top, file, replace=replace)
    return read(into / top)


def _put(made: Path, target: Path, file: Path, *, replace: bool) -> None:
    """Move an unpacked package to its place with its record; the same content again is left alone."""
    digest = digest_of(made)
    if target.exists():
        if digest == digest_of(target):
            return
        if not replace:
            remedy = "Use --replace to put the new one in its place"
            raise SourceError(Problem(str(target), "another package of this name is installed", "", remedy))
        shutil.rmtree(target)
    with file.open("rb") as data:
        record = {"digest": digest, "archive": hashlib.file_digest(data, "sha256").hexdigest(), "file": file.name}
    (made / RECORD).write_text(json.dumps(record), encoding="utf-8")
    made.rename(target)


def keep(package: Package, facts: Mapping[str, Any]) -> Package:
    """Add to the record of a package; a folder that cannot be written keeps what it has."""
    record = {**package.record, "digest": package.digest, **facts}
    with contextlib.suppress(OSError):  # a system-wide package: the probe is cheap and runs again
        (package.folder / RECORD).write_text(json.dumps(record), encoding="utf-8")
    return Package(package.folder, package.version, package.digest, record)


def _checked(archive: zipfile.ZipFile, file: Path) -> str:
    """Return the one top folder of an archive whose names and sizes are safe."""
    members = archive.infolist()
    names = [PurePosixPath(info.filename) for info in members]
    tops = {name.parts[0] for name in names if name.parts}
    size, packed = sum(info.file_size for info in members), file.stat().st_size
    faults = {
        "names that climb": any(name.is_absolute() or ".." in name.parts or "\\" in str(name) for name in names),
        "a member twice": len(set(names)) < len(names),
        "encrypted members": any(info.flag_bits & 1 for info in members),
        f"{len(names)} files": len(names) > _MOST_FILES,
        f"{size:,} bytes unpacked": size > _LARGEST or size > _MOST_RATIO * max(packed, 1),
        f"{len(tops)} top folders": len(tops) != 1 or all(len(name.parts) == 1 for name in names),
    }
    found = [fault for fault, there in faults.items() if there]
    if found:
        expected = f"one top folder of at most {_MOST_FILES} plain files and 1.5 GB"
        raise SourceError(Problem(str(file), ", ".join(found), expected, "Do not use this file"))
    return tops.pop()
