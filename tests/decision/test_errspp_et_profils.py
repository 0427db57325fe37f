from __future__ import annotations

import pytest

from desktop.decision import FaitsError, evaluate_form, profil


@pytest.mark.parametrize(
    ("faits", "niveau"),
    [
        ({"contact_direct": "non"}, 1),
        ({"contact_direct": "non", "equipe_referente": "errspp"}, 1),
        ({"contact_direct": "oui", "equipe_referente": "autre"}, 2),
        ({"contact_direct": "oui", "equipe_referente": "errspp", "autres_equipes": "oui"}, 3),
        ({"contact_direct": "oui", "equipe_referente": "errspp", "autres_equipes": "non"}, 4),
        ({"contact_direct": "oui", "equipe_referente": "errspp"}, [3, 4]),
        ({"contact_direct": "oui"}, [2, 3, 4]),
        ({}, [1, 2, 3, 4]),
    ],
)
def test_le_niveau_d_implication(q, faits, niveau):
    assert evaluate_form(q, "errspp", faits).as_dict() == {"errspp_niveau": niveau}


def test_seules_les_questions_utiles_restent(q):
    assert evaluate_form(q, "errspp", {}).useful[0] == "contact_direct"
    assert evaluate_form(q, "errspp", {"contact_direct": "non"}).useful == ()
    assert evaluate_form(q, "errspp", {"contact_direct": "oui", "equipe_referente": "autre"}).useful == ()


def test_un_fait_d_un_autre_questionnaire_est_refuse(q):
    with pytest.raises(FaitsError, match="lieu"):
        evaluate_form(q, "errspp", {"lieu": "domicile"})


def test_le_cas_particulier_est_dit(q):
    assert "errspp-cas-particulier" in {
        note.id for note in evaluate_form(q, "errspp", {"equipe_referente": "errspp"}).notes
    }


def test_les_trois_profils_sont_la(q):
    assert set(q.profils) == {"medecin_coordonnateur_had", "medecin_soins_palliatifs", "coordinateur_parcours"}


def test_en_cours_compte_la_ou_la_source_le_dit(q):
    tenus = {"du_diu_soins_palliatifs": "en_cours", "stage_emsp": "acquis", "stage_usp": "engagement",
             "stage_reseau": "engagement", "experiences_professionnelles": "acquis"}  # fmt: skip
    bilan = profil(q, "medecin_soins_palliatifs", tenus)
    assert bilan.pret
    assert {e.id for e in bilan.souhaites} == {"du_douleur", "publications", "capacite_douleur"}
    assert not profil(q, "medecin_soins_palliatifs", {**tenus, "du_diu_soins_palliatifs": "engagement"}).pret
    assert not profil(q, "medecin_coordonnateur_had", {"formation_initiale": "en_cours"}).pret


def test_un_diplome_suffit_parmi_deux(q):
    bilan = profil(q, "medecin_soins_palliatifs", ["desc_soins_palliatifs"])
    assert not {"du_diu_soins_palliatifs", "desc_soins_palliatifs"} & {e.id for e in bilan.bloquants}
    manque = profil(q, "medecin_soins_palliatifs", [])
    assert len({"du_diu_soins_palliatifs", "desc_soins_palliatifs"} & {e.id for e in manque.bloquants}) == 1


def test_ce_que_la_source_ne_nomme_pas_n_est_ni_oui_ni_non(q):
    bilan = profil(q, "coordinateur_parcours", ["master_2", "experience_3_ans", "sage_femme"])
    assert bilan.non_listes == ("sage_femme",)
    assert len(bilan.pour_conclure) == len(bilan.bloquants) == 12


@pytest.mark.parametrize(
    ("nom", "tenus", "dit"),
    [("astronaute", [], "coordinateur_parcours"), ("coordinateur_parcours", {"master_2": "oui"}, "acquis"),
     ("coordinateur_parcours", "master_2", "liste"), ("coordinateur_parcours", [3], "identifiant")],
)  # fmt: skip
def test_des_elements_inutilisables_sont_nommes(q, nom, tenus, dit):
    with pytest.raises(FaitsError, match=dit):
        profil(q, nom, tenus)


def test_chaque_exigence_garde_sa_force(q):
    forces = {e.id: e.force for e in q.profils["medecin_soins_palliatifs"].exigences}
    assert forces["du_diu_soins_palliatifs"] == "obligatoire"
    assert forces["du_douleur"] == "souhaite"
    assert forces["capacite_douleur"] == "facultatif"
    assert forces["experiences_professionnelles"] == "requis"


def test_a_document_names_the_form_that_asks_what_it_says(q, corpus):
    named = {document.formulaire: document.id for document in corpus.documents.values() if document.formulaire}
    assert named == {"errspp": "errspp", **{profile.id: profile.document for profile in q.profils.values()}}
