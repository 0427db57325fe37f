"""Hours, days and ages in French words: one way of writing each, for the window, paper, the command line and files. No Qt."""

from __future__ import annotations

import datetime as dt

from desktop.text.typography import INSECABLE

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_SHORT = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")

NOW = 90.0
"""Seconds that are still « à l’instant », and within which two clocks may differ."""


def hour(instant: dt.datetime) -> str:
    """« 22 h 10 »."""
    return f"{instant.hour}{INSECABLE}h{INSECABLE}{instant.minute:02}"


def day(date: dt.date) -> str:
    """« samedi 21 novembre », « dimanche 1ᵉʳ mars »."""
    return f"{DAYS[date.weekday()]} {_number(date)} {MONTHS[date.month - 1]}"


def day_and_year(date: dt.date, today: dt.date | None = None) -> str:
    """The same with its year; without it where that is the year of `today`."""
    return day(date) if today is not None and today.year == date.year else f"{day(date)} {date.year}"


def day_and_hour(instant: dt.datetime) -> str:
    """« samedi 21 novembre 2026, 22 h 10 »."""
    return f"{day_and_year(instant)}, {hour(instant)}"


def at(instant: dt.datetime, today: dt.datetime) -> str:
    """« à 17 h 55 », « vendredi 27 novembre, à 17 h 55 » on another day, with the year in another year."""
    if instant.date() == today.date():
        return f"à {hour(instant)}"
    return f"{day_and_year(instant, today)}, à {hour(instant)}"


def figures(date: dt.date) -> str:
    """« 28/11/2026 »."""
    return f"{date:%d/%m/%Y}"


def figures_and_hour(instant: dt.datetime) -> str:
    """« 28/11/2026 à 22 h 10 », the hour as it is read in a list."""
    return f"{figures(instant)} à {hour(instant)}"


def ago(then: float, now: float) -> str:
    """« à l’instant », « il y a 20 min », « hier », « le 3 nov. »: both in seconds since the epoch, said in local time.

    What was dated while the clock was ahead of now keeps its date: it was not « à l’instant ». "" for a time that no calendar
    has: a damaged file must not take the page that shows it.
    """
    seconds = now - then
    if abs(seconds) < NOW:
        return "à l’instant"
    if NOW <= seconds < 3600:
        return f"il y a {round(seconds / 60)}{INSECABLE}min"
    try:
        made = dt.datetime.fromtimestamp(then).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return ""
    today = dt.datetime.fromtimestamp(now).astimezone().date()
    if made == today and seconds > 0:
        return f"il y a {round(seconds / 3600)}{INSECABLE}h"
    if (today - made).days == 1:
        return "hier"
    return short_day(made, today)


def short_day(date: dt.date, today: dt.date) -> str:
    """« le 3 nov. », with its year when that is not the present one."""
    words = f"le {_number(date)} {_SHORT[date.month - 1]}"
    return words if date.year == today.year else f"{words} {date.year}"


def date_of(iso: str) -> str:
    """« 10 septembre 2020 » for an ISO date; a date in another shape is returned as it is."""
    try:
        date = dt.date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{_number(date)}{INSECABLE}{MONTHS[date.month - 1]} {date.year}"


def _number(date: dt.date) -> str:
    return "1ᵉʳ" if date.day == 1 else str(date.day)
