"""What ten thousand kept cases and ten thousand notes cost: the window with them beside the window without, in one run.

    python benchmarks/scale.py [--cases 10000] [--notes 10000] [--queries 40] [--json FILE]

Needs a screen, or `QT_QPA_PLATFORM=offscreen`. Each side runs in a fresh process on a folder of its own: start until the search
answers, resident memory once everything is read and indexed, key press to painted results, the two pages opened and painted
again and again, the list filtered letter by letter. The ratios are what counts: both sides had the same machine.
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
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.search import keystrokes  # noqa: E402
from benchmarks.tools import percentile, table_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

KEY_MAX, FRAME, MEMORY_MAX, START_MAX = 16.0, 16.7, 40.0, 1.10
"""Bounds: milliseconds a key press (p95) and a page, megabytes more, start times more."""
AMOUNT = 10_000
PATIENCE = 120.0
VISITS = 15
PAGES = ("situations", "signets")
FILTER = "visite secteur nord 12"


def measure_here(queries: int) -> dict[str, float]:
    """Use a window of this process, on the folder that the environment names."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    from desktop.bootstrap import window_services
    from desktop.ui.life.app import WindowSession, make_application

    application = make_application(["scale"])

    def wait(condition: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            application.processEvents()
            if time.monotonic() > end:
                raise TimeoutError("the window did not answer")

    found: dict[str, float] = {}
    begun = time.perf_counter()
    session = WindowSession(window_services())
    session.start()
    window, control = session.window, session.window.searching.control
    wait(lambda: control.engine is not None)
    found["start"] = (time.perf_counter() - begun) * 1000
    data = session.context.data
    data.open()
    wait(lambda: data.store is not None and data.is_settled and data.snapshot.whole and not control.unlearnt)
    found["read"] = (time.perf_counter() - begun) * 1000
    for page in PAGES:
        session.context.go(page)
        wait(lambda: True)
    times: list[float] = []
    answers: list[object] = []
    control.answered.connect(answers.append)
    session.context.go("accueil")
    for words in keystrokes(queries):
        window.searching.field.setText(words[:-1])
        answers.clear()
        start = time.perf_counter()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, words[-1])
            QApplication.sendEvent(window.searching.field, event)
        wait(lambda: answers)
        application.processEvents()
        times.append((time.perf_counter() - start) * 1000)
    found |= {"key50": percentile(times, 0.5), "key95": percentile(times, 0.95)}
    found |= {page: _visits(session.context.go, application, page) for page in PAGES}
    session.context.go(PAGES[0])
    wait(lambda: True)
    found["filter95"] = _filter(window.navigator.page, application)
    found["memory"] = _resident()
    window.close()
    session.end()
    return found


def _visits(go: Callable[[str], None], application: Any, page: str) -> float:  # noqa: ANN401
    """The time from the wish to see a page to its being painted, the median of many visits, in milliseconds."""
    times = []
    for _ in range(VISITS):
        go("accueil")
        application.processEvents()
        start = time.perf_counter()
        go(page)
        application.processEvents()
        times.append((time.perf_counter() - start) * 1000)
    return percentile(times, 0.5)


def _filter(page: Any, application: Any) -> float:  # noqa: ANN401
    times = []
    for length in range(1, len(FILTER) + 1):
        start = time.perf_counter()
        page.filter.setText(FILTER[:length])
        application.processEvents()
        times.append((time.perf_counter() - start) * 1000)
    return percentile(times, 0.95)


def _resident() -> float:
    """Resident memory of this process in megabytes; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def fill_here(cases: int, notes: int) -> None:
    """Write cases and notes into the folder that the environment names, and warm its caches."""
    from benchmarks.scale_data import fill
    from desktop import paths
    from desktop.bootstrap import load_corpus, load_questionnaires, make_engine
    from desktop.decision import Orientation

    corpus = load_corpus()
    make_engine(corpus).close()
    fill(paths.data_dir(), corpus, Orientation(load_questionnaires()), cases=cases, notes=notes)


def measure(cases: int, notes: int, queries: int) -> dict[str, dict[str, float]]:
    """Both sides, each in processes of its own."""
    found = {}
    for name, amounts in (("without", (0, 0)), ("with", (cases, notes))):
        with tempfile.TemporaryDirectory() as folder:
            _run(folder, "--fill", *map(str, amounts))
            _run(folder, "--here", "--queries", "2")  # the first window of a folder makes its settings and caches
            found[name] = json.loads(_run(folder, "--here", "--queries", str(queries)).splitlines()[-1])
    return found


def _run(folder: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, __file__, *arguments],
        env={**os.environ, "CAP_PALLIATIF_DOSSIER": folder},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def show(found: dict[str, dict[str, float]]) -> str:
    """The table."""
    bare, full = found["without"], found["with"]
    bounds = {
        "start": f"x {START_MAX}", "key95": f"{KEY_MAX} ms", "memory": f"+ {MEMORY_MAX} MB", "filter95": f"{FRAME} ms",
        **dict.fromkeys(PAGES, f"{FRAME} ms"),
    }  # fmt: skip
    lines = [
        (what, f"{bare[what]:.1f}", f"{full[what]:.1f}", f"{full[what] / (bare[what] or 1):.2f}", bounds.get(what, ""))
        for what in full
    ]
    return table_of(("ms (memory: MB)", "without", "with", "ratio", "at most"), lines)


def main() -> int:
    """Measure, print the table, write the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cases", type=int, default=AMOUNT)
    options.add_argument("--notes", type=int, default=AMOUNT)
    options.add_argument("--queries", type=int, default=40)
    options.add_argument("--json", type=Path)
    options.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("--fill", type=int, nargs=2, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.fill:
        fill_here(*chosen.fill)
        return 0
    if chosen.here:
        print(json.dumps(measure_here(chosen.queries)), flush=True)
        os._exit(0)  # what a window leaves to the end of the interpreter is not measured here
    found = measure(chosen.cases, chosen.notes, chosen.queries)
    print(show(found))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
