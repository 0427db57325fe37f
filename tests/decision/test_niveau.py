from __future__ import annotations

from itertools import product

import pytest

from desktop.decision import evaluate_niveau

BASE = {
    "stabilite": "stable", "symptomes": "controles", "soins": "simples", "intervenants": "peu_nombreux",
    "vie_et_entourage": "preserve", "ethique": "aucune",
}  # fmt: skip
NIVEAUX = {
    "stabilite": {"stable": 1, "a_risque": 2, "instable": 3},
    "symptomes": {"controles": 1, "soulagement_incomplet": 2, "refractaires": 3},
    "soins": {"simples": 1, "complexes": 2},
    "intervenants": {"peu_nombreux": 1, "nombreux": 2},
    "vie_et_entourage": {"preserve": 1, "fragile": 2, "deterioration_majeure": 3},
    "ethique": {"aucune": 1, "concertation": 2, "complexe": 3},
}


def notes(niveau):
    return {note.id for note in niveau.notes}


def test_le_plus_haut_l_emporte_partout(q):
    for valeurs in product(*NIVEAUX.values()):
        faits = dict(zip(NIVEAUX, valeurs, strict=True))
        niveau = evaluate_niveau(q, faits)
        hauts = {nom: NIVEAUX[nom][valeur] for nom, valeur in faits.items()}
        assert niveau.niveaux == (max(hauts.values()),)
        assert niveau.dimensions == hauts
        sans = max(n for nom, n in hauts.items() if nom != "ethique")
        assert niveau.par_ethique_seule is (max(hauts.values()) > 1 and sans == 1)


def test_un_seul_plan_est_a_discuter(q):
    for seul in ({"intervenants": "nombreux"}, {"vie_et_entourage": "fragile"}):
        assert "niveau-porte-par-un-seul-plan" in notes(evaluate_niveau(q, {**BASE, **seul}))
    deux = {**BASE, "intervenants": "nombreux", "vie_et_entourage": "fragile"}
    assert "niveau-porte-par-un-seul-plan" not in notes(evaluate_niveau(q, deux))
    assert "niveau-porte-par-un-seul-plan" not in notes(evaluate_niveau(q, {**BASE, "soins": "complexes"}))


def test_trois_plans_a_deux_se_discutent(q):
    trois = {**BASE, "stabilite": "a_risque", "soins": "complexes", "intervenants": "nombreux"}
    assert notes(evaluate_niveau(q, trois)) == {"niveau-3-a-discuter"}
    assert evaluate_niveau(q, trois).niveaux == (2,)
    assert "niveau-3-a-discuter" not in notes(evaluate_niveau(q, {**trois, "symptomes": "refractaires"}))


def test_l_ethique_seule_le_dit(q):
    niveau = evaluate_niveau(q, {**BASE, "ethique": "complexe"})
    assert niveau.par_ethique_seule is True
    assert "niveau-par-ethique-seule" in notes(niveau)
    assert niveau.decisives == ("ethique",)


@pytest.mark.parametrize(
    ("donne", "symptomes", "attendu", "note"),
    [
        (1, "refractaires", 3, "niveau-donne-trop-bas"),
        (3, "controles", 3, "niveau-donne-plus-haut"),
        (2, "controles", 2, None),
    ],
)
def test_un_niveau_donne_et_des_plans_connus(q, donne, symptomes, attendu, note):
    faits = {**BASE, "soins": "complexes", "symptomes": symptomes, "niveau": donne}
    niveau = evaluate_niveau(q, faits)
    assert niveau.niveaux == (attendu,)
    assert notes(niveau) & {"niveau-donne-trop-bas", "niveau-donne-plus-haut"} == ({note} if note else set())


def test_un_niveau_donne_seul_suffit(orientation):
    plan = orientation.orienter(
        {"besoin": ["soins"], "niveau": 2, "lieu": "domicile", "souhait": "rester", "faisable": "oui", "age": "adulte",
         "demandeur": "medecin", "moment": "ouvrable"}
    )  # fmt: skip
    assert plan.niveau == (2,)
    assert plan.principal == ("had",)
    assert plan.questions_utiles == ()


def test_des_inconnues_laissent_plusieurs_niveaux(q):
    assert evaluate_niveau(q, {}).niveaux == (1, 2, 3)
    assert evaluate_niveau(q, {"soins": "complexes"}).niveaux == (2, 3)
    assert evaluate_niveau(q, {"stabilite": "instable"}).niveaux == (3,)
    assert evaluate_niveau(q, {"stabilite": "instable"}).par_ethique_seule is False
    assert evaluate_niveau(q, {"ethique": "concertation"}).par_ethique_seule is None


def test_l_expertise_de_la_had_est_une_autre_echelle(q):
    assert evaluate_niveau(q, {**BASE, "symptomes": "refractaires"}).expertise_had == (3,)
    assert evaluate_niveau(q, BASE).expertise_had == (1,)
