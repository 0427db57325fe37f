"""The situations among the lines of « Reprendre »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.place import Place
from desktop.ui.registry import ResumeEntry
from desktop.ui.situations import keeping
from desktop.ui.situations.comparing import summary
from desktop.ui.situations.situation import CASE, PAGE, Situation

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.ui.context import Context

CASES = 3


def entries(context: Context) -> list[ResumeEntry]:
    """What is in hand and not kept, then the cases changed last."""
    situation = Situation.of(context)
    q = situation.decisions.questionnaires
    if q is None:
        return []
    lines = []
    snapshot = situation.data.snapshot
    session = situation.session
    if session is not None and session.begun and session.cas is None:
        lines.append(_in_hand(len(session.asked), session.instant))
    elif session is None and snapshot.draft is not None and snapshot.draft.questionnaire == keeping.ORIENTATION:
        lines.append(_in_hand(keeping.answered(snapshot.draft), keeping.begun(snapshot.draft)))
    kept = [case for case in snapshot.cases if case.questionnaire == keeping.ORIENTATION]
    for case in kept[:CASES]:
        words = summary(q, case)
        title = f"Situation « {case.label} »" if case.label else "Situation"
        lines.append(ResumeEntry(title, words, Place(PAGE, f"{CASE}{case.id}"), case.changed.timestamp()))
    return lines


def _in_hand(count: int, begun: datetime | None) -> ResumeEntry:
    """What was begun and not kept: before all others, with the time when it was begun."""
    words = f"{count} réponse{'s' if count > 1 else ''}"
    return ResumeEntry("Situation en cours", words, Place(PAGE), begun.timestamp() if begun else 0.0, first=True)
