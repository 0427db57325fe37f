"""The shelves: all référentiels, or all profiles, each with what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.telling import labels
from desktop.ui.door.page import Page
from desktop.ui.kit.widgets import Badge, CardButton, ColumnsLayout, clear, scroller, text

if TYPE_CHECKING:
    from desktop.corpus.model import Corpus, Document
    from desktop.ui.door.context import Context


class LibraryPage(Page):
    """The documents of one nature (`referentiel` or not) as cards."""

    def __init__(self, context: Context, title: str, intro: str, *, referentiels: bool) -> None:
        super().__init__()
        self.context = context
        self.title = title
        self.intro = intro
        self.referentiels = referentiels
        inner = QWidget()
        inner.setObjectName("library")
        self._box = QVBoxLayout(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller(inner))
        self.rebuild()
        context.corpus_ready.connect(self.rebuild)

    def on_text_size(self) -> None:
        """Margins and badges follow."""
        self.rebuild()

    def rebuild(self) -> None:
        """Draw the documents that are known now."""
        theme = self.context.theme
        clear(self._box)
        self._box.setContentsMargins(theme.px(34), theme.px(24), theme.px(34), theme.px(24))
        self._box.setSpacing(theme.px(12))
        self._box.addWidget(text(self.title, "title"))
        self._box.addWidget(text(self.intro, "soft", wrap=True))
        corpus = self.context.corpus
        if corpus is None:
            self._box.addWidget(text(self.context.problem or "Lecture du contenu…", "soft", wrap=True))
        else:
            grid = ColumnsLayout(theme.px(12), theme.px(440))
            for document in corpus.documents.values():
                if (document.nature == "referentiel") == self.referentiels:
                    grid.addWidget(self._card(corpus, document))
            self._box.addLayout(grid)
        self._box.addStretch(1)

    def _card(self, corpus: Corpus, document: Document) -> QWidget:
        theme = self.context.theme
        shelf = labels.shelf(document)
        title = labels.long_name(document)
        card = CardButton(f"{shelf}, {title}", lambda: self.context.open_content(document.id), document.resume)
        card.box.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
        head = QHBoxLayout()
        head.addWidget(text(shelf, "small"), 1)
        if document.niveau_de_recours:
            head.addWidget(Badge(labels.recourse(document), theme))
        card.add(head)
        card.add(text(title, "heading", wrap=True))
        card.add(text(document.resume, "soft", wrap=True))
        rules = sum(1 for regle in corpus.regles.values() if regle.document == document.id)
        card.add(text(f"{len(document.rubriques)} rubriques · {rules} règles", "small"))
        card.box.addStretch(1)
        return card
