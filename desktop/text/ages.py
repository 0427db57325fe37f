"""How long ago, in words. No Qt."""

from __future__ import annotations

import datetime as dt

_LONG = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_MONTHS = ["janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]


NOW = 90.0
"""Seconds that are still « à l’instant », and within which two clocks may differ."""


def ago(then: float, now: float) -> str:
    """« à l’instant », « il y a 20 min », « hier », « le 3 nov. »: both in seconds since the epoch, said in local time.

    What was dated while the clock was ahead of now keeps its date: it was not « à l’instant ». "" for a time that no calendar
    has: a damaged file must not take the page that shows it.
    """
    seconds = now - then
    if abs(seconds) < NOW:
        return "à l’instant"
    if NOW <= seconds < 3600:
        return f"il y a {round(seconds / 60)}\u00a0min"
    try:
        day = dt.datetime.fromtimestamp(then).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return ""
    today = dt.datetime.fromtimestamp(now).astimezone().date()
    if day == today and seconds > 0:
        return f"il y a {round(seconds / 3600)}\u00a0h"
    if (today - day).days == 1:
        return "hier"
    return day_words(day, today)


def day_words(day: dt.date, today: dt.date) -> str:
    """« le 3 nov. », with its year when that is not the present one."""
    words = f"le {day.day}{'ᵉʳ' if day.day == 1 else ''} {_MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def french_date(iso: str) -> str:
    """« 10 septembre 2020 » for an ISO date; a date in another shape is returned as it is."""
    try:
        day = dt.date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day}{'ᵉʳ' if day.day == 1 else ''}\u00a0{_LONG[day.month - 1]} {day.year}"
