"""Key press to painted results, in the real window, at the real size.

    python benchmarks/typing.py [--echantillon 40] [--json FILE]

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

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from benchmarks.search import ECHANTILLON, frappes  # noqa: E402
from benchmarks.tools import centile, tableau  # noqa: E402

P95_MAX = 16
PATIENCE = 20.0


def mesurer_ici(echantillon: int) -> dict[str, Any]:
    """Type in a window of this process."""
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    from desktop.bootstrap import window_services
    from desktop.ui.life.app import Session, make_application

    class Guetteur(QObject):
        """Sees the first paint after an answer."""

        repondu = peint = False

        def eventFilter(self, _: QObject, evenement: QEvent) -> bool:  # noqa: N802
            self.peint = self.peint or (self.repondu and evenement.type() == QEvent.Type.Paint)
            return False

    application = make_application(["banc"])
    session = Session(window_services())
    session.start()
    champ, recherche = session.window.searching.field, session.window.searching.control
    _attendre(application, lambda: recherche.engine is not None)
    guetteur = Guetteur()
    application.installEventFilter(guetteur)
    recherche.answered.connect(lambda _: setattr(guetteur, "repondu", True))

    def taper(lettre: str) -> None:
        """One key, answered and painted before the next."""
        guetteur.repondu = guetteur.peint = False
        for genre in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(champ, QKeyEvent(genre, 0, Qt.KeyboardModifier.NoModifier, lettre))
        _attendre(application, lambda: guetteur.peint)

    temps = []
    avant = ""
    for texte in frappes(echantillon):
        if not avant or not texte.startswith(avant):
            champ.clear()
            avant = ""
        for lettre in texte[len(avant) : -1]:
            taper(lettre)
        debut = time.perf_counter()
        taper(texte[-1])
        temps.append((time.perf_counter() - debut) * 1000)
        avant = texte
    application.removeEventFilter(guetteur)
    session.end()
    return {"frappes": len(temps), **{f"p{p}": centile(temps, p / 100) for p in (50, 95, 99)}}


def _attendre(application: Any, condition: Any) -> None:  # noqa: ANN401
    fin = time.monotonic() + PATIENCE
    while not condition():
        application.processEvents()
        if time.monotonic() > fin:
            raise TimeoutError("la fenêtre n’a pas répondu")


def mesurer(echantillon: int) -> dict[str, Any]:
    """`mesurer_ici` in a fresh process, on folders of its own."""
    with tempfile.TemporaryDirectory() as dossier:
        fait = subprocess.run(
            [sys.executable, __file__, "--ici", "--echantillon", str(echantillon)],
            env={**os.environ, "CAP_PALLIATIF_DOSSIER": dossier},
            check=True,
            capture_output=True,
            text=True,
        )
    resultat: dict[str, Any] = json.loads(fait.stdout.splitlines()[-1])
    return resultat


def afficher(m: dict[str, Any]) -> str:
    """The table."""
    return tableau(
        ("key presses", "p50", "p95", "p99 ms", "p95 at most"),
        [(m["frappes"], f"{m['p50']:.1f}", f"{m['p95']:.1f}", f"{m['p99']:.1f}", P95_MAX)],
    )


def main() -> int:
    """Measure, print the table, write the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--echantillon", type=int, default=ECHANTILLON)
    options.add_argument("--json", type=Path)
    options.add_argument("--ici", action="store_true", help=argparse.SUPPRESS)
    choix = options.parse_args()
    if choix.ici:
        print(json.dumps(mesurer_ici(choix.echantillon)))
        return 0
    mesures = mesurer(choix.echantillon)
    print(afficher(mesures))
    if choix.json:
        choix.json.write_text(json.dumps(mesures, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
