#!/usr/bin/env python3
"""Take the pictures of the README and of the guide from the real program, and write docs/guide.md from the guide in the content.

Usage: captures.py [--guide-seul]. The window is driven with keys, offscreen, with the bundled fonts and a fixed hour,
so that pictures change only when the program does. `tests/build_scripts/test_captures.py` says when docs/guide.md is stale.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.life.app import WindowSession

IMAGES = ROOT / "docs" / "images"
GUIDE = ROOT / "docs" / "guide.md"
SIZE = (1366, 768)
TURNS = 8
"""Turns of the event loop that a pause has at least."""
INSTANT = dt.datetime(2026, 11, 21, 22, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))

# Rubrique of the guide → the picture that shows it.
ILLUSTRATIONS = {
    "guide-trouver": ("recherche.png", "La recherche et le lecteur"),
    "guide-orienter": ("question.png", "Une question"),
    "guide-garder": ("plan.png", "Le plan d’une situation"),
}
# Picture → theme, then the keys: text to type, or « <Nom> » for a key.
SCENES: dict[str, tuple[str, tuple[str, ...]]] = {
    "accueil.png": ("clair", ()),
    "accueil-sombre.png": ("sombre", ()),
    "recherche.png": ("clair", ("lits mini par habitant",)),
    "question.png": ("clair", ("<Ctrl+N>", "1", "<Return>", "1", "<Return>", "2", "2", "3")),
    "plan.png": (
        "clair",
        ("<Ctrl+N>", "1", "<Return>", "1", "<Return>", "2", "1", "2", "2", "1", "1", "2", "1", "2", "3"),
    ),
}


def guide_text() -> str:
    """docs/guide.md: the guide without the marks of the content's format, with its pictures."""
    source = (ROOT / "content" / "guide" / "guide.md").read_text(encoding="utf-8")
    body = source.split("\n---\n", 1)[1].strip()
    lines = []
    for line in body.split("\n"):
        identifier = re.search(r"\{#([a-z0-9-]+)", line)
        lines.append(re.sub(r"\s*\{#[^}]*\}\s*$", "", line))
        if line.startswith("## ") and identifier and identifier[1] in ILLUSTRATIONS:
            image, legend = ILLUSTRATIONS[identifier[1]]
            lines += ["", f"![{legend}](images/{image})"]
    return "\n".join(lines) + "\n"


def main(argv: list[str] | None = None) -> int:
    """Write the guide, then the pictures."""
    arguments = argparse.ArgumentParser(description="Refaire docs/guide.md et les images.")
    arguments.add_argument("--guide-seul", action="store_true", help="n’écrire que docs/guide.md")
    arguments.add_argument("--image", choices=sorted(SCENES), help="ne prendre que cette image")
    choice = arguments.parse_args(argv)
    if choice.image:
        theme, keys = SCENES[choice.image]
        photograph(IMAGES / choice.image, theme, keys)
        sys.stdout.flush()
        os._exit(
            0
        )  # the picture is written; in which order Qt's objects would go at the end of Python is nothing to it
    GUIDE.write_text(guide_text(), encoding="utf-8")
    if choice.guide_seul:
        return 0
    IMAGES.mkdir(parents=True, exist_ok=True)
    # A process each: the look of an application is given once, and would be the first picture's in all of them.
    for name in SCENES:
        with tempfile.TemporaryDirectory() as folder:
            env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CAP_PALLIATIF_DOSSIER": folder}
            subprocess.run([sys.executable, __file__, "--image", name], env=env, check=True)
        print(name)
    return 0


def photograph(target: Path, theme: str, keys: tuple[str, ...]) -> None:
    """Open a window, press keys, save what it shows."""
    from PySide6.QtWidgets import QApplication

    from desktop import bootstrap, paths
    from desktop.settings import Settings
    from desktop.ui.kit.gestures import Gestures
    from desktop.ui.kit.widgets import CardButton
    from desktop.ui.life import app as application
    from desktop.ui.situations import situation
    from desktop.ui.situations.choices import ChoiceCard

    situation.now = lambda: INSTANT
    Settings(paths.config_dir()).put(theme=theme)
    qt = QApplication.instance() or application.make_application(["captures"])
    session = application.WindowSession(bootstrap.window_services())
    session.window.resize(*SIZE)
    session.start()
    engine = session.window.searching.control
    ready: list[bool] = []
    engine.prepared.connect(lambda: ready.append(True))
    wait_for(lambda: bool(ready), qt)
    wait_for(lambda: any(card.isVisible() for card in session.window.findChildren(CardButton)), qt)
    for key in keys:
        if key.isdigit() and not _can(lambda: isinstance(QApplication.focusWidget(), ChoiceCard), qt):
            break  # the plan is certain: nothing more is asked
        wait_for(
            lambda: not Gestures.shared().quiet, qt
        )  # a question that has only just been drawn takes no answer yet
        press(key)
        rest_a_while(qt, 0.4)
    rest_a_while(qt, 1.0)
    session.window.grab().save(str(target))
    close(session, qt)


def _can(condition: Callable[[], bool], qt: object) -> bool:
    try:
        wait_for(condition, qt, 6.0)
    except TimeoutError:
        return False
    return True


def press(key: str) -> None:
    """Type a text or one key where the focus is, as a person does."""
    from PySide6.QtGui import QKeySequence
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    target = QApplication.focusWidget() or QApplication.activeWindow()
    if target is None:
        raise RuntimeError("aucune fenêtre n’a le focus")
    if key.startswith("<"):
        QTest.keySequence(target, QKeySequence(key[1:-1]))
    else:
        QTest.keyClicks(target, key)


def wait_for(condition: Callable[[], bool], qt: object, seconds: float = 30.0) -> None:
    """Let the window live until a condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("la fenêtre n’est pas prête")
        rest_a_while(qt, 0.02)


def rest_a_while(qt: object, seconds: float = 0.25) -> None:
    """Let the window live for a while."""
    end = time.monotonic() + seconds
    turns = 0
    # One turn may take all the time there is, and leave what it drew to be laid out by the next ones.
    while time.monotonic() < end or turns < TURNS:
        qt.processEvents()  # type: ignore[attr-defined]
        time.sleep(0.005)
        turns += 1


def close(session: WindowSession, qt: object) -> None:
    """Close the window and finish its worker."""
    session.window.close()
    session.end()
    rest_a_while(qt, 0.1)


if __name__ == "__main__":
    sys.exit(main())
