"""The session ends, or someone asks the process to: the window is closed as by hand, so that everything is written.

Windows and macOS close windows themselves when the session ends; elsewhere a process is sent a signal.
"""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")


class Ending(QObject):
    """Closes the window at SIGTERM, SIGINT and SIGHUP, from construction to `release`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._former: dict[signal.Signals, object] = {}
        self._ends: tuple[int, ...] = ()
        if os.name != "posix":
            return
        # Python runs its handlers between two of its own instructions, of which a window at rest makes none: the byte that the
        # system's handler writes into this pipe wakes Qt up.
        self._ends = os.pipe()
        for end in self._ends:
            os.set_blocking(end, False)
        self._wakeup = signal.set_wakeup_fd(self._ends[1], warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._ends[0], QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_byte)
        for name in SIGNALS:
            number = signal.Signals[name]
            self._former[number] = signal.signal(number, lambda _number, _frame: None)

    def release(self) -> None:
        """Give the signals back."""
        if not self._ends:
            return
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        for number, former in self._former.items():
            signal.signal(number, former)  # type: ignore[arg-type]
        for end in self._ends:
            os.close(end)
        self._ends = ()

    def _on_byte(self) -> None:
        with contextlib.suppress(BlockingIOError):  # another byte took it along
            received = os.read(self._ends[0], 64)
            if any(number in received for number in self._former):
                # Closes every window, a dialog that waits for an answer first; theirs is the last word, as when closed by hand.
                QApplication.quit()
