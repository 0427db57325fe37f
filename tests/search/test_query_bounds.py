"""What of a query is not read is said, in the window and at the command line alike."""

from __future__ import annotations

import pytest

from desktop.search.filters import Filtres
from desktop.search.grammar import LONGUEUR_LUE, LUS_AU_PLUS, lire
from desktop.search.slots import CRENEAUX_LUS

MANY = 200


@pytest.mark.parametrize(
    ("query", "what"),
    [
        (" ".join(f"rubrique:lits{n}" for n in range(MANY)), "filtres"),
        (" ".join(f"-lit{chr(97 + n % 26)}{n}" for n in range(MANY)), "mots à exclure"),
        (" ".join(f'"lits {n}"' for n in range(MANY)), "groupes de mots entre guillemets"),
    ],
)
def test_two_hundred_are_bounded_in_words(moteur, query, what):
    read = lire(query)
    assert max(len(read.filtres), len(read.exclus), len(read.phrases)) == LUS_AU_PLUS
    (said, *_) = [r for r in moteur.search(query).remarques if what in r]
    assert said == f"Seuls les {LUS_AU_PLUS} premiers {what} sont lus ; la suite est ignorée."


def test_two_hundred_filters_cost_no_more_than_those_that_are_read(moteur, monkeypatch):
    seen = []
    under = Filtres._sous_titre
    monkeypatch.setattr(Filtres, "_sous_titre", lambda self, value: seen.append(value) or under(self, value))
    moteur.search(" ".join(["rubrique:lits"] * MANY) + " équipe")
    assert len(seen) <= 2 * LUS_AU_PLUS  # once for the answer, once for what else could be typed


def test_as_many_as_are_read_are_no_remark(moteur):
    assert moteur.search(" ".join(["usp:lits"] * LUS_AU_PLUS)).remarques == ()
    assert moteur.search("lits usp").remarques == ()


def test_words_beyond_those_that_are_read_are_said(moteur):
    words = [f"mot{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(CRENEAUX_LUS + 1)]
    assert f"{CRENEAUX_LUS} premiers mots" in moteur.search(" ".join(words)).remarques[0]
    assert moteur.search(" ".join(words[:-1])).remarques == ()
    assert moteur.search(" ".join([*words[:-1], words[0]])).remarques == ()


def test_a_pasted_page_is_read_to_its_bound_and_said(moteur):
    assert f"{LONGUEUR_LUE} premiers caractères" in moteur.search("lits " * LONGUEUR_LUE).remarques[0]
