"""The situations among the lines of « Reprendre »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.place import Place
from desktop.ui.registry import ResumeEntry
from desktop.ui.situations import keeping
from desktop.ui.situations.comparing import summary
from desktop.ui.situations.naming import named
from desktop.ui.situations.open_list import detail
from desktop.ui.situations.situation import CASE, OPEN, PAGE, Situation

if TYPE_CHECKING:
    from desktop.ui.context import Context
    from desktop.ui.situations.desk import OpenOne

CASES = 3
OPENED = 3
"""So many lines at most are of what is open, so that what was read keeps one."""


def entries(context: Context) -> list[ResumeEntry]:
    """What is open and not kept, then the cases changed last."""
    situation = Situation.of(context)
    q = situation.decisions.questionnaires
    if q is None:
        return []
    lines = [_open(situation, one) for one in situation.open_situations()[:OPENED]]
    snapshot = situation.data.snapshot
    kept = [case for case in snapshot.cases if case.questionnaire == keeping.ORIENTATION]
    for case in kept[:CASES]:
        words = summary(q, case)
        title = f"Situation « {case.label} »" if case.label else "Situation"
        lines.append(ResumeEntry(title, words, Place(PAGE, f"{CASE}{case.id}"), case.changed.timestamp()))
    return lines


def _open(situation: Situation, one: OpenOne) -> ResumeEntry:
    """What was begun and not kept: before all others, with the time when it was begun; the line opens what it names."""
    name = named(one.label, one.started, situation.clock())
    place = Place(PAGE, f"{CASE}{one.case}" if one.case else f"{OPEN}{one.draft}")
    begun = one.started.timestamp() if one.started else 0.0
    return ResumeEntry(f"Situation en cours : {name}", detail(one), place, begun, first=True)
