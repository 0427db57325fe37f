"""The program as a person with a screen reader starts it, moved from outside: one step a line on the standard input.

A step is a JSON object: {"go": [page, target]} shows a page, {"keys": ["1", "<Return>"]} presses keys where the focus is,
{"command": id} runs a command, {"press": name} presses the widget of that name with Space, {"pages": true} lists the pages,
{"answers": true} tells what was answered. Each gets one line of JSON once the window is at rest. The end of the input ends the
program. The hour is fixed, so that the sentences are.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop import bootstrap
from desktop.ui.kit.gestures import QUIET, Gestures
from desktop.ui.life import app as application
from desktop.ui.situations.ids import SITUATION

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.situations.page import SituationPage
    from desktop.ui.situations.situation import Situation

NIGHT = dt.datetime(2026, 11, 21, 22, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))
PATIENCE = 60.0
"""Seconds that a step may take on a busy machine."""


class Steps(QObject):
    """Takes the steps on the window's thread, one after the other."""

    came = Signal(str)
    ended = Signal()

    def __init__(self, session: application.WindowSession) -> None:
        super().__init__()
        self.session = session
        self.came.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self.ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def read(self) -> None:
        """On a thread of its own."""
        for line in sys.stdin:
            self.came.emit(line)
        self.ended.emit()

    def _end(self) -> None:
        for window in QApplication.topLevelWidgets():
            window.close()
        QApplication.quit()

    def _take(self, line: str) -> None:
        step: dict[str, Any] = json.loads(line)
        context = self.session.context
        answer: object = True
        if "answers" in step:
            held = situation_of(self.session).session
            answer = dict(held.flow.reponses) if held is not None else {}
        if "pages" in step:
            answer = list(context.registry.pages)
        if "go" in step:
            context.go(*step["go"])
        for key in step.get("keys", ()):
            self.rest()
            _press(key)
        if "press" in step:
            self.rest()
            named = self.session.window.findChildren(QWidget, step["press"])
            found = next((one for one in named if one.isVisible()), None)
            if found is None:
                here = self.session.window.navigator.page
                raise RuntimeError(f"{step['press']} is not shown on {here}: {getattr(here, 'shown', '')}")
            found.setFocus()
            QTest.keyClick(found, Qt.Key.Key_Space)
        if "command" in step:
            context.run(step["command"])
        self.rest()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    def rest(self) -> None:
        """Until the worker has finished, the screen has followed, and a new question takes answers."""
        done: list[object] = []
        self.session.context.in_background("listening", lambda: True, done.append)
        quiet = time.monotonic() + QUIET + 0.1
        # A question that a busy machine drew late is quiet for longer: its first key would be refused.
        live(lambda: bool(done) and time.monotonic() > quiet and not Gestures.shared().quiet)


def _press(key: str) -> None:
    widget = QApplication.focusWidget() or QApplication.activeWindow()
    if widget is None:
        raise RuntimeError(f"nothing has the focus before {key}")
    if key.startswith("<"):
        QTest.keySequence(widget, QKeySequence(key[1:-1]))
    else:
        QTest.keyClicks(widget, key)


def live(condition: Callable[[], bool]) -> None:
    """Let the window live until a condition holds. Raises TimeoutError after `PATIENCE`."""
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError("the window is not at rest")
        QApplication.processEvents()
        time.sleep(0.01)


def situation_of(session: application.WindowSession) -> Situation:
    """The situation of a window that is open."""
    return cast("SituationPage", session.window.navigator.page_of(SITUATION)).situation


def main() -> int:
    """Open the window and take steps until the input ends."""
    qt = application.make_application(["cap-palliatif"])
    session = application.WindowSession(bootstrap.window_services())
    session.start()
    session.window.activateWindow()
    live(lambda: session._completed and session.window.searching.control.engine is not None)  # noqa: SLF001
    situation = situation_of(session)
    situation.clock = lambda: NIGHT
    session.context.settings.put(role="soignant")
    situation.decisions.load()
    situation.data.open()
    live(lambda: situation.decisions.orientation is not None and situation.data.store is not None)
    steps = Steps(session)
    threading.Thread(target=steps.read, daemon=True).start()
    QTimer.singleShot(0, lambda: (sys.stdout.write('"ready"\n'), sys.stdout.flush()))
    code = qt.exec()
    session.end()
    return code


if __name__ == "__main__":
    sys.exit(main())
