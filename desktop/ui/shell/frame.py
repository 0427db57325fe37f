"""The window stays on its screen: title and borders, task bars and a change of screen are reckoned with.

What the system draws around the window is known only once it is shown, so that the first size is a guess and is put right
afterwards. Imported after the first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QScreen
    from PySide6.QtWidgets import QWidget

AT_REST = 250
"""Milliseconds without a move after which a window that changed its screen has arrived there."""
_WHOLE = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen | Qt.WindowState.WindowMinimized


def inside(window: QRect, frame: QMargins, available: QRect) -> QRect:
    """The geometry of a window, without its frame, that lies whole in what is available; unchanged if it does already.

    It is made smaller only as far as it must be, then moved only as far as it must be.
    """
    room = available.marginsRemoved(frame)
    size = window.size().boundedTo(room.size())
    x = max(room.left(), min(window.left(), room.right() + 1 - size.width()))
    y = max(room.top(), min(window.top(), room.bottom() + 1 - size.height()))
    return QRect(QPoint(x, y), size)


class InsideScreen(QObject):
    """Watches one window, and brings it back onto its screen when the screen, its task bars or its size changed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(AT_REST)
        self._later.timeout.connect(self.fit)
        handle = window.windowHandle()
        if handle is not None:
            handle.screenChanged.connect(self._later.start)
        app = QGuiApplication.instance()
        for screen in QGuiApplication.screens():
            self._watch(screen)
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._watch)
        window.installEventFilter(self)

    def fit(self) -> None:
        """Put the window right, unless it fills its screen anyway."""
        window, handle = self._window, self._window.windowHandle()
        if handle is None or not window.isVisible() or window.windowState() & _WHOLE:
            return
        now = window.geometry()
        wanted = inside(now, handle.frameMargins(), handle.screen().availableGeometry())
        if wanted != now:
            window.setGeometry(wanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window that is being dragged to another screen is left alone until it has arrived."""
        if (
            event.type() == QEvent.Type.Move and self._later.isActive()
        ) or event.type() == QEvent.Type.WindowStateChange:
            self._later.start()
        return super().eventFilter(watched, event)

    def _watch(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._later.start)
        screen.geometryChanged.connect(self._later.start)
