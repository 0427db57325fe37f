"""What has the focus is in sight, and a finger scrolls."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScroller, QVBoxLayout, QWidget

from desktop.ui.kit.sight import Sight, bring_into_sight
from desktop.ui.kit.touch import let_fingers_scroll
from desktop.ui.kit.widgets import scroller


@pytest.fixture
def page(qtbot):
    """A window of thirty buttons, of which few have room."""
    window = QWidget()
    content = QWidget()
    box = QVBoxLayout(content)
    window.buttons = [QPushButton(f"bouton {rank}") for rank in range(30)]
    for button in window.buttons:
        button.setMinimumHeight(40)
        box.addWidget(button)
    window.area = scroller(content)
    QVBoxLayout(window).addWidget(window.area)
    window.resize(300, 240)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def seen(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_the_focus_is_brought_into_sight_whoever_set_it(page):
    Sight(page)
    for rank in (20, 3, 29, 0):
        page.buttons[rank].setFocus(Qt.FocusReason.OtherFocusReason)
        assert seen(page.buttons[rank]), rank


def test_a_smaller_window_keeps_the_focus_in_sight(page, qtbot):
    sight = Sight(page)
    page.buttons[3].setFocus()
    page.resize(300, 120)
    sight.again()
    qtbot.waitUntil(lambda: seen(page.buttons[3]))


def test_of_what_is_too_large_the_beginning_is_shown(page):
    page.buttons[5].setMinimumHeight(900)
    page.area.widget().layout().activate()
    bring_into_sight(page.buttons[5])
    assert page.buttons[5].visibleRegion().boundingRect().top() == 0


def test_what_the_mouse_presses_does_not_slip_away(page):
    Sight(page)
    half = next(b for b in page.buttons if 0 < b.visibleRegion().boundingRect().height() < b.height())
    pressed = []
    half.clicked.connect(lambda: pressed.append(half))
    before = page.area.verticalScrollBar().value()
    handle, place = page.windowHandle(), half.mapTo(page, half.visibleRegion().boundingRect().center())
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()
    assert half.hasFocus()
    assert page.area.verticalScrollBar().value() == before
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()
    assert pressed == [half]


def test_a_finger_scrolls_and_the_mouse_does_not(page, qtbot):
    let_fingers_scroll(page)
    bar = page.area.verticalScrollBar()
    view = page.area.viewport()
    start = QPoint(view.width() // 2, view.height() - 20)
    assert view.testAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
    assert QScroller.grabbedGesture(view) != Qt.GestureType(0)
    finger, at = QScroller.scroller(view), QPointF(start)
    finger.handleInput(QScroller.Input.InputPress, at, 0)
    for step in range(1, 12):
        finger.handleInput(QScroller.Input.InputMove, at - QPointF(0, step * 12), step * 20)
    qtbot.waitUntil(lambda: bar.value() > 60)
    finger.handleInput(QScroller.Input.InputRelease, at - QPointF(0, 132), 500)
    finger.stop()
    before = bar.value()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, QPoint(start.x(), 20))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(start.x(), 20))
    QApplication.processEvents()
    assert bar.value() == before


def test_every_page_of_the_window_scrolls_by_touch(window, qtbot):
    from PySide6.QtWidgets import QAbstractScrollArea

    for page in ("referentiels", "profils", "accueil"):
        window.context.go(page)
    window.context.open_content("usp")
    QApplication.processEvents()
    deaf = [
        area.objectName() or type(area).__name__
        for area in window.findChildren(QAbstractScrollArea)
        if area.isVisible() and not QScroller.hasScroller(area.viewport())
    ]
    assert deaf == []
