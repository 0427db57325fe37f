"""Give the focus to a widget that was made a moment ago; make one stop of the Tab key of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    _Widget = QWidget
else:
    _Widget = object


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


class Roving:
    """A group that Tab enters once, at the member that had the focus last; arrows, Début and Fin move inside."""

    def __init__(self, members: Sequence[QWidget]) -> None:
        self.members = [*members]
        for member in self.members:
            if isinstance(member, Grouped):
                member.roving = self
        chosen = next((one for one in self.members if getattr(one, "isChecked", bool)()), None)
        if self.members:
            self.enter(chosen or self.members[0])

    def enter(self, member: QWidget) -> None:
        """Tab comes back to this member from now on."""
        for one in self.members:
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is member else Qt.FocusPolicy.ClickFocus)

    def move(self, member: QWidget, key: int) -> bool:
        """Follow an arrow from a member; False for any other key. What is hidden or disabled is passed over."""
        reachable = [one for one in self.members if one is member or (one.isVisible() and one.isEnabled())]
        here = reachable.index(member)
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            target = reachable[0 if key == Qt.Key.Key_Home else -1]
        elif key in _STEPS:
            target = reachable[(here + _STEPS[Qt.Key(key)]) % len(reachable)]
        else:
            return False
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Grouped(_Widget):
    """Beside a widget class: a member of a `Roving` group, if it is put into one."""

    roving: Roving | None = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab comes back here."""
        super().focusInEvent(event)
        if self.roving is not None:
            self.roving.enter(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows stay in the group."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if not (plain and self.roving is not None and self.roving.move(self, event.key())):
            super().keyPressEvent(event)
