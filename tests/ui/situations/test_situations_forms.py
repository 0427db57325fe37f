"""The level alone, the ERRSPP's involvement, the profiles, the proofs."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.ui.situations import proof


def labels(widget):
    return " | ".join(label.text() for label in widget.findChildren(QLabel))


@pytest.fixture
def level(person):
    person.window.activateWindow()
    person.context.go("niveau")
    person.settle()
    return person


def test_one_digit_a_dimension_gives_the_level(level):
    level.press("1", "2", "1", "1", "2", "1")
    assert level.keys == 6
    said = labels(level.page.side)
    assert "Niveau\u00a02" in said
    assert "Lecture proposée par l’outil" in said
    assert "Expertise attendue d’une HAD" in said


def test_an_answer_given_again_is_taken_back(level):
    level.press("3")
    assert "Niveau\u00a03" in labels(level.page.side)
    level.press("Haut", "3")
    assert level.page.answers == {}
    assert "Niveau\u00a01, 2 ou 3" in labels(level.page.side)


def test_ethics_alone_is_said(level):
    level.press("1", "1", "1", "1", "1", "2")
    assert "Niveau relevé par l’éthique seule" in labels(level.page.side)


def test_the_level_goes_on_to_an_orientation(level):
    level.role("soignant").press("2", "2")
    next(b for b in level.page.side.findChildren(QPushButton) if b.text().startswith("Orienter")).click()
    level.settle()
    assert level.window.navigator.history.current.page == "orienter"
    assert level.situation.session.flow.reponses["stabilite"] == "a_risque"
    assert level.question == "besoin"


def test_the_level_is_copied(level):
    level.press("1", "2")
    level.page.copy()
    assert "Niveau de complexité : 2 ou 3" in QGuiApplication.clipboard().text()


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["2"], "Implication 1"),
        (["1", "1"], "Implication 2"),
        (["1", "2", "1"], "Implication 3"),
        (["1", "2", "2"], "Implication 4"),
    ],
)
def test_the_involvement_of_the_errspp(person, keys, said):
    person.window.activateWindow()
    person.context.go("errspp")
    person.settle()
    person.press(*keys)
    words = labels(person.page.side).split(" | ")
    assert said in words
    assert "Sur une échelle de 1 à 4, propre à l’ERRSPP." in words


def test_the_page_of_the_errspp_leads_there(person):
    person.context.registry.document_actions["implication"].handler("errspp")
    assert person.window.navigator.history.current.page == "errspp"


def test_a_profile_says_what_blocks_what_is_wished_and_what_is_not_said(person):
    person.context.registry.document_actions["bilan"].handler("medecin-soins-palliatifs")
    person.settle()
    page = person.page
    assert page.key == "medecin_soins_palliatifs"
    assert "restent à dire" in labels(page.side)
    page.switches["stage_usp", "non"].click()
    page.switches["du_diu_soins_palliatifs", "en_cours"].click()
    page.switches["stage_emsp", "engagement"].click()
    said = labels(page.side)
    assert "1 point bloquant" in said
    assert "Faire un stage de 8\u00a0jours au moins dans une USP, ou s’y engager." in said
    assert "Acquis (2)" in said
    assert "Seulement souhaité ou facultatif" in said


def test_a_diploma_answers_for_its_group(person):
    person.context.go("bilan", "medecin_soins_palliatifs")
    person.settle()
    page = person.page
    page.switches["desc_soins_palliatifs", "acquis"].click()
    blocking = [e.id for e in page.outcome(person.situation.decisions.questionnaires).bloquants]
    assert "du_diu_soins_palliatifs" not in blocking


def test_the_answers_of_a_profile_are_found_again(person):
    person.context.go("bilan", "coordinateur_parcours")
    person.settle()
    person.page.switches["master_2", "acquis"].click()
    person.settle()
    person.page.states.clear()
    person.context.go("accueil")
    person.context.go("bilan", "coordinateur_parcours")
    person.settle()
    assert person.page.states["coordinateur_parcours"] == {"master_2": "acquis"}
    assert person.page.switches["master_2", "acquis"].isChecked()


def test_the_profile_is_copied_and_begun_again(person):
    person.context.go("bilan", "medecin_coordonnateur_had")
    person.settle()
    person.page.switches["structure_d_appui", "non"].click()
    person.page.copy()
    assert "Structure d'appui identifiée" in QGuiApplication.clipboard().text()
    person.page.again()
    person.settle()
    assert person.page.states["medecin_coordonnateur_had"] == {}


# -- proofs


def test_the_summary_that_came_with_the_content_is_read(root):
    found = proof.read(root / "content")
    assert found is not None
    assert found.combinaisons > 10**9
    assert {law.numero for law in found.lois} == set(proof.LAWS)
    assert found.holds


def test_a_missing_or_damaged_summary_is_none(tmp_path):
    assert proof.read(tmp_path) is None
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / proof.FILE_NAME).write_text("{}", encoding="utf-8")
    assert proof.read(tmp_path) is None


def test_the_page_says_when_no_summary_came(person):
    person.context.run("aide.preuves")
    assert "Aucun résumé" in labels(person.page)


class ShortProver(proof.ProofRunner):
    """One need only: the whole space takes half a minute and is proven elsewhere."""

    def __init__(self, questionnaires, rules, told):
        super().__init__(questionnaires, rules, told, needs=("presence",))


def test_anyone_can_verify_here(person, qtbot, monkeypatch):
    monkeypatch.setattr(proof, "ProofRunner", ShortProver)
    person.context.run("aide.preuves")
    person.page.first.click()
    assert "Vérification en cours" in labels(person.page)
    qtbot.waitUntil(lambda: person.page.prover is None, timeout=60_000)
    QApplication.processEvents()
    said = labels(person.page)
    assert "Toutes les lois tiennent" in said
    assert "combinaisons de réponses" in said
    assert said.count("✓ tient") == 12


def test_a_proof_that_fails_says_so(person, qtbot, monkeypatch):
    class Broken(ShortProver):
        def _prove(self):
            raise RuntimeError("tables illisibles")

    monkeypatch.setattr(proof, "ProofRunner", Broken)
    person.context.run("aide.preuves")
    person.page.first.click()
    qtbot.waitUntil(lambda: person.page.prover is None, timeout=10_000)
    assert "n’a pas abouti\u00a0: tables illisibles" in labels(person.page)
