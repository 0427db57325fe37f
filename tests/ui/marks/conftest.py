"""The small content, the real search, and a database of one's own."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture
def services(services, tmp_path):
    return services._replace(data_dir=tmp_path / "data")


class Reader:
    """Marks and writes as a reader does."""

    def __init__(self, qtbot, session) -> None:
        self.qtbot = qtbot
        self.window = session.window
        self.context = session.context
        self.marks = session.window.navigator.page_of("signets").marks
        self.marks.data.open()
        qtbot.waitUntil(lambda: self.marks.data.store is not None, timeout=10_000)
        self.settle()

    def settle(self) -> None:
        done: list[object] = []
        self.context.in_background("fini", lambda: True, done.append)
        self.qtbot.waitUntil(lambda: bool(done), timeout=10_000)
        QApplication.processEvents()
        # What was written is read again in a task of its own.
        done.clear()
        self.context.in_background("fini", lambda: True, done.append)
        self.qtbot.waitUntil(lambda: bool(done), timeout=10_000)
        QApplication.processEvents()

    def open(self, rule: str) -> None:
        self.context.open_content(rule)
        self.settle()

    @property
    def text(self) -> str:
        return self.window.reading.view.document().toPlainText()


@pytest.fixture
def reader(qtbot, session):
    return Reader(qtbot, session)


@pytest.fixture
def rule(petit):
    return next(iter(petit.regles))
