"""From one part of a page to the next: its headings take the focus, one key a part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QScrollArea

from desktop.ui.kit.focus import take_focus
from desktop.ui.kit.spoken import HEADING, role_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def headings(root: QWidget) -> list[QLabel]:
    """The headings that are shown on a page, column after column, each from its top."""
    found = [label for label in root.findChildren(QLabel) if role_of(label) == HEADING and label.isVisibleTo(root)]
    return sorted(found, key=lambda label: _place(label, root))


def step(root: QWidget, by: int) -> bool:
    """Focus the next heading after the focus, or the one before; past the ends, from the other one. False without headings."""
    found = headings(root)
    if not found:
        return False
    focused = root.window().focusWidget()
    if focused is None or not root.isAncestorOf(focused):
        index = 0 if by > 0 else len(found) - 1
    elif isinstance(focused, QLabel) and focused in found:
        index = found.index(focused) + by
    else:
        here = _place(focused, root)
        before = sum(_place(label, root) <= here for label in found)
        index = before if by > 0 else before - 1
    show(found[index % len(found)])
    return True


def show(heading: QLabel) -> None:
    """Focus a heading, with what follows it in view."""
    take_focus(heading)
    area = _area(heading)
    if area is not None and area.widget() is not None:
        top = heading.mapTo(area.widget(), QPoint(0, 0)).y()
        bar = area.verticalScrollBar()
        room = area.viewport().height()
        if not bar.value() <= top <= bar.value() + room // 2:
            bar.setValue(top - heading.height())


def _area(widget: QWidget) -> QScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def _place(widget: QWidget, root: QWidget) -> tuple[int, int, int]:
    """Where it stands: left edge of its column, then height and place in it, however far it is scrolled."""
    area = _area(widget)
    inner = area.widget() if area is not None and root.isAncestorOf(area) else None
    if area is None or inner is None:
        spot = widget.mapTo(root, QPoint(0, 0))
        return (0, spot.y(), spot.x())
    spot = widget.mapTo(inner, QPoint(0, 0))
    return (area.mapTo(root, QPoint(0, 0)).x(), spot.y(), spot.x())
