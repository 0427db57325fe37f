"""A monkey at the window: seeded random keys, clicks, words, commands, sizes, in a process of its own, with bounds on what it uses.

    python build_scripts/monkey.py                     fifteen minutes
    python build_scripts/monkey.py --seconds 60 --seed 3
    python build_scripts/monkey.py --actions 80        as the tests run it

Fails when the process dies or hangs, when an error nobody expected or a warning of Qt is told, or when memory, descriptors,
threads or widgets go on growing. What is printed at a failure: the seed, the last actions, and the journal's words.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, deque
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication, QWidget

    from desktop.ui.life.app import WindowSession

MEMORY_MIB, DESCRIPTORS, THREADS, WIDGETS = 60, 12, 3, 1000
"""What may be used at the end more than after the warming up, when most pages have been seen.

Memory is what stays once the allocator gave back the pages that are wholly free. Caches of the search, documents and pages that
are first met late, and what lies between two things that stay, take some tens of MiB however long the run is; widgets that pile
up are seen by their number long before."""
WARM_UP = 0.3
"""The part of the run after which what is used is taken as the base: every page was built, every font and icon drawn."""
SILENCE = 120
"""Seconds without a sign of life after which the process counts as hanging."""
LEFT_ALONE = ("fichier.quitter",)
"""Commands that end the run."""
WORDS = (
    "had", "samedi soir", "lits usp", "force:obligation", "24h/24", "medico social", "équipe mobile", "zzzz", "é" * 40, "a", "’",
    "mes notes", "<b>gras</b>", "combien d’infirmières", "emsp errspp",
)  # fmt: skip
KEYS = (
    "Return", "Escape", "Tab", "Backtab", "Up", "Down", "Left", "Right", "Space", "Backspace", "Home", "End", "PageUp", "PageDown",
    "1", "2", "3", "4", "0", "F3", "F5", "F6", "Delete",
)  # fmt: skip
SIZES = ((1366, 768), (1024, 768), (1920, 1080), (800, 600), (640, 480))


class Use(NamedTuple):
    """What the process uses: mebibytes of memory, open descriptors, threads; how many widgets there are, shown or not."""

    memory: float
    descriptors: int
    threads: int
    widgets: int = 0


def used(widgets: int = 0) -> Use:
    """What this process uses now, as the system tells it."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    told = {
        line.split(":")[0]: line.split()[1] for line in status.splitlines() if line.startswith(("VmRSS", "Threads"))
    }
    return Use(int(told["VmRSS"]) / 1024, len(os.listdir("/proc/self/fd")), int(told["Threads"]), widgets)  # noqa: PTH208


