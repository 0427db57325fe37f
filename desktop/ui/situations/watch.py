"""The hour that the situation in hand speaks of: asked at focus, after sleep, and while time goes by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from desktop.decision import moment_a
from desktop.decision.instant import Cause, Reading, ageing
from desktop.telling.hours import WHY, instead_of_now

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from desktop.decision.answering import Session
    from desktop.ui.situations.room import Decisions

EVERY = 15_000
"""Milliseconds between two looks at the clocks; after sleep the first one comes as soon as the machine is awake."""


@dataclass(frozen=True, slots=True)
class Hour:
    """`quand` stands for « maintenant » once it is not now any more, "" while it is; `cause` says why."""

    cause: Cause | None
    quand: str
    today: dt.datetime

    @property
    def why(self) -> str:
        """Why it is not now any more, to be said after a colon."""
        return WHY[self.cause] if self.cause is not None else ""


class Watched(Protocol):
    """What speaks of an hour: the situation in hand, the clocks, and whose public holidays count."""

    decisions: Decisions
    clock: Callable[[], dt.datetime]
    steady: Callable[[], float]

    @property
    def session(self) -> Session | None:
        """What is in hand."""

    @property
    def department(self) -> str | None:
        """Whose public holidays count."""


class Watch(QObject):
    """Reads the clocks; screens draw what it says, and hear when it says something else."""

    turned = Signal()
    """`read` says something else than when it was last asked."""

    def __init__(self, situation: Watched, parent: QObject) -> None:
        super().__init__(parent)
        self.situation = situation
        self._said: str | None = None
        self.timer = timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        timer.setInterval(EVERY)
        timer.timeout.connect(self.look)
        timer.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self.look)
            app.focusWindowChanged.connect(self.look)

    def read(self) -> Hour:
        """The hour of the situation in hand as it stands now; whoever shows it will hear when that changes."""
        hour = self._read()
        self._said = hour.quand
        return hour

    def look(self, *_what: object) -> None:
        """Look at the clocks, and say if what was shown does not hold any more."""
        if self.situation.session is not None and self._said is not None and self._read().quand != self._said:
            self.turned.emit()

    def _read(self) -> Hour:
        situation = self.situation
        today, session = situation.clock(), situation.session
        orientation = situation.decisions.orientation
        if session is None or orientation is None:
            return Hour(None, "", today)
        made = Reading(session.instant, session.steady) if session.instant is not None else None
        moment = partial(moment_a, departement=situation.department)
        asked = str(session.flow.reponses.get(session.parts.moment, ""))
        chosen = "" if session.parts.moment in session.proposes else asked
        cause = ageing(made, Reading(today, situation.steady()), moment, chosen)
        words = instead_of_now(orientation.questionnaires, cause, session.instant, today, asked)
        return Hour(cause if words else None, words, today)
