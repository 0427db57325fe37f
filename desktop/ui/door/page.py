"""The base of every screen: how the window shows it, asks where it stands, and hands it the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.ui.kit.gestures import Gestures

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from desktop.ui.door.place import Place
    from desktop.ui.door.printable import Printable


class Page(QWidget):
    """A screen of the window. Subclasses override what they need; the defaults are those of a page without state."""

    def showEvent(self, event: QShowEvent) -> None:
        """What falls on a page that was not there a moment ago was meant for another one."""
        super().showEvent(event)
        Gestures.shared().drawn()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The next press of this key is a new one, wherever on the page."""
        Gestures.shared().released(event)
        super().keyReleaseEvent(event)

    def show_place(self, place: Place) -> None:
        """Show this place. Called at each visit, also by back, forward and a restart; never emits a visit itself."""

    def state(self) -> str:
        """What `Place.etat` must hold so that coming back looks the same; asked before the window leaves the page."""
        return ""

    def focus_main(self) -> None:
        """Put the focus where work begins."""
        self.setFocus()

    def escape(self) -> bool:
        """React to Esc; True if it was used (a popup closed, a search left)."""
        return False

    copies = False
    """Whether `copy` has something to copy now."""
    keeps = False
    """Whether `keep` has something to keep now."""

    def copy(self) -> None:
        """Copy what is shown as text; called where `copies` says that there is something."""

    def keep(self) -> None:
        """Keep what is shown; called where `keeps` says that there is something."""

    def print_source(self) -> Printable | None:
        """What the page gives to be printed, or None if there is nothing."""
        return None

    def on_text_size(self) -> None:
        """The text size or the theme changed; style sheets are already applied. Rebuild what was drawn by hand."""
