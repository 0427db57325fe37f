"""What a page must not do to a person who looks at it: cut words, hide what has the focus, offer targets too small to hit.

The checks ask the widgets themselves (what they need against what they have), so that they find a fault of a kind on any page,
also on one that is written later. Each returns sentences; an empty list is a page that fits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from desktop.ui.kit.theme import TARGET
from desktop.ui.kit.widgets import CardButton

if TYPE_CHECKING:
    from collections.abc import Iterator

SLACK = 1
"""Pixels by which rounding may differ."""
WORDS_MAY_END = "peut_finir_par_points"
"""Property of a label that shortens its words by itself and says them whole in its tooltip."""


def told(widget: QWidget) -> str:
    """A widget as a person who mends it finds it."""
    words = ""
    for name in ("text", "accessibleName", "objectName"):
        words = words or str(getattr(widget, name, str)() or "")
    where = f"{widget.width()}×{widget.height()}"
    return f"{type(widget).__name__} « {words[:60]} » ({where})"


def shown(root: QWidget) -> Iterator[QWidget]:
    """The widgets of a window that are drawn, with the window itself."""
    yield root
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and not widget.isWindow() and widget.window() is root:
            yield widget


def faults(window: QWidget) -> list[str]:
    """Everything below, for one window."""
    return [*cut_words(window), *outside(window), *overlapping(window), *small_targets(window), *emergency(window)]


# -- words


def cut_words(window: QWidget) -> list[str]:
    """Widgets that have less room than their words need."""
    found = []
    for widget in shown(window):
        need = _needed(widget)
        if need is None:
            continue
        room = widget.size()
        if need.width() > room.width() + SLACK or need.height() > room.height() + SLACK:
            found.append(f"cut: {told(widget)} needs {need.width()}×{need.height()}")
    return found


def _needed(widget: QWidget) -> QSize | None:  # noqa: PLR0911 - one line a kind of widget
    if isinstance(widget, QLabel):
        return _label(widget)
    if isinstance(widget, QCheckBox | CardButton):
        return QSize(0, widget.heightForWidth(widget.width()))
    if isinstance(widget, QAbstractButton):
        return widget.sizeHint() if widget.text() else QSize(0, 0)
    if isinstance(widget, QComboBox):
        widest = max(
            (widget.fontMetrics().horizontalAdvance(widget.itemText(i)) for i in range(widget.count())), default=0
        )
        return QSize(widest, widget.sizeHint().height())
    if isinstance(widget, QLineEdit):
        return _field(widget)
    if isinstance(widget, QHeaderView):
        return _header(widget)
    return None


def _label(label: QLabel) -> QSize | None:
    words = label.text()
    if not words or label.property(WORDS_MAY_END):
        return None
    if not label.wordWrap():
        return label.sizeHint()
    return QSize(_longest_word(label), label.heightForWidth(label.width()))


def _longest_word(label: QLabel) -> int:
    words = label.text()
    if label.textFormat() is Qt.TextFormat.RichText:
        document = QTextDocument()
        document.setHtml(words)
        words = document.toPlainText()
    margins = label.contentsMargins()
    metrics = label.fontMetrics()
    longest = max((metrics.horizontalAdvance(word) for word in re.split(r"[ \n\-\u2010/]+", words)), default=0)
    return longest + margins.left() + margins.right() + label.margin() * 2


def _field(field: QLineEdit) -> QSize:
    """The words that a field shows while it is empty; what stands over it must leave them room."""
    if field.text() or not field.placeholderText():
        return QSize(0, field.minimumSizeHint().height())
    margins = field.textMargins()
    width = field.fontMetrics().horizontalAdvance(field.placeholderText()) + margins.left() + margins.right()
    over = sum(child.width() for child in field.findChildren(QLabel) if child.isVisible())
    return QSize(width + over, field.minimumSizeHint().height())


def _header(header: QHeaderView) -> QSize:
    if header.orientation() is not Qt.Orientation.Horizontal:
        return QSize(0, 0)
    short = 0
    for section in range(header.count()):
        if not header.isSectionHidden(section):
            short = max(short, header.sectionSizeHint(section) - header.sectionSize(section))
    return QSize(header.width() + max(0, short), header.sizeHint().height())


# -- room


def outside(window: QWidget) -> list[str]:
    """Widgets that reach over the edge of what holds them, where nothing scrolls there."""
    found = []
    for widget in shown(window):
        holder = widget.parentWidget()
        if widget is window or holder is None:
            continue
        area = holder.parentWidget()
        scrolls = isinstance(area, QAbstractScrollArea) and area.viewport() is holder
        over = _over(widget.geometry(), holder.rect())
        if scrolls:
            over = max(0, widget.width() - holder.width())  # nobody reads by scrolling sideways
        if over > SLACK:
            found.append(f"outside: {told(widget)} by {over} px of {told(holder)}")
    return found


def _over(inner: QRect, outer: QRect) -> int:
    return max(
        outer.left() - inner.left(), outer.top() - inner.top(),
        inner.right() - outer.right(), inner.bottom() - outer.bottom(), 0,
    )  # fmt: skip


def overlapping(window: QWidget) -> list[str]:
    """Widgets of one layout that lie over one another."""
    found = []
    for holder in shown(window):
        layout = holder.layout()
        if layout is None:
            continue
        inside = [
            child
            for child in holder.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if child.isVisible() and not child.isWindow()
        ]
        for rank, one in enumerate(inside):
            for other in inside[rank + 1 :]:
                shared = one.geometry() & other.geometry()
                if shared.width() > SLACK and shared.height() > SLACK:
                    found.append(f"over one another: {told(one)} and {told(other)}")
    return found


# -- focus


def drawn(widget: QWidget) -> QRect:
    """The part of a widget that nothing which holds it cuts off, in the widget's own coordinates."""
    seen = widget.rect()
    inner, holder, shift = widget, widget.parentWidget(), QPoint(0, 0)
    while holder is not None and not inner.isWindow():
        shift += inner.pos()
        seen &= holder.rect().translated(-shift)
        inner, holder = holder, holder.parentWidget()
    return seen


