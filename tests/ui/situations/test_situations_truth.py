"""One truth: what a screen shows of a situation is what the store says of it, and what it says of now is of now."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from situations_data import NIGHT
from situations_person import SATURDAY_NIGHT, Person

from desktop.store import Store
from desktop.ui.kit.widgets import Badge
from desktop.ui.situations.case_dialogs import LabelDialog
from desktop.ui.situations.plan_cards import AGED
from desktop.ui.situations.resume import entries

FRIDAY = dt.datetime(2026, 11, 27, 17, 55, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def said(widget) -> str:
    QApplication.processEvents()  # what was just drawn is shown
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def head(person) -> str:
    return " ".join(
        label.text() for label in person.page.plan.findChildren(QLabel) if label.objectName().startswith("tete")
    )


def families(person) -> set[str]:
    return {badge.famille for badge in person.page.plan.main.findChildren(Badge)}


def restarted(qtbot, opener, services) -> Person:
    opener.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return Person(qtbot, opener(services)).ready()


@pytest.fixture
def kept(person):
    person.role("soignant").answered(NIGHT)
    person.situation.keep("visite du samedi")
    person.settle()
    return person


@pytest.fixture
def friday(person):
    """A plan made on Friday at 17:55."""
    person.at(FRIDAY).role("soignant")
    person.situation.begin()
    person.answered(NIGHT | {"besoin": ["avis"]})
    assert person.on_plan
    assert person.story.phrase == "Solliciter l’EMSP."
    return person


# -- one situation is not another


def test_a_new_situation_shows_nothing_of_the_former_one(kept):
    kept.start()
    QApplication.processEvents()
    kept.situation.go("moment")
    kept.settle()
    assert "Sûr dès maintenant" not in said(kept.page)
    assert "HAD" not in said(kept.page)
    assert "ne compte plus" not in said(kept.page.answers)


def test_every_question_says_whose_it_is(person):
    person.role("soignant").start()
    seen = set()
    while not person.on_plan:
        QApplication.processEvents()
        name = person.page.question.findChild(QLabel, "nom")
        assert name.text() == "Sans nom, 22\u00a0h\u00a010"
        seen.add(person.question)
        person.situation.advance(person.situation.session.answer(person.question, NIGHT[person.question]))
    assert len(seen) > 5
    assert head(person).startswith(
        "Sans nom, 22\u00a0h\u00a010 · plan pour samedi 21 novembre, à 22\u00a0h\u00a010 (nuit)"
    )


def test_a_blank_situation_comes_back_blank(person, qtbot, opener, services):
    person.role("soignant").start().press("1", "Entrée", "1")
    person.settle()
    person.start()
    assert not person.situation.session.begun
    again = restarted(qtbot, opener, services)
    again.settle()
    assert again.question == "besoin"
    assert not again.situation.session.begun
    assert again.page.question.choices.answers() == []
    assert [one.answers for one in again.situation.open_situations()] == [2]


def test_several_situations_stay_open_and_each_is_found_under_its_name(person):
    person.role("soignant").start().press("1", "Entrée")
    person.at(SATURDAY_NIGHT + dt.timedelta(minutes=7)).start().press("2", "Entrée", "1")
    person.settle()
    lines = [(line.texte, line.detail) for line in entries(person.situation)]
    assert lines == [
        ("Situation en cours : sans nom, 22\u00a0h\u00a017", "en cours, 2 réponses"),
        ("Situation en cours : sans nom, 22\u00a0h\u00a010", "en cours, 1 réponse"),
    ]
    for line, needs in zip(entries(person.situation), (["avis"], ["soins"]), strict=True):
        person.context.place_requested.emit(line.place)
        assert person.situation.session.flow.reponses["besoin"] == needs


def test_going_back_to_another_situation_takes_it_in_hand_again(person):
    person.role("soignant").start().press("1", "Entrée")
    person.start()
    person.press("2", "Entrée")
    for _ in range(2):
        person.context.run("aller.retour")
    assert person.question == "lieu"
    assert person.situation.session.flow.reponses["besoin"] == ["soins"]


def test_an_open_situation_can_be_dropped_and_given_back(person):
    person.role("soignant").start().press("1", "Entrée")
    person.context.go("situations")
    away = next(
        b for b in person.page.findChildren(QPushButton) if b.accessibleName() == "Effacer Sans nom, 22\u00a0h\u00a010"
    )
    away.click()
    person.settle()
    assert person.situation.open_situations() == ()
    person.context.run("donnees.annuler")
    person.settle()
    assert [one.answers for one in person.situation.open_situations()] == [1]


# -- nothing is lost


def test_a_change_to_a_kept_case_is_there_after_a_new_one_was_begun(kept):
    key = kept.situation.session.cas
    kept.page.plan.findChild(QPushButton, "cote-refus-had").click()
    kept.settle()
    kept.start()
    kept.context.go("orienter", f"cas/{key}")
    assert kept.situation.session.flow.reponses["refus"] == ["had"]
    assert kept.page.plan.findChild(QPushButton, "action-changements") is not None
    kept.page.plan.findChild(QPushButton, "action-abandonner").click()
    kept.settle()
    assert "refus" not in kept.situation.session.flow.reponses
    assert kept.situation.open_situations() == ()


def test_ticks_that_nobody_confirmed_outlive_a_kill(person, services):
    person.role("soignant").start().press("1", "7")
    person.settle()
    with Store(services.data_dir) as store:  # as another process finds them now
        (draft,) = store.drafts.all("orientation")
    assert draft.extra["en_cours"] == {"besoin": ["soins", "repit"]}


def test_ticks_come_back_with_the_question(person, qtbot, opener, services):
    person.role("soignant").start().press("1", "7")
    again = restarted(qtbot, opener, services)
    again.settle()
    assert again.question == "besoin"
    assert again.page.question.choices.answers() == ["soins", "repit"]
    assert not again.situation.session.begun


def test_a_label_that_was_being_typed_is_found_again(person):
    person.role("soignant").answered(NIGHT)
    for words in ("visite", "visite du s"):
        person.page.plan.findChild(QPushButton, "action-garder").click()
        dialog = person.page.findChild(LabelDialog)
        dialog.field.setText(words)
        QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        person.settle()
    person.page.plan.findChild(QPushButton, "action-garder").click()
    dialog = person.page.findChild(LabelDialog)
    assert dialog.field.text() == "visite du s"
    dialog.keep.click()
    person.settle()
    assert person.situation.data.store.drafts.all() == ()


# -- screens follow


def test_a_renamed_case_has_its_former_name_nowhere(kept):
    key = kept.situation.session.cas
    kept.situation.rename(key, "suivi")
    kept.settle()
    assert "« suivi »" in head(kept).replace("\u00a0", " ")
    assert "visite du samedi" not in said(kept.page)
    assert kept.page.print_source().titre == "Orientation d’une situation\u00a0: suivi"
    assert "visite du samedi" not in kept.page.print_source().pied
    kept.context.go("accueil")
    kept.settle()
    assert "visite du samedi" not in " ".join(b.text() for b in kept.page.findChildren(QPushButton))


def test_undoing_a_keeping_leaves_nothing_kept_on_the_screen(kept):
    kept.context.run("donnees.annuler")
    kept.settle()
    assert kept.situation.data.store.cases.all() == ()
    assert kept.on_plan
    assert kept.situation.session.cas is None
    assert kept.page.plan.findChild(QPushButton, "action-garder") is not None
    assert "visite du samedi" not in said(kept.page)
    kept.context.run("donnees.retablir")
    kept.settle()
    assert kept.situation.session.libelle == "visite du samedi"
    assert kept.page.plan.findChild(QPushButton, "action-garder") is None


def test_an_erased_case_leaves_the_screen_and_comes_back_with_undo(kept):
    key = kept.situation.session.cas
    kept.situation.data.write(lambda store: store.cases.erase(key))
    kept.settle()
    assert "effacée" in kept.page.waiting.text()
    assert kept.page.stack.currentWidget() is kept.page.waiting
    kept.context.run("donnees.annuler")
    kept.settle()
    assert kept.on_plan


def test_what_a_second_window_changes_reaches_this_one(kept, services, qtbot):
    key = kept.situation.session.cas
    with Store(services.data_dir) as other:
        other.cases.rename(key, "changée ailleurs")
    qtbot.waitUntil(lambda: "changée ailleurs" in head(kept), timeout=10_000)


# -- now is an instant


def test_a_plan_of_friday_says_its_hour_at_night(friday):
    assert AGED not in families(friday) or friday.story.quand == ""
    friday.at(FRIDAY + dt.timedelta(hours=5, minutes=15))
    friday.situation.watch.look()
    assert friday.story.phrase.startswith("À 17\u00a0h\u00a055\u00a0: solliciter")
    assert "répond maintenant" not in said(friday.page.plan)
    assert "répond à 17\u00a0h\u00a055" in said(friday.page.plan)
    assert families(friday) == {AGED}
    assert "un autre moment a commencé depuis" in said(friday.page.plan)
    QTest.keyClick(friday.window, Qt.Key.Key_F5)
    friday.settle()
    assert friday.situation.session.flow.reponses["moment"] == "nuit"
    assert friday.story.phrase.startswith("Maintenant\u00a0: joindre")
    assert families(friday) != {AGED}
    assert "à 23\u00a0h\u00a010" in head(friday)


def test_the_window_asks_when_it_comes_to_the_front(friday):
    friday.at(FRIDAY + dt.timedelta(minutes=31))
    QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert friday.story.quand == "à 17\u00a0h\u00a055"


def test_time_that_goes_by_is_noticed_without_a_hand_on_the_machine(friday):
    friday.at(FRIDAY + dt.timedelta(minutes=31))
    friday.situation.watch.timer.timeout.emit()
    assert friday.story.quand == "à 17\u00a0h\u00a055"


def test_a_copied_or_printed_plan_says_its_hour(friday):
    friday.at(FRIDAY + dt.timedelta(hours=5))
    friday.page.plan.findChild(QPushButton, "action-copier").click()
    words = QGuiApplication.clipboard().text()
    assert "À 17 h 55 : solliciter" in words
    assert "maintenant" not in words.lower().replace("« refaire pour maintenant »", "")
    assert friday.story.quand == "à 17\u00a0h\u00a055"


def test_after_a_restart_on_sunday_the_plan_is_still_of_friday(friday, qtbot, opener, services):
    friday.settle()
    opener.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    again = Person(qtbot, opener(services)).at(FRIDAY + dt.timedelta(days=2)).ready()
    again.situation.watch.look()
    qtbot.waitUntil(lambda: again.on_plan, timeout=10_000)
    assert again.story.phrase.startswith("Vendredi 27 novembre, à 17\u00a0h\u00a055\u00a0: solliciter")


def test_a_kept_case_is_reopened_with_the_hour_of_its_plan(friday):
    friday.at(FRIDAY + dt.timedelta(minutes=20))
    friday.situation.keep("visite")
    friday.settle()
    key = friday.situation.session.cas
    friday.start()
    friday.at(FRIDAY + dt.timedelta(hours=6))
    friday.context.go("orienter", f"cas/{key}")
    assert friday.story.phrase.startswith("À 17\u00a0h\u00a055\u00a0: solliciter")
    QTest.keyClick(friday.window, Qt.Key.Key_F5)
    friday.settle()
    assert friday.story.phrase.startswith("Maintenant")
    assert friday.page.plan.findChild(QPushButton, "action-changements") is not None


@pytest.mark.parametrize(
    ("clock", "steady", "why"),
    [
        (FRIDAY - dt.timedelta(minutes=40), 0.0, "reculée"),
        (FRIDAY + dt.timedelta(minutes=2), 1_500.0, "reculée"),
        ((FRIDAY + dt.timedelta(minutes=2)).astimezone(dt.timezone(dt.timedelta(hours=2))), 120.0, "fuseau"),
        (FRIDAY + dt.timedelta(minutes=4), 240.0, ""),
    ],
)
def test_clocks_that_are_moved(friday, clock, steady, why):
    friday.situation.steady = lambda: steady
    friday.at(clock)
    friday.situation.watch.look()
    shown = said(friday.page.plan)
    assert (why in shown) if why else ("n’est plus celui de maintenant" not in shown)
    assert friday.story.phrase.startswith("Solliciter") is not bool(why)


def test_a_moment_that_is_chosen_is_not_called_now(friday):
    friday.page.plan.findChild(QPushButton, "cote-moment-nuit").click()
    friday.settle()
    assert friday.story.phrase.startswith("La nuit\u00a0: joindre")
    assert "moment choisi\u00a0: la nuit" in head(friday)
    assert families(friday) == {AGED}
