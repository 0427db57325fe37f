"""The situation in hand: one a window, shared by the pages, the home card and the commands."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.decision import moment_a
from desktop.settings import DEPARTMENT as DEPARTMENT_SETTING
from desktop.settings import ROLE as ROLE_SETTING
from desktop.ui.situations import keeping
from desktop.ui.situations.room import Decisions
from desktop.ui.situations.session import MOMENT, ROLE, Session, start
from desktop.ui.user_data.access import UserData

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.store import Case, CaseState
    from desktop.ui.context import Context

PAGE, PLAN, REASONING, CASE = "orienter", "plan", "raisonnement", "cas/"


def now() -> dt.datetime:
    """The clock of the machine, in local time."""
    return dt.datetime.now().astimezone()


class Situation(QObject):
    """Holds the session, keeps it as a draft at each answer, and moves between the places of the page.

    `previous` is what was in hand before the present situation was begun, so that nothing is lost by beginning another.
    """

    changed = Signal()
    """`session` is another one."""
    found = Signal()
    """The draft of an earlier run was found after the page was shown."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.context = context
        self.decisions = Decisions.of(context)
        self.data = UserData.of(context)
        self.session: Session | None = None
        self.previous: Session | None = None
        self.found_again = False
        self._new_wanted: str | None = None
        self._chosen = False
        self.clock: Callable[[], dt.datetime] = now
        self.data.ready.connect(self._on_data)
        self.data.erased.connect(self._on_erased)
        context.settings_changed.connect(self._on_setting)

    @classmethod
    def of(cls, context: Context) -> Situation:
        """The window's situation."""
        found = context.findChild(cls)
        return found if found is not None else cls(context)

    # -- settings

    @property
    def role(self) -> str:
        """The user's own role, "" when it was not said."""
        return self.context.settings.text(ROLE_SETTING)

    def set_role(self, role: str) -> None:
        """Remember the user's role; it is proposed from now on, and taken where nobody answered yet."""
        self.context.settings.put(**{ROLE_SETTING: role})

    def _on_setting(self, key: str) -> None:
        """What was proposed and nobody changed is proposed anew, from wherever the setting was changed."""
        if key == ROLE_SETTING:
            self._propose_role()
        elif key == DEPARTMENT_SETTING:
            self._propose_moment()

    def _propose_moment(self) -> None:
        """Another calendar: the moment of the same instant may be another one."""
        session = self.session
        if session is None or session.cas is not None or session.instant is None or MOMENT not in session.proposes:
            return
        moment = moment_a(session.instant, self.context.settings.text(DEPARTMENT_SETTING))
        self.session = replace(session, flow=session.flow.answer(MOMENT, moment))
        self.changed.emit()

    def _propose_role(self) -> None:
        role, session = self.role, self.session
        if (
            session is not None
            and session.cas is None
            and (ROLE in session.proposes or ROLE not in session.flow.reponses)
        ):
            flow = session.flow.answer(ROLE, role) if role else session.flow.without(ROLE)
            proposes = session.proposes | {ROLE} if role else session.proposes - {ROLE}
            self.session = replace(session, flow=flow, proposes=proposes)
            self.changed.emit()
        self.context.resume_changed.emit()

    # -- beginnings

    def ensure(self) -> bool:
        """Have a session: the one in hand, the draft, or a new one. False while the questionnaires are not read."""
        if self.session is None and self.decisions.orientation is not None:
            draft = self.data.snapshot.draft
            if self._new_wanted is not None:
                self.session, self._new_wanted = self._new(self._new_wanted), None
            elif draft is not None and draft.questionnaire == keeping.ORIENTATION and draft.facts:
                self.session = keeping.session_of_draft(self.decisions.orientation, draft)
                self.found_again = True
            else:
                self.session = self._new()
        return self.session is not None

    def begin(self, visee: str = "") -> None:
        """A new situation; the one in hand can be taken up again from its first question."""
        self._chosen = True
        if self.decisions.orientation is None:
            self._new_wanted = visee
        else:
            self._put_aside()
            self.session = self._new(visee)
            self.found_again = False
            self.changed.emit()
        self.context.go(PAGE, "besoin")

    def take_up(self) -> None:
        """Back to the situation that was in hand before."""
        if self.previous is None:
            return
        self.session, self.previous = self.previous, None
        self.changed.emit()
        self.resume()

    def open_case(self, case: Case) -> None:
        """Look at a kept case."""
        orientation = self.decisions.orientation
        if orientation is None:
            return
        self._put_aside()
        self.session = keeping.session_of(orientation, case)
        self.found_again = False
        self.changed.emit()

    def adopt(self, session: Session) -> None:
        """Take a situation that comes from elsewhere in hand, and show what it leads to."""
        self._put_aside()
        self.found_again = False
        self.advance(session)

    def _put_aside(self) -> None:
        session = self.session
        if session is None:
            self.ensure()
            session = self.session
        if session is not None and session.begun and session.cas is None:
            self.previous = session

    def _new(self, visee: str = "") -> Session:
        orientation = self.decisions.orientation
        assert orientation is not None  # noqa: S101 - its callers have looked
        department = self.context.settings.text(DEPARTMENT_SETTING) or None
        return start(orientation, self.clock(), self.role, department, visee)

    # -- the way through the questions

    def resume(self) -> None:
        """Show what comes next: a question, or the plan."""
        session = self.session
        self.context.go(PAGE, (session.current or PLAN) if session is not None else "besoin")

    def put(self, session: Session) -> None:
        """Take a changed session, and keep it as a draft."""
        self.session = session
        self.changed.emit()
        if session.begun:
            draft = keeping.draft_of(session)
            self.data.write(lambda store: store.drafts.save(draft))

    def advance(self, session: Session) -> None:
        """Take a changed session and go on."""
        self.put(session)
        self.resume()

    # -- kept cases

    def case(self, key: str) -> Case | None:
        """A kept case as it is now, None if it is not there (or the store is not open yet)."""
        return self.data.case(key)

    @property
    def content_mark(self) -> str:
        """Fingerprint of what answers now."""
        q = self.decisions.questionnaires
        return keeping.content_mark(self.context.corpus, q.empreinte if q is not None else "")

    def changed_since_kept(self) -> bool:
        """Whether the session says something else than the case that it was opened from."""
        session = self.session
        case = self.case(session.cas) if session is not None and session.cas else None
        if session is None or case is None:
            return False
        return dict(session.flow.reponses) != dict(case.state.facts) or session.coches != keeping.ticks(case.state.plan)

    def keep(self, label: str) -> None:
        """Keep the session as a new case, then show it as one."""
        state = self._state()
        if state is not None:
            self.data.write(
                lambda store: store.cases.keep(keeping.ORIENTATION, state, label, drafts=(keeping.ORIENTATION,)),
                lambda case: self._on_kept(case, "Situation gardée. Ctrl+Z annule."),
            )

    def keep_changes(self) -> None:
        """Give the case its new state; the former one can be compared."""
        state, session = self._state(), self.session
        if state is None or session is None or session.cas is None:
            return
        key = session.cas
        self.data.write(
            lambda store: store.cases.change(key, state, drafts=(keeping.ORIENTATION,)),
            lambda case: self._on_kept(case, "Changements gardés. Ctrl+Z annule."),
        )

    def _state(self) -> CaseState | None:
        session, q = self.session, self.decisions.questionnaires
        if session is None or q is None:
            return None
        return keeping.state_of(session, self.context.corpus, content=q.empreinte)

    def _on_kept(self, value: object, words: str) -> None:
        case: Case = value  # type: ignore[assignment]
        if self.session is not None:
            self.session = replace(self.session, cas=case.id, libelle=case.label)
            self.previous = None
        self.data.hold(case)
        self.data.snapshot = replace(self.data.snapshot, draft=None)
        self.changed.emit()
        self.context.resume_changed.emit()
        self.context.go(PAGE, f"{CASE}{case.id}")
        self.context.say(words)

    def _on_erased(self) -> None:
        """« Tout effacer »: nothing stays in hand."""
        self.session = self.previous = None
        self.found_again = False
        self.changed.emit()

    def _on_data(self) -> None:
        """The store was opened after the person began: what it held as a draft is not lost."""
        draft, orientation = self.data.snapshot.draft, self.decisions.orientation
        session = self.session
        if session is None or orientation is None or draft is None or not draft.facts:
            return
        if draft.questionnaire != keeping.ORIENTATION or self.found_again:
            return
        found = keeping.session_of_draft(orientation, draft)
        if not session.begun and session.cas is None and not self._chosen:
            self.session, self.found_again = found, True
        elif self.previous is None:
            self.previous = found
        self.changed.emit()
        self.found.emit()
