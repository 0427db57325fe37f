"""The moment, proposed from the clock and the French public holidays. The bounds are the tool's own (docs/decisions.md § 2.1)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from desktop.territories import CALENDARS, calendar_of

if TYPE_CHECKING:
    from datetime import date, datetime

OUVRABLE, SOIREE, NUIT, WEEKEND_FERIE = "ouvrable", "soiree", "nuit", "weekend_ferie"
DEBUT_JOUR, DEBUT_SOIREE, DEBUT_NUIT = 8, 18, 20
_SAMEDI = 5


def moment_a(instant: datetime, departement: str | None = None) -> str:
    """`nuit` from 20 h to 8 h on any day; else Saturday, Sunday, holiday `weekend_ferie`; `soiree` from 18 h; else `ouvrable`.

    `departement`: its number says which calendar counts (`desktop.territories`); None: the holidays of all France.
    """
    if instant.hour >= DEBUT_NUIT or instant.hour < DEBUT_JOUR:
        return NUIT
    if instant.weekday() >= _SAMEDI or public_holiday(instant.date(), departement):
        return WEEKEND_FERIE
    return SOIREE if instant.hour >= DEBUT_SOIREE else OUVRABLE


def public_holiday(jour: date, departement: str | None = None) -> str | None:
    """Name of the public holiday, or None. What only custom makes a day off is none: see `usage_local`."""
    official, _ = _public_holidays(jour.year, calendar_of(departement).id)
    return official.get(jour)


def usage_local(jour: date, departement: str | None = None) -> str | None:
    """Name of a day that is off by local custom and not by law, or None: it is told, and never counted."""
    _, customary = _public_holidays(jour.year, calendar_of(departement).id)
    return customary.get(jour)


def day_said(jour: date, departement: str | None = None) -> str:
    """What is to be known of a day, in French: « Saint-Étienne, férié », a custom that does not count, or ""."""
    if nom := public_holiday(jour, departement):
        return f"{nom}, férié"
    if nom := usage_local(jour, departement):
        return f"{nom} : chômé selon l’usage local, pas compté comme férié"
    return ""


def deciding_day(instant: datetime, departement: str | None = None) -> str:
    """`day_said` where the day decides of the moment: "" at night and at weekends, and no calendar is read."""
    if instant.weekday() >= _SAMEDI or not DEBUT_JOUR <= instant.hour < DEBUT_NUIT:
        return ""
    return day_said(instant.date(), departement)


@lru_cache(maxsize=8)
def _public_holidays(annee: int, calendrier: str) -> tuple[dict[date, str], dict[date, str]]:
    """The holidays of a year by law, and those by custom."""
    # Imported here: the library costs more than the whole engine, and only the clock needs it.
    from holidays.countries.france import France

    calendar = CALENDARS[calendrier]
    listed = France(years=annee, subdiv=calendar.subdivision or None, language="fr")  # type: ignore[no-untyped-call]
    official: dict[date, str] = {}
    customary: dict[date, str] = {}
    for jour, joined in listed.items():
        names = [name.replace("'", "’") for name in str(joined).split("; ")]
        legal = [name for name in names if name not in calendar.unofficial]
        (official if legal else customary)[jour] = ", ".join(legal or names)
    return official, customary
