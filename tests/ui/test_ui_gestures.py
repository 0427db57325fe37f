"""What refuses gestures that were not meant: by itself, with a clock moved by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QVBoxLayout

from desktop.ui.kit.gestures import BURST, HELD, QUIET, Gestures, watch_dialog
from desktop.ui.kit.widgets import button

ENTER, ONE, TWO = Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_2


class Hand:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def hand():
    return Hand()


@pytest.fixture
def own(hand):
    return Gestures(hand)


def key(code, kind=QEvent.Type.KeyPress, *, repeat=False):
    return QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, "", repeat)


def mouse(kind=QEvent.Type.MouseButtonPress):
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return QMouseEvent(kind, QPointF(3, 3), QPointF(3, 3), left, left, none)


def up(own, code):
    own.released(key(code, QEvent.Type.KeyRelease))


def test_a_fresh_key_and_a_fresh_click_are_meant(own):
    assert not own.refuses(key(ENTER))
    assert not own.refuses(mouse())


def test_what_a_held_key_repeats_is_refused(own):
    own.refuses(key(ENTER))
    assert own.refuses(key(ENTER, repeat=True))


def test_the_second_press_of_a_double_click_is_refused(own, hand):
    assert not own.refuses(mouse())
    hand.now += 0.35
    assert own.refuses(mouse(QEvent.Type.MouseButtonDblClick))


@pytest.mark.parametrize(("after", "refused"), [(0.0, True), (QUIET - 0.01, True), (QUIET, False), (1.0, False)])
@pytest.mark.parametrize("event", [lambda: key(TWO), mouse])
def test_a_new_question_is_not_answered_before_it_can_be_read(own, hand, event, after, refused):
    own.drawn()
    hand.now += after
    assert own.refuses(event()) is refused


def test_a_key_that_was_not_let_go_answers_once_whatever_the_platform_calls_it(own, hand):
    own.refuses(key(ENTER))
    own.drawn()
    for _ in range(20):
        hand.now += 0.4
        assert own.refuses(key(ENTER))
    up(own, ENTER)
    hand.now += 0.1
    assert not own.refuses(key(ENTER))


def test_a_release_that_another_window_saw_does_not_lock_the_key(own, hand):
    own.refuses(key(ENTER))
    hand.now += HELD
    assert not own.refuses(key(ENTER))
    own.forget_keys()
    hand.now += BURST
    assert not own.refuses(key(ENTER))


def test_repeats_told_as_presses_and_releases_are_one_gesture(own, hand):
    """As remote desktops tell them: 30 a second, none called a repeat."""
    taken = 0
    own.drawn()
    hand.now += 1
    for _ in range(60):
        if not own.refuses(key(ENTER)):
            taken += 1
            own.drawn()
        up(own, ENTER)
        hand.now += 1 / 30
    assert taken == 1


def test_the_releases_of_a_repeat_let_nothing_go(own, hand):
    own.refuses(key(ENTER))
    own.released(key(ENTER, QEvent.Type.KeyRelease, repeat=True))
    hand.now += 0.5
    assert own.refuses(key(ENTER))


def test_a_fresh_key_refused_is_said_and_a_held_one_is_not(own, hand, qtbot):
    own.refuses(key(ONE))
    own.drawn()
    hand.now += 0.1
    with qtbot.assertNotEmitted(own.too_soon):
        own.refuses(key(ONE, repeat=True))
    with qtbot.waitSignal(own.too_soon):
        own.refuses(key(TWO))


def test_what_was_typed_ahead_on_purpose_is_given_all_the_same(own):
    own.drawn()
    with own.lifted():
        assert not own.refuses(key(ONE))
    assert own.refuses(key(TWO))


@given(st.lists(st.tuples(st.sampled_from([ENTER, ONE, TWO]), st.booleans(), st.floats(0, 2)), max_size=40))
def test_one_gesture_gives_one_answer_and_a_question_stands_300_ms_before_the_next(presses):
    """Whatever comes: two answers, each to a question of its own, are never closer than the quiet, nor is a repeat one."""
    hand = Hand()
    own = Gestures(hand)
    own.drawn()
    shown, answers = hand.now, []
    for code, repeat, pause in presses:
        hand.now += pause
        if not own.refuses(key(code, repeat=repeat)):
            assert not repeat
            assert hand.now - shown >= QUIET - 1e-9
            answers.append(code)
            own.drawn()
            shown = hand.now


# -- buttons and dialogs


def double_click(widget):
    """The four events of it, as a window gets them."""
    kinds = ("MouseButtonPress", "MouseButtonRelease", "MouseButtonDblClick", "MouseButtonRelease")
    for kind in kinds:
        QApplication.sendEvent(widget, mouse(QEvent.Type[kind]))


@pytest.fixture
def hurried(gestures, hand):
    gestures.clock = hand
    gestures.begin_anew()
    return gestures


def test_a_held_enter_and_a_double_click_press_a_button_once(qtbot, hurried, hand):
    pressed = []
    made = button("Garder", lambda: pressed.append(1))
    qtbot.addWidget(made)
    made.show()
    made.keyPressEvent(key(ENTER))
    for _ in range(10):
        hand.now += 0.03
        made.keyPressEvent(key(ENTER, repeat=True))
    assert len(pressed) == 1
    double_click(made)
    assert len(pressed) == 2


def test_buttons_that_answer_nothing_act_as_often_as_they_are_pressed(qtbot, hurried):
    pressed = []
    made = button("A+", lambda: pressed.append(1), kind="flat")
    qtbot.addWidget(made)
    made.show()
    double_click(made)
    assert len(pressed) == 2


class Asking(QDialog):
    def __init__(self):
        super().__init__()
        self.kept = []
        self.field = QLineEdit("proposé")
        self.field.selectAll()
        self.go = button("Garder", lambda: self.kept.append(self.field.text()))
        self.go.setDefault(True)
        box = QVBoxLayout(self)
        box.addWidget(self.field)
        box.addWidget(self.go)
        watch_dialog(self)


def test_a_dialog_takes_neither_enter_nor_letters_before_it_can_be_read(qtbot, hurried, hand):
    dialog = Asking()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.field.setFocus()
    hand.now += 0.1
    qtbot.keyClicks(dialog.field, "x")
    qtbot.keyClick(dialog.field, ENTER)
    assert (dialog.kept, dialog.field.text()) == ([], "proposé")
    hand.now += 0.4
    qtbot.keyClicks(dialog.field, "yy")
    qtbot.keyClick(dialog.field, ENTER)
    assert dialog.kept == ["yy"]


def test_a_confirmation_is_not_given_by_the_click_that_asked_for_it(qtbot, hurried, hand):
    box = QMessageBox()
    erase = box.addButton("Tout effacer", QMessageBox.ButtonRole.DestructiveRole)
    watch_dialog(box)
    qtbot.addWidget(box)
    chosen = []
    box.buttonClicked.connect(chosen.append)
    box.show()
    qtbot.mouseClick(erase, Qt.MouseButton.LeftButton)
    qtbot.keyClick(erase, ENTER)
    assert chosen == []
    hand.now += 0.4
    qtbot.mouseClick(erase, Qt.MouseButton.LeftButton)
    assert chosen == [erase]
