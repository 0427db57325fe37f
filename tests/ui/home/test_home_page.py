"""What stands on the first screen."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton


def test_it_opens_at_home_with_the_structures_and_the_profiles(window):
    home = window.navigator.page
    names = [b.accessibleName() for b in home.findChildren(QAbstractButton)]
    assert "USP, Unité de soins palliatifs, 3ᵉ recours" in names
    assert "Médecin coordonnateur" in [b.text() for b in home.findChildren(QAbstractButton)]
    assert window.focusWidget() is window.topbar.field
