"""The digit of a key event: the one place where the situations read the platform's own codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.ui.situations.keys import digit, place_in_row

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_OTHERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_LETTERS = range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)


def digit_of(event: QKeyEvent) -> int | None:
    """The digit that was pressed, in the row of digits or on the keypad; None for any other key.

    A key that types a letter of the alphabet is none, whatever its code: not every X server numbers its keys alike.
    """
    if event.modifiers() & (_OTHERS | Qt.KeyboardModifier.GroupSwitchModifier) or event.key() in _LETTERS:
        return None
    place = place_in_row(QGuiApplication.platformName(), event.nativeScanCode(), event.nativeVirtualKey())
    return digit(event.text(), place)
