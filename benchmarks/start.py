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

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.tools import table_of  # noqa: E402

VARIABLE = "CAP_PALLIATIF_BANC"
WARM_UP_RUNS = 2
PAINT_MAX, SEARCH_MAX = 1.5, 2.5
BARE = """
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


def start_up(command: list[str], environment: dict[str, str]) -> dict[str, float]:
    """Start once. Seconds from the start of the process to each moment that it reports."""
    started_at = time.monotonic()
    done = subprocess.run(
        [part.replace("DEPART", repr(started_at)) for part in command],
        env={**environment, VARIABLE: repr(started_at)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    for line in reversed(done.stderr.splitlines()):
        if line.startswith("{"):
            time_of: dict[str, float] = json.loads(line)
            return time_of
    raise RuntimeError(f"rien n’a été mesuré ({done.returncode}) : {done.stderr[-500:]}")


def measure_all(times: int) -> dict[str, Any]:
    """Medians in milliseconds, and their ratios to the bare window."""
    bare = [sys.executable, "-c", BARE]
    program = [sys.executable, "-m", "desktop"]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "CAP_PALLIATIF_DOSSIER": folder}
        cold = start_up(program, environment)
        bare_ones: list[dict[str, float]] = []
        ours: list[dict[str, float]] = []
        for turn in range(times + WARM_UP_RUNS):
            for command, time_of in ((bare, bare_ones), (program, ours)):
                measure = start_up(command, environment)
                if turn >= WARM_UP_RUNS:
                    time_of.append(measure)
    base = _median(bare_ones, "premiere_peinture")
    painting, searching = _median(ours, "premiere_peinture"), _median(ours, "recherche_prete")
    return {
        "fois": times,
        "fenetre_nue_ms": base,
        "premiere_peinture_ms": painting,
        "recherche_prete_ms": searching,
        "rapport_peinture": painting / base,
        "rapport_recherche": searching / base,
        "premier_demarrage_ms": {name: 1000 * value for name, value in cold.items()},
    }


def _median(measures: list[dict[str, float]], moment: str) -> float:
    return 1000 * statistics.median(m[moment] for m in measures)


def show(m: dict[str, Any]) -> str:
    """The table, with the bounds that the program sets itself."""
    return table_of(
        ("start to", "ms", "× bare window", "at most", "very first start, ms"),
        (
            ("bare window painted", f"{m['fenetre_nue_ms']:.0f}", "1.00", "", ""),
            (
                "window painted",
                f"{m['premiere_peinture_ms']:.0f}",
                f"{m['rapport_peinture']:.2f}",
                PAINT_MAX,
                f"{m['premier_demarrage_ms']['premiere_peinture']:.0f}",
            ),
            (
                "search answers",
                f"{m['recherche_prete_ms']:.0f}",
                f"{m['rapport_recherche']:.2f}",
                SEARCH_MAX,
                f"{m['premier_demarrage_ms']['recherche_prete']:.0f}",
            ),
        ),
    )


def main() -> int:
    """Measure, print the table, write the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fois", type=int, default=15)
    options.add_argument("--json", type=Path)
    choice = options.parse_args()
    measures = measure_all(choice.fois)
    print(show(measures))
    if choice.json:
        choice.json.write_text(json.dumps(measures, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
