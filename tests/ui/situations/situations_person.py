"""A person at the keyboard, on a fixed Saturday night."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.situations.ids import SITUATION

SATURDAY_NIGHT = dt.datetime(2026, 11, 21, 22, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))

KEYS = {
    "Entrée": Qt.Key.Key_Return,
    "Espace": Qt.Key.Key_Space,
    "Retour": Qt.Key.Key_Backspace,
    "Tab": Qt.Key.Key_Tab,
    "Bas": Qt.Key.Key_Down,
    "Haut": Qt.Key.Key_Up,
    "Droite": Qt.Key.Key_Right,
    "Gauche": Qt.Key.Key_Left,
}


class Person:
    """Uses the keyboard, and counts the keys."""

    def __init__(self, qtbot, session) -> None:
        self.qtbot = qtbot
        self.session = session
        self.window = session.window
        self.context = session.context
        self.situation = session.window.navigator.page_of(SITUATION).situation
        self.situation.clock = lambda: SATURDAY_NIGHT
        self.situation.steady = lambda: 0.0
        self.keys = 0

    def ready(self) -> Person:
        self.qtbot.waitUntil(lambda: self.situation.decisions.orientation is not None, timeout=10_000)
        self.situation.data.open()
        self.qtbot.waitUntil(lambda: self.situation.data.store is not None, timeout=10_000)
        self.settle()
        return self

    def settle(self) -> None:
        """Let the worker finish and the screen follow; what was written is read again by a task of its own."""
        for _ in range(2):
            done: list[object] = []
            self.context.in_background("fini", lambda: True, done.append)
            self.qtbot.waitUntil(lambda found=done: bool(found), timeout=10_000)
            QApplication.processEvents()

    def press(self, *keys: str) -> Person:
        for key in keys:
            widget = QApplication.focusWidget()
            assert widget is not None, f"nothing has the focus before {key}"
            if key in KEYS:
                QTest.keyClick(widget, KEYS[key])
            elif key.isascii():
                QTest.keyClicks(widget, key)
            else:
                code = Qt.Key(ord(key.upper()))
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QApplication.sendEvent(widget, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, key))
            self.keys += 1
            QApplication.processEvents()
        return self

    def start(self) -> Person:
        """From the start page: Ctrl+N."""
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        QTest.keyClick(self.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        self.keys += 1
        QApplication.processEvents()
        return self

    def answered(self, answers) -> Person:
        """On the plan of a situation whose questions were answered as they came."""
        self.context.go("orienter", "besoin")
        session = self.situation.session
        while session.current is not None:
            session = session.answer(session.current, answers[session.current])
        self.situation.advance(session)
        self.window.activateWindow()
        self.settle()
        return self

    @property
    def page(self):
        return self.window.navigator.page

    @property
    def question(self) -> str:
        return self.page.shown

    @property
    def title(self) -> str:
        return self.page.question.title.text()

    @property
    def story(self):
        return self.page.plan.story

    @property
    def on_plan(self) -> bool:
        return self.page.stack.currentWidget() is self.page.plan

    def role(self, role: str) -> Person:
        self.context.settings.put(role=role)
        return self

    def at(self, when: dt.datetime) -> Person:
        self.situation.clock = lambda: when
        return self
