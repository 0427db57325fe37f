"""Prove the laws of the questionnaires over the whole answer space; print what was covered; fail where a law does not hold."""

from __future__ import annotations

import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))


def main() -> int:
    """Exit code 0 when every law holds."""
    from desktop.corpus.charge import charger as charger_contenu
    from desktop.decision import charger
    from desktop.decision.verify import verifier

    dossier = Path(sys.argv[1]) if len(sys.argv) > 1 else RACINE / "content"
    corpus = charger_contenu(dossier)
    rapport = verifier(charger(dossier / "questionnaires"), corpus.regles)
    print(rapport.texte())
    return 0 if rapport.tient else 1


if __name__ == "__main__":
    sys.exit(main())
