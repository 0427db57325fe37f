"""« Orienter une situation »: the questions, then the plan. Assembles; the rules are elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.telling import reviewing
from desktop.telling.comparing import plans_differ
from desktop.text.typography import french
from desktop.ui.door.page import Page
from desktop.ui.kit.focus import take_focus
from desktop.ui.kit.widgets import scroller, text
from desktop.ui.situations import keeping
from desktop.ui.situations.answering import Answering
from desktop.ui.situations.answers_panel import AnswersPanel
from desktop.ui.situations.case_dialogs import LabelDialog
from desktop.ui.situations.cases_content import changed_content, proposed_label
from desktop.ui.situations.early import EarlyKeys
from desktop.ui.situations.first_line import first_line
from desktop.ui.situations.plan_view import PlanView
from desktop.ui.situations.question_view import QuestionView
from desktop.ui.situations.reasoning_view import ReasoningView
from desktop.ui.situations.reports import Reports
from desktop.ui.situations.result_panel import ResultPanel
from desktop.ui.situations.rich import Writer
from desktop.ui.situations.situation import CASE, PLAN, REASONING, Situation, split
from desktop.ui.situations.style import style_sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop.decision.answering import Session
    from desktop.ui.door.context import Context
    from desktop.ui.door.place import Place
    from desktop.ui.door.printable import Printable

SIDES_EMS, RESULT_EMS = 72, 54
"""From SIDES_EMS on answers and result stand beside the question; from RESULT_EMS on the result does; below, all follow it."""
ANSWERS, RESULT = 250, 320
WAITING = "Lecture des questionnaires et de vos données…"
GONE = "Cette situation n’est plus là : elle a été effacée. Ctrl+Z la rend, jusqu’à la fermeture du programme."


class SituationPage(Page):
    """Shows the place asked for: a question, the plan, a kept case."""

    def __init__(self, context: Context, situation: Situation) -> None:
        super().__init__()
        self.context = context
        self.situation = situation
        self.write = Writer(context)
        self.shown = ""
        self._place: Place | None = None
        self._where = self._drawn = ""
        self._early = EarlyKeys()
        self.waiting = text(WAITING, "soft", wrap=True)
        self.waiting.setContentsMargins(34, 24, 34, 24)
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignTop)
        # It takes the focus: an answer typed before the question is there must not become a query, nor be lost.
        self.waiting.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.answers = AnswersPanel(context)
        self.question = QuestionView(context)
        self.result = ResultPanel(context)
        self.plan = PlanView(context)
        self.reasoning = ReasoningView(context)
        self.reports = Reports(context, situation)
        self.answering = Answering(context, situation, self.question, self)
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
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.middle_scroll, 1)
        middle.addWidget(self.question.bar)
        line.addWidget(self.answers_scroll)
        line.addLayout(middle, 1)
        line.addWidget(self.result_scroll)
        self._sides: tuple[bool, bool] | None = None
        for widget in (self.waiting, self.asking, self.plan, self.reasoning):
            self.stack.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)

    def _connect(self) -> None:
        question, plan = self.question, self.plan
        question.answered.connect(self.answering.answer)
        question.unknown.connect(self.answering.unknown)
        question.back.connect(self._back)
        question.level_given.connect(self.answering.level_given)
        self.answers.change.connect(self.situation.go)
        plan.answered.connect(self.answering.beside)
        plan.condition.connect(self.answering.condition)
        plan.try_change.connect(self.answering.try_change)
        plan.change.connect(self._change)
        plan.reasoning.connect(lambda: self.situation.go(REASONING))
        plan.action.connect(self._action)
        self.reasoning.back.connect(self._to_plan)
        question.ticked.connect(self.answering.tick)
        situation = self.situation
        situation.decisions.ready.connect(self._again)
        situation.data.changed.connect(self._on_data)
        situation.data.trouble.connect(self._again)
        situation.changed.connect(self._on_changed)
        situation.followed.connect(self._draw_again)
        situation.aged.connect(self._on_aged)
        self.context.corpus_ready.connect(self._on_corpus)

    # -- places

    def show_place(self, place: Place) -> None:
        """A question, the plan, a case, each of the situation that the place names; without a target, where one stands."""
        self._place = place
        self.situation.decisions.load()
        self.situation.data.open()
        # A place that names no situation was given one when it was shown.
        self._where = place.cible if split(place.cible)[0] else place.etat or place.cible
        self._enter()
        if self.isVisible():
            self.focus_main()

    def state(self) -> str:
        """The situation that is on the screen: coming back to this place finds it, whichever is in hand by then."""
        return self._drawn

    def _enter(self) -> None:
        """Take in hand what the place names, and draw it; or say why not."""
        entered = None if self.situation.decisions.problem else self.situation.enter(self._where)
        if entered:
            self._draw()
            return
        self.shown = ""
        words = self.situation.decisions.problem or (GONE if entered is False else WAITING)
        self.waiting.setText(french(words))
        self.stack.setCurrentWidget(self.waiting)

    def _again(self, *_what: object) -> None:
        """What the place asked for may be there now."""
        if self._place is None or self.shown:
            return
        self._enter()
        if self.isVisible():
            self.focus_main()
        if self.isVisible() and self.stack.currentWidget() is self.asking:
            self._early.give(self.window())
        elif self.situation.data.is_settled:
            self._early.forget()

    def _on_data(self) -> None:
        self._again()
        session = self.situation.session
        if session is not None and session.cas and self.stack.currentWidget() is self.plan:
            # The day to review is no part of the session: nothing else would draw it anew.
            under = self.plan.findChild(QPushButton, "action-revoir")
            if under is not None and under.text() != french(self._review_words(session.cas)):
                self._draw_plan(session)

    def _draw(self) -> None:
        session = self.situation.session
        if session is None:
            return
        kind, _key, target = split(self._where)
        self._drawn = self.situation.place().cible
        target = target or (PLAN if kind == CASE else session.current or PLAN)
        if target == REASONING:
            self.shown = REASONING
            self.reasoning.show_session(session, self.write, self.situation.hour.quand, self.reports.later(session))
            self.stack.setCurrentWidget(self.reasoning)
            return
        known = session.flow.orientation.questionnaires.faits
        if target in known and (
            target in session.pending or target in session.flow.reponses or target in session.inconnus
        ):
            self._draw_question(session, target)
        elif session.current is not None and target != PLAN:
            self._draw_question(session, session.current)
        elif session.current == session.parts.need:
            self._draw_question(session, session.parts.need)
        else:
            self._draw_plan(session)

    def _draw_question(self, session: Session, fait: str) -> None:
        self.shown = fait
        first = fait == session.parts.need and not session.begun
        self.question.show_question(session, fait, self.write, first_line(self.context, self.situation, session, fait))
        self.answers.show_session(session, fait)
        if session.begun:
            self.result.show_session(session, fait, self.write, self.situation.hour.quand)
        else:
            self.result.show_nothing()
        self.answering.ahead.look(session, fait)
        self._arrange(first=first)
        self.stack.setCurrentWidget(self.asking)
        self.middle_scroll.verticalScrollBar().setValue(0)
        self.result_scroll.verticalScrollBar().setValue(0)

    def _draw_plan(self, session: Session, *, in_place: bool = False) -> None:
        self.shown = PLAN
        hour, banner = self.situation.hour, self._since_kept(session)
        self.plan.show_session(session, self.write, hour, self._buttons(session), banner, in_place=in_place)
        self.stack.setCurrentWidget(self.plan)

    def _buttons(self, session: Session) -> list[tuple[str, str]]:
        """What can be done with the plan; the first is the primary one."""
        rest = [
            ("pdf", "PDF"),
            ("copier", "Copier pour un courrier"),
            ("tout", "Copier tout"),
            ("markdown", "Fichier texte"),
        ]
        if session.cas is None:
            return [("garder", "Garder"), *rest]
        rest.insert(0, ("revoir", self._review_words(session.cas)))
        if self.situation.changed_since_kept():
            return [("changements", "Garder les changements"), *rest, ("abandonner", "Abandonner les changements")]
        return [("", ""), *rest]

    def _review_words(self, key: str) -> str:
        case = self.situation.case(key)
        return reviewing.on_button(case.review if case is not None else None, self.situation.clock().date())

    def _since_kept(self, session: Session) -> QWidget | None:
        """What the content changed in a kept case since it was kept."""
        case = self.situation.case(session.cas) if session.cas else None
        if case is None or case.state.content_fingerprint in ("", self.situation.content_mark):
            return None
        q = session.flow.orientation.questionnaires
        same = keeping.restore(session.flow.orientation, case.state.facts)
        differences = plans_differ(q, case.state.plan, same.flow.plan.as_dict())
        return changed_content(self.context, case.state.content_version, differences)

    # -- answers

    def _back(self) -> None:
        session = self.situation.session
        if session is not None and (before := session.before(self.shown)) is not None:
            self.situation.go(before)

    def _change(self, fait: str) -> None:
        session = self.situation.session
        if session is None:
            return
        target = fait or session.before(None) or session.parts.need
        self.situation.go(target)
        if not fait and self.answers_scroll.isVisible():
            self.answers.start()

    def _to_plan(self) -> None:
        self.situation.go(PLAN)

    def _action(self, name: str) -> None:
        session = self.situation.session
        if session is None:
            return
        if name == "garder":
            LabelDialog(
                self, self.context.theme, "Garder la situation", proposed_label(session), self.situation.keep,
                self.situation.typing(session.draft, proposed_label(session)),
            ).open()  # fmt: skip
        elif name == "abandonner":
            self.situation.discard(session.draft, shown=True)
        elif name == "changements":
            self.situation.keep_changes()
        elif name == "revoir" and (case := self.situation.case(session.cas or "")) is not None:
            from desktop.ui.situations import review_menu

            review_menu.open_over(self.plan.findChild(QPushButton, "action-revoir") or self, self.situation, case)
        else:
            self.reports.run(name, session, self)

    # -- reactions

    def _on_changed(self) -> None:
        """The session changed under the plan: draw it in place. A question is drawn by the place that follows."""
        session = self.situation.session
        if self.shown == PLAN and session is not None and session.current is None and self._is_drawn():
            self._draw_plan(session, in_place=True)

    def _is_drawn(self) -> bool:
        """Whether what is in hand is what the screen shows; a place of another situation follows when it is not."""
        return self._drawn == self.situation.place().cible

    def _on_aged(self) -> None:
        if self.shown and self.isVisible():
            self._draw_again()

    def _on_corpus(self) -> None:
        self.write = Writer(self.context)
        if self.situation.session is not None and self.shown:
            self._draw_again()

    def _draw_again(self) -> None:
        """Draw where one stands; a focus that was on the page stays on it, though its widget is another."""
        if self._place is None:
            return
        inside = self.isAncestorOf(self.window().focusWidget() or self)
        if self.situation.session is None:
            self._enter()
        else:
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

    @property
    def copies(self) -> bool:  # type: ignore[override]
        """A plan can be copied."""
        return self._plan_is_shown()

    @property
    def keeps(self) -> bool:  # type: ignore[override]
        """A plan can be kept, once or with its changes."""
        return self._plan_is_shown()

    def _plan_is_shown(self) -> bool:
        return self.stack.currentWidget() is self.plan and self.situation.session is not None

    def copy(self) -> None:
        """« Copier pour un courrier »."""
        self._action("copier")

    def keep(self) -> None:
        """The first button of the plan: keep it, or its changes; with nothing to keep, say so."""
        session = self.situation.session
        wanted = self._buttons(session)[0][0] if session is not None else ""
        if wanted:
            self._action(wanted)
        else:
            self.context.say("Déjà gardée : rien n’a changé depuis.")

    def print_source(self) -> Printable | None:
        """The report of the plan, for the printer and « Exporter en PDF »."""
        session = self.situation.session
        return self.reports.printable(session) if session is not None and self.shown in (PLAN, REASONING) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that reach the page answer the question, wherever the focus is on it, and even before it can be shown."""
        choices = self.question.choices
        decisions = self.situation.decisions
        settled = decisions.orientation is not None and self.situation.data.is_settled
        waits = not settled and not decisions.problem
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
        self._arrange(first=session is not None and self.shown == session.parts.need and not session.begun)

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
