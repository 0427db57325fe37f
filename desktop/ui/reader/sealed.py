"""A text document that reads nothing but itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QTextDocument

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl


class SealedDocument(QTextDocument):
    """Qt's own falls back on the local file of the name, also where the view that shows it gives nothing."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Whatever is asked for is empty: no picture, no style sheet, no file, no address."""
        del kind, name
        return QByteArray()
