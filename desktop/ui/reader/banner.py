"""The line above the text that says what the filter by force lets through, and lifts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop.telling.document import filtered_words
from desktop.ui.kit.widgets import link, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.telling.document import Layout


class FilterBanner(QFrame):
    """Stands as long as something is filtered, however far one scrolls."""

    def __init__(self, lift: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "band")
        self.words = text("", "smallstrong", wrap=True)
        self.lift = link("tout montrer", lift)
        self.lift.setAccessibleName("Tout montrer\u00a0: lever le filtre par force")
        self._box = QHBoxLayout(self)
        self._box.setSpacing(8)
        self._box.addWidget(self.words, 1)
        self._box.addWidget(self.lift)
        self.set_margin(0)

    def set_margin(self, margin: int) -> None:
        """Begin where the column of text begins."""
        self._box.setContentsMargins(margin + 24, 0, 16, 0)

    def show_filter(self, families: frozenset[str], layout: Layout) -> None:
        """Say how many règles of how many are shown; go where all are."""
        self.words.setText(filtered_words(families, layout))
        self.setVisible(bool(families))
