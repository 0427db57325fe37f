"""FHIR R4: what is written is valid, says what docs/decisions.md § 2.1 says, hides no question of the flow, and reads back."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.decision import FaitsError, Flow, evaluate_form
from desktop.decision import facts as lecture
from desktop.decision.loading.profils import ETATS
from desktop.export import fhir, fhir_response
from desktop.export.fhir_response import ResponseFrame
from desktop.text.typography import bare

INSTANT = datetime(2026, 11, 21, 22, 5, tzinfo=timezone(timedelta(hours=1)))
CADRE = ResponseFrame("2023.1", INSTANT, "a1b2")
SAMEDI = {
    "besoin": ["soins"], "demandeur": "soignant", "moment": "nuit", "age": "adulte", "lieu": "domicile", "en_place": [],
    "souhait": "rester", "faisable": "avec_renfort", "symptomes": "soulagement_incomplet", "stabilite": "a_risque",
    "vie_et_entourage": "fragile", "soins": "simples", "intervenants": "peu_nombreux", "ethique": "aucune",
}  # fmt: skip
ERRSPP = {"contact_direct": "oui", "equipe_referente": "errspp", "autres_equipes": "oui"}


@pytest.fixture(scope="session")
def modeles(monde):
    return monde.modeles


@pytest.fixture(scope="session")
def valider():
    """Read a resource with a FHIR library that others keep; what it wrote back must be what was given."""
    questionnaire = pytest.importorskip("fhir.resources.R4B.questionnaire")
    reponse = pytest.importorskip("fhir.resources.R4B.questionnaireresponse")
    classes = {"Questionnaire": questionnaire.Questionnaire, "QuestionnaireResponse": reponse.QuestionnaireResponse}

    def lire(ressource):
        texte = json.dumps(ressource, ensure_ascii=False)
        lue = classes[ressource["resourceType"]].model_validate_json(texte)
        assert json.loads(lue.model_dump_json(exclude_none=True)) == ressource

    return lire


def aplatir(items):
    for item in items:
        yield item
        yield from aplatir(item.get("item", []))


def texte(ressource):
    return json.dumps(ressource, ensure_ascii=False, indent=1) + "\n"


# Questionnaires -------------------------------------------------------------------------------------------------


def test_there_is_one_for_each_questionnaire(questionnaires, modeles):
    assert set(modeles) == {"niveau", "orientation", "errspp", *questionnaires.profils}
    assert len({modele["url"] for modele in modeles.values()}) == 6


def test_each_is_valid_r4b(modeles, valider):
    for modele in modeles.values():
        valider(modele)


def test_the_errspp_as_a_file(modeles, attendu):
    attendu("fhir-questionnaire-errspp.json", texte(modeles["errspp"]))


def test_link_ids_are_unique_and_conditions_look_at_earlier_questions(modeles):
    for modele in modeles.values():
        vus = []
        for item in aplatir(modele["item"]):
            for condition in item.get("enableWhen", ()):
                assert condition["question"] in vus, item["linkId"]
            vus.append(item["linkId"])
        assert len(vus) == len(set(vus))


def test_codes_are_those_of_the_page_and_displays_are_french(questionnaires, modeles):
    for item in aplatir(modeles["orientation"]["item"]):
        if item["linkId"] not in questionnaires.faits:
            continue
        fait = questionnaires.faits[item["linkId"]]
        codages = [option["valueCoding"] for option in item["answerOption"]]
        assert tuple(codage["code"] for codage in codages) == fait.identifiants
        assert {codage["system"] for codage in codages} == {f"urn:cap-palliatif:fait:{fait.id}"}
        assert all(codage["display"] and "'" not in codage["display"] for codage in codages)
        assert item.get("repeats", False) is fait.plusieurs


def test_every_fact_of_the_orientation_is_asked_once(questionnaires, modeles):
    demandes = [i["linkId"] for i in aplatir(modeles["orientation"]["item"]) if i["linkId"] in questionnaires.faits]
    assert set(demandes) == set(questionnaires.faits) - set(ERRSPP)
    assert len(demandes) == len(set(demandes))


def test_bereavement_and_teams_ask_no_fact_of_the_patient_s_care(modeles):
    def posees(faits):
        return {lien for lien in fhir_response.actives(modeles["orientation"], faits) if "." not in lien}

    assert posees({"besoin": ["deuil"]}) == {"besoin", "priorite", "age", "en_place", "dimensions", "resultat"}
    assert posees({"besoin": ["equipe"]}) == {"besoin", "priorite", "age", "dimensions", "resultat"}
    assert "transportable" in posees({"besoin": ["geste"]})
    assert "transportable" not in posees({"besoin": ["soins"]})
    assert {"stabilite", "ethique"} <= posees({"besoin": ["soins"]})
    assert not {"dimensions", "stabilite"} & posees({"besoin": ["soins"], "niveau": 2})


def au_fil(orientation, choix):
    """A flow answered question after question, with things said beside the plan; `choix`: what is taken, by rank."""
    q = orientation.questionnaires
    suite = iter(choix)

    def un(valeurs):
        return valeurs[next(suite) % len(valeurs)]

    flow = Flow(
        orientation, {"besoin": sorted({un(q.faits["besoin"].identifiants) for _ in range(1 + next(suite) % 2)})}
    )
    for nom, valeurs in (
        ("urgence", ["oui", "non"]),
        ("refus", [[], ["had"], ["hospitalisation"], ["had", "benevoles"]]),
    ):
        if next(suite) % 2:
            flow = flow.answer(nom, un(valeurs))
    for _ in range(next(suite) % 9):
        question = flow.current
        if question is None or not question.permises:
            break
        valeur = un(question.permises)
        flow = flow.answer(question.id, [valeur] if question.fait.plusieurs else valeur)
    return flow


CHOIX = st.lists(st.integers(0, 59), min_size=26, max_size=26)


@settings(max_examples=60, deadline=None)
@given(choix=CHOIX)
def test_what_the_flow_asks_is_never_hidden(monde, choix):
    flow = au_fil(monde.orientation, choix)
    actives = fhir_response.actives(monde.modeles["orientation"], dict(flow.counted))
    assert set(flow.to_ask) <= actives, flow.counted
    assert set(flow.counted) - set(flow.orientation.questionnaires.course.beside) <= actives


@pytest.mark.parametrize("contact", ["oui", "non"])
@pytest.mark.parametrize("equipe", ["autre", "errspp", None])
def test_the_errspp_skips_what_changes_nothing(questionnaires, modeles, contact, equipe):
    faits = {"contact_direct": contact} | ({"equipe_referente": equipe} if equipe else {})
    utiles = set(evaluate_form(questionnaires, "errspp", faits).useful)
    actives = fhir_response.actives(modeles["errspp"], faits) & set(ERRSPP) - set(faits)
    if equipe or contact == "non":
        assert actives == utiles
    else:
        assert actives == {"equipe_referente"} <= utiles


# Responses ------------------------------------------------------------------------------------------------------


def test_a_case_as_a_file(questionnaires, modeles, attendu):
    attendu(
        "fhir-reponse-samedi-22-h.json",
        texte(fhir_response.response_of(questionnaires, "orientation", SAMEDI, CADRE, modeles["orientation"])),
    )


def test_a_response_carries_the_result_and_says_when_it_is_complete(questionnaires, modeles, orientation):
    ressource = fhir_response.response_of(questionnaires, "orientation", SAMEDI, CADRE, modeles["orientation"])
    plan = orientation.orienter(SAMEDI)
    dits = {item["linkId"]: item.get("answer", []) for item in aplatir(ressource["item"])}
    assert [r["valueCoding"]["code"] for r in dits["resultat.principal"]] == list(plan.principal)
    assert [r["valueInteger"] for r in dits["resultat.niveau"]] == list(plan.niveau)
    assert ressource["status"] == "completed"
    assert ressource["authored"] == "2026-11-21T22:05:00+01:00"
    incomplete = {nom: valeur for nom, valeur in SAMEDI.items() if nom != "moment"}
    assert (
        fhir_response.response_of(questionnaires, "orientation", incomplete, CADRE, modeles["orientation"])["status"]
        == "in-progress"
    )
    deux = SAMEDI | {"niveau": 1}  # the level and its dimensions: one of them stands at a question that is not enabled
    assert (
        fhir_response.response_of(questionnaires, "orientation", deux, CADRE, modeles["orientation"])["status"]
        == "in-progress"
    )


def test_the_answers_of_a_response_are_among_the_questionnaire_s(questionnaires, modeles, situations):
    modele = {item["linkId"]: item for item in aplatir(modeles["orientation"]["item"])}
    for nom, faits in situations[::9]:
        for item in aplatir(
            fhir_response.response_of(questionnaires, "orientation", faits, CADRE, modeles["orientation"])["item"]
        ):
            assert item["text"] == modele[item["linkId"]]["text"]
            options = [option["valueCoding"] for option in modele[item["linkId"]].get("answerOption", ())]
            for reponse in item.get("answer", ()):
                assert "valueCoding" not in reponse or reponse["valueCoding"] in options, nom


def test_every_example_is_valid_r4b_and_reads_back(questionnaires, modeles, situations, valider):
    for nom, faits in situations[::4]:
        ressource = fhir_response.response_of(questionnaires, "orientation", faits, CADRE, modeles["orientation"])
        valider(ressource)
        lus = fhir_response.facts_of(questionnaires, ressource)
        assert lus == ("orientation", lecture.validate(questionnaires, faits)), nom


@settings(max_examples=80, deadline=None)
@given(choix=st.lists(st.integers(0, 255), min_size=24, max_size=24))
def test_facts_to_response_to_facts(monde, valider, choix):
    faits = monde.tirer([f for nom, f in monde.questionnaires.faits.items() if nom not in (*ERRSPP, "priorite")], choix)
    try:
        ressource = fhir_response.response_of(
            monde.questionnaires, "orientation", faits, CADRE, monde.modeles["orientation"]
        )
    except FaitsError:  # answers that can't stand together
        return
    valider(ressource)
    assert fhir_response.facts_of(monde.questionnaires, json.loads(json.dumps(ressource))) == ("orientation", faits)


@settings(max_examples=40, deadline=None)
@given(choix=st.lists(st.integers(0, 255), min_size=6, max_size=6))
@pytest.mark.parametrize("nom", ["errspp", "niveau"])
def test_errspp_and_niveau_read_back_too(monde, valider, nom, choix):
    noms = tuple(ERRSPP) if nom == "errspp" else monde.questionnaires.niveau.dimensions.noms
    faits = monde.tirer([monde.questionnaires.faits[n] for n in noms], choix)
    ressource = fhir_response.response_of(monde.questionnaires, nom, faits, CADRE)
    valider(ressource)
    assert fhir_response.facts_of(monde.questionnaires, ressource) == (nom, faits)


@settings(max_examples=40, deadline=None)
@given(choix=st.lists(st.integers(0, 9), min_size=40, max_size=40))
@pytest.mark.parametrize("nom", ["coordinateur_parcours", "medecin_coordonnateur_had", "medecin_soins_palliatifs"])
def test_profiles_read_back_too(monde, valider, nom, choix):
    elements = ["permis_b", "langue=des signes", *(e.id for e in monde.questionnaires.profils[nom].exigences)]
    tenus = {element: tuple(ETATS)[rang] for element, rang in zip(elements, choix, strict=False) if rang < len(ETATS)}
    ressource = fhir_response.response_of(monde.questionnaires, nom, tenus, ResponseFrame("2023.1"))
    valider(ressource)
    assert fhir_response.facts_of(monde.questionnaires, ressource) == (nom, tenus)


def test_items_held_as_a_list_are_acquired(questionnaires):
    nom = "medecin_soins_palliatifs"
    element = questionnaires.profils[nom].exigences[0].id
    ressource = fhir_response.response_of(questionnaires, nom, [element], ResponseFrame("2023.1"))
    assert fhir_response.facts_of(questionnaires, ressource) == (nom, {element: "acquis"})


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        (lambda r: r.update(resourceType="Patient"), "QuestionnaireResponse est attendue"),
        (lambda r: r.update(questionnaire="urn:autre|1"), "questionnaire inconnu"),
        (lambda r: r.update(item={}), "attend une liste"),
        (lambda r: r["item"].append({"text": "sans lien"}), "linkId"),
        (lambda r: r["item"].append({"linkId": "couleur"}), "« couleur » n'est pas une question"),
        (lambda r: r["item"].append({"linkId": "age", "answer": "adulte"}), "attend des réponses"),
        (lambda r: r["item"].append({"linkId": "age", "answer": [{"valueString": "adulte"}]}), "valueCoding"),
        (
            lambda r: r["item"].append(
                {"linkId": "age", "answer": [{"valueCoding": {"system": "x", "code": "adulte"}}]}
            ),
            "système",
        ),
        (lambda r: r["item"].append({"linkId": "age"}), "« age » attend une réponse"),
        (
            lambda r: r["item"].append(
                {
                    "linkId": "age",
                    "answer": [{"valueCoding": {"system": "urn:cap-palliatif:fait:age", "code": "vieux"}}],
                }
            ),
            "ne peut pas valoir",
        ),
    ],
)
def test_a_response_that_can_t_be_read_says_why(questionnaires, modeles, change, dit):
    ressource = fhir_response.response_of(questionnaires, "orientation", SAMEDI, CADRE, modeles["orientation"])
    change(ressource)
    with pytest.raises(FaitsError) as faute:
        fhir_response.facts_of(questionnaires, ressource)
    assert dit in bare(str(faute.value))


@pytest.mark.parametrize("brut", [None, [], "texte", 3])
def test_what_is_no_resource_is_refused(questionnaires, brut):
    with pytest.raises(FaitsError):
        fhir_response.facts_of(questionnaires, brut)


def test_an_unknown_questionnaire_is_named(questionnaires):
    with pytest.raises(FaitsError) as faute:
        fhir.questionnaire(questionnaires, "humeur", "1")
    assert "« humeur » n'existe pas" in bare(str(faute.value))


def test_no_identity_stands_in_a_response(questionnaires, modeles):
    ressource = fhir_response.response_of(questionnaires, "orientation", SAMEDI, CADRE, modeles["orientation"])
    assert set(ressource) == {"resourceType", "identifier", "language", "questionnaire", "status", "authored", "item"}
