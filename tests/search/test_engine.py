"""The search as the window uses it, on the real content."""

from pathlib import Path

import pytest

from desktop import paths
from desktop.corpus import Corpus, load
from desktop.search import SearchEngine


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load(paths.content_dir())


@pytest.fixture(scope="module")
def backend(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    backend = SearchEngine(corpus, tmp_path_factory.mktemp("index"))
    backend.prepare()
    return backend


@pytest.mark.parametrize(
    ("query", "regle"),
    [
        ("combien de lits usp", "usp-nombre-lits-unite"),
        ("COMBIEN DE LITS EN UNITÉ DE SOINS PALLIATIFS", "usp-nombre-lits-unite"),
        ("hospitalisation a domicile motifs dadmission", "had-motifs-cadre"),
        ("had:motifs", "had-motifs-cadre"),
        ("qui a le droit d’appeler l’équipe mobile", "emsp-organisation-malades-proches"),
        ("convention HAD EHPAD", "had-articulation-etablissements"),
    ],
)
def test_stands_on_the_rule(backend: SearchEngine, query: str, regle: str) -> None:
    assert backend.search(query).hits[0].regle == regle


def test_a_kept_index_is_opened_again(corpus: Corpus, tmp_path: Path) -> None:
    first, second = SearchEngine(corpus, tmp_path), SearchEngine(corpus, tmp_path)
    first.prepare()
    second.prepare()
    assert (first.origin, second.origin) == ("construit", "gardé")
    assert first.search("lits") == second.search("lits")
