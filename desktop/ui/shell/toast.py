"""A short sentence in the foot of the window, gone by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from desktop.ui.kit.announce import announce
from desktop.ui.kit.plain import PlainLabel
from desktop.ui.kit.spoken import NOTIFICATION, spoken

if TYPE_CHECKING:
    from desktop.ui.shell.footer import Footer

SECONDS = 5
CHARACTERS = 15
"""So many characters are read in a second: a longer sentence stays longer."""


class Toast(QFrame):
    """Says that something was done; never takes the focus, never asks, and covers nothing: it has its place in the foot."""

    def __init__(self, foot: Footer) -> None:
        super().__init__()
        self.foot = foot
        self.setObjectName("toast")
        spoken(self, NOTIFICATION)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.label = PlainLabel()
        self.label.setWordWrap(True)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(10, 1, 10, 1)
        self._box.addWidget(self.label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._end)
        self.hide()
        foot.take_message(self)

    def say(self, sentence: str) -> None:
        """Show a sentence for as long as it takes to read it, a few seconds at least."""
        self.label.setText(sentence)
        self.updateGeometry()
        self.foot.make_room(message=True)
        self.show()
        self._timer.start(max(SECONDS, len(sentence) // CHARACTERS) * 1000)
        announce(self, sentence)

    def sizeHint(self) -> QSize:
        """All on one line, if there is room."""
        width = self.label.fontMetrics().horizontalAdvance(self.label.text()) + 24
        return QSize(width, self._box.totalHeightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Its words wrap."""
        return QSize(0, 0)

    def heightForWidth(self, width: int) -> int:
        """As many lines as the width asks for."""
        return self._box.totalHeightForWidth(width)

    def _end(self) -> None:
        self.hide()
        self.foot.make_room(message=False)
