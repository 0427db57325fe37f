"""The line above the text: filter by force, rubriques where the window is narrow, previous and next document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy

from desktop.telling import labels
from desktop.ui.door import ids
from desktop.ui.kit.force_filter import ForceFilter
from desktop.ui.kit.icons import set_icon
from desktop.ui.kit.plain import PlainLabel, plain
from desktop.ui.kit.widgets import FlowLayout, button

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.corpus.model import Document
    from desktop.telling.document import Layout
    from desktop.ui.door.context import Context


class _Name(PlainLabel):
    """What is read, in the room that the others leave: it ends with an ellipsis, and asks for no width of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.setProperty("role", "small")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, words: str) -> None:
        """Show a name."""
        self.words = words
        self.setAccessibleName(words)
        self.setToolTip(plain(words))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut it anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, self.width()))


class ReaderToolbar(QFrame):
    """What acts on the document that is read, and its name: far down in it, its title is out of sight."""

    filter_changed = Signal()
    rubrique_chosen = Signal(str)
    results_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("panel")
        self._layout: Layout | None = None
        self.back_to_list = button("Résultats", self.results_wanted.emit, kind="flat")
        self.rubriques = button("Rubriques", self._open_menu, kind="flat")
        self.filter = ForceFilter()
        self.filter.changed.connect(self.filter_changed)
        flow = FlowLayout(6)
        for widget in (self.back_to_list, self.rubriques, self.filter):
            flow.addWidget(widget)
        self.previous = button(
            "",
            lambda: context.run(ids.PREVIOUS_DOCUMENT),
            kind="flat",
            name="Document précédent (Ctrl+PagePréc)",
        )
        self.next = button(
            "", lambda: context.run(ids.NEXT_DOCUMENT), kind="flat", name="Document suivant (Ctrl+PageSuiv)"
        )
        box = self.box = QHBoxLayout(self)
        box.setContentsMargins(16, 2, 8, 2)
        box.setSpacing(4)
        self.name = _Name()
        box.addLayout(flow)
        box.addWidget(self.name, 1)
        box.addWidget(self.previous)
        box.addWidget(self.next)
        self.set_narrow(narrow=False, listed=False)
        self.apply()

    def show_document(self, document: Document, layout: Layout) -> None:
        """Count the règles of a document, and say what the arrows lead to."""
        self._layout = layout
        self.name.say(labels.origin(document))
        self.filter.set_counts(layout.comptes)
        # The guide binds nobody: it has no forces to filter by.
        self.filter.setVisible(document.nature != "guide")
        corpus = self.context.corpus
        keys = list(corpus.documents) if corpus else []
        index = keys.index(document.id) if document.id in keys else -1
        self.previous.setEnabled(index > 0)
        self.next.setEnabled(0 <= index < len(keys) - 1)

    def set_margin(self, margin: int) -> None:
        """Begin where the column of text begins."""
        self.box.setContentsMargins(margin + self.context.theme.px(16), 2, 8, 2)

    def set_narrow(self, *, narrow: bool, listed: bool) -> None:
        """Offer the rubriques as a menu where they have no column, and the list where it has none."""
        self.rubriques.setVisible(narrow)
        self.back_to_list.setVisible(listed)

    def apply(self) -> None:
        """Draw the icons in the theme."""
        theme = self.context.theme
        set_icon(self.previous, "up", theme)
        set_icon(self.next, "down", theme)
        set_icon(self.rubriques, "list", theme)
        set_icon(self.back_to_list, "back", theme)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for entry in self._layout.toc if self._layout else ():
            title = "\u2003" * (entry.niveau - 2) + entry.titre
            menu.addAction(title.replace("&", "&&"), lambda key=entry.id: self.rubrique_chosen.emit(key))
        menu.popup(self.rubriques.mapToGlobal(self.rubriques.rect().bottomLeft()))
