"""Commands are data: unique, in menus, found by the palette; their shortcuts reach them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence

from build_scripts.fresh_machine import typed
from desktop.text.typography import french
from desktop.ui.door.registry import Command, PageSpec, Registry
from desktop.ui.shell.actions import shortcut_text
from desktop.ui.shell.palette import matching


def command(key: str, text: str = "Texte", group: str = "Aide", **more) -> Command:
    return Command(key, text, group, lambda: None, **more)


def test_an_id_is_registered_once():
    registry = Registry()
    registry.add_command(command("a"))
    with pytest.raises(ValueError, match="twice"):
        registry.add_command(command("a"))


def test_a_shortcut_belongs_to_one_command():
    registry = Registry()
    registry.add_command(command("a", shortcuts=("Ctrl+K",)))
    with pytest.raises(ValueError, match=r"Ctrl\+K"):
        registry.add_command(command("b", shortcuts=("Ctrl+K",)))


def test_help_is_the_last_menu_and_new_groups_come_before_it():
    registry = Registry()
    for group in ("Aide", "Formation", "Fichier"):
        registry.add_command(command(group, group=group))
    assert [group for group, _ in registry.groups()] == ["Fichier", "Formation", "Aide"]


def test_navigation_shows_only_what_exists_in_its_order():
    registry = Registry()
    registry.add_page(PageSpec("orienter", "Orienter", lambda: None, section="Situations", order=10))
    registry.add_page(PageSpec("mes", "Mes situations", lambda: None, section="Situations", order=5))
    registry.add_page(PageSpec("accueil", "Accueil", lambda: None))
    registry.add_page(PageSpec("lecture", "Lecture", lambda: None, in_navigation=False))
    shown = [(section, [page.id for page in pages]) for section, pages in registry.navigation()]
    assert shown == [("", ["accueil"]), ("Situations", ["mes", "orienter"])]


def test_the_palette_finds_without_accents_and_by_other_words():
    registry = Registry()
    registry.add_command(command("a", "Réduire le texte", words="zoom"))
    registry.add_command(command("b", "Texte normal"))
    registry.add_command(command("c", "Interdit", enabled=lambda: False))
    assert [c.id for c in matching(registry, "reduire")] == ["a"]
    assert [c.id for c in matching(registry, "zoom")] == ["a"]
    assert [c.id for c in matching(registry, "texte")] == ["b", "a"]
    assert [c.id for c in matching(registry, "")] == ["a", "b"]
    assert matching(registry, "interdit") == []


def test_the_palette_begins_with_what_is_useful_and_ends_with_leaving(window):
    listed = [one.id for one in matching(window.context.registry, "")]
    assert listed[:2] == ["orienter.nouvelle", "recherche.champ"]
    assert listed[-1] == "fichier.quitter"
    registry = Registry()
    for key, group in (("fichier.quitter", "Fichier"), ("a", "Affichage"), ("orienter.nouvelle", "Situations")):
        registry.add_command(command(key, group=group))
    assert [one.id for one in matching(registry, "")] == ["orienter.nouvelle", "a", "fichier.quitter"]


def test_leaving_is_the_last_line_of_its_menu(window):
    window.command_actions.bind()
    menus = dict(window.context.registry.groups())
    shown = [one.id for one in menus["Fichier"] if one.in_menu]
    assert shown[-1] == "fichier.quitter"
    assert {"reglages", "donnees.effacer"} <= set(shown)
    (entry,) = [action for action in window.command_actions.menu().actions() if action.text() == "Fichier"]
    assert entry.menu().actions()[-1].text() == "Quitter"


def test_the_windows_commands_are_whole(window):
    registry = window.context.registry
    assert len(registry.commands) > 20
    for one in registry.commands.values():
        assert one.text
        assert one.group
        for shortcut in one.shortcuts:
            assert not QKeySequence(shortcut).isEmpty(), one.id


def test_shortcuts_are_written_in_french(qapp):
    assert shortcut_text("Ctrl+Shift+P") == "Ctrl+Maj+P"
    assert shortcut_text("Alt+Left") == "Alt+Gauche"
    assert shortcut_text("Ctrl+PgDown") == "Ctrl+PageSuiv"
    assert shortcut_text("Ctrl++") == "Ctrl++"
    assert shortcut_text("F1") == "F1"


def test_the_menus_can_stand_in_a_bar_and_stay_there(opener, services):
    first = opener(services).window
    first.context.run("affichage.menus")
    titles = [action.text() for action in first.menuBar().actions()]
    assert titles[0] == "&Fichier"
    assert titles[-1] == "A&ide"
    assert first.context.registry.commands["affichage.menus"].checked()
    first.close()
    second = opener(services).window
    assert second.context.registry.commands["affichage.menus"].checked()
    second.context.run("affichage.menus")
    assert not second.menuBar().isVisible()


def test_a_shortcut_works_after_a_menu_was_shown(window, qtbot):
    menu = window.command_actions.menu()
    group = menu.actions()[1].menu()
    group.aboutToShow.emit()
    group.aboutToHide.emit()
    assert all(action.isEnabled() for action in window.command_actions._made.values())
    menu.deleteLater()


def test_the_menu_holds_every_command_but_the_hidden_ones(window):
    menu = window.command_actions.menu()
    shown = {action.text() for group in menu.actions() for action in group.menu().actions()}
    wanted = {french(c.text).replace("&", "&&") for c in window.context.registry.commands.values() if c.in_menu}
    assert shown == wanted
    menu.deleteLater()


def test_what_is_typed_puts_each_command_first_in_the_palette(session):
    commands = [command for command in session.context.registry.commands.values() if command.is_enabled]
    assert len(commands) > 40
    firsts = {command.id: matching(session.context.registry, typed(command.text))[0].id for command in commands}
    assert firsts == {command.id: command.id for command in commands}
