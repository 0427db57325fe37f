"""The document that is read: toolbar, filter, text, find line. It knows nothing of results or of the way back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.telling import labels
from desktop.telling.document import Options, layout
from desktop.ui.kit.widgets import text
from desktop.ui.reader.banner import FilterBanner
from desktop.ui.reader.builder import Built, build
from desktop.ui.reader.findbar import FindBar
from desktop.ui.reader.toolbar import ReaderToolbar
from desktop.ui.reader.view import ReaderView

if TYPE_CHECKING:
    from desktop.corpus.model import Document
    from desktop.ui.door.context import Context
    from desktop.ui.door.printable import Printable


class Where(NamedTuple):
    """The heading or règle at the top of the view (`top`), and how far it has moved above it in pixels."""

    top: str = ""
    offset: int = 0

    @staticmethod
    def read(state: str) -> Where:
        """Read what `str()` gave; an older version's state leads nowhere: the place itself is still good."""
        try:
            value = json.loads(state) if state else {}
        except ValueError:
            return Where()
        if not isinstance(value, dict):
            return Where()
        offset = value.get("dy")
        return Where(str(value.get("haut", "")), offset if isinstance(offset, int) else 0)

    def __str__(self) -> str:
        return json.dumps({"haut": self.top, "dy": self.offset}) if self.top else ""


class ReaderPane(QWidget):
    """Shows a document at an id, as the filter by force lets it through; that filter holds until the program ends."""

    drawn = Signal(object)
    """A `Layout` was drawn; None when there is none to draw."""
    redrawing = Signal()
    """What floats over the text must go: it is drawn anew."""
    scrolled = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("reader")
        self.document: Document | None = None
        self.cible = ""
        self.termes: tuple[str, ...] = ()
        self.built: Built | None = None
        self._drawn: object = None
        self.view = ReaderView(context.theme)
        self.toolbar = ReaderToolbar(context)
        self.banner = FilterBanner(self.clear_filter)
        self.findbar = FindBar(context, self.view)
        self.state_label = text(context.problem or "Lecture du contenu…", "soft", wrap=True)
        self.state_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.state_label.setContentsMargins(34, 24, 34, 24)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.state_label)
        self.stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.toolbar, self.banner):
            column.addWidget(widget)
            widget.hide()
        column.addWidget(self.stack, 1)
        column.addWidget(self.findbar)
        self.view.fitted.connect(self.toolbar.set_margin)
        self.view.fitted.connect(self.banner.set_margin)
        self.view.scrolled.connect(self.scrolled)
        self.toolbar.filter_changed.connect(self.redraw_in_place)
        self.findbar.closed.connect(self.view.setFocus)
        self.findbar.all_wanted.connect(self.clear_filter)

    # -- what is shown

    def open(self, cible: str, where: Where = Where()) -> bool:  # noqa: B008 - a tuple of constants
        """Show the document of an id, at the id; False (and a sentence on the screen) if nothing has it."""
        corpus = self.context.corpus
        self.cible = cible
        if corpus is None:
            self.stack.setCurrentIndex(0)
            return False
        document = corpus.document_of(cible)
        if document is None:
            self._say_gone(cible)
            return False
        self.document = document
        self.toolbar.show()
        self._draw_if_changed()
        target = cible if cible != document.id else ""
        if where.top and self.view.go_to(where.top):
            self._move_to(where)
        elif target and not self.view.go_to(target) and self._families():
            self._show_hidden(target)
        elif not target:
            self.view.verticalScrollBar().setValue(0)
        if target in corpus.home_of(document).regles:
            self.view.set_current_rule(target)
        self.scrolled.emit()
        return True

    def _say_gone(self, cible: str) -> None:
        self.document = self._drawn = None
        self.state_label.setText(
            f"«\u00a0{cible}\u00a0» n’existe plus dans ce contenu. Cherchez la règle par ses mots : "
            "son identifiant a pu disparaître avec une version du contenu."
        )
        self.stack.setCurrentIndex(0)
        self.toolbar.hide()
        self.banner.hide()
        self.drawn.emit(None)

    def _show_hidden(self, target: str) -> None:
        """The filter hides what was asked for: what was asked for wins."""
        self.toolbar.filter.set_families(frozenset())
        self._redraw()
        self.view.go_to(target)
        self.context.say("Le filtre par force a été levé\u00a0: il masquait cette règle.")

    def clear_filter(self) -> None:
        """Show every force again."""
        self.toolbar.filter.set_families(frozenset())
        self.redraw_in_place()
        self.view.setFocus()

    def where(self) -> Where:
        """What stands at the top of the view."""
        key = self.view.visible_id(("h2", "h3", "h4", "rule", "target"))
        rect = self.view.rule_rect(key) if key else None
        return Where(key, rect.top()) if rect is not None else Where()

    def rubrique_read(self) -> str:
        """The rubrique of the règle that was opened while it is on the screen, else the one at the top."""
        corpus, rule = self.context.corpus, self.view.current_rule
        rect = self.view.rule_rect(rule) if rule else None
        if corpus is None or self.document is None or rect is None:
            return self.view.visible_id()
        regle = corpus.home_of(self.document).regles.get(rule)
        seen = self.view.viewport().rect().intersects(rect)
        return regle.rubrique if regle is not None and seen else self.view.visible_id()

    # -- drawing

    def _families(self) -> frozenset[str]:
        """What the filter lets through; the guide binds nobody and is shown whole."""
        guide = self.document is not None and self.document.nature == "guide"
        return frozenset() if guide else self.toolbar.filter.families()

    def _options(self, *, paper: bool = False) -> Options:
        document = self.document
        known = self.context.registry.document_actions.values()
        actions = [(action.id, action.label(document)) for action in known] if document is not None else []
        return Options(
            familles=self._families(),
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
        self.redrawing.emit()
        made = layout(corpus.home_of(self.document), self.document, self._options())
        self.built = build(made, self.context.theme)
        self.view.show_built(self.built, self.context.theme)
        self.toolbar.show_document(self.document, made)
        self.banner.show_filter(self._families(), made)
        self.view.setAccessibleName(f"Texte\u00a0: {labels.long_name(self.document)}")
        self.stack.setCurrentIndex(1)
        self.findbar.look_through(filtered=made.masquees > 0)
        self.drawn.emit(made)

    def redraw_in_place(self) -> None:
        """Draw the document anew without moving what is read."""
        if self.document is None:
            return
        where, rule = self.where(), self.view.current_rule
        self._redraw()
        self._move_to(where)
        self.view.set_current_rule(rule)

    def _move_to(self, where: Where) -> None:
        rect = self.view.rule_rect(where.top) if where.top else None
        if rect is not None:
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + rect.top() - where.offset)

    def apply(self) -> None:
        """Take a new theme or text size."""
        self.toolbar.apply()
        self.findbar.apply()
        self.redrawing.emit()
        self.redraw_in_place()

    # -- paper

    def print_source(self) -> Printable | None:
        """The document as it is filtered now."""
        from desktop.ui.reader.on_paper import printable

        corpus, document = self.context.corpus, self.document
        return None if corpus is None or document is None else printable(corpus, document, self._options(paper=True))
