"""How often the search stands on the right rule: success@1, success@3, MRR on the project's own queries.

    python benchmarks/evaluation.py            figures, and what the tuning half misses
    python benchmarks/evaluation.py --json     figures only, as JSON

A third of the queries, drawn by a hash of their words, is the **reserve**: only its figures are ever printed, so that nothing
is tuned on them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from desktop import paths  # noqa: E402
from desktop.corpus import load  # noqa: E402
from desktop.search import SearchEngine  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop.corpus import Corpus

DOSSIER = RACINE / "tests" / "search" / "evaluation"
LIMITE = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A query, what kind of person or fault it stands for, and the ids (globs) of the rules that answer it."""

    q: str
    genre: str
    fichier: str
    regles: tuple[str, ...]

    @property
    def reserve(self) -> bool:
        """Whether the query is kept aside."""
        return hashlib.sha256(self.q.encode()).digest()[0] % 3 == 0


@dataclass(frozen=True, slots=True)
class Mesure:
    """Figures over some queries."""

    nombre: int
    succes_1: float
    succes_3: float
    succes_10: float
    mrr: float


def questions(dossier: Path = DOSSIER) -> list[Question]:
    """All queries of the evaluation set."""
    return [
        Question(str(e["q"]), e["genre"], fichier.stem, tuple(e["regles"]))
        for fichier in sorted(dossier.glob("*.yaml"))
        for e in yaml.safe_load(fichier.read_text(encoding="utf-8"))
    ]


def attendues(question: Question, corpus: Corpus) -> set[str]:
    """The rules of the content that answer."""
    return {r for r in corpus.regles if any(fnmatchcase(r, motif) for motif in question.regles)}


def rang(bonnes: set[str], trouvees: Iterable[str]) -> int | None:
    """The place, from 1, of the first right answer among the first ten; None when there is none."""
    return next((i for i, regle in enumerate(trouvees, 1) if regle in bonnes), None)


def mesurer(rangs: list[int | None]) -> Mesure:
    """Figures of some ranks."""
    nombre = len(rangs) or 1
    trouves = [r for r in rangs if r is not None]
    return Mesure(
        nombre=len(rangs),
        succes_1=sum(r == 1 for r in trouves) / nombre,
        succes_3=sum(r <= 3 for r in trouves) / nombre,
        succes_10=len(trouves) / nombre,
        mrr=sum(1 / r for r in trouves) / nombre,
    )


def evaluer(moteur: SearchEngine, corpus: Corpus, liste: list[Question]) -> dict[str, int | None]:
    """Rank of the first right rule for each query."""
    return {q.q: rang(attendues(q, corpus), (h.regle for h in moteur.search(q.q, LIMITE).hits)) for q in liste}


def afficher(mesures: dict[str, dict[str, float]]) -> str:
    """The table."""
    return "\n".join(_ligne(nom, Mesure(**m)) for nom, m in mesures.items())  # type: ignore[arg-type]


def _ligne(nom: str, m: Mesure) -> str:
    return f"{nom:24} {m.nombre:4}  @1 {m.succes_1:.3f}  @3 {m.succes_3:.3f}  @10 {m.succes_10:.3f}  MRR {m.mrr:.3f}"


def mesurer_tout() -> dict[str, dict[str, float]]:
    """Figures of the tuning half, of the reserve and of all, as plain values."""
    with _ouverte() as (moteur, corpus, liste):
        return {nom: asdict(m) for nom, m in _parties(evaluer(moteur, corpus, liste), liste).items()}


@contextmanager
def _ouverte() -> Iterator[tuple[SearchEngine, Corpus, list[Question]]]:
    corpus = load(paths.content_dir())
    with tempfile.TemporaryDirectory() as dossier:
        moteur = SearchEngine(corpus, Path(dossier))
        yield moteur, corpus, questions()
        moteur.close()


def _parties(rangs: dict[str, int | None], liste: list[Question]) -> dict[str, Mesure]:
    return {
        "travail": mesurer([rangs[q.q] for q in liste if not q.reserve]),
        "réserve": mesurer([rangs[q.q] for q in liste if q.reserve]),
        "tout": mesurer(list(rangs.values())),
    }


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true")
    if options.parse_args().json:
        print(json.dumps(mesurer_tout(), ensure_ascii=False))
        return 0
    with _ouverte() as (moteur, corpus, liste):
        rangs = evaluer(moteur, corpus, liste)
        _montrer(_parties(rangs, liste), rangs, liste, moteur)
    return 0


def _montrer(
    parties: dict[str, Mesure], rangs: dict[str, int | None], liste: list[Question], moteur: SearchEngine
) -> None:
    for question in liste:
        if not question.reserve and rangs[question.q] != 1:
            trouvees = [h.regle for h in moteur.search(question.q, 3).hits]
            print(f"{rangs[question.q] or '-':>3}  {question.q}\n       {' | '.join(trouvees)}")
    print()
    par_genre: dict[str, list[int | None]] = defaultdict(list)
    for question in liste:
        if not question.reserve:
            par_genre[question.genre].append(rangs[question.q])
    for genre, les_rangs in sorted(par_genre.items()):
        print(_ligne(genre, mesurer(les_rangs)))
    print()
    for nom, mesure in parties.items():
        print(_ligne(nom, mesure))


if __name__ == "__main__":
    raise SystemExit(main())
