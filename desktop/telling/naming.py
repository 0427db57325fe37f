"""What a situation is called: its label, or when it was begun. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.text import dates
from desktop.text.typography import french

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.decision.answering import Session

NAMELESS = "sans nom"


def named(label: str, started: datetime | None, today: datetime) -> str:
    """« visite du samedi » in its guillemets, « sans nom, 14 h 05 », « sans nom, vendredi 27 novembre, 17 h 55 »."""
    if label:
        return french(f"« {label} »")
    if started is None:
        return NAMELESS
    day = "" if started.date() == today.date() else f"{dates.day(started)}, "
    return f"{NAMELESS}, {day}{dates.hour(started)}"


def name_of(session: Session, today: datetime) -> str:
    """The name of a situation, as it stands in a sentence."""
    return named(session.libelle, session.started, today)
