"""A window on the real content and questionnaires, at a fixed hour: Saturday evening, ten past ten."""

from __future__ import annotations

from pathlib import Path

import pytest
from situations_person import SATURDAY_NIGHT, Person

from desktop.decision import Orientation, Questionnaires, charger
from desktop.decision.answering import Session, start
from desktop.search.results import Results
from desktop.ui.door.services import Services


class QuietEngine:
    """Finds nothing: these tests don't search."""

    warning = None

    def search(self, text, limit):  # noqa: ARG002
        return Results(text, (), 0)

    def learn(self, passages, forget=()):
        """The guide's lines: these tests don't search."""

    def unlearn(self):
        """Nothing was learnt."""


@pytest.fixture(scope="session")
def questionnaires(root: Path) -> Questionnaires:
    return charger(root / "content" / "questionnaires")


@pytest.fixture(scope="session")
def orientation(questionnaires) -> Orientation:
    return Orientation(questionnaires)


@pytest.fixture
def fresh(orientation) -> Session:
    """A new situation, Saturday night, a nurse."""
    return start(orientation, SATURDAY_NIGHT, "soignant")


@pytest.fixture
def services(tmp_path, corpus, questionnaires) -> Services:
    return Services(
        version="2026.0",
        load_corpus=lambda: corpus,
        make_engine=lambda _corpus: QuietEngine(),
        content_dir=tmp_path,
        config_dir=tmp_path / "config",
        log_dir=tmp_path / "log",
        load_questionnaires=lambda: questionnaires,
        data_dir=tmp_path / "data",
    )


@pytest.fixture
def person(qtbot, session) -> Person:
    return Person(qtbot, session).ready()


@pytest.fixture(scope="session")
def orientation_once(orientation) -> Orientation:
    """The same engine, for tests that hypothesis repeats."""
    return orientation
