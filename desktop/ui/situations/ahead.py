"""What each answer would lead to, worked out while the person reads the question: a key then only has to draw it. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.decision import FaitsError
from desktop.telling import growing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.decision.answering import Session
    from desktop.ui.door.context import Context

KEY = "situations.avance"


class Ahead:
    """Holds the sessions that the answers to one question lead to, as far as they are ready.

    Sessions are values: one made here is the very one that `session.answer` would make, only its costly parts (the questions
    still to be asked, the plan) are there already. What is not ready is made when it is asked for.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.ready: dict[str, Session] = {}
        self._session: Session | None = None
        self._fait = ""
        self._turn = 0

    def look(self, session: Session, fait: str) -> None:
        """Begin with the question that is shown now, on the worker thread; give up the one before."""
        self._turn += 1
        turn = self._turn
        self._session, self._fait = session, fait
        ready = self.ready = {}

        def task() -> None:
            for valeur in candidates(session, fait):
                if self._turn != turn:
                    return
                after = _after(session, fait, valeur)
                if after is not None:
                    ready[repr(valeur)] = after

        self.context.in_background(KEY, task, _nothing)

    def answer(self, session: Session, fait: str, valeur: Any) -> Session:  # noqa: ANN401 - the engine checks it
        """`session.answer`, at once if it is ready. Raises FaitsError like it."""
        self._turn += 1
        found = self.ready.get(repr(valeur)) if session is self._session and fait == self._fait else None
        return found if found is not None else session.answer(fait, valeur)


def candidates(session: Session, fait: str) -> Iterator[Any]:
    """The answers that are worth making ready: each of a few, nothing where several may be ticked."""
    question = session.question(fait)
    if not question.fait.plusieurs:
        for valeur in question.permises:
            yield int(valeur) if question.fait.echelle is not None else valeur
    elif fait != session.parts.need:
        yield []


def _after(session: Session, fait: str, valeur: Any) -> Session | None:  # noqa: ANN401
    try:
        after = session.answer(fait, valeur)
    except FaitsError:
        return None  # it is refused with its reason when the person chooses it
    if (current := after.current) is not None:
        after.question(current)
        after.progress(current)
    growing.grow(after)
    return after


def _nothing(_value: object) -> None:
    """What is ready is taken from where it lies."""
