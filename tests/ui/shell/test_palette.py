"""The palette of commands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest


def test_the_palette_runs_a_command_by_keyboard(window, qtbot):
    from desktop.ui.shell.palette import Palette

    window.context.run("aide.palette")
    palette = window.findChild(Palette)
    palette.field.setText("agrandir")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.context.theme.zoom == 110
    palette.deleteLater()
