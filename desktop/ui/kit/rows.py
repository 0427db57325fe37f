"""A long list of rows of one height: only those that are seen are painted, and ten thousand are no more work than ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyle, QStyledItemDelegate, QTableView

from desktop.text.typography import french
from desktop.ui.kit.mouse import SIDE_BUTTONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint
    from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from desktop.ui.kit.theme import ThemeHolder

PAD = 10
LEADING = 1.25
OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowsModel(QAbstractListModel):
    """A flat list of items that can be opened."""

    def item(self, row: int) -> object | None:
        """The item of a row; None beyond the end, and for a row that can't be opened (a heading)."""
        raise NotImplementedError


class RowDelegate(QStyledItemDelegate):
    """What the rows share: their height, their ground, their words on one line, the dots where a menu opens."""

    def __init__(self, holder: ThemeHolder, parent: QObject) -> None:
        super().__init__(parent)
        self.holder = holder
        self.reset()

    def fonts(self) -> list[QFont]:
        """The font of each line of a row, from its top."""
        raise NotImplementedError

    def reset(self) -> None:
        """Take the theme's fonts."""
        self.shown = self.fonts()
        self.lines = [round(QFontMetrics(font).height() * LEADING) for font in self.shown]

    @property
    def height(self) -> int:
        """Of every row, in pixels; never less than a target."""
        return max(self.holder.theme.target(), sum(self.lines) + 2 * self.holder.theme.px(PAD))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One height for all; the width is the list's."""
        del option, index
        return QSize(1, self.height)

    def menu_rect(self, row: QRect) -> QRect:
        """Where a click opens the menu of a row."""
        side = self.holder.theme.target()
        return QRect(row.right() - side - self.holder.theme.px(4), row.top(), side, row.height())

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """The ground of its state; the selected row has an edge too, not only a colour."""
        theme, rect = self.holder.theme, QRect(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("primary_soft"))
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), theme.colour("primary"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("bg"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line"))

    def paint_words(self, painter: QPainter, font: QFont, token: str, words: str, box: QRect) -> None:
        """Words on one line; what has no room ends in an ellipsis."""
        painter.setFont(font)
        painter.setPen(self.holder.theme.colour(token))
        shown = QFontMetrics(font).elidedText(french(words), Qt.TextElideMode.ElideRight, max(0, box.width()))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)

    def paint_dots(self, painter: QPainter, row: QRect) -> None:
        """Where a click opens the menu."""
        theme, box = self.holder.theme, self.menu_rect(row)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("soft"))
        step, radius = theme.px(6), max(1.5, theme.px(2) * 0.9)
        for offset in (-step, 0, step):
            painter.drawEllipse(QPointF(box.center().x() + offset, box.center().y()), radius, radius)


class RowsView(QTableView):
    """A click or Enter opens an item; its menu opens from the three dots, the menu key or the right button; letters are handed on.

    A table of one column rather than a list view: Qt's list asks the model for each of ten thousand rows whenever it is reset.
    """

    opened = Signal(object)
    menu_wanted = Signal(object, object)
    """An item, and the point on the screen where its menu opens."""
    erase_wanted = Signal(object)
    rename_wanted = Signal(object)
    typed = Signal(str)
    """Letters that were meant for the filter."""

    def __init__(self, name: str, delegate_of: Callable[[QObject], RowDelegate], model: RowsModel) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_context_menu)
        self.rows = delegate_of(self)
        self.setItemDelegate(self.rows)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setModel(model)
        self.apply()

    def apply(self) -> None:
        """Take a new theme or text size."""
        self.rows.reset()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self.rows.height)
        self.viewport().update()

    @property
    def items(self) -> RowsModel:
        """Its model."""
        model = self.model()
        assert isinstance(model, RowsModel)  # noqa: S101 - given in __init__
        return model

    @property
    def current(self) -> object | None:
        """The item of the selected row."""
        return self.items.item(self.currentIndex().row())

    def select(self, row: int) -> None:
        """Select a row; one beyond the end selects the last."""
        row = min(row, self.items.rowCount() - 1)
        if row >= 0:
            self.setCurrentIndex(self.items.index(row))

    def _on_context_menu(self, where: QPoint) -> None:
        index = self.indexAt(where)
        line = self.items.item(index.row()) if index.isValid() else None
        if line is not None:
            self.menu_wanted.emit(line, self.viewport().mapToGlobal(where))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A side button of the mouse is the window's."""
        if event.button() in SIDE_BUTTONS:
            event.ignore()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the item under the pointer, or its menu at the three dots."""
        pressed = self.currentIndex()
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        line = self.items.item(index.row())
        if event.button() != Qt.MouseButton.LeftButton or line is None or index != pressed:
            return
        place = self.rows.menu_rect(self.visualRect(index))
        if place.contains(event.position().toPoint()):
            self.menu_wanted.emit(line, self.viewport().mapToGlobal(place.bottomLeft()))
        else:
            self.opened.emit(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Suppr erases, F2 renames, letters filter; the rest is the list's own."""
        line, key = self.current, event.key()
        if line is not None and key in OPEN_KEYS and not event.isAutoRepeat():
            self.opened.emit(line)
        elif line is not None and key == Qt.Key.Key_Delete and not event.isAutoRepeat():
            self.erase_wanted.emit(line)
        elif line is not None and key == Qt.Key.Key_F2:
            self.rename_wanted.emit(line)
        elif _is_letter(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


def _is_letter(event: QKeyEvent) -> bool:
    plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return plain == Qt.KeyboardModifier.NoModifier and len(event.text()) == 1 and event.text().isalnum()
