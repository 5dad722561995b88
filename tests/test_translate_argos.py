"""The Argos adapter on the real, tiny package: offline, deterministic, nothing cut silently."""

from __future__ import annotations

import socket
import zipfile
from pathlib import Path

import pytest

from briefing.errors import SourceError
from briefing.translate import argos, packages

MODEL = Path(__file__).parents[1].parent / "shared" / "models" / "toy-zh_en.argosmodel"
pytestmark = pytest.mark.skipif(not MODEL.is_file(), reason="the tiny Argos package is not beside the repository")


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    return packages.install(MODEL, tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="module")
def engine(package):
    pytest.importorskip("ctranslate2")
    pytest.importorskip("sentencepiece")
    return argos.Argos(package)


def test_an_installed_package_is_found(package):
    assert packages.installed(package.folder.parent) == package.folder
    assert packages.packages(package.folder.parent) == (package,)
    assert packages.installed(package.folder / "nowhere") is None


def test_translating_opens_no_connection(engine, monkeypatch):
    def refused(*_args, **_kwargs):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    answers = engine.translate(["全市实现地区生产总值。", ""], best=2)
    assert len(answers) == 2
    assert answers[0]
    assert all(candidate.text for candidate in answers[0])
    assert answers[1] == ()


def test_the_same_input_gives_the_same_output(engine):
    sentences = ["新增企业。", "工业投资增长。"] * 3
    assert engine.translate(sentences, best=4) == engine.translate(sentences, best=4)


def test_a_sentence_beyond_the_limit_gets_no_candidate(engine):
    assert engine.translate(["增长" * 400]) == ((),)


def test_the_probe_is_stored_by_digest(engine, package):
    notation = engine.notation
    again = argos.Argos(packages.read(package.folder))
    again.__dict__["_models"] = None  # a second probe would need them
    assert again.notation == notation
    (package.folder / "model" / "note.txt").write_text("the content changed")
    assert packages.read(package.folder).record == {}
    (package.folder / "model" / "note.txt").unlink()


@pytest.mark.parametrize(
    "members",
    [
        {"a/metadata.json": "{}", "b/metadata.json": "{}"},
        {"../a/metadata.json": "{}"},
        {"a/metadata.json": '{"from_code": "en", "to_code": "zh"}'},
    ],
    ids=["two top folders", "a name that climbs", "the other direction"],
)
def test_an_unsuitable_package_is_refused(tmp_path, members):
    file = tmp_path / "x.argosmodel"
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    with pytest.raises(SourceError):
        packages.install(file, tmp_path / "packages")
    assert not list(tmp_path.rglob("metadata.json"))


def test_what_is_no_zip_is_refused(tmp_path):
    (tmp_path / "x.argosmodel").write_bytes(b"no zip")
    with pytest.raises(SourceError):
        packages.install(tmp_path / "x.argosmodel", tmp_path / "packages")
    with pytest.raises(SourceError):
        packages.read(tmp_path)
