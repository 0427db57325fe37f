"""Text size and theme."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from desktop.ui.kit.theme import ThemeMode


def test_text_size_and_theme_reach_everything_and_are_kept(window, session):
    window.context.open_content("usp")
    window.context.run("affichage.agrandir")
    assert window.context.theme.zoom == 110
    for _ in range(30):
        window.context.run("affichage.agrandir")
    assert window.context.theme.zoom == 200
    window.context.run("affichage.sombre")
    assert window.context.theme.dark
    assert window.looks.mode is ThemeMode.DARK
    assert QApplication.palette().window().color().name().upper() == window.context.theme.hex("bg")
    assert session.context.settings.number("zoom") == 200
    assert session.context.settings.text("theme") == "sombre"
    window.context.run("affichage.normal")
    assert window.context.theme.zoom == 100
