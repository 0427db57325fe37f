from __future__ import annotations

import pytest

from desktop.decision import FaitsError, evaluate_niveau
from desktop.decision.facts import validate

BASE = {"besoin": ["soins"], "lieu": "domicile", "age": "adulte"}


@pytest.mark.parametrize(
    ("faits", "dits"),
    [
        ({**BASE, "couleur": "bleu"}, ["couleur"]),
        ({**BASE, "lieu": "maison"}, ["lieu", "maison", "domicile", "ehpad"]),
        ({**BASE, "besoin": "soins"}, ["besoin", "liste"]),
        ({**BASE, "besoin": ["soin"]}, ["besoin", "soin", "hospitalisation"]),
        ({**BASE, "niveau": 4}, ["niveau", "4", "1, 2, 3"]),
        ({**BASE, "niveau": "2"}, ["niveau", "«\u00a02\u00a0»"]),
        ({**BASE, "niveau": True}, ["niveau", "True"]),
        ({**BASE, "age": ["adulte"]}, ["age", "adulte"]),
        ({**BASE, "en_place": [["had"]]}, ["en_place", "had"]),
        ({**BASE, "priorite": "avis"}, ["priorite", "avis", "soins"]),
        ({**BASE, "age": "mineur", "lieu": "ehpad"}, ["age = mineur", "lieu = ehpad", "EHPAD"]),
        ({**BASE, "en_place": ["usp"]}, ["en_place", "lieu = domicile", "USP"]),
        ({**BASE, "en_place": ["lisp"]}, ["LISP"]),
        ({**BASE, "lieu": "hopital", "en_place": ["had"]}, ["en_place", "HAD"]),
        ({**BASE, "lieu": "hopital", "en_place": ["hdj"]}, ["HDJ"]),
        ({**BASE, "lieu": "hopital", "en_place": ["sad"]}, ["SAD"]),
        ({**BASE, "lieu": "ehpad", "en_place": ["sad"]}, ["SAD"]),
        ({**BASE, "lieu": "esms", "en_place": ["crt"]}, ["CRT"]),
        ({**BASE, "lieu": "hopital", "en_place": ["crt"]}, ["CRT"]),
        ({**BASE, "lieu": "hopital", "en_place": ["usp", "lisp"]}, ["USP", "LISP"]),
        ({**BASE, "souhait": "hospitalisation", "refus": ["hospitalisation"]}, ["souhait", "refus"]),
        (["besoin"], ["objet"]),
        ("soins", ["objet"]),
    ],
)
def test_des_faits_inutilisables_sont_nommes(orientation, faits, dits):
    with pytest.raises(FaitsError) as refus:
        orientation.orienter(faits)
    for dit in dits:
        assert dit in str(refus.value)


def test_un_fait_nul_est_inconnu(q):
    assert validate(q, {"lieu": None, "age": "adulte"}) == {"age": "adulte"}


def test_une_liste_ne_se_repete_pas(q):
    assert validate(q, {"besoin": ["avis", "avis"]}) == {"besoin": ["avis"]}


def test_le_deuil_ne_se_heurte_pas_a_ce_qui_suivait(orientation):
    plan = orientation.orienter({"besoin": ["deuil"], "age": "adulte", "en_place": ["had", "usp", "lisp"]})
    assert plan.principal == ("had", "usp", "lisp")


def test_un_fait_impossible_est_ote_de_ce_qui_reste_inconnu(orientation):
    # On a LISP, the only place left is the hospital: the plan is certain without asking.
    plan = orientation.orienter({"besoin": ["aide"], "age": "adulte", "en_place": ["lisp"]})
    assert plan.principal == ("lisp",)
    assert "lieu" not in plan.questions_utiles


def test_un_long_contenu_n_est_pas_recopie_en_entier(q):
    with pytest.raises(FaitsError) as refus:
        evaluate_niveau(q, {"lieu": "x" * 500})
    assert len(refus.value.message) < 120
