"""A line to write in that takes « undo » and « redo » only while it has something of its own to undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


class Field(QLineEdit):
    """Qt's line takes Ctrl+Z even when it is empty: what a message promised (« Ctrl+Z annule ») would do nothing, in silence."""

    def event(self, event: QEvent) -> bool:
        """Leave « undo » and « redo » to the program where there is nothing to undo in the line."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_for_the_program(event)
        ):
            event.ignore()
            return False
        return super().event(event)

    def _is_for_the_program(self, event: QKeyEvent) -> bool:
        keys = QKeySequence.StandardKey
        return (event.matches(keys.Undo) and not self.isUndoAvailable()) or (
            event.matches(keys.Redo) and not self.isRedoAvailable()
        )
