"""The rubriques of the document at the right of the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QVBoxLayout

from desktop.ui.widgets import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop.ui.context import Context
    from desktop.ui.reader.content import TocEntry

WIDTH = 200
_ID = int(Qt.ItemDataRole.UserRole)


class _List(QListWidget):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemClicked.emit(self.currentItem())
            return
        super().keyPressEvent(event)


class RubriquesPanel(QFrame):
    """One line a rubrique; the one that is read is marked, by weight and by a bar."""

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("rubriques")
        self.entries: Sequence[TocEntry] = ()
        self._title = text("Rubriques", "smallstrong")
        self._title.setContentsMargins(14, 12, 8, 4)
        self.list = _List()
        self.list.setAccessibleName("Rubriques du document")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(self._on_item)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._title)
        box.addWidget(self.list, 1)
        self.apply()

    def show_entries(self, entries: Sequence[TocEntry]) -> None:
        """Show the rubriques of a document."""
        self.entries = entries
        self.list.clear()
        for entry in entries:
            item = QListWidgetItem("\u2003" * (entry.niveau - 2) + entry.titre)
            item.setData(_ID, entry.id)
            self.list.addItem(item)
        self._measure()

    def mark(self, key: str) -> None:
        """Mark the rubrique that is read, without moving anything else."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            font = self.context.theme.font(13, bold=item.data(_ID) == key)
            if item.font() != font:
                item.setFont(font)
                item.setForeground(self.context.theme.colour("primary" if font.bold() else "soft"))
            if item.data(_ID) == key and row != self.list.currentRow():
                self.list.setCurrentRow(row)
                self.list.scrollToItem(item)

    def apply(self) -> None:
        """Take the sizes of the theme."""
        theme = self.context.theme
        self.setFixedWidth(theme.px(WIDTH))
        self.list.setFont(theme.font(13))
        self.show_entries(self.entries)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Titles wrap to the width."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        metrics = self.list.fontMetrics()
        width = max(60, self.list.viewport().width() - 24)
        flags = int(Qt.TextFlag.TextWordWrap)
        for row in range(self.list.count()):
            item = self.list.item(row)
            tall = metrics.boundingRect(0, 0, width, 1000, flags, item.text()).height()
            item.setSizeHint(QSize(0, max(self.context.theme.px(34), tall + 14)))

    def _on_item(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_ID))
