"""A window on the real content and questionnaires, at a fixed hour: Saturday evening, ten past ten."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.decision import Orientation, Questionnaires, charger
from desktop.search.results import Results
from desktop.ui.services import Services
from desktop.ui.situations.session import Session, start
from desktop.ui.situations.situation import Situation

SATURDAY_NIGHT = dt.datetime(2026, 11, 21, 22, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))
MONDAY_MORNING = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))


class QuietEngine:
    """Finds nothing: these tests don't search."""

    avertissement = None

    def search(self, text, limit, passages):  # noqa: ARG002
        return Results(text, (), 0)


@pytest.fixture(scope="session")
def questionnaires(racine: Path) -> Questionnaires:
    return charger(racine / "content" / "questionnaires")


@pytest.fixture(scope="session")
def orientation(questionnaires) -> Orientation:
    return Orientation(questionnaires)


@pytest.fixture
def fresh(orientation) -> Session:
    """A new situation, Saturday night, a nurse."""
    return start(orientation, SATURDAY_NIGHT, "soignant")


@pytest.fixture
def services(tmp_path, corpus, questionnaires) -> Services:
    return Services(
        version="2026.0",
        load_corpus=lambda: corpus,
        make_engine=lambda _corpus: QuietEngine(),
        content_dir=tmp_path,
        config_dir=tmp_path / "config",
        log_dir=tmp_path / "log",
        load_questionnaires=lambda: questionnaires,
        data_dir=tmp_path / "data",
    )


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
        self.situation = Situation.of(self.context)
        self.situation.clock = lambda: SATURDAY_NIGHT
        self.keys = 0

    def ready(self) -> Person:
        self.qtbot.waitUntil(lambda: self.situation.decisions.orientation is not None, timeout=10_000)
        self.situation.data.open()
        self.qtbot.waitUntil(lambda: self.situation.data.store is not None, timeout=10_000)
        self.settle()
        return self

    def settle(self) -> None:
        """Let the worker finish and the screen follow."""
        worker = self.context.worker
        done: list[object] = []
        self.context.in_background("fini", lambda: True, done.append)
        self.qtbot.waitUntil(lambda: bool(done), timeout=10_000)
        del worker
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


@pytest.fixture
def person(qtbot, session) -> Person:
    return Person(qtbot, session).ready()


@pytest.fixture(scope="session")
def orientation_once(orientation) -> Orientation:
    """The same engine, for tests that hypothesis repeats."""
    return orientation
