"""« force:… » in the field and the menu of the results let the same règles through, on the real content."""

from __future__ import annotations

import pytest

from desktop.corpus.forces import FAMILIES, FIGURES, passes
from desktop.search import SearchEngine


@pytest.fixture(scope="module")
def real(corpus, tmp_path_factory):
    made = SearchEngine(corpus, tmp_path_factory.mktemp("index"))
    made.prepare()
    return made


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_the_words_of_a_family_and_its_menu_mean_the_same(real, corpus, family):
    of_menu = {regle.id for regle in corpus.regles.values() if passes(corpus, regle, {family.id})}
    for word in family.words:
        found = real.search(f"force:{word}", 2000)
        assert {hit.regle for hit in found.hits} == of_menu, word
        assert found.unknown_filters == ()
    assert of_menu


def test_a_figure_marked_indicative_is_among_the_figures(real, corpus):
    found = real.search("force:chiffres", 2000).hits
    assert any(hit.force == "indicatif" for hit in found)
    assert FIGURES in FAMILIES
