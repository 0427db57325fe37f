"""The short message at the foot."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication


@pytest.mark.parametrize(
    "words", ["Copié.", "PDF écrit : le dossier Documents, sous un nom qui dit ce que c’est. " * 3]
)
@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_a_message_covers_nothing_and_leaves_the_emergency_line(opener, services, qtbot, zoom, words):
    window = opener(services, (1024, 768)).window
    window.looks.set_zoom(zoom)
    window.context.say(words)
    QApplication.processEvents()
    foot, toast = window.footer, window.toast
    assert toast.isVisible()
    assert toast.parentWidget() is foot
    assert foot.rect().contains(toast.geometry())
    assert toast.label.height() >= toast.label.heightForWidth(toast.label.width())
    assert foot.urgency.isVisible()
    assert foot.rect().contains(foot.urgency.geometry())
    assert not toast.geometry().intersects(foot.urgency.geometry())
    assert not toast.geometry().intersects(foot.content.geometry())
    assert foot.geometry().top() >= window.navigator.stack.geometry().bottom()
    toast._timer.setInterval(0)
    qtbot.waitUntil(lambda: not toast.isVisible() and foot.plan.isVisible())
    QApplication.processEvents()
    assert window.width() == 1024
