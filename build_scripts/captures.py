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

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.life.app import Session

IMAGES = RACINE / "docs" / "images"
GUIDE = RACINE / "docs" / "guide.md"
TAILLE = (1366, 768)
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


def texte_du_guide() -> str:
    """docs/guide.md: the guide without the marks of the content's format, with its pictures."""
    source = (RACINE / "content" / "guide" / "guide.md").read_text(encoding="utf-8")
    corps = source.split("\n---\n", 1)[1].strip()
    lignes = []
    for ligne in corps.split("\n"):
        identifiant = re.search(r"\{#([a-z0-9-]+)", ligne)
        lignes.append(re.sub(r"\s*\{#[^}]*\}\s*$", "", ligne))
        if ligne.startswith("## ") and identifiant and identifiant[1] in ILLUSTRATIONS:
            image, legende = ILLUSTRATIONS[identifiant[1]]
            lignes += ["", f"![{legende}](images/{image})"]
    return "\n".join(lignes) + "\n"


def main(argv: list[str] | None = None) -> int:
    """Write the guide, then the pictures."""
    arguments = argparse.ArgumentParser(description="Refaire docs/guide.md et les images.")
    arguments.add_argument("--guide-seul", action="store_true", help="n’écrire que docs/guide.md")
    arguments.add_argument("--image", choices=sorted(SCENES), help="ne prendre que cette image")
    choix = arguments.parse_args(argv)
    if choix.image:
        theme, touches = SCENES[choix.image]
        photographier(IMAGES / choix.image, theme, touches)
        sys.stdout.flush()
        os._exit(
            0
        )  # the picture is written; in which order Qt's objects would go at the end of Python is nothing to it
    GUIDE.write_text(texte_du_guide(), encoding="utf-8")
    if choix.guide_seul:
        return 0
    IMAGES.mkdir(parents=True, exist_ok=True)
    # A process each: the look of an application is given once, and would be the first picture's in all of them.
    for nom in SCENES:
        with tempfile.TemporaryDirectory() as dossier:
            env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CAP_PALLIATIF_DOSSIER": dossier}
            subprocess.run([sys.executable, __file__, "--image", nom], env=env, check=True)
        print(nom)
    return 0


def photographier(cible: Path, theme: str, touches: tuple[str, ...]) -> None:
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
    session = application.Session(bootstrap.window_services())
    session.window.resize(*TAILLE)
    session.start()
    moteur = session.window.searching.control
    prete: list[bool] = []
    moteur.prepared.connect(lambda: prete.append(True))
    attendre(lambda: bool(prete), qt)
    attendre(lambda: any(card.isVisible() for card in session.window.findChildren(CardButton)), qt)
    for touche in touches:
        if touche.isdigit() and not _peut(lambda: isinstance(QApplication.focusWidget(), ChoiceCard), qt):
            break  # the plan is certain: nothing more is asked
        attendre(
            lambda: not Gestures.shared().quiet, qt
        )  # a question that has only just been drawn takes no answer yet
        presser(touche)
        reposer(qt, 0.4)
    reposer(qt, 1.0)
    session.window.grab().save(str(cible))
    fermer(session, qt)


def _peut(condition: Callable[[], bool], qt: object) -> bool:
    try:
        attendre(condition, qt, 6.0)
    except TimeoutError:
        return False
    return True


def presser(touche: str) -> None:
    """Type a text or one key where the focus is, as a person does."""
    from PySide6.QtGui import QKeySequence
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    cible = QApplication.focusWidget() or QApplication.activeWindow()
    if cible is None:
        raise RuntimeError("aucune fenêtre n’a le focus")
    if touche.startswith("<"):
        QTest.keySequence(cible, QKeySequence(touche[1:-1]))
    else:
        QTest.keyClicks(cible, touche)


def attendre(condition: Callable[[], bool], qt: object, secondes: float = 30.0) -> None:
    """Let the window live until a condition holds."""
    fin = time.monotonic() + secondes
    while not condition():
        if time.monotonic() > fin:
            raise TimeoutError("la fenêtre n’est pas prête")
        reposer(qt, 0.02)


def reposer(qt: object, secondes: float = 0.25) -> None:
    """Let the window live for a while."""
    fin = time.monotonic() + secondes
    turns = 0
    # One turn may take all the time there is, and leave what it drew to be laid out by the next ones.
    while time.monotonic() < fin or turns < TURNS:
        qt.processEvents()  # type: ignore[attr-defined]
        time.sleep(0.005)
        turns += 1


def fermer(session: Session, qt: object) -> None:
    """Close the window and finish its worker."""
    session.window.close()
    session.end()
    reposer(qt, 0.1)


if __name__ == "__main__":
    sys.exit(main())
