"""Does the proof bite? Flip each rule of the questionnaires in turn; every mutant must be caught.

A mutant is caught when the loader refuses it, when a documented example no longer holds, or when a law fails on a table that it
touches. A mutant that nothing catches is compared with the original over the whole answer space: one that answers alike everywhere
is no mutant. What then survives must be argued in `tests/decision/survivants.yaml`.

    python build_scripts/mutate_decisions.py                 all mutants
    python build_scripts/mutate_decisions.py --tirage 60     a seeded sample, as CI runs it
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from build_scripts.decisions.mutants import Epreuve, Mutant, Verdict, mutants, tirer  # noqa: E402

_EPREUVE: list[Epreuve] = []


def _preparer(dossier: str) -> None:
    _EPREUVE.append(Epreuve.de(Path(dossier), RACINE / "tests" / "decision" / "cas"))


def _eprouver(mutant: Mutant) -> tuple[Mutant, Verdict]:
    return mutant, _EPREUVE[0].eprouver(mutant)


def main() -> int:
    """Exit code 0 when every mutant is caught, equivalent or argued."""
    parseur = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parseur.add_argument("--tirage", type=int, default=0, help="only a seeded sample of this many mutants")
    parseur.add_argument("--graine", type=int, default=20230621)
    parseur.add_argument("--coeurs", type=int, default=2)
    parseur.add_argument("--seulement", default="", help="only mutants whose name contains this")
    options = parseur.parse_args()
    debut = time.perf_counter()
    dossier = RACINE / "content" / "questionnaires"
    epreuve = Epreuve.de(dossier, RACINE / "tests" / "decision" / "cas")
    liste = [m for m in mutants(epreuve.donnees) if options.seulement in m.nom]
    if options.tirage:
        liste = tirer(liste, options.tirage, options.graine)
    argumentes = epreuve.survivants_argumentes(RACINE / "tests" / "decision" / "survivants.yaml")
    comptes: Counter[str] = Counter()
    survivants = []
    with ProcessPoolExecutor(options.coeurs, initializer=_preparer, initargs=(str(dossier),)) as bassin:
        for mutant, verdict in bassin.map(_eprouver, liste, chunksize=4):
            comptes[verdict.par] += 1
            if verdict.par == "survit":
                print(f"survit : {mutant.nom}", flush=True)
                comptes["argumenté" if mutant.nom in argumentes else "sans argument"] += 1
                survivants.append(mutant.nom)
    for par, nombre in comptes.most_common():
        print(f"{par:<16} {nombre}")
    for nom in survivants:
        print(f"survivant : {nom} — {argumentes.get(nom, 'SANS ARGUMENT')}")
    print(f"{len(liste)} mutants en {time.perf_counter() - debut:.0f} s")
    return 0 if all(nom in argumentes for nom in survivants) else 1


if __name__ == "__main__":
    sys.exit(main())
