"""Process start to first paint and to a search that answers, beside a bare PySide6 window, in one run.

    python benchmarks/start.py [--fois 15] [--json FILE]

Needs a screen, or `QT_QPA_PLATFORM=offscreen`. The two programs take turns, so that both see the same machine; the caches are
warm after the first starts, which are not counted. A first start, with no cache at all, is given apart.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from benchmarks.tools import tableau  # noqa: E402

VARIABLE = "CAP_PALLIATIF_BANC"
ECHAUFFEMENT = 2
PEINTURE_MAX, RECHERCHE_MAX = 1.5, 2.5
NUE = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Fenetre(QMainWindow):
    def paintEvent(self, evenement):
        super().paintEvent(evenement)
        sys.stderr.write(f'{{"premiere_peinture": {time.monotonic() - DEPART}}}\\n')
        QApplication.exit(0)
application = QApplication([])
fenetre = Fenetre()
fenetre.resize(1100, 720)
fenetre.show()
sys.exit(application.exec())
"""


def demarrer(commande: list[str], environnement: dict[str, str]) -> dict[str, float]:
    """Start once. Seconds from the start of the process to each moment that it reports."""
    depart = time.monotonic()
    fait = subprocess.run(
        [partie.replace("DEPART", repr(depart)) for partie in commande],
        env={**environnement, VARIABLE: repr(depart)},
        cwd=RACINE,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    for ligne in reversed(fait.stderr.splitlines()):
        if ligne.startswith("{"):
            temps: dict[str, float] = json.loads(ligne)
            return temps
    raise RuntimeError(f"rien n’a été mesuré ({fait.returncode}) : {fait.stderr[-500:]}")


def mesurer(fois: int) -> dict[str, Any]:
    """Medians in milliseconds, and their ratios to the bare window."""
    nue = [sys.executable, "-c", NUE]
    programme = [sys.executable, "-m", "desktop"]
    with tempfile.TemporaryDirectory() as dossier:
        environnement = {**os.environ, "CAP_PALLIATIF_DOSSIER": dossier}
        froid = demarrer(programme, environnement)
        nues: list[dict[str, float]] = []
        notres: list[dict[str, float]] = []
        for tour in range(fois + ECHAUFFEMENT):
            for commande, temps in ((nue, nues), (programme, notres)):
                mesure = demarrer(commande, environnement)
                if tour >= ECHAUFFEMENT:
                    temps.append(mesure)
    base = _mediane(nues, "premiere_peinture")
    peinture, recherche = _mediane(notres, "premiere_peinture"), _mediane(notres, "recherche_prete")
    return {
        "fois": fois,
        "fenetre_nue_ms": base,
        "premiere_peinture_ms": peinture,
        "recherche_prete_ms": recherche,
        "rapport_peinture": peinture / base,
        "rapport_recherche": recherche / base,
        "premier_demarrage_ms": {nom: 1000 * valeur for nom, valeur in froid.items()},
    }


def _mediane(mesures: list[dict[str, float]], moment: str) -> float:
    return 1000 * statistics.median(m[moment] for m in mesures)


def afficher(m: dict[str, Any]) -> str:
    """The table, with the bounds that the program sets itself."""
    return tableau(
        ("start to", "ms", "× bare window", "at most", "very first start, ms"),
        (
            ("bare window painted", f"{m['fenetre_nue_ms']:.0f}", "1.00", "", ""),
            (
                "window painted",
                f"{m['premiere_peinture_ms']:.0f}",
                f"{m['rapport_peinture']:.2f}",
                PEINTURE_MAX,
                f"{m['premier_demarrage_ms']['premiere_peinture']:.0f}",
            ),
            (
                "search answers",
                f"{m['recherche_prete_ms']:.0f}",
                f"{m['rapport_recherche']:.2f}",
                RECHERCHE_MAX,
                f"{m['premier_demarrage_ms']['recherche_prete']:.0f}",
            ),
        ),
    )


def main() -> int:
    """Measure, print the table, write the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fois", type=int, default=15)
    options.add_argument("--json", type=Path)
    choix = options.parse_args()
    mesures = mesurer(choix.fois)
    print(afficher(mesures))
    if choix.json:
        choix.json.write_text(json.dumps(mesures, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
