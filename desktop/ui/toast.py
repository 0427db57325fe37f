"""A short sentence over the foot of the window, gone by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop.ui.announce import announce

SECONDS = 5


class Toast(QFrame):
    """Says that something was done; never takes the focus, never asks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.window_ = parent
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 10)
        box.addWidget(self.label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence for a few seconds."""
        self.label.setText(sentence)
        self.place()
        self.show()
        self.raise_()
        self._timer.start(SECONDS * 1000)
        announce(self, sentence)

    def place(self) -> None:
        """Stand in the middle, above the foot."""
        parent = self.window_
        width = min(parent.width() - 40, max(240, self.label.fontMetrics().horizontalAdvance(self.label.text()) + 48))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 60)
