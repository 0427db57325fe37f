"""Where the badges and hits of a document stand on the screen: to paint their grounds, and to tell which one was clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QTextBlock, QTextLine

    from desktop.ui.kit.theme import Theme
    from desktop.ui.reader.builder import Mark


def mark_rects(block: QTextBlock, rect: QRectF, mark: Mark, theme: Theme) -> Iterator[QRectF]:
    """Where a mark of a block stands, one rectangle a line; `rect` is that of the block, in the viewport."""
    layout = block.layout()
    end = mark.debut + mark.longueur
    position = mark.debut
    while position < end:
        line = layout.lineForTextPosition(position)
        if not line.isValid():
            return
        stop = min(end, line.textStart() + line.textLength())
        yield _part(line, rect, position, stop, theme.px(15), deep=mark.genre == "badge")
        if stop <= position:
            return
        position = stop


def _part(line: QTextLine, rect: QRectF, start: int, stop: int, size: int, *, deep: bool) -> QRectF:
    x1, x2 = _x(line, start), _x(line, stop)
    base = rect.top() + line.y() + line.ascent()
    up, down = 0.98, 0.34 if deep else 0.28
    return QRectF(rect.left() + min(x1, x2), base - up * size, abs(x2 - x1), (up + down) * size)


def _x(line: QTextLine, position: int) -> float:
    """Where a position of the text stands in its line; the binding gives it with the position that it settled on."""
    found: Any = line.cursorToX(position)
    return float(found[0] if isinstance(found, tuple) else found)
