"""Key press to painted results, in the real window, at the real size.

    python benchmarks/key_presses.py [--echantillon 40] [--json FILE]

Needs a screen, or `QT_QPA_PLATFORM=offscreen`. A sample of queries is typed letter by letter into the search field. The time runs
from before the key event to the return of the event loop that painted the answer; a key whose answer a later one replaced does
not exist here, for each is waited for.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.search import SAMPLE, keystrokes  # noqa: E402
from benchmarks.tools import percentile, table_of  # noqa: E402

P95_MAX = 16
PATIENCE = 20.0


def measure_here(sample: int) -> dict[str, Any]:
    """Type in a window of this process."""
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    from desktop.bootstrap import window_services
    from desktop.ui.life.app import WindowSession, make_application

    class Watcher(QObject):
        """Sees the first paint after an answer."""

        answered = painted = False

        def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802
            self.painted = self.painted or (self.answered and event.type() == QEvent.Type.Paint)
            return False

    application = make_application(["banc"])
    session = WindowSession(window_services())
    session.start()
    field, searching = session.window.searching.field, session.window.searching.control
    _wait(application, lambda: searching.engine is not None)
    watcher = Watcher()
    application.installEventFilter(watcher)
    searching.answered.connect(lambda _: setattr(watcher, "answered", True))

    def type_text(letter: str) -> None:
        """One key, answered and painted before the next."""
        watcher.answered = watcher.painted = False
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        _wait(application, lambda: watcher.painted)

    time_of = []
    before = ""
    for text in keystrokes(sample):
        if not before or not text.startswith(before):
            field.clear()
            before = ""
        for letter in text[len(before) : -1]:
            type_text(letter)
        start = time.perf_counter()
        type_text(text[-1])
        time_of.append((time.perf_counter() - start) * 1000)
        before = text
    application.removeEventFilter(watcher)
    session.end()
    return {"frappes": len(time_of), **{f"p{p}": percentile(time_of, p / 100) for p in (50, 95, 99)}}


def _wait(application: Any, condition: Any) -> None:  # noqa: ANN401
    end = time.monotonic() + PATIENCE
    while not condition():
        application.processEvents()
        if time.monotonic() > end:
            raise TimeoutError("la fenêtre n’a pas répondu")


def measure_all(sample: int) -> dict[str, Any]:
    """`measure_here` in a fresh process, on folders of its own."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, __file__, "--ici", "--echantillon", str(sample)],
            env={**os.environ, "CAP_PALLIATIF_DOSSIER": folder},
            check=True,
            capture_output=True,
            text=True,
        )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def show(m: dict[str, Any]) -> str:
    """The table."""
    return table_of(
        ("key presses", "p50", "p95", "p99 ms", "p95 at most"),
        [(m["frappes"], f"{m['p50']:.1f}", f"{m['p95']:.1f}", f"{m['p99']:.1f}", P95_MAX)],
    )


def main() -> int:
    """Measure, print the table, write the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--echantillon", type=int, default=SAMPLE)
    options.add_argument("--json", type=Path)
    options.add_argument("--ici", action="store_true", help=argparse.SUPPRESS)
    choice = options.parse_args()
    if choice.ici:
        print(json.dumps(measure_here(choice.echantillon)))
        return 0
    measures = measure_all(choice.echantillon)
    print(show(measures))
    if choice.json:
        choice.json.write_text(json.dumps(measures, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
