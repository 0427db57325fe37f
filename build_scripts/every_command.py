"""Run every command of the menus, and every page, once; on Linux under strace, to see what is opened outside the program.

    python build_scripts/every_command.py            as a user would meet it: offscreen, or on the screen of DISPLAY
    python build_scripts/every_command.py --list     their ids, and their words as the palette finds them
    python build_scripts/every_command.py --traced   the same under strace; fails when a network is touched or a program started

What is allowed is written down here, and README, docs and « Sécurité » say the same: a local socket of the screen (X11, Wayland,
the accessibility and session bus where the desktop offers them), and the system's own viewer or browser when one asks for it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication, QWidget

    from desktop.ui.life.app import WindowSession
    from desktop.ui.situations.page import SituationPage

LAST = ("fichier.quitter",)
NETWORK = re.compile(r"AF_(INET6?|NETLINK|PACKET)|sin6?_(port|addr)")
VIEWERS = ("xdg-open", "kde-open", "gio", "gnome-open", "exo-open", "gvfs-open", "mimeopen", "wslview")
"""Programs that hand a file to the system's viewer."""
STEP = 30
"""Milliseconds between two steps: what is put off for a moment gets its turn."""


class Walk:
    """Opens a document, a plan, every page, and runs each command from there; what comes over the window is closed."""

    def __init__(self, app: QApplication, session: WindowSession) -> None:
        self.app = app
        self.session = session
        self.ran: list[str] = []
        self._steps = self._all()

    def _all(self) -> Iterator[Callable[[], object]]:
        context = self.session.context
        for page in sorted(context.registry.pages):
            yield partial(context.go, page)
        commands = sorted(set(context.registry.commands) - set(LAST))
        for command in commands:
            reads = command.startswith(("lecture.", "regle.", "recherche."))
            for place in (
                (self._read, self._plan) if command.startswith("fichier.") else (self._read if reads else self._plan,)
            ):
                yield place
                yield partial(self._run, command)

    def _run(self, command: str) -> None:
        self.ran.append(command)
        print(command, flush=True)
        self.session.context.run(command)

    def _read(self) -> None:
        self.session.context.open_content("had-pec-niveau-2" if self._known("had-pec-niveau-2") else "had")
        self.session.window.reading.step_rule(1)

    def _known(self, key: str) -> bool:
        corpus = self.session.context.corpus
        return corpus is not None and key in corpus.regles

    def _plan(self) -> None:
        """A plan on the screen: one need, and nothing more known."""
        from desktop.ui.situations.ids import SITUATION

        situation = cast("SituationPage", self.session.window.navigator.page_of(SITUATION)).situation
        if situation.session is None:
            situation.begin()
        if situation.session is not None:
            situation.advance(situation.session.answer("besoin", ["avis"]))
            situation.go("plan")

    def turn(self) -> None:
        """One step; the next is armed before it, since a dialog may keep this one."""
        from PySide6.QtCore import QTimer

        QTimer.singleShot(STEP, self.app, self.turn)
        over = self.app.activePopupWidget() or self.app.activeModalWidget()
        if over is not None:
            self._close(over)
            return
        step = next(self._steps, None)
        if step is None:
            self.app.exit(0)
            return
        step()

    def _close(self, over: QWidget) -> None:
        """A question where to write is answered with its proposal; anything else is left."""
        from PySide6.QtWidgets import QFileDialog, QMessageBox

        if isinstance(over, QFileDialog) and over.acceptMode() == QFileDialog.AcceptMode.AcceptSave:
            over.accept()
        elif isinstance(over, QMessageBox) and isinstance(over.parent(), QFileDialog):
            over.button(QMessageBox.StandardButton.Yes).click()
        else:
            over.close()
            if over.isVisible():
                over.hide()


def walk() -> int:
    """Open the window on the real content and run everything; 0 when all of it was run."""
    from PySide6.QtCore import Qt, QTimer

    from desktop import bootstrap
    from desktop.ui.kit.held import HeldRecords
    from desktop.ui.life.app import WindowSession, make_application
    from desktop.ui.life.faults import Faults

    app = make_application(["cap-palliatif"])
    app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    services = bootstrap.window_services()
    held = HeldRecords()
    faults = Faults(services.log_dir, held)
    faults.install()
    session = WindowSession(services, held, None, faults)
    begun: list[Walk] = []

    def begin() -> None:
        if not begun:
            begun.append(Walk(app, session))
            QTimer.singleShot(STEP, app, begun[0].turn)

    session.context.search_ready.connect(begin)
    session.start()
    code = app.exec()
    known = set(session.context.registry.commands) - set(LAST)
    session.end()
    faults.release()
    missing = known - set(begun[0].ran if begun else ())
    if missing:
        print(f"not run: {sorted(missing)}", file=sys.stderr)
    return code or (1 if missing else 0)


def listed() -> list[str]:
    """Id and words of every command but the last ones, a tab between, once the questionnaires have brought the user's roles."""
    from PySide6.QtCore import QTimer

    from desktop import bootstrap
    from desktop.ui.life.app import WindowSession, make_application
    from desktop.ui.situations.ids import MY_ROLE

    app = make_application(["cap-palliatif"])
    session = WindowSession(bootstrap.window_services())
    commands = session.context.registry.commands
    look = QTimer(app)
    look.timeout.connect(lambda: app.quit() if sum(key.startswith(MY_ROLE) for key in commands) > 1 else None)
    look.start(STEP)
    session.start()
    app.exec()
    words = [f"{key}\t{command.text}" for key, command in commands.items() if key not in LAST]
    session.window.close()
    session.end()
    return words


def traced(folder: Path) -> tuple[int, list[str], set[str]]:
    """Run the walk under strace: its code, the lines that touch a network or start a program, the local sockets."""
    log = folder / "strace.txt"
    env = {**os.environ, "CAP_PALLIATIF_DOSSIER": str(folder / "dossier"), "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    command = [
        "strace",
        "-f",
        "-qq",
        "-s",
        "300",
        "-e",
        "trace=network,execve",
        "-o",
        str(log),
        sys.executable,
        __file__,
    ]
    code = subprocess.run(command, env=env, check=False, stdout=subprocess.DEVNULL).returncode
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    own = next((line for line in lines if "execve(" in line), "")
    forbidden = [line for line in lines if NETWORK.search(line)]
    started = [line for line in lines if "execve(" in line and line != own and "= 0" in line]
    forbidden += [line for line in started if not any(f'/{viewer}"' in line for viewer in VIEWERS)]
    sockets = set(re.findall(r'connect\(\d+, \{sa_family=AF_UNIX, sun_path=@?"([^"]*)"', "\n".join(lines)))
    return code, forbidden, sockets


def main() -> int:
    """Exit code 0 when everything was run and, traced, nothing was touched that may not be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--traced", action="store_true")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
    if options.list:
        print(*listed(), sep="\n")
        return 0
    if not options.traced:
        return walk()
    if shutil.which("strace") is None:
        print("strace is not there", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="cap-palliatif-") as folder:
        code, forbidden, sockets = traced(Path(folder))
    print(f"local sockets: {', '.join(sorted(sockets)) or 'none'}; forbidden: {len(forbidden)}")
    print(*forbidden[:20], sep="\n")
    return 1 if code or forbidden else 0


if __name__ == "__main__":
    sys.exit(main())
