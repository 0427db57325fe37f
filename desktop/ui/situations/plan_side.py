"""Beside the plan: the level with its six bars, why, what would change the answer, what was considered and not chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.telling import growing, meanings, reasons, wording
from desktop.text.typography import french
from desktop.ui.kit.plain import plain
from desktop.ui.kit.widgets import FlowLayout, RowButton, clear, link, text
from desktop.ui.situations.bars import Bars
from desktop.ui.situations.plan_changes import changed_mark
from desktop.ui.situations.switches import switch_button

if TYPE_CHECKING:
    from desktop.decision.answering import Session
    from desktop.telling.reasons import AnswerChange
    from desktop.telling.story import Story
    from desktop.ui.door.context import Context
    from desktop.ui.situations.rich import Writer

KEY = "situations.contrefactuels"
SHOWN = 7
"""So many changes are shown at first."""


class PlanSide(QWidget):
    """The right column of a plan. Counterfactuals are computed on the worker thread."""

    try_change = Signal(object)
    """The answers of a change, to be tried."""
    reasoning = Signal()
    """« Tout le raisonnement »."""
    level_given = Signal(object)
    """A level evaluated by a team, None to take it back."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("side")
        self.box = QVBoxLayout(self)
        self._holder = QWidget()
        self._changes = QVBoxLayout(self._holder)
        self._generation = 0
        self._told: frozenset[str] = frozenset()
        self._former: frozenset[str] | None = None

    def show_session(self, session: Session, story: Story, write: Writer, *, in_place: bool = False) -> None:
        """Draw everything for a session; what an answer beside the plan changed is marked where it was `in_place`."""
        px = self.context.theme.px
        self._former = self._told if in_place else None
        self._told = frozenset()
        clear(self.box)
        self.box.setContentsMargins(px(20), px(20), px(20), px(16))
        self.box.setSpacing(px(4))
        self._level(session, story, write)
        self._why(session, write)
        self.box.addSpacing(px(8))
        self.box.addWidget(text("Ce qui changerait la réponse", "heading"))
        self._holder = QWidget()
        self._changes = QVBoxLayout(self._holder)
        self._changes.setContentsMargins(0, 0, 0, 0)
        self._changes.setSpacing(px(2))
        self.box.addWidget(self._holder)
        self._changes.addWidget(text("Calcul en cours…", "small"))
        self._left_out(session, write)
        self.box.addStretch(1)
        self._generation += 1
        generation = self._generation
        self.context.in_background(
            KEY, lambda: (generation, reasons.changes(session)), lambda value: self._on_changes(value, write)
        )

    def _mark(self, words: str) -> None:
        """Before what was not said before the change."""
        if self._former is not None and words not in self._former:
            self.box.addWidget(changed_mark())
        self._told |= {words}

    def _level(self, session: Session, story: Story, write: Writer) -> None:
        if not growing.level_matters(session):
            return
        niveaux = session.flow.plan.niveau
        self._mark(f"Niveau {wording.levels(niveaux)}")
        self.box.addWidget(text(f"Niveau {wording.levels(niveaux)}", "heading"))
        words = wording.LEVELS[niveaux[0]].capitalize() if len(niveaux) == 1 else "Les réponses laissent un doute"
        self.box.addWidget(write.text(f"{words}. Lecture de l’outil sur six plans.", "small"))
        self.box.addWidget(Bars(growing.bars(session), self.context.theme))
        for note in story.niveau:
            self.box.addWidget(write.statement(note))
        if story.expertise is not None:
            self.box.addWidget(write.statement(story.expertise.dit))
        self.box.addLayout(self._given_level(session))
        self.box.addSpacing(self.context.theme.px(8))

    def _given_level(self, session: Session) -> QVBoxLayout:
        column = QVBoxLayout()
        line = FlowLayout(self.context.theme.px(6))
        given = session.flow.reponses.get(growing.NIVEAU)
        column.addWidget(text("Évalué par une équipe :", "small"))
        for level in (1, 2, 3):
            made = switch_button(str(level), self.context.theme, on=level == given)
            made.clicked.connect(partial(self._give_level, None if level == given else level))
            made.setAccessibleName(french(f"Niveau évalué par une équipe : {level}"))
            made.setObjectName(f"niveau-{level}")
            line.addWidget(made)
        column.addLayout(line)
        return column

    def _give_level(self, level: int | None, _checked: bool = False) -> None:
        self.level_given.emit(level)

    def _why(self, session: Session, write: Writer) -> None:
        self.box.addWidget(text("Pourquoi ?", "heading"))
        for reason in reasons.why(session, self.context.corpus):
            head = f"› {reason.quand} → {reason.suite}"
            self._mark(head)
            self.box.addWidget(write.text(head))
            if reason.faits:
                self.box.addWidget(write.text(f"Réponses lues : {reason.faits}.", "small"))
            self.box.addWidget(write.links(f"{reason.nature} :", reason.references, self.context.open_content))
        more = link("Tout le raisonnement", self.reasoning.emit)
        more.setObjectName("raisonnement")
        self.box.addWidget(more)
        asked = link("Que veulent dire ces mentions ?", partial(self.context.open_content, meanings.NATURES))
        asked.setObjectName("mentions")
        self.box.addWidget(asked)

    def _on_changes(self, answer: tuple[int, tuple[AnswerChange, ...]], write: Writer) -> None:
        generation, changes = answer
        if generation != self._generation:
            return
        clear(self._changes)
        if not changes:
            self._changes.addWidget(text("Aucun changement d’une ou deux réponses.", "small", wrap=True))
        self._show_changes(changes[:SHOWN], write)
        if len(changes) > SHOWN:
            more = link(f"Voir les {len(changes) - SHOWN} autres", lambda: self._all(changes, write))
            self._changes.addWidget(more)

    def _all(self, changes: tuple[AnswerChange, ...], write: Writer) -> None:
        clear(self._changes)
        self._show_changes(changes, write)

    def _show_changes(self, changes: tuple[AnswerChange, ...], write: Writer) -> None:
        for rank, change in enumerate(changes):
            words = f"{change.quoi} → {change.suite}"
            made = RowButton(write.text(words, "body"), "essayer", partial(self._try, change), f"{words}. Essayer")
            made.setObjectName(f"essayer-{rank}")
            made.setToolTip(plain(write.jargon.explain(words)))
            made.setMinimumHeight(self.context.theme.target())
            self._changes.addWidget(made)

    def _try(self, change: AnswerChange) -> None:
        self.try_change.emit(dict(change.changer))

    def _left_out(self, session: Session, write: Writer) -> None:
        left = reasons.left_out(session)
        if not left:
            return
        self.box.addSpacing(self.context.theme.px(8))
        self.box.addWidget(text("Envisagé, non retenu", "heading"))
        for one in left:
            self.box.addWidget(write.text(f"{one.nom} : {one.raison}.", "small"))
