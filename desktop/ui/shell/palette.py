"""The command palette: which commands it lists, in which order, and its window. Imported when it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from desktop.telling.labels import fold
from desktop.text.typography import french
from desktop.ui.door import ids
from desktop.ui.shell.actions import shortcut_text

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from desktop.ui.door.context import Context
    from desktop.ui.door.registry import Command, Registry

_COMMAND = int(Qt.ItemDataRole.UserRole)
PALETTE_GROUPS = ("Situations", "Aller", "Édition", "Fichier", "Affichage", "Aide")
"""After what most come for, the groups in this order, menus before what no menu has; leaving comes last of all."""
PALETTE_LAST = (ids.LEAVE,)


def palette_order(registry: Registry) -> list[Command]:
    """All commands, the most useful first."""
    groups = {name: rank for rank, name in enumerate(PALETTE_GROUPS)}

    def rank(command: Command) -> tuple[bool, bool, int, int, bool]:
        last, common = command.id in PALETTE_LAST, command.first == 0
        return last, common, command.first, groups.get(command.group, groups["Aide"]), not command.in_menu

    return sorted(registry.commands.values(), key=rank)


def matching(registry: Registry, words: str) -> list[Command]:
    """The commands that can be run now and hold all words typed, best first: what the palette lists."""
    wanted = fold(words).split()
    found: list[tuple[int, int, Command]] = []
    for order, command in enumerate(palette_order(registry)):
        name = fold(command.text)
        everything = f"{name} {fold(command.group)} {fold(command.words)}"
        if command.is_enabled and all(word in everything for word in wanted):
            rank = 0 if name.startswith(" ".join(wanted)) else 1 if all(word in name for word in wanted) else 2
            found.append((rank, order, command))
    return [command for _, _, command in sorted(found, key=lambda item: item[:2])]


class Palette(QDialog):
    """Type a few letters of a command, Enter runs it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.setWindowTitle("Palette de commandes")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.field = QLineEdit()
        self.field.setAccessibleName("Commande à chercher")
        self.field.setPlaceholderText("Chercher une commande…")
        self.list = QListWidget()
        self.list.setAccessibleName("Commandes")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        box = QVBoxLayout(self)
        box.addWidget(self.field)
        box.addWidget(self.list, 1)
        self.resize(min(context.theme.px(560), parent.width() - 40), min(context.theme.px(440), parent.height() - 80))
        self.field.textChanged.connect(self._fill)
        self.list.itemClicked.connect(lambda _item: self._run())
        self._fill("")

    def _fill(self, words: str) -> None:
        self.list.clear()
        for command in matching(self.context.registry, words):
            keys = f"   {shortcut_text(command.shortcuts[0])}" if command.shortcuts else ""
            item = QListWidgetItem(french(f"{command.group} › {command.text}{keys}"))
            item.setData(_COMMAND, command)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the list, Enter runs."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run()
        else:
            super().keyPressEvent(event)

    def _run(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        command: Command = item.data(_COMMAND)
        self.accept()
        self.context.run(command.id)
