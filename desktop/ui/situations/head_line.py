"""The line over a plan: what the situation is called, which hour it speaks of, and the one key that makes it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.telling import words as mots
from desktop.telling.hours import moment_of
from desktop.telling.naming import name_of
from desktop.text import dates
from desktop.ui.kit.widgets import FlowLayout, link, text
from desktop.ui.situations import ids

if TYPE_CHECKING:
    from desktop.decision.answering import Session
    from desktop.ui.door.context import Context
    from desktop.ui.situations.watch import Hour

REFRESH = ids.REFRESH
"""The command that makes the plan anew for now."""
KEY = "F5"


def head_parts(session: Session, hour: Hour) -> tuple[str, str, str]:
    """(« Sans nom, 22 h 36 · plan pour samedi 28 novembre, », « à 22 h 40 », « (nuit) ») — the middle one is the hour itself."""
    q = session.flow.orientation.questionnaires
    name = mots.with_capital(name_of(session, hour.today))
    asked = session.parts.moment
    moment = str(session.flow.reponses.get(asked, ""))
    if session.instant is None or (moment and asked not in session.proposes):
        chosen = f"moment choisi : {moment_of(q, moment)}" if moment else "moment non dit"
        return f"{name} ·", chosen, ""
    day = f"plan pour {dates.day_and_year(session.instant, hour.today)},"
    short = mots.short_answer(q, asked, moment) if moment else "moment non dit"
    return f"{name} · {day}", dates.at(session.instant, session.instant), f"({short})"


def head_line(context: Context, session: Session, hour: Hour) -> QWidget:
    """The line as widgets; below it, once it is not now any more, why."""
    px = context.theme.px
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    line = FlowLayout(px(4))
    before, at, after = head_parts(session, hour)
    for words, role in ((before, "small"), (at, "smallstrong"), (f"{after} ·" if after else "·", "small")):
        label = text(words, role)
        label.setObjectName(f"tete-{role}")
        line.addWidget(label)
    again = link("refaire pour maintenant", lambda: context.run(REFRESH))
    again.setObjectName("refaire")
    again.setToolTip(KEY)
    line.addWidget(again)
    line.addWidget(text(KEY, "key"))
    box.addLayout(line)
    if hour.quand:
        said = text(f"Ce plan n’est plus celui de maintenant : {hour.why}.", "warning", wrap=True)
        said.setObjectName("vieilli")
        box.addWidget(said)
    return holder
