"""The ranking on a public French question set, beside SQLite FTS5, in one run.

    python benchmarks/public_questions.py piaf-v1.0.json [another.json …] [--json FILE]

A set is a file in SQuAD's format (PIAF, FQuAD …), which this repository does not hold: each paragraph is a passage, each
question asks for its own. The lexique of the program stays out: what is measured is the general French search.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from math import log2
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from benchmarks.tools import Fts5, corpus_de_textes, tableau  # noqa: E402
from desktop.search import SearchEngine  # noqa: E402

LIMITE = 10


def lire(fichier: Path) -> tuple[list[tuple[str, str]], list[tuple[str, int]]]:
    """Passages as (title, text), and questions with the number of the passage that answers."""
    passages: list[tuple[str, str]] = []
    numeros: dict[str, int] = {}
    questions: list[tuple[str, int]] = []
    for article in json.loads(fichier.read_text(encoding="utf-8"))["data"]:
        for paragraphe in article["paragraphs"]:
            texte = paragraphe["context"]
            numero = numeros.setdefault(texte, len(passages))
            if numero == len(passages):
                passages.append((article.get("title", ""), texte))
            questions += [(q["question"], numero) for q in paragraphe.get("qas", ()) if q["question"].strip()]
    return passages, questions


def ndcg(rang: int | None) -> float:
    """nDCG@10 with one right passage."""
    return 0.0 if rang is None else 1 / log2(rang + 1)


def mesurer(fichier: Path) -> dict[str, Any]:
    """Figures of both engines on one set."""
    passages, questions = lire(fichier)
    corpus = corpus_de_textes(passages)
    ordre = {regle: numero for numero, regle in enumerate(corpus.regles)}
    fts = Fts5(passages)
    rangs: dict[str, list[int | None]] = {"nous": [], "fts5": []}
    with tempfile.TemporaryDirectory() as dossier:
        moteur = SearchEngine(corpus, Path(dossier))
        for question, bonne in questions:
            trouvees = [ordre[h.regle] for h in moteur.search(f"{question} ", LIMITE).hits]
            rangs["nous"].append(_rang(bonne, trouvees))
            rangs["fts5"].append(_rang(bonne, [n for n, _ in fts.chercher(question, LIMITE, prefixe=False)]))
        moteur.close()
    return {
        "jeu": fichier.stem,
        "passages": len(passages),
        "questions": len(questions),
        **{f"{nom}_{m}": v for nom, les in rangs.items() for m, v in _figures(les).items()},
    }


def _rang(bonne: int, trouvees: list[int]) -> int | None:
    return trouvees.index(bonne) + 1 if bonne in trouvees else None


def _figures(rangs: list[int | None]) -> dict[str, float]:
    nombre = len(rangs) or 1
    return {
        "ndcg": sum(map(ndcg, rangs)) / nombre,
        "succes_1": sum(r == 1 for r in rangs) / nombre,
        "succes_10": sum(r is not None for r in rangs) / nombre,
    }


def afficher(mesures: list[dict[str, Any]]) -> str:
    """The table."""
    entetes = ("set", "passages", "questions", "nDCG@10", "@1", "@10", "FTS5 nDCG@10", "@1", "@10")
    cles = ("nous_ndcg", "nous_succes_1", "nous_succes_10", "fts5_ndcg", "fts5_succes_1", "fts5_succes_10")
    return tableau(
        entetes, ((m["jeu"], m["passages"], m["questions"], *(f"{m[c]:.3f}" for c in cles)) for m in mesures)
    )


def main() -> int:
    """Measure each set, print the table, write the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("jeux", type=Path, nargs="+")
    options.add_argument("--json", type=Path)
    choix = options.parse_args()
    mesures = [mesurer(jeu) for jeu in choix.jeux]
    print(afficher(mesures))
    if choix.json:
        choix.json.write_text(json.dumps(mesures, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
