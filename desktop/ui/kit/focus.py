"""Give the focus to a widget that was made a moment ago; make one stop of the Tab key of a group.

The first paint needs the classes below, and can't pay for the `Qt` namespace: it is imported where it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

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
    from PySide6.QtCore import Qt

    _show_new(widget)
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    if not widget.isVisible():
        QTimer.singleShot(0, widget, lambda: _again(widget))


def _show_new(widget: QWidget) -> None:
    """Show what a layout has just taken, and would show only with the next event; never what was hidden on purpose."""
    from PySide6.QtCore import Qt

    new: list[QWidget] = []
    one: QWidget | None = widget
    while one is not None and not one.isVisible():
        if one.isWindow() or one.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            return
        new.append(one)
        one = one.parentWidget()
    for made in reversed(new):
        made.show()


def _again(widget: QWidget) -> None:
    from PySide6.QtCore import Qt

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
        from PySide6.QtCore import Qt

        for one in self.members:
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is member else Qt.FocusPolicy.ClickFocus)

    def move(self, member: QWidget, key: int) -> bool:
        """Follow an arrow from a member; False for any other key. What is hidden or disabled is passed over."""
        from PySide6.QtCore import Qt

        reachable = [one for one in self.members if one is member or (one.isVisible() and one.isEnabled())]
        here = reachable.index(member)
        if key in _ENDS:
            target = reachable[_ENDS[key]]
        elif key in _STEPS:
            target = reachable[(here + _STEPS[key]) % len(reachable)]
        else:
            return False
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


# The values of Qt.Key: Gauche, Haut, Droite, Bas; Début, Fin.
_STEPS = {0x01000012: -1, 0x01000013: -1, 0x01000014: 1, 0x01000015: 1}
_ENDS = {0x01000010: 0, 0x01000011: -1}


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
        from PySide6.QtCore import Qt

        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if not (plain and self.roving is not None and self.roving.move(self, event.key())):
            super().keyPressEvent(event)
