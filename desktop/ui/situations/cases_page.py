"""« Mes situations »: what was kept, opened, renamed, compared with its earlier states, erased (and given back)."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.focus import take_focus
from desktop.ui.page import Page
from desktop.ui.situations import keeping
from desktop.ui.situations.case_dialogs import LabelDialog
from desktop.ui.situations.cases_content import side_by_side
from desktop.ui.situations.comparing import facts_differ, plans_differ, summary
from desktop.ui.situations.situation import CASE, PAGE, Situation
from desktop.ui.situations.style import style_sheet
from desktop.ui.situations.wording import when
from desktop.ui.when import ago
from desktop.ui.widgets import CardButton, FlowLayout, button, clear, link, row, scroller, text

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from desktop.store import Case, CaseLine, Revision
    from desktop.ui.context import Context
    from desktop.ui.place import Place

COMPARE = "comparer/"


class CaseCard(CardButton):
    """One kept case; Suppr erases it, F2 renames it."""

    def __init__(self, page: CasesPage, case: CaseLine, name: str) -> None:
        super().__init__(name, lambda: page.open(case))
        self.page, self.case = page, case

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Suppr erases, F2 renames."""
        if event.key() == Qt.Key.Key_Delete:
            self.page.erase(self.case)
        elif event.key() == Qt.Key.Key_F2:
            self.page.rename(self.case)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class CasesPage(Page):
    """The list; with a target `comparer/<id>`, a case beside its earlier states."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.situation = Situation.of(context)
        self.data = self.situation.data
        inner = QWidget()
        inner.setObjectName("library")
        self.box = QVBoxLayout(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller(inner))
        self._place: Place | None = None
        self._revisions: tuple[Revision, ...] = ()
        self.cards: dict[str, CaseCard] = {}
        self.undo_link: QWidget | None = None
        self.setStyleSheet(style_sheet(context.theme))
        self.data.changed.connect(self._on_changed)
        self.situation.decisions.ready.connect(self.rebuild)

    def show_place(self, place: Place) -> None:
        """The list, or the comparison of a case."""
        self._place = place
        self._revisions = ()
        self.situation.decisions.load()
        self.data.open()
        if place.cible.startswith(COMPARE):
            key = place.cible.removeprefix(COMPARE)
            self.data.write(lambda store: store.cases.revisions(key), self._on_revisions, lambda _error: self.rebuild())
        self.rebuild()
        if self.isVisible():
            self.focus_main()

    def focus_main(self) -> None:
        """The first case."""
        card = next(iter(self.cards.values()), None)
        take_focus(card or self)

    def on_text_size(self) -> None:
        """Sizes and colours follow."""
        self.setStyleSheet(style_sheet(self.context.theme))
        self.rebuild()

    def rebuild(self) -> None:
        """Draw what is known now."""
        px = self.context.theme.px
        clear(self.box)
        self.cards = {}
        self.box.setContentsMargins(px(34), px(24), px(34), px(24))
        self.box.setSpacing(px(10))
        target = self._place.cible if self._place is not None else ""
        case = self.situation.case(target.removeprefix(COMPARE)) if target.startswith(COMPARE) else None
        if case is not None:
            self._comparison(case)
        else:
            self._list()
        self.box.addStretch(1)

    # -- the list

    def _list(self) -> None:
        self.box.addWidget(text("Mes situations", "title"))
        words = "Gardées sur cet ordinateur seulement, sans identité."
        self.box.addWidget(text(words, "soft", wrap=True))
        if self.data.warning:
            self.box.addWidget(text(self.data.warning, "alert", wrap=True))
        if self.data.store is None or self.situation.decisions.questionnaires is None:
            self.box.addWidget(text(self.situation.decisions.problem or "Lecture de vos données…", "soft", wrap=True))
            return
        self._tools()
        session = self.situation.session
        if session is not None and session.begun and session.cas is None:
            self._unkept()
        cases = [case for case in self.data.snapshot.cases if case.questionnaire == keeping.ORIENTATION]
        for case in cases:
            self.box.addWidget(self._card(case))
        if not cases:
            self.box.addWidget(
                text("Rien n’est gardé pour l’instant. « Garder », sous un plan, le met ici.", "", wrap=True)
            )

    def _tools(self) -> None:
        line = FlowLayout(self.context.theme.px(8))
        self.undo_link = None
        line.addWidget(button("Nouvelle situation", self.situation.begin, kind="primary"))
        store = self.data.store
        if store is not None and (label := store.undo_label):
            self.undo_link = link(f"Annuler : {label} (Ctrl+Z)", self.data.undo)
            line.addWidget(self.undo_link)
        self.box.addLayout(line)

    def _unkept(self) -> None:
        session = self.situation.session
        if session is None:
            return
        count = len(session.asked)
        name = f"Situation en cours, {count} réponse{'s' if count > 1 else ''}, pas encore gardée"
        card = CardButton(name, self.situation.resume)
        px = self.context.theme.px
        card.box.setContentsMargins(px(16), px(10), px(16), px(10))
        card.add(text("Situation en cours", "heading"))
        card.add(text(f"{count} réponse{'s' if count > 1 else ''}, pas encore gardée", "small"))
        self.box.addWidget(card)

    def _card(self, case: CaseLine) -> QWidget:
        q = self.situation.decisions.questionnaires
        assert q is not None  # noqa: S101 - looked at by the caller
        px = self.context.theme.px
        label = case.label or "Sans libellé"
        words = summary(q, case)
        since = ago(case.changed.timestamp(), time.time())
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        card = CaseCard(self, case, f"{label}. {words}. {since}")
        card.box.setContentsMargins(px(16), px(10), px(16), px(10))
        card.add(text(label, "heading", wrap=True))
        card.add(text(words, "", wrap=True))
        states = f" · {case.revision} états" if case.revision > 1 else ""
        stale = case.content_fingerprint not in ("", self.situation.content_mark)
        content = " · le contenu a changé depuis" if stale else ""
        card.add(text(f"{since}{states}{content}", "small", wrap=True))
        line.addWidget(card, 1)
        tools = QVBoxLayout()
        tools.setSpacing(0)
        tools.addWidget(link("Renommer", partial(self.rename, case)))
        if case.revision > 1:
            tools.addWidget(link("Comparer", partial(self.compare, case)))
        tools.addWidget(link("Effacer", partial(self.erase, case)))
        line.addLayout(tools)
        self.cards[case.id] = card
        return holder

    # -- one case beside its earlier states

    def _on_revisions(self, value: object) -> None:
        self._revisions = value  # type: ignore[assignment]
        self.rebuild()

    def _comparison(self, case: Case) -> None:
        q = self.situation.decisions.questionnaires
        if q is None:
            return
        self.box.addWidget(text(case.label or "Sans libellé", "title", wrap=True))
        self.box.addLayout(
            row(
                button("Ouvrir", partial(self.open, case)),
                button("Mes situations", partial(self.context.go, "situations")),
            )
        )
        if not self._revisions:
            self.box.addWidget(text("Lecture des états précédents…", "soft"))
        after, after_words = case.state, f"État présent, {_when(case.changed)}"
        for revision in self._revisions:
            before, words = revision.state, f"État {revision.number}, {_when(revision.kept)}"
            answers = facts_differ(q, before.facts, after.facts)
            plans = plans_differ(q, before.plan, after.plan)
            self.box.addWidget(text("Réponses changées", "heading"))
            self._table(answers, words, after_words)
            self.box.addWidget(text("Ce qui a changé dans le plan", "heading"))
            self._table(plans, words, after_words)
            after, after_words = before, words

    def _table(self, differences: tuple[object, ...], before: str, after: str) -> None:
        if not differences:
            self.box.addWidget(text("Rien n’a changé.", "small"))
            return
        self.box.addWidget(side_by_side(self.context, differences, before, after))  # type: ignore[arg-type]

    # -- what can be done with a case

    def open(self, case: Case | CaseLine) -> None:
        """Show its plan."""
        self.context.go(PAGE, f"{CASE}{case.id}")

    def compare(self, case: Case | CaseLine) -> None:
        """Show it beside its earlier states."""
        self.context.go("situations", f"{COMPARE}{case.id}")

    def rename(self, case: Case | CaseLine) -> None:
        """Ask for another label."""

        def done(label: str) -> None:
            self.data.write(lambda store: store.cases.rename(case.id, label))

        LabelDialog(self, self.context.theme, "Renommer la situation", case.label, done).open()

    def erase(self, case: Case | CaseLine) -> None:
        """Erase it; Ctrl+Z gives it back until the program closes."""
        self.data.write(
            lambda store: store.cases.erase(case.id),
            lambda _none: self.context.say("Situation effacée. Ctrl+Z la rend, jusqu’à la fermeture du programme."),
        )

    def _on_changed(self, tables: frozenset[str]) -> None:
        if tables & {"cases", "revisions"}:
            self.context.resume_changed.emit()
            if self.isVisible():
                row = self._row_with_focus()
                self.rebuild()
                if row is not None:
                    self._focus_row(row)

    def _row_with_focus(self) -> int | None:
        """Rank of the case that has the focus, on its card or beside it; None if the focus is elsewhere."""
        focused = self.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return None
        for rank, card in enumerate(self.cards.values()):
            if focused is card or focused.parent() is card.parent():
                return rank
        return None

    def _focus_row(self, rank: int) -> None:
        """The case that took the place of the one erased; without any, what can be undone."""
        cards = list(self.cards.values())
        if cards:
            take_focus(cards[min(rank, len(cards) - 1)])
        elif self.undo_link is not None:
            take_focus(self.undo_link)


def _when(instant: object) -> str:
    words = when(instant.astimezone())  # type: ignore[attr-defined]
    return words[:1].lower() + words[1:]
