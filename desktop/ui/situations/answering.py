"""What the answers of a person do to the situation in hand: to a question, beside a plan, to what a plan asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desktop.decision import FaitsError
from desktop.settings import ROLE as ROLE_SETTING
from desktop.settings import ROLE_KEPT
from desktop.ui.situations.ahead import Ahead

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.decision.answering import Session
    from desktop.ui.door.context import Context
    from desktop.ui.situations.question_view import QuestionView
    from desktop.ui.situations.situation import Situation


class Answering(QObject):
    """Takes answers to the situation, and says what is refused."""

    def __init__(self, context: Context, situation: Situation, question: QuestionView, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.situation = situation
        self.question = question
        self.ahead = Ahead(context)

    def answer(self, fait: str, value: Any) -> None:  # noqa: ANN401 - the engine checks it
        """An answer to the question that is shown; one's own role is remembered where that was asked."""
        self.move(lambda session: self.ahead.answer(session, fait, value))
        session = self.situation.session
        if session is not None and fait == session.parts.caller and self.context.settings.flag(ROLE_KEPT):
            self.context.settings.put(**{ROLE_SETTING: value, ROLE_KEPT: False})

    def unknown(self, fait: str) -> None:
        """« Je ne sais pas »."""
        self.move(lambda session: session.unknown(fait))

    def level_given(self, level: int) -> None:
        """The level, given as a whole instead of by its dimensions."""
        if self.situation.session is not None:
            self.answer(self.situation.session.parts.level, level)

    def tick(self, fait: str, values: list[str]) -> None:
        """What is ticked and not confirmed is written too."""
        session = self.situation.session
        if session is not None and session.ticked.get(fait) != tuple(values):
            self.situation.put(session.ticking(fait, values))

    def move(self, change: Callable[[Session], Session]) -> None:
        """Change what is in hand and go on; what is refused is said under the question."""
        session = self.situation.session
        if session is None:
            return
        try:
            after = change(session)
        except FaitsError as error:
            self.question.refuse(str(error))
            return
        self.situation.advance(after)

    def beside(self, fait: str, value: Any) -> None:  # noqa: ANN401
        """An answer beside the plan: the plan changes in place."""
        session = self.situation.session
        if session is None:
            return
        try:
            after = session.forget(fait) if value is None else session.answer(fait, value)
        except FaitsError as error:
            self.context.say(str(error))
            return
        if after.current is not None and session.current is None:
            self.situation.advance(after)
            return
        self.situation.put(after)

    def condition(self, line: Any, on: bool) -> None:  # noqa: ANN401 - Qt's signal
        """A condition of the plan is ticked: an agreement is an answer, any other is only noted."""
        session = self.situation.session
        if session is None:
            return
        if not line.accord:
            self.situation.put(session.tick(line.structure, line.id, on=on))
            return
        agreed = session.parts.agreement
        given = [v for v in session.flow.reponses.get(agreed, ()) if v != line.accord]
        self.beside(agreed, [*given, line.accord] if on else given or None)

    def try_change(self, changer: dict[str, Any]) -> None:
        """One of « Ce qui changerait la réponse »: take these answers."""
        session = self.situation.session
        if session is None:
            return
        try:
            after = session.changed(changer)
        except FaitsError as error:
            self.context.say(str(error))
            return
        self.situation.advance(after)
        self.context.say("Réponse changée : « Vos réponses » permet d’y revenir.")
