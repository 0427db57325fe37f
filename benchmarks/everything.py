"""All measures, one after the other: tables on the screen, figures in one JSON file.

    python benchmarks/everything.py [--textes FOLDER] [--jeux SET.json …] [--json FILE]

The start needs a screen (or `QT_QPA_PLATFORM=offscreen`); without one it is left out, and said to be.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from benchmarks import evaluation, public_questions, scale, search, start, typing  # noqa: E402
from desktop import __version__  # noqa: E402
from desktop.bootstrap import has_screen  # noqa: E402


def main() -> int:
    """Measure everything, print the tables, write the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--textes", type=Path, help="folder of .txt files that fill the larger sizes")
    options.add_argument("--jeux", type=Path, nargs="*", default=[], help="question sets in SQuAD's format")
    options.add_argument("--tailles", type=int, nargs="+", default=list(search.TAILLES))
    options.add_argument("--json", type=Path, default=RACINE / "benchmarks" / "resultats.json")
    choix = options.parse_args()
    tout: dict[str, Any] = {"version": __version__, "python": platform.python_version(), "machine": platform.machine()}
    if has_screen():
        tout["demarrage"] = start.mesurer(fois=15)
        _section("Start", start.afficher(tout["demarrage"]))
        tout["frappe"] = typing.mesurer(search.ECHANTILLON)
        _section("Key press to painted results", typing.afficher(tout["frappe"]))
        tout["scale"] = scale.measure(scale.AMOUNT, scale.AMOUNT, search.ECHANTILLON)
        _section("Ten thousand cases and notes", scale.show(tout["scale"]))
    else:
        _section("Start", "left out: no screen (QT_QPA_PLATFORM=offscreen stands in for one)")
    tout["recherche"] = [search.mesurer_ailleurs(t, choix.textes, search.ECHANTILLON) for t in choix.tailles]
    _section("Key press to results", search.afficher(tout["recherche"]))
    tout["evaluation"] = evaluation.mesurer_tout()
    _section("Right rule, own queries", evaluation.afficher(tout["evaluation"]))
    if choix.jeux:
        tout["questions_publiques"] = [public_questions.mesurer(jeu) for jeu in choix.jeux]
        _section("Right passage, public questions", public_questions.afficher(tout["questions_publiques"]))
    choix.json.write_text(json.dumps(tout, indent=2, ensure_ascii=False), encoding="utf-8")
    print(f"\n{choix.json}")
    return 0


def _section(titre: str, texte: str) -> None:
    print(f"\n{titre}\n{'-' * len(titre)}\n{texte}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
