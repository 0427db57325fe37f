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

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_scripts.decisions.mutants import Mutant, Proof, Verdict, draw_one, mutants  # noqa: E402

_PROOF: list[Proof] = []


def _prepare(folder: str) -> None:
    _PROOF.append(Proof.of(Path(folder), ROOT / "tests" / "decision" / "cases"))


def _prove(mutant: Mutant) -> tuple[Mutant, Verdict]:
    return mutant, _PROOF[0].prove(mutant)


def main() -> int:
    """Exit code 0 when every mutant is caught, equivalent or argued."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tirage", type=int, default=0, help="only a seeded sample of this many mutants")
    parser.add_argument("--graine", type=int, default=20230621)
    parser.add_argument("--coeurs", type=int, default=2)
    parser.add_argument("--seulement", default="", help="only mutants whose name contains this")
    options = parser.parse_args()
    start = time.perf_counter()
    folder = ROOT / "content" / "questionnaires"
    proof = Proof.of(folder, ROOT / "tests" / "decision" / "cases")
    listed = [m for m in mutants(proof.data) if options.seulement in m.name]
    if options.tirage:
        listed = draw_one(listed, options.tirage, options.graine)
    argued = proof.argued_survivors(ROOT / "tests" / "decision" / "survivants.yaml")
    counts: Counter[str] = Counter()
    survivors = []
    with ProcessPoolExecutor(options.coeurs, initializer=_prepare, initargs=(str(folder),)) as pool:
        for mutant, verdict in pool.map(_prove, listed, chunksize=4):
            counts[verdict.par] += 1
            if verdict.par == "survit":
                print(f"survit : {mutant.name}", flush=True)
                counts["argumenté" if mutant.name in argued else "sans argument"] += 1
                survivors.append(mutant.name)
    for par, count in counts.most_common():
        print(f"{par:<16} {count}")
    for name in survivors:
        print(f"survivant : {name} — {argued.get(name, 'SANS ARGUMENT')}")
    print(f"{len(listed)} mutants en {time.perf_counter() - start:.0f} s")
    return 0 if all(name in argued for name in survivors) else 1


if __name__ == "__main__":
    sys.exit(main())
