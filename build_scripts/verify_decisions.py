"""Prove the laws of the questionnaires over the whole answer space; print what was covered; fail where a law does not hold.

The summary that « Aide → Preuves » shows (questionnaires/preuves.json) must be of these very tables; `--resume` makes it anew.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Exit code 0 when every law holds."""
    from desktop.corpus.loading import load as charger_contenu
    from desktop.decision import charger
    from desktop.proof.verify import verify

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("dossier", nargs="?", type=Path, default=ROOT / "content")
    options.add_argument("--resume", action="store_true", help="refaire le résumé qui accompagne le contenu")
    choice = options.parse_args()
    folder: Path = choice.dossier
    summary = folder / "questionnaires" / "preuves.json"
    corpus = charger_contenu(folder)
    report = verify(charger(folder / "questionnaires"), corpus.regles)
    print(report.text())
    if choice.resume:
        done = dt.datetime.now(dt.UTC).date().isoformat()
        fresh = {"fait": done, "version_contenu": corpus.version, **report.as_dict()}
        summary.write_text(json.dumps(fresh, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    faults = outdated(json.loads(summary.read_text(encoding="utf-8")), report.as_dict())
    for fault in faults:
        print(f"{summary.name} : {fault}")
    if faults:
        print("Le résumé livré ne porte pas sur ces tables : refaites-le avec --resume.")
    return 0 if report.holds and not faults else 1


def outdated(summary: Mapping[str, Any], report: Mapping[str, Any]) -> list[str]:
    """Where a summary says otherwise than a verification; dates and times aside."""
    said = {"empreinte", "combinaisons", "boites", "regles", "gagnantes"}
    faults = [
        f"{name} {summary.get(name)}, ici {report[name]}" for name in sorted(said) if summary.get(name) != report[name]
    ]
    failures = [{law["numero"]: law["echecs"] for law in of["lois"]} for of in (summary, report)]
    return faults if failures[0] == failures[1] else [*faults, f"échecs par loi {failures[0]}, ici {failures[1]}"]


if __name__ == "__main__":
    sys.exit(main())
