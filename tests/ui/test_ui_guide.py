"""The guide: opened from the menu, searched like the rest, and never taken for a référentiel."""

from __future__ import annotations

import pytest

from desktop.corpus import Corpus
from desktop.search import SearchEngine
from desktop.telling import labels
from desktop.ui.reader.guide import GUIDE, _Passages


class _Context:
    def __init__(self, corpus: Corpus | None) -> None:
        self.corpus = corpus


@pytest.fixture(scope="module")
def moteur(corpus, tmp_path_factory):
    moteur = SearchEngine(corpus, tmp_path_factory.mktemp("index"))
    moteur.prepare()
    return moteur


def test_its_lines_are_found_with_the_content(corpus, moteur):
    moteur.learn(_Passages(_Context(corpus))())
    hits = moteur.search("sauvegarder mes données clé USB", 10).hits
    (premier, *_) = [h for h in hits if h.nature == GUIDE]
    assert premier.regle == "guide-garder-sauvegarder"
    assert labels.shelf(corpus.document_de(premier.regle)) == "Guide"


def test_without_it_nothing_is_added(petit):
    assert _Passages(_Context(None))() == ()
    assert _Passages(_Context(petit))() == ()


def test_the_passages_are_made_once_a_content(corpus):
    passages = _Passages(_Context(corpus))
    assert passages() is passages()


def test_the_reader_opens_it_and_stands_on_no_shelf(corpus):
    document = corpus.document_de("guide-trouver-filtres")
    assert document is not None
    assert document.id == GUIDE
    assert corpus.ou_est(document) is corpus.guide
    assert corpus.ou_est(corpus.documents["usp"]) is corpus


def test_it_stands_under_no_shelf_of_the_content(corpus):
    from desktop.telling.document import Line, layout

    guide = corpus.document_de(GUIDE)
    first = layout(corpus.ou_est(guide), guide).items[0]
    assert isinstance(first, Line)
    assert "".join(run.texte for run in first.runs) == "Aide › Guide d’utilisation"
    assert labels.origin(guide) == "Guide d’utilisation"
    assert labels.origin(corpus.documents["usp"]) == "Annexe 2 · USP"
