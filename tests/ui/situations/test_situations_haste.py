"""Gestures that were meant for the question before: a person in a hurry, a finger that stays down, a double click."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from situations_data import NIGHT

from desktop.ui.kit.check import Check
from desktop.ui.kit.gestures import QUIET
from desktop.ui.situations.case_dialogs import LabelDialog

REPEAT = 0.03
"""Seconds between two repeats of a held key."""


class Hand:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def hand(gestures, person):
    made = Hand()
    gestures.clock = made
    gestures.begin_anew()
    return made


def press(code, text="", *, repeat=False, kind=QEvent.Type.KeyPress):
    focused = QApplication.focusWidget()
    assert focused is not None
    QApplication.sendEvent(focused, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text, repeat))
    QApplication.processEvents()


def hold(hand, code, seconds, text=""):
    """A key that stays down."""
    press(code, text)
    for _ in range(round(seconds / REPEAT)):
        hand.now += REPEAT
        press(code, text, repeat=True)
    press(code, kind=QEvent.Type.KeyRelease)


def double_click(window, widget, hand, gap=0.12, down=0.5):
    """Twice at the same place: the second press meets what stands there by then."""
    at = widget.mapTo(window, QPoint(widget.width() // 3, round(widget.height() * down)))
    for kind in ("MouseButtonPress", "MouseButtonRelease", "MouseButtonDblClick", "MouseButtonRelease"):
        under = window.childAt(at)
        while under.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents):
            under = under.parentWidget()
        spot = QPointF(under.mapFrom(window, at))
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(QEvent.Type[kind], spot, QPointF(under.mapToGlobal(spot)), left, left, none)
        QApplication.sendEvent(under, event)
        QApplication.processEvents()
        hand.now += gap / 3


def answers(person):
    known = person.situation.session.flow.reponses
    return {name: value for name, value in known.items() if name not in ("moment", "demandeur")}


def at_the_place(person, hand):
    """On « Où est la personne ? », read."""
    person.role("soignant").start()
    hand.now += 1
    person.press("1")
    hand.now += 1
    person.press("Entrée")
    hand.now += 1
    assert person.question == "lieu"
    return person


@pytest.mark.parametrize("down", [0.2, 0.35, 0.5, 0.65, 0.8])
def test_a_double_click_answers_one_question(person, hand, down):
    at_the_place(person, hand)
    card = next(card for card in person.page.question.choices.cards if card.option.id == "domicile")
    double_click(person.window, card, hand, down=down)
    assert answers(person) == {"besoin": ["soins"], "lieu": "domicile"}
    assert person.page.question.choices.answers() == []


def test_enter_held_down_answers_one_question(person, hand):
    at_the_place(person, hand)
    hold(hand, Qt.Key.Key_Return, 0.9)
    assert list(answers(person)) == ["besoin", "lieu"]


def test_a_digit_held_down_answers_one_question(person, hand):
    at_the_place(person, hand)
    hold(hand, Qt.Key.Key_2, 1.0, "2")
    assert list(answers(person)) == ["besoin", "lieu"]
    assert person.page.question.choices.answers() == []


def test_backspace_held_down_goes_back_one_question(person, hand):
    at_the_place(person, hand)
    hand.now += 1
    person.press("1")
    before = person.question
    hand.now += 1
    hold(hand, Qt.Key.Key_Backspace, 0.9)
    assert (before, person.question) != ("lieu", "lieu")
    assert person.question == "lieu"


def test_what_comes_before_the_question_can_be_read_is_refused_and_said(person, hand):
    at_the_place(person, hand)
    hold(hand, Qt.Key.Key_1, 0, "1")
    shown = person.question
    hand.now += QUIET - 0.01
    press(Qt.Key.Key_2, "2")
    assert person.question == shown
    assert shown not in answers(person)
    assert "trop tôt" in person.page.question.hint.text()
    assert person.page.question.hint.isVisible()
    hand.now += 0.1
    press(Qt.Key.Key_1, "1")
    assert shown in answers(person) or person.page.question.choices.answers()


def test_an_arrow_is_not_lost_so_that_the_next_key_means_what_one_saw(person, hand):
    at_the_place(person, hand)
    press(Qt.Key.Key_1, "1")
    first = person.page.question.choices.focused()
    press(Qt.Key.Key_Down)
    assert person.page.question.choices.focused() != first


def to_the_plan(person, hand):
    person.role("soignant").start()
    while not person.on_plan:
        hand.now += 1
        question = person.situation.session.question(person.question)
        wanted = NIGHT[question.id]
        for value in wanted if isinstance(wanted, list) else [wanted]:
            person.press(str(question.permises.index(value) + 1))
            hand.now += 1
        if question.fait.plusieurs:
            person.press("Entrée")
    return person


def test_neither_enter_nor_letters_keep_a_plan_that_has_just_come(person, hand):
    to_the_plan(person, hand)
    for _ in range(3):
        press(Qt.Key.Key_Return)
        hand.now += 0.5
        for letter in "ab":
            press(Qt.Key(ord(letter.upper())), letter)
        hand.now += 0.5
    assert not person.window.findChildren(LabelDialog)
    assert not isinstance(QApplication.focusWidget(), QPushButton)
    assert person.situation.session.cas is None
    assert person.window.topbar.field.text() == ""


def test_the_dialog_that_keeps_takes_neither_enter_nor_letters_at_once(person, hand):
    to_the_plan(person, hand)
    hand.now += 1
    keep = person.window.findChild(QPushButton, "action-garder")
    keep.setFocus()
    press(Qt.Key.Key_Return)
    dialog = person.window.findChild(LabelDialog)
    proposed = dialog.field.text()
    hand.now += 0.1
    QTest.keyClicks(dialog.field, "x")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.field.text() == proposed
    dialog.reject()


def test_a_double_click_on_a_switch_or_a_condition_changes_it_once(person, hand):
    to_the_plan(person, hand)
    hand.now += 1
    person.window.findChild(QPushButton, "cote-plier").click()
    person.settle()
    hand.now += 1
    crisis = person.window.findChild(QPushButton, "cote-urgence-oui")
    person.page.plan.area.ensureWidgetVisible(crisis)
    QApplication.processEvents()
    double_click(person.window, crisis, hand)
    assert person.situation.session.flow.reponses["urgence"] == "oui"
    box = next(one for one in person.page.plan.findChildren(Check) if one.isVisible() and not one.isChecked())
    words = box.text()
    person.page.plan.area.ensureWidgetVisible(box)
    QApplication.processEvents()
    hand.now += 1
    double_click(person.window, box, hand)
    again = next(one for one in person.page.plan.findChildren(Check) if one.isVisible() and one.text() == words)
    assert again.isChecked()


def test_the_level_alone_takes_one_answer_from_one_gesture(person, hand):
    person.context.go("niveau")
    person.settle()
    hand.now += 1
    hold(hand, Qt.Key.Key_Return, 0.9)
    assert len(person.page.answers) == 1
    hand.now += 1
    first = next(iter(person.page.rows.values())).cards[1]
    double_click(person.window, first, hand)
    assert person.page.answers[next(iter(person.page.rows))] == first.option.id, "given, not given and taken back"


def test_the_checklist_takes_one_answer_from_one_gesture(person, hand):
    person.context.go("bilan")
    person.settle()
    hand.now += 1
    (item, state), switch = next(iter(person.page.switches.items()))
    double_click(person.window, switch, hand)
    assert person.page.states[person.page.key] == {item: state}
    switch.setFocus()
    hand.now += 1
    hold(hand, Qt.Key.Key_Return, 0.9)
    assert person.page.states[person.page.key] == {}
