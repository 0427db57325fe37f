"""The button that filters by force: a menu of ticks, with how many règles each has. Used by the results and by the reader."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton

from desktop.telling.hits import LABELS, NAMES
from desktop.text.typography import french
from desktop.ui.kit.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QAction, QMouseEvent, QShowEvent

ALL = "Toutes les forces"
CAPTION = "Filtrer par force"
NO_KINDS: Mapping[str, str] = MappingProxyType({})
NAMED = 1
"""As many families are named on the button; more are counted, for a name that is cut says nothing."""


class _StayingMenu(QMenu):
    """A tick leaves the menu open: several can be set in one go."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Toggle without closing."""
        action = self.activeAction()
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
            return
        super().mouseReleaseEvent(event)


class ForceFilter(QPushButton):
    """Says what is shown: all forces, or the ticked families by name."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "flat")
        self.setProperty("filter", "true")
        self.setAutoDefault(False)
        self._counts: dict[str, int] = {}
        self._menu = _StayingMenu(self)
        self._all = self._menu.addAction(ALL, self._clear)
        self._menu.addSeparator()
        self._actions: dict[str, QAction] = {}
        self._names = dict(NAMES)
        for family, words in LABELS.items():
            self._add(family, words)
        self.setMenu(self._menu)
        self._draw()

    def families(self) -> frozenset[str]:
        """The ticked families; empty when all are shown."""
        return frozenset(family for family, action in self._actions.items() if action.isChecked())

    def set_families(self, families: frozenset[str]) -> None:
        """Tick these; unknown ones are ignored. Nothing is announced."""
        for family, action in self._actions.items():
            action.setChecked(family in families)
        self._draw()

    def set_counts(self, counts: dict[str, int], kinds: Mapping[str, str] = NO_KINDS) -> None:
        """Say how many règles each family has; those without any can't be ticked.

        `kinds`: id and name of the texts beside the content that are counted too; they are offered where there are any.
        """
        self._counts = counts
        for kind, name in kinds.items():
            if kind not in self._actions:
                self._names[kind] = name
                self._add(kind, name)
        for family, action in self._actions.items():
            number = counts.get(family, 0)
            action.setText(french(f"{LABELS.get(family) or self._names[family]} ({number})"))
            action.setVisible(bool(number) or action.isChecked() or family in LABELS)
            action.setEnabled(bool(number) or action.isChecked())

    def showEvent(self, event: QShowEvent) -> None:
        """Its words depend on the state."""
        super().showEvent(event)
        self._draw()

    def _add(self, family: str, words: str) -> None:
        action = self._menu.addAction(french(words))
        action.setCheckable(True)
        action.triggered.connect(lambda _checked=False: self._on_tick())
        self._actions[family] = action

    def _clear(self) -> None:
        self.set_families(frozenset())
        self.changed.emit()

    def _on_tick(self) -> None:
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        names = [self._names[family] for family, action in self._actions.items() if action.isChecked()]
        short = ", ".join(names) if len(names) <= NAMED else f"{len(names)} forces"
        self.setText(f"✓ {short}" if names else CAPTION)
        self.setAccessibleName(f"{CAPTION}\u00a0: {', '.join(names) or ALL.lower()}")
        self.setToolTip(plain(", ".join(names)) if len(names) > NAMED else "N’afficher que certaines forces")
