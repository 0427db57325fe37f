"""The program as it starts, told from inside: prints where its window stands once it is at rest, as one line of JSON.

Run by test_ui_screen.py on a screen with a window manager. A word on the standard input asks again; the end of it ends the
program.
"""

from __future__ import annotations

import json
import sys
import threading

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop import bootstrap
from desktop.ui.life import app as application


class Asked(QObject):
    """Carries what is read on another thread to the window's."""

    again = Signal()
    end = Signal()


def place(widget: QWidget) -> list[int]:
    corner = widget.mapToGlobal(QPoint(0, 0))
    return [corner.x(), corner.y(), widget.width(), widget.height()]


def tell(session: application.WindowSession) -> None:
    window = session.window
    screen = window.windowHandle().screen()
    margins = window.windowHandle().frameMargins()
    told = {
        "client": place(window),
        "title": margins.top(),
        "emergency": place(window.footer.urgency),
        "foot": place(window.footer),
        "top": place(window.topbar),
        "available": screen.availableGeometry().getRect(),
        "maximised": window.isMaximized(),
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main() -> int:
    qt = application.make_application(["cap-palliatif"])
    session = application.WindowSession(bootstrap.window_services())
    asked = Asked()
    asked.again.connect(lambda: QTimer.singleShot(600, lambda: tell(session)))
    asked.end.connect(session.window.close)

    def listen() -> None:
        for _line in sys.stdin:
            asked.again.emit()
        asked.end.emit()

    def settled() -> None:
        if session._completed and session.window.windowHandle().frameMargins().top() > 0 and not waiting:
            waiting.append(True)
            QTimer.singleShot(600, lambda: tell(session))
            threading.Thread(target=listen, daemon=True).start()

    waiting: list[bool] = []
    watch = QTimer()
    watch.timeout.connect(settled)
    watch.start(50)
    if len(sys.argv) > 1:
        session.window.resize(*map(int, sys.argv[1].split("x")))
    session.start()
    code = qt.exec()
    session.end()
    return code


if __name__ == "__main__":
    sys.exit(main())
