"""A short questionnaire on one screen: every question with its answers, the result beside them, changed at each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.telling import wording
from desktop.text.typography import french
from desktop.ui.kit.plain import plain
from desktop.ui.kit.widgets import row, text
from desktop.ui.situations.choices import Choices, Option
from desktop.ui.situations.side_page import SidePage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton, QVBoxLayout

    from desktop.decision import Questionnaires
    from desktop.ui.door.context import Context
    from desktop.ui.door.place import Place
    from desktop.ui.situations.room import Decisions


class FormPage(SidePage):
    """Subclasses say which facts, and draw the result. An answer given twice is taken back."""

    def __init__(self, context: Context, decisions: Decisions, title: str, intro: str) -> None:
        super().__init__(context, decisions)
        self.title, self.intro = title, intro
        self.answers: dict[str, Any] = {}
        self.rows: dict[str, Choices] = {}

    # -- what subclasses say

    def facts(self, q: Questionnaires) -> tuple[str, ...]:
        """The facts asked, in their order."""
        raise NotImplementedError

    def asked(self, q: Questionnaires) -> tuple[str, ...]:
        """Those that can still change something; the others are shown as such."""
        return self.facts(q)

    def draw_result(self, q: Questionnaires, box: QVBoxLayout) -> None:
        """The result for `answers`."""
        raise NotImplementedError

    def buttons(self) -> list[QPushButton]:
        """What can be done with the result; the first one is primary."""
        return []

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
        self.empty_form()
        self.rows = {}
        self.form_box.addWidget(text(self.title, "title", wrap=True))
        self.form_box.addWidget(self.write.text(self.intro, "small"))
        if q is None:
            self.form_box.addWidget(text(self.decisions.problem or "Lecture des questionnaires…", "soft", wrap=True))
        else:
            for fait in self.facts(q):
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

    def _result(self, q: Questionnaires) -> None:
        px = self.context.theme.px
        useful = self.asked(q)
        for fait, choices in self.rows.items():
            choices.set_dimmed(fait not in useful and fait not in self.answers)
        self.empty_side()
        self.draw_result(q, self.side_box)
        made = self.buttons()
        if made:
            self.side_box.addSpacing(px(10))
            for one in made:
                self.side_box.addLayout(row(one))
        self.side_box.addStretch(1)
