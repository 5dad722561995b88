"""The Argos engine: an unpacked Argos package read with CTranslate2 and SentencePiece, without argostranslate.

No network: the package is on disk, and sentences are split by us. Heavy libraries are imported when the first sentence is
translated. Same input, same output: one thread, fixed beam, no sampling.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from briefing.errors import Problem, SourceError
from briefing.translate.engine import Candidate

_LARGEST = 1_500_000_000  # bytes unpacked; public packages are 100 to 300 MB
_MOST_FILES = 200
_BEAM = 4
_LENGTH_PENALTY = 0.2
_TOKENS_A_BATCH = 1024
_LONGEST_INPUT = 200  # tokens; beyond the position table a model fails, and quality falls long before
_LONGEST_OUTPUT = 400
_NOTATIONS = ("⟦{}⟧", "[{}]", "<{}>", "#{}#", "XQ{}X", "({})")
_CARRIERS = ("全市实现{}。", "{}增长{}。", "新增{}，其中{}。", "完成投资{}，增长{}。")
_SURVIVAL = 0.98


def installed(folder: Path | None = None) -> Path | None:
    """Return the newest installed zh→en package: in `folder`, else where argostranslate keeps its packages."""
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    standard = Path(os.environ.get("ARGOS_PACKAGES_DIR") or Path(home) / "argos-translate" / "packages")
    found: list[tuple[tuple[int, ...], Path]] = []
    for base in (folder,) if folder else (standard,):
        for package in sorted(base.iterdir()) if base.is_dir() else ():
            facts = _metadata(package)
            if facts.get("from_code") == "zh" and facts.get("to_code") == "en":
                version = tuple(
                    int(part) for part in str(facts.get("package_version", "0")).split(".") if part.isdigit()
                )
                found.append((version, package))
    return max(found)[1] if found else None


def _metadata(package: Path) -> dict[str, Any]:
    try:
        facts = json.loads((package / "metadata.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def install(file: Path, into: Path) -> Path:
    """Unpack an .argosmodel below `into` and return the package folder; an existing one of that name is replaced.

    Raises:
        SourceError: no zip, more than one top folder, too big, unsafe names, or no zh→en model in it.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(Problem(str(file), "not an Argos package", "a zip file", "Download it again.")) from error
    with archive:
        top = _checked(archive, file)
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=into, prefix=".new-") as work:
            archive.extractall(work)
            package = Path(work) / top
            facts = _metadata(package)
            if (facts.get("from_code"), facts.get("to_code")) != ("zh", "en") or not _tokenizer(package):
                raise SourceError(
                    Problem(str(file), "no zh→en model in it", "metadata.json, model/, sentencepiece.model")
                )
            target = into / top
            shutil.rmtree(target, ignore_errors=True)
            package.rename(target)
    return target


def _checked(archive: zipfile.ZipFile, file: Path) -> str:
    """Return the one top folder of an archive whose names and sizes are safe."""
    names = [PurePosixPath(info.filename) for info in archive.infolist()]
    unsafe = [name for name in names if name.is_absolute() or ".." in name.parts]
    size = sum(info.file_size for info in archive.infolist())
    tops = {name.parts[0] for name in names if name.parts}
    if unsafe or len(names) > _MOST_FILES or size > _LARGEST or len(tops) != 1:
        found = f"{len(names)} files, {size} bytes, top folders {sorted(tops)[:3]}"
        raise SourceError(Problem(str(file), found, "one top folder, at most 200 files and 1.5 GB, plain names"))
    return tops.pop()


def _tokenizer(package: Path) -> Path | None:
    return next((p for p in (package / "sentencepiece.model", package / "bpe.model") if p.is_file()), None)


