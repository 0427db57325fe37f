"""The commands of the window itself, as data. What other rooms add comes through their `register`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.ui.door import ids
from desktop.ui.door.registry import Command
from desktop.ui.kit.theme import ThemeMode
from desktop.ui.shell import deeds
from desktop.ui.shell.actions import has_menu_bar

if TYPE_CHECKING:
    from desktop.ui.door.registry import Registry
    from desktop.ui.shell.window import MainWindow


def register_commands(registry: Registry, window: MainWindow) -> None:
    """Register the window's commands."""
    for command in (*_file(window), *_edit(window), *_view(window), *_go(window), *_help(window)):
        registry.add_command(command)


def _file(w: MainWindow) -> tuple[Command, ...]:
    def printable() -> bool:
        return deeds.printable(w) is not None

    return (
        Command(
            ids.PRINT,
            "Imprimer…",
            "Fichier",
            partial(deeds.print_shown, w),
            ("Ctrl+P",),
            printable,
            words="papier",
        ),
        Command(
            ids.EXPORT_PDF,
            "Exporter en PDF…",
            "Fichier",
            partial(deeds.export_pdf, w),
            ("Ctrl+Shift+E",),
            printable,
            words="fichier",
        ),
        Command(
            ids.KEEP,
            "Garder la situation",
            "Fichier",
            partial(deeds.keep_shown, w),
            ("Ctrl+S",),
            lambda: w.navigator.page is not None and w.navigator.page.keeps,
            words="enregistrer sauver plan changements",
        ),
        Command(ids.LEAVE, "Quitter", "Fichier", w.close, ("Ctrl+Q",), words="fermer"),
    )


def _edit(w: MainWindow) -> tuple[Command, ...]:
    reading = w.reading_is_shown
    return (
        Command(
            ids.SEARCH,
            "Rechercher",
            "Édition",
            w.searching.focus,
            ("Ctrl+K", "/"),
            words="trouver chercher",
            first=2,
        ),
        Command(
            ids.FIND,
            "Rechercher dans la page",
            "Édition",
            partial(deeds.find_in_page, w),
            ("Ctrl+F",),
            reading,
            words="trouver",
        ),
        Command(ids.FIND_NEXT, "Occurrence suivante", "Édition", lambda: w.reading.find_step(1), ("F3",), reading),
        Command(
            ids.FIND_PREVIOUS,
            "Occurrence précédente",
            "Édition",
            lambda: w.reading.find_step(-1),
            ("Shift+F3",),
            reading,
        ),
        Command(
            ids.COPY,
            "Copier la règle avec sa référence, ou le plan",
            "Édition",
            partial(deeds.copy_shown, w),
            ("Ctrl+Shift+C",),
            lambda: reading() or (w.navigator.page is not None and w.navigator.page.copies),
            words="citer citation presse-papiers courrier résultat",
        ),
    )


def _mode(w: MainWindow, mode: ThemeMode) -> Command:
    return Command(
        f"{ids.THEME}{mode.value}",
        f"Thème : {mode.label.lower()}",
        "Affichage",
        lambda: w.looks.set_mode(mode),
        checked=lambda: w.looks.mode is mode,
        words="couleurs contraste nuit jour",
    )


