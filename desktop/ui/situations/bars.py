"""The six dimensions as a small picture: three blocks a line, as many filled as the level, its number beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.text.typography import french
from desktop.ui.kit.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from desktop.telling.growing import Bar
    from desktop.ui.kit.theme import Theme

_LINE, _BLOCK, _GAP = 24, 38, 3


class Bars(QWidget):
    """Painted; read as one sentence by a screen reader. What decides the level is bold and marked « décide »."""

    def __init__(self, bars: Sequence[Bar], theme: Theme) -> None:
        super().__init__()
        self.bars = tuple(bars)
        self.theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        spoken = french(". ".join(bar.spoken for bar in self.bars))
        self.setAccessibleName("Les six plans du niveau")
        self.setAccessibleDescription(spoken)
        self.setToolTip(plain(french("\n".join(bar.spoken for bar in self.bars))))

    def sizeHint(self) -> QSize:
        """One line a dimension."""
        px = self.theme.px
        return QSize(px(280), px(_LINE) * len(self.bars))

    def minimumSizeHint(self) -> QSize:
        """No narrower than name, blocks and number."""
        metrics = QFontMetrics(self.theme.font(13, bold=True))
        widest = max((metrics.horizontalAdvance(bar.libelle) for bar in self.bars), default=0)
        return QSize(widest + self.theme.px(3 * (22 + _GAP) + 44), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, blocks, number."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for rank, bar in enumerate(self.bars):
            self._line(painter, bar, rank * self.theme.px(_LINE))
        painter.end()

    def _line(self, painter: QPainter, bar: Bar, top: int) -> None:
        theme, px = self.theme, self.theme.px
        height = px(_LINE)
        font = theme.font(13, bold=bar.decisive)
        painter.setFont(font)
        painter.setPen(theme.colour("ink" if bar.compte else "soft"))
        widest = max(QFontMetrics(theme.font(13, bold=True)).horizontalAdvance(b.libelle) for b in self.bars)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, widest + px(6), height), int(Qt.AlignmentFlag.AlignLeft | middle), bar.libelle)
        left = widest + px(14)
        number = px(30)
        block = min(px(_BLOCK), (self.width() - left - number - 2 * px(_GAP)) // 3)
        for step in range(3):
            filled = bar.niveau is not None and step < bar.niveau
            token = f"niveau{bar.niveau}" if filled and bar.compte else "edge" if filled else "line"
            box = QRectF(left + step * (block + px(_GAP)), top + height / 2 - px(6), block, px(12))
            path = QPainterPath()
            path.addRoundedRect(box, px(2), px(2))
            painter.fillPath(path, theme.colour(token))
        font.setBold(bar.niveau is not None)
        painter.setFont(font)
        painter.setPen(theme.colour("ink" if bar.niveau is not None and bar.compte else "soft"))
        painter.drawText(
            QRectF(self.width() - number, top, number, height), int(Qt.AlignmentFlag.AlignCenter), bar.mark
        )
        if bar.decisive:
            self._mark(painter, left, top, block)

    def _mark(self, painter: QPainter, left: int, top: int, block: int) -> None:
        """A line under the bar that decides: said by shape, not by colour alone."""
        px = self.theme.px
        width = 3 * block + 2 * px(_GAP)
        painter.fillRect(QRectF(left, top + px(_LINE) - px(4), width, max(1, px(2))), self.theme.colour("ink"))
