"""The situations of the window: which is in hand, shared by the pages, the home card and the commands."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.decision import moment_a
from desktop.decision.answering import Session, start
from desktop.settings import DEPARTMENT as DEPARTMENT_SETTING
from desktop.settings import ROLE as ROLE_SETTING
from desktop.store import Draft
from desktop.telling.naming import name_of
from desktop.ui.access.typing import Typing
from desktop.ui.door.place import Place
from desktop.ui.situations import desk, keeping
from desktop.ui.situations.ids import SITUATION
from desktop.ui.situations.watch import Hour, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.store import Case, CaseState, StoreError
    from desktop.ui.door.context import Context
    from desktop.ui.situations.desk import OpenOne
    from desktop.ui.situations.room import Decisions

PLAN, REASONING, CASE, OPEN = "plan", "raisonnement", "cas/", "ouverte/"
"""The places of the page: `cas/<id of the case>` and `ouverte/<id of the draft>`, each with « /<question> » behind it."""


def now() -> dt.datetime:
    """The clock of the machine, in local time."""
    return dt.datetime.now().astimezone()


class Situation(QObject):
    """Holds which situation is in hand, writes each as it is made, and moves between the places of the page.

    What is open is the store's drafts, and what is about to be written of them; `desk` knows both. After each change of the
    store, whoever made it, what is in hand follows.
    """

    changed = Signal()
    """`session` is another one, by what was done in this window."""
    followed = Signal()
    """`session` is another one, or none, because the store is: draw again."""
    aged = Signal()
    """What is said of now is not now any more, or is again: draw again."""

    def __init__(self, context: Context, decisions: Decisions) -> None:
        super().__init__(context)
        self.context = context
        self.decisions = decisions
        self.data = context.data
        self.desk = desk.Desk()
        self.found_again = False
        self._chosen = False
        self._new_wanted: str | None = None
        self.clock: Callable[[], dt.datetime] = now
        self.steady: Callable[[], float] = time.monotonic
        self.watch = Watch(self, self)
        self.watch.turned.connect(self.aged)
        self.data.changed.connect(self._on_data)
        self.data.erased.connect(self._on_erased)
        context.settings_changed.connect(self._on_setting)
        self.decisions.ready.connect(self.follow)

    @property
    def session(self) -> Session | None:
        """What is in hand."""
        return self.desk.hand

    @property
    def drafts(self) -> Mapping[str, Draft]:
        """What the store holds of situations that are open, last saved first."""
        return desk.by_key(self.data.snapshot.drafts)

    @property
    def hour(self) -> Hour:
        """The hour that the situation in hand speaks of, beside the hour of now."""
        return self.watch.read()

    # -- settings

    @property
    def role(self) -> str:
        """The user's own role, "" when it was not said."""
        return self.context.settings.text(ROLE_SETTING)

    @property
    def department(self) -> str | None:
        """Whose public holidays count."""
        return self.context.settings.text(DEPARTMENT_SETTING) or None

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
        if (
            session is None
            or session.cas is not None
            or session.instant is None
            or session.parts.moment not in session.proposes
        ):
            return
        moment = moment_a(session.instant, self.context.settings.text(DEPARTMENT_SETTING))
        self.put(replace(session, flow=session.flow.answer(session.parts.moment, moment)))

    def _propose_role(self) -> None:
        role, session = self.role, self.session
        if (
            session is not None
            and session.cas is None
            and ((caller := session.parts.caller) in session.proposes or caller not in session.flow.reponses)
        ):
            flow = session.flow.answer(caller, role) if role else session.flow.without(caller)
            proposes = session.proposes | {caller} if role else session.proposes - {caller}
            self.put(replace(session, flow=flow, proposes=proposes))
        self.context.resume_changed.emit()

    # -- beginnings

    def enter(self, where: str) -> bool | None:
        """Take in hand what a place names, or whatever there is where it names nothing.

        True when it is in hand; None while that can't be known yet; False when it is gone.
        """
        orientation = self.decisions.orientation
        if orientation is None:
            return None
        kind, key = split(where)[:2]
        if not kind:
            return self._enter_any()
        session = self.session
        if session is not None and key == (session.draft if kind == OPEN else session.cas):
            return True
        if not self.data.is_settled:
            return None if kind == CASE or self.desk.find(orientation, {}, key) is None else self._take_draft(key)
        return self._take_case(key) if kind == CASE else self._enter_draft(key)

    def _enter_draft(self, key: str) -> bool:
        if self._take_draft(key):
            return True
        if (case := self.desk.kept_as(key)) is not None:
            return self._take_case(case)
        if self.desk.is_gone(key):
            self.desk.put_down()
            return False
        self._chosen = True
        self.desk.take(replace(self._new(), draft=key))  # begun in an earlier run, and nothing was answered
        return True

    def _take_draft(self, key: str) -> bool:
        orientation = self.decisions.orientation
        found = self.desk.find(orientation, self.drafts, key) if orientation is not None else None
        if found is None:
            return False
        self.desk.take(self.desk.labelled(found, self.case))
        return True

    def _take_case(self, key: str) -> bool:
        orientation, case = self.decisions.orientation, self.case(key)
        if orientation is None or case is None:
            # Its keeping was undone: what was being changed of it, or what it was kept from, is open again.
            if self._take_draft(self.desk.change_of(self.drafts, key) or self.desk.kept_from(key)):
                return True
            self.desk.put_down()
            return False
        if (change := self.desk.change_of(self.drafts, key)) is not None:
            return self._take_draft(change)
        self.desk.look_at(orientation, case)
        return True

    def _enter_any(self) -> bool:
        if self._new_wanted is not None:
            self.desk.take(self._new(self._new_wanted))
            self._new_wanted = None
        elif self.session is None:
            newest = next(iter(self.drafts), None)
            self.found_again = newest is not None and self._take_draft(newest)
            if not self.found_again:
                self.desk.take(self._new())
                self._chosen = self.data.is_settled
        return True

    def begin(self, visee: str = "") -> None:
        """A new situation; what was in hand stays open."""
        self._chosen = True
        if self.decisions.orientation is None:
            self._new_wanted = visee
            self.context.go(SITUATION)
            return
        self.desk.take(self._new(visee))
        self.found_again = False
        self.changed.emit()
        self.context.resume_changed.emit()
        self.go(self.decisions.orientation.parts.need)

    def take_up(self, key: str) -> None:
        """Take an open situation in hand, and show where it stands."""
        self.context.go(SITUATION, f"{OPEN}{key}")

    def adopt(self, session: Session) -> None:
        """Take a situation that comes from elsewhere in hand, and show what it leads to."""
        self.found_again = False
        at = self.clock()
        self.advance(
            replace(session, draft=_new_key(), started=at, instant=session.instant or at, steady=self.steady())
        )

    def discard(self, key: str, *, shown: bool = False) -> None:
        """Drop an open situation, or what was changed of a case; Ctrl+Z gives it back. `shown`: go on from its page."""
        case = self.session.cas if self.session is not None and self.session.draft == key else None
        held = self.session is not None and self.session.draft == key
        label = "abandonner les changements" if case else "effacer la situation en cours"
        self._drop(key, label, "Changements abandonnés. Ctrl+Z les rend." if case else "Effacée. Ctrl+Z la rend.")
        if held:
            self._chosen = True  # what comes now is meant: no other open situation takes its place
            self.desk.put_down()
            if case is None or not self._take_case(case):
                self.desk.take(self._new())
            self.changed.emit()
            if shown:
                self.resume()

    def _new(self, visee: str = "") -> Session:
        orientation = self.decisions.orientation
        assert orientation is not None  # noqa: S101 - its callers have looked
        session = start(orientation, self.clock(), self.role, self.department, visee)
        return replace(session, draft=_new_key(), steady=self.steady())

    # -- the way through the questions

    def place(self, target: str = "") -> Place:
        """A place of the situation in hand, which it names: whoever comes back to it finds the same situation."""
        session = self.session
        if session is None:
            return Place(SITUATION, target)
        where = f"{CASE}{session.cas}" if session.cas else f"{OPEN}{session.draft}"
        if session.cas and target == PLAN:
            return Place(SITUATION, where)
        return Place(SITUATION, f"{where}/{target}" if target else where)

    def go(self, target: str = "") -> None:
        """Show a question of the situation in hand, its plan or its reasoning."""
        self.context.place_requested.emit(self.place(target))

    def resume(self) -> None:
        """Show what comes next: a question, or the plan."""
        session, orientation = self.session, self.decisions.orientation
        first = orientation.parts.need if orientation is not None else ""
        self.go((session.current or PLAN) if session is not None else first)

    def put(self, session: Session) -> None:
        """Take a changed session, and write it; one that says what is kept already is no change of it."""
        if session.cas and not session.ticked and not self._differs(session):
            former, session = session.draft, replace(session, draft="")
            self.desk.take(session)
            self.changed.emit()
            if former:
                self.desk.close(former)
                self._withdraw(former)
            return
        if not session.draft:
            session = replace(session, draft=_new_key())
        self.desk.take(session)
        self.changed.emit()
        if session.touched:
            self._write(session)
        elif self.desk.is_written(session.draft):
            self._withdraw(session.draft)

    def advance(self, session: Session) -> None:
        """Take a changed session and go on."""
        self.put(session)
        self.resume()

    def refresh(self) -> None:
        """The same answers for now: the moment is the clock's again, the plan is made anew."""
        session = self.session
        if session is None:
            return
        instant = self.clock()
        after = session.for_now(instant, self.steady(), self.department)
        if session.cas is not None and not session.draft and after.flow.reponses == session.flow.reponses:
            self.desk.hand = after  # nothing of the kept case changes: it is only looked at now
            self.changed.emit()
        else:
            self.put(after)
        if self.session is not None and (session.current is None) != (self.session.current is None):
            self.resume()
        elif after.current is not None:
            self.aged.emit()  # a plan was drawn when it changed; a question says its hour too

    def _write(self, session: Session) -> None:
        key, draft = session.draft, keeping.draft_of(session)
        self.desk.begin_writing(key)
        self.data.write(
            lambda store: store.drafts.save(draft),
            lambda _none: self.desk.end_writing(key),
            lambda error: self._refused(key, error),
        )

    def _withdraw(self, key: str) -> None:
        """The draft holds nothing that would be lost: it is not written any more, and nobody would undo that."""
        self.desk.begin_writing(key)

        def done(_none: object) -> None:
            self.desk.end_writing(key)
            self.desk.unwrite(key)

        self.data.write(lambda store: store.drafts.discard(key, ""), done, lambda error: self._refused(key, error))

    def _drop(self, key: str, label: str, words: str) -> None:
        self.desk.close(key)
        self.desk.begin_writing(key)

        def done(_none: object) -> None:
            self.desk.end_writing(key)
            self.context.resume_changed.emit()
            self.context.say(words)

        also = keeping.label_key(key)
        self.data.write(
            lambda store: store.drafts.discard(key, label, also), done, lambda error: self._refused(key, error)
        )

    def _refused(self, key: str, error: StoreError) -> None:
        self.desk.refuse_writing(key)
        self.data.show_error(error)

    # -- what is open, kept cases

    def open_situations(self) -> tuple[OpenOne, ...]:
        """Everything that is open and not kept as it is, last changed first."""
        return self.desk.lines(self.drafts, self.case)

    @property
    def name(self) -> str:
        """What the situation in hand is called: its label, « sans nom, 14 h 05 »."""
        return name_of(self.session, self.clock()) if self.session is not None else ""

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
        return self.session is not None and self.session.cas is not None and self._differs(self.session)

    def _differs(self, session: Session) -> bool:
        case = self.case(session.cas) if session.cas else None
        if case is None:
            return True
        kept = keeping.ticks(case.state.plan, keeping.agreements(session.flow.orientation))
        return dict(session.flow.reponses) != dict(case.state.facts) or session.coches != kept

    def typing(self, key: str, label: str, case: str | None = None) -> Typing:
        """The words of a label that is being typed, for a draft or, to rename it, for a kept case."""
        return Typing(self.data, Draft(keeping.LABEL, {}, None, case, id=keeping.label_key(key)), label)

    def rename(self, case: str, label: str) -> None:
        """Give a kept case another label; what was being typed of it ends."""
        self.data.write(lambda store: store.cases.rename(case, label, drafts=(keeping.label_key(case),)))

    def keep(self, label: str) -> None:
        """Keep the session as a new case, then show it as one."""
        state, session = self._state(), self.session
        if state is None or session is None:
            return
        key = session.draft
        self.desk.begin_writing(key)
        self.data.write(
            lambda store: store.cases.keep(keeping.ORIENTATION, state, label, drafts=(key, keeping.label_key(key))),
            lambda case: self._on_kept(session, case, "Situation gardée. Ctrl+Z annule."),
            lambda error: self._refused(key, error),
        )

    def keep_changes(self) -> None:
        """Give the case its new state; the former one can be compared."""
        state, session = self._state(), self.session
        if state is None or session is None or session.cas is None:
            return
        case, key = session.cas, session.draft
        self.desk.begin_writing(key)
        self.data.write(
            lambda store: store.cases.change(case, state, drafts=(key,)),
            lambda kept: self._on_kept(session, kept, "Changements gardés. Ctrl+Z annule."),
            lambda error: self._refused(key, error),
        )

    def _state(self) -> CaseState | None:
        session, q = self.session, self.decisions.questionnaires
        if session is None or q is None:
            return None
        return keeping.state_of(session, self.context.corpus, content=q.empreinte)

    def _on_kept(self, kept: Session, case: Case, words: str) -> None:
        hand, key = self.session, kept.draft
        self.desk.end_writing(key)
        self.data.hold(case)
        self.desk.became(key, case)
        if hand is not None and hand.draft == key:
            held = replace(hand, cas=case.id, libelle=case.label, draft="", ticked={} if hand is kept else hand.ticked)
            if hand is kept:
                self.desk.hand = held
            else:
                self.put(held)  # answered again while it was being written: a change of the new case
            self.changed.emit()
            self.go(PLAN)
        self.context.resume_changed.emit()
        self.context.say(words)

    # -- the store changed

    def _on_erased(self) -> None:
        """« Tout effacer »: nothing stays in hand."""
        self.desk.clear()
        self.found_again = False
        self.followed.emit()

    def _on_data(self, tables: frozenset[str]) -> None:
        if tables & {"cases", "revisions", "drafts"}:
            self.follow()
            self.context.resume_changed.emit()

    def follow(self) -> None:
        """Bring what is in hand in line with what the store says."""
        orientation, before = self.decisions.orientation, self.session
        if orientation is None or not self.data.is_settled:
            return
        turned = self.desk.follow(orientation, self.drafts, self.case)
        if before is not None and not (before.touched or before.cas or self._chosen) and self.drafts:
            # The store was opened after the page was shown: what it holds comes before a blank question.
            newest = next(iter(self.drafts))
            self.found_again = turned = self.desk.find(orientation, self.drafts, newest) is not None
            if turned:
                self._chosen = True
                self._take_draft(newest)
        if turned:
            self.followed.emit()


def split(where: str) -> tuple[str, str, str]:
    """A place as (OPEN, CASE or "", id, target)."""
    for kind in (OPEN, CASE):
        if where.startswith(kind):
            key, _, target = where.removeprefix(kind).partition("/")
            return kind, key, target
    return "", "", where


def _new_key() -> str:
    return secrets.token_hex(16)


__all__ = ["CASE", "OPEN", "PLAN", "REASONING", "Situation", "now", "split"]
