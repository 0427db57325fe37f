"""The situations among the lines of « Reprendre »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.telling import reviewing
from desktop.telling.comparing import summary
from desktop.telling.naming import named
from desktop.ui.door.place import Place
from desktop.ui.door.registry import ResumeEntry
from desktop.ui.situations import ids, keeping
from desktop.ui.situations.open_list import detail
from desktop.ui.situations.situation import CASE, OPEN, Situation

if TYPE_CHECKING:
    from desktop.decision import Questionnaires
    from desktop.store import CaseLine
    from desktop.ui.situations.desk import OpenOne

CASES, DUE = 3, 2
"""So many cases that were changed last, and of those to be reviewed, stand among « Reprendre »."""
OPENED = 3
"""So many lines at most are of what is open, so that what was read keeps one."""


def entries(situation: Situation) -> list[ResumeEntry]:
    """What is open and not kept, then the cases changed last."""
    q = situation.decisions.questionnaires
    if q is None:
        return []
    opened = situation.open_situations()[:OPENED]
    lines = [_open(situation, one) for one in opened]
    snapshot = situation.data.snapshot
    today = situation.clock().date()
    kept = [case for case in snapshot.cases if case.questionnaire == keeping.ORIENTATION]
    waiting = reviewing.due(kept, today)
    lines += [_line(q, case)._replace(due=reviewing.said(case.review or today, today)) for case in waiting[:DUE]]
    if (more := len(waiting) - DUE) > 0:
        words = f"{more} autre{'s' if more > 1 else ''} situation{'s' if more > 1 else ''} à revoir"
        lines.append(ResumeEntry("Mes situations", words, Place(ids.CASES), due="à revoir"))
    # A case that is being changed has its line already: both would open the same.
    shown = {case.id for case in waiting} | {one.case for one in opened if one.case}
    others = [case for case in kept[: CASES + len(shown)] if case.id not in shown]
    return [*lines, *(_line(q, case) for case in others[:CASES])]


def _line(q: Questionnaires, case: CaseLine) -> ResumeEntry:
    title = f"Situation « {case.label} »" if case.label else "Situation"
    return ResumeEntry(title, summary(q, case), Place(ids.SITUATION, f"{CASE}{case.id}"), case.changed.timestamp())


def _open(situation: Situation, one: OpenOne) -> ResumeEntry:
    """What was begun and not kept: before all others, with the time when it was begun; the line opens what it names."""
    name = named(one.label, one.started, situation.clock())
    place = Place(ids.SITUATION, f"{CASE}{one.case}" if one.case else f"{OPEN}{one.draft}")
    begun = one.started.timestamp() if one.started else 0.0
    return ResumeEntry(f"Situation en cours : {name}", detail(one), place, begun, first=True)
