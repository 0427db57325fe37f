"""The list of kept cases on the screen: rows of one height, of which only those that are seen are painted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from desktop.telling import reviewing
from desktop.text.dates import ago
from desktop.text.typography import french
from desktop.ui.kit.rows import RowDelegate
from desktop.ui.kit.sign import paint_sign
from desktop.ui.kit.theme import BODY, SMALL
from desktop.ui.situations.cases_model import LINE_ROLE, UNNAMED, CasesModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex
    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QStyleOptionViewItem

    from desktop.store import CaseLine
    from desktop.ui.door.context import Context


class CaseDelegate(RowDelegate):
    """Paints a case: label and day to review, its summary, when it was changed; at the right, where its menu opens.

    `is_stale` says whether the content changed since the case was kept.
    """

    def __init__(self, context: Context, is_stale: Callable[[CaseLine], bool], parent: QObject) -> None:
        self._is_stale = is_stale
        super().__init__(context, parent)

    def fonts(self) -> list[QFont]:
        """Label, summary, when it was changed."""
        theme = self.holder.theme
        self._chip = theme.font(SMALL, bold=True)
        return [theme.font(BODY, bold=True), theme.font(BODY), theme.font(SMALL)]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One case, on the ground of its state; the selected one has an edge too, not only a colour."""
        line = index.data(LINE_ROLE)
        model = index.model()
        if line is None or not isinstance(model, CasesModel) or model.words is None or model.today is None:
            return
        theme, rect = self.holder.theme, QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        self.paint_ground(painter, option)
        left, right = rect.left() + theme.px(16), self.menu_rect(rect).left() - theme.px(8)
        top = rect.top() + (rect.height() - sum(self.lines)) // 2
        end = self._paint_review(painter, line, model, right, top) if line.review is not None else right
        self.paint_words(
            painter, self.shown[0], "ink", line.label or UNNAMED, QRect(left, top, end - left, self.lines[0])
        )
        top += self.lines[0]
        summary = model.words.of(line).summary
        self.paint_words(painter, self.shown[1], "ink", summary, QRect(left, top, right - left, self.lines[1]))
        top += self.lines[1]
        self.paint_words(
            painter, self.shown[2], "soft", self._small_words(line), QRect(left, top, right - left, self.lines[2])
        )
        self.paint_dots(painter, rect)
        painter.restore()

    def _small_words(self, line: CaseLine) -> str:
        states = f" · {line.revision} états" if line.revision > 1 else ""
        content = " · le contenu a changé depuis" if self._is_stale(line) else ""
        return f"{ago(line.changed.timestamp(), time.time())}{states}{content}"

    def _paint_review(self, painter: QPainter, line: CaseLine, model: CasesModel, right: int, top: int) -> int:
        """The day to review: amber with a sign when it is due, soft words before; gives where the label must end."""
        assert line.review is not None  # noqa: S101 - looked at by the caller
        assert model.today is not None  # noqa: S101 - too
        theme = self.holder.theme
        due = reviewing.is_due(line.review, model.today)
        words = french(reviewing.said(line.review, model.today))
        font = self._chip if due else self.shown[2]
        wide = QFontMetrics(font).horizontalAdvance(words)
        height = self.lines[0]
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
