"""The list of screens at the left: drawn from the registry, section by section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout, QWidget

from desktop.ui.kit.widgets import button, clear, scroller, text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QPushButton

    from desktop.ui.door.context import Context

WIDTH = 200


class Navigation(QFrame):
    """One button a page; the one shown is marked by its ground, its weight and its checked state."""

    page_requested = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("navigation")
        self.buttons: dict[str, QPushButton] = {}
        self._titles: list[QLabel] = []
        self._group = QButtonGroup(self)
        self._inner = QWidget()
        self._box = QVBoxLayout(self._inner)
        self._box.setContentsMargins(10, 12, 10, 12)
        self._box.setSpacing(2)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addWidget(self._inner)
        self.rebuild()

    def settle(self) -> None:
        """What the first paint did without: the list scrolls where the window is low; other rooms have their buttons."""
        self.setAccessibleName("Navigation")
        self._outer.addWidget(scroller(self._inner))
        self.rebuild()

    def rebuild(self) -> None:
        """Draw the pages that are registered now."""
        shown = next((key for key, made in self.buttons.items() if made.isChecked()), "")
        clear(self._box)
        self.buttons = {}
        self._titles = []
        for section, pages in self.context.registry.navigation():
            if section:
                title = text(section, "small")
                self._titles.append(title)
                self._box.addWidget(title)
            for page in pages:
                made = button(page.title, None, kind="nav")
                made.setCheckable(True)
                made.clicked.connect(lambda _checked=False, key=page.id: self.page_requested.emit(key))
                self._group.addButton(made)
                self.buttons[page.id] = made
                self._box.addWidget(made)
        self._box.addStretch(1)
        self.mark(shown)
        self.apply()

    def mark(self, page: str) -> None:
        """Mark the page that is shown; none if it has no button."""
        self._group.setExclusive(False)
        for key, made in self.buttons.items():
            made.setChecked(key == page)
        self._group.setExclusive(page in self.buttons)

    def apply(self) -> None:
        """Take the width and the margins that the titles need at this text size."""
        px = self.context.theme.px
        for title in self._titles:
            title.setContentsMargins(px(12), px(16), 0, 2)
        widest = max((_room(made) for made in self.buttons.values()), default=0)
        self.setFixedWidth(max(self.context.theme.px(WIDTH), widest + 24))


def _room(made: QPushButton) -> int:
    """The width a title needs when it is marked, and so bold."""
    made.ensurePolished()
    bold = QFont(made.font())
    bold.setBold(True)
    words = made.text()
    more = QFontMetrics(bold).horizontalAdvance(words) - made.fontMetrics().horizontalAdvance(words)
    return made.sizeHint().width() + max(0, more)
