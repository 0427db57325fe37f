"""What the window's commands do, one function each: dialogs, printing, moving the focus. Dialogs are imported when opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from desktop.settings import MENU_BAR
from desktop.telling import labels
from desktop.ui.kit.held import LOG_NAME
from desktop.ui.shell.actions import has_menu_bar

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.door.printable import Printable
    from desktop.ui.shell.window import MainWindow

NO_RULE = "Aucune règle n’est désignée : Alt+Bas désigne la première."


def printable(window: MainWindow) -> Printable | None:
    """What the page gives to be printed, if anything."""
    page = window.navigator.page
    return page.print_source() if page is not None else None


def print_shown(window: MainWindow) -> None:
    """Print what is shown."""
    from desktop.ui.paper.commands import print_page

    if (source := printable(window)) is not None:
        print_page(window.context, source, window)


def export_pdf(window: MainWindow) -> None:
    """Write what is shown to a PDF."""
    from desktop.ui.paper.commands import export_pdf as export

    if (source := printable(window)) is not None:
        export(window.context, source, window)


def open_menu(window: MainWindow) -> None:
    """The menus, under their button."""
    if window.command_actions is None:
        return
    button = window.topbar.menu
    menu = window.command_actions.menu()
    corner = button.mapToGlobal(button.rect().bottomRight())
    menu.popup(corner - QPoint(menu.sizeHint().width(), 0))


def toggle_menu_bar(window: MainWindow) -> None:
    """Menus in a bar as well as under their button, or under the button alone; kept for the next start."""
    window.context.settings.put(**{MENU_BAR: not has_menu_bar(window)})


def open_palette(window: MainWindow) -> None:
    """The command palette."""
    from desktop.ui.shell.palette import Palette

    Palette(window.context, window).open()


def show_shortcuts(window: MainWindow) -> None:
    """The list of shortcuts."""
    from desktop.ui.shell.dialogs import Shortcuts

    Shortcuts(window.context, window).open()


def show_about(window: MainWindow) -> None:
    """« À propos »."""
    from desktop.ui.shell.dialogs import About

    About(window.context, window).open()


def show_log(window: MainWindow) -> None:
    """The journal."""
    from desktop.ui.shell.dialogs import Journal

    folder = window.context.services.log_dir
    Journal(window.context, window, folder / LOG_NAME if folder else None).open()


def toggle_full_screen(window: MainWindow) -> None:
    """The whole screen, or a window again."""
    window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)


def find_in_page(window: MainWindow) -> None:
    """Open the find line of the reader."""
    window.reading.findbar.open_bar()


def copy_rule(window: MainWindow, rule: str = "") -> None:
    """Copy a règle, the current one by default, with its reference."""
    corpus = window.context.corpus
    key = rule or window.reading.view.current_rule
    if corpus is None or key not in corpus.regles:
        window.context.say(NO_RULE)
        return
    QGuiApplication.clipboard().setText(labels.citation(corpus, corpus.regles[key]))
    window.context.say("Règle copiée avec sa référence.")


def explain_badge(window: MainWindow) -> None:
    """Say what the badge in hand means, in « Premiers pas »."""
    window.reading.explain_badge()


def copy_shown(window: MainWindow) -> None:
    """The marked règle of a document, the plan or the result of any other page."""
    page = window.navigator.page
    if window.reading_is_shown():
        copy_rule(window)
    elif page is not None and page.copies:
        page.copy()


def keep_shown(window: MainWindow) -> None:
    """Keep what the page shows: a situation, or its changes."""
    if (page := window.navigator.page) is not None and page.keeps:
        page.keep()


def on_current_rule(window: MainWindow, handler: Callable[[str], object]) -> None:
    """Run an action on the règle that is marked, or say how to mark one."""
    if rule := window.reading.view.current_rule:
        handler(rule)
    else:
        window.context.say(NO_RULE)


def step_part(window: MainWindow, by: int) -> None:
    """The next règle of a document, the next part of any other page; before them, the ones before."""
    from desktop.ui.kit.sections import step

    if window.reading_is_shown():
        window.reading.step_rule(by)
    elif (page := window.navigator.page) is not None:
        step(page, by)


def next_pane(window: MainWindow) -> None:
    """Move the focus from field to navigation to page, and around."""
    page = window.navigator.page
    focus = window.focusWidget() or window
    if window.topbar.isAncestorOf(focus):
        buttons = [b for b in window.navigation.buttons.values() if b.isVisible()]
        target = next((b for b in buttons if b.isChecked()), buttons[0] if buttons else None)
        if target is not None:
            target.setFocus()
            return
    elif page is not None and page.isAncestorOf(focus):
        window.searching.focus()
        return
    if page is not None:
        page.focus_main()
