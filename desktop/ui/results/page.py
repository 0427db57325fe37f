"""The page where one searches and reads: results, document, rubriques, side by side as far as there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSplitter

from desktop.telling import meanings
from desktop.telling.hits import meaning
from desktop.ui.door.ids import READING
from desktop.ui.door.page import Page
from desktop.ui.reader.links import ReaderLinks
from desktop.ui.reader.pane import ReaderPane, Where
from desktop.ui.reader.toc import RubriquesPanel
from desktop.ui.results.panel import ResultsPanel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.corpus.model import Document
    from desktop.search.results import Hit, Results
    from desktop.telling.document import Layout
    from desktop.ui.door.context import Context
    from desktop.ui.door.place import Place
    from desktop.ui.door.printable import Printable
    from desktop.ui.reader.builder import Built

PREVIEW_DELAY = 140
"""Milliseconds without a key press after which the reader follows the selected hit: typing is never slowed by it."""
SUMMARY_DELAY = 700
"""Milliseconds without a key press after which a screen reader is told how many règles answer."""
WIDE, MEDIUM = 70, 52
"""Widths in ems: from WIDE on the rubriques stand at the right; below MEDIUM the list and the text take turns."""


class ReadingPage(Page):
    """Results at the left while there is a query, the reader in the middle, the rubriques at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._placed = ""
        """What the present place shows: while the list is walked, the reader shows something else for a while."""
        self._reading = False
        self._listed = False
        self._arranged: object = None
        self.results = ResultsPanel(context)
        self.reader = ReaderPane(context)
        self.view, self.toolbar, self.findbar = self.reader.view, self.reader.toolbar, self.reader.findbar
        self.rubriques = RubriquesPanel(context)
        self._preview = QTimer(self)
        self._preview.setSingleShot(True)
        self._preview.setInterval(PREVIEW_DELAY)
        self._preview.timeout.connect(self._follow_selection)
        self._summary = QTimer(self)
        self._summary.setSingleShot(True)
        self._summary.setInterval(SUMMARY_DELAY)
        self._summary.timeout.connect(self.results.say_summary)
        self._assemble()
        self.links = ReaderLinks(self.context, self.view, self, self.follow)
        self.popup, self.rule_bar = self.links.popup, self.links.rule_bar
        self._connect()

    def _assemble(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.results)
        self.splitter.addWidget(self.reader)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.results.hide()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.splitter, 1)
        box.addWidget(self.rubriques)

    def _connect(self) -> None:
        context = self.context
        self.results.opened.connect(self._on_hit)
        self.results.moved.connect(self._on_moved)
        self.results.query_offered.connect(context.query_requested)
        self.reader.scrolled.connect(self._on_scrolled)
        self.reader.drawn.connect(self._on_drawn)
        self.reader.redrawing.connect(self.rule_bar.forget)
        self.rubriques.chosen.connect(self._on_rubrique)
        self.toolbar.rubrique_chosen.connect(self._on_rubrique)
        self.toolbar.results_wanted.connect(self.show_list)
        context.annotations_changed.connect(self._on_annotations)
        context.corpus_ready.connect(self._on_corpus)

    # -- what is read

    @property
    def document(self) -> Document | None:
        """The document on the screen."""
        return self.reader.document

    @property
    def built(self) -> Built | None:
        """It as it is drawn."""
        return self.reader.built

    @property
    def target(self) -> str:
        """The id that was opened."""
        return self.reader.cible

    def open(self, cible: str, where: Where = Where()) -> bool:  # noqa: B008 - a tuple of constants
        """Show the document of an id, at the id; False (and a sentence on the screen) if nothing has it."""
        return self.reader.open(cible, where)

    # -- places

    def show_place(self, place: Place) -> None:
        """Open the target of a place and scroll to where it was left."""
        self.popup.dismiss()
        if not place.requete:
            self.hide_results()
        self._reading = bool(place.cible)
        self._placed = place.cible
        if place.cible:
            self._preview.stop()
            self.open(place.cible, Where.read(place.etat))
            if place.requete and (listed := self.results.results) is not None and listed.query == place.requete:
                with QSignalBlocker(self.results):
                    self.results.select(place.cible)
        self._arrange()

    def state(self) -> str:
        """The heading or règle at the top of the view, and how far it has moved above it; "" while a hit is only looked at."""
        return str(self.reader.where()) if self.target == self._placed else ""

    def focus_main(self) -> None:
        """The text."""
        self.view.setFocus()

    def escape(self) -> bool:
        """Close what floats, then the find line."""
        if self.popup.isVisible():
            self.popup.dismiss()
            return True
        if self.findbar.isVisible():
            self.findbar.close_bar()
            return True
        return False

    # -- results

    def show_results(self, results: Results, *, follow: bool = True) -> None:
        """An answer arrived: list it; the reader follows when the typing pauses.

        Without `follow` it stays: back, forward and a restart ask the words anew, and what was opened must not go.
        """
        self._listed = True
        if follow:
            self._reading = False
            self.results.show_results(results)
        else:
            self._list_around(results)
        self._summary.start()
        self._arrange()
        if results.hits and follow and self._side_by_side():
            self._preview.start()
        elif self.document is None:
            self.reader.state_label.setText("Aucune règle à montrer." if not results.hits else "")

    def _list_around(self, results: Results) -> None:
        """List an answer around what is read; the reader doesn't move. Who has walked on in these very words stays there."""
        walked = self.results.selected_for(results.query)
        with QSignalBlocker(self.results):
            self.results.show_results(results)
            self.results.select(walked or self.target)

    def show_search_message(self, title: str, detail: str = "") -> None:
        """Why no list can be shown yet, or at all."""
        self.results.show_message(title, detail)
        self._reading = False
        self._listed = True
        self._arrange()

    def hide_results(self) -> None:
        """The query is empty: the text takes the room."""
        self._preview.stop()
        self.results.results = None
        self._listed = False
        self._placed = self.target
        self.reader.termes = ()
        self._arrange()

    def show_list(self) -> None:
        """In a narrow window: back from the text to the list."""
        self._reading = False
        self._arrange()
        self.results.view.setFocus()

    def step_result(self, step: int) -> None:
        """An arrow in the search field."""
        self.results.step(step)

    def open_result(self) -> None:
        """Enter in the search field: the selected hit, or the first where none is."""
        if self.results.current() is None:
            self.results.step(1)
        if (hit := self.results.current()) is not None:
            self._on_hit(hit)

    def _on_moved(self, hit: Hit | None) -> None:
        if hit is not None and self._side_by_side():
            self._preview.start()

    def _follow_selection(self) -> None:
        hit = self.results.current()
        if hit is None or self.results.results is None or (hit.kind is not None and hit.kind.free):
            return
        self.reader.termes = self.results.results.terms
        self.open(hit.regle)

    def _on_hit(self, hit: Hit) -> None:
        self._preview.stop()
        self.reader.termes = self.results.results.terms if self.results.results else ()
        source = self.context.registry.passage_sources.get(hit.kind.id) if hit.kind is not None else None
        if source is not None:
            source.open(hit, self._words())
        else:
            self.context.go(READING, hit.regle, requete=self._words())
        if self.isVisible():
            self.view.setFocus()

    # -- the document

    def print_source(self) -> Printable | None:
        """The document as it is filtered now."""
        return self.reader.print_source()

    def step_document(self, step: int) -> None:
        """The next or previous document on the shelf."""
        corpus = self.context.corpus
        if corpus is None or self.document is None:
            return
        keys = list(corpus.documents)
        if self.document.id not in keys:  # the guide stands on no shelf
            return
        index = keys.index(self.document.id) + step
        if 0 <= index < len(keys):
            self.context.go(READING, keys[index])

    def follow(self, cible: str) -> None:
        """Go where a link of the text leads; the list of results stays."""
        self.reader.termes = ()
        self.context.go(READING, cible, requete=self._words())

    def explain_badge(self) -> None:
        """What the first badge means: of the hit that is selected, or of the règle that is current; else all forces."""
        hit = self.results.current() if self.results.view.hasFocus() else None
        badges = self.view.badges_of(self.view.current_rule)
        corpus, document = self.context.corpus, self.document
        line = meaning(hit) if hit is not None else badges[0][1] if badges else ""
        if not line and corpus is not None and document is not None:
            rule = corpus.home_of(document).regles.get(self.view.current_rule)
            line = (
                meanings.of(rule.force) if rule is not None else ""
            )  # an énoncé has no badge, and is asked about most
        if line:
            self.links.explain_badge(line)
        else:
            self.context.open_content(meanings.FORCES)

    def _words(self) -> str:
        return self.results.results.query if self.results.results else ""

    def find_step(self, step: int) -> None:
        """The next or previous occurrence; opens the find line if it is closed."""
        if self.findbar.isVisible():
            self.findbar.step(step)
        else:
            self.findbar.open_bar()

    def step_rule(self, step: int) -> None:
        """Make the next or previous règle the current one, and say it to a screen reader by selecting nothing else."""
        if rule := self.view.step_rule(step):
            self.links.show_rule_bar(rule)

    def on_text_size(self) -> None:
        """Everything drawn by hand follows the theme."""
        self.results.apply()
        self.rubriques.apply()
        self.reader.apply()
        self._arrange()

    # -- reactions

    def _on_corpus(self) -> None:
        if self.context.corpus is None:
            self.reader.state_label.setText(self.context.problem)

    def _on_annotations(self) -> None:
        self.reader.redraw_in_place()

    def _on_scrolled(self) -> None:
        self.context.state_changed.emit()
        self.rubriques.mark(self.reader.rubrique_read())
        self.rule_bar.hide()

    def _on_rubrique(self, key: str) -> None:
        self.context.go(READING, key, requete=self._words())
        self.view.setFocus()

    def _on_drawn(self, made: Layout | None) -> None:
        self.rubriques.show_entries(made.toc if made is not None else ())

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decide again what stands side by side."""
        super().resizeEvent(event)
        self._arrange()

    def _ems(self) -> float:
        return self.width() / self.context.theme.px(15)

    def _side_by_side(self) -> bool:
        return self._ems() >= MEDIUM

    def _arrange(self) -> None:
        both, wide, listed = self._side_by_side(), self._ems() >= WIDE, self._listed
        state = (both, wide, listed, self._reading, self.width(), self.context.theme.zoom)
        if state == self._arranged:
            return
        self._arranged = state
        self.results.setVisible(listed and (both or not self._reading))
        self.reader.setVisible(both or self._reading or not listed)
        self.rubriques.setVisible(wide and self.reader.isVisibleTo(self))
        self.toolbar.set_narrow(narrow=not wide, listed=listed and not both)
        if listed and both:
            part = min(self.context.theme.px(372), self.splitter.width() * 2 // 5)
            self.splitter.setSizes([part, max(1, self.splitter.width() - part)])
