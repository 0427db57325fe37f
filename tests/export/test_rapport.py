"""The report: whole, sourced, escaped, without identity."""

from __future__ import annotations

from datetime import datetime

import pytest

from desktop.decision import Orientation
from desktop.export import report, report_text
from desktop.telling.frame import Frame
from desktop.telling.story import tell_plan
from desktop.text.typography import bare

FAITS = {
    "demandeur": "soignant", "age": "adulte", "lieu": "domicile", "souhait": "non_exprime", "faisable": "avec_renfort",
    "besoin": ["soins", "avis"], "moment": "nuit", "symptomes": "refractaires", "stabilite": "a_risque", "soins": "simples",
    "intervenants": "peu_nombreux", "vie_et_entourage": "preserve", "ethique": "aucune",
}  # fmt: skip
INSTANT = datetime(2026, 11, 21, 22, 5)  # noqa: DTZ001 - a wall clock, as the person sees it


def _composer(questionnaires, corpus, faits=FAITS, libelle=""):
    plan = Orientation(questionnaires).orienter(faits)
    return plan, report.compose(tell_plan(questionnaires, plan, corpus, Frame(INSTANT, "2023.1", "9.9.9", libelle)))


def test_it_says_hour_answers_level_plan_reasons_open_points_and_limits(questionnaires, corpus):
    plan, compose = _composer(questionnaires, corpus)
    texte = report_text.plain_text(compose)
    for attendu in (
        "samedi 21 novembre 2026, 22 h 05 ; moment retenu : nuit",
        "Niveau 3", "Les textes laissent ce choix ouvert", "CE QUE LES TEXTES LAISSENT OUVERT",
        "CE QUI CHANGERAIT LA RÉPONSE", "annexe 1, Moyens", "Lecture proposée par l'outil", "appeler le 15", "Contenu 2023.1",
        "Cap palliatif 9.9.9", "ni dispositif médical", "[ ] Une prescription d'HAD",
    ):  # fmt: skip
        assert attendu in texte, attendu
    noms = questionnaires.orientation.structures
    for besoin in plan.besoins:
        for structure in besoin.structures:
            assert noms[structure].libelle.replace("’", "'").replace("\u00a0", " ") in texte


CAS = {
    "samedi-22-h": FAITS | {
        "besoin": ["soins", "avis", "repit"], "souhait": "rester", "symptomes": "soulagement_incomplet",
        "vie_et_entourage": "fragile", "en_place": [],
    },
    "enfant-sans-niveau": {"besoin": ["avis"], "age": "mineur", "demandeur": "patient_ou_proche", "moment": "weekend_ferie"},
    "had-refusee": FAITS | {"besoin": ["soins"], "refus": ["had"], "demandeur": "medecin", "moment": "ouvrable"},
    "inacheve": {"besoin": ["soins"], "lieu": "ehpad", "age": "personne_agee", "stabilite": "a_risque"},
}  # fmt: skip


@pytest.mark.parametrize("nom", CAS)
def test_the_report_as_a_file(questionnaires, corpus, attendu, nom):
    _, compose = _composer(questionnaires, corpus, CAS[nom])
    attendu(f"rapport-{nom}.txt", report_text.plain_text(compose))


def test_markdown_as_a_file(questionnaires, corpus, attendu):
    _, compose = _composer(questionnaires, corpus, CAS["enfant-sans-niveau"], libelle="Petit <appel>")
    attendu("rapport-enfant-sans-niveau.markdown", report_text.markdown(compose))


def test_nothing_is_said_twice_in_a_report(orientation, questionnaires, corpus, situations):
    """A note or a condition of several needs is said once; the structures of each need are said in each."""
    repetes = 0
    for nom, faits in situations:
        plan = orientation.orienter(faits)
        compose = report.compose(tell_plan(questionnaires, plan, corpus, Frame(INSTANT, "1", "1")))
        dites = [
            e.texte
            for s in compose.sections
            for e in s.elements
            if s.titre == "À savoir" or s.titre.startswith("Ce que les")
        ]
        assert len(dites) == len(set(dites)), nom
        notes = [note.id for besoin in plan.besoins for note in besoin.notes]
        repetes += len(notes) - len(set(notes))
        tous = " ".join(e.texte for s in compose.sections for e in s.elements)
        for besoin in plan.besoins:
            for note in besoin.notes:
                assert bare(note.texte) in bare(tous), (nom, note.id)
            for condition in besoin.conditions:
                assert bare(condition.texte) in bare(tous), (nom, condition.id)
    assert repetes > 0, "no example repeats a note: the test shows nothing"


def test_the_questions_are_named_in_a_word_or_two(questionnaires, orientation, corpus, situations):
    for nom, faits in situations:
        compose = report.compose(
            tell_plan(questionnaires, orientation.orienter(faits), corpus, Frame(INSTANT, "1", "1"))
        )
        reponses, *_ = compose.sections
        assert reponses.titre == "Réponses données"
        assert not any("?" in e.texte or len(e.texte) > 110 for e in reponses.elements), nom


def test_what_depends_on_a_missing_answer_says_so(questionnaires, orientation, corpus):
    plan = orientation.orienter(CAS["inacheve"])
    texte = report_text.plain_text(report.compose(tell_plan(questionnaires, plan, corpus, Frame(INSTANT, "1", "1"))))
    assert any(besoin.incertains for besoin in plan.besoins)
    assert "dépend d'une réponse qui manque" in texte
    assert "Pas encore dit, et qui peut changer le plan :" in texte
    assert "(EMSP), horaires : selon une réponse qui manque" in texte
    assert "(LISP), horaires : les sources ne le disent pas" in texte


def test_a_condition_that_is_met_is_ticked(questionnaires, corpus):
    _, compose = _composer(questionnaires, corpus, FAITS | {"accords": ["had"]})
    assert "[x] L'information et l'accord de la personne" in report_text.plain_text(compose)


def test_what_a_person_typed_is_never_markup(questionnaires, corpus):
    _, compose = _composer(questionnaires, corpus, libelle="<img src=x> *gras* [lien](#a)")
    assert "\\*gras\\* \\[lien\\]" in report_text.markdown(compose)


def test_nothing_known_still_gives_a_report(questionnaires, corpus):
    _, compose = _composer(questionnaires, corpus, {})
    assert "appeler le 15" in report_text.plain_text(compose)
