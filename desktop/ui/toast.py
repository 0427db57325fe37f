"""A short sentence over the foot of the window, gone by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop.ui.announce import announce

SECONDS = 5
GAP = 24


class Toast(QFrame):
    """Says that something was done; never takes the focus, never asks."""

    def __init__(self, parent: QWidget, foot: QWidget) -> None:
        """`foot`: the line at the foot of the window, which the sentence must never cover."""
        super().__init__(parent)
        self.window_ = parent
        self.foot = foot
        foot.installEventFilter(self)
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
        self.move((parent.width() - self.width()) // 2, self.foot.y() - self.height() - GAP)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The foot grew or moved, with the size of the text or of the window."""
        if watched is self.foot and event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self.place()
        return False
