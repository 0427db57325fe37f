"""Prove the laws of the questionnaires over the whole answer space; print what was covered; fail where a law does not hold.

`--resume FICHIER` also writes the summary that « Aide → Preuves » shows (content/questionnaires/preuves.json).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))


def main() -> int:
    """Exit code 0 when every law holds."""
    from desktop.corpus.charge import charger as charger_contenu
    from desktop.decision import charger
    from desktop.decision.verify import verifier

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("dossier", nargs="?", type=Path, default=RACINE / "content")
    options.add_argument("--resume", type=Path, help="où écrire le résumé en JSON")
    choix = options.parse_args()
    dossier: Path = choix.dossier
    corpus = charger_contenu(dossier)
    rapport = verifier(charger(dossier / "questionnaires"), corpus.regles)
    print(rapport.texte())
    if choix.resume is not None:
        fait = dt.datetime.now(dt.UTC).date().isoformat()
        resume = {"fait": fait, "version_contenu": corpus.version, **rapport.as_dict()}
        choix.resume.write_text(json.dumps(resume, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if rapport.tient else 1


if __name__ == "__main__":
    sys.exit(main())
