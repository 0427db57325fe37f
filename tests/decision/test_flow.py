"""The questionnaire as it is filled; law 12: any order of answering and changing equals a fresh fill."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import situations

from desktop.decision import FaitsError, Flow, Orientation, charger
from tests.decision.conftest import DOSSIER

ORIENTATION = Orientation(charger(DOSSIER))
REPONSES = {
    "demandeur": "soignant", "moment": "nuit", "age": "adulte", "lieu": "domicile", "souhait": "rester",
    "faisable": "avec_renfort", "symptomes": "soulagement_incomplet", "stabilite": "a_risque", "vie_et_entourage": "fragile",
    "soins": "complexes", "intervenants": "nombreux", "ethique": "aucune", "en_place": [], "transportable": "oui",
}  # fmt: skip


def remplir(flux: Flow, reponses) -> tuple[Flow, list[str]]:
    posees = []
    while flux.current:
        posees.append(flux.current.id)
        flux = flux.answer(flux.current.id, reponses[flux.current.id])
    return flux, posees


def essayer(flux: Flow, nom: str, valeur: object) -> Flow:
    """An answer that can't stand is refused on the screen: what stands in its way is taken back first."""
    try:
        return flux.answer(nom, valeur)
    except FaitsError:
        for autre in ("lieu", "age", "refus", "souhait", "en_place"):
            if autre != nom:
                flux = flux.without(autre)
        return flux.answer(nom, valeur)


@settings(max_examples=15, deadline=None)
@given(situations(), situations(), st.randoms(use_true_random=False))
def test_loi_12_l_ordre_ne_change_rien(faits, avant, hasard):
    try:
        ORIENTATION.orienter(faits)
    except FaitsError:
        return
    neuf = Flow(ORIENTATION, faits)
    flux = Flow(ORIENTATION)
    gestes = [*avant.items(), *faits.items()]
    hasard.shuffle(gestes)
    for nom, valeur in gestes:
        try:
            flux = essayer(flux, nom, valeur)
        except FaitsError:
            continue  # `avant` may be impossible in itself
    for nom in hasard.sample(list(faits), len(faits)):
        flux = essayer(flux, nom, faits[nom])
    for nom, valeur in faits.items():
        flux = flux.answer(nom, valeur)
    assert flux.reponses == neuf.reponses
    assert flux.counted == neuf.counted
    assert flux.set_aside == neuf.set_aside
    assert flux.to_ask == neuf.to_ask
    assert flux.plan.as_dict() == neuf.plan.as_dict()


@settings(max_examples=15, deadline=None)
@given(situations())
def test_ce_qui_est_mis_de_cote_ne_compte_pas(faits):
    try:
        entier = ORIENTATION.orienter(faits)
    except FaitsError:
        return
    flux = Flow(ORIENTATION, faits)
    assert flux.to_ask == ()
    plan = flux.plan
    assert [(b.principal, b.alternatives, b.appuis, b.anticiper) for b in plan.besoins] == [
        (b.principal, b.alternatives, b.appuis, b.anticiper) for b in entier.besoins
    ]
    assert plan.joindre_maintenant == entier.joindre_maintenant


@settings(max_examples=40, deadline=None)
@given(situations(), st.randoms(use_true_random=False))
def test_rien_n_est_demande_qui_n_ait_ete_annonce(faits, hasard):
    try:
        ORIENTATION.orienter(faits)
    except FaitsError:
        return
    flux = Flow(
        ORIENTATION,
        {
            nom: faits[nom]
            for nom in ("besoin", *ORIENTATION.questionnaires.course.beside)
            if nom in faits and nom != "niveau"
        },
    )
    annoncees = set(flux.contingent)
    while flux.to_ask:
        assert set(flux.to_ask) <= annoncees, dict(flux.counted)
        assert set(flux.contingent) <= annoncees
        annoncees = set(flux.contingent)
        nom = hasard.choice(flux.to_ask)
        try:
            flux = flux.answer(nom, faits[nom])
        except FaitsError:
            return  # it can't stand beside the others: the person takes one of them back, and starts another way
        annoncees.discard(nom)


def test_ce_qui_attend_une_autre_reponse_est_annonce(orientation):
    # Without volunteers, who is at the hospital and stays there is answered by the ward: the wish waits for the place.
    flux = Flow(orientation, {"besoin": ["presence"], "refus": ["benevoles"]})
    assert "souhait" not in flux.to_ask
    assert "souhait" in flux.contingent
    assert "souhait" in flux.answer("lieu", "hopital").to_ask
    assert "souhait" not in flux.answer("lieu", "domicile").contingent


