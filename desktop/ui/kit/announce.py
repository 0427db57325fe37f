"""Say something to a screen reader without moving the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str | Callable[[], str]) -> bool:
    """Have the words read out; False where no screen reader listens. Words that cost something are made only for one."""
    if not QAccessible.isActive():
        return False
    said = words if isinstance(words, str) else words()
    if said:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, said))
    return bool(said)
