"""The library's loans of `tests/decision/small` as FHIR and as DMN, with no change in Python."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from feel_minimal import Fichier

from desktop.decision import Orientation, charger
from desktop.export import dmn, fhir, fhir_response
from desktop.export.fhir_response import ResponseFrame

SMALL = Path(__file__).parents[1] / "decision" / "small"
ASKED = {"lecteur": ("enfant", "adulte"), "support": ("livre", "film", "rare"), "retard": ("en_retard", "a_l_heure")}


@pytest.fixture(scope="module")
def loans() -> Orientation:
    return Orientation(charger(SMALL))


def test_the_questionnaire_asks_the_six_facts_and_tells_the_result(loans):
    resource = fhir.questionnaire(loans.questionnaires, fhir.ORIENTATION, "1")
    assert resource["title"] == "Prêts\u00a0: qui s’en occupe"
    assert [item["linkId"] for item in resource["item"]] == [*loans.questionnaires.course.replay, "resultat"]
    (result,) = [item for item in resource["item"] if item["linkId"] == "resultat"]
    assert [(item["linkId"], item["text"]) for item in result["item"]][1] == ("resultat.principal", "À voir")
    assert fhir.questionnaire_names(loans.questionnaires) == ("orientation",)


@pytest.mark.parametrize("support", ASKED["support"])
def test_facts_come_back_from_a_response(loans, support):
    facts = {
        "demande": ["emprunter", "prolonger"],
        "lecteur": "adulte",
        "support": support,
        "sans": ["ecran"],
        "obtenu": [],
    }
    answered = fhir_response.response_of(loans.questionnaires, fhir.ORIENTATION, facts, ResponseFrame("1"))
    assert answered["status"] == "completed"
    assert fhir_response.facts_of(loans.questionnaires, answered) == ("orientation", facts)


@pytest.mark.parametrize("need", ["emprunter", "prolonger"])
def test_the_exported_table_gives_what_the_rows_give(loans, need):
    text = dmn.write(loans.questionnaires, need, "1")
    name = dmn.decision_name(loans.questionnaires, need)
    for lecteur, support, retard in product(*ASKED.values()):
        if (lecteur, support) == ("enfant", "rare"):
            continue
        for held in ([], ["reservation"]):
            facts = {"lecteur": lecteur, "support": support, "retard": retard, "obtenu": held}
            given = Fichier(text).evaluer(name, {**facts, "sans": []})
            plan = loans.orienter({"demande": [need], **facts}).besoins[0]
            assert tuple(given["principal"]) == plan.principal, facts
            assert set(plan.alternatives) <= set(given["alternatives"]), facts


def test_every_table_has_its_file_and_dmn_s_own_hit_policies(loans):
    names = dmn.table_names(loans.questionnaires)
    assert names == ("emprunter", "prolonger", "joindre_maintenant", "maintenant", "modifications", "resolutions")
    texts = {name: dmn.write(loans.questionnaires, name, "1") for name in names}
    assert 'hitPolicy="FIRST"' in texts["emprunter"]
    assert 'hitPolicy="RULE ORDER"' in texts["modifications"]
