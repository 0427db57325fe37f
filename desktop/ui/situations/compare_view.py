"""A kept case beside its earlier states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.telling.comparing import facts_differ, plans_differ
from desktop.telling.wording import when
from desktop.ui.kit.widgets import button, clear, row, text
from desktop.ui.situations.cases_content import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.decision import Questionnaires
    from desktop.store import Case, Revision
    from desktop.telling.comparing import Difference
    from desktop.ui.door.context import Context


class CompareView(QWidget):
    """What was answered and what came out, state by state, the newest first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("library")
        self.context = context
        self.box = QVBoxLayout(self)

    def show_case(
        self, q: Questionnaires, case: Case, revisions: Sequence[Revision], leave: Callable[[], object],
        open_case: Callable[[], object],
    ) -> None:  # fmt: skip
        """Draw the states of a case."""
        px = self.context.theme.px
        clear(self.box)
        self.box.setContentsMargins(px(34), px(24), px(34), px(24))
        self.box.setSpacing(px(10))
        self.box.addWidget(text(case.label or "Sans libellé", "title", wrap=True))
        self.box.addLayout(row(button("Ouvrir", open_case), button("Mes situations", leave)))
        if not revisions:
            self.box.addWidget(text("Lecture des états précédents…", "soft"))
        after, after_words = case.state, f"État présent, {_when(case.changed)}"
        for revision in revisions:
            before, words = revision.state, f"État {revision.number}, {_when(revision.kept)}"
            self.box.addWidget(text("Réponses changées", "heading"))
            self._table(facts_differ(q, before.facts, after.facts), words, after_words)
            self.box.addWidget(text("Ce qui a changé dans le plan", "heading"))
            self._table(plans_differ(q, before.plan, after.plan), words, after_words)
            after, after_words = before, words
        self.box.addStretch(1)

    def _table(self, differences: tuple[Difference, ...], before: str, after: str) -> None:
        if not differences:
            self.box.addWidget(text("Rien n’a changé.", "small"))
            return
        self.box.addWidget(side_by_side(self.context, differences, before, after))


def _when(instant: object) -> str:
    words = when(instant.astimezone())  # type: ignore[attr-defined]
    return words[:1].lower() + words[1:]
