"""Answers typed before the first question can be shown: kept, then given to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desktop.ui.kit.gestures import Gestures
from desktop.ui.situations.digits import digit_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_KEYS = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Down))


class EarlyKeys:
    """The keys that answer, in the order in which they were pressed."""

    def __init__(self) -> None:
        self._typed: list[QKeyEvent] = []

    def take(self, event: QKeyEvent) -> bool:
        """Keep a digit, an arrow, Space or Enter; False for any other key. What a key held down repeats is dropped."""
        if event.key() not in _KEYS and digit_of(event) is None:
            return False
        if not event.isAutoRepeat():
            self._typed.append(_again(event))
        return True

    def give(self, window: QWidget) -> None:
        """Press them again, each on what has the focus by then."""
        typed, self._typed = self._typed, []
        with Gestures.shared().lifted():
            for event in typed:
                if (focused := window.focusWidget()) is not None:
                    QApplication.sendEvent(focused, event)

    def forget(self) -> None:
        """They were meant for a question that does not come."""
        self._typed = []


def _again(event: QKeyEvent) -> QKeyEvent:
    """The same press, with its place on the keyboard, as an event of one's own."""
    return QKeyEvent(
        QEvent.Type.KeyPress,
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
    )
