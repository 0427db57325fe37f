"""The context menu of the reader: what one can do with the règle, the selection, the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from desktop.telling import meanings

if TYPE_CHECKING:
    from desktop.ui.results.page import ReadingPage


def reader_menu(page: ReadingPage, rule: str) -> QMenu:
    """A menu for a règle ("" for none); it deletes itself when closed."""
    menu = QMenu(page)
    menu.aboutToHide.connect(menu.deleteLater)
    context = page.context
    if page.view.textCursor().hasSelection():
        menu.addAction("Copier la sélection", page.view.copy)
        menu.addSeparator()
    if rule:
        for action in context.registry.rule_actions.values():
            menu.addAction(action.label(rule), lambda act=action.handler: act(rule))
        for word, line in page.view.badges_of(rule):
            menu.addAction(meanings.question(word), lambda to=line: page.links.explain_badge(to))
        menu.addSeparator()
    for key in ("lecture.chercher", "fichier.imprimer", "fichier.pdf"):
        command = context.registry.commands.get(key)
        if command is not None and command.is_enabled:
            menu.addAction(command.text, command.handler)
    return menu
