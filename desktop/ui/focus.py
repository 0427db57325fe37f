"""Give the focus to a widget that was made a moment ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def take_focus(widget: QWidget) -> None:
    """Focus a widget now; if its layout has not shown it yet, once more when it has.

    Qt forgets the wish of a widget that is not shown while another window (a dialog that just closed) is the active one.
    """
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    if not widget.isVisible():
        QTimer.singleShot(0, widget, lambda: _again(widget))


def _again(widget: QWidget) -> None:
    window = widget.window()
    if widget.isVisible() and not window.isActiveWindow():
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
