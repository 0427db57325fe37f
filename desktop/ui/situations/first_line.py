"""What stands over a question: what the situation is called; at its beginning who asks, when, and what else is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.settings import DEPARTMENT
from desktop.telling import wording
from desktop.telling import words as mots
from desktop.text.typography import french
from desktop.ui.kit.widgets import FlowLayout, link, text
from desktop.ui.situations.answers_panel import given
from desktop.ui.situations.open_list import open_list

if TYPE_CHECKING:
    from desktop.decision.answering import Session
    from desktop.ui.door.context import Context
    from desktop.ui.situations.situation import Situation


def first_line(context: Context, situation: Situation, session: Session, fait: str) -> QWidget:
    """What the situation is called; at its beginning who asks and when, and what else is open."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    name = text(mots.with_capital(situation.name), "smallstrong", wrap=True)
    name.setObjectName("nom")
    box.addWidget(name)
    if situation.found_again:
        box.addWidget(text("Vos réponses ont été retrouvées.", "small"))
    if fait == session.parts.need and not session.begun:
        line = FlowLayout(context.theme.px(10))
        for one in given(session):
            line.addWidget(text(f"{one.nom} : {one.reponse}", "small"))
            change = link("changer", partial(situation.go, one.fait))
            change.setAccessibleName(french(f"Changer : {one.nom}"))
            line.addWidget(change)
            if one.fait == session.parts.moment and one.fait in session.proposes:
                used = wording.calendar(session.instant, context.settings.text(DEPARTMENT))
                line.addWidget(text(used, "small", wrap=True))
        box.addLayout(line)
        if (others := open_list(context, situation)) is not None:
            box.addWidget(others)
    return holder
