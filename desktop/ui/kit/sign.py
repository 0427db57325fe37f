"""The sign of what waits or is to be checked: amber, and a triangle, so that it is never said by colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.text.typography import french
from desktop.ui.kit.theme import SMALL

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent

    from desktop.ui.kit.theme import Theme


def paint_sign(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A triangle with a stroke in it: what amber says is said by a shape too."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = painter.pen()
    pen.setStyle(Qt.PenStyle.SolidLine)
    pen.setColor(colour)
    pen.setWidthF(max(1.2, box.height() / 11))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    middle = box.center().x()
    painter.drawPolygon(QPolygonF([QPointF(middle, box.top() + 1), box.bottomRight(), box.bottomLeft()]))
    painter.drawLine(QPointF(middle, box.top() + box.height() * 0.42), QPointF(middle, box.top() + box.height() * 0.65))
    painter.drawPoint(QPointF(middle, box.top() + box.height() * 0.82))
    painter.restore()


class DueBadge(QWidget):
    """« ⚠ à revoir aujourd’hui », on its ground."""

    def __init__(self, words: str, theme: Theme) -> None:
        super().__init__()
        self.words, self.theme = french(words), theme
        self.setAccessibleName(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Sign and words in one line."""
        metrics, px = QFontMetrics(self.theme.font(SMALL, bold=True)), self.theme.px
        return QSize(metrics.horizontalAdvance(self.words) + metrics.height() + px(20), metrics.height() + px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, sign, words."""
        del event
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("indicatif_ground"))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        side = QFontMetrics(theme.font(SMALL, bold=True)).height() * 0.8
        paint_sign(painter, QRectF(px(8), (self.height() - side) / 2, side, side), theme.colour("indicatif"))
        painter.setFont(theme.font(SMALL, bold=True))
        painter.setPen(theme.colour("indicatif"))
        box = QRectF(self.rect()).adjusted(px(8) + side + px(5), 0, 0, 0)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.words)
        painter.end()
