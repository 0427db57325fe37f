"""The one message box of the program: what it says is shown letter by letter, and nothing in it is a link."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.ui.kit.plain import plain


class MessageBox(QMessageBox):
    """Qt knows a text format for the first sentence alone: the rest it would guess, and open the links of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setInformativeText(self, words: str) -> None:
        """What stands below the first sentence."""
        super().setInformativeText(plain(words))
