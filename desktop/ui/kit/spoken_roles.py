"""The interfaces that give a screen reader the roles of `spoken`. Imported after the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QTextDocumentFragment
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QLabel, QStackedWidget, QWidget

from desktop.ui.kit.spoken import BUTTON, CHECK, GROUP, HEADING, LINK, NOTIFICATION, RADIO, role_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAccessibleInterface

_ROLES = {
    BUTTON: QAccessible.Role.Button,
    CHECK: QAccessible.Role.CheckBox,
    RADIO: QAccessible.Role.RadioButton,
    LINK: QAccessible.Role.Link,
    HEADING: QAccessible.Role.Heading,
    GROUP: QAccessible.Role.Grouping,
    NOTIFICATION: QAccessible.Role.Notification,
}
PRESS = "Press"
"""Qt's name of the action that presses a button."""
_installed: list[object] = []


class Spoken(QAccessibleWidget):
    """A widget under another role than Qt's: its words, whether it is ticked, and how it is pressed.

    It holds nothing of its own: PySide keeps what a factory gave, a hundred bytes each, until the program ends.
    """

    def text(self, kind: QAccessible.Text) -> str:
        """The name that was set, else the words on it."""
        widget = self.object()
        if kind != QAccessible.Text.Name or not isinstance(widget, QWidget):
            return super().text(kind)
        if self.role() == QAccessible.Role.Notification:
            return " ".join(label.text() for label in widget.findChildren(QLabel))
        return widget.accessibleName() or _words(widget)

    def state(self) -> QAccessible.State:
        """Ticked or not; headings can take the focus, though Tab does not stop there."""
        state = super().state()
        widget = self.object()
        if isinstance(widget, QAbstractButton) and widget.isCheckable():
            state.checkable, state.checked = True, widget.isChecked()  # type: ignore[attr-defined]
        if self.role() == QAccessible.Role.Heading:
            state.focusable = True  # type: ignore[attr-defined]
        return state

    def childCount(self) -> int:
        """What stands on a button is its name already."""
        return 0 if isinstance(self.object(), QAbstractButton) else super().childCount()

    def actionNames(self) -> list[str]:
        """A button is pressed."""
        names: Sequence[str] = super().actionNames()
        return [PRESS, *names] if isinstance(self.object(), QAbstractButton) else [*names]

    def doAction(self, name: str) -> None:
        """Press it, as a click would."""
        widget = self.object()
        if name == PRESS and isinstance(widget, QAbstractButton):
            widget.click()
        else:
            super().doAction(name)


def _words(widget: QWidget) -> str:
    """What stands on it, without markup, mnemonics and the tick that its state says."""
    if isinstance(widget, QAbstractButton):
        return widget.text().replace("&&", "&").removeprefix("✓ ")
    if isinstance(widget, QLabel):
        rich = widget.textFormat() == Qt.TextFormat.RichText
        return QTextDocumentFragment.fromHtml(widget.text()).toPlainText() if rich else widget.text()
    return ""


def interface_for(_kind: str, thing: QObject) -> QAccessibleInterface | None:
    """The interface of a widget whose role is not Qt's; None leaves it to Qt."""
    if isinstance(thing, QStackedWidget):  # Qt's « layered pane » is a word that a screen reader says for nothing
        return Spoken(thing, QAccessible.Role.Client)
    if not isinstance(thing, QWidget) or not (role := role_of(thing)):
        return None
    return Spoken(thing, _ROLES[role])


def install() -> None:
    """Tell Qt, once a process: its list of factories is the process's."""
    if not _installed:
        _installed.append(interface_for)
        QAccessible.installFactory(interface_for)