def give_back() -> None:
    """Have the allocator give free pages back to the system, where it can be told to."""
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class Monkey:
    """Acts on the window; each action is told by name to `tell` before it is done."""

    def __init__(self, app: QApplication, session: WindowSession, seed: int, tell: Callable[[str], None]) -> None:
        self.app = app
        self.session = session
        self.random = random.Random(seed)  # noqa: S311 - a game, no secret
        self.tell = tell
        self.done = 0
        self._deeds: tuple[tuple[int, str, Callable[[], None]], ...] = (
            (6, "command", self._command),
            (5, "key", self._key),
            (6, "click", self._click),
            (3, "words", self._words),
            (2, "find", self._find),
            (2, "content", self._content),
            (2, "page", self._page),
            (2, "history", self._history),
            (1, "size", self._size),
            (1, "looks", self._looks),
            (1, "crowd", self._crowd),
        )

    def act(self) -> None:
        """One action."""
        self.done += 1
        if self._leave_dialogs():
            return
        names = [deed for weight, _, deed in self._deeds for _ in range(weight)]
        self.random.choice(names)()

    def _leave_dialogs(self) -> bool:
        """What stands over the window is played with for a while, then left by Escape."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        over = self.app.activePopupWidget() or self.app.activeModalWidget()
        if over is None:
            return False
        if self.random.random() < 0.4:
            self.tell(f"escape {type(over).__name__}")
            QTest.keyClick(over, Qt.Key.Key_Escape)
            if over.isVisible() and self.random.random() < 0.5:
                over.close()
        elif self.random.random() < 0.5:
            self._click_in(over)
        else:
            self._key_in(self.app.focusWidget() or over)
        return True

    def _command(self) -> None:
        known = sorted(set(self.session.context.registry.commands) - set(LEFT_ALONE))
        chosen = self.random.choice(known)
        self.tell(f"command {chosen}")
        self.session.context.run(chosen)

    def _key(self) -> None:
        self._key_in(self.app.focusWidget() or self.session.window)

    def _key_in(self, widget: QWidget) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        name = self.random.choice(KEYS)
        self.tell(f"key {name}")
        QTest.keyClick(widget, getattr(Qt.Key, f"Key_{name}"))

    def _click(self) -> None:
        self._click_in(self.session.window)

    def _click_in(self, root: QWidget) -> None:
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QTextEdit, QWidget

        kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QTextEdit)
        shown = [w for w in root.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible() and w.isEnabled()]
        if not shown:
            return
        target: QWidget = self.random.choice(shown)
        if isinstance(target, QAbstractItemView | QTextEdit):
            target = target.viewport()
        place = QPoint(self.random.randrange(max(1, target.width())), self.random.randrange(max(1, target.height())))
        self.tell(f"click {type(target).__name__} {target.objectName()}")
        if self.random.random() < 0.15:
            QTest.mouseDClick(target, Qt.MouseButton.LeftButton, pos=place)
        else:
            QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=place)

    def _words(self) -> None:
        words = self.random.choice(WORDS)
        self.tell(f"words {len(words)}")
        field = self.session.window.topbar.field
        if self.random.random() < 0.7:
            field.setFocus()
            field.selectAll()
            self._type(field, words)
        elif (focused := self.app.focusWidget()) is not None:
            self._type(focused, words)

    def _type(self, widget: QWidget, words: str) -> None:
        """Letter by letter; QTest knows only those of ASCII. What has the focus may change under the hands."""
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent

        for letter in words:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                target = self.app.focusWidget() or widget
                self.app.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

    def _find(self) -> None:
        self.tell("find")
        if self.session.context.corpus is None:
            return
        self._content()
        bar = self.session.window.reading.findbar
        bar.open_bar()
        bar.field.setText(self.random.choice(("a", "soins", "24h/24", "e")))

    def _content(self) -> None:
        corpus = self.session.context.corpus
        if corpus is None:
            return
        self.tell("content")
        self.session.context.open_content(self.random.choice((*corpus.documents, *corpus.regles)))

    def _page(self) -> None:
        page = self.random.choice(sorted(self.session.context.registry.pages))
        self.tell(f"page {page}")
        self.session.context.go(page)

    def _history(self) -> None:
        self.tell("history")
        navigator = self.session.window.navigator
        self.random.choice((navigator.back, navigator.forward))()

    def _size(self) -> None:
        size = self.random.choice(SIZES)
        self.tell(f"size {size[0]}")
        self.session.window.resize(*size)

    def _looks(self) -> None:
        zoom = self.random.choice((100, 125, 150, 200))
        self.tell(f"zoom {zoom}")
        self.session.window.looks.set_zoom(zoom)

    def _crowd(self) -> None:
        """Back and forward in a row, faster than anything is drawn."""
        self.tell("crowd")
        navigator = self.session.window.navigator
        for _ in range(6):
            self.random.choice((navigator.back, navigator.forward))()


def play(seed: int, seconds: float, actions: int, report: Path) -> int:
    """The child: open the window on the real content, act, write what was used to `report`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QDesktopServices

    from desktop import bootstrap
    from desktop.ui.kit.held import HeldRecords
    from desktop.ui.life.app import WindowSession, make_application
    from desktop.ui.life.faults import Faults

    app = make_application(["cap-palliatif"])
    app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    # Nothing outside is opened for a monkey: no browser, no viewer.
    QDesktopServices.openUrl = lambda _url: True  # type: ignore[method-assign]
    services = bootstrap.window_services()
    held = HeldRecords()
    faults = Faults(services.log_dir, held)
    faults.install()
    session = WindowSession(services, held, None, faults)
    run = Run(app, Monkey(app, session, seed, lambda words: print(words, flush=True)), seconds, actions, report)
    session.context.search_ready.connect(run.begin)
    session.start()
    code = app.exec()
    session.end()
    faults.release()
    return code


