"""Saving and taking back in the window: a bar, « Annuler », and nothing at all for what is short."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.store import CancelledError, CaseState, Mode
from desktop.ui.kit.theme import TARGET
from desktop.ui.user_data import progress
from desktop.ui.user_data.progress import ProgressDialog


@pytest.fixture
def waiting(owner, monkeypatch):
    """A task that tells half and then waits until the test lets it go on."""
    monkeypatch.setattr(progress, "AFTER", 0)
    going = threading.Event()
    results: list[object] = []

    def task(_store, tell):
        tell(0.5)
        going.wait(10)
        tell(1.0)
        return "fait"

    progress.run(owner.context, owner.data, owner.window, "Sauvegarder mes données", task, results.append)
    yield going, results
    going.set()


def shown(owner) -> list[ProgressDialog]:
    return [dialog for dialog in owner.window.findChildren(ProgressDialog) if dialog.isVisible()]


def test_it_shows_how_far_it_is_and_closes_at_the_end(owner, waiting, qtbot):
    going, results = waiting
    qtbot.waitUntil(lambda: bool(shown(owner)) and shown(owner)[0].bar.value() == 500, timeout=10_000)
    (dialog,) = shown(owner)
    assert dialog.cancel.height() >= TARGET
    going.set()
    qtbot.waitUntil(lambda: results == ["fait"] and not shown(owner), timeout=10_000)


def test_escape_cancels_and_it_is_said(owner, waiting, qtbot):
    going, results = waiting
    qtbot.waitUntil(lambda: bool(shown(owner)), timeout=10_000)
    (dialog,) = shown(owner)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert not dialog.cancel.isEnabled()
    with qtbot.waitSignal(owner.context.message, timeout=10_000) as said:
        going.set()
    assert "rien n’a été changé" in said.args[0].replace("'", "’")
    assert results == []
    assert shown(owner) == []


def test_a_cancelled_restoration_leaves_what_was_there(owner, tmp_path, qtbot):
    store = owner.data.store
    for number in range(120):
        store.cases.keep("orientation", CaseState({"n": number}), f"cas {number}")
    store.save_to(tmp_path / "données.zip")
    saved = store.read_saved(tmp_path / "données.zip")
    for case in store.cases.all()[:5]:
        store.cases.erase(case.id)
    held = progress.Reporter()
    held.cancel()
    done: list[object] = []
    owner.data.write(lambda found: found.take_back(saved, Mode.MERGE, held), done.append, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=10_000)
    assert isinstance(done[0], CancelledError)
    assert len(store.cases.all()) == 115
