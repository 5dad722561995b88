"""A tiny zh→en package made in a second: SentencePiece trained on a few sentences, a transformer of random weights.

It says nothing sensible, which is the point: whatever comes out has to be stopped by the gates.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

WIDTH, LAYERS, HEADS, POSITIONS = 32, 1, 2, 256
_ZH = ("全市{a}实现{n}亿元，增长{m}%。", "新增{a}{n}家，其中省级{m}家。", "{a}居全省第{m}。", "{a}下降{m}个百分点。")
_EN = ("{a} reached RMB {n} billion, up {m}%.", "{n} {a} were added.", "{a} ranked {m}.", "{a} fell {m} points.")
_NAMES = (("工业投资", "Industrial investment"), ("出口", "Exports"), ("企业", "enterprises"), ("财政收入", "Revenue"))


def _pieces() -> bytes:
    import sentencepiece

    texts = [
        text.format(a=name[lang], n=number, m=number % 10)
        for lang, shapes in enumerate((_ZH, _EN))
        for text in shapes
        for name in _NAMES
        for number in range(10, 60, 7)
    ]
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=model,
        model_type="bpe",
        vocab_size=420,
        byte_fallback=True,
        split_digits=True,
        user_defined_symbols=["⟦N1⟧", "⟦N2⟧"],
        unk_id=0,
        bos_id=1,
        eos_id=2,
        pad_id=-1,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    return model.getvalue()


def _transformer(vocabulary: list[str], folder: Path, seed: int) -> None:
    """Fill a CTranslate2 transformer with small random weights and save it as int8."""
    import ctranslate2
    import numpy as np

    random = np.random.default_rng(seed)

    def linear(spec: object, rows: int, columns: int) -> None:
        spec.weight = random.normal(0, 0.4, (rows, columns)).astype(np.float32)
        spec.bias = np.zeros(rows, np.float32)

    def norm(spec: object) -> None:
        spec.gamma, spec.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    def block(layer: object, *, cross: bool) -> None:
        norm(layer.self_attention.layer_norm)
        linear(layer.self_attention.linear[0], 3 * WIDTH, WIDTH)
        linear(layer.self_attention.linear[1], WIDTH, WIDTH)
        if cross:
            norm(layer.attention.layer_norm)
            for index, rows in enumerate((WIDTH, 2 * WIDTH, WIDTH)):
                linear(layer.attention.linear[index], rows, WIDTH)
        norm(layer.ffn.layer_norm)
        linear(layer.ffn.linear_0, 2 * WIDTH, WIDTH)
        linear(layer.ffn.linear_1, WIDTH, 2 * WIDTH)

    spec = ctranslate2.specs.TransformerSpec.from_config(LAYERS, HEADS, pre_norm=True)
    table = random.normal(0, 1, (len(vocabulary), WIDTH)).astype(np.float32)
    spec.encoder.embeddings[0].weight = table
    spec.decoder.embeddings.weight = table
    for side in (spec.encoder, spec.decoder):
        side.position_encodings.encodings = random.normal(0, 0.3, (POSITIONS, WIDTH)).astype(np.float32)
        norm(side.layer_norm)
        for layer in side.layer:
            block(layer, cross=side is spec.decoder)
    linear(spec.decoder.projection, len(vocabulary), WIDTH)
    spec.decoder.projection.bias[2] = 8  # so that sentences end
    spec.config.unk_token, spec.config.bos_token, spec.config.eos_token = "<unk>", "<s>", "</s>"
    spec.config.decoder_start_token = "<s>"
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.validate()
    spec.optimize("int8")
    folder.mkdir(parents=True)
    spec.save(str(folder))


def make_package(folder: Path, seed: int = 1) -> Path:
    """Write tiny.argosmodel into `folder` and return its path."""
    import sentencepiece

    pieces = _pieces()
    processor = sentencepiece.SentencePieceProcessor(model_proto=pieces)
    vocabulary = [processor.id_to_piece(index) for index in range(processor.get_piece_size())]
    _transformer(vocabulary, folder / "model", seed)
    about = {"package_version": "0.1", "argos_version": "1.9", "from_code": "zh", "to_code": "en"}
    file = folder / "tiny.argosmodel"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("translate-zh_en-tiny/metadata.json", json.dumps(about))
        archive.writestr("translate-zh_en-tiny/sentencepiece.model", pieces)
        for path in sorted((folder / "model").iterdir()):
            archive.write(path, f"translate-zh_en-tiny/model/{path.name}")
    return file
