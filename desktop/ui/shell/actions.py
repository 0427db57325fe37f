"""Qt actions, menus and shortcuts drawn from the registered commands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QWidget

    from desktop.ui.door.registry import Command, Registry


MNEMONICS = {
    "Fichier": "&Fichier",
    "Édition": "&Édition",
    "Affichage": "&Affichage",
    "Aller": "A&ller",
    "Situations": "&Situations",
    "Aide": "A&ide",
}
"""The letters that open the menus of the bar."""

_FRENCH_KEYS = {
    "Shift": "Maj",
    "PgUp": "PagePréc",
    "PgDown": "PageSuiv",
    "Home": "Début",
    "End": "Fin",
    "Left": "Gauche",
    "Right": "Droite",
    "Up": "Haut",
    "Down": "Bas",
    "Space": "Espace",
    "Return": "Entrée",
    "Del": "Suppr",
    "Esc": "Échap",
}


def shortcut_text(shortcut: str) -> str:
    """A shortcut as a French keyboard writes it: « Ctrl+Maj+P »; on macOS as its menus do."""
    if sys.platform == "darwin":
        return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    head, plus, last = shortcut.rpartition("+") if not shortcut.endswith("+") else (shortcut[:-2], "+", "+")
    keys = [*head.split("+"), last] if plus and head else [last]
    return "+".join(_FRENCH_KEYS.get(key, key) for key in keys)


class Actions(QObject):
    """One QAction a command, made when it is first asked for, its state refreshed before it is shown. `run` takes an id.

    A QObject, since menus that come and go call its methods: of a plain object, each connection would leave something behind.
    """

    def __init__(self, registry: Registry, window: QWidget, run: Callable[[str], None]) -> None:
        super().__init__(window)
        self.registry = registry
        self.run = run
        self.window = window
        self._made: dict[str, QAction] = {}

    def bind(self) -> None:
        """Give every command that is not bound yet its shortcuts."""
        for command in self.registry.commands.values():
            if command.id not in self._made:
                self.window.addAction(self._make(command))

    def _make(self, command: Command) -> QAction:
        action = QAction(french(command.text).replace("&", "&&"), self.window)
        action.setShortcuts([QKeySequence(s) for s in command.shortcuts])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(command.checked is not None)
        action.triggered.connect(lambda _checked=False: self.run(command.id))
        self._made[command.id] = action
        return action

    def refresh(self) -> None:
        """Ask each command whether it can be run and is ticked."""
        for key, action in self._made.items():
            command = self.registry.commands[key]
            action.setEnabled(command.is_enabled)
            if command.checked is not None:
                action.setChecked(command.checked())

    def menu(self) -> QMenu:
        """All menus as one, for the button at the right; it deletes itself when closed."""
        menu = QMenu(self.window)
        menu.aboutToHide.connect(menu.deleteLater)
        self._fill(menu)
        return menu

    def fill_bar(self, bar: QMenuBar) -> None:
        """The same menus as a bar, where a desktop expects one; Alt and a letter open them."""
        for menu in bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            menu.deleteLater()  # clearing the bar would only forget them
        bar.clear()
        self._fill(bar, MNEMONICS)

    def _fill(self, parent: QMenu | QMenuBar, names: dict[str, str] | None = None) -> None:
        self.bind()
        self.refresh()
        for group, commands in self.registry.groups():
            shown = [command for command in commands if command.in_menu]
            if not shown:
                continue
            # Made here: of one that Qt makes, Python never learns that it is gone, and keeps what stood for it.
            menu = QMenu((names or {}).get(group, group), parent)
            parent.addMenu(menu)
            menu.aboutToShow.connect(self.refresh)
            # A disabled action has no shortcut: they are all let free again when the menu closes.
            menu.aboutToHide.connect(self.release)
            for command in shown:
                menu.addAction(self._made[command.id])

    def release(self) -> None:
        """Enable all actions: their shortcuts ask for themselves when they are pressed."""
        for action in self._made.values():
            action.setEnabled(True)


def has_menu_bar(window: QMainWindow) -> bool:
    """Whether the menus stand in a bar of their own."""
    bar = window.menuWidget()
    return bar is not None and bar.isVisibleTo(window)


def show_menu_bar(window: QMainWindow, actions: Actions, *, wanted: bool) -> None:
    """Show the menus in a bar as well as under their button, or no more."""
    if wanted:
        actions.fill_bar(window.menuBar())
    window.menuBar().setVisible(wanted)
