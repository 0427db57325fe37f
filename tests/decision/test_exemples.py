"""The worked examples, the documented cases of each row, and the example of docs/decisions.md § 7, against the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_scripts.decisions.examples import WorkedExample, gaps, read_examples, reply

DOSSIER = Path(__file__).parents[2] / "content" / "questionnaires" / "exemples"
EXEMPLES = read_examples(DOSSIER)
CAS = read_examples(Path(__file__).parent / "cases")

SECTION_7 = {
    "demandeur": "soignant", "age": "adulte", "lieu": "domicile", "souhait": "non_exprime", "faisable": "avec_renfort",
    "besoin": ["soins"], "moment": "nuit", "symptomes": "refractaires", "stabilite": "a_risque", "soins": "simples",
    "intervenants": "peu_nombreux", "vie_et_entourage": "preserve", "ethique": "aucune",
}  # fmt: skip


@pytest.mark.parametrize("exemple", [*EXEMPLES, *CAS], ids=lambda exemple: exemple.id)
def test_un_exemple_tient(orientation, exemple: WorkedExample):
    assert gaps(exemple.expected, reply(orientation, exemple)) == []


def test_il_y_a_assez_d_exemples_et_un_identifiant_chacun():
    assert len(EXEMPLES) >= 60
    identifiants = [exemple.id for exemple in (*EXEMPLES, *CAS)]
    assert len(set(identifiants)) == len(identifiants)


def test_chaque_ligne_de_chaque_table_a_son_cas(orientation):
    lignes = {
        ligne
        for exemple in (*EXEMPLES, *CAS)
        if "besoin" in exemple.facts and "erreur_contient" not in exemple.expected
        for besoin in orientation.orienter(exemple.facts).besoins
        for ligne in besoin.lignes
    }
    tables = orientation.donnees.tables.values()
    assert {ligne.id for table in tables for ligne in (*table.lignes, *table.complements)} == lignes


def test_un_ecart_se_voit(orientation):
    obtenu = orientation.orienter(SECTION_7).as_dict()
    faux = {
        "niveau": 2,
        "absent": ["usp"],
        "joindre_maintenant_contient": ["had"],
        "contrefactuels_contient": [{"changer": {"souhait": "rester"}, "principal": ["usp"]}],
        "besoins": [
            {
                "besoin": "soins", "principal": ["usp"], "appuis_contient": ["sad"], "presents": ["dac"], "absent": ["had"],
                "conditions": ["inventee"], "notes_contient": ["inventee"], "maintenant": {"had": "oui"},
                "acces": {"had": {"par": ["soignant"]}}, "ouvert": False, "cle_inventee": 1,
            }
        ],
    }  # fmt: skip
    assert len(gaps(faux, obtenu)) == 15


def test_l_exemple_de_la_section_7(orientation):
    plan = orientation.orienter(SECTION_7).as_dict()
    besoin = plan["besoins"][0]
    assert list(plan) == [
        "faits", "niveau", "niveau_par_ethique_seule", "dimensions", "joindre_maintenant", "personne", "principal", "besoins",
        "contrefactuels", "questions_utiles",
    ]  # fmt: skip
    assert list(besoin) == [
        "besoin", "principal", "alternatives", "appuis", "anticiper", "conditions", "maintenant", "acces", "ouvert", "notes",
        "enonces",
    ]  # fmt: skip
    assert plan["faits"] == SECTION_7
    assert (plan["niveau"], plan["niveau_par_ethique_seule"], plan["personne"]) == (3, False, False)
    assert plan["dimensions"] == {
        "stabilite": 2, "symptomes": 3, "soins": 1, "intervenants": 1, "vie_et_entourage": 1, "ethique": 1,
    }  # fmt: skip
    assert plan["joindre_maintenant"] == ["appui_telephonique_regional", "usp"]
    assert plan["principal"] == besoin["principal"] == ["had", "usp"]
    assert besoin["alternatives"] == []
    assert besoin["appuis"] == ["appui_telephonique_regional", "emsp", "hdj", "premier_recours"]
    assert besoin["anticiper"] == ["repli_hospitalier", "demande_anticipee_usp"]
    assert {"id": "prescription", "structure": "had", "remplie": None} in besoin["conditions"]
    assert besoin["maintenant"] == {
        "had": "non", "usp": "oui", "emsp": "non", "hdj": "non", "appui_telephonique_regional": "oui",
        "premier_recours": "inconnu",
    }  # fmt: skip
    assert besoin["acces"] == {
        "had": {"mode": "a_demander", "par": ["medecin"]},
        "hdj": {"mode": "a_demander", "par": ["medecin"]},
    }
    assert besoin["ouvert"] is True
    note = next(note for note in besoin["notes"] if note["id"] == "had-ou-usp-niveau-3")
    assert note["nature"] == "interpretation"
    assert note["regles"]
    enonce = next(e for e in besoin["enonces"] if e["structure"] == "had")
    assert (enonce["role"], enonce["nature"]) == ("principal", "referentiel")
    assert enonce["regles"]
    assert {"changer": {"souhait": "rester"}, "principal": ["had"]} in plan["contrefactuels"]
    assert plan["questions_utiles"] == []
