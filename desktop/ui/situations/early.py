"""Answers typed before the first question can be shown: kept, then given to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desktop.ui.situations.keys import digit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_KEYS = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Down))


class EarlyKeys:
    """The keys that answer, in the order in which they were pressed."""

    def __init__(self) -> None:
        self._typed: list[tuple[int, Qt.KeyboardModifier, str]] = []

    def take(self, event: QKeyEvent) -> bool:
        """Keep a digit, an arrow, Space or Enter; False for any other key."""
        if event.key() not in _KEYS and digit(event.text()) is None:
            return False
        self._typed.append((event.key(), event.modifiers(), event.text()))
        return True

    def give(self, window: QWidget) -> None:
        """Press them again, each on what has the focus by then."""
        typed, self._typed = self._typed, []
        for key, modifiers, text in typed:
            if (focused := window.focusWidget()) is not None:
                QApplication.sendEvent(focused, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text))

    def forget(self) -> None:
        """They were meant for a question that does not come."""
        self._typed = []
