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

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))


def main() -> int:
    """Exit code 0 when every law holds."""
    from desktop.corpus.loading import load as charger_contenu
    from desktop.decision import charger
    from desktop.proof.verify import verifier

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("dossier", nargs="?", type=Path, default=RACINE / "content")
    options.add_argument("--resume", action="store_true", help="refaire le résumé qui accompagne le contenu")
    choix = options.parse_args()
    dossier: Path = choix.dossier
    resume = dossier / "questionnaires" / "preuves.json"
    corpus = charger_contenu(dossier)
    rapport = verifier(charger(dossier / "questionnaires"), corpus.regles)
    print(rapport.texte())
    if choix.resume:
        fait = dt.datetime.now(dt.UTC).date().isoformat()
        neuf = {"fait": fait, "version_contenu": corpus.version, **rapport.as_dict()}
        resume.write_text(json.dumps(neuf, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fautes = perime(json.loads(resume.read_text(encoding="utf-8")), rapport.as_dict())
    for faute in fautes:
        print(f"{resume.name} : {faute}")
    if fautes:
        print("Le résumé livré ne porte pas sur ces tables : refaites-le avec --resume.")
    return 0 if rapport.tient and not fautes else 1


def perime(resume: Mapping[str, Any], rapport: Mapping[str, Any]) -> list[str]:
    """Where a summary says otherwise than a verification; dates and times aside."""
    dits = {"empreinte", "combinaisons", "boites", "regles", "gagnantes"}
    fautes = [f"{nom} {resume.get(nom)}, ici {rapport[nom]}" for nom in sorted(dits) if resume.get(nom) != rapport[nom]]
    echecs = [{loi["numero"]: loi["echecs"] for loi in de["lois"]} for de in (resume, rapport)]
    return fautes if echecs[0] == echecs[1] else [*fautes, f"échecs par loi {echecs[0]}, ici {echecs[1]}"]


if __name__ == "__main__":
    sys.exit(main())
