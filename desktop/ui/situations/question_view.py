"""One question in the middle: its words, what helps to answer it, the answers, how far one is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.settings import DEPARTMENT, ROLE_KEPT
from desktop.telling import wording
from desktop.telling.aloud import sentences
from desktop.text.typography import french
from desktop.ui.door.ids import SETTINGS
from desktop.ui.kit.announce import announce
from desktop.ui.kit.check import Check
from desktop.ui.kit.gestures import Gestures
from desktop.ui.kit.widgets import FlowLayout, button, clear, link, text
from desktop.ui.situations.choices import UNKNOWN, Choices, Option

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QPushButton

    from desktop.decision import Question
    from desktop.decision.answering import Session
    from desktop.ui.door.context import Context
    from desktop.ui.situations.rich import Writer

WIDTH, WIDE = 620, 900
TOO_SOON = "Reçu trop tôt : la question venait de changer. Répondez quand elle est lue."
NOTHING_TICKED = (
    "« Continuer » attend une réponse : cochez au moins une ligne, par sa touche, avec Espace ou d’un clic."
)
NOT_SAID = "Rien n’est coché. « Je ne sais pas » : touche 0 ou Espace. « Rien de tout cela » : le bouton."
"""Why one waits."""


class QuestionView(QWidget):
    """Draws a question of a session and announces what is answered."""

    answered = Signal(str, object)
    """The fact and its value."""
    unknown = Signal(str)
    """« Je ne sais pas »."""
    back = Signal()
    level_given = Signal(int)
    ticked = Signal(str, list)
    """The fact of a question of several, and what is ticked and not confirmed."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.box = QVBoxLayout(self)
        self.choices: Choices | None = None
        self.fait = ""
        self._session: Session | None = None
        self.go_on: QPushButton | None = None
        self._moves = ""
        self.hint = text("", "warning", wrap=True)
        self.title = text("", "title", wrap=True)
        self.keys = text("", "small")
        Gestures.shared().too_soon.connect(self._on_too_soon)
        self.bar = QFrame()
        """What can be done with the question; the page puts it at its foot, where it never moves."""
        self.bar.setObjectName("foot")
        self._bar_inner = QWidget()
        self._bar_line = QVBoxLayout(self._bar_inner)
        centred = QHBoxLayout(self.bar)  # as the page centres the question, so that both begin at the same edge
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        centred.addWidget(self._bar_inner, 100)
        centred.addStretch(1)

    def show_question(self, session: Session, fait: str, write: Writer, before: QWidget | None = None) -> None:
        """Draw one question; `before` stands above it. Drawn again, it keeps where the focus is."""
        px = self.context.theme.px
        former = self._session
        same = former is not None and (former.draft, former.cas) == (session.draft, session.cas)
        again = self.choices if self.fait == fait and same else None
        focused = again.focused() if again is not None else None
        self.fait, self._session = fait, session
        question = session.question(fait)
        # Else each widget that goes hands the focus to the next one, and a screen reader speaks them all.
        if self.isAncestorOf(self.window().focusWidget() or self):
            self.setFocus()
        clear(self.box)
        self.box.setContentsMargins(px(32), px(20), px(32), px(20))
        self.box.setSpacing(px(8))
        self.setMaximumWidth(px(WIDE if len(question.permises) > 6 else WIDTH) + px(64))
        if before is not None:
            self.box.addWidget(before)
        self._progress(session, fait)
        self.title = write.text(question.texte, "title")
        self.box.addWidget(self.title)
        for words in self._help(question):
            self.box.addWidget(write.text(words, "small"))
        if fait == session.parts.moment:
            self.box.addLayout(self._calendar(session))
        self.box.addSpacing(px(6))
        self.choices = self._choices(session, question, write)
        self.choices.setAccessibleName(french(question.texte))
        self.choices.setAccessibleDescription(french(" ".join(self._help(question))))
        self.box.addWidget(self.choices)
        self.hint = text("", "warning", wrap=True)
        self.hint.hide()
        self.box.addWidget(self.hint)
        self._draw_bar(self._foot(session, question))
        if fait == session.parts.caller:
            self.box.addWidget(self._keep_role())
        if fait in session.flow.orientation.questionnaires.niveau.dimensions.noms:
            self.box.addLayout(self._level())
        self.box.addStretch(1)
        self._draw_ticks()
        if focused is not None or self.hasFocus():
            self.choices.start(focused)
        if again is None:
            Gestures.shared().drawn()
            if self.isVisible():
                self._say()

    def showEvent(self, event: QShowEvent) -> None:
        """Said when one comes to it, from whatever page."""
        super().showEvent(event)
        if not event.spontaneous():
            self._say()

    def _say(self) -> None:
        """To a screen reader: how far one is, the question, its help."""
        if self._session is not None:
            question = self._session.question(self.fait)
            line = self._words(self._session, self.fait, *self._session.progress(self.fait))
            announce(self, french(sentences(line, question.texte, *self._help(question))))

    def start(self) -> None:
        """Put the focus on the answers."""
        if self.choices is not None:
            self.choices.start()

    def refuse(self, message: str) -> None:
        """Say why an answer can't stand beside the others, or why one waits."""
        self.hint.setText(french(message))
        self.hint.show()
        announce(self.hint, self.hint.text())

    def _on_too_soon(self) -> None:
        if self.isVisible() and self.choices is not None:
            self.refuse(TOO_SOON)

    def _on_waits(self) -> None:
        unknown = self.choices is not None and self.choices.focused() == UNKNOWN
        self.refuse(NOT_SAID if unknown else NOTHING_TICKED)

    # -- parts

    @staticmethod
    def _help(question: Question) -> list[str]:
        """What helps to answer, a paragraph each."""
        fait = question.fait
        return [words for words in (fait.aide, f"Exemple : {fait.exemple}" if fait.exemple else "") if words]

    def _progress(self, session: Session, fait: str) -> None:
        rank, more = session.progress(fait)
        line = self._words(session, fait, rank, more)
        self.box.addWidget(text(line, "small"))
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setRange(0, rank + more)
        bar.setValue(rank - 1)
        bar.setAccessibleName("Progression")
        bar.setAccessibleDescription(line)
        self.box.addWidget(bar)

    @staticmethod
    def _words(session: Session, fait: str, rank: int, more: int) -> str:
        """Honest: what is still to come is an upper bound, and nothing is promised before the need is known."""
        if fait == session.parts.need:
            return "Première question : les suivantes dépendent de votre réponse"
        if more == 0:
            return f"Question {rank}, la dernière"
        return f"Question {rank}, au plus {more if more > 1 else 'une'} encore"

    def _choices(self, session: Session, question: Question, write: Writer) -> Choices:
        """The answers: those given, or ticked and not confirmed yet."""
        fait = question.fait
        q = session.flow.orientation.questionnaires
        family = q.is_family(session.flow.counted)
        values = q.faits[fait.id]
        options = []
        for key in question.permises:
            valeur = values.valeur(key)
            words = wording.label(valeur, family=family)
            aide = french(valeur.aide)
            options.append(Option(key, words, aide, write.jargon.explain(f"{words} {aide}")))
        given: Any = session.ticked.get(fait.id, session.flow.reponses.get(fait.id, ()))
        chosen = (
            [str(v) for v in given]
            if isinstance(given, list | tuple) and given != ()
            else [str(given)]
            if given != ()
            else []
        )
        unknown = None
        if not fait.se_sait:
            unknown = Option(UNKNOWN, "Je ne sais pas", "" if fait.plusieurs else "La réponse dira ce que cela change")
            if fait.id in session.inconnus:
                chosen = [UNKNOWN]
        made = Choices(
            self.context.theme,
            options,
            chosen,
            several=fait.plusieurs,
            minimum=int(fait.id == session.parts.need),
            unknown=unknown,
        )
        made.chosen.connect(lambda value: self._chosen(fait.id, value, scale=fait.echelle is not None))
        made.submitted.connect(lambda values: self.answered.emit(fait.id, values))
        made.ticked.connect(self._draw_ticks)
        made.waits.connect(self._on_waits)
        made.ticked.connect(lambda: self.ticked.emit(fait.id, made.answers()))
        made.back.connect(self.back)
        return made

    def _chosen(self, fait: str, value: str, *, scale: bool) -> None:
        if value == UNKNOWN:
            self.unknown.emit(fait)
        else:
            self.answered.emit(fait, int(value) if scale else value)

    def _draw_bar(self, foot: FlowLayout) -> None:
        px = self.context.theme.px
        clear(self._bar_line)
        self._bar_inner.setMaximumWidth(self.maximumWidth())
        self._bar_line.setContentsMargins(px(32), px(6), px(32), px(6))
        self._bar_line.addLayout(foot)

    def _foot(self, session: Session, question: Question) -> FlowLayout:
        foot = FlowLayout(self.context.theme.px(10))
        self.go_on = None
        choices = self.choices
        if question.fait.plusieurs and choices is not None:
            self.go_on = button("Continuer", choices.submit, kind="primary")
            foot.addWidget(self.go_on)
        if session.before(question.id) is not None:
            back = button("‹ Retour", self.back.emit)
            back.setToolTip("Retour arrière")
            foot.addWidget(back)
        count = min(9, len(question.permises))
        letters = ", premières lettres" if len(question.permises) > count else ""
        digits = f"1–{count}" + ("" if question.fait.se_sait else ", 0")
        self._moves = f"{digits}, ↑ ↓{letters}"
        self.keys = text(f"{digits}, ou ↑ ↓{letters} et Entrée : répondre", "small", wrap=True)
        foot.addWidget(self.keys)
        return foot

    def _draw_ticks(self) -> None:
        if self.go_on is None or self.choices is None:
            return
        answers = self.choices.answers()
        if not answers and not self.choices.minimum:
            self.go_on.setText("Rien de tout cela")
            enter = "rien de tout cela"
        else:
            self.go_on.setText(f"Continuer ({len(answers)})" if answers else "Continuer")
            enter = "continuer avec ce qui est coché" if answers else "attend qu’une ligne soit cochée"
        self.keys.setText(french(f"{self._moves} ; Espace : cocher ; Entrée : {enter}"))
        if answers:
            self.hint.hide()

    def _keep_role(self) -> QWidget:
        box = Check("Retenir comme mon rôle : la question ne sera plus posée", self.context.theme)
        box.setChecked(bool(self.context.settings.flag(ROLE_KEPT)))
        box.toggled.connect(lambda on: self.context.settings.put(**{ROLE_KEPT: on}))
        return box

    def _calendar(self, session: Session) -> FlowLayout:
        """Which holidays count, and where that is chosen."""
        line = FlowLayout(self.context.theme.px(8))
        line.addWidget(text(wording.calendar(session.instant, self.context.settings.text(DEPARTMENT)), "small"))
        line.addWidget(link("changer de département", partial(self.context.go, SETTINGS, DEPARTMENT)))
        return line

    def _level(self) -> FlowLayout:
        line = FlowLayout(self.context.theme.px(8))
        line.addWidget(text("Une équipe a déjà évalué le niveau ?", "small"))
        for level in (1, 2, 3):
            made = link(f"niveau {level}", partial(self.level_given.emit, level))
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            line.addWidget(made)
        return line
