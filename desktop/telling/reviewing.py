"""« À revoir le … »: which days are offered, how a day is said, what is due. Calendar days of the place, no hours, no Qt."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from desktop.text.dates import short_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.store import CaseLine

QUICK = (1, 3, 7)
"""Days from today that are offered at once."""
_NAMES = {1: "demain", 7: "dans une semaine"}


def choices(usual: int, today: dt.date) -> list[tuple[str, dt.date]]:
    """The days that are offered at once, the user's own delay (`usual`, in days) among them: words, day."""
    days = sorted({*QUICK, usual})
    return [(f"{in_days(days_)}, {short_day(later(today, days_), today)}", later(today, days_)) for days_ in days]


def in_days(days: int) -> str:
    """« demain », « dans 3 jours », « dans une semaine »."""
    return _NAMES.get(days, f"dans {days} jours")


def later(today: dt.date, days: int) -> dt.date:
    """So many days after today; the last day of the calendar where there is none."""
    try:
        return today + dt.timedelta(days=days)
    except OverflowError:
        return dt.date.max


def is_due(day: dt.date | None, today: dt.date) -> bool:
    """Whether it is to be reviewed today, or was to be before."""
    return day is not None and day <= today


def said(day: dt.date, today: dt.date) -> str:
    """« à revoir aujourd’hui », « à revoir depuis le 12 nov. », « à revoir demain », « à revoir le 3 déc. »."""
    away = (day - today).days
    if away == 0:
        return "à revoir aujourd’hui"
    if away in (-1, 1):
        return "à revoir depuis hier" if away < 0 else "à revoir demain"
    return f"à revoir {'depuis ' if away < 0 else ''}{short_day(day, today)}"


def on_button(day: dt.date | None, today: dt.date) -> str:
    """What the button says that changes the day."""
    words = said(day, today) if day is not None else "à revoir…"
    return words[:1].upper() + words[1:]


def due(lines: Iterable[CaseLine], today: dt.date) -> list[CaseLine]:
    """What is to be reviewed today or was before, the longest overdue first."""
    found = [line for line in lines if is_due(line.review, today)]
    return sorted(found, key=lambda line: (line.review or today, -line.order))
