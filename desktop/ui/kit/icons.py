"""Icons drawn with a painter: sharp at every size, in the colours of the theme, without image plugins.

Strokes are filled shapes rather than pens: a pen's caps come from the `Qt` namespace, which the first paint does without (see
`desktop.ui.kit.widgets`).
"""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPainterPath, QPalette, QPixmap, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QAbstractButton

    from desktop.ui.kit.theme import Theme

_GRID = 20.0
"""Icons are drawn on a grid of 20 by 20, with strokes of twice _HALF."""
_HALF = 0.9


class _Pen:
    """Strokes and shapes of one colour, with round ends."""

    def __init__(self, painter: QPainter, colour: QColor) -> None:
        self.painter = painter
        # QBrush(colour) would look at the whole Qt namespace to choose its constructor; a palette has the brush already.
        self.brush = QPalette(colour, colour).window()

    def line(self, *points: tuple[float, float]) -> None:
        for (x1, y1), (x2, y2) in pairwise(points):
            long = hypot(x2 - x1, y2 - y1) or 1.0
            dx, dy = (y1 - y2) / long * _HALF, (x2 - x1) / long * _HALF
            corners = ((x1 + dx, y1 + dy), (x2 + dx, y2 + dy), (x2 - dx, y2 - dy), (x1 - dx, y1 - dy))
            path = QPainterPath()
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
            path.closeSubpath()
            self.painter.fillPath(path, self.brush)
        for x, y in points:
            self.dot(x, y, _HALF)

    def dot(self, x: float, y: float, radius: float) -> None:
        path = QPainterPath()
        path.addEllipse(QPointF(x, y), radius, radius)
        self.painter.fillPath(path, self.brush)

    def ring(self, x: float, y: float, radius: float) -> None:
        path = QPainterPath()
        path.addEllipse(QPointF(x, y), radius + _HALF, radius + _HALF)
        path.addEllipse(QPointF(x, y), radius - _HALF, radius - _HALF)
        self.painter.fillPath(path, self.brush)

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.line((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))


def _search(p: _Pen) -> None:
    p.ring(8, 8, 4.6)
    p.line((11.5, 11.5), (16.3, 16.3))


def _theme(p: _Pen) -> None:
    p.ring(10, 10, 7)
    half = QPainterPath()
    half.moveTo(10, 3)
    half.arcTo(QRectF(3, 3, 14, 14), 90, -180)
    half.closeSubpath()
    p.painter.fillPath(half, p.brush)


def _menu(p: _Pen) -> None:
    for y in (5.0, 10.0, 15.0):
        p.line((3, y), (17, y))


def _copy(p: _Pen) -> None:
    p.box(7, 3, 9, 10)
    p.line((4, 7), (4, 17), (12, 17))


def _list(p: _Pen) -> None:
    for y in (5.0, 10.0, 15.0):
        p.line((7, y), (17, y))
        p.dot(3.5, y, 1.2)


def _print(p: _Pen) -> None:
    p.box(6, 3, 8, 4)
    p.line((6, 14), (3, 14), (3, 7), (17, 7), (17, 14), (14, 14))
    p.box(6, 11.5, 8, 5.5)


def _close(p: _Pen) -> None:
    p.line((5, 5), (15, 15))
    p.line((15, 5), (5, 15))


_DRAWINGS: dict[str, Callable[[_Pen], None]] = {
    "back": lambda p: p.line((12, 4.5), (6.5, 10), (12, 15.5)),
    "forward": lambda p: p.line((8, 4.5), (13.5, 10), (8, 15.5)),
    "up": lambda p: p.line((4.5, 12), (10, 6.5), (15.5, 12)),
    "down": lambda p: p.line((4.5, 8), (10, 13.5), (15.5, 8)),
    "search": _search,
    "theme": _theme,
    "menu": _menu,
    "copy": _copy,
    "bookmark": lambda p: p.line((5.5, 3), (14.5, 3), (14.5, 17), (10, 13), (5.5, 17), (5.5, 3)),
    "note": lambda p: p.line((4, 16), (4.8, 12.5), (13, 4.3), (15.7, 7), (7.5, 15.2), (4, 16)),
    "close": _close,
    "list": _list,
    "print": _print,
    "dot": lambda p: p.dot(10, 10, 3),
}


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """One icon as a picture. Raises KeyError for an unknown name."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / _GRID, size / _GRID)
    _DRAWINGS[name](_Pen(painter, colour))
    painter.end()
    return picture


def set_icon(button: QAbstractButton, name: str, theme: Theme, *, colour: str = "ink", size: int = 20) -> None:
    """Give a button an icon that follows the text size."""
    button.setIcon(icon(name, theme, colour=colour, size=size))
    button.setIconSize(QSize(theme.px(size), theme.px(size)))


def icon(name: str, theme: Theme, *, colour: str = "ink", size: int = 20) -> QIcon:
    """An icon in a colour of the theme, with its disabled look. Raises KeyError for an unknown name."""
    made = QIcon()
    pixels = theme.px(size)
    ratio = QGuiApplication.instance().devicePixelRatio()  # type: ignore[union-attr]
    made.addPixmap(pixmap(name, theme.colour(colour), pixels, ratio))
    made.addPixmap(pixmap(name, theme.colour("edge"), pixels, ratio), QIcon.Mode.Disabled)
    return made
