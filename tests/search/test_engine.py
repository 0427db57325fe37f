"""The search as the window uses it, on the real content."""

from pathlib import Path

import pytest

from desktop import paths
from desktop.corpus import Corpus, charger
from desktop.search import SearchEngine


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return charger(paths.content_dir())


@pytest.fixture(scope="module")
def moteur(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    moteur = SearchEngine(corpus, tmp_path_factory.mktemp("index"))
    moteur.prepare()
    return moteur


@pytest.mark.parametrize(
    ("requete", "regle"),
    [
        ("combien de lits usp", "usp-nombre-lits-unite"),
        ("COMBIEN DE LITS EN UNITÉ DE SOINS PALLIATIFS", "usp-nombre-lits-unite"),
        ("hospitalisation a domicile motifs dadmission", "had-motifs-cadre"),
        ("had:motifs", "had-motifs-cadre"),
        ("qui a le droit d’appeler l’équipe mobile", "emsp-organisation-malades-proches"),
        ("convention HAD EHPAD", "had-articulation-etablissements"),
    ],
)
def test_stands_on_the_rule(moteur: SearchEngine, requete: str, regle: str) -> None:
    assert moteur.search(requete).hits[0].regle == regle


def test_a_kept_index_is_opened_again(corpus: Corpus, tmp_path: Path) -> None:
    premier, second = SearchEngine(corpus, tmp_path), SearchEngine(corpus, tmp_path)
    premier.prepare()
    second.prepare()
    assert (premier.origine, second.origine) == ("construit", "gardé")
    assert premier.search("lits") == second.search("lits")
