"""The window as a whole: every size, every control, its title."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from window_steps import key, settle, type_words

from desktop.ui.reader.view import ReaderView


def visit(window, qtbot) -> None:
    for page in ("accueil", "referentiels", "profils"):
        window.context.go(page)
    window.context.open_content("usp")
    type_words(window, qtbot, "lits")
    window.context.run("lecture.regle-suivante")
    window.context.run("lecture.chercher")


@pytest.mark.parametrize(
    ("size", "zoom", "beside"),
    [((1280, 720), 100, True), ((1280, 720), 200, False), ((1366, 768), 200, False), ((800, 600), 150, False)],
)
def test_small_windows_and_large_text_lose_nothing(opener, services, qtbot, size, zoom, beside):
    window = opener(services, size).window
    window.looks.set_zoom(zoom)
    settle(window, qtbot)
    assert window.width() <= size[0]
    assert window.height() <= size[1]
    type_words(window, qtbot, "lits")
    assert window.reading.results.isVisible()
    key(window, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.reading.view.isVisible()
    assert window.width() <= size[0]
    qtbot.waitUntil(lambda: window.reading.view.horizontalScrollBar().maximum() == 0)
    assert window.reading.results.isVisible() is beside
    if not beside:
        window.reading.toolbar.back_to_list.click()
        assert window.reading.results.isVisible()


def test_in_a_narrow_window_the_reader_opens_at_the_rule(opener, services, corpus, qtbot):
    window = opener(services._replace(load_corpus=lambda: corpus), (1280, 720)).window
    window.looks.set_zoom(200)
    settle(window, qtbot)
    type_words(window, qtbot, "bénévoles convention")
    assert not window.reading.view.isVisible()
    asked = window.reading.results.current().regle
    key(window, Qt.Key.Key_Return)
    settle(window, qtbot)
    view = window.reading.view
    assert view.current_rule == asked
    assert view.viewport().rect().contains(view.rule_rect(asked))
    assert view.verticalScrollBar().value() > view.height()


def test_every_control_has_a_name(window, qtbot):
    visit(window, qtbot)
    controls = [w for kind in (QAbstractButton, QLineEdit, ReaderView) for w in window.findChildren(kind)]
    reached = [w for w in controls if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(reached) > 30
    names = [w.accessibleName() or (w.text().strip() if isinstance(w, QAbstractButton) else "") for w in reached]
    assert [type(w).__name__ for w, name in zip(reached, names, strict=True) if not name] == []


def test_targets_are_forty_pixels_high(window, qtbot):
    visit(window, qtbot)
    buttons = [b for b in window.findChildren(QAbstractButton) if b.isVisible()]
    assert len(buttons) > 15
    assert [f"{b.text() or b.accessibleName()} {b.height()}" for b in buttons if b.height() < 40] == []


def test_the_spaces_of_french_do_not_break(window, qtbot):
    visit(window, qtbot)
    words = [w.text() for w in window.findChildren(QLabel)]
    words += [w.text() for w in window.findChildren(QAbstractButton)]
    words += [w.toolTip() for w in window.findChildren(QWidget)]
    words += [w.accessibleName() for w in window.findChildren(QWidget)]
    words += [action.text() for action in window.findChildren(QAction)]
    assert sum(bool(word) for word in words) > 150
    assert [w for w in words if re.search(r" [:;?!»%]|« ", w)] == []


def test_the_title_says_what_is_shown(window):
    assert window.windowTitle() == "Cap palliatif"
    window.context.open_content("usp")
    assert window.windowTitle() == "Unité de soins palliatifs — Cap palliatif"
    window.context.go("profils")
    assert window.windowTitle() == "Profils — Cap palliatif"
