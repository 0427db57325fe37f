"""The moment, proposed from the clock and the French public holidays. The bounds are the tool's own (2.1)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

OUVRABLE, SOIREE, NUIT, WEEKEND_FERIE = "ouvrable", "soiree", "nuit", "weekend_ferie"
DEBUT_JOUR, DEBUT_SOIREE, DEBUT_NUIT = 8, 18, 20
_SAMEDI = 5


def moment_a(instant: datetime, departement: str | None = None) -> str:
    """`nuit` from 20 h to 8 h on any day; else Saturday, Sunday, holiday `weekend_ferie`; `soiree` from 18 h; else `ouvrable`.

    `departement`: 57, 67, 68 have two more holidays, overseas departments the abolition of slavery; None: those of all
    France.
    """
    if instant.hour >= DEBUT_NUIT or instant.hour < DEBUT_JOUR:
        return NUIT
    if instant.weekday() >= _SAMEDI or ferie(instant.date(), departement):
        return WEEKEND_FERIE
    return SOIREE if instant.hour >= DEBUT_SOIREE else OUVRABLE


def ferie(jour: date, departement: str | None = None) -> str | None:
    """Name of the public holiday, or None."""
    nom: str | None = _jours_feries(jour.year, departement).get(jour)
    return nom


# The library's subdivisions; what is not here has the holidays of all France.
_SUBDIVISIONS = {
    "57": "57", "67": "6AE", "68": "6AE", "971": "971", "972": "972", "973": "973", "974": "974", "976": "976",
}  # fmt: skip


@lru_cache(maxsize=8)
def _jours_feries(annee: int, departement: str | None) -> dict[date, str]:
    # Imported here: the library costs more than the whole engine, and only the clock needs it.
    from holidays.countries.france import France

    feries = France(years=annee, subdiv=_SUBDIVISIONS.get(departement or ""), language="fr")  # type: ignore[no-untyped-call]
    return dict(feries.items())
