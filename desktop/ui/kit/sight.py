"""What has the focus is in sight, wherever it went: by Tab, arrows, letters, a larger text or a smaller window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QScrollBar, QWidget

ARRIVES = 500
"""Milliseconds after a move of the focus in which what is laid out late still brings it into sight."""
AROUND = 12
"""Pixels that are shown around what has the focus, where there is room for them."""


def areas_of(widget: QWidget) -> Iterator[QScrollArea]:
    """The scroll areas that hold a widget, from the inside."""
    holder = widget.parentWidget()
    while holder is not None:
        if isinstance(holder, QScrollArea):
            yield holder
        holder = holder.parentWidget()


def bring_into_sight(widget: QWidget) -> None:
    """Scroll all that holds a widget until it is drawn whole; of what is larger than its room, the beginning."""
    for area in areas_of(widget):
        content = area.widget()
        if content is None or not content.isAncestorOf(widget):
            continue
        if (layout := content.layout()) is not None:
            layout.activate()
        rect = QRect(widget.mapTo(content, QPoint(0, 0)), widget.size())
        room = area.viewport().size()
        for bar, first, last, length in (
            (area.verticalScrollBar(), rect.top(), rect.bottom(), room.height()),
            (area.horizontalScrollBar(), rect.left(), rect.right(), room.width()),
        ):
            around = max(0, min(AROUND, (length - (last - first + 1)) // 2))
            if first - around < bar.value() or last - first + 1 > length:
                bar.setValue(first - around)
            elif last + around >= bar.value() + length:
                bar.setValue(last + around + 1 - length)


class Sight(QObject):
    """Follows the focus of one window. What a mouse presses stays where it is: it would slip away from under it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._arriving = QDeadlineTimer(0)
        self._followed: list[QScrollBar] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._look)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def again(self) -> None:
        """Sizes changed: look once the layouts are at rest."""
        self._arriving.setRemainingTime(ARRIVES)
        self._later.start(0)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        if self._window.isAncestorOf(new):
            bring_into_sight(new)
            # A page that is just being drawn has its heights only once its layouts are at rest.
            self._follow(new)
            self.again()

    def _follow(self, widget: QWidget) -> None:
        for bar in self._followed:
            if isValid(bar):
                bar.rangeChanged.disconnect(self._on_range)
        self._followed = [area.verticalScrollBar() for area in areas_of(widget)]
        for bar in self._followed:
            bar.rangeChanged.connect(self._on_range)

    def _on_range(self) -> None:
        """The content grew or shrank: later than a moment after the focus moved, a person may be reading elsewhere."""
        if not self._arriving.hasExpired():
            self._later.start(0)

    def _look(self) -> None:
        focused = self._window.focusWidget()
        if focused is not None and focused.isVisible():
            bring_into_sight(focused)