class Run:
    """Lets the monkey act until its time is over; what is used is looked at after the warming up and at the end."""

    def __init__(self, app: QApplication, monkey: Monkey, seconds: float, actions: int, report: Path) -> None:
        self.app = app
        self.monkey = monkey
        self.seconds = seconds
        self.actions = actions
        self.report = report
        self.base: Use | None = None
        self.errors = _listen()
        self.begun = 0.0

    def begin(self) -> None:
        """The window answers: start the clock."""
        import faulthandler

        faulthandler.enable(sys.stderr)  # the window has turned it to a file of its own
        self.begun = time.monotonic()
        self._arm()

    def _arm(self) -> None:
        from PySide6.QtCore import QTimer

        QTimer.singleShot(0, self.app, self._turn)

    def _turn(self) -> None:
        by_time = (time.monotonic() - self.begun) / self.seconds if self.seconds else 0.0
        part = max(by_time, self.monkey.done / self.actions if self.actions else 0.0)
        if part >= 1:
            self._end()
            return
        # Armed before the action: one that waits in a dialog of its own goes on being played with.
        self._arm()
        if self.base is None and part >= WARM_UP:
            self.base = self._settled()
        self.monkey.act()

    def _settled(self) -> Use:
        import gc

        from PySide6.QtCore import QEvent

        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        give_back()
        return used(len(self.app.allWidgets()))

    def _end(self) -> None:
        for _ in range(20):
            over = self.app.activePopupWidget() or self.app.activeModalWidget()
            if over is None:
                break
            over.close()
        final = self._settled()
        told = {"actions": self.monkey.done, "base": self.base or final, "end": final, "errors": self.errors}
        self.report.write_text(json.dumps(told), encoding="utf-8")
        self.app.exit(0)


def _listen() -> list[str]:
    """Every line of the journal from now on that tells of a fault of ours, and every warning of Qt."""
    import logging

    errors: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "plugin does not support" in record.getMessage():
                return  # of the offscreen platform, of itself
            if record.name == "qt" or record.levelno >= logging.ERROR:
                errors.append(f"{record.name}: {record.getMessage()}"[:300])

    logging.getLogger().addHandler(Ear(logging.WARNING))
    return errors


def watch(seed: int, seconds: float, actions: int) -> list[str]:
    """The parent: run one monkey in folders of its own; what went wrong, in words; nothing when it survived."""
    with tempfile.TemporaryDirectory(prefix="cap-palliatif-") as folder:
        report = Path(folder) / "report.json"
        last: deque[str] = deque(maxlen=25)
        env = {
            **os.environ, "CAP_PALLIATIF_DOSSIER": str(Path(folder) / "dossier"), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1",
            "HOME": folder,
        }  # fmt: skip
        command = [sys.executable, __file__, "--child", str(report), "--seed", str(seed)]
        command += ["--seconds", str(seconds), "--actions", str(actions)]
        with (
            (Path(folder) / "stderr").open("w+", encoding="utf-8") as said,
            subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=said, text=True) as child,
        ):
            hung = _follow(child, last)
            code = child.wait()
            said.seek(0)
            tail = said.read()[-3000:]
        wrong = []
        if hung:
            wrong.append(f"no sign of life for {SILENCE} s")
        elif code or not report.is_file():
            wrong.append(f"the process ended with {code}")
        else:
            told = json.loads(report.read_text(encoding="utf-8"))
            wrong += _judge(told["actions"], Use(*told["base"]), Use(*told["end"]), Counter(told["errors"]))
        if wrong:
            wrong += [f"seed {seed}; last actions: {', '.join(last)}", tail]
        return wrong


def _follow(child: subprocess.Popen[str], last: deque[str]) -> bool:
    """Read what the child does; True when it was killed because it did nothing for too long."""
    import select

    assert child.stdout is not None  # noqa: S101
    while True:
        ready, _, _ = select.select([child.stdout], [], [], SILENCE)
        if not ready:
            child.kill()
            return True
        line = child.stdout.readline()
        if not line:
            return False
        last.append(line.strip())


def _judge(actions: int, base: Use, end: Use, errors: Counter[str]) -> list[str]:
    """What the figures say against the bounds."""
    print(
        f"{actions} actions; memory {base.memory:.0f} → {end.memory:.0f} MiB, descriptors {base.descriptors} → "
        f"{end.descriptors}, threads {base.threads} → {end.threads}, widgets {base.widgets} → {end.widgets}, "
        f"{sum(errors.values())} errors"
    )
    wrong = [f"{count} times: {error}" for error, count in errors.most_common(10)]
    bounds = {"memory": MEMORY_MIB, "descriptors": DESCRIPTORS, "threads": THREADS, "widgets": WIDGETS}
    for name, bound in bounds.items():
        if (more := getattr(end, name) - getattr(base, name)) > bound:
            wrong.append(f"{name} grew by {more:.0f}, {bound} are allowed")
    return wrong


def main() -> int:
    """Exit code 0 when every monkey survived."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("--actions", type=int, default=0, help="end after so many, if the seconds did not end it")
    parser.add_argument("--runs", type=int, default=1, help="so many, each with the next seed")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return play(options.seed, options.seconds, options.actions, options.child)
    failed = 0
    for seed in range(options.seed, options.seed + options.runs):
        if wrong := watch(seed, options.seconds, options.actions):
            failed += 1
            print("\n".join(wrong), flush=True)
    print(f"tried {options.runs}, survived {options.runs - failed}, failed {failed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