@pytest.mark.parametrize(
    ("besoin", "touches"), [("avis", 8), ("geste", 8), ("presence", 8), ("coordination", 8), ("soins", 14)]
)
def test_peu_de_touches_menent_au_plan(orientation, besoin, touches):
    # Start page, then two keys for the need (its digit, Enter), then one an answer. Role and moment are proposed.
    flux = Flow(orientation, {"demandeur": "soignant", "moment": "ouvrable", "besoin": [besoin]})
    fin, posees = remplir(flux, REPONSES)
    assert 1 + 2 + len(posees) <= touches
    assert fin.plan.certain


def test_aucune_situation_de_soins_ne_demande_plus_de_quatorze_touches(orientation):
    long = {**REPONSES, "stabilite": "stable", "symptomes": "controles", "vie_et_entourage": "preserve", "soins": "simples",
            "intervenants": "peu_nombreux", "souhait": "non_exprime"}  # fmt: skip
    flux = Flow(orientation, {"demandeur": "soignant", "moment": "ouvrable", "besoin": ["soins"]})
    _, posees = remplir(flux, long)
    assert 3 + len(posees) <= 14


def test_ce_qui_est_a_cote_n_est_pas_demande(orientation):
    flux = Flow(orientation, {"besoin": ["soins", "presence"]})
    _, posees = remplir(flux, REPONSES)
    assert not set(posees) & set(ORIENTATION.questionnaires.course.beside)


def test_un_niveau_donne_epargne_les_six_questions(orientation):
    flux = Flow(orientation, {"demandeur": "soignant", "moment": "ouvrable", "besoin": ["soins"], "niveau": 2})
    _, posees = remplir(flux, REPONSES)
    assert not {"symptomes", "stabilite", "ethique"} & set(posees)


def test_une_reponse_devenue_sans_objet_est_mise_de_cote(orientation):
    flux, _ = remplir(Flow(orientation, {"demandeur": "soignant", "moment": "ouvrable", "besoin": ["geste"]}), REPONSES)
    assert "transportable" in flux.counted
    a_l_hopital = flux.answer("lieu", "hopital")
    assert [(e.fait, e.raison) for e in a_l_hopital.set_aside] == [("transportable", "sans_objet")]
    assert a_l_hopital.plan.principal == ("service_hospitalier",)
    assert a_l_hopital.answer("lieu", "domicile").counted == flux.counted


def test_une_reponse_devenue_impossible_est_mise_de_cote_et_redemandee(orientation):
    flux = Flow(orientation, {"besoin": ["avis"], "lieu": "domicile", "en_place": ["had"]})
    change = flux.answer("lieu", "hopital")
    assert [(e.fait, e.raison) for e in change.set_aside] == [("en_place", "impossible")]
    assert "en_place" in change.to_ask


def test_un_souhait_ne_defait_pas_un_refus(orientation):
    flux = Flow(orientation, {"besoin": ["soins"], "refus": ["hospitalisation"]})
    assert "hospitalisation" not in flux.question("souhait").permises
    apres = flux.answer("souhait", "hospitalisation")
    assert [e.fait for e in apres.set_aside] == ["souhait"]
    assert "usp" not in apres.plan.besoins[0].structures


def test_une_reponse_impossible_est_refusee(orientation):
    flux = Flow(orientation, {"besoin": ["avis"], "demandeur": "soignant", "moment": "ouvrable", "lieu": "ehpad"})
    with pytest.raises(FaitsError, match="EHPAD"):
        flux.answer("age", "mineur")


def test_une_question_ne_montre_que_les_reponses_possibles(orientation):
    flux = Flow(orientation, {"besoin": ["avis"], "lieu": "hopital"})
    assert "had" not in flux.question("en_place").permises
    assert "usp" in flux.question("en_place").permises


def test_la_question_parle_du_deces_quand_c_est_un_deuil(orientation):
    flux = Flow(orientation, {"besoin": ["deuil"]})
    assert flux.to_ask == ("en_place", "age")
    assert "décédée" in flux.question("age").texte


def test_une_priorite_hors_des_besoins_est_mise_de_cote(orientation):
    flux = Flow(orientation, {"besoin": ["soins", "avis"], "priorite": "avis"})
    assert flux.plan.besoins[0].besoin == "avis"
    assert [e.fait for e in flux.answer("besoin", ["soins"]).set_aside] == ["priorite"]


def test_reprendre_une_reponse_la_redemande(orientation):
    flux, _ = remplir(Flow(orientation, {"besoin": ["avis"], "demandeur": "soignant", "moment": "ouvrable"}), REPONSES)
    assert flux.current is None
    assert flux.without("lieu").current.id == "lieu"


def test_une_valeur_inconnue_est_refusee(orientation):
    with pytest.raises(FaitsError, match="lieu"):
        Flow(orientation).answer("lieu", "lune")
