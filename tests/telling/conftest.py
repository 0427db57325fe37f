"""What the tests of the story share: the questionnaires, and the facts of every worked example."""

from __future__ import annotations

import pytest
from told_values import NIGHT

from build_scripts.decisions.examples import read_examples
from desktop.decision import Orientation, charger
from desktop.telling.frame import Frame


@pytest.fixture(scope="session")
def questionnaires(root):
    return charger(root / "content" / "questionnaires")


@pytest.fixture(scope="session")
def orientation(questionnaires):
    return Orientation(questionnaires)


@pytest.fixture(scope="session")
def situations(root):
    """Facts of every worked example of the orientation that is a plan: (id, facts)."""
    read = read_examples(root / "content" / "questionnaires" / "exemples")
    return [(e.id, dict(e.facts)) for e in read if "besoin" in e.facts and "erreur_contient" not in e.expected]


@pytest.fixture(scope="session")
def frame():
    return Frame(NIGHT, "2023.1", "9.9.9", "visite du samedi", "à 22\u00a0h\u00a010")
