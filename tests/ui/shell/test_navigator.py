"""The way back and forward, and the place that is found again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from window_steps import key, place, type_words

from desktop.ui.door.place import Place

LEFT, RIGHT = Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton


def test_links_backlinks_and_the_way_back(window, qtbot):
    window.context.open_content("usp-articulation-lisp")
    window.reading.view.link_activated.emit("lisp")
    assert window.reading.document.id == "lisp"
    window.reading.view.link_activated.emit("usp-lits-unite")
    assert window.reading.view.current_rule == "usp-lits-unite"
    window.navigator.back()
    assert window.reading.document.id == "lisp"
    window.navigator.back()
    assert window.reading.view.current_rule == "usp-articulation-lisp"


@pytest.mark.parametrize(("there", "back"), [(None, None), (LEFT, RIGHT)])
def test_back_and_forward_by_keys_and_by_the_mouse(window, qtbot, there, back):
    window.context.open_content("usp")
    window.context.open_content("lisp")

    def press(button, command):
        if button is None:
            window.context.run(command)
            return
        event = QMouseEvent(
            QEvent.Type.MouseButtonPress, QPointF(5, 5), QPointF(5, 5), button, button, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(window.reading.view.viewport(), event)

    press(there, "aller.retour")
    assert window.reading.document.id == "usp"
    press(back, "aller.avant")
    assert window.reading.document.id == "lisp"


def test_the_side_buttons_of_the_mouse_work_over_the_lists_and_choose_nothing(window, qtbot):
    type_words(window, qtbot, "lits")
    key(window, Qt.Key.Key_Return)
    opened, rule = place(window), window.reading.view.current_rule
    page = window.reading
    surfaces = (page.results.view.viewport(), page.rubriques.list.viewport(), page.view.viewport())
    for surface in surfaces:
        window.context.open_content("usp-tutorat")
        window.reading.view.set_current_rule("usp-tutorat")
        middle = QPointF(surface.rect().center())
        event = QMouseEvent(
            QEvent.Type.MouseButtonPress,
            middle,
            surface.mapToGlobal(middle),
            LEFT,
            LEFT,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(surface, event)
        assert place(window)[:3] == opened[:3]
        assert page.view.current_rule == rule


def test_previous_and_next_document(window):
    window.context.open_content("usp")
    window.context.run("lecture.document-suivant")
    assert window.reading.document.id == "lisp"
    window.context.run("lecture.document-precedent")
    window.context.run("lecture.document-precedent")
    assert window.reading.document.id == "usp"


def test_place_and_size_survive_a_restart_and_the_filter_does_not(opener, services, qtbot):
    first = opener(services).window
    first.context.open_content("usp-articulation-anticipees")
    first.reading.toolbar.filter.set_families(frozenset({"obligation"}))
    first.reading.toolbar.filter.changed.emit()
    first.context.run("affichage.agrandir")
    first.close()
    second = opener(services).window
    assert second.navigator.history.current.cible == "usp-articulation-anticipees"
    assert second.reading.toolbar.filter.families() == frozenset()
    assert second.reading.built.layout.masquees == 0
    assert second.context.theme.zoom == 110
    second.context.go("accueil")
    names = [b.accessibleName() for b in second.navigator.page.findChildren(QAbstractButton)]
    assert any(name.startswith("USP › Articulation") for name in names)


def test_the_place_is_kept_even_if_the_window_is_killed(opener, services, qtbot):
    from desktop.settings import Settings

    window = opener(services).window
    window.context.open_content("usp-tutorat")
    qtbot.waitUntil(lambda: (Settings(services.config_dir).value("lieu") or {}).get("cible") == "usp-tutorat")


def test_a_place_of_another_version_leads_home(opener, services):
    from desktop.settings import Settings

    Settings(services.config_dir).put(lieu={"page": "salle-disparue", "cible": "x", "requete": "", "etat": ""})
    assert opener(services).window.navigator.history.current == Place("accueil")
