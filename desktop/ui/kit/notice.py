"""A message that stays until it is read. Only the one of the closing window holds up what runs."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMessageBox, QWidget

from desktop.ui.kit.gestures import watch_dialog
from desktop.ui.kit.message_box import MessageBox

PATIENCE = 20_000
"""Milliseconds that the end of the program waits for someone to read: the session may be ending, with nobody there."""


def window_under() -> QWidget | None:
    """The program's window: the one that is active; under a dialog, which may be closing, the one it stands on."""
    found = QApplication.activeWindow()
    while isinstance(found, QDialog) and (parent := found.parentWidget()) is not None:
        found = parent.window()
    if found is None:
        # Another program has the screen: a dialog without a parent would be gone before it is shown.
        windows = (w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow) and w.isVisible())
        found = next(windows, None)
    return found


def notice(title: str, message: str, detail: str = "", *, alarm: bool = True) -> QMessageBox:
    """Show a message over the window that is active; `alarm`: something went wrong."""
    box = _box(title, message, detail, alarm=alarm)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


def say_and_wait(title: str, message: str, detail: str = "") -> None:
    """Show a message and return when it was read, or after `PATIENCE`: for what is said while the window closes."""
    box = _box(title, message, detail, alarm=True)
    QTimer.singleShot(PATIENCE, box, box.accept)
    box.exec()


def _box(title: str, message: str, detail: str, *, alarm: bool) -> QMessageBox:
    box = MessageBox(window_under())
    box.setIcon(QMessageBox.Icon.Warning if alarm else QMessageBox.Icon.Information)
    box.setWindowTitle(title)
    box.setText(message)
    box.setInformativeText(detail)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    watch_dialog(box)
    return box
