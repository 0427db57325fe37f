"""The ERRSPP's level of involvement (annexe 7): three questions, a scale of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from desktop.decision import errspp
from desktop.telling import wording
from desktop.telling.story import said
from desktop.text.typography import bare
from desktop.ui.kit.widgets import button, text
from desktop.ui.situations.form_page import FormPage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton, QVBoxLayout

    from desktop.decision import Questionnaires
    from desktop.ui.door.context import Context
    from desktop.ui.situations.room import Decisions

INTRO = "L’équipe ressource régionale de soins palliatifs pédiatriques s’implique à quatre niveaux, propres à elle (annexe 7)."


class ErrsppPage(FormPage):
    """The level of involvement, what is left open while an answer is missing."""

    def __init__(self, context: Context, decisions: Decisions) -> None:
        super().__init__(context, decisions, "Implication de l’ERRSPP", INTRO)

    def facts(self, q: Questionnaires) -> tuple[str, ...]:
        """The three questions."""
        return tuple(q.errspp.espace.index)

    def asked(self, q: Questionnaires) -> tuple[str, ...]:
        """Those that still decide."""
        return (*errspp(q, self.answers).questions_utiles, *self.answers)

    def draw_result(self, q: Questionnaires, box: QVBoxLayout) -> None:
        """Level, what it means, notes."""
        found = errspp(q, self.answers)
        box.addWidget(text("Pour l’instant" if len(found.niveaux) > 1 else "Résultat", "small"))
        box.addWidget(text(f"Implication {wording.levels(found.niveaux)}", "title", wrap=True))
        box.addWidget(text("Sur une échelle de 1 à 4, propre à l’ERRSPP.", "small", wrap=True))
        for row in found.lignes:
            words = f"{row.donne} : {row.titre}."
            box.addWidget(self.write.statement(said(q, self.context.corpus, words, row.source)))
        for note in found.notes:
            box.addWidget(self.write.statement(said(q, self.context.corpus, note.titre, note.source)))

    def buttons(self) -> list[QPushButton]:
        """Copy, begin again."""
        if not self.answers:
            return []
        return [button("Copier", self.copy), button("Recommencer", self.again)]

    def copy(self) -> None:
        """The level as text."""
        q = self.decisions.questionnaires
        if q is None:
            return
        found = errspp(q, self.answers)
        lines = [f"Implication de l’ERRSPP : {wording.levels(found.niveaux)} sur 4 (annexe 7)."]
        lines += [f"{row.donne} : {row.titre}." for row in found.lignes]
        QGuiApplication.clipboard().setText(bare("\n".join(lines)) + "\n")
        self.context.say("Niveau d’implication copié.")

    def again(self) -> None:
        """Take all answers back."""
        self.answers = {}
        self.rebuild()
        self.focus_main()
