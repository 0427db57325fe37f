"""Are the installed files whole? Looked at when asked for, and once by itself after an installation, off the window's thread."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.text.typography import french
from desktop.ui.door import ids
from desktop.ui.door.registry import Command
from desktop.ui.kit.notice import notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMessageBox

    from desktop.ui.door.context import Context

journal = logging.getLogger(__name__)
LATER = 2000
"""Milliseconds to leave to the start and to the first search: the check reads 120 MB."""
TITLE = "Fichiers du programme"


class FilesCheck(QObject):
    """Runs `check` on a thread of its own, and shows what it says if it says anything: (whole, message in French)."""

    found = Signal(bool, str)

    def __init__(self, parent: QObject, check: Callable[[], tuple[bool, str] | None]) -> None:
        super().__init__(parent)
        self._check = check
        self._box: QMessageBox | None = None
        self._thread: threading.Thread | None = None
        self.found.connect(self._show)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.start)

    def later(self, delay: int | None = None) -> None:
        """Start after so many milliseconds (`LATER` by default), if the window is still there."""
        self._timer.start(LATER if delay is None else delay)

    def start(self) -> threading.Thread:
        """Start now, unless it runs; returns the thread. It does not hold up the end of the program."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="integrite", daemon=True)
            self._thread.start()
        return self._thread

    def _run(self) -> None:
        told = self._check()
        if told is not None:
            whole, message = told
            if not whole:
                journal.error("installation endommagée : %s", message)
            self.found.emit(whole, message)

    def _show(self, whole: bool, message: str) -> None:
        # Kept: without an active window the message has no parent, and would go at once.
        self._box = notice(TITLE, french(message), alarm=not whole)


def watch_files(context: Context) -> None:
    """Offer the check in the menus, and run it once after an installation."""
    services = context.services
    if services.verify_files is not None:
        asked = FilesCheck(context, services.verify_files)

        def ask() -> None:
            context.say("Vérification des fichiers du programme…")
            asked.start()

        context.registry.add_command(
            Command(
                ids.CHECK_FILES, "Vérifier les fichiers du programme", "Aide", ask, words="intégrité abîmé installation"
            )
        )
    if services.check_files is not None:
        FilesCheck(context, services.check_files).later()
