"""Key press to results, index build and memory, beside SQLite FTS5 on the same passages, in one run.

    python benchmarks/search.py [--tailles 0 10000 100000] [--textes FOLDER] [--json FILE]

0 is the content as it is. Larger sizes add filler behind it: the text of the .txt files of a folder, or invented words.
Each size runs in a process of its own, so that memory is its own. Every query of the sample is typed letter by letter.
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

from benchmarks.evaluation import questions  # noqa: E402
from benchmarks.tools import Fts5, centile, grossir, tableau  # noqa: E402
from desktop import paths  # noqa: E402
from desktop.corpus import load  # noqa: E402
from desktop.search import SearchEngine  # noqa: E402
from desktop.search.passages import rule_passages  # noqa: E402

TAILLES = (0, 10_000, 100_000)
ECHANTILLON = 40


def frappes(nombre: int) -> list[str]:
    """What stands in the field at each key press while a sample of queries is typed, from the second letter on."""
    toutes = sorted(questions(), key=lambda q: q.q)
    pas = max(1, len(toutes) // nombre)
    tapees = [q.q for q in toutes[::pas]][:nombre]
    return [q[:longueur] for q in tapees for longueur in range(2, len(q) + 1) if not q[longueur - 1].isspace()]


def mesurer(taille: int, textes: Path | None, echantillon: int) -> dict[str, Any]:
    """All figures of one size. Times in milliseconds, memory in MiB, processor time in seconds."""
    corpus = grossir(load(paths.content_dir()), taille, textes)
    avant = _memoire()
    with tempfile.TemporaryDirectory() as dossier:
        debut, debut_cpu = time.perf_counter(), time.process_time()
        premier = SearchEngine(corpus, Path(dossier))
        premier.prepare()
        construction = time.perf_counter() - debut, time.process_time() - debut_cpu
        premier.close()
        disque = sum(f.stat().st_size for f in Path(dossier).rglob("*") if f.is_file())
        moteur = SearchEngine(corpus, Path(dossier))
        debut = time.perf_counter()
        moteur.prepare()
        ouverture = time.perf_counter() - debut
        pointe = _memoire()
        presses = frappes(echantillon)
        nous = [_chrono(lambda q=presse: moteur.search(q, 10)) for presse in presses]
        moteur.close()
    debut_cpu = time.process_time()
    fts = Fts5((f.title, f.text) for f in rule_passages(corpus))
    construction_fts = time.process_time() - debut_cpu
    eux = [_chrono(lambda q=presse: fts.chercher(q, 10)) for presse in presses]
    return {
        "passages": len(corpus.regles),
        "frappes": len(presses),
        "construction_s": construction[0],
        "construction_cpu_s": construction[1],
        "construction_fts5_cpu_s": construction_fts,
        "ouverture_ms": ouverture * 1000,
        "index_mio": disque / 2**20,
        "memoire_mio": pointe - avant,
        "nous": _centiles(nous),
        "fts5": _centiles(eux),
        "rapport_p95": centile(nous, 0.95) / centile(eux, 0.95),
    }


def _chrono(action: Any) -> float:  # noqa: ANN401
    debut = time.perf_counter()
    action()
    return (time.perf_counter() - debut) * 1000


def _centiles(temps: list[float]) -> dict[str, float]:
    return {"p50": centile(temps, 0.50), "p95": centile(temps, 0.95), "p99": centile(temps, 0.99)}


def _memoire() -> float:
    """Highest resident memory of this process so far, in MiB; 0 where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return 0.0
    facteur = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * facteur / 2**20


def mesurer_ailleurs(taille: int, textes: Path | None, echantillon: int) -> dict[str, Any]:
    """`mesurer` in a fresh process."""
    commande = [sys.executable, __file__, "--une", str(taille), "--echantillon", str(echantillon)]
    if textes:
        commande += ["--textes", str(textes)]
    fait = subprocess.run(
        commande, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": "0"}
    )
    resultat: dict[str, Any] = json.loads(fait.stdout)
    return resultat


def afficher(mesures: list[dict[str, Any]]) -> str:
    """The table."""
    entetes = (
        "passages",
        "p50",
        "p95",
        "p99 ms",
        "FTS5 p50",
        "p95",
        "p99 ms",
        "p95 ×",
        "build s",
        "FTS5 s",
        "open ms",
        "MiB",
        "disk",
    )
    return tableau(
        entetes,
        (
            (
                m["passages"],
                *(f"{m['nous'][c]:.1f}" for c in ("p50", "p95", "p99")),
                *(f"{m['fts5'][c]:.1f}" for c in ("p50", "p95", "p99")),
                f"{m['rapport_p95']:.2f}",
                f"{m['construction_cpu_s']:.1f}",
                f"{m['construction_fts5_cpu_s']:.1f}",
                f"{m['ouverture_ms']:.0f}",
                f"{m['memoire_mio']:.0f}",
                f"{m['index_mio']:.1f}",
            )
            for m in mesures
        ),
    )


def main() -> int:
    """Measure each size, print the table, write the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tailles", type=int, nargs="+", default=list(TAILLES))
    options.add_argument("--textes", type=Path)
    options.add_argument("--json", type=Path)
    options.add_argument("--echantillon", type=int, default=ECHANTILLON)
    options.add_argument("--une", type=int, help=argparse.SUPPRESS)
    choix = options.parse_args()
    if choix.une is not None:
        print(json.dumps(mesurer(choix.une, choix.textes, choix.echantillon)))
        return 0
    mesures = [mesurer_ailleurs(taille, choix.textes, choix.echantillon) for taille in choix.tailles]
    print(afficher(mesures))
    if choix.json:
        choix.json.write_text(json.dumps(mesures, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
