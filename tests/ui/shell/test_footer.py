"""The foot of the window: the emergency line, whole where it fits, in few words below."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from window_steps import labels_of

from desktop.text.typography import french
from desktop.ui.shell.footer import PLAN, SHORT_PLAN, SHORT_URGENCY, URGENCY


def test_the_foot_always_says_what_holds(window):
    words = labels_of(window.footer)
    assert "Urgence vitale non prévue\u00a0: appeler le 15." in words
    assert "Si un plan anticipé existe" in words
    assert "Contenu 2023.9" in words
    assert "hors ligne" in words


def test_the_foot_is_in_full_words_where_they_fit_and_short_below(opener, services):
    window = opener(services, (1366, 768)).window
    assert french(URGENCY) in labels_of(window.footer)
    assert french(PLAN) in labels_of(window.footer)
    window.resize(1024, 768)
    QApplication.processEvents()
    assert labels_of(window.footer).split("\n")[:2] == [french(SHORT_URGENCY), french(SHORT_PLAN)]
    assert "hors ligne" in labels_of(window.footer)
