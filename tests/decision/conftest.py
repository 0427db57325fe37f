from __future__ import annotations

import copy
from pathlib import Path

import pytest

from desktop.decision import Orientation, Questionnaires, charger
from desktop.decision.loading.sources import Donnees, lire

CONTENU = Path(__file__).parents[2] / "content"
DOSSIER = CONTENU / "questionnaires"


@pytest.fixture(scope="session")
def q() -> Questionnaires:
    return charger(DOSSIER)


@pytest.fixture(scope="session")
def orientation(q: Questionnaires) -> Orientation:
    return Orientation(q)


@pytest.fixture(scope="session")
def _donnees() -> Donnees:
    return lire(DOSSIER)


@pytest.fixture
def donnees(_donnees: Donnees) -> Donnees:
    """Raw data that a test may change."""
    return Donnees(copy.deepcopy(_donnees.fichiers), _donnees.empreinte)
