"""The rooms at the side of the window."""

from __future__ import annotations

from window_steps import labels_of, settle


def test_rooms_that_are_not_built_are_absent(window):
    assert list(window.navigation.buttons)[:3] == ["accueil", "referentiels", "profils"]
    assert "À venir" not in labels_of(window)


def test_in_a_narrow_window_the_navigation_is_one_button_away(opener, services, qtbot):
    window = opener(services, (800, 600)).window
    window.looks.set_zoom(150)
    settle(window, qtbot)
    assert not window.navigation.isVisible()
    window.topbar.navigation.click()
    assert window.navigation.isVisible()
