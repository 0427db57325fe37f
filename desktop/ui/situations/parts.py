"""What the pages and commands of the situations share, each made at its first need: one of each a window."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.ui.door.context import Context
    from desktop.ui.situations.day_clock import DayClock
    from desktop.ui.situations.room import Decisions
    from desktop.ui.situations.situation import Situation


class Parts:
    """Made by `register`, which hands it to what it builds. Nothing slow is imported before a part is asked for."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @cached_property
    def decisions(self) -> Decisions:
        """The questionnaires."""
        from desktop.ui.situations.room import Decisions

        return Decisions(self.context)

    @cached_property
    def situation(self) -> Situation:
        """Which situation is in hand."""
        from desktop.ui.situations.situation import Situation

        return Situation(self.context, self.decisions)

    @cached_property
    def days(self) -> DayClock:
        """What day it is, by the clock of the situations."""
        from desktop.ui.situations.day_clock import DayClock

        return DayClock(lambda: self.situation.clock(), self.context)  # noqa: PLW0108 - the clock may be replaced
