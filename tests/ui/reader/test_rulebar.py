"""The bar that stands on a rule."""

from __future__ import annotations

import pytest
from window_steps import settle


@pytest.mark.parametrize(("size", "zoom"), [((1366, 768), 100), ((1920, 1080), 100), ((1280, 720), 200)])
@pytest.mark.parametrize("rule", ["usp-articulation-lisp", "usp-articulation-transferts", "usp-equipe-medecins"])
def test_the_bar_on_a_rule_hides_no_word(opener, services, qtbot, size, zoom, rule):
    window = opener(services, size).window
    window.looks.set_zoom(zoom)
    window.context.open_content(rule)
    settle(window, qtbot)
    view, bar = window.reading.view, window.reading.rule_bar
    view.rule_hovered.emit(rule)
    assert bar.isVisible()
    assert view.viewport().rect().contains(bar.geometry())
    text_ends = round(view.document().textWidth() - view.document().rootFrame().frameFormat().rightMargin())
    assert bar.geometry().left() >= text_ends
    assert bar.geometry().bottom() >= view.rule_rect(rule).top()
