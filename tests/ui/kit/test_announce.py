"""What is said to a screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from window_steps import key, type_words

from desktop.ui.kit.announce import announce


def test_what_is_selected_and_done_is_said_to_a_screen_reader(window, qtbot, monkeypatch):
    said = []
    monkeypatch.setattr("desktop.ui.results.panel.announce", lambda _w, words: said.append(words))
    monkeypatch.setattr("desktop.ui.shell.toast.announce", lambda _w, words: said.append(words))
    type_words(window, qtbot, "lits")
    qtbot.waitUntil(lambda: bool(said))
    assert said[0] == window.reading.results.summary.text()
    key(window, Qt.Key.Key_Down)
    hit = window.reading.results.current()
    assert hit.excerpt in said[-1]
    window.context.say("Copié.")
    assert said[-1] == "Copié."


@pytest.mark.skipif(QAccessible.isActive(), reason="a screen reader listens here; tests/ui/heard hears what it is told")
def test_for_a_silent_screen_reader_no_words_are_made(window):
    made = []
    assert announce(window, lambda: made.append("mots") or "mots") is False
    assert made == []
