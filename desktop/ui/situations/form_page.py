"""A short questionnaire on one screen: every question with its answers, the rank beside them, changed at each answer.

One page kind for every form of the content: its words, its questions and its rows are data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

from desktop.decision import evaluate_form, evaluate_niveau
from desktop.telling import wording
from desktop.telling.growing import Bar
from desktop.telling.story import said_by
from desktop.text.typography import bare, french
from desktop.ui.kit.plain import plain
from desktop.ui.kit.widgets import button, row, text
from desktop.ui.situations.bars import Bars
from desktop.ui.situations.choices import Choices, Option
from desktop.ui.situations.ids import SITUATION
from desktop.ui.situations.side_page import SidePage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton, QVBoxLayout

    from desktop.decision import FormResult, Niveau, Questionnaires
    from desktop.decision.forms import Form
    from desktop.ui.door.context import Context
    from desktop.ui.door.place import Place
    from desktop.ui.situations.situation import Situation


class FormPage(SidePage):
    """The form of this id. An answer given twice is taken back."""

    def __init__(self, context: Context, situation: Situation, key: str) -> None:
        super().__init__(context, situation.decisions)
        self.situation = situation
        self.key = key
        self.answers: dict[str, Any] = {}
        self.rows: dict[str, Choices] = {}

    def the_form(self, q: Questionnaires) -> Form | None:
        """The form, None for a content that does not have it."""
        return q.forms.get(self.key)

    def is_level(self, q: Questionnaires) -> bool:
        """Whether the orientation's tables read this form's rank, so that one can go on from it to a plan."""
        return self.the_form(q) is not None and self.the_form(q) is q.niveau.form

    # -- page

    def show_place(self, place: Place) -> None:
        """There is one place."""
        del place
        self.decisions.load()
        self.rebuild()
        if self.isVisible():
            self.focus_main()

    def focus_main(self) -> None:
        """The first question that has no answer."""
        for fait, choices in self.rows.items():
            if fait not in self.answers and choices.isEnabled():
                choices.start()
                return
        for choices in self.rows.values():
            choices.start()
            return

    def rebuild(self) -> None:
        """Draw questions and result."""
        q = self.decisions.questionnaires
        form = self.the_form(q) if q is not None else None
        self.empty_form()
        self.rows = {}
        if q is None or form is None:
            missing = "Ce questionnaire n’est pas dans le contenu." if q is not None else "Lecture des questionnaires…"
            self.form_box.addWidget(text(self.decisions.problem or missing, "soft", wrap=True))
        else:
            self.form_box.addWidget(text(form.words["titre"], "title", wrap=True))
            self.form_box.addWidget(self.write.text(form.words["intro"], "small"))
            for fait in form.facts:
                self._row(q, fait)
            self._result(q)
        self.form_box.addStretch(1)
        self.arrange()

    def _row(self, q: Questionnaires, fait: str) -> None:
        px = self.context.theme.px
        found = q.faits[fait]
        self.form_box.addSpacing(px(4))
        title = self.write.text(found.question, "strong")
        title.setToolTip(plain(french(f"{found.aide} {found.exemple}".strip())))
        self.form_box.addWidget(title)
        options = []
        for valeur in found.valeurs:
            words = wording.label(valeur)
            options.append(Option(valeur.id, words, "", self.write.jargon.explain(words)))
        given = [str(self.answers[fait])] if fait in self.answers else []
        choices = Choices(self.context.theme, options, given, in_columns=True)
        choices.chosen.connect(lambda value: self._chosen(fait, value))
        choices.back.connect(lambda: self._step(fait, -1))
        choices.left_up.connect(lambda: self._step(fait, -1))
        choices.left_down.connect(lambda: self._step(fait, 1))
        self.form_box.addWidget(choices)
        self.rows[fait] = choices

    def _chosen(self, fait: str, value: str) -> None:
        q = self.decisions.questionnaires
        if q is None:
            return
        if str(self.answers.get(fait)) == value:
            del self.answers[fait]
            for card in self.rows[fait].cards:
                card.setChecked(False)
        else:
            self.answers[fait] = value
            self._step(fait, 1)
        self._result(q)

    def _step(self, fait: str, step: int) -> None:
        names = list(self.rows)
        index = names.index(fait) + step
        if 0 <= index < len(names):
            choices = self.rows[names[index]]
            choices.start()
            self.area.ensureWidgetVisible(choices, 0, 40)

    # -- result

    def _result(self, q: Questionnaires) -> None:
        px = self.context.theme.px
        found = evaluate_form(q, self.key, self.answers)
        for fait, choices in self.rows.items():
            choices.set_dimmed(not self.is_level(q) and fait not in found.useful and fait not in self.answers)
        self.empty_side()
        self._draw(q, found)
        made = self._buttons(q)
        if made:
            self.side_box.addSpacing(px(10))
            for one in made:
                self.side_box.addLayout(row(one))
        self.side_box.addStretch(1)

    def _draw(self, q: Questionnaires, found: FormResult) -> None:
        """The rank, what it is made of, notes."""
        box, words = self.side_box, found.form.words
        waiting = len(self.answers) < len(found.form.facts) if self.is_level(q) else len(found.ranks) > 1
        box.addWidget(text("Pour l’instant" if waiting else "Résultat", "small"))
        box.addWidget(text(words["resultat"].format(wording.levels(found.ranks)), "title", wrap=True))
        if self.is_level(q):
            self._draw_level(q, found)
            return
        box.addWidget(text(words["dessous"], "small", wrap=True))
        for rank in found.rows:
            said_row = f"{rank.donne} : {rank.titre}."
            box.addWidget(self.write.statement(said_by(q, self.context.corpus, said_row, rank.source)))
        self._notes(q, found, box)

    def _notes(self, q: Questionnaires, found: FormResult, box: QVBoxLayout) -> None:
        for note in found.notes:
            box.addWidget(self.write.statement(said_by(q, self.context.corpus, note.titre, note.source)))

    def _draw_level(self, q: Questionnaires, found: FormResult) -> None:
        """Bars, what is to be said of the level, why, and the rank on the scale beside it."""
        px, box = self.context.theme.px, self.side_box
        level = evaluate_niveau(q, self.answers)
        if len(found.ranks) == 1:
            box.addWidget(self.write.text(wording.LEVELS[found.ranks[0]].capitalize()))
        box.addWidget(Bars(bars(q, level), self.context.theme))
        box.addWidget(text(found.form.words["dessous"], "small"))
        self._notes(q, found, box)
        if found.rows:
            box.addSpacing(px(8))
            box.addWidget(text("Pourquoi ?", "heading"))
        for ligne in found.rows:
            fait = ligne.dimension
            words = f"{wording.name(q, fait)} : {wording.given(q, fait, self.answers[fait])} → {ligne.donne}"
            box.addWidget(self.write.statement(said_by(q, self.context.corpus, words, ligne.source)))
        if len(level.expertise_had) == 1:
            beside = q.niveau.beside_words
            box.addSpacing(px(8))
            box.addWidget(text(beside["titre"], "heading"))
            rank = next(one for one in q.niveau.expertise if one.donne == level.expertise_had[0])
            words = f"{beside['resultat'].format(rank.donne)} : {rank.titre}"
            box.addWidget(self.write.statement(said_by(q, self.context.corpus, words, rank.source)))
            box.addWidget(text(beside["dessous"], "small", wrap=True))

    def _buttons(self, q: Questionnaires) -> list[QPushButton]:
        """Go on to the plan from a level, copy, begin again."""
        if not self.answers:
            return []
        first = [button("Orienter avec ces réponses", self.orient, kind="primary")] if self.is_level(q) else []
        return [*first, button("Copier", self.copy), button("Recommencer", self.again)]

    def orient(self) -> None:
        """A new situation that has these answers."""
        situation = self.situation
        answers = dict(self.answers)
        situation.begin()
        if (session := situation.session) is not None:
            situation.put(session.changed(answers))
            self.context.go(SITUATION, session.parts.need)

    def copy(self) -> None:
        """The rank as text."""
        q = self.decisions.questionnaires
        if q is None or self.the_form(q) is None:
            return
        found = evaluate_form(q, self.key, self.answers)
        lines = [found.form.words["copie"].format(wording.levels(found.ranks))]
        if self.is_level(q):
            lines += [bar.spoken for bar in bars(q, evaluate_niveau(q, self.answers)) if bar.niveau is not None]
            lines += [note.titre for note in found.notes]
        else:
            lines += [f"{rank.donne} : {rank.titre}." for rank in found.rows]
        QGuiApplication.clipboard().setText(bare("\n".join(lines)) + "\n")
        self.context.say(found.form.words["copiee"])

    def again(self) -> None:
        """Take all answers back."""
        self.answers = {}
        self.rebuild()
        self.focus_main()


def bars(q: Questionnaires, found: Niveau) -> list[Bar]:
    """A bar a dimension."""
    return [
        Bar(nom, wording.name(q, nom), niveau, nom in found.decisives, attendue=True)
        for nom, niveau in found.dimensions.items()
    ]
