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

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.tools import Fts5, corpus_of_texts, table_of  # noqa: E402
from desktop.search import SearchEngine  # noqa: E402

LIMIT = 10


def read(file: Path) -> tuple[list[tuple[str, str]], list[tuple[str, int]]]:
    """Passages as (title, text), and questions with the number of the passage that answers."""
    passages: list[tuple[str, str]] = []
    numbers: dict[str, int] = {}
    questions: list[tuple[str, int]] = []
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            number = numbers.setdefault(text, len(passages))
            if number == len(passages):
                passages.append((article.get("title", ""), text))
            questions += [(q["question"], number) for q in paragraph.get("qas", ()) if q["question"].strip()]
    return passages, questions


def ndcg(rank: int | None) -> float:
    """nDCG@10 with one right passage."""
    return 0.0 if rank is None else 1 / log2(rank + 1)


def measure_all(file: Path) -> dict[str, Any]:
    """Figures of both engines on one set."""
    passages, questions = read(file)
    corpus = corpus_of_texts(passages)
    order = {regle: number for number, regle in enumerate(corpus.regles)}
    fts = Fts5(passages)
    ranks: dict[str, list[int | None]] = {"nous": [], "fts5": []}
    with tempfile.TemporaryDirectory() as folder:
        engine = SearchEngine(corpus, Path(folder))
        for question, good in questions:
            found_ones = [order[h.regle] for h in engine.search(f"{question} ", LIMIT).hits]
            ranks["nous"].append(_rank(good, found_ones))
            ranks["fts5"].append(_rank(good, [n for n, _ in fts.search(question, LIMIT, prefix=False)]))
        engine.close()
    return {
        "jeu": file.stem,
        "passages": len(passages),
        "questions": len(questions),
        **{f"{name}_{m}": v for name, each in ranks.items() for m, v in _figures(each).items()},
    }


def _rank(good: int, found_ones: list[int]) -> int | None:
    return found_ones.index(good) + 1 if good in found_ones else None


def _figures(ranks: list[int | None]) -> dict[str, float]:
    count = len(ranks) or 1
    return {
        "ndcg": sum(map(ndcg, ranks)) / count,
        "succes_1": sum(r == 1 for r in ranks) / count,
        "succes_10": sum(r is not None for r in ranks) / count,
    }


def show(measures: list[dict[str, Any]]) -> str:
    """The table."""
    heads = ("set", "passages", "questions", "nDCG@10", "@1", "@10", "FTS5 nDCG@10", "@1", "@10")
    keys = ("nous_ndcg", "nous_succes_1", "nous_succes_10", "fts5_ndcg", "fts5_succes_1", "fts5_succes_10")
    return table_of(
        heads, ((m["jeu"], m["passages"], m["questions"], *(f"{m[c]:.3f}" for c in keys)) for m in measures)
    )


def main() -> int:
    """Measure each set, print the table, write the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("jeux", type=Path, nargs="+")
    options.add_argument("--json", type=Path)
    choice = options.parse_args()
    measures = [measure_all(question_set) for question_set in choice.jeux]
    print(show(measures))
    if choice.json:
        choice.json.write_text(json.dumps(measures, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