def digest_of(package: Path) -> str:
    """Return the sha256 of a package's model and tokenizer: part of the cache key."""
    total = hashlib.sha256()
    for path in sorted(p for p in package.rglob("*") if p.is_file()):
        total.update(path.relative_to(package).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()


@dataclass(frozen=True, slots=True)
class Probe:
    """Which slot notation a model carries through, with the share of slots that survived; empty where none does."""

    notation: str
    survival: float


class Argos:
    """An engine on an unpacked package. Attributes as in `briefing.translate.engine.Engine`."""

    name = "argos"

    def __init__(self, package: Path, probes: Path | None = None, threads: int = 1) -> None:
        """Use the package in folder `package`; `probes` is a folder that keeps what a probe found, by digest.

        Raises:
            SourceError: the folder holds no package.
        """
        if not _metadata(package) or _tokenizer(package) is None or not (package / "model").is_dir():
            raise SourceError(Problem(str(package), "no Argos package", "metadata.json, model/, sentencepiece.model"))
        self._package = package
        self._probes = probes
        self._threads = threads
        self.digest = digest_of(package)

    @cached_property
    def _models(self) -> tuple[Any, Any]:
        import ctranslate2  # noqa: PLC0415  # the mt extra; loaded with the first sentence
        import sentencepiece  # noqa: PLC0415

        tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(_tokenizer(self._package)))
        translator = ctranslate2.Translator(
            str(self._package / "model"), device="cpu", inter_threads=1, intra_threads=self._threads
        )
        return tokenizer, translator

    @cached_property
    def notation(self) -> str:
        """The slot notation this model carries through, from the stored probe or a new one."""
        file = self._probes / f"{self.digest[:16]}.json" if self._probes else None
        if file is not None and file.is_file():
            return str(json.loads(file.read_text(encoding="utf-8"))["notation"])
        found = self.probe()
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps({"notation": found.notation, "survival": found.survival}), encoding="utf-8")
        return found.notation

    def probe(self) -> Probe:
        """Send carrier sentences through every notation and return the best; below 98 % slots are not to be used."""
        results = []
        for notation in _NOTATIONS:
            sources = [_filled(carrier, notation) for carrier in _CARRIERS]
            answers = self.translate([source for source, _ in sources])
            kept = sum(
                bool(answer) and answer[0].text.count(slot) == 1
                for answer, (_, slots) in zip(answers, sources, strict=True)
                for slot in slots
            )
            results.append(Probe(notation, kept / sum(len(slots) for _, slots in sources)))
        best = max(results, key=lambda result: result.survival)
        return best if best.survival >= _SURVIVAL else Probe("", best.survival)

    def translate(self, sentences: Sequence[str], best: int = 1) -> tuple[tuple[Candidate, ...], ...]:
        """Return up to `best` candidates a sentence; none for one that is too long (it is never cut silently)."""
        tokenizer, translator = self._models
        tokens = [tokenizer.encode(sentence, out_type=str) for sentence in sentences]
        fitting = [index for index, pieces in enumerate(tokens) if 0 < len(pieces) <= _LONGEST_INPUT]
        answers: list[tuple[Candidate, ...]] = [()] * len(sentences)
        if not fitting:
            return tuple(answers)
        results = translator.translate_batch(
            [tokens[index] for index in fitting],
            max_batch_size=_TOKENS_A_BATCH,
            batch_type="tokens",
            beam_size=max(_BEAM, best),
            num_hypotheses=best,
            length_penalty=_LENGTH_PENALTY,
            replace_unknowns=True,
            max_decoding_length=_LONGEST_OUTPUT,
            return_scores=True,
        )
        for index, result in zip(fitting, results, strict=True):
            answers[index] = _candidates(tokenizer, result.hypotheses, result.scores)
        return tuple(answers)


def _candidates(tokenizer: Any, hypotheses: Iterable[list[str]], scores: Iterable[float]) -> tuple[Candidate, ...]:
    """Return the hypotheses as text; one that ran into the length limit is dropped."""
    return tuple(
        Candidate(str(tokenizer.decode(pieces)).strip(), float(score))
        for pieces, score in zip(hypotheses, scores, strict=True)
        if len(pieces) < _LONGEST_OUTPUT
    )


def _filled(carrier: str, notation: str) -> tuple[str, tuple[str, ...]]:
    slots = tuple(notation.format(number) for number in range(1, carrier.count("{}") + 1))
    return carrier.format(*slots), slots
