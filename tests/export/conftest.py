"""What the export tests share: the questionnaires, and expected outputs as readable files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.decision import Orientation, charger
from desktop.decision.exemples import lire_exemples

ATTENDUS = Path(__file__).parent / "attendus"


@pytest.fixture(scope="session")
def questionnaires(racine):
    return charger(racine / "content" / "questionnaires")


@pytest.fixture(scope="session")
def orientation(questionnaires):
    return Orientation(questionnaires)


@pytest.fixture(scope="session")
def situations(racine):
    """Facts of every worked example of the orientation that is a plan: (id, facts)."""
    exemples = lire_exemples(racine / "content" / "questionnaires" / "exemples")
    return [(e.id, dict(e.faits)) for e in exemples if "besoin" in e.faits and "erreur_contient" not in e.attendu]


@pytest.fixture
def attendu():
    """Compare a text with `attendus/NAME`; with CAP_PALLIATIF_ATTENDUS=ecrire, write it there instead, to be read in the diff."""

    def comparer(nom, texte):
        fichier = ATTENDUS / nom
        if os.environ.get("CAP_PALLIATIF_ATTENDUS") == "ecrire":
            fichier.parent.mkdir(exist_ok=True)
            fichier.write_text(texte, encoding="utf-8")
        assert texte == fichier.read_text(encoding="utf-8"), f"attendus/{nom}"

    return comparer
