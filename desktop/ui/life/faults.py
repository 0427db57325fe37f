"""What nobody caught never closes the window: it goes to the journal without a word of the user's, and is said once.

Errors come from slots and timers (`sys.excepthook`), from threads (`threading.excepthook`, and the worker, which hands over
what it does not expect) and from destructors (`sys.unraisablehook`, written down only). A storm, a paint event for instance
that fails at each frame, is one dialog and a few lines. What was confirmed is on the disk already; what still waits in the
queue of the worker is written, and the dialog says when it is.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from desktop.ui.kit.held import HeldRecords
    from desktop.ui.life.fault_box import FaultBox
    from desktop.ui.shell.window import MainWindow

logger = logging.getLogger(__name__)
FULL_LINES = 3
"""How many times the same error is written with its places; after that only at each doubling of its number."""


class Fault(NamedTuple):
    """An error as it may be told: `key` is its class and place, the same for the same error."""

    key: str
    detail: str


class Faults(QObject):
    """Owns the hooks from `install` to `release`. `follow` gives it the window, once there is one."""

    _raised = Signal(object)

    def __init__(self, log_dir: Path | None, held: HeldRecords | None = None) -> None:
        super().__init__()
        self.log_dir = log_dir
        self.box: FaultBox | None = None
        self._held = held
        self._window: MainWindow | None = None
        self._seen: Counter[str] = Counter()
        self._told: set[str] = set()
        self._turn = threading.Lock()
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._raised.connect(self._later)

    def install(self) -> None:
        """From now on nothing gets past."""
        sys.excepthook = self.take
        threading.excepthook = lambda args: self.take(args.exc_type, args.exc_value, args.exc_traceback)
        sys.unraisablehook = lambda args: self.note(args.exc_type, args.exc_value, args.exc_traceback)

    def release(self) -> None:
        """Give the hooks back: the window is gone."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def follow(self, window: MainWindow) -> None:
        """The window over which an error is said, and whose place is kept then."""
        self._window = window

    def take(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Write an error down and have it said on the window's thread."""
        fault = self.note(kind, error, trace)
        if fault is not None:
            self._raised.emit(fault)

    def note(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> Fault | None:
        """Write an error down; None for one that asks the thread or the program to end."""
        if issubclass(kind, SystemExit):
            return None
        from desktop.discreet import described, place_of

        place = place_of(trace)
        detail = described(error) if error is not None else f"{kind.__module__}.{kind.__qualname__}"
        fault = Fault(f"{kind.__qualname__}, {place}" if place else kind.__qualname__, detail)
        with self._turn:
            self._seen[fault.key] += 1
            number = self._seen[fault.key]
        if number <= FULL_LINES:
            logger.critical("uncaught in thread %s: %s\n%s", threading.current_thread().name, fault.key, detail)
        elif number & (number - 1) == 0:
            logger.critical("uncaught, %d times now: %s", number, fault.key)
        return fault

    def fatal(self, error: BaseException) -> int:
        """The window could not be made: say so and where the journal is. Returns the exit code."""
        from desktop.ui.life.fault_box import say_no_start

        fault = self.note(type(error), error, error.__traceback__)
        self._open_journal()
        say_no_start(fault.key if fault else "", self.log_dir)
        return 1

    # -- on the window's thread

    def _later(self, fault: object) -> None:
        # Not now: the error may come from the middle of a paint event.
        QTimer.singleShot(0, lambda: self._say(fault))  # type: ignore[arg-type]

    def _say(self, fault: Fault) -> None:
        if fault.key in self._told:
            if self.box is not None:
                self.box.count(sum(self._seen.values()))
            return
        self._told.add(fault.key)
        if self.box is not None:
            self.box.add(fault.detail, sum(self._seen.values()))
            return
        from desktop.ui.life.fault_box import FaultBox

        self._open_journal()
        self.box = FaultBox(self._window, fault.key, fault.detail, self.log_dir)
        self.box.finished.connect(self._closed)
        self.box.open()
        self.box.save()

    def _closed(self) -> None:
        self.box = None

    def _open_journal(self) -> None:
        """An error before the journal was open: open it now, so that what is held gets there."""
        if self._held is not None and self._held in logging.getLogger().handlers:
            from desktop.ui.life.log import open_log

            open_log(self.log_dir, self._held)
