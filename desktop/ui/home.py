"""The first screen: what people come for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import labels
from desktop.ui.page import Page
from desktop.ui.when import ago
from desktop.ui.widgets import Badge, CardButton, ColumnsLayout, FlowLayout, button, clear, link, row, scroller, text

if TYPE_CHECKING:
    from desktop.corpus.model import Corpus, Document
    from desktop.ui.context import Context
    from desktop.ui.place import Place
    from desktop.ui.registry import ResumeEntry

RESUME_LINES = 4


class HomePage(Page):
    """Cards of the rooms, « Reprendre », the structures, the framework, the profiles; drawn anew when any of them changes."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._inner = QWidget()
        self._inner.setObjectName("home")
        self._box = QVBoxLayout(self._inner)
        self._scroller = scroller(self._inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroller)
        self._stale = False
        self.rebuild()
        context.corpus_ready.connect(self.rebuild)
        context.resume_changed.connect(self._on_resume)

    def show_place(self, place: Place) -> None:
        """Home has one place; what was read meanwhile is taken in."""
        del place
        if self._stale:
            self.rebuild()

    def on_text_size(self) -> None:
        """Margins and badges follow."""
        self.rebuild()

    def _on_resume(self) -> None:
        self._stale = True
        if self.isVisible():
            self.rebuild()

    def rebuild(self) -> None:
        """Draw what is known now."""
        self._stale = False
        theme = self.context.theme
        clear(self._box)
        self._box.setContentsMargins(theme.px(34), theme.px(24), theme.px(34), theme.px(24))
        self._box.setSpacing(theme.px(12))
        self._box.addWidget(text("Que cherchez-vous ?", "title"))
        corpus = self.context.corpus
        if self.context.problem:
            self._box.addWidget(self._problem(self.context.problem))
        elif corpus is None:
            self._box.addWidget(text("Lecture du contenu…", "soft"))
        if corpus is not None:
            self._first_row(corpus)
            if corpus.problemes:
                self._box.addWidget(self._problem(*(p.message for p in corpus.problemes)))
            self._structures(corpus)
            self._links("Cadre", [d for d in _referentiels(corpus) if not labels.structures(corpus, d)])
            self._links("Profils de poste", [d for d in corpus.documents.values() if d.nature != "referentiel"])
        self._box.addStretch(1)

    def _first_row(self, corpus: Corpus) -> None:
        cards = sorted(self.context.registry.home_cards.values(), key=lambda card: card.order)
        entries = self._entries(corpus)
        if not cards and not entries:
            return
        line = QHBoxLayout()
        line.setSpacing(self.context.theme.px(14))
        for card in cards:
            line.addWidget(card.factory(self.context), 2 if card.primary else 1)
        if entries:
            line.addWidget(self._resume(entries), 2)
        self._box.addLayout(line)

    def _entries(self, corpus: Corpus) -> list[ResumeEntry]:
        entries = [entry for source in self.context.registry.resume_sources for entry in source(corpus)]
        return sorted(entries, key=lambda entry: -entry.quand)[:RESUME_LINES]

    def _resume(self, entries: list[ResumeEntry]) -> QWidget:
        card, box = self._card("Reprendre")
        for entry in entries:
            goto = link(entry.texte, lambda place=entry.place: self.context.place_requested.emit(place))
            when = f" · {ago(entry.quand, time.time())}" if entry.quand else ""
            line = FlowLayout(6)
            line.addWidget(goto)
            line.addWidget(text(f"{entry.detail}{when}".strip(" ·"), "small"))
            box.addLayout(line)
        box.addStretch(1)
        return card

    def _structures(self, corpus: Corpus) -> None:
        self._box.addWidget(text("Structures et partenaires", "heading"))
        theme = self.context.theme
        grid = ColumnsLayout(theme.px(12), theme.px(240))
        for document in _referentiels(corpus):
            if names := labels.structures(corpus, document):
                grid.addWidget(self._structure(document, names))
        self._box.addLayout(grid)

    def _structure(self, document: Document, names: tuple[str, ...]) -> QWidget:
        theme = self.context.theme
        title = " · ".join(names)
        name = ", ".join(part for part in (title, document.titre, document.niveau_de_recours) if part)
        card = CardButton(name, lambda: self.context.open_content(document.id), document.resume)
        card.box.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(text(title, "heading", wrap=True), 1)
        if document.niveau_de_recours:
            head.addWidget(Badge(document.niveau_de_recours, theme))
        card.add(head)
        if title != document.titre:
            card.add(text(document.titre, "smallstrong", wrap=True))
        card.add(text(document.resume, "small", wrap=True))
        card.box.addStretch(1)
        return card

    def _links(self, title: str, documents: list[Document]) -> None:
        if not documents:
            return
        self._box.addWidget(text(title, "heading"))
        line = FlowLayout(self.context.theme.px(12))
        for document in documents:
            line.addWidget(link(document.titre, lambda key=document.id: self.context.open_content(key)))
        self._box.addLayout(line)

    def _problem(self, *messages: str) -> QWidget:
        card, box = self._card("Une partie du contenu n’a pas pu être lue", role="open")
        for message in messages[:5]:
            box.addWidget(text(message, "small", wrap=True))
        if len(messages) > 5:
            box.addWidget(text(f"et {len(messages) - 5} autres : voir le journal.", "small"))
        box.addLayout(row(button("Voir le journal", lambda: self.context.run("aide.journal"))))
        return card

    def _card(self, title: str, role: str = "card") -> tuple[QFrame, QVBoxLayout]:
        theme = self.context.theme
        card = QFrame()
        card.setProperty("role", role)
        box: QVBoxLayout = QVBoxLayout(card)
        box.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
        box.setSpacing(2)
        box.addWidget(text(title, "heading"))
        return card, box


def _referentiels(corpus: Corpus) -> list[Document]:
    return [d for d in corpus.documents.values() if d.nature == "referentiel"]


