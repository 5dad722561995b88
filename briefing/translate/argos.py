"""The Argos engine: an unpacked Argos package read with CTranslate2 and SentencePiece, without argostranslate.

No network: the package is on disk, and sentences are split by us. Heavy libraries are imported when the first sentence is
translated. Same input, same output: fixed beam, fixed batches, no sampling.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from briefing.translate.engine import Candidate
from briefing.translate.packages import Package, keep, tokenizer

_BEAM = 4
_LENGTH_PENALTY = 0.2
_TOKENS_A_BATCH = 1024
_LONGEST_INPUT = 200  # tokens; beyond the position table a model fails, and quality falls long before
_LONGEST_OUTPUT = 400
_NOTATIONS = ("⟦{}⟧", "[{}]", "<{}>", "#{}#", "XQ{}X", "({})")
_CARRIERS = ("全市实现{}。", "{}增长{}。", "新增{}，其中{}。", "完成投资{}，增长{}。")
_SURVIVAL = 0.98
_NUMBERED = re.compile(r"(?!<0x)([^\w\s▁{}][^\d\s▁{}]*)1([^\d\s▁{}]*[^\w\s▁{}])")


@dataclass(frozen=True, slots=True)
class Probe:
    """Which slot notation a model carries through, with the share of slots that survived; empty where none does."""

    notation: str
    survival: float


class Argos:
    """An engine on an unpacked package. Attributes as in `briefing.translate.engine.Engine`."""

    name = "argos"

    def __init__(self, package: Package, threads: int = 0) -> None:
        """Use an installed package; `threads` batches at once, 0 for one on each core."""
        self._package = package
        self._threads = threads or os.cpu_count() or 1
        self.digest = package.digest

    @cached_property
    def _models(self) -> tuple[Any, Any]:
        import ctranslate2  # noqa: PLC0415  # the mt extra; loaded with the first sentence
        import sentencepiece  # noqa: PLC0415

        pieces = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer(self._package.folder)))
        translator = ctranslate2.Translator(
            str(self._package.folder / "model"), device="cpu", inter_threads=self._threads, intra_threads=1
        )
        return pieces, translator

    @cached_property
    def notation(self) -> str:
        """The slot notation this model carries through, from the record of the package or a new probe."""
        if "notation" in self._package.record:
            return str(self._package.record["notation"])
        found = self.probe()
        self._package = keep(self._package, {"notation": found.notation, "survival": found.survival})
        return found.notation

    def probe(self) -> Probe:
        """Send carrier sentences through every notation and return the best; below 98 % slots are not to be used."""
        results = []
        for notation in (*_own_notations(self._models[0]), *_NOTATIONS):
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
        pieces, translator = self._models
        tokens = [pieces.encode(sentence, out_type=str) for sentence in sentences]
        fitting = [index for index, words in enumerate(tokens) if 0 < len(words) <= _LONGEST_INPUT]
        answers: list[tuple[Candidate, ...]] = [()] * len(sentences)
        if not fitting:
            return tuple(answers)
        results = _decoded(translator, [tokens[index] for index in fitting], best)
        for index, result in zip(fitting, results, strict=True):
            if result is not None:
                answers[index] = _candidates(pieces, result.hypotheses, result.scores)
        return tuple(answers)


def _decoded(translator: Any, batch: Sequence[Sequence[str]], best: int) -> list[Any]:
    """Decode token lists; where one of them breaks the model (its table of positions ends), that one gives None."""
    try:
        found = translator.translate_batch(
            batch,
            max_batch_size=_TOKENS_A_BATCH,
            batch_type="tokens",
            beam_size=max(_BEAM, best),
            num_hypotheses=best,
            length_penalty=_LENGTH_PENALTY,
            replace_unknowns=True,
            max_decoding_length=_LONGEST_OUTPUT,
            return_scores=True,
        )
    except RuntimeError:
        if len(batch) == 1:
            return [None]
        half = len(batch) // 2
        return _decoded(translator, batch[:half], best) + _decoded(translator, batch[half:], best)
    return list(found)


def _own_notations(pieces: Any) -> list[str]:
    """Return the notations a model was trained on: whole pieces of its vocabulary that are numbered (⟦N1⟧, ⟦N2⟧ …)."""
    known = {pieces.id_to_piece(index) for index in range(pieces.get_piece_size())}
    found = (_NUMBERED.fullmatch(piece) for piece in known)
    made = sorted({f"{m[1]}{{}}{m[2]}" for m in found if m and f"{m[1]}2{m[2]}" in known})
    return [notation for notation in made if "{}" in notation and notation.count("{") == 1]


def _candidates(tokens: Any, hypotheses: Iterable[list[str]], scores: Iterable[float]) -> tuple[Candidate, ...]:
    """Return the hypotheses as text; one that ran into the length limit is dropped."""
    return tuple(
        Candidate(str(tokens.decode(pieces)).strip(), float(score))
        for pieces, score in zip(hypotheses, scores, strict=True)
        if len(pieces) < _LONGEST_OUTPUT
    )


def _filled(carrier: str, notation: str) -> tuple[str, tuple[str, ...]]:
    slots = tuple(notation.format(number) for number in range(1, carrier.count("{}") + 1))
    return carrier.format(*slots), slots
