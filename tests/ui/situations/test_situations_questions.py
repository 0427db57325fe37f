"""One question after the other, as a person answers them with the keyboard."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton
from situations_data import NIGHT

from desktop.ui.situations import digits
from desktop.ui.situations.choices import UNKNOWN


def labels(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def checked(person):
    return person.page.question.choices.answers()


def focused(person):
    return QApplication.focusWidget().option.id


def test_the_first_question_has_the_focus_and_says_who_and_when(person):
    person.role("soignant").start()
    assert person.question == "besoin"
    assert focused(person) == "soins"
    said = labels(person.page.question)
    assert any("Vous êtes" in words and "professionnel de santé" in words.lower() for words in said)
    assert any("samedi 21 novembre, 22\u00a0h" in words for words in said)
    assert not person.page.answers_scroll.isVisible()


@pytest.mark.parametrize("typed", ["2", "é", "«", "à"])
def test_the_second_key_of_the_row_chooses_the_second_answer_whatever_it_types(person, monkeypatch, typed):
    monkeypatch.setattr(digits, "QGuiApplication", SimpleNamespace(platformName=lambda: "xcb"))
    person.role("soignant").start().press("1", "Entrée")
    event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, 11, 0, 0, typed)
    QApplication.sendEvent(QApplication.focusWidget(), event)
    assert person.situation.session.flow.counted["lieu"] == "ehpad"


def test_the_keypad_chooses_an_answer(person):
    person.role("soignant").start().press("1", "Entrée")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier)
    assert person.situation.session.flow.counted["lieu"] == "domicile"


def test_arrows_and_enter(person):
    person.role("soignant").start().press("1", "Entrée", "Bas", "Bas", "Haut", "Entrée")
    assert person.situation.session.flow.counted["lieu"] == "ehpad"


def test_type_ahead_space_and_enter_in_a_long_list(person):
    person.role("soignant").start().press("d", "e", "u", "Espace")
    assert checked(person) == ["deuil"]
    person.press("Entrée")
    assert person.situation.session.flow.counted["besoin"] == ["deuil"]
    assert person.title == "Qui suivait la personne\u202f?"


def test_space_ticks_and_unticks(person):
    person.role("soignant").start().press("Espace", "2", "1")
    assert checked(person) == ["avis"]
    assert person.page.question.go_on.text() == "Continuer (1)"


def test_enter_takes_no_need_that_merely_has_the_focus(person):
    person.role("soignant").start().press("Droite", "Entrée")
    assert person.question == "besoin"
    assert "besoin" not in person.situation.session.flow.reponses
    assert person.page.question.hint.isVisible()
    assert "attend" in person.page.question.hint.text()
    person.press("Espace")
    assert not person.page.question.hint.isVisible()
    person.press("Espace", "Entrée")
    assert person.question == "besoin", "a need that was just unticked is not taken either"
    person.press("Espace", "Entrée")
    assert person.situation.session.flow.counted["besoin"] == ["avis"]


def test_go_on_without_an_answer_says_why_it_waits(person):
    person.role("soignant").start()
    person.page.question.go_on.click()
    assert person.question == "besoin"
    assert plain(person.page.question.hint.text()).startswith("« Continuer » attend une réponse")


def test_what_enter_does_is_said_under_the_answers(person):
    person.role("soignant").start()
    said = person.page.question.keys
    assert "Entrée : attend" in plain(said.text())
    person.press("1")
    assert "Entrée : continuer avec ce qui est coché" in plain(said.text())
    person.press("Entrée")
    assert "Entrée : répondre" in plain(person.page.question.keys.text())
    person.context.go("orienter", "besoin")
    person.settle()
    while not person.page.question.choices.several or person.question == "besoin":
        person.press("Entrée")
    assert "Entrée : rien de tout cela" in plain(person.page.question.keys.text())


def test_enter_on_i_do_not_know_among_several_answers_neither_it_nor_nothing(person):
    person.role("soignant").start().press("1", "Entrée")
    while not person.page.question.choices.several:
        person.press("Entrée")
    question = person.question
    person.page.question.choices.start(UNKNOWN)
    person.press("Entrée")
    assert person.question == question
    assert "Je ne sais pas" in plain(person.page.question.hint.text())
    person.press("Espace")
    assert question in person.situation.session.inconnus


def plain(words):
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def test_nothing_of_all_that_is_an_answer(person):
    person.role("soignant").start().press("2", "Entrée", "1")
    assert person.question == "en_place"
    assert person.page.question.go_on.text() == "Rien de tout cela"
    person.press("Entrée")
    assert person.situation.session.flow.reponses["en_place"] == []


def test_i_do_not_know_goes_on_and_is_listed(person):
    person.role("soignant").start().press("1", "Entrée", "1", "Entrée")
    asked = person.question
    person.press("0")
    assert person.question != asked
    assert asked in person.situation.session.inconnus
    assert any("Je ne sais pas" in words for words in labels(person.page.answers))


def test_not_knowing_anything_still_gives_a_plan_that_says_so(person):
    person.role("soignant").start().press("1", "Entrée")
    while not person.on_plan:
        person.press("0")
    assert not person.story.certain
    assert any("dépend encore" in words for words in labels(person.page.plan.main))


def test_the_progress_says_what_may_still_come_at_most(person):
    person.role("soignant").start()
    assert "Première question\u00a0: les suivantes dépendent de votre réponse" in labels(person.page.question)
    person.press("2", "Entrée")
    rank, more = person.situation.session.progress("lieu")
    assert f"Question {rank}, au plus {more} encore" in labels(person.page.question)
    person.press("1", "Entrée")
    assert "Question 4, la dernière" in labels(person.page.question)


def test_backspace_goes_back_and_the_answer_is_still_there(person):
    person.role("soignant").start().press("2", "Entrée", "1", "Retour")
    assert person.question == "lieu"
    assert checked(person) == ["domicile"]
    assert focused(person) == "domicile"
    person.press("Retour")
    assert checked(person) == ["avis"]


def test_the_window_goes_back_through_the_questions_too(person):
    person.role("soignant").start().press("2", "Entrée", "1")
    person.context.run("aller.retour")
    assert person.question == "lieu"


def test_an_earlier_answer_is_one_click_away_and_the_others_stay(person):
    person.role("soignant").start().press("1", "Entrée", "1", "Entrée", "2", "1")
    QTest.mouseClick(person.page.answers.buttons["faisable"], Qt.MouseButton.LeftButton)
    assert person.question == "faisable"
    person.press("1")
    assert person.situation.session.flow.counted["faisable"] == "oui"
    assert person.situation.session.flow.counted["souhait"] == "rester"
    assert person.question not in ("faisable", "souhait")


def test_what_counts_no_more_is_struck_and_stays(person):
    person.role("soignant").start().press("1", "Entrée", "1", "Entrée", "2", "1")
    person.context.go("orienter", "besoin")
    person.press("1", "2", "Entrée")
    struck = [label.text() for label in person.page.answers.findChildren(QLabel) if label.property("role") == "struck"]
    assert any("Souhait" in words for words in struck)
    assert "souhait" in person.situation.session.flow.reponses
    assert "souhait" not in person.situation.session.flow.counted


def test_the_result_grows_at_the_side(person):
    person.role("soignant").start().press("1", "Entrée", "1", "Entrée", "2", "1")
    person.settle()
    said = labels(person.page.result)
    assert "Sûr dès maintenant" in said
    assert "Dépend de votre réponse" in said
    assert any(words.startswith("Niveau") for words in said)


def test_the_role_can_be_kept_from_the_question(person):
    person.role("").start().press("2", "Entrée", "1", "Entrée")
    while person.question != "demandeur":
        person.press("3")
    person.page.question.findChild(QCheckBox).click()
    person.page.question.start()
    person.press("2")
    assert person.context.settings.text("role") == "soignant"
    person.start()
    assert person.situation.session.flow.reponses["demandeur"] == "soignant"


def test_a_level_that_a_team_gave_answers_the_six_questions(person):
    person.role("soignant").start().press("1", "Entrée", "1", "Entrée", "2", "1")
    assert person.question in ("stabilite", "symptomes")
    link = next(b for b in person.page.question.findChildren(QPushButton) if b.text() == "niveau\u00a02")
    link.click()
    assert person.situation.session.flow.counted["niveau"] == 2


def test_an_answer_that_cannot_stand_with_the_others_says_why(person):
    person.role("soignant").start().press("2", "Entrée")
    person.page.answering.answer("lieu", "ehpad")
    person.context.go("orienter", "age")
    person.page.answering.answer("age", "mineur")
    assert person.page.question.hint.isVisible()
    assert "EHPAD" in person.page.question.hint.text()


def test_every_target_is_at_least_forty_pixels_high(person):
    person.role("soignant").start()
    while not person.on_plan:
        QApplication.processEvents()
        for card in person.page.question.choices.cards:
            assert card.height() >= 40
        person.press("1")
        if person.page.question.go_on is not None and not person.on_plan and person.question in ("besoin", "en_place"):
            person.press("Entrée")
    for switch in person.page.plan.main.findChildren(QPushButton):
        if switch.property("kind") == "switch":
            assert switch.height() >= 40


@pytest.mark.parametrize("size", [(1366, 768), (1280, 720), (900, 700), (640, 600)])
def test_nothing_is_cut_at_the_side(person, size):
    person.window.resize(*size)
    person.role("soignant").start()
    while not person.on_plan:
        QApplication.processEvents()
        for card in person.page.question.choices.cards:
            right = card.mapTo(person.page, card.rect().bottomRight()).x()
            assert right <= person.page.width()
        answers = {**NIGHT, "besoin": ["soins"]}
        question = person.situation.session.question(person.question)
        wanted = answers[question.id]
        if question.fait.plusieurs:
            person.press(*[str(question.permises.index(v) + 1) for v in wanted], "Entrée")
        else:
            person.press(str(question.permises.index(wanted) + 1))
    QApplication.processEvents()
    assert person.page.plan.main.width() <= person.page.width()


@pytest.mark.parametrize("command", ["affichage.agrandir", "affichage.sombre"])
def test_drawn_anew_the_question_keeps_ticks_and_focus(person, command):
    person.role("soignant").start().press("1", "7")
    person.context.run(command)
    person.settle()
    assert checked(person) == ["soins", "repit"]
    assert focused(person) == "repit"
    person.press("2", "Entrée")
    assert person.situation.session.flow.counted["besoin"] == ["soins", "avis", "repit"]
    person.context.run("affichage.normal")
    person.context.run("affichage.clair")
