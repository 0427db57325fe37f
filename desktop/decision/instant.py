"""Does what was said of « now » still hold? Compares the clocks of then with those of now. No Qt, reads no clock.

Two clocks are looked at, because one can be set: the wall clock, which knows the hour and its zone, and a steady one, which
nobody can set but which tells nothing after a restart and, on most systems, stands still while the machine sleeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

HOLDS_FOR = timedelta(minutes=30)
"""So long a plan is one for now, as long as no bound is passed."""
SLACK = timedelta(minutes=1)
"""The wall clock may be corrected by so much: what keeps clocks right moves them by seconds."""


class Cause(Enum):
    """Why something that was said of now does not hold any more."""

    UNKNOWN = "heure inconnue"
    """Nobody noted which hour it was said for."""
    OTHER = "autre moment"
    """It was asked for another moment than the present one."""
    SET_BACK = "horloge reculée"
    """The wall clock stands earlier than it can: which hour is right can't be told."""
    ZONE = "heure légale ou fuseau"
    """Summer time began or ended, or the machine came into another zone."""
    BOUND = "borne passée"
    """Another moment of the calendar has begun: evening, night, weekend, holiday."""
    TIME = "trente minutes"
    """Time went by."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The clocks at one moment. `wall` is aware, in local time; `steady` in seconds, None when another run read it."""

    wall: datetime
    steady: float | None = None


def ageing(made: Reading | None, now: Reading, moment: Callable[[datetime], str], chosen: str = "") -> Cause | None:
    """Why what was said at `made` is no « now » any more at `now`; None while it still is one.

    `moment`: the moment of the calendar for an instant (`moment_a` with its department). `chosen`: the moment that a person
    asked for instead of the clock's, "" when it was the clock's.
    """
    if made is None:
        return Cause.UNKNOWN
    if chosen and chosen != moment(now.wall):
        return Cause.OTHER
    # In UTC: two hours of one zone are subtracted as they are read, whatever summer time did between them.
    passed = now.wall.astimezone(UTC) - made.wall.astimezone(UTC)
    steady = passed
    if made.steady is not None and now.steady is not None:
        steady = timedelta(seconds=now.steady - made.steady)
    if passed < -SLACK or passed < steady - SLACK:
        return Cause.SET_BACK
    if now.wall.utcoffset() != made.wall.utcoffset():
        return Cause.ZONE
    if not chosen and moment(now.wall) != moment(made.wall):
        return Cause.BOUND
    return Cause.TIME if max(passed, steady) >= HOLDS_FOR else None
