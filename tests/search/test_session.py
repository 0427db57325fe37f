"""Queries on a small content: what is found, what is shown, what is said when nothing is."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.corpus.model import Borne, Force
from desktop.search import Passage, Results, SearchEngine
from tests.search.conftest import fabriquer

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.corpus import Corpus


def regles(resultats: Results) -> list[str]:
    return [h.regle for h in resultats.hits]


@pytest.mark.parametrize(
    ("requete", "premiere"),
    [
        ("combien de lits", "usp-lits"),
        ("décès", "usp-deces"),
        ("deces", "usp-deces"),
        ("DÉCÈS", "usp-deces"),
        ("complexe", "profil-complexite"),
        ("unité de soins palliatifs lits", "usp-lits"),
        ("lits service de soins palliatifs", "usp-lits"),
        ("maximum équipe mobile", "emsp-delai"),
        ("jours ouvres emps", "emsp-delai"),
        ("qui peut appeler l'équipe mobile", "emsp-pro"),
        ("qui peut appeller lequipe mobile", "emsp-pro"),
        ("kiné", "usp-kine"),
        ("kinesitherapeute", "usp-kine"),
        ("usp dimanche", "usp-feries"),
        ("24/24", "usp-acces"),
        ("24h sur 24", "usp-acces"),
        ("24 h jours ouvrés", "emsp-delai"),
        ("2,5 etp", "usp-medecins"),
        ("ssiad", "emsp-sad"),
        ("DU", "profil-du"),
        ("equipement", "emsp-materiel"),
        ("médec", "usp-medecins"),
        ("palliatifs lits minimum dix", "usp-lits"),
    ],
)
def test_stands_on_the_rule(moteur: SearchEngine, requete: str, premiere: str) -> None:
    assert regles(moteur.search(requete))[0] == premiere


def test_an_acronym_and_its_full_name_answer_alike(moteur: SearchEngine) -> None:
    sigle = regles(moteur.search("usp accessibilité"))
    nom = regles(moteur.search("unité de soins palliatifs accessibilité"))
    assert sigle[:2] == nom[:2]


@pytest.mark.parametrize(
    ("requete", "trouvees"),
    [
        ("usp:lits", {"usp-lits"}),
        ("document:emsp rapport", {"emsp-rapport"}),
        ("structure:EMSP rapport", {"emsp-rapport"}),
        ("annexe:6 rapport", {"emsp-rapport"}),
        ("profil:medecin", set()),
        ("force:obligation", {"usp-feries", "profil-du", "usp-lits", "emsp-delai"}),
        ("force:obligatoire", {"usp-feries", "profil-du", "usp-lits", "emsp-delai"}),
        ("force:requis", {"usp-lits", "emsp-delai"}),
        ("force:énoncé emsp", {"emsp-materiel", "emsp-sad", "emsp-rapport"}),
        ("force:description emsp", {"emsp-materiel", "emsp-sad", "emsp-rapport"}),
        ("force:chiffres", {"usp-lits", "emsp-delai"}),
        ("force : obligation diplôme", {"profil-du"}),
        ("force:obl usp", {"usp-feries", "usp-lits"}),
        ("borne:min", {"usp-lits"}),
        ("rubrique:accessibilite", {"usp-acces", "usp-feries"}),
        ("rubrique:équipe kiné", {"usp-kine"}),
        ("rapport -emsp", {"profil-rapport"}),
        ('"projet de soins"', {"usp-projet"}),
        ("« projets de soins »", {"usp-projet"}),
        ('"soins de projet"', set()),
        ('rapport -"rapport annuel"', set()),
        ("emsp:usp:lits", set()),
    ],
)
def test_filters(moteur: SearchEngine, requete: str, trouvees: set[str]) -> None:
    resultats = moteur.search(requete)
    if requete.startswith("profil:"):
        assert resultats.filtres_inconnus == ("profil:medecin",)
    else:
        assert set(regles(resultats)) == trouvees
        assert resultats.total == len(trouvees)


def test_a_filter_alone_lists_in_reading_order(moteur: SearchEngine) -> None:
    resultats = moteur.search("emsp:")
    assert regles(resultats)[:3] == ["emsp-pro", "emsp-proches", "emsp-delai"]
    assert resultats.total == 6
    assert len(moteur.search("emsp:", 2).hits) == 2


def test_what_looks_like_a_filter_and_is_none_is_words_and_is_said(moteur: SearchEngine) -> None:
    resultats = moteur.search("truc:lits")
    assert regles(resultats)[0] == "usp-lits"
    assert resultats.filtres_inconnus == ("truc:lits",)


def test_a_space_before_the_colon_is_prose(moteur: SearchEngine) -> None:
    resultats = moteur.search("Médecins : 2,5 ETP")
    assert regles(resultats)[0] == "usp-medecins"
    assert resultats.filtres_inconnus == ()


def test_a_correction_is_applied_and_said(moteur: SearchEngine) -> None:
    resultats = moteur.search("delai de reponce, médecin")
    assert resultats.correction is None or "reponce" not in resultats.correction
    resultats = moteur.search("matériel kinésithérapeuthe")
    assert resultats.correction == "matériel kinésithérapeute"
    assert resultats.correction_appliquee
    assert "usp-kine" in regles(resultats)


def test_nothing_found_offers_something_that_finds(moteur: SearchEngine) -> None:
    resultats = moteur.search("xyzzy")
    assert resultats.hits == ()
    assert resultats.suggestions
    for suggestion in resultats.suggestions:
        assert suggestion.raison
        assert moteur.search(suggestion.requete).hits


def test_a_filter_that_stops_everything_offers_the_words_alone(moteur: SearchEngine) -> None:
    resultats = moteur.search("force:facultatif lits")
    assert resultats.hits == ()
    assert resultats.suggestions[0].requete == "lits"


def test_a_force_that_stops_everything_offers_the_forces_that_the_words_have(moteur: SearchEngine) -> None:
    resultats = moteur.search("usp: force:facultatif lits")
    assert resultats.hits == ()
    offertes = [s.requete for s in resultats.suggestions if s.requete.startswith("force:")]
    assert offertes
    for offerte in offertes:
        assert moteur.search(offerte).hits
    for requete in ("emsp:lits", "force:facultatif", "force:facultatif xyzzy"):
        assert not [s for s in moteur.search(requete).suggestions if s.requete.startswith("force:")]


@pytest.mark.parametrize(
    ("requete", "absents", "approche"),
    [
        ("lits", (), False),
        ("lits xyzzy Qqwwq", ("xyzzy", "Qqwwq"), False),
        ("Appeler", ("Appeler",), True),
        ("joindre usp", (), False),
        ("joindre xyzzy", ("joindre", "xyzzy"), True),
        ("xyzzy", ("xyzzy",), False),
        ("kiné", (), False),
        ("kinésithérapeuthe", (), False),
        ("équipe mobile", (), False),
        ("exactement lits", (), False),
    ],
)
def test_words_that_no_text_holds_are_told(
    moteur: SearchEngine, requete: str, absents: tuple[str, ...], approche: bool
) -> None:
    resultats = moteur.search(requete)
    assert (resultats.absents, resultats.approche) == (absents, approche)


def searched(moteur: SearchEngine, requete: str, *notes: Passage) -> Results:
    """What is found while these notes are known."""
    moteur.learn(notes)
    try:
        return moteur.search(requete)
    finally:
        moteur.unlearn()


def test_a_word_of_a_note_of_the_users_is_not_absent(moteur: SearchEngine) -> None:
    note = Passage("n1", "usp-lits", "Ma note", "Numéro de garde : xyzzy")
    assert searched(moteur, "lits xyzzy", note).absents == ()


@pytest.mark.parametrize(
    "requete",
    ["qui peut appeler l’EMSP", "qui a le droit de contacter l’équipe mobile", "a-t-on le droit d’appeler l’EMSP"],
)
def test_who_may_ask_is_asked_in_many_ways(moteur: SearchEngine, requete: str) -> None:
    assert regles(moteur.search(requete))[0] in {"emsp-pro", "emsp-proches"}
    assert moteur.search(requete).absents == ()


@pytest.mark.parametrize(
    "requete", ["", "   ", "...", "?!", "-", '""', ":", "«", "\x00", "\ud800", "🙂", "force:", "-lits"]
)
def test_nothing_asked_finds_nothing_and_says_what_one_could_ask(moteur: SearchEngine, requete: str) -> None:
    resultats = moteur.search(requete)
    assert resultats.hits == ()
    assert resultats.requete == requete
    assert resultats.suggestions


def test_stop_words_find_the_titles_that_hold_them(moteur: SearchEngine) -> None:
    assert set(regles(moteur.search("qui peut"))) == {"emsp-pro", "emsp-proches"}
    assert regles(moteur.search("quels")) == []


def test_a_query_of_ten_thousand_characters(moteur: SearchEngine) -> None:
    assert regles(moteur.search("lits de l’unité " * 700))[0] == "usp-lits"
    assert moteur.search("a" * 10_000).hits == ()
    assert moteur.search("é’-«" * 2_500).hits == ()


def test_hits_carry_what_is_shown(moteur: SearchEngine) -> None:
    (hit, *_) = moteur.search("usp lits minimum").hits
    assert (hit.document, hit.titre, hit.force, hit.borne) == ("usp", "Nombre de lits", Force.REQUIS, Borne.MINIMUM)
    assert [hit.titre[s.debut : s.fin] for s in hit.titre_spans] == ["lits"]
    assert "lits" in [hit.extrait[s.debut : s.fin] for s in hit.extrait_spans]
    assert hit.nature == "regle"


def test_near_identical_hits_do_not_hide_the_second_document(moteur: SearchEngine) -> None:
    resultats = moteur.search("rapport annuel", 2)
    assert set(resultats.groupes) == {"emsp", "profil"}


def test_groups_come_in_the_order_of_their_best_hit(moteur: SearchEngine) -> None:
    resultats = moteur.search("équipe")
    assert resultats.groupes == tuple(dict.fromkeys(h.document for h in resultats.hits))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.integers(min_value=0, max_value=8))
def test_any_text_is_answered_and_every_span_lies_in_its_text(moteur: SearchEngine, requete: str, limite: int) -> None:
    resultats = moteur.search(requete, limite)
    assert len(resultats.hits) <= limite
    assert resultats.total >= len(resultats.hits)
    for hit in resultats.hits:
        for texte, spans in ((hit.titre, hit.titre_spans), (hit.extrait, hit.extrait_spans)):
            assert all(0 <= s.debut < s.fin <= len(texte) for s in spans)
            assert all(a.fin < b.debut for a, b in itertools.pairwise(spans))


VOCABLES = "lits usp équipe mobile décès 24h rapport annuel -emsp force:requis qui peut « projet » kiné"
MOTS = st.lists(st.sampled_from(VOCABLES.split()), max_size=6)


@settings(max_examples=150, deadline=None)
@given(MOTS)
def test_the_same_query_gives_the_same_answer(moteur: SearchEngine, mots: list[str]) -> None:
    requete = " ".join(mots)
    assert moteur.search(requete) == moteur.search(requete)


@settings(max_examples=60, deadline=None)
@given(MOTS)
def test_a_filter_never_adds(moteur: SearchEngine, mots: list[str]) -> None:
    requete = " ".join(m for m in mots if ":" not in m and not m.startswith("-")) or "équipe"
    sans = {h.regle for h in moteur.search(requete, 50).hits}
    avec = moteur.search(f"document:usp {requete}", 50).hits
    assert {h.document for h in avec} <= {"usp"}
    assert {r for r in sans if r.startswith("usp-")} <= {h.regle for h in avec}


# The user's own notes ------------------------------------------------------------------------------------------------

NOTE = Passage("n1", "usp-lits", "Appel de Mme Dupont", "Rappeler la cadre au sujet des lits, poste 4012.")


def test_a_note_is_found_by_words_that_the_content_does_not_have(moteur: SearchEngine) -> None:
    resultats = searched(moteur, "dupont", NOTE)
    (hit,) = resultats.hits
    assert (hit.nature, hit.id_note, hit.regle, hit.document) == ("note", "n1", "usp-lits", "usp")
    assert [hit.titre[s.debut : s.fin] for s in hit.titre_spans] == ["Dupont"]
    assert resultats.correction is None
    assert moteur.search("dupont").hits == ()


def test_a_note_stands_among_the_rules(moteur: SearchEngine) -> None:
    natures = {h.nature for h in searched(moteur, "lits", NOTE).hits}
    assert natures == {"regle", "note"}


def test_the_guide_answers_only_what_it_is_about(petit: Corpus, tmp_path: Path) -> None:
    guide = replace(fabriquer(documents=["profil"]), empreinte="guide")
    passage = Passage("g1", "profil-du", "Imprimer", "Ctrl+P imprime la règle ou les lits affichés.", "guide")
    moteur = SearchEngine(replace(petit, guide=guide), tmp_path)
    (hit,) = searched(moteur, "imprimer", passage).hits
    assert (hit.nature, hit.rubrique) == ("guide", "profil-r0")
    assert "guide" not in {h.nature for h in searched(moteur, "lits usp minimum", passage).hits}


def test_a_filter_keeps_the_notes_out_and_a_lost_target_is_left_out(moteur: SearchEngine) -> None:
    assert all(h.nature == "regle" for h in searched(moteur, "usp:lits", NOTE).hits)
    perdue = Passage("n2", "disparue", "Dupont", "")
    assert searched(moteur, "dupont", perdue).hits == ()


@pytest.mark.parametrize(
    ("requete", "premiere"),
    [
        ("med etp", "usp-medecins"),
        ("max jours ouvrés", "emsp-delai"),
        ("lits 1 0", "usp-lits"),
        ("jour feries", "usp-feries"),
        ("role équipe mobile solliciter", "emsp-pro"),
    ],
)
def test_shortened_and_loose_words(moteur: SearchEngine, requete: str, premiere: str) -> None:
    resultats = moteur.search(requete)
    assert regles(resultats)[0] == premiere
    assert resultats.correction is None
