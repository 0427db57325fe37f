"""Icons drawn with a painter: sharp at every size, in the colours of the theme, without image plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.theme import Theme

_GRID = 20.0
"""Icons are drawn on a grid of 20 by 20."""


def _line(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _search(p: QPainter) -> None:
    p.drawEllipse(QRectF(3.5, 3.5, 9, 9))
    _line(p, (11.5, 11.5), (16.5, 16.5))


def _theme(p: QPainter) -> None:
    p.drawEllipse(QRectF(3, 3, 14, 14))
    half = QPainterPath()
    half.moveTo(10, 3)
    half.arcTo(QRectF(3, 3, 14, 14), 90, -180)
    half.closeSubpath()
    p.fillPath(half, p.pen().brush())


def _menu(p: QPainter) -> None:
    for y in (5.0, 10.0, 15.0):
        _line(p, (3, y), (17, y))


def _copy(p: QPainter) -> None:
    p.drawRoundedRect(QRectF(7, 3, 9, 11), 1.5, 1.5)
    _line(p, (4, 7), (4, 17), (12, 17))


def _bookmark(p: QPainter) -> None:
    _line(p, (5.5, 3), (14.5, 3), (14.5, 17), (10, 13), (5.5, 17), (5.5, 3))


def _note(p: QPainter) -> None:
    _line(p, (4, 16), (4.8, 12.5), (13, 4.3), (15.7, 7), (7.5, 15.2), (4, 16))


def _close(p: QPainter) -> None:
    _line(p, (5, 5), (15, 15))
    _line(p, (15, 5), (5, 15))


def _list(p: QPainter) -> None:
    for y in (5.0, 10.0, 15.0):
        _line(p, (7, y), (17, y))
        p.drawPoint(QPointF(3.5, y))


def _print(p: QPainter) -> None:
    p.drawRect(QRectF(6, 3, 8, 4))
    _line(p, (6, 14), (3, 14), (3, 7), (17, 7), (17, 14), (14, 14))
    p.drawRect(QRectF(6, 11.5, 8, 5.5))


def _dot(p: QPainter) -> None:
    p.setBrush(p.pen().brush())
    p.drawEllipse(QRectF(7.5, 7.5, 5, 5))


_DRAWINGS: dict[str, Callable[[QPainter], None]] = {
    "back": lambda p: _line(p, (12, 4.5), (6.5, 10), (12, 15.5)),
    "forward": lambda p: _line(p, (8, 4.5), (13.5, 10), (8, 15.5)),
    "up": lambda p: _line(p, (4.5, 12), (10, 6.5), (15.5, 12)),
    "down": lambda p: _line(p, (4.5, 8), (10, 13.5), (15.5, 8)),
    "search": _search,
    "theme": _theme,
    "menu": _menu,
    "copy": _copy,
    "bookmark": _bookmark,
    "note": _note,
    "close": _close,
    "list": _list,
    "print": _print,
    "dot": _dot,
}


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """One icon as a picture. Raises KeyError for an unknown name."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / _GRID, size / _GRID)
    pen = QPen(colour, 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    _DRAWINGS[name](painter)
    painter.end()
    return picture


def icon(name: str, theme: Theme, *, token: str = "ink", size: int = 20) -> QIcon:
    """An icon in a colour of the theme, with its disabled look. Raises KeyError for an unknown name."""
    made = QIcon()
    pixels = theme.px(size)
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, theme.colour(token), pixels, ratio))
        made.addPixmap(pixmap(name, theme.colour("edge"), pixels, ratio), QIcon.Mode.Disabled)
    return made
