"""What stands in the place of « maintenant » once it is not now any more: « à 17 h 55 », « la nuit »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.decision.instant import Cause
from desktop.telling import words
from desktop.text import dates
from desktop.text.typography import french

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.decision import Questionnaires

WHY = {
    Cause.UNKNOWN: "l’heure pour laquelle il a été fait n’a pas été notée",
    Cause.OTHER: "un autre moment a été choisi",
    Cause.SET_BACK: "l’horloge de l’ordinateur a été reculée",
    Cause.ZONE: "l’heure légale ou le fuseau a changé",
    Cause.BOUND: "un autre moment a commencé depuis",
    Cause.TIME: "plus de trente minutes ont passé",
}
"""Why a plan is not for now any more, to be said after a colon."""


def moment_of(questionnaires: Questionnaires, moment: str) -> str:
    """« la nuit », « un jour ouvré »: a moment without its bounds."""
    libelle = french(questionnaires.faits["moment"].valeur(moment).libelle)
    return words.without_capital(libelle.partition(",")[0])


def instead_of_now(
    questionnaires: Questionnaires, cause: Cause | None, instant: datetime | None, today: datetime, moment: str = ""
) -> str:
    """What replaces « maintenant » in a sentence, "" while it is now. `moment`: the one that the plan was made for, if any."""
    if cause is None:
        return ""
    if moment and (cause is Cause.OTHER or instant is None):
        return moment_of(questionnaires, moment)
    return "" if instant is None else dates.at(instant, today)
