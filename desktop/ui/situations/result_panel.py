"""The result as it grows beside the question: level, what is sure, what the answer decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.telling import growing, wording
from desktop.ui.kit.widgets import clear, text
from desktop.ui.situations.bars import Bars
from desktop.ui.situations.plan_changes import changed_mark

if TYPE_CHECKING:
    from desktop.decision.answering import Session
    from desktop.telling.growing import Preview
    from desktop.ui.door.context import Context
    from desktop.ui.situations.rich import Writer

KEY = "situations.apercu"


class ResultPanel(QWidget):
    """What can be said already. What each answer would change is computed on the worker thread."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("side")
        self.box = QVBoxLayout(self)
        self._spare = QWidget(self)
        self._spare.hide()
        self._depends = QVBoxLayout(self._spare)
        self._fait = ""
        self._told: frozenset[str] = frozenset()
        """What was sure at the last question: what is new is marked."""

    def show_nothing(self) -> None:
        """Nothing was answered yet: nothing is said, least of all of another situation."""
        self._fait = ""
        clear(self.box)

    def show_session(self, session: Session, fait: str, write: Writer, quand: str = "") -> None:
        """Draw the result for the answers so far, beside the question of `fait`."""
        px = self.context.theme.px
        clear(self.box)
        self.box.setContentsMargins(px(20), px(20), px(20), px(12))
        self.box.setSpacing(px(4))
        result = growing.grow(session, quand)
        self.box.addWidget(text("Pour l’instant", "small"))
        if result.niveaux:
            self.box.addWidget(text(f"Niveau {wording.levels(result.niveaux)}", "title"))
            if len(result.niveaux) == 1:
                self.box.addWidget(text(wording.LEVELS[result.niveaux[0]].capitalize(), "small", wrap=True))
            self.box.addSpacing(px(4))
            self.box.addWidget(Bars(result.barres, self.context.theme))
            self.box.addWidget(text("Six plans : lecture proposée par l’outil.", "small", wrap=True))
            self.box.addSpacing(px(8))
        self.box.addWidget(text("Sûr dès maintenant", "heading"))
        former, self._told = self._told if session.begun else frozenset(), frozenset(result.sur)
        for line in result.sur or ("Rien encore : il manque des réponses.",):
            if former and line not in former and result.sur:
                self.box.addWidget(changed_mark())
            self.box.addWidget(write.text(line, "body"))
        holder = QWidget()
        self._depends = QVBoxLayout(holder)
        self._depends.setContentsMargins(0, 0, 0, 0)
        self._depends.setSpacing(px(4))
        self.box.addSpacing(px(8))
        self.box.addWidget(holder)
        self.box.addStretch(1)
        self._fait = fait
        self.context.in_background(
            KEY, lambda: (fait, growing.previews(session, fait, quand)), lambda value: self._on_previews(value, write)
        )

    def _on_previews(self, answer: tuple[str, tuple[Preview, ...]], write: Writer) -> None:
        fait, previews = answer
        if fait != self._fait or not previews:
            return
        clear(self._depends)
        self._depends.addWidget(text("Dépend de votre réponse", "heading"))
        for preview in previews:
            self._depends.addWidget(self._preview(preview, write))

    @staticmethod
    def _preview(preview: Preview, write: Writer) -> QWidget:
        return write.text(f"{preview.reponse} → {preview.suite}")
