"""Between the search field, the engine and the reading page: what typing, arrows, Enter and Esc do."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from desktop.ui.door.ids import HOME, READING
from desktop.ui.door.place import Place
from desktop.ui.results.search_control import SearchControl

if TYPE_CHECKING:
    from desktop.search.results import Results
    from desktop.ui.door.context import Context
    from desktop.ui.results.page import ReadingPage
    from desktop.ui.shell.navigator import Navigator
    from desktop.ui.shell.topbar import SearchField


class Searching(QObject):
    """The first letter of a query is a step in the history; the next ones only refine it, until something is opened."""

    def __init__(self, context: Context, navigator: Navigator, field: SearchField) -> None:
        super().__init__()
        self.context = context
        self.navigator = navigator
        self.field = field
        self._refining = False
        self.control = SearchControl(context)
        field.textEdited.connect(self._on_words)
        field.moved.connect(self._on_moved)
        field.opened.connect(self._on_opened)
        field.left.connect(self._on_left)
        context.query_requested.connect(self.type_for_user)
        navigator.shown.connect(self._on_place)
        self.control.answered.connect(self._on_results)
        self.control.failed.connect(self._on_failed)

    @property
    def reading(self) -> ReadingPage:
        """The reading page, built at its first use."""
        return cast("ReadingPage", self.navigator.page_of(READING))

    def focus(self) -> None:
        """Put the focus into the field, its words selected."""
        self.field.setFocus()
        self.field.selectAll()

    def type_for_user(self, words: str) -> None:
        """Another room, or a suggestion, asks for these words."""
        self.field.setText(words)
        self.field.setFocus()
        self._on_words(words)

    def _on_words(self, words: str) -> None:
        now = self.navigator.history.current
        if not words.strip():
            self.control.search("")
            if now is not None and now.page == READING:
                self._emptied(now)
            return
        if now is not None and now.page == READING and now.requete and self._refining:
            self.navigator.history.update(now._replace(requete=words))
            self._ask(words)
            return
        self.navigator.go(Place(READING, requete=words))
        self._refining = True

    def _came_to_search(self) -> bool:
        """Whether the place shown is there for the query alone, so that leaving the query leads back, to a plan for instance."""
        history = self.navigator.history
        now = history.current
        return (
            now is not None
            and now.page == READING
            and bool(now.requete)
            and self.reading.document is None
            and history.can_back
        )

    def _emptied(self, now: Place) -> None:
        self.reading.hide_results()
        if self.reading.document is None:
            self.navigator.replace(Place(HOME))
        else:
            self.navigator.history.update(now._replace(cible=self.reading.target, requete=""))

    def _ask(self, words: str) -> None:
        self.control.search(words)
        if self.context.problem:
            self.reading.show_search_message("La recherche n’a rien à lire.", self.context.problem)
            return
        if self.control.problem:
            return
        if self.control.engine is None:
            self.reading.show_search_message("La recherche se prépare…", "Vos mots sont gardés : la réponse arrive.")

    def _on_place(self, place: Place) -> None:
        """Back, forward or a link: the field says what the place was asked with."""
        self._refining = False
        words = place.requete if place.page == READING else ""
        if self.field.text() != words:
            self.field.setText(words)
        if words and words != self.control.words:
            self._ask(words)
        elif words and self.reading.results.results is None:
            self.control.words = ""
            self._ask(words)
        elif not words:
            self.control.search("")

    def _on_results(self, results: Results) -> None:
        now = self.navigator.history.current
        self.reading.show_results(results, follow=now is None or not now.cible)

    def _on_failed(self, message: str) -> None:
        self.reading.show_search_message(
            "La recherche n’a pas répondu.", f"{message} La lecture reste possible ; Aide › Journal en dit plus."
        )

    def _on_moved(self, step: int) -> None:
        self.reading.step_result(step)

    def _on_opened(self) -> None:
        if self.field.text().strip():
            self.reading.open_result()

    def _on_left(self) -> None:
        if self.field.text():
            self.field.clear()
            if self._came_to_search():
                self.control.search("")
                self.reading.hide_results()
                self.navigator.back()
            else:
                self._on_words("")
        elif (page := self.navigator.page) is not None:
            page.focus_main()
