"""The line above the text: filter by force, rubriques where the window is narrow, previous and next document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu

from desktop.ui.icons import icon
from desktop.ui.theme import FAMILY_LABELS
from desktop.ui.widgets import Chip, FlowLayout, button, text

if TYPE_CHECKING:
    from desktop.corpus.model import Document
    from desktop.ui.context import Context
    from desktop.ui.reader.content import Layout

CHIPS = (
    ("obligation", "Obligation, requis"),
    ("borne", "Chiffres bornés"),
    ("recommandation", "Recommandation"),
    ("indicatif", "Indicatif"),
    ("possibilite", "Autres"),
)
_BORNE = "Minimum, maximum, optimum, exact"


class ReaderToolbar(QFrame):
    """Chips with how many règles each family has; none checked means that all are shown."""

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
        self.chips: dict[str, Chip] = {}
        flow = FlowLayout(6)
        flow.addWidget(self.back_to_list)
        flow.addWidget(self.rubriques)
        self.caption = text("Forces", "small")
        flow.addWidget(self.caption)
        for family, words in CHIPS:
            chip = Chip(words, family)
            full = FAMILY_LABELS.get(family, _BORNE)
            chip.setToolTip(f"N’afficher que : {full}")
            chip.setAccessibleDescription(f"N’afficher que : {full}")
            chip.clicked.connect(lambda _checked=False: self.filter_changed.emit())
            self.chips[family] = chip
            flow.addWidget(chip)
        self.previous = button("", lambda: context.run("lecture.document-precedent"), kind="flat", name="Document précédent (Ctrl+PagePréc)")
        self.next = button("", lambda: context.run("lecture.document-suivant"), kind="flat", name="Document suivant (Ctrl+PageSuiv)")
        box = QHBoxLayout(self)
        box.setContentsMargins(24, 2, 8, 2)
        box.setSpacing(4)
        box.addLayout(flow, 1)
        box.addWidget(self.previous)
        box.addWidget(self.next)
        self.set_narrow(narrow=False, listed=False)
        self.apply()

    def families(self) -> frozenset[str]:
        """The families that are shown; empty when all are."""
        return frozenset(family for family, chip in self.chips.items() if chip.isChecked())

    def set_families(self, families: frozenset[str]) -> None:
        """Check these; unknown ones are ignored."""
        for family, chip in self.chips.items():
            chip.setChecked(family in families)

    def show_document(self, document: Document, layout: Layout) -> None:
        """Count the règles of a document, and say what the arrows lead to."""
        self._layout = layout
        for family, words in CHIPS:
            number = layout.comptes.get(family, 0)
            chip = self.chips[family]
            chip.set_words(f"{words} {number}")
            chip.setVisible(bool(number) or chip.isChecked())
        corpus = self.context.corpus
        keys = list(corpus.documents) if corpus else []
        index = keys.index(document.id) if document.id in keys else 0
        self.previous.setEnabled(index > 0)
        self.next.setEnabled(index + 1 < len(keys))

    def set_narrow(self, *, narrow: bool, listed: bool) -> None:
        """Offer the rubriques as a menu where they have no column, and the list where it has none."""
        self.rubriques.setVisible(narrow)
        self.back_to_list.setVisible(listed)

    def apply(self) -> None:
        """Draw the icons in the theme."""
        theme = self.context.theme
        self.previous.setIcon(icon("up", theme))
        self.next.setIcon(icon("down", theme))
        self.rubriques.setIcon(icon("list", theme))
        self.back_to_list.setIcon(icon("back", theme))

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for entry in self._layout.toc if self._layout else ():
            title = "\u2003" * (entry.niveau - 2) + entry.titre
            menu.addAction(title.replace("&", "&&"), lambda key=entry.id: self.rubrique_chosen.emit(key))
        menu.popup(self.rubriques.mapToGlobal(self.rubriques.rect().bottomLeft()))
