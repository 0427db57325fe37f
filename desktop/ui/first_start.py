"""At the first start of an installed program: are its files whole? Off the window's thread, once the window has time."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.ui.user_data.notice import notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMessageBox

journal = logging.getLogger(__name__)
LATER = 2000
"""Milliseconds to leave to the start and to the first search: the check reads 120 MB."""
TITLE = "Fichiers du programme"


class FirstCheck(QObject):
    """Runs `check` on a thread of its own, and shows what it says if it says anything."""

    found = Signal(str)

    def __init__(self, parent: QObject, check: Callable[[], str | None]) -> None:
        super().__init__(parent)
        self._check = check
        self._box: QMessageBox | None = None
        self.found.connect(self._show)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.start)

    def later(self, delay: int = LATER) -> None:
        """Start after so many milliseconds, if the window is still there."""
        self._timer.start(delay)

    def start(self) -> threading.Thread:
        """Start now; returns the thread. It does not hold up the end of the program."""
        thread = threading.Thread(target=self._run, name="integrite", daemon=True)
        thread.start()
        return thread

    def _run(self) -> None:
        message = self._check()
        if message is not None:
            journal.error("installation endommagée : %s", message)
            self.found.emit(message)

    def _show(self, message: str) -> None:
        # Kept: without an active window the message has no parent, and would go at once.
        self._box = notice(TITLE, message)
