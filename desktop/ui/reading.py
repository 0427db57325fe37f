"""The page where one searches and reads: results, document, rubriques, side by side as far as there is room."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui import labels
from desktop.ui.page import Page
from desktop.ui.reader.builder import Built, build
from desktop.ui.reader.content import Options, layout
from desktop.ui.reader.findbar import FindBar
from desktop.ui.reader.links import ReaderLinks
from desktop.ui.reader.toc import RubriquesPanel
from desktop.ui.reader.toolbar import ReaderToolbar
from desktop.ui.reader.view import ReaderView
from desktop.ui.results.panel import ResultsPanel
from desktop.ui.widgets import text

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.corpus.model import Document
    from desktop.search.results import Hit, Results
    from desktop.ui.context import Context
    from desktop.ui.place import Place
    from desktop.ui.printing import Printable

PREVIEW_DELAY = 140
"""Milliseconds without a key press after which the reader follows the selected hit: typing is never slowed by it."""
SUMMARY_DELAY = 700
"""Milliseconds without a key press after which a screen reader is told how many règles answer."""
WIDE, MEDIUM = 70, 52
"""Widths in ems: from WIDE on the rubriques stand at the right; below MEDIUM the list and the text take turns."""


class ReadingPage(Page):
    """Results at the left while there is a query, the reader in the middle, the rubriques at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.document: Document | None = None
        self.cible = ""
        self._placed = ""
        """What the present place shows: while the list is walked, the reader shows something else for a while."""
        self.termes: tuple[str, ...] = ()
        self.built: Built | None = None
        self._reading = False
        self._listed = False
        self._drawn: object = None
        self._arranged: object = None
        self.results = ResultsPanel(context)
        self.view = ReaderView(context.theme)
        self.toolbar = ReaderToolbar(context)
        self.findbar = FindBar(context, self.view)
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
        self.links = ReaderLinks(self)
        self.popup, self.rule_bar = self.links.popup, self.links.rule_bar
        self._connect()

    def _assemble(self) -> None:
        reader = QWidget()
        reader.setObjectName("reader")
        column = QVBoxLayout(reader)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        self.toolbar.hide()
        self.state_label = text(self.context.problem or "Lecture du contenu…", "soft", wrap=True)
        self.state_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.state_label.setContentsMargins(34, 24, 34, 24)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.state_label)
        self.stack.addWidget(self.view)
        column.addWidget(self.stack, 1)
        column.addWidget(self.findbar)
        self.reader = reader
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.results)
        self.splitter.addWidget(reader)
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
        self.view.fitted.connect(self.toolbar.set_margin)
        self.view.scrolled.connect(self._on_scrolled)
        self.rubriques.chosen.connect(self._on_rubrique)
        self.toolbar.rubrique_chosen.connect(self._on_rubrique)
        self.toolbar.filter_changed.connect(self._on_filter)
        self.toolbar.results_wanted.connect(self.show_list)
        self.findbar.closed.connect(self.view.setFocus)
        context.annotations_changed.connect(self._on_annotations)
        context.corpus_ready.connect(self._on_corpus)

    # -- places

    def show_place(self, place: Place) -> None:
        """Open the target of a place and scroll to where it was left."""
        self.popup.dismiss()
        if not place.requete:
            self.hide_results()
        state = _state(place.etat)
        self._reading = bool(place.cible)
        self._placed = place.cible
        if place.cible:
            self._preview.stop()
            self.open(place.cible, top=str(state.get("haut", "")), offset=_whole(state.get("dy")))
            if place.requete and (listed := self.results.results) is not None and listed.requete == place.requete:
                with QSignalBlocker(self.results):
                    self.results.select(place.cible)
        self._arrange()

    def state(self) -> str:
        """The heading or règle at the top of the view, and how far it has moved above it; "" while a hit is only looked at."""
        return self._where() if self.cible == self._placed else ""

    def _where(self) -> str:
        key = self.view.visible_id(("h2", "h3", "h4", "rule", "target"))
        rect = self.view.rule_rect(key) if key else None
        return json.dumps({"haut": key, "dy": rect.top()}) if rect is not None else ""

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
            self.state_label.setText("Aucune règle à montrer." if not results.hits else "")

    def _list_around(self, results: Results) -> None:
        """List an answer around what is read; the reader doesn't move. Who has walked on in these very words stays there."""
        walked = self.results.selected_for(results.requete)
        with QSignalBlocker(self.results):
            self.results.show_results(results)
            self.results.select(walked or self.cible)

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
        self._placed = self.cible
        self.termes = ()
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
        if hit is None or self.results.results is None:
            return
        self.termes = self.results.results.termes
        self.open(hit.regle)

    def _on_hit(self, hit: Hit) -> None:
        self._preview.stop()
        self.termes = self.results.results.termes if self.results.results else ()
        self.context.go("lecture", hit.regle, requete=self._words())
        self.view.setFocus()

    # -- the document

    def open(self, cible: str, *, top: str = "", offset: int = 0) -> bool:
        """Show the document of an id, at the id; False (and a sentence on the screen) if nothing has it."""
        corpus = self.context.corpus
        self.cible = cible
        if corpus is None:
            self.stack.setCurrentIndex(0)
            return False
        document = corpus.document_de(cible)
        if document is None:
            self.document = self._drawn = None
            self.state_label.setText(
                f"«\u00a0{cible}\u00a0» n’existe plus dans ce contenu. Cherchez la règle par ses mots : "
                "son identifiant a pu disparaître avec une version du contenu."
            )
            self.stack.setCurrentIndex(0)
            self.toolbar.hide()
            self.rubriques.show_entries(())
            return False
        self.document = document
        self.toolbar.show()
        self._draw_if_changed()
        target = cible if cible != document.id else ""
        if top and self.view.go_to(top):
            bar = self.view.verticalScrollBar()
            rect = self.view.rule_rect(top)
            bar.setValue(bar.value() + (rect.top() if rect else 0) - offset)
        elif target and not self.view.go_to(target) and self.toolbar.filter.families():
            self._show_hidden(target)
        elif not target:
            self.view.verticalScrollBar().setValue(0)
        if target in corpus.ou_est(document).regles:
            self.view.set_current_rule(target)
        self._on_scrolled()
        return True

    def _show_hidden(self, target: str) -> None:
        """The filter hides what was asked for: what was asked for wins."""
        self.toolbar.filter.set_families(frozenset())
        self._redraw()
        self.view.go_to(target)
        self.context.say("Le filtre par force a été levé\u00a0: il masquait cette règle.")

    def _options(self, *, paper: bool = False) -> Options:
        document = self.document
        known = self.context.registry.document_actions.values()
        actions = [(action.id, action.label(document)) for action in known] if document is not None else []
        return Options(
            familles=self.toolbar.filter.families(),
            cible="" if paper else self.cible,
            termes=() if paper else self.termes,
            actions=tuple((key, label) for key, label in actions if label is not None),
            annotations=self.context.registry.annotations,
            impression=paper,
        )

    def _draw_if_changed(self) -> None:
        """Draw the document unless what is on the screen is the same: a letter typed beside it costs nothing then."""
        options = self._options()
        wanted = (self.document, self.context.theme, options.familles, options.cible, options.termes, options.actions)
        if wanted != self._drawn:
            self._redraw()
            self._drawn = wanted

    def _redraw(self) -> None:
        self._drawn = None
        corpus = self.context.corpus
        if corpus is None or self.document is None:
            return
        self.rule_bar.forget()
        self.built = build(layout(corpus.ou_est(self.document), self.document, self._options()), self.context.theme)
        self.view.show_built(self.built, self.context.theme)
        self.rubriques.show_entries(self.built.layout.toc)
        self.toolbar.show_document(self.document, self.built.layout)
        self.view.setAccessibleName(f"Texte\u00a0: {labels.long_name(self.document)}")
        self.stack.setCurrentIndex(1)
        self.findbar.refresh()

    def redraw_in_place(self) -> None:
        """Draw the document anew without moving what is read."""
        if self.document is None:
            return
        state = _state(self._where())
        rule = self.view.current_rule
        self._redraw()
        if top := str(state.get("haut", "")):
            rect = self.view.rule_rect(top)
            bar = self.view.verticalScrollBar()
            if rect is not None:
                bar.setValue(bar.value() + rect.top() - _whole(state.get("dy")))
        self.view.set_current_rule(rule)

    def print_source(self) -> Printable | None:
        """The document as it is filtered now."""
        from desktop.ui.printing import Printable

        corpus, document = self.context.corpus, self.document
        if corpus is None or document is None:
            return None
        options = self._options(paper=True)
        foot = f"Cap palliatif · contenu {corpus.version} · {document.source.citation} · reformulation"
        return Printable(
            labels.long_name(document),
            foot,
            lambda theme: build(layout(corpus.ou_est(document), document, options), theme, paper=True).document,
        )

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
            self.context.go("lecture", keys[index])

    def follow(self, cible: str) -> None:
        """Go where a link of the text leads; the list of results stays."""
        self.termes = ()
        self.context.go("lecture", cible, requete=self._words())

    def clear_filter(self) -> None:
        """Show every force again."""
        self.toolbar.filter.set_families(frozenset())
        self._on_filter()

    def _words(self) -> str:
        return self.results.results.requete if self.results.results else ""

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
        self.toolbar.apply()
        self.findbar.apply()
        self.rule_bar.forget()
        self.redraw_in_place()
        self._arrange()

    # -- reactions

    def _on_corpus(self) -> None:
        if self.context.corpus is None:
            self.state_label.setText(self.context.problem)

    def _on_annotations(self) -> None:
        self.rule_bar.forget()
        self.redraw_in_place()

    def _on_scrolled(self) -> None:
        self.context.state_changed.emit()
        self.rubriques.mark(self._rubrique_read())
        self.rule_bar.hide()

    def _rubrique_read(self) -> str:
        """The rubrique of the règle that was opened while it is on the screen, else the one at the top."""
        corpus, rule = self.context.corpus, self.view.current_rule
        rect = self.view.rule_rect(rule) if rule else None
        if corpus is None or self.document is None or rect is None:
            return self.view.visible_id()
        regle = corpus.ou_est(self.document).regles.get(rule)
        seen = self.view.viewport().rect().intersects(rect)
        return regle.rubrique if regle is not None and seen else self.view.visible_id()

    def _on_rubrique(self, key: str) -> None:
        self.context.go("lecture", key, requete=self._words())
        self.view.setFocus()

    def _on_filter(self) -> None:
        self.redraw_in_place()

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


def _state(text_: str) -> dict[str, object]:
    try:
        value = json.loads(text_) if text_ else {}
    except ValueError:
        return {}  # an older version's state: the place itself is still good
    return value if isinstance(value, dict) else {}


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
