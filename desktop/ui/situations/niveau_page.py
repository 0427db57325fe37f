"""« Niveau seul »: the six dimensions on one screen, the level beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from desktop.decision import evaluer_niveau
from desktop.telling import wording
from desktop.telling.growing import Bar
from desktop.telling.story import said
from desktop.text.typography import bare
from desktop.ui.kit.widgets import button, text
from desktop.ui.situations.bars import Bars
from desktop.ui.situations.form_page import FormPage
from desktop.ui.situations.ids import SITUATION

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton, QVBoxLayout

    from desktop.decision import Niveau, Questionnaires
    from desktop.ui.door.context import Context
    from desktop.ui.situations.situation import Situation

INTRO = (
    "Le référentiel donne trois niveaux, sans échelle pour les reconnaître. Les six plans sont une lecture proposée par l’outil : "
    "le plus haut l’emporte."
)


class NiveauPage(FormPage):
    """The level alone."""

    def __init__(self, context: Context, situation: Situation) -> None:
        super().__init__(context, situation.decisions, "Niveau de complexité", INTRO)
        self.situation = situation

    def facts(self, q: Questionnaires) -> tuple[str, ...]:
        """The six dimensions."""
        return q.niveau.dimensions.noms

    def draw_result(self, q: Questionnaires, box: QVBoxLayout) -> None:
        """Level, bars, what is to be said of it, the expertise wanted of a HAD."""
        px = self.context.theme.px
        found = evaluer_niveau(q, self.answers)
        box.addWidget(text("Pour l’instant" if len(self.answers) < 6 else "Résultat", "small"))
        box.addWidget(text(f"Niveau {wording.levels(found.niveaux)}", "title"))
        if len(found.niveaux) == 1:
            box.addWidget(self.write.text(wording.LEVELS[found.niveaux[0]].capitalize()))
        box.addWidget(Bars(self.bars(q, found), self.context.theme))
        box.addWidget(text("Lecture proposée par l’outil.", "small"))
        for note in found.notes:
            box.addWidget(self.write.statement(said(q, self.context.corpus, note.texte, note.source)))
        if found.lignes:
            box.addSpacing(px(8))
            box.addWidget(text("Pourquoi ?", "heading"))
        for ligne in found.lignes:
            fait = q.niveau.dimension_de[ligne.id]
            words = f"{wording.name(q, fait)} : {wording.given(q, fait, self.answers[fait])} → {ligne.donne}"
            if ligne.source is not None:
                box.addWidget(self.write.statement(said(q, self.context.corpus, words, ligne.source)))
        if len(found.expertise_had) == 1:
            box.addSpacing(px(8))
            box.addWidget(text("Expertise attendue d’une HAD", "heading"))
            row = next(one for one in q.niveau.expertise if one.donne == found.expertise_had[0])
            words = f"Niveau {row.donne} : {row.titre}"
            box.addWidget(self.write.statement(said(q, self.context.corpus, words, row.source)))
            box.addWidget(text("Une autre échelle que celle de la situation.", "small", wrap=True))

    @staticmethod
    def bars(q: Questionnaires, found: Niveau) -> list[Bar]:
        """The six bars."""
        return [
            Bar(nom, wording.name(q, nom), niveau, nom in found.decisives, attendue=True)
            for nom, niveau in found.dimensions.items()
        ]

    def buttons(self) -> list[QPushButton]:
        """Go on to the plan, copy, begin again."""
        if not self.answers:
            return []
        return [
            button("Orienter avec ces réponses", self.orient, kind="primary"),
            button("Copier", self.copy),
            button("Recommencer", self.again),
        ]

    def orient(self) -> None:
        """A new situation that has these answers."""
        situation, answers = self.situation, dict(self.answers)
        situation.begin()
        if situation.session is not None:
            situation.put(situation.session.changed(answers))
            self.context.go(SITUATION, "besoin")

    def copy(self) -> None:
        """The level as text."""
        q = self.decisions.questionnaires
        if q is None:
            return
        found = evaluer_niveau(q, self.answers)
        lines = [f"Niveau de complexité : {wording.levels(found.niveaux)} (lecture de l’outil sur six plans)."]
        lines += [bar.spoken for bar in self.bars(q, found) if bar.niveau is not None]
        lines += [note.texte for note in found.notes]
        QGuiApplication.clipboard().setText(bare("\n".join(lines)) + "\n")
        self.context.say("Niveau copié.")

    def again(self) -> None:
        """Take all answers back."""
        self.answers = {}
        self.rebuild()
        self.focus_main()
