"""Which page is shown, and the way back: builds pages at their first visit, keeps the history."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from desktop.ui.door.ids import HOME
from desktop.ui.door.place import History, Place

if TYPE_CHECKING:
    from desktop.ui.door.context import Context
    from desktop.ui.door.page import Page

logger = logging.getLogger(__name__)


class Navigator(QObject):
    """Shows places in a stack of pages."""

    shown = Signal(object)
    """The `Place` that is shown now."""
    built = Signal(object)
    """A `Page` that was just made."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.stack = QStackedWidget()
        self.stack.setObjectName("page")
        # No page may make the window larger than its screen: what has no room scrolls.
        self.stack.setMinimumSize(1, 1)
        self.history = History()
        self.pages: dict[str, Page] = {}
        context.place_requested.connect(self.go)

    @property
    def page(self) -> Page | None:
        """The page on top."""
        return self.pages.get(self.history.current.page) if self.history.current else None

    def go(self, place: Place) -> None:
        """Visit a place; one of an unknown page (an old setting, a room that is gone) leads home."""
        if place.page not in self.context.registry.pages:
            logger.warning("unknown page %s", place.page)
            place = Place(HOME)
        self.remember()
        self.history.visit(place)
        self._show(place)

    def replace(self, place: Place) -> None:
        """Show a place instead of the present one, without a step in the history."""
        self.history.update(place)
        self._show(place)

    def back(self) -> None:
        """One step back, if there is one."""
        self.remember()
        if (place := self.history.back()) is not None:
            self._show(place)

    def forward(self) -> None:
        """One step forward, if there is one."""
        self.remember()
        if (place := self.history.forward()) is not None:
            self._show(place)

    def remember(self) -> None:
        """Ask the page where it stands and keep it with the present place."""
        if self.page is not None:
            self.history.remember_state(self.page.state())

    def page_of(self, key: str) -> Page:
        """A page, built at its first use. Raises KeyError for an unknown id."""
        if key not in self.pages:
            page = self.context.registry.pages[key].factory()
            self.pages[key] = page
            self.stack.addWidget(page)
            self.built.emit(page)
        return self.pages[key]

    def _show(self, place: Place) -> None:
        page = self.page_of(place.page)
        self.stack.setCurrentWidget(page)
        page.show_place(place)
        self.shown.emit(place)
