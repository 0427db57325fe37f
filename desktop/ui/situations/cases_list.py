"""The list of kept cases on the screen: rows of one height, of which only those that are seen are painted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyle, QStyledItemDelegate, QTableView

from desktop.ui.french import french
from desktop.ui.mouse import SIDE_BUTTONS
from desktop.ui.sign import paint_sign
from desktop.ui.situations import reviewing
from desktop.ui.situations.cases_model import LINE_ROLE, UNNAMED, CasesModel
from desktop.ui.theme import BODY, SMALL
from desktop.ui.when import ago

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint
    from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from desktop.store import CaseLine
    from desktop.ui.context import Context

PAD = 10
LEADING = 1.25
OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CaseDelegate(QStyledItemDelegate):
    """Paints a case: label and day to review, its summary, when it was changed; at the right, where its menu opens.

    `is_stale` says whether the content changed since the case was kept.
    """

    def __init__(self, context: Context, is_stale: Callable[[CaseLine], bool], parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self._is_stale = is_stale
        self.reset()

    def reset(self) -> None:
        """Take the theme's fonts."""
        theme = self.context.theme
        self._bold, self._body, self._small = theme.font(BODY, bold=True), theme.font(BODY), theme.font(SMALL)
        self._chip = theme.font(SMALL, bold=True)
        self._lines = [round(QFontMetrics(font).height() * LEADING) for font in (self._bold, self._body, self._small)]

    @property
    def height(self) -> int:
        """Of every row, in pixels; never less than a target."""
        return max(self.context.theme.target(), sum(self._lines) + 2 * self.context.theme.px(PAD))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One height for all; the width is the list's."""
        del option, index
        return QSize(1, self.height)

    def menu_rect(self, row: QRect) -> QRect:
        """Where a click opens the menu of a row."""
        side = self.context.theme.target()
        return QRect(row.right() - side - self.context.theme.px(4), row.top(), side, row.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One case, on the ground of its state; the selected one has an edge too, not only a colour."""
        line = index.data(LINE_ROLE)
        model = index.model()
        if line is None or not isinstance(model, CasesModel) or model.words is None or model.today is None:
            return
        theme, rect = self.context.theme, QRect(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("primary_soft"))
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), theme.colour("primary"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("bg"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line"))
        left, right = rect.left() + theme.px(16), self.menu_rect(rect).left() - theme.px(8)
        top = rect.top() + (rect.height() - sum(self._lines)) // 2
        end = self._paint_review(painter, line, model, right, top) if line.review is not None else right
        self._words(painter, self._bold, "ink", line.label or UNNAMED, QRect(left, top, end - left, self._lines[0]))
        top += self._lines[0]
        summary = model.words.of(line).summary
        self._words(painter, self._body, "ink", summary, QRect(left, top, right - left, self._lines[1]))
        top += self._lines[1]
        self._words(
            painter, self._small, "soft", self._small_words(line), QRect(left, top, right - left, self._lines[2])
        )
        self._paint_dots(painter, self.menu_rect(rect))
        painter.restore()

    def _small_words(self, line: CaseLine) -> str:
        states = f" · {line.revision} états" if line.revision > 1 else ""
        content = " · le contenu a changé depuis" if self._is_stale(line) else ""
        return f"{ago(line.changed.timestamp(), time.time())}{states}{content}"

    def _words(self, painter: QPainter, font: QFont, token: str, words: str, box: QRect) -> None:
        painter.setFont(font)
        painter.setPen(self.context.theme.colour(token))
        shown = QFontMetrics(font).elidedText(french(words), Qt.TextElideMode.ElideRight, max(0, box.width()))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)

    def _paint_review(self, painter: QPainter, line: CaseLine, model: CasesModel, right: int, top: int) -> int:
        """The day to review: amber with a sign when it is due, soft words before; gives where the label must end."""
        assert line.review is not None  # noqa: S101 - looked at by the caller
        assert model.today is not None  # noqa: S101 - too
        theme = self.context.theme
        due = reviewing.is_due(line.review, model.today)
        words = french(reviewing.said(line.review, model.today))
        font = self._chip if due else self._small
        wide = QFontMetrics(font).horizontalAdvance(words)
        height = self._lines[0]
        sign = round(height * 0.62) if due else 0
        room = theme.px(8)
        box = QRectF(right - wide - sign - 2 * room - (theme.px(6) if due else 0), top, 0, height)
        box.setRight(right)
        if due:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("indicatif_ground"))
            painter.drawRoundedRect(box, 4, 4)
            paint_sign(
                painter, QRectF(box.left() + room, top + (height - sign) / 2, sign, sign), theme.colour("indicatif")
            )
        painter.setFont(font)
        painter.setPen(theme.colour("indicatif" if due else "soft"))
        place = box.adjusted(0, 0, -room if due else 0, 0)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
        return round(box.left()) - room

    def _paint_dots(self, painter: QPainter, box: QRect) -> None:
        theme = self.context.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("soft"))
        step, radius = theme.px(6), max(1.5, theme.px(2) * 0.9)
        for offset in (-step, 0, step):
            painter.drawEllipse(QPointF(box.center().x() + offset, box.center().y()), radius, radius)


class CasesView(QTableView):
    """A click or Enter opens a case; its menu opens from the three dots, the menu key or the right button. Letters filter.

    A table of one column rather than a list view: Qt's list asks the model for each of ten thousand rows whenever it is reset.
    """

    opened = Signal(object)
    menu_wanted = Signal(object, object)
    """A `CaseLine`, and the point on the screen where its menu opens."""
    erase_wanted = Signal(object)
    rename_wanted = Signal(object)
    typed = Signal(str)
    """Letters that were meant for the filter."""

    def __init__(self, delegate_of: Callable[[QObject], CaseDelegate], model: CasesModel) -> None:
        super().__init__()
        self.setObjectName("cases")
        self.setAccessibleName("Situations gardées")
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
        self.case_delegate = delegate_of(self)
        self.setItemDelegate(self.case_delegate)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setModel(model)
        self.apply()

    def apply(self) -> None:
        """Take a new theme or text size."""
        self.case_delegate.reset()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self.case_delegate.height)
        self.viewport().update()

    @property
    def cases(self) -> CasesModel:
        """Its model."""
        model = self.model()
        assert isinstance(model, CasesModel)  # noqa: S101 - given in __init__
        return model

    @property
    def current(self) -> CaseLine | None:
        """The case of the selected row."""
        return self.cases.line(self.currentIndex().row())

    def select(self, row: int) -> None:
        """Select a row; one beyond the end selects the last."""
        row = min(row, self.cases.rowCount() - 1)
        if row >= 0:
            self.setCurrentIndex(self.cases.index(row))

    def _on_context_menu(self, where: QPoint) -> None:
        index = self.indexAt(where)
        line = self.cases.line(index.row()) if index.isValid() else None
        if line is not None:
            self.menu_wanted.emit(line, self.viewport().mapToGlobal(where))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A side button of the mouse is the window's."""
        if event.button() in SIDE_BUTTONS:
            event.ignore()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the case under the pointer, or its menu at the three dots."""
        pressed = self.currentIndex()
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        line = self.cases.line(index.row())
        if event.button() != Qt.MouseButton.LeftButton or line is None or index != pressed:
            return
        place = self.case_delegate.menu_rect(self.visualRect(index))
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
