"""What the export tests share: the questionnaires, and expected outputs as readable files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from build_scripts.decisions.examples import read_examples
from desktop.decision import Orientation, charger
from desktop.export import fhir

EXPECTED = Path(__file__).parent / "expected"


@pytest.fixture(scope="session")
def questionnaires(root):
    return charger(root / "content" / "questionnaires")


@pytest.fixture(scope="session")
def orientation(questionnaires):
    return Orientation(questionnaires)


class Monde:
    """What a property test needs, with a short repr: hypothesis prints the arguments of what fails."""

    def __init__(self, questionnaires, orientation):
        self.questionnaires = questionnaires
        self.orientation = orientation
        self.modeles = {
            nom: fhir.questionnaire(questionnaires, nom, "2023.1") for nom in fhir.questionnaire_names(questionnaires)
        }

    def __repr__(self):
        return "Monde()"

    def tirer(self, faits, choix):
        """Facts with some left out; `choix`: what is taken, by rank."""
        tires = {}
        for fait, rang in zip(faits, choix, strict=False):
            valeurs = [int(v) for v in fait.identifiants] if fait.echelle else fait.identifiants
            if rang % 3 == 0:
                continue
            tires[fait.id] = (
                [v for n, v in enumerate(valeurs) if rang >> n & 1] if fait.plusieurs else valeurs[rang % len(valeurs)]
            )
        return tires


@pytest.fixture(scope="session")
def monde(questionnaires, orientation):
    return Monde(questionnaires, orientation)


@pytest.fixture(scope="session")
def situations(root):
    """Facts of every worked example of the orientation that is a plan: (id, facts)."""
    exemples = read_examples(root / "content" / "questionnaires" / "exemples")
    return [(e.id, dict(e.facts)) for e in exemples if "besoin" in e.facts and "erreur_contient" not in e.expected]


@pytest.fixture
def attendu():
    """Compare a text with `expected/NAME`; with CAP_PALLIATIF_ATTENDUS=ecrire, write it there instead, to be read in the diff."""

    def comparer(nom, texte):
        fichier = EXPECTED / nom
        if os.environ.get("CAP_PALLIATIF_ATTENDUS") == "ecrire":
            fichier.parent.mkdir(exist_ok=True)
            fichier.write_text(texte, encoding="utf-8")
        assert texte == fichier.read_text(encoding="utf-8"), f"expected/{nom}"

    return comparer
