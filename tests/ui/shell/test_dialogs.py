"""The small windows."""

from __future__ import annotations

from window_steps import labels_of


def test_dialogs_open_and_say_what_they_must(window, qtbot):
    from desktop.ui.shell.dialogs import About, Journal, Shortcuts
    from desktop.ui.shell.palette import Palette

    for command, kind in (
        ("aide.raccourcis", Shortcuts),
        ("aide.a-propos", About),
        ("aide.journal", Journal),
        ("aide.palette", Palette),
    ):
        window.context.run(command)
        dialog = window.findChild(kind)
        words = labels_of(dialog)
        if kind is Shortcuts:
            assert "Ctrl+Maj+P" in words
        if kind is About:
            assert "n’est pas un dispositif médical" in words
            assert "2023.9" in words
            assert "21\u00a0juin 2023" in words
            assert "non datée" in words
        dialog.close()
        dialog.deleteLater()
