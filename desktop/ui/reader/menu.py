"""The context menu of the reader: what one can do with the règle, the selection, the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from desktop.telling import meanings
from desktop.ui.door import ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.door.context import Context
    from desktop.ui.reader.view import ReaderView


def reader_menu(context: Context, view: ReaderView, rule: str, explain: Callable[[str], object]) -> QMenu:
    """A menu for a règle ("" for none); it deletes itself when closed. `explain` says what the badge of a line means."""
    menu = QMenu(view)
    menu.aboutToHide.connect(menu.deleteLater)
    if view.textCursor().hasSelection():
        menu.addAction("Copier la sélection", view.copy)
        menu.addSeparator()
    if rule:
        for action in context.registry.rule_actions.values():
            menu.addAction(action.label(rule), lambda act=action.handler: act(rule))
        for word, line in view.badges_of(rule):
            menu.addAction(meanings.question(word), lambda to=line: explain(to))
        menu.addSeparator()
    for key in (ids.FIND, ids.PRINT, ids.EXPORT_PDF):
        command = context.registry.commands.get(key)
        if command is not None and command.is_enabled:
            menu.addAction(command.text, command.handler)
    return menu
