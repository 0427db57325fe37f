"""What day it is: told when it changes, at midnight, after sleep, or when the clock is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

INTERVAL = 30_000
"""Milliseconds between two looks at the clock: a timer set for midnight would be late after a night asleep."""


class DayClock(QObject):
    """Emits `changed` once for each new day."""

    changed = Signal()

    def __init__(self, now: Callable[[], dt.datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._now = now
        self._told = self.today
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(INTERVAL)

    @property
    def today(self) -> dt.date:
        """The calendar day of the place, by the clock of now."""
        return self._now().date()

    def look(self) -> None:
        """See whether it is another day."""
        if (today := self.today) != self._told:
            self._told = today
            self.changed.emit()
