"""« Mes situations »: what was kept, found again, opened, renamed, to be reviewed, compared, erased (and given back)."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.telling import reviewing
from desktop.text.typography import french
from desktop.ui.door.page import Page
from desktop.ui.kit.field import Field
from desktop.ui.kit.focus import take_focus
from desktop.ui.kit.listbox import ListBox
from desktop.ui.kit.plain import plain
from desktop.ui.kit.rows import RowsView
from desktop.ui.kit.widgets import CardButton, FlowLayout, RowButton, button, clear, link, scroller, text
from desktop.ui.situations import keeping, open_list
from desktop.ui.situations.case_dialogs import LabelDialog
from desktop.ui.situations.cases_list import CaseDelegate
from desktop.ui.situations.cases_model import CasesModel, CaseWords, Sort
from desktop.ui.situations.compare_view import CompareView
from desktop.ui.situations.ids import CASES, SITUATION
from desktop.ui.situations.situation import CASE, Situation
from desktop.ui.situations.style import style_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint

    from desktop.store import CaseLine, Revision
    from desktop.ui.door.context import Context
    from desktop.ui.door.place import Place
    from desktop.ui.situations.day_clock import DayClock

COMPARE = "comparer/"
KEPT_HERE = "Gardées sur cet ordinateur seulement, sans identité."
LEAST = 170
"""Least height of the list in pixels at 100 %; where there is less room, the whole page scrolls."""
OPENED = 2
"""Open situations that stand above the list before one asks for all."""
EMPTY = "Rien n’est gardé pour l’instant. « Garder », sous un plan, le met ici."


class CasesPage(Page):
    """The list; with a target `comparer/<id>`, a case beside its earlier states."""

    def __init__(self, context: Context, situation: Situation, days: DayClock) -> None:
        super().__init__()
        self.context = context
        self.situation = situation
        self.data = self.situation.data
        self.days = days
        self._words: CaseWords | None = None
        self._all_open = False
        self._place: Place | None = None
        self._of: tuple[CaseLine, ...] = ()
        self._lines: tuple[CaseLine, ...] = ()
        self._waiting = (dt.date.min, 0)
        """A day, and how many are due on it."""
        self._revisions: tuple[Revision, ...] = ()
        self.model = CasesModel(self)
        self.view = RowsView(
            "Situations gardées", lambda parent: CaseDelegate(context, self._is_stale, parent), self.model
        )
        self.compared = CompareView(context)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._make_list())
        self.stack.addWidget(scroller(self.compared))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self.on_text_size()
        self._connect()

    def _make_list(self) -> QWidget:
        page = QWidget()
        page.setObjectName("library")
        self.box = QVBoxLayout(page)
        self.box.addWidget(text("Mes situations", "title"))
        self.count = text("", "soft", wrap=True)
        self.warning = text("", "alert", wrap=True)
        self.tools = QHBoxLayout()
        self.filter = Field()
        self.filter.setPlaceholderText("Filtrer")
        self.filter.setToolTip("Par le libellé, le besoin, la structure, le niveau")
        self.filter.setAccessibleName("Filtrer les situations")
        self.filter.setClearButtonEnabled(True)
        self.order = ListBox(self.context.theme)
        self.order.setAccessibleName("Ordre de la liste")
        self.order.addItems([french(sort.value) for sort in Sort])
        self.undo_words = text("", "link")
        self.undo_link = RowButton(self.undo_words, "Ctrl+Z", self.data.undo, flows=True)
        self.undo_link.does.setProperty("role", "small")
        self.order.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.order.setMinimumContentsLength(9)
        self.tools.addWidget(button("Nouvelle situation", self.situation.begin, kind="primary"))
        self.tools.addWidget(self.filter, 8)
        self.tools.addWidget(self.order)
        self.tools.addStretch(1)
        self.unkept = QVBoxLayout()
        self.empty = text("", "", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.show_all = link("Tout montrer", self.filter.clear)
        for label in (self.count, self.warning):
            self.box.addWidget(label)
        self.box.addLayout(self.tools)
        self.box.addWidget(self.undo_link)
        self.box.addLayout(self.unkept)
        self.box.addWidget(self.view, 1)
        self.box.addWidget(self.empty, 1)
        self.box.addWidget(self.show_all)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroller(page), 1)
        column.addWidget(self._make_foot())
        return whole

    def _make_foot(self) -> QWidget:
        """What can be done with the selected case."""
        self.foot = QWidget()
        self.foot.setObjectName("foot")
        bar = self.bar = FlowLayout(self.context.theme.px(8))
        self.foot.setLayout(bar)
        self.compare_button = button("Comparer", partial(self._on_current, self.compare))
        self.review_button = button("À revoir…", partial(self._on_current, self._review_under_button))
        self.rank = text("", "small")
        for widget in (
            button("Ouvrir", partial(self._on_current, self.open)),
            button("Renommer", partial(self._on_current, self.rename)),
            self.review_button,
            self.compare_button,
            button("Effacer", partial(self._on_current, self.erase)),
            self.rank,
        ):
            bar.addWidget(widget)
        return self.foot

    def _connect(self) -> None:
        self.data.changed.connect(self._on_data)
        self.situation.decisions.ready.connect(self.rebuild)
        self.days.changed.connect(self._on_new_day)
        self.filter.textChanged.connect(self._on_filter)
        self.filter.returnPressed.connect(lambda: self._on_current(self.open))
        self.order.currentIndexChanged.connect(lambda place: self._on_order(list(Sort)[place]))
        self.view.opened.connect(self.open)
        self.view.erase_wanted.connect(self.erase)
        self.view.rename_wanted.connect(self.rename)
        self.view.menu_wanted.connect(self._open_menu)
        self.view.typed.connect(self._type)
        self.view.selectionModel().currentChanged.connect(lambda _now, _before: self._draw_foot())
        self.filter.installEventFilter(self)

    @property
    def current(self) -> CaseLine | None:
        """The selected case."""
        return self.model.line(self.view.currentIndex().row())

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
        """The list; without any case, the first button."""
        take_focus(self.view if self.model.rowCount() else self)

    def escape(self) -> bool:
        """Esc shows all again."""
        if self.filter.text():
            self.filter.clear()
            take_focus(self.view)
            return True
        return False

    def on_text_size(self) -> None:
        """Sizes and colours follow."""
        px = self.context.theme.px
        self.setStyleSheet(style_sheet(self.context.theme))
        self.box.setContentsMargins(px(34), px(20), px(34), px(8))
        self.box.setSpacing(px(8))
        self.filter.setMaximumWidth(px(420))
        self.order.setMaximumWidth(px(230))
        self.view.setMinimumHeight(px(LEAST))
        self.undo_link.setMinimumHeight(self.context.theme.target())
        self.bar.setContentsMargins(px(34), px(6), px(24), px(6))
        self.view.apply()
        self.rebuild()

    def rebuild(self) -> None:
        """Show what is known now."""
        target = self._place.cible if self._place is not None else ""
        case = self.situation.case(target.removeprefix(COMPARE)) if target.startswith(COMPARE) else None
        q = self.situation.decisions.questionnaires
        if case is not None and q is not None:
            leave = partial(self.context.go, CASES)
            opened = partial(self.context.go, SITUATION, f"{CASE}{case.id}")
            self.compared.show_case(q, case, self._revisions, leave, opened)
            self.stack.setCurrentIndex(1)
            return
        self.stack.setCurrentIndex(0)
        self._fill()

    # -- the list

    def _fill(self) -> None:
        q, store = self.situation.decisions.questionnaires, self.data.store
        self.warning.setText(french(self.data.warning))
        self.warning.setVisible(bool(self.data.warning))
        if q is None or store is None:
            self.empty.setText(french(self.situation.decisions.problem or "Lecture de vos données…"))
            self._show_list(shown=False)
            return
        if self._words is None:
            self._words = CaseWords(q)
        if self._of is not self.data.snapshot.cases:
            self._of = self.data.snapshot.cases
            self._lines = tuple(line for line in self._of if line.questionnaire == keeping.ORIENTATION)
            self._waiting = (dt.date.min, 0)
            self._prepare_words()
        chosen = self.current
        self.model.show(self._lines, self._words, self.days.today)
        self._select_again(chosen)
        label = store.undo_label
        self.undo_words.setText(french(f"Annuler : {label}") if label else "")
        self.undo_link.setAccessibleName(french(f"Annuler : {label} (Ctrl+Z)") if label else "")
        self.undo_link.setVisible(bool(label))
        self._draw_unkept()
        self._draw_state()

    def _select_again(self, chosen: CaseLine | None) -> None:
        """The case that was selected stays so, wherever it stands now; without one, the first."""
        row = self.model.row_of(chosen.id, self.view.currentIndex().row()) if chosen is not None else -1
        if row >= 0 or self.current is None:
            self.view.select(max(row, 0))

    def _show_list(self, *, shown: bool) -> None:
        self.view.setVisible(shown)
        self.foot.setVisible(shown)
        self.empty.setVisible(not shown)
        self.show_all.setVisible(not shown and bool(self.model.query))

    def _draw_state(self) -> None:
        """How many there are, or why none is shown."""
        total, shown = self.model.total, self.model.rowCount()
        if self._waiting[0] != self.days.today:
            self._waiting = (self.days.today, len(reviewing.due(self._lines, self.days.today)))
        waiting = self._waiting[1]
        parts = [
            f"{_number(shown)} sur {_number(total)}" if self.model.query else f"{_number(total)} gardée{_s(total)}"
        ]
        if waiting:
            parts.append(f"{_number(waiting)} à revoir aujourd’hui")
        if not self.data.snapshot.whole:
            parts.append("la lecture continue")
        self.count.setText(french(", ".join(parts) if total else KEPT_HERE))
        self.count.setToolTip(plain(french(KEPT_HERE)))
        self.empty.setText(french(f"Rien ne répond à « {self.model.query.strip()} »." if total else EMPTY))
        self._show_list(shown=shown > 0)
        self._draw_foot()

    def _draw_unkept(self) -> None:
        """The situations that are open and not kept: a few cards, all of them when asked."""
        clear(self.unkept)
        px = self.context.theme.px
        opened = self.situation.open_situations()
        shown = opened if self._all_open else opened[:OPENED]
        for one in shown:
            name, words = open_list.title(one, self.situation.clock()), open_list.detail(one)
            card = CardButton(f"{name}, {words}", partial(self.situation.take_up, one.draft))
            card.box.setContentsMargins(px(16), px(6), px(16), px(6))
            card.add(text(name, "strong", wrap=True))
            card.add(text(words, "small"))
            line = QHBoxLayout()
            line.addWidget(card, 1)
            away = link("Effacer", partial(self.situation.discard, one.draft))
            away.setAccessibleName(f"Effacer {name}")
            line.addWidget(away)
            self.unkept.addLayout(line)
        if (more := len(opened) - len(shown)) > 0:
            self.unkept.addWidget(link(f"et {more} autre{_s(more)}, pas encore gardée{_s(more)}", self._open_all))

    def _open_all(self) -> None:
        self._all_open = True
        self._draw_unkept()

    def _draw_foot(self) -> None:
        line = self.current
        self.compare_button.setVisible(line is not None and line.revision > 1)
        row = self.view.currentIndex().row()
        self.rank.setText(
            french(f"{_number(row + 1)} sur {_number(self.model.rowCount())}") if line is not None else ""
        )
        for widget in self.foot.findChildren(QWidget):
            widget.setEnabled(line is not None)

    def _is_stale(self, line: CaseLine) -> bool:
        return line.content_fingerprint not in ("", self.situation.content_mark)

    def _prepare_words(self) -> None:
        """Make the words that a filter looks at before it is typed, a few hundred at a time beside the search."""
        words = self._words
        missing = words.missing(self._lines) if words is not None else []
        if words is not None and missing:
            self.context.in_background(
                "situations.mots",
                lambda: [words.of(line) and None for line in missing],
                lambda _none: self._prepare_words(),
            )

    # -- what is typed and chosen

    def _on_filter(self, words: str) -> None:
        self.model.set_query(words)
        self.view.select(0)
        self.view.scrollToTop()
        self._draw_state()

    def _on_order(self, sort: Sort) -> None:
        chosen = self.current
        self.model.set_sort(sort)
        self._select_again(chosen)
        self.view.scrollTo(self.view.currentIndex())

    def _type(self, letters: str) -> None:
        """Letters typed in the list go on in the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.insert(letters)

    def eventFilter(self, watched: object, event: object) -> bool:
        """Down leaves the filter for the list."""
        from PySide6.QtCore import QEvent
        from PySide6.QtGui import QKeyEvent

        if (
            watched is self.filter
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and self.model.rowCount()
        ):
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def _open_menu(self, line: CaseLine, where: QPoint) -> None:
        from desktop.ui.situations import review_menu

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Ouvrir").triggered.connect(partial(self._act, self.open, line))
        menu.addAction("Renommer…").triggered.connect(partial(self._act, self.rename, line))
        review_menu.fill(menu.addMenu("À revoir"), self.situation, line.id, line.review)
        if line.revision > 1:
            menu.addAction("Comparer avec ses états").triggered.connect(partial(self._act, self.compare, line))
        menu.addSeparator()
        menu.addAction("Effacer").triggered.connect(partial(self._act, self.erase, line))
        menu.popup(where)

    @staticmethod
    def _act(action: Callable[[CaseLine], object], line: CaseLine, _checked: bool = False) -> None:
        action(line)

    def _on_current(self, action: Callable[[CaseLine], object]) -> None:
        if (line := self.current) is not None:
            action(line)

    # -- what can be done with a case

    def open(self, case: CaseLine) -> None:
        """Show its plan."""
        self.context.go(SITUATION, f"{CASE}{case.id}")

    def compare(self, case: CaseLine) -> None:
        """Show it beside its earlier states."""
        self.context.go(CASES, f"{COMPARE}{case.id}")

    def rename(self, case: CaseLine) -> None:
        """Ask for another label."""

        def done(label: str) -> None:
            self.situation.rename(case.id, label)

        typing = self.situation.typing(case.id, case.label, case.id)
        LabelDialog(self, self.context.theme, "Renommer la situation", case.label, done, typing).open()

    def _review_under_button(self, case: CaseLine) -> None:
        from desktop.ui.situations import review_menu

        review_menu.open_over(self.review_button, self.situation, case)

    def erase(self, case: CaseLine) -> None:
        """Erase it; Ctrl+Z gives it back until the program closes."""
        self.data.write(
            lambda store: store.cases.erase(case.id),
            lambda _none: self.context.say("Situation effacée. Ctrl+Z la rend, jusqu’à la fermeture du programme."),
        )

    # -- what changes

    def _on_revisions(self, revisions: tuple[Revision, ...]) -> None:
        self._revisions = revisions
        self.rebuild()

    def _on_new_day(self) -> None:
        if self.isVisible():
            self.rebuild()

    def _on_data(self, tables: frozenset[str]) -> None:
        if not tables & {"cases", "drafts"}:
            return
        if self.isVisible():
            here = self.view.hasFocus()
            self.rebuild()
            if here and not self.model.rowCount() and self.undo_link.isVisible():
                take_focus(self.undo_link)


def _number(count: int) -> str:
    """« 10 000 »."""
    return f"{count:,}".replace(",", "\u202f")


def _s(count: int) -> str:
    return "s" if count > 1 else ""
