"""What links, acronyms and règles do under the pointer and the keyboard: bubbles, the bar on a règle, the context menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from desktop.telling import meanings
from desktop.ui.reader.popup import Popup
from desktop.ui.reader.rulebar import RuleBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.ui.door.context import Context
    from desktop.ui.reader.view import ReaderView

POPUPS = ("ref", "note", "https", "http")
"""Links that open a bubble beside the text; an address of the web is shown there and goes nowhere by itself."""


class ReaderLinks(QObject):
    """Stands between the reading surface, which only announces, and the page, which knows where to go.

    `page` is what bubbles float on; `follow` goes where a link of the text leads.
    """

    def __init__(self, context: Context, view: ReaderView, page: QWidget, follow: Callable[[str], object]) -> None:
        super().__init__(page)
        self.context = context
        self.view = view
        self.page = page
        self.follow = follow
        self.popup = Popup(context, page)
        self.rule_bar = RuleBar(context, view.viewport())
        self._sigles: dict[str, str] | None = None
        self.view.explain = self._explain
        self.view.meaning = lambda line: meanings.words(context.corpus, line)
        self.view.badge_clicked.connect(self.explain_badge)
        self.view.link_activated.connect(self._on_link)
        self.view.link_hovered.connect(self._on_hover)
        self.view.rule_hovered.connect(self.show_rule_bar)
        self.view.rule_menu.connect(self._on_menu)

    def show_rule_bar(self, rule: str) -> None:
        """Stand on a règle; "" leaves the bar only where the pointer is on it."""
        rect = self.view.rule_rect(rule) if rule else None
        if rect is not None:
            self.rule_bar.show_for(rule, rect.top(), self.view.column_right())
        elif not self.rule_bar.underMouse():
            self.rule_bar.hide()

    def _on_link(self, link: str) -> None:
        kind, _, rest = link.partition(":")
        if kind in POPUPS:
            self.popup.pin(link, self._near_link(), self.view)
        elif kind == "action":
            key, _, document = rest.partition("/")
            self.context.registry.document_actions[key].handler(document)
        else:
            self.follow(link)

    def explain_badge(self, line: str) -> None:
        """Go to the line of « Premiers pas » that says what a badge means."""
        if meanings.words(self.context.corpus, line):
            self.follow(line)
        else:
            self.context.say("Le guide n’a pas pu être lu\u00a0: l’explication manque.")

    def _near_link(self) -> QPoint:
        """By the pointer; a link opened from the keyboard has none near it, and its bubble stands by the cursor of the text."""
        where = self.view.mapTo(self.page, self.view.viewport().mapFromGlobal(self.view.cursor().pos()))
        if self.view.geometry().contains(where) and self.page.underMouse():
            return where
        return self.view.viewport().mapTo(self.page, self.view.cursorRect().bottomLeft())

    def _on_hover(self, link: str, position: QPoint) -> None:
        wanted = link if link.partition(":")[0] in POPUPS else ""
        self.popup.hover(wanted, self.view.viewport().mapTo(self.page, position))

    def _on_menu(self, rule: str, position: QPoint) -> None:
        from desktop.ui.reader.menu import reader_menu

        reader_menu(self.context, self.view, rule, self.explain_badge).popup(position)

    def _explain(self, word: str) -> str:
        if self._sigles is None:
            from desktop.telling.lexicon import explanations

            corpus = self.context.corpus
            self._sigles = explanations(corpus.lexique) if corpus else None
        return self._sigles.get(word, "") if self._sigles else ""
