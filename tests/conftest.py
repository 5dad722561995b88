"""What every test shares: quiet, repeatable property tests and a clean environment."""

from __future__ import annotations

import signal

import pytest
from hypothesis import HealthCheck, settings
from support_phrase import ROOT, glossary, phrases

from briefing.glossary import Glossary, load_glossary
from briefing.phrase import Phrases

settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
signal.signal(
    signal.SIGINT, signal.default_int_handler
)  # a shell in the background has it ignored, by what tests start too


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The few tests that take longest go first; the others stay in their order."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the shell it was started from."""
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "BRIEFING_LOG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    """The small glossary of `support_phrase`."""
    return glossary(tmp_path_factory.mktemp("glossary"))


@pytest.fixture(scope="session")
def en(terms: Glossary) -> Phrases:
    """The English phrases with the small glossary."""
    return phrases("en", terms)


@pytest.fixture(scope="session")
def zh(terms: Glossary) -> Phrases:
    """The Chinese phrases with the small glossary."""
    return phrases("zh", terms)


@pytest.fixture(scope="session")
def our_terms() -> Glossary:
    """The glossary of the repository."""
    return load_glossary([ROOT / "glossary"])


@pytest.fixture(scope="session")
def english(our_terms: Glossary) -> Phrases:
    """The English phrases with the glossary of the repository."""
    return phrases("en", our_terms)
