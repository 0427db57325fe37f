"""What stands on the home page once the content is read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.telling import labels
from desktop.telling.meanings import FIRST_STEPS
from desktop.ui.door import ids
from desktop.ui.kit.plain import plain
from desktop.ui.kit.sign import DueBadge
from desktop.ui.kit.widgets import CardButton, ColumnsLayout, FlowLayout, RowButton, button, link, row, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.corpus.model import Corpus, Document
    from desktop.ui.door.context import Context
    from desktop.ui.home.resume import ResumeLine

PROBLEM_LINES = 3
STEPS = "À quoi sert chaque partie, ce que veulent dire les badges et les niveaux."
STRUCTURES = "Ce que le référentiel de chacune dit : qui y est admis, qui y répond, avec quels moyens."
FRAME = "Ce que l’instruction et la filière disent de l’organisation d’un territoire."
PROFILES = "Ce que des documents métier disent d’un poste : missions, compétences, conditions d’exercice."
FIRST = 1.6
"""How many times as wide as « Reprendre » the one way in is."""
LINK_EDGE = 3
"""A link has room for its focus edge; its words still begin where the heading begins."""


def fill(context: Context, box: QVBoxLayout, lines: Sequence[ResumeLine]) -> None:
    """Draw the cards of the rooms, « Reprendre », the référentiels, the framework, or what went wrong."""
    _Content(context, box).fill(lines)


class _Content:
    def __init__(self, context: Context, box: QVBoxLayout) -> None:
        self.context = context
        self.box = box

    def fill(self, lines: Sequence[ResumeLine]) -> None:
        corpus = self.context.corpus
        if corpus is None:
            self.box.addWidget(self._problem("Le contenu n’a pas pu être lu", self.context.problem))
            return
        self._first_row(lines)
        if corpus.problemes:
            places = [labels.problem(probleme) for probleme in corpus.problemes]
            self.box.addWidget(self._problem("Une partie du contenu n’a pas pu être lue", *places))
        self._first_steps(corpus)
        self._structures(corpus)
        self._links("Cadre", FRAME, [d for d in _referentiels(corpus) if not labels.structures(corpus, d)])
        self._links("Profils de poste", PROFILES, [d for d in corpus.documents.values() if d.nature != "referentiel"])

    def _first_row(self, lines: Sequence[ResumeLine]) -> None:
        """What one comes to do, then what was in hand: side by side where there is room."""
        cards = sorted(self.context.registry.home_cards.values(), key=lambda card: (not card.primary, card.order))
        if not cards and not lines:
            return
        px = self.context.theme.px
        line = ColumnsLayout(px(14), px(380), first=FIRST if cards and cards[0].primary else 1)
        for card in cards:
            line.addWidget(card.factory())
        if lines:
            line.addWidget(self._resume(lines))
        self.box.addLayout(line)

    def _resume(self, lines: Sequence[ResumeLine]) -> QWidget:
        card, box = self._card("Reprendre")
        for entry in lines:
            detail = entry.detail
            goto = partial(self.context.place_requested.emit, entry.place)
            due = DueBadge(entry.due, self.context.theme) if entry.due else None
            spoken = " : ".join(part for part in (entry.texte, entry.due, detail) if part)
            line = RowButton(text(entry.texte, "link"), detail, goto, spoken, flows=True, sign=due)
            line.does.setProperty("role", "small")
            line.setMinimumHeight(self.context.theme.target())
            box.addWidget(line)
        box.addStretch(1)
        return card

    def _first_steps(self, corpus: Corpus) -> None:
        """For who comes for the first time: one line."""
        if corpus.document_of(FIRST_STEPS) is None:
            return
        line = FlowLayout(self.context.theme.px(6), outset=LINK_EDGE)
        line.addWidget(link("Premiers pas", partial(self.context.open_content, FIRST_STEPS)))
        line.addWidget(text(STEPS, "small", wrap=True))
        self.box.addLayout(line)

    def _structures(self, corpus: Corpus) -> None:
        theme = self.context.theme
        self.box.addLayout(self._heading("Structures et partenaires", STRUCTURES))
        grid = ColumnsLayout(theme.px(10), theme.px(230))
        for document in _referentiels(corpus):
            if names := labels.structures(corpus, document):
                grid.addWidget(self._structure(document, names))
        self.box.addLayout(grid)

    def _heading(self, title: str, what: str) -> FlowLayout:
        """A heading, and beside it what stands under it, on as many lines as it needs."""
        line = FlowLayout(self.context.theme.px(10))
        line.setContentsMargins(0, self.context.theme.px(6), 0, 0)
        line.addWidget(text(title, "heading", wrap=True))
        line.addWidget(text(what, "small", wrap=True))
        return line

    def _structure(self, document: Document, names: tuple[str, ...]) -> QWidget:
        theme = self.context.theme
        title = ", ".join(names)
        name = ", ".join(dict.fromkeys(part for part in (title, document.titre, labels.recourse(document)) if part))
        card = CardButton(name, lambda: self.context.open_content(document.id), document.resume)
        card.setToolTip(plain(document.resume))
        card.box.setContentsMargins(theme.px(14), theme.px(9), theme.px(14), theme.px(9))
        card.add(text(title, "strong", wrap=True))
        if title != document.titre:
            card.add(text(document.titre, "small", wrap=True))
        card.box.addStretch(1)
        return card

    def _links(self, title: str, what: str, documents: list[Document]) -> None:
        if not documents:
            return
        group = QVBoxLayout()
        group.setSpacing(0)
        group.addLayout(self._heading(title, what))
        line = FlowLayout(self.context.theme.px(14), outset=LINK_EDGE)
        for document in documents:
            line.addWidget(link(document.titre, partial(self.context.open_content, document.id)))
        group.addLayout(line)
        self.box.addLayout(group)

    def _problem(self, title: str, *messages: str) -> QWidget:
        card, box = self._card(title, role="open")
        for message in messages[:PROBLEM_LINES]:
            box.addWidget(text(message, "small", wrap=True))
        if (more := len(messages) - PROBLEM_LINES) > 0:
            box.addWidget(text(f"et {more} autres, dans le journal.", "small"))
        box.addLayout(row(button("Voir le journal", lambda: self.context.run(ids.LOG))))
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
