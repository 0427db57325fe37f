"""One window a user: a second start wakes the first. A lock file and a watched file, no socket."""

from __future__ import annotations

import logging
import os
import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QTimer, Signal

from desktop import files

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)
WAIT = 5.0
"""Seconds that a second start waits for the first to answer: it may still be starting, or be ending."""
TRIES, RETRY = 20, 100
"""How often, and after how many milliseconds, a request that an antivirus program holds open is tried again."""
_REQUEST = "reveil"


class Instance(QObject):
    """The right to be the only window on a folder of settings.

    The second start leaves a file beside the lock; the first one takes it away, which is its answer, and comes to the
    front. A first one that was killed left a lock whose process is gone: it does not count. One that hangs does not answer,
    and the second start opens its own window (`unanswered`), which the database is made for. Where no lock can be made (a
    read-only folder) every start gets its window: reading needs no lock.
    """

    woken = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.unanswered = False
        self._lock: QLockFile | None = None
        self._watcher: QFileSystemWatcher | None = None

    def acquire(self) -> bool:
        """True if this start may open its window."""
        try:
            files.private_folder(self.folder)
        except OSError as error:
            logger.warning("no lock in %s: %s", self.folder, error.strerror)
            return True
        lock = QLockFile(str(self.folder / "verrou"))
        # A lock never goes stale by age, only with its process: a window may stay open for weeks.
        lock.setStaleLockTime(0)
        self._lock = lock
        if lock.tryLock(0):
            return True
        if lock.error() is QLockFile.LockError.LockFailedError:
            return False
        logger.warning("the lock in %s can't be made: %s", self.folder, lock.error())
        return True

    def wake_first(self, wait: float = WAIT) -> bool:
        """Ask the window that is open to come to the front; True if it answered within `wait` seconds.

        False when this start is to open its own: the first one ended meanwhile, or did not answer (`unanswered`).
        """
        request = self.folder / _REQUEST
        self._let_first_come_forward()
        try:
            # It gets its name once it is closed: Windows would not let the first window take away a file that is still open here.
            files.write(request, str(os.getpid()))
        except OSError as error:
            logger.warning("the first window can't be asked: %s", error.strerror)
            self.unanswered = True
            return False
        end = time.monotonic() + wait
        while time.monotonic() < end:
            if not request.exists():
                return True
            if self._lock is not None and self._lock.tryLock(0):
                request.unlink(missing_ok=True)
                return False
            time.sleep(0.02)
        request.unlink(missing_ok=True)
        self.unanswered = True
        logger.warning("the first window does not answer: a second one opens")
        return False

    def listen(self) -> None:
        """Watch for a second start; one that came while this one was starting is answered now."""
        if not self.folder.is_dir():
            return
        self._watcher = QFileSystemWatcher([str(self.folder)])
        self._watcher.directoryChanged.connect(self._answer)
        self._answer()

    def stop_listening(self) -> None:
        """Answer no more."""
        if self._watcher is not None:
            self._watcher.directoryChanged.disconnect(self._answer)
            self._watcher = None

    def release(self) -> None:
        """Let the next start be the first."""
        self.stop_listening()
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _let_first_come_forward(self) -> None:
        """Windows lets only the program that was started last give the foreground away."""
        if sys.platform != "win32" or self._lock is None:
            return
        import ctypes

        process, _host, _name = self._lock.getLockInfo()
        ctypes.windll.user32.AllowSetForegroundWindow(int(process))

    def _answer(self) -> None:
        self._answer_within(TRIES)

    def _answer_within(self, tries: int) -> None:
        """Take the request away, which is the answer; where something holds the file for a moment, try again."""
        if self._watcher is None:
            return
        request = self.folder / _REQUEST
        try:
            request.unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            if tries > 1:
                QTimer.singleShot(RETRY, self, lambda: self._answer_within(tries - 1))
            else:
                logger.warning("a second start can't be answered: %s", error.strerror)
            return
        self.woken.emit()
