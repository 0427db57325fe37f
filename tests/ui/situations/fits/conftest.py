"""One window for all looks and places: opening it anew for each would take longer than looking."""

from __future__ import annotations

import logging

import pytest
from fits_walk import Walk
from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication
from situations_person import Person

from desktop.search import SearchEngine
from desktop.ui.door.services import Services
from desktop.ui.life.app import WindowSession


class Waiter:
    """What a person needs of pytest-qt, for longer than one test."""

    @staticmethod
    def waitUntil(condition, timeout=5_000):  # noqa: N802 - pytest-qt's name
        end = QDeadlineTimer(timeout)
        while not condition():
            assert not end.hasExpired(), "it did not come"
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


@pytest.fixture(scope="module")
def walk(qapp, tmp_path_factory, corpus, questionnaires):
    """The real content, search and questionnaires; a database of one's own."""
    folder = tmp_path_factory.mktemp("fits")

    def engine(read):
        made = SearchEngine(read, folder / "cache")
        made.prepare()
        return made

    services = Services(
        version="2026.0",
        load_corpus=lambda: corpus,
        make_engine=engine,
        content_dir=folder,
        config_dir=folder / "config",
        log_dir=folder / "log",
        load_questionnaires=lambda: questionnaires,
        data_dir=folder / "data",
    )
    root = list(logging.getLogger().handlers)
    session = WindowSession(services)
    session.start()
    waiter = Waiter()
    waiter.waitUntil(lambda: session._completed and session.window.searching.control.engine is not None, 60_000)
    yield Walk(Person(waiter, session).ready())
    session.window.close()
    session.end()
    session.window.deleteLater()
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    QApplication.processEvents()
    qapp.setStyleSheet("")
    for handler in list(logging.getLogger().handlers):
        if handler not in root:
            logging.getLogger().removeHandler(handler)
