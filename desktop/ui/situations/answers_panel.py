"""The answers given, each one click away from being changed; what no longer counts is struck through and stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.telling import wording
from desktop.text.typography import french
from desktop.ui.kit.focus import take_focus
from desktop.ui.kit.widgets import CardButton, clear, text

if TYPE_CHECKING:
    from desktop.decision.answering import Session
    from desktop.ui.door.context import Context

_ASIDE = {"sans_objet": "ne compte plus", "impossible": "impossible avec le reste"}


class Given(NamedTuple):
    """One line: the fact, its name, the answer; `aside` says why it counts for nothing, "" if it counts."""

    fait: str
    nom: str
    reponse: str
    aside: str = ""


def given(session: Session) -> list[Given]:
    """The answers in the order in which they were given, what was proposed first."""
    q = session.flow.orientation.questionnaires
    aside = {one.fait: _ASIDE.get(one.raison, one.raison) for one in session.flow.set_aside if session.begun}
    reponses, caller, moment = session.flow.reponses, session.parts.caller, session.parts.moment
    lines = []
    for nom in dict.fromkeys((caller, moment, *session.ordre, *reponses)):
        if nom in session.inconnus:
            lines.append(Given(nom, wording.name(q, nom), wording.UNKNOWN.capitalize()))
        elif nom in reponses:
            words = wording.given(q, nom, reponses[nom])
            if nom == moment and nom in session.proposes and session.instant is not None:
                words = f"{words} ({wording.when(session.instant)[:1].lower()}{wording.when(session.instant)[1:]})"
            if nom == caller and nom in session.proposes:
                words = f"{words} (réglage)"
            lines.append(Given(nom, wording.name(q, nom), words[:1].upper() + words[1:], aside.get(nom, "")))
    return lines


class AnswersPanel(QWidget):
    """One button an answer."""

    change = Signal(str)
    """The fact whose answer is to be changed."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("answers")
        self.box = QVBoxLayout(self)
        self.buttons: dict[str, CardButton] = {}

    def show_session(self, session: Session, shown: str = "") -> None:
        """Draw the answers; `shown` is the question on the screen."""
        px = self.context.theme.px
        clear(self.box)
        self.buttons = {}
        self.box.setContentsMargins(px(12), px(20), px(12), px(12))
        self.box.setSpacing(px(2))
        self.box.addWidget(text("Vos réponses", "smallstrong"))
        self.box.addWidget(text("Choisir une ligne pour la changer.", "small", wrap=True))
        for line in given(session):
            self.box.addWidget(self._button(line, shown=line.fait == shown))
        self.box.addStretch(1)

    def start(self) -> None:
        """Put the focus on the last answer."""
        if self.buttons:
            take_focus(next(reversed(self.buttons.values())))

    def _button(self, line: Given, *, shown: bool) -> CardButton:
        px = self.context.theme.px
        spoken = f"{line.nom} : {line.reponse}{f', {line.aside}' if line.aside else ''}. Changer"
        made = CardButton(french(spoken), lambda: self.change.emit(line.fait))
        made.setProperty("kind", "answer")
        made.box.setContentsMargins(px(6), px(4), px(6), px(4))
        made.box.setSpacing(0)
        made.setMinimumHeight(self.context.theme.target())
        if line.aside:
            made.add(text(f"{line.nom} : {line.reponse}", "struck", wrap=True))
            made.add(text(line.aside, "small", wrap=True))
        else:
            made.add(text(f"› {line.nom}" if shown else line.nom, "mark" if shown else "small"))
            made.add(text(line.reponse, "", wrap=True))
        self.buttons[line.fait] = made
        return made