def in_sight(widget: QWidget) -> bool:
    """Whether all of a widget is drawn, or as much of it as the window can hold."""
    seen = drawn(widget)
    holders = [area.viewport().size() for area in _areas(widget)] or [widget.window().size()]
    room = min((size.height() for size in holders), default=0)
    wide = min((size.width() for size in holders), default=0)
    return seen.height() >= min(widget.height(), room) - SLACK and seen.width() >= min(widget.width(), wide) - SLACK


def _areas(widget: QWidget) -> Iterator[QScrollArea]:
    holder = widget.parentWidget()
    while holder is not None:
        if isinstance(holder, QScrollArea):
            yield holder
        holder = holder.parentWidget()


def focus_faults() -> list[str]:
    """What has the focus must be seen."""
    focused = QApplication.focusWidget()
    if focused is None or in_sight(focused):
        return []
    return [f"focus out of sight: {told(focused)}, {drawn(focused)} of it is drawn"]


# -- targets, emergency


def small_targets(window: QWidget) -> list[str]:
    """What can be pressed and is lower or narrower than a finger."""
    found = []
    for widget in shown(window):
        if not isinstance(widget, QAbstractButton) or isinstance(widget, QScrollBar) or not widget.isEnabled():
            continue
        if isinstance(widget.parentWidget(), QLineEdit | QAbstractItemView | QHeaderView):
            continue
        if widget.height() < TARGET or widget.width() < TARGET:
            found.append(f"small target: {told(widget)}")
    return found


def emergency(window: QWidget) -> list[str]:
    """The line for an emergency: once, whole and in sight."""
    lines = [w for w in shown(window) if isinstance(w, QLabel) and "urgence vitale non prévue" in w.text().lower()]
    if len(lines) != 1:
        return [f"{len(lines)} emergency lines"]
    line = lines[0]
    place = QRect(line.mapTo(window, QPoint(0, 0)), line.size())
    whole = drawn(line) == line.rect() and window.rect().contains(place)
    return [] if whole else [f"emergency line cut: {told(line)} at {place} of {window.size()}"]


def reads_text(widget: QWidget | None) -> bool:
    """Whether Tab and arrows mean something else there than « go on »."""
    return isinstance(widget, QTextEdit | QPlainTextEdit | QAbstractItemView)
