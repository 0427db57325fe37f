"""The rubriques of the document at the right of the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from desktop.ui.kit.mouse import SIDE_BUTTONS
from desktop.ui.kit.theme import SMALL
from desktop.ui.kit.widgets import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

    from desktop.telling.document import TocEntry
    from desktop.ui.door.context import Context

Index = QModelIndex | QPersistentModelIndex
_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
WIDTH = 210
LEAST = 34
_BAR = 20
_ID = int(Qt.ItemDataRole.UserRole)
_LEVEL = _ID + 1


class _Delegate(QStyledItemDelegate):
    """Wraps titles at their own indentation; a bar marks the rubrique that is read."""

    def __init__(self, context: Context, view: QListWidget) -> None:
        super().__init__(view)
        self.context = context
        self.view = view
        self.read = ""

    def _room(self, index: Index, width: int) -> tuple[int, int]:
        left = self.context.theme.px(12 + 12 * (index.data(_LEVEL) - 2))
        return left, max(40, width - left - self.context.theme.px(6))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As tall as its lines."""
        del option
        # The same room with and without the scroll bar, so that titles never wrap otherwise than they were measured.
        width = self.context.theme.px(WIDTH) - _BAR
        _, room = self._room(index, width)
        metrics = QFontMetrics(self.context.theme.font(SMALL, bold=True))
        tall = metrics.boundingRect(QRect(0, 0, room, 1000), _FLAGS, index.data()).height()
        return QSize(width, max(self.context.theme.px(LEAST), tall + self.context.theme.px(12)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One title."""
        theme = self.context.theme
        rect = option.rect  # type: ignore[attr-defined]
        read = index.data(_ID) == self.read
        painter.save()
        focused = self.view.hasFocus() and index.row() == self.view.currentRow()
        if focused or option.state & QStyle.StateFlag.State_MouseOver:  # type: ignore[attr-defined]
            painter.fillRect(rect, theme.colour("primary_soft"))
        left, room = self._room(index, self.context.theme.px(WIDTH) - _BAR)
        if read:
            painter.fillRect(
                QRect(rect.left() + left - theme.px(8), rect.top() + 6, 4, rect.height() - 12), theme.colour("primary")
            )
        if focused:
            painter.setPen(theme.colour("primary"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.setFont(theme.font(SMALL, bold=read))
        painter.setPen(theme.colour("primary" if read else "soft"))
        painter.drawText(QRect(rect.left() + left, rect.top(), room, rect.height()), _FLAGS, index.data())
        painter.restore()


class _List(QListWidget):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemClicked.emit(self.currentItem())
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A side button of the mouse is the window's."""
        if event.button() in SIDE_BUTTONS:
            event.ignore()
            return
        super().mousePressEvent(event)


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
        self.list.setMouseTracking(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.delegate = _Delegate(context, self.list)
        self.list.setItemDelegate(self.delegate)
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
        if [e.id for e in entries] == [e.id for e in self.entries]:
            return
        self.entries = entries
        self.list.clear()
        for entry in entries:
            item = QListWidgetItem(entry.titre)
            item.setData(_ID, entry.id)
            item.setData(_LEVEL, entry.niveau)
            self.list.addItem(item)

    def mark(self, key: str) -> None:
        """Mark the rubrique that is read, without moving anything else."""
        if key == self.delegate.read:
            return
        self.delegate.read = key
        for row in range(self.list.count()):
            if self.list.item(row).data(_ID) == key:
                self.list.setCurrentRow(row)
                self.list.scrollToItem(self.list.item(row))
        self.list.viewport().update()

    def apply(self) -> None:
        """Take the sizes of the theme."""
        self.setFixedWidth(self.context.theme.px(WIDTH))
        self.list.doItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Titles wrap to the width."""
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def _on_item(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_ID))
