"""The column of results: how many, filters by force, the list, what else one could type."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStackedWidget, QVBoxLayout, QWidget

from desktop.text.typography import french
from desktop.ui.kit.announce import announce
from desktop.ui.kit.force_filter import ForceFilter
from desktop.ui.kit.mouse import SIDE_BUTTONS
from desktop.ui.kit.widgets import FlowLayout, clear, link, scroller, text
from desktop.ui.results.delegate import HitDelegate
from desktop.ui.results.model import HitsModel

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

    from desktop.search.results import Hit, Results
    from desktop.ui.door.context import Context

OFFERS = 4
"""Other queries that are offered when nothing answers."""
TIPS = (
    "Moins de mots, ou leur racine : « lit », « urgence ».",
    "Un sigle ou un nom : « EMSP », « équipe mobile ».",
    "Un document ou une force : « had:motifs », « force:obligation formation ».",
    "Des mots qui se suivent, entre guillemets ; un mot à exclure, précédé d’un tiret.",
)


class HitsView(QListView):
    """The list itself; Enter and a click open."""

    opened = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Résultats")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self.opened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar at the right came or went: lines break elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A side button of the mouse is the window's."""
        if event.button() in SIDE_BUTTONS:
            event.ignore()
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the hit; the rest is the list's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class ResultsPanel(QFrame):
    """Shows one `Results`; it keeps the list while one reads."""

    opened = Signal(object)
    """The user chose a `Hit`."""
    moved = Signal(object)
    """The selection is on this `Hit` (or None)."""
    query_offered = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("results")
        self.results: Results | None = None
        self.model = HitsModel(self)
        self.view = HitsView()
        self.delegate = HitDelegate(context, self.view)
        self.view.setItemDelegate(self.delegate)
        self.view.setModel(self.model)
        self.summary = text("", "small")
        self.filter = ForceFilter()
        self.filter.changed.connect(self._on_filter)
        self._foot = FlowLayout(4)
        foot = QWidget()
        foot.setLayout(self._foot)
        self._foot.setContentsMargins(12, 2, 12, 2)
        self.foot = foot
        self._offered: object = None
        self._empty_box = QVBoxLayout()
        empty = QWidget()
        empty.setLayout(self._empty_box)
        self.notice = text("", "small", wrap=True)
        self.notice.setContentsMargins(14, 0, 14, 8)
        self.notice.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(scroller(empty))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        head = QWidget()
        self._head = head
        # Where one line can't hold both they stand one above the other: neither is cut.
        line = FlowLayout(8, last_right=True)
        head.setLayout(line)
        line.setContentsMargins(14, 2, 8, 2)
        line.addWidget(self.summary)
        line.addWidget(self.filter)
        box.addWidget(head)
        box.addWidget(self.notice)
        box.addWidget(self._stack, 1)
        box.addWidget(foot)
        self._head.setMinimumHeight(context.theme.target() + 6)
        self.view.opened.connect(self._on_opened)
        self.view.selectionModel().currentChanged.connect(self._on_current)

    def show_results(self, results: Results) -> None:
        """Show an answer: its hits, or what else to type.

        The same words are asked again when what they search has changed, notes for instance: whoever walks the list meanwhile
        stays where they are.
        """
        walked = self.selected_for(results.query)
        self.results = results
        self.model.show_results(results, self.context.corpus)
        self._draw_head(results)
        self._draw_foot(results)
        if results.hits:
            self._stack.setCurrentIndex(0)
            row = self.model.row_of(walked) if walked else -1
            self.view.setCurrentIndex(self.model.index(max(0, row)))
            if row <= 0:
                self.view.scrollToTop()
        else:
            self._draw_empty(results)
            self._stack.setCurrentIndex(1)

    def show_message(self, title: str, detail: str = "") -> None:
        """Say why there is no list: the engine is being prepared, or failed."""
        self.results = None
        self.model.show_results(None, None)
        self.summary.setText(title)
        self.filter.hide()
        self._say_absent("")
        clear(self._foot)
        self._offered = None
        clear(self._empty_box)
        self._empty_box.setContentsMargins(16, 12, 16, 12)
        self._empty_box.addWidget(text(title, "strong", wrap=True))
        if detail:
            self._empty_box.addWidget(text(detail, "small", wrap=True))
        self._empty_box.addStretch(1)
        self._stack.setCurrentIndex(1)

    def step(self, step: int) -> None:
        """Move the selection; it stops at both ends."""
        rows = self.model.rowCount()
        if not rows:
            return
        wanted = self.view.currentIndex().row() + step
        if wanted >= rows and self.model.canFetchMore():
            self.model.fetchMore()
        row = min(self.model.rowCount() - 1, max(0, wanted))
        self.view.setCurrentIndex(self.model.index(row))
        # The focus stays in the search field: a screen reader would not know what is selected now.
        if (hit := self.model.hit(row)) is not None:
            announce(self.view, self.model.sentence(hit))

    def say_summary(self) -> None:
        """Say how many règles answer, for who does not see the list."""
        announce(self.view, f"{self.summary.text()}. {self.notice.text()}".rstrip(" ."))

    def current(self) -> Hit | None:
        """The selected hit."""
        return self.model.hit(self.view.currentIndex().row())

    def selected_for(self, words: str) -> str:
        """The règle that is selected in the answer to these words; "" where another answer stands, or none is selected."""
        hit = self.current() if self.results is not None and self.results.query == words else None
        return hit.regle if hit is not None else ""

    def select(self, regle: str) -> None:
        """Select the hit of a règle; none where it is not listed, so that the list never points at what is not read."""
        row = self.model.row_of(regle)
        self.view.setCurrentIndex(self.model.index(row) if row >= 0 else QModelIndex())

    def apply(self) -> None:
        """Take a new theme or text size."""
        self._head.setMinimumHeight(self.context.theme.target() + 6)
        self.delegate.reset()
        self.view.doItemsLayout()
        if self.results is not None and not self.results.hits:
            self._draw_empty(self.results)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrapped lines depend on the width."""
        super().resizeEvent(event)
        self.view.scheduleDelayedItemsLayout()

    def _draw_head(self, results: Results) -> None:
        counts = self.model.counts()
        self._draw_summary()
        self.filter.set_counts(counts, self.model.kinds())
        self.filter.set_families(self.model.families)
        self.filter.setVisible(len(counts) > 1)
        self._say_absent(" ".join((*results.remarks, _absent(results) if results.hits else "")).strip())

    def _draw_summary(self) -> None:
        results = self.results
        self.summary.setText(_summary(results, self.model.shown if self.model.families else None) if results else "")

    def _say_absent(self, words: str) -> None:
        words = french(words)
        if self.notice.text() != words:
            self.notice.setText(words)
        self.notice.setVisible(bool(words))

    def _draw_foot(self, results: Results) -> None:
        offered = (bool(results.hits), results.unknown_filters, results.correction, results.suggestions)
        if offered == self._offered:
            return
        self._offered = offered
        clear(self._foot)
        if results.hits:
            if results.unknown_filters:
                self._foot.addWidget(text(_unknown(results), "small"))
            if results.correction:
                words = "Résultats pour" if results.correction_applied else "Vouliez-vous dire"
                self._offer(words, results.correction)
            for suggestion in results.suggestions[:3]:
                self._offer(suggestion.reason, suggestion.query)
        self.foot.setVisible(self._foot.count() > 0)

    def _offer(self, reason: str, query: str) -> None:
        self._foot.addWidget(text(f"{reason} :", "small"))
        self._foot.addWidget(link(query, partial(self.query_offered.emit, query)))

    def _draw_empty(self, results: Results) -> None:
        theme = self.context.theme
        clear(self._empty_box)
        self._empty_box.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        asked = results.query if len(results.query) <= 80 else f"{results.query[:80]}…"
        self._empty_box.addWidget(text(f"Rien ne répond à « {asked} ».", "strong", wrap=True))
        if results.unknown_filters:
            self._empty_box.addWidget(text(_unknown(results), "small", wrap=True))
        offers = [("Vouliez-vous dire", results.correction)] if results.correction else []
        offers += [(s.reason, s.query) for s in results.suggestions[:OFFERS]]
        for reason, query in offers:
            row = QWidget()
            line = FlowLayout(4)
            line.setContentsMargins(0, 0, 0, 0)
            row.setLayout(line)
            line.addWidget(text(f"{reason} :", "small"))
            line.addWidget(link(query, partial(self.query_offered.emit, query)))
            self._empty_box.addWidget(row)
        self._empty_box.addSpacing(theme.px(8))
        self._empty_box.addWidget(text("Ce qui aide :", "smallstrong"))
        self._empty_box.addWidget(text("\n".join(f"• {tip}" for tip in TIPS), "small", wrap=True))
        self._empty_box.addStretch(1)

    def _on_filter(self) -> None:
        self.model.set_families(self.filter.families())
        self._draw_summary()
        self.view.setCurrentIndex(self.model.index(0))

    def _on_current(self, now: QModelIndex) -> None:
        self.moved.emit(self.model.hit(now.row()))

    def _on_opened(self, index: QModelIndex) -> None:
        if (hit := self.model.hit(index.row())) is not None:
            self.opened.emit(hit)


def _summary(results: Results, passing: int | None) -> str:
    """How many règles answer; how many are listed if not all; `passing`: how many of these the filter lets through."""
    if not results.hits:
        return "Aucune règle"
    listed = len(results.hits)
    rules = "règle" if results.total == 1 else "règles"
    if passing is not None:
        return (
            f"{passing} sur {listed} {rules}" if listed >= results.total else f"{passing} parmi les {listed} premières"
        )
    if listed < results.total:
        return f"{listed} premières règles sur {results.total}"
    documents = len(results.groups) or len({hit.document for hit in results.hits})
    return f"{results.total} {rules} · {documents} {'document' if documents == 1 else 'documents'}"


def _absent(results: Results) -> str:
    """Which words no text holds: who reads the list must not believe that it is about them."""
    if not results.missing:
        return ""
    words = ", ".join(f"« {word} »" for word in results.missing)
    if results.approximate:
        return f"Les textes n’emploient pas {words} ; voici ce qui s’en approche."
    return f"Absent des textes : {words}." if len(results.missing) == 1 else f"Absents des textes : {words}."


def _unknown(results: Results) -> str:
    """Which filters were typed that no document, force or rubrique answers to."""
    names = ", ".join(f"« {name} »" for name in results.unknown_filters)
    return f"Filtre inconnu, ignoré : {names}."
