"""A box to tick, drawn with the theme: Qt's own cannot be seen on a dark ground, and does not wrap its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from desktop.text.typography import french
from desktop.ui.kit.focus import Grouped
from desktop.ui.kit.gestures import Deliberate

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPaintEvent

    from desktop.ui.kit.theme import Theme

_BOX, _GAP = 18, 8
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


class Check(Grouped, Deliberate, QCheckBox):
    """A square with a tick in it; the whole line is the target, and its words take as many lines as they need."""

    def __init__(self, words: str, theme: Theme) -> None:
        super().__init__(french(words))
        self.theme = theme
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _margin(self) -> int:
        return self.theme.px(_BOX + _GAP) + 4

    def _text_height(self, width: int) -> int:
        return (
            QFontMetrics(self.theme.font(15))
            .boundingRect(QRect(0, 0, max(1, width), 10_000), _WRAP, self.text())
            .height()
        )

    def sizeHint(self) -> QSize:
        """All on one line."""
        width = QFontMetrics(self.theme.font(15)).horizontalAdvance(self.text()) + self._margin() + 8
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Words may wrap."""
        return QSize(self._margin() + self.theme.px(80), self.theme.target())

    def heightForWidth(self, width: int) -> int:
        """As many lines as the width asks for, and never a smaller target."""
        return max(self.theme.target(), self._text_height(width - self._margin() - 4) + 8)

    def hitButton(self, pos: QPoint) -> bool:
        """The whole line."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Focus frame, square, tick, words."""
        del event
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("primary"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        side = px(_BOX)
        box = QRectF(4, (self.height() - side) / 2, side, side)
        on = self.isChecked()
        painter.setPen(QPen(theme.colour("primary" if on else "edge"), 2))
        painter.setBrush(theme.colour("primary" if on else "panel"))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            pen = QPen(theme.colour("on_primary"), max(2.0, side / 8))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            points = [
                QPointF(box.x() + side * x, box.y() + side * y) for x, y in ((0.24, 0.52), (0.43, 0.7), (0.77, 0.32))
            ]
            painter.drawPolyline(points)
        painter.setFont(theme.font(15))
        painter.setPen(theme.colour("ink"))
        room = self.rect().adjusted(self._margin(), 0, -4, 0)
        painter.drawText(room, _WRAP, self.text())
        painter.end()
