"""A finger scrolls every page and list; the mouse still selects text, for only touches are listened to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QScroller, QScrollerProperties

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_Metric = QScrollerProperties.ScrollMetric


def let_fingers_scroll(root: QWidget) -> None:
    """Let a finger scroll all that scrolls in a widget, itself included."""
    found = root.findChildren(QAbstractScrollArea)
    for area in (*found, root) if isinstance(root, QAbstractScrollArea) else found:
        _listen(area)


def _listen(area: QAbstractScrollArea) -> None:
    view = area.viewport()
    if QScroller.hasScroller(view):
        return
    if isinstance(area, QAbstractItemView):
        area.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    scroller = QScroller.scroller(view)
    properties = scroller.scrollerProperties()
    never = QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
    properties.setScrollMetric(_Metric.HorizontalOvershootPolicy, never)
    properties.setScrollMetric(_Metric.VerticalOvershootPolicy, never)
    if not moves():
        properties.setScrollMetric(_Metric.MaximumVelocity, 0)
    scroller.setScrollerProperties(properties)
    QScroller.grabGesture(view, QScroller.ScrollerGestureType.TouchGesture)


def moves() -> bool:
    """Whether the page may run on by itself after the finger left it; not where the system asks for no motion."""
    return QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
