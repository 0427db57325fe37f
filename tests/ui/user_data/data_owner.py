"""Someone who uses the user's own data through the window."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication


class Owner:
    """Uses the user's own data through the window."""

    def __init__(self, qtbot, session) -> None:
        self.qtbot = qtbot
        self.session = session
        self.window = session.window
        self.context = session.context
        self.data = self.context.data
        self.said: list[str] = []
        self.context.message.connect(self.said.append)

    def ready(self) -> Owner:
        self.data.open()
        self.qtbot.waitUntil(lambda: self.data.store is not None, timeout=10_000)
        self.settle()
        return self

    def settle(self) -> None:
        for _ in range(2):
            done: list[object] = []
            self.context.in_background("fini", lambda: True, done.append)
            self.qtbot.waitUntil(lambda found=done: bool(found), timeout=10_000)
            QApplication.processEvents()
