"""« Orienter une situation »: the questions, then the plan. Assembles; the rules are elsewhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.decision import FaitsError
from desktop.settings import ROLE_KEPT
from desktop.ui.focus import take_focus
from desktop.ui.french import french
from desktop.ui.page import Page
from desktop.ui.situations import keeping
from desktop.ui.situations.ahead import Ahead
from desktop.ui.situations.answers_panel import AnswersPanel
from desktop.ui.situations.case_dialogs import LabelDialog
from desktop.ui.situations.cases_content import changed_content, proposed_label
from desktop.ui.situations.comparing import plans_differ
from desktop.ui.situations.early import EarlyKeys
from desktop.ui.situations.plan_view import PlanView
from desktop.ui.situations.question_view import QuestionView
from desktop.ui.situations.reasoning_view import ReasoningView
from desktop.ui.situations.reports import Reports
from desktop.ui.situations.result_panel import ResultPanel
from desktop.ui.situations.rich import Writer
from desktop.ui.situations.session import BESOIN, ROLE
from desktop.ui.situations.situation import CASE, PAGE, PLAN, REASONING, Situation
from desktop.ui.situations.style import style_sheet
from desktop.ui.widgets import FlowLayout, link, scroller, text

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop.ui.context import Context
    from desktop.ui.place import Place
    from desktop.ui.printing import Printable
    from desktop.ui.situations.session import Session

SIDES_EMS, RESULT_EMS = 72, 54
"""From SIDES_EMS on answers and result stand beside the question; from RESULT_EMS on the result does; below, all follow it."""
ANSWERS, RESULT = 250, 320


class SituationPage(Page):
    """Shows the place asked for: a question, the plan, a kept case."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.situation = Situation.of(context)
        self.write = Writer(context)
        self.shown = ""
        self._place: Place | None = None
        self._early = EarlyKeys()
        self.waiting = text("Lecture des questionnaires…", "soft", wrap=True)
        self.waiting.setContentsMargins(34, 24, 34, 24)
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignTop)
        # It takes the focus: an answer typed before the question is there must not become a query, nor be lost.
        self.waiting.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.answers = AnswersPanel(context)
        self.question = QuestionView(context)
        self.result = ResultPanel(context)
        self.plan = PlanView(context)
        self.reasoning = ReasoningView(context)
        self.reports = Reports(context)
        self.ahead = Ahead(context)
        self.stack = QStackedWidget()
        self._assemble()
        self._connect()
        self.setStyleSheet(style_sheet(context.theme))

    def _assemble(self) -> None:
        holder = QWidget()
        self._middle = QVBoxLayout(holder)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(self.question, 100)
        centred.addStretch(1)
        self._middle.addLayout(centred)
        self.middle_scroll = scroller(holder)
        self.answers_scroll = scroller(QWidget())
        self.result_scroll = scroller(QWidget())
        self.asking = QWidget()
        line = QHBoxLayout(self.asking)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.answers_scroll)
        line.addWidget(self.middle_scroll, 1)
        line.addWidget(self.result_scroll)
        self._sides: tuple[bool, bool] | None = None
        for widget in (self.waiting, self.asking, self.plan, self.reasoning):
            self.stack.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)

    def _connect(self) -> None:
        question, plan = self.question, self.plan
        question.answered.connect(self._answer)
        question.unknown.connect(lambda fait: self._move(lambda s: s.unknown(fait)))
        question.back.connect(self._back)
        question.level_given.connect(lambda level: self._answer("niveau", level))
        self.answers.change.connect(lambda fait: self.context.go(PAGE, fait))
        plan.answered.connect(self._beside)
        plan.condition.connect(self._condition)
        plan.try_change.connect(self._try)
        plan.change.connect(self._change)
        plan.reasoning.connect(lambda: self.context.go(PAGE, REASONING))
        plan.action.connect(self._action)
        self.reasoning.back.connect(self._to_plan)
        self.situation.decisions.ready.connect(self._again)
        self.situation.data.ready.connect(self._on_data)
        self.situation.changed.connect(self._on_changed)
        self.situation.found.connect(self._on_found)
        self.context.corpus_ready.connect(self._on_corpus)

    # -- places

    def show_place(self, place: Place) -> None:
        """A question by its fact, the plan, or a case; without a target, where one stands."""
        self._place = place
        self.situation.decisions.load()
        self.situation.data.open()
        if self.situation.decisions.problem:
            self.waiting.setText(self.situation.decisions.problem)
            self.stack.setCurrentWidget(self.waiting)
        elif self.situation.ensure():
            self._draw()
        else:
            self.stack.setCurrentWidget(self.waiting)
        if self.isVisible():
            self.focus_main()

    def _again(self) -> None:
        if self._place is None:
            return
        self.show_place(self._place)
        if self.isVisible() and self.stack.currentWidget() is self.asking:
            self._early.give(self.window())
        else:
            self._early.forget()

    def _on_data(self) -> None:
        if self._place is not None and self._place.cible.startswith(CASE) and self.shown == "":
            self._again()

    def _draw(self) -> None:
        session, place = self.situation.session, self._place
        if session is None or place is None:
            return
        target = place.cible or session.current or PLAN
        if target.startswith(CASE):
            self._draw_case(target.removeprefix(CASE))
            return
        if target == REASONING:
            self.shown = REASONING
            self.reasoning.show_session(session, self.write)
            self.stack.setCurrentWidget(self.reasoning)
            return
        known = session.flow.orientation.questionnaires.faits
        if target in known and (
            target in session.pending or target in session.flow.reponses or target in session.inconnus
        ):
            self._draw_question(session, target)
        elif session.current is not None and target != PLAN:
            self._draw_question(session, session.current)
        elif session.current == BESOIN:
            self._draw_question(session, BESOIN)
        else:
            self._draw_plan(session)

    def _draw_question(self, session: Session, fait: str) -> None:
        self.shown = fait
        first = fait == BESOIN and not session.begun
        self.question.show_question(session, fait, self.write, self._first_line(session) if fait == BESOIN else None)
        self.answers.show_session(session, fait)
        if session.begun:
            self.result.show_session(session, fait, self.write)
        self.ahead.look(session, fait)
        self._arrange(first=first)
        self.stack.setCurrentWidget(self.asking)
        self.middle_scroll.verticalScrollBar().setValue(0)

    def _first_line(self, session: Session) -> QWidget:
        """Who asks and when, one click away from being changed; what was in hand before."""
        from desktop.ui.situations.answers_panel import given

        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        situation = self.situation
        if situation.previous is not None:
            count = len(situation.previous.asked)
            words = f"Reprendre la situation en cours ({count} réponse{'s' if count > 1 else ''})"
            box.addWidget(link(words, situation.take_up))
        if situation.found_again:
            box.addWidget(text("Vos réponses ont été retrouvées.", "small"))
        if not session.begun:
            line = FlowLayout(self.context.theme.px(10))
            for one in given(session):
                line.addWidget(text(f"{one.nom} : {one.reponse}", "small"))
                line.addWidget(link("changer", partial(self.context.go, PAGE, one.fait)))
            box.addLayout(line)
        return holder

    def _draw_plan(self, session: Session) -> None:
        self.shown = PLAN
        self.plan.show_session(session, self.write, self._buttons(session), self._since_kept(session))
        self.stack.setCurrentWidget(self.plan)

    def _buttons(self, session: Session) -> list[tuple[str, str]]:
        """What can be done with the plan; the first is the primary one."""
        rest = [("pdf", "PDF"), ("copier", "Copier pour un courrier"), ("markdown", "Markdown")]
        if session.cas is None:
            return [("garder", "Garder"), *rest]
        if self.situation.changed_since_kept():
            return [("changements", "Garder les changements"), *rest]
        return [("", ""), *rest]

    def _since_kept(self, session: Session) -> QWidget | None:
        """What the content changed in a kept case since it was kept."""
        case = self.situation.case(session.cas) if session.cas else None
        if case is None or case.state.content_fingerprint in ("", self.situation.content_mark):
            return None
        q = session.flow.orientation.questionnaires
        same = keeping.restore(session.flow.orientation, case.state.facts)
        differences = plans_differ(q, case.state.plan, same.flow.plan.as_dict())
        return changed_content(self.context, case.state.content_version, differences)

    def _draw_case(self, key: str) -> None:
        session, case = self.situation.session, self.situation.case(key)
        if session is None or session.cas != key:
            if case is None:
                self.shown = ""
                known = self.situation.data.store is not None
                words = (
                    "Cette situation n’est plus gardée : elle a été effacée." if known else "Lecture de vos données…"
                )
                self.waiting.setText(french(words))
                self.stack.setCurrentWidget(self.waiting)
                return
            self.situation.open_case(case)
        if self.situation.session is not None:
            self._draw_plan(self.situation.session)

    # -- answers

    def _answer(self, fait: str, value: Any) -> None:  # noqa: ANN401 - the engine checks it
        self._move(lambda session: self.ahead.answer(session, fait, value))
        if fait == ROLE and self.context.settings.flag(ROLE_KEPT):
            self.context.settings.put(role=value, **{ROLE_KEPT: False})

    def _move(self, change: Any) -> None:  # noqa: ANN401 - Session -> Session
        session = self.situation.session
        if session is None:
            return
        try:
            after = change(session)
        except FaitsError as error:
            self.question.refuse(str(error))
            return
        self.situation.advance(after)

    def _beside(self, fait: str, value: Any) -> None:  # noqa: ANN401
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

    def _condition(self, line: Any, on: bool) -> None:  # noqa: ANN401 - Qt's signal
        session = self.situation.session
        if session is None:
            return
        if not line.accord:
            self.situation.put(session.tick(line.structure, line.id, on=on))
            return
        given = [v for v in session.flow.reponses.get("accords", ()) if v != line.accord]
        self._beside("accords", [*given, line.accord] if on else given or None)

    def _try(self, changer: dict[str, Any]) -> None:
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

    def _back(self) -> None:
        session = self.situation.session
        if session is not None and (before := session.before(self.shown)) is not None:
            self.context.go(PAGE, before)

    def _change(self, fait: str) -> None:
        session = self.situation.session
        if session is None:
            return
        target = fait or session.before(None) or BESOIN
        self.context.go(PAGE, target)
        if not fait and self.answers_scroll.isVisible():
            self.answers.start()

    def _to_plan(self) -> None:
        session = self.situation.session
        self.context.go(PAGE, f"{CASE}{session.cas}" if session is not None and session.cas else PLAN)

    def _action(self, name: str) -> None:
        session = self.situation.session
        if session is None:
            return
        if name == "garder":
            LabelDialog(
                self, self.context.theme, "Garder la situation", proposed_label(session), self.situation.keep
            ).open()
        elif name == "changements":
            self.situation.keep_changes()
        else:
            self.reports.run(name, session, self)

    # -- reactions

    def _on_changed(self) -> None:
        """The session changed under the plan: draw it in place. A question is drawn by the place that follows."""
        if self.shown == PLAN and self.situation.session is not None and self.situation.session.current is None:
            self._draw_plan(self.situation.session)
        elif not self.isVisible():
            self.shown = ""

    def _on_found(self) -> None:
        """The draft of an earlier run came: show it where one stands, unless the person has begun something else."""
        session = self.situation.session
        if self._place is None or session is None or not self.isVisible():
            return
        if self.situation.found_again or not session.begun:
            self._draw_again()

    def _on_corpus(self) -> None:
        self.write = Writer(self.context)
        if self.situation.session is not None and self.shown:
            self._draw_again()

    def _draw_again(self) -> None:
        """Draw where one stands; a focus that was on the page stays on it, though its widget is another."""
        inside = self.isAncestorOf(self.window().focusWidget() or self)
        self._draw()
        if inside and not self.isAncestorOf(self.window().focusWidget() or self):
            self.focus_main()

    def on_text_size(self) -> None:
        """Everything is drawn anew in the new sizes and colours."""
        self.setStyleSheet(style_sheet(self.context.theme))
        self.write = Writer(self.context)
        self._sides = None
        if self.situation.session is not None and self.shown:
            self._draw()

    def focus_main(self) -> None:
        """The answers, or the plan's buttons; the words that ask to wait, while there is nothing else."""
        if self.stack.currentWidget() is self.asking:
            self.question.start()
        elif self.stack.currentWidget() is self.plan:
            self.plan.start()
        elif self.stack.currentWidget() is self.reasoning:
            self.reasoning.start()
        else:
            take_focus(self.waiting)

    def print_source(self) -> Printable | None:
        """The report of the plan, for the printer and « Exporter en PDF »."""
        session = self.situation.session
        report = self.reports.compose(session) if session is not None and self.shown in (PLAN, REASONING) else None
        return self.reports.printable(report) if report is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that reach the page answer the question, wherever the focus is on it, and even before it can be shown."""
        choices = self.question.choices
        waits = self.situation.session is None and not self.situation.decisions.problem
        if waits and self.stack.currentWidget() is self.waiting and self._early.take(event):
            return
        if self.stack.currentWidget() is self.asking and choices is not None and choices.handle(event):
            return
        super().keyPressEvent(event)

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decide again what stands beside the question."""
        super().resizeEvent(event)
        session = self.situation.session
        self._arrange(first=self.shown == BESOIN and session is not None and not session.begun)

    def _arrange(self, *, first: bool) -> None:
        px = self.context.theme.px
        ems = self.width() / px(15)
        self.answers_scroll.setFixedWidth(px(ANSWERS))
        self.result_scroll.setFixedWidth(px(RESULT))
        wanted = (ems >= SIDES_EMS, ems >= RESULT_EMS)
        if wanted != self._sides:
            self._sides = wanted
            self._stand(self.result, self.result_scroll, beside=wanted[1])
            self._stand(self.answers, self.answers_scroll, beside=wanted[0])
        for panel, area, beside in (
            (self.answers, self.answers_scroll, wanted[0]),
            (self.result, self.result_scroll, wanted[1]),
        ):
            panel.setVisible(not first)
            area.setVisible(beside and not first)

    def _stand(self, panel: QWidget, area: Any, *, beside: bool) -> None:  # noqa: ANN401 - QScrollArea
        if area.widget() is panel:
            area.takeWidget()
        self._middle.removeWidget(panel)
        if beside:
            area.setWidget(panel)
        else:
            self._middle.addWidget(panel)
