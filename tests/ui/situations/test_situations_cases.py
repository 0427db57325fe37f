"""What is kept: reopened, changed, compared, erased and given back; found again after a crash; said when the content changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from situations_data import NIGHT
from situations_person import SATURDAY_NIGHT, Person

from desktop.decision.answering import start as begin
from desktop.store import Draft
from desktop.ui.situations import keeping
from desktop.ui.situations.case_dialogs import LabelDialog
from desktop.ui.situations.resume import entries

CASES = "situations"


def labels(widget):
    return " | ".join(label.text() for label in widget.findChildren(QLabel))


@pytest.fixture
def kept(person):
    """The acceptance situation, kept."""
    person.role("soignant").answered(NIGHT)
    person.situation.keep("visite du samedi")
    person.settle()
    return person


def test_keeping_asks_for_a_label_that_designates_nobody(person):
    person.role("soignant").answered(NIGHT)
    person.page.plan.findChild(QPushButton, "action-garder").click()
    dialog = person.page.findChild(LabelDialog)
    field = dialog.findChild(QLineEdit)
    assert field.text() == "situation du samedi 21 novembre"
    assert dialog.warning.text() == ""
    field.setText("Mme Dupont 12/03/1968")
    assert "ressemble" in dialog.warning.text()
    field.setText("visite du samedi")
    assert dialog.warning.text() == ""
    QTest.keyClick(field, Qt.Key.Key_Return)
    person.settle()
    assert [case.label for case in person.situation.data.snapshot.cases] == ["visite du samedi"]
    assert person.window.navigator.history.current.cible.startswith("cas/")


def test_a_kept_case_offers_no_second_keep_until_it_changes(kept):
    assert kept.page.plan.findChild(QPushButton, "action-garder") is None
    assert kept.page.plan.findChild(QPushButton, "action-changements") is None
    kept.page.plan.findChild(QPushButton, "cote-refus-had").click()
    kept.settle()
    kept.page.plan.findChild(QPushButton, "action-changements").click()
    kept.settle()
    case = kept.situation.case(kept.situation.session.cas)
    assert case.revision == 2
    assert case.state.facts["refus"] == ["had"]


def test_the_list_reopens_a_case_on_its_plan(kept):
    kept.situation.begin()
    kept.context.go(CASES)
    kept.settle()
    said = kept.page.model.sentence(kept.page.view.current)
    assert "visite du samedi" in said
    assert "HAD" in said
    assert QApplication.focusWidget() is kept.page.view
    QTest.keyClick(kept.page.view, Qt.Key.Key_Return)
    kept.settle()
    assert kept.on_plan
    assert kept.situation.session.libelle == "visite du samedi"
    assert dict(kept.situation.session.flow.counted)["souhait"] == "rester"


def test_a_case_is_compared_with_its_earlier_state(kept):
    kept.page.plan.findChild(QPushButton, "cote-refus-had").click()
    kept.settle()
    kept.situation.keep_changes()
    kept.settle()
    kept.context.go(CASES, f"comparer/{kept.situation.session.cas}")
    kept.settle()
    said = labels(kept.page)
    assert "Réponses changées" in said
    assert "pas dit" in said
    assert "premier recours" in said


def test_erasing_can_be_undone_until_the_program_closes(kept):
    kept.context.go(CASES)
    kept.settle()
    QTest.keyClick(kept.page.view, Qt.Key.Key_Delete)
    kept.settle()
    assert kept.page.model.rowCount() == 0
    assert QApplication.focusWidget() is kept.page.undo_link
    assert "Annuler\u00a0: effacer la situation" in " ".join(
        b.accessibleName() for b in kept.page.findChildren(QPushButton)
    )
    kept.context.run("donnees.annuler")
    kept.settle()
    assert kept.page.model.rowCount() == 1


def test_renaming(kept):
    kept.context.go(CASES)
    kept.settle()
    QTest.keyClick(kept.page.view, Qt.Key.Key_F2)
    dialog = kept.page.findChild(LabelDialog)
    dialog.field.setText("visite de suivi")
    dialog.keep.click()
    kept.settle()
    assert kept.page.view.current.label == "visite de suivi"


def test_a_case_that_was_erased_says_so(kept):
    key = kept.situation.session.cas
    kept.situation.data.write(lambda store: store.cases.erase(key))
    kept.settle()
    kept.situation.begin()
    kept.context.go("orienter", f"cas/{key}")
    assert "effacée" in kept.page.waiting.text()


def test_the_content_changed_since_says_what_differs(kept):
    case = kept.situation.case(kept.situation.session.cas)
    plan = dict(case.state.plan)
    plan["besoins"] = [{**plan["besoins"][0], "principal": ["usp"]}]
    old = replace(case.state, plan=plan, content_version="2022.9", content_fingerprint="autre")
    kept.situation.data.write(lambda store: store.cases.change(case.id, old))
    kept.settle()
    kept.situation.desk.put_down()
    kept.context.go("accueil")
    kept.context.go("orienter", f"cas/{case.id}")
    kept.settle()
    said = labels(kept.page.plan)
    assert "Le contenu a changé depuis" in said
    assert "2022.9" in said
    assert "À solliciter\u00a0: USP → HAD" in said


def test_the_content_changed_and_the_plan_did_not(kept):
    case = kept.situation.case(kept.situation.session.cas)
    kept.situation.data.write(
        lambda store: store.cases.change(case.id, replace(case.state, content_fingerprint="autre"))
    )
    kept.settle()
    kept.situation.desk.put_down()
    kept.context.go("accueil")
    kept.context.go("orienter", f"cas/{case.id}")
    kept.settle()
    assert "Le plan reste le même." in labels(kept.page.plan)


def test_every_answer_is_on_disk_and_found_again_after_a_crash(person):
    person.role("soignant").start().press("1", "Entrée", "1", "Entrée", "2")
    person.settle()
    asked = person.question
    draft = person.situation.data.store.drafts.get("orientation")
    assert draft.facts["faisable"] == "avec_renfort"
    person.situation.desk.clear()
    person.context.go("accueil")
    person.context.go("orienter")
    assert person.question == asked
    assert person.situation.session.flow.counted["faisable"] == "avec_renfort"


def test_a_draft_waits_behind_commencer(person, orientation):
    session = begin(orientation, person.situation.clock(), "soignant").answer("besoin", ["deuil"])
    draft = keeping.draft_of(replace(session, draft="d" * 32))
    person.situation.data.write(lambda store: store.drafts.save(draft))
    person.settle()
    person.start()
    assert person.situation.session.flow.counted.get("besoin") is None
    again = next(
        b for b in person.page.question.findChildren(QPushButton) if b.accessibleName().startswith("Reprendre")
    )
    again.click()
    assert person.situation.session.flow.counted["besoin"] == ["deuil"]


def test_keeping_ends_the_draft(kept):
    assert kept.situation.data.store.drafts.get("orientation") is None


def test_home_offers_to_go_on(kept):
    kept.situation.begin()
    kept.press("2", "Entrée")
    kept.context.go("accueil")
    kept.settle()
    words = [b.accessibleName() for b in kept.page.findChildren(QPushButton)]
    assert any(word.startswith("Situation en cours\u00a0: sans nom, 22\u00a0h\u00a010") for word in words)
    assert any("visite du samedi" in word for word in words)


def test_a_situation_in_hand_comes_first_with_its_own_time(person, orientation):
    before = SATURDAY_NIGHT - dt.timedelta(days=400)
    session = begin(orientation, before, "soignant").answer("besoin", ["avis"]).unknown("lieu")
    draft = keeping.draft_of(replace(session, draft="d" * 32))
    person.situation.data.write(lambda store: store.drafts.save(draft))
    person.settle()
    (line,) = entries(person.situation)
    assert line.texte == "Situation en cours : sans nom, vendredi 17 octobre, 22\u00a0h\u00a010"
    assert (line.detail, line.first) == ("en cours, 2 réponses", True)
    person.context.place_requested.emit(line.place)
    assert person.situation.session.flow.counted["besoin"] == ["avis"]
    assert line.quand == before.timestamp()


def test_is_it_the_right_structure_from_the_page_of_a_structure(person):
    person.role("soignant")
    person.context.registry.document_actions["bonne-structure"].handler("usp")
    assert person.question == "besoin"
    person.situation.put(person.situation.session)
    assert person.situation.session.visee == "usp"
    while not person.on_plan:
        QApplication.processEvents()
        person.press("1") if person.question != "besoin" else person.press("1", "Entrée")
        if person.question == "en_place":
            person.press("Entrée")
    assert "USP" in person.story.visee


def test_other_drafts_do_not_hide_the_situation(person):
    person.situation.data.write(lambda store: store.drafts.save(Draft("profil-x", {"a": "acquis"})))
    person.settle()
    assert person.situation.drafts == {}


def restarted(qtbot, opener, services):
    from PySide6.QtCore import QEvent

    opener.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return Person(qtbot, opener(services)).ready()


def test_a_restart_goes_on_at_the_question_where_one_stood(person, qtbot, opener, services):
    person.role("soignant").start().press("1", "Entrée", "1", "Entrée", "2")
    asked = person.question
    person.settle()
    again = restarted(qtbot, opener, services)
    qtbot.waitUntil(lambda: again.page is not None and hasattr(again.page, "shown"), timeout=10_000)
    again.settle()
    assert again.situation.session.flow.counted["faisable"] == "avec_renfort"
    assert again.question == asked
    focused = again.window.focusWidget()
    assert focused is not None
    assert again.page.question.isAncestorOf(focused)


def test_a_restart_shows_the_kept_case_again(kept, qtbot, opener, services):
    again = restarted(qtbot, opener, services)
    again.settle()
    assert again.on_plan
    assert again.situation.session.libelle == "visite du samedi"


def test_commencer_after_a_restart_begins_anew_and_offers_the_draft(person, qtbot, opener, services):
    person.role("soignant").start().press("1", "Entrée", "1")
    person.context.go("accueil")
    person.settle()
    again = restarted(qtbot, opener, services)
    again.start()
    assert not again.situation.session.begun
    assert [one.answers for one in again.situation.open_situations()] == [2]
