"""The one worker: order, generations, faults."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import QCoreApplication

from desktop.errors import CapPalliatifError
from desktop.ui.kit.worker import Worker


@pytest.fixture
def worker(qtbot):
    made = Worker()
    yield made
    made.stop()


def test_a_result_arrives_on_the_windows_thread(worker, qtbot):
    seen = []
    worker.submit("a", threading.get_ident, lambda ident: seen.append((ident, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != threading.get_ident()
    assert seen[0][1] == threading.get_ident()


def test_only_the_newest_of_a_kind_waits(worker, qtbot):
    gate = threading.Event()
    ran, done = [], []
    worker.submit("autre", gate.wait, lambda _: None)
    for number in range(10):
        worker.submit("recherche", lambda n=number: ran.append(n) or n, done.append)
    gate.set()
    qtbot.waitUntil(lambda: bool(done))
    assert ran == [9]
    assert done == [9]


def test_a_stale_result_is_dropped(worker, qtbot):
    gate, started = threading.Event(), threading.Event()
    done = []

    def slow():
        started.set()
        gate.wait()
        return "vieux"

    worker.submit("recherche", slow, done.append)
    assert started.wait(5)
    worker.submit("recherche", lambda: "neuf", done.append)
    gate.set()
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["neuf"]


def test_an_empty_question_takes_a_generation_too(worker, qtbot):
    gate, started = threading.Event(), threading.Event()
    done, other = [], []
    worker.submit("recherche", lambda: started.set() or gate.wait(), done.append)
    assert started.wait(5)
    worker.supersede("recherche")
    gate.set()
    worker.submit("autre", lambda: 1, other.append)
    qtbot.waitUntil(lambda: bool(other))
    assert done == []


def test_a_fault_is_told_and_the_next_task_runs(worker, qtbot, caplog):
    faults, done = [], []

    def fails():
        raise ValueError("cassé")

    worker.submit("a", fails, done.append, faults.append)
    worker.submit("b", lambda: "après", done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert [str(f) for f in faults] == ["cassé"]
    assert done == ["après"]
    assert "cassé" in caplog.text


def test_an_error_of_ours_without_a_handler_is_a_signal(worker, qtbot):
    def fails():
        raise CapPalliatifError("Le disque est plein.", "Faites de la place.")

    with qtbot.waitSignal(worker.failed) as told:
        worker.submit("a", fails, lambda _: None)
    assert told.args == ["Le disque est plein. Faites de la place."]


def test_an_error_that_nobody_expected_goes_the_way_of_all_such(worker, qtbot, monkeypatch):
    caught, told, done = [], [], []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: caught.append((kind, str(error), trace)))
    worker.failed.connect(told.append)

    def fails():
        raise ValueError("cassé")

    worker.submit("a", fails, done.append)
    worker.submit("b", lambda: "après", done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert [(kind, words) for kind, words, _ in caught] == [(ValueError, "cassé")]
    assert caught[0][2] is not None
    assert (told, done) == ([], ["après"])


def test_after_stop_nothing_arrives(worker, qtbot):
    done = []
    worker.submit("a", lambda: 1, done.append)
    worker.stop()
    QCoreApplication.sendPostedEvents()
    QCoreApplication.processEvents()
    assert done == []
    assert not [t for t in threading.enumerate() if t.name == "travail"]
