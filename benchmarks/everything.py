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

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import evaluation, key_presses, public_questions, scale, search, start  # noqa: E402
from desktop import __version__  # noqa: E402
from desktop.bootstrap import has_screen  # noqa: E402


def main() -> int:
    """Measure everything, print the tables, write the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--textes", type=Path, help="folder of .txt files that fill the larger sizes")
    options.add_argument("--jeux", type=Path, nargs="*", default=[], help="question sets in SQuAD's format")
    options.add_argument("--tailles", type=int, nargs="+", default=list(search.SIZES_SHOWN))
    options.add_argument("--json", type=Path, default=ROOT / "benchmarks" / "resultats.json")
    choice = options.parse_args()
    whole: dict[str, Any] = {"version": __version__, "python": platform.python_version(), "machine": platform.machine()}
    if has_screen():
        whole["demarrage"] = start.measure_all(times=15)
        _section("Start", start.show(whole["demarrage"]))
        whole["frappe"] = key_presses.measure_all(search.SAMPLE)
        _section("Key press to painted results", key_presses.show(whole["frappe"]))
        whole["scale"] = scale.measure(scale.AMOUNT, scale.AMOUNT, search.SAMPLE)
        _section("Ten thousand cases and notes", scale.show(whole["scale"]))
    else:
        _section("Start", "left out: no screen (QT_QPA_PLATFORM=offscreen stands in for one)")
    whole["recherche"] = [search.measure_elsewhere(t, choice.textes, search.SAMPLE) for t in choice.tailles]
    _section("Key press to results", search.show(whole["recherche"]))
    whole["evaluation"] = evaluation.measure_everything()
    _section("Right rule, own queries", evaluation.show(whole["evaluation"]))
    if choice.jeux:
        whole["questions_publiques"] = [public_questions.measure_all(question_set) for question_set in choice.jeux]
        _section("Right passage, public questions", public_questions.show(whole["questions_publiques"]))
    choice.json.write_text(json.dumps(whole, indent=2, ensure_ascii=False), encoding="utf-8")
    print(f"\n{choice.json}")
    return 0


def _section(title: str, text: str) -> None:
    print(f"\n{title}\n{'-' * len(title)}\n{text}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
