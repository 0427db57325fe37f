"""What a person does at the window, step by step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.ui.door.place import Place


def type_words(window, qtbot, words: str) -> None:
    """Type, and wait until the list answers these words."""
    window.topbar.field.selectAll()
    for letter in words:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(window.topbar.field, event)
    qtbot.waitUntil(lambda: (r := window.reading.results.results) is not None and r.query == words)


def settle(window, qtbot) -> None:
    """Wait until nothing that was put off is left to be done: what follows a selection, what fits lines to a new width."""
    put_off = [t for t in window.findChildren(QTimer) if t.isSingleShot() and t.interval() <= 300]
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not any(t.isActive() for t in put_off))
    QApplication.processEvents()


def key(window, qt_key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.topbar.field, qt_key, modifiers)


def place(window) -> Place:
    return window.navigator.history.current


def labels_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))
