"""« À propos » says what serves."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from desktop.store import sqlite
from desktop.ui.shell.dialogs import About


@pytest.mark.parametrize("kept", [True, False])
def test_about_says_which_sqlite_serves_and_what_it_lacks(window, monkeypatch, kept):
    monkeypatch.setattr(sqlite, "log_keeps", lambda *_: kept)
    about = About(window.context, window)
    said = [label.text() for label in about.findChildren(QLabel) if label.text().startswith("SQLite ")]
    assert said == [sqlite.described()]
    assert said[0].startswith(f"SQLite {sqlite.VERSION}")
    assert ("n’ouvrez qu’une fenêtre" in said[0]) is not kept
    about.deleteLater()