def _view(w: MainWindow) -> tuple[Command, ...]:
    modes = tuple(_mode(w, mode) for mode in ThemeMode)
    return (
        Command(
            ids.LARGER,
            "Agrandir le texte",
            "Affichage",
            lambda: w.looks.zoom_by(1),
            ("Ctrl++", "Ctrl+="),
            words="zoom taille police",
        ),
        Command(
            ids.SMALLER,
            "Réduire le texte",
            "Affichage",
            lambda: w.looks.zoom_by(-1),
            ("Ctrl+-",),
            words="zoom taille police",
        ),
        Command(
            ids.NORMAL_SIZE,
            "Taille normale du texte",
            "Affichage",
            lambda: w.looks.set_zoom(100),
            ("Ctrl+0",),
            words="zoom 100",
        ),
        Command(
            ids.TOGGLE_THEME, "Changer de thème", "Affichage", w.looks.toggle_mode, ("Ctrl+Shift+L",), in_menu=False
        ),
        *modes,
        Command(
            ids.TOGGLE_NAVIGATION,
            "Navigation",
            "Affichage",
            w.toggle_navigation,
            ("Ctrl+B",),
            checked=lambda: w.navigation.isVisibleTo(w),
            words="colonne gauche",
        ),
        Command(
            ids.TOGGLE_MENUS,
            "Barre de menus",
            "Affichage",
            partial(deeds.toggle_menu_bar, w),
            checked=partial(has_menu_bar, w),
            words="menu fichier",
        ),
        Command(
            ids.FULL_SCREEN,
            "Plein écran",
            "Affichage",
            partial(deeds.toggle_full_screen, w),
            ("F11",),
            checked=w.isFullScreen,
        ),
    )


def _go(w: MainWindow) -> tuple[Command, ...]:
    reading = w.reading_is_shown
    return (
        Command(ids.GO_HOME, "Accueil", "Aller", lambda: w.context.go(ids.HOME), ("Alt+Home",), words="début"),
        Command(ids.GO_LIBRARY, "Référentiels", "Aller", lambda: w.context.go(ids.LIBRARY), words="annexes"),
        Command(ids.GO_PROFILES, "Profils", "Aller", lambda: w.context.go(ids.PROFILES), words="postes métiers"),
        Command(
            ids.BACK,
            "Revenir en arrière",
            "Aller",
            w.navigator.back,
            ("Alt+Left",),
            lambda: w.navigator.history.can_back,
        ),
        Command(
            ids.FORWARD,
            "Aller en avant",
            "Aller",
            w.navigator.forward,
            ("Alt+Right",),
            lambda: w.navigator.history.can_forward,
        ),
        Command(
            ids.PREVIOUS_DOCUMENT,
            "Document précédent",
            "Aller",
            lambda: w.reading.step_document(-1),
            ("Ctrl+PgUp",),
            reading,
        ),
        Command(
            ids.NEXT_DOCUMENT,
            "Document suivant",
            "Aller",
            lambda: w.reading.step_document(1),
            ("Ctrl+PgDown",),
            reading,
        ),
        Command(
            ids.NEXT_RULE,
            "Règle ou partie suivante",
            "Aller",
            partial(deeds.step_part, w, 1),
            ("Alt+Down",),
            words="titre section rubrique",
        ),
        Command(
            ids.PREVIOUS_RULE,
            "Règle ou partie précédente",
            "Aller",
            partial(deeds.step_part, w, -1),
            ("Alt+Up",),
            words="titre section rubrique",
        ),
        Command(
            ids.NEXT_PANE,
            "Volet suivant",
            "Aller",
            partial(deeds.next_pane, w),
            ("F6",),
            words="focus clavier",
            in_menu=False,
        ),
    )


def _help(w: MainWindow) -> tuple[Command, ...]:
    return (
        Command(
            ids.PALETTE,
            "Palette de commandes",
            "Aide",
            partial(deeds.open_palette, w),
            ("Ctrl+Shift+P",),
            words="menu",
        ),
        Command(
            ids.SHORTCUTS,
            "Raccourcis clavier",
            "Aide",
            partial(deeds.show_shortcuts, w),
            ("F1",),
            words="touches aide",
        ),
        Command(
            ids.EXPLAIN_BADGE,
            "Que veut dire ce badge ?",
            "Aide",
            partial(deeds.explain_badge, w),
            ("Ctrl+I",),
            w.reading_is_shown,
            words="force obligation énoncé niveau signification",
        ),
        Command(ids.MENU, "Ouvrir le menu", "Aide", partial(deeds.open_menu, w), ("F10",), in_menu=False),
        Command(ids.LOG, "Journal", "Aide", partial(deeds.show_log, w), words="erreurs log"),
        Command(
            ids.ABOUT,
            "À propos de Cap palliatif",
            "Aide",
            partial(deeds.show_about, w),
            words="version sources licence",
        ),
    )
