"""Python's cycle collector, on the window's thread alone.

The collector runs in whichever thread allocates; in the worker it would destroy widgets and timers that belong to the
window's thread, which Qt forbids. So the automatic one is off while the window is open, and a timer asks instead.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 2000
"""Milliseconds between two looks at how much there is to collect."""


MANY = 1000
"""So many objects at once are worth being set apart."""


def set_apart(count: int) -> None:
    """So many objects were made that stay and hold no cycle (rows, notes): no look at the oldest goes through them again.

    A look at ten thousand notes would hold the window up for two frames, every few seconds.
    """
    if count >= MANY:
        gc.freeze()


class Collector(QObject):
    """Owns the collector from `__init__` to `release`. Who opens several windows may set apart what outlives them all."""

    def __init__(self) -> None:
        super().__init__()
        self._others = gc.get_freeze_count() > 0
        gc.disable()
        self._timer = QTimer()
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """The start is over: what it made stays for ever and is not looked at again; look regularly from now on."""
        gc.freeze()
        self._timer.start(INTERVAL)

    def look(self) -> int:
        """Collect the oldest generation that is over its threshold; returns which, -1 for none."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return generation
        return -1

    def release(self) -> None:
        """Hand the collector back, after a last look from this thread."""
        self._timer.stop()
        if not self._others:
            gc.unfreeze()
        gc.collect()
        gc.enable()
