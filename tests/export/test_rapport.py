"""The report: whole, sourced, escaped, without identity."""

from __future__ import annotations

from datetime import datetime
from html.parser import HTMLParser

import pytest

from desktop.decision import Orientation, charger
from desktop.export import rapport
from desktop.export.rapport import Cadre

FAITS = {
    "demandeur": "soignant", "age": "adulte", "lieu": "domicile", "souhait": "non_exprime", "faisable": "avec_renfort",
    "besoin": ["soins", "avis"], "moment": "nuit", "symptomes": "refractaires", "stabilite": "a_risque", "soins": "simples",
    "intervenants": "peu_nombreux", "vie_et_entourage": "preserve", "ethique": "aucune",
}  # fmt: skip
INSTANT = datetime(2026, 11, 21, 22, 5)  # noqa: DTZ001 - a wall clock, as the person sees it


@pytest.fixture(scope="module")
def questionnaires(racine):
    return charger(racine / "content" / "questionnaires")


def _composer(questionnaires, corpus, faits=FAITS, libelle=""):
    plan = Orientation(questionnaires).orienter(faits)
    return plan, rapport.composer(questionnaires, corpus, plan, Cadre(INSTANT, "2023.1", "9.9.9", libelle))


def test_it_says_hour_answers_level_plan_reasons_open_points_and_limits(questionnaires, corpus):
    plan, compose = _composer(questionnaires, corpus)
    texte = rapport.texte(compose)
    for attendu in (
        "samedi 21 novembre 2026, 22 h 05", "Niveau 3", "Les textes laissent ce choix ouvert", "CE QUE LES TEXTES LAISSENT OUVERT",
        "CE QUI CHANGERAIT LA RÉPONSE", "annexe 1, « Moyens »", "Lecture proposée par l'outil", "appeler le 15", "Contenu 2023.1",
        "Cap palliatif 9.9.9", "ni dispositif médical", "[ ] Une prescription d'HAD",
    ):  # fmt: skip
        assert attendu in texte, attendu
    noms = questionnaires.orientation.structures
    for besoin in plan.besoins:
        for structure in besoin.structures:
            assert noms[structure].libelle.replace("’", "'").replace("\u00a0", " ") in texte


def test_a_condition_that_is_met_is_ticked(questionnaires, corpus):
    _, compose = _composer(questionnaires, corpus, FAITS | {"accords": ["had"]})
    assert "[x] L'information et l'accord de la personne" in rapport.texte(compose)


class _Balises(HTMLParser):
    def __init__(self):
        super().__init__()
        self.balises = set()
        self.ouvertes = []

    def handle_starttag(self, tag, attrs):
        self.balises.add(tag)
        self.ouvertes.append(tag)
        assert attrs == []

    def handle_startendtag(self, tag, attrs):  # noqa: ARG002 - the parser hands them over
        self.balises.add(tag)

    def handle_endtag(self, tag):
        assert self.ouvertes.pop() == tag


def test_what_a_person_typed_is_never_markup(questionnaires, corpus):
    _, compose = _composer(questionnaires, corpus, libelle="<img src=x> *gras* [lien](#a)")
    lecteur = _Balises()
    lecteur.feed(rapport.html(compose))
    assert lecteur.ouvertes == []
    assert lecteur.balises <= {"html", "head", "title", "body", "h1", "h2", "h3", "p", "b", "ul", "li", "small", "br"}
    assert "\\*gras\\* \\[lien\\]" in rapport.markdown(compose)


def test_nothing_known_still_gives_a_report(questionnaires, corpus):
    _, compose = _composer(questionnaires, corpus, {})
    assert "appeler le 15" in rapport.texte(compose)


@pytest.mark.parametrize(("jour", "dit"), [(1, "dimanche 1er novembre"), (2, "lundi 2 novembre")])
def test_dates_in_words(jour, dit):
    assert rapport.date_en_mots(INSTANT.replace(day=jour)).startswith(dit)
