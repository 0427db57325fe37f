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

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from desktop import paths  # noqa: E402
from desktop.corpus import load  # noqa: E402
from desktop.search import SearchEngine  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop.corpus import Corpus

FOLDER = ROOT / "tests" / "search" / "evaluation"
LIMIT = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A query, what kind of person or fault it stands for, and the ids (globs) of the rules that answer it."""

    q: str
    kind: str
    file: str
    regles: tuple[str, ...]

    @property
    def held_out(self) -> bool:
        """Whether the query is kept aside."""
        return hashlib.sha256(self.q.encode()).digest()[0] % 3 == 0


@dataclass(frozen=True, slots=True)
class Measure:
    """Figures over some queries."""

    count: int
    success_1: float
    success_3: float
    success_10: float
    mrr: float


def questions(folder: Path = FOLDER) -> list[Question]:
    """All queries of the evaluation set."""
    return [
        Question(str(e["q"]), e["genre"], file.stem, tuple(e["regles"]))
        for file in sorted(folder.glob("*.yaml"))
        for e in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def expected_ones(question: Question, corpus: Corpus) -> set[str]:
    """The rules of the content that answer."""
    return {r for r in corpus.regles if any(fnmatchcase(r, pattern) for pattern in question.regles)}


def rank(good_ones: set[str], found_ones: Iterable[str]) -> int | None:
    """The place, from 1, of the first right answer among the first ten; None when there is none."""
    return next((i for i, regle in enumerate(found_ones, 1) if regle in good_ones), None)


def measure_all(ranks: list[int | None]) -> Measure:
    """Figures of some ranks."""
    count = len(ranks) or 1
    found = [r for r in ranks if r is not None]
    return Measure(
        count=len(ranks),
        success_1=sum(r == 1 for r in found) / count,
        success_3=sum(r <= 3 for r in found) / count,
        success_10=len(found) / count,
        mrr=sum(1 / r for r in found) / count,
    )


def evaluate(engine: SearchEngine, corpus: Corpus, listed: list[Question]) -> dict[str, int | None]:
    """Rank of the first right rule for each query."""
    return {q.q: rank(expected_ones(q, corpus), (h.regle for h in engine.search(q.q, LIMIT).hits)) for q in listed}


def show(measures: dict[str, dict[str, float]]) -> str:
    """The table."""
    return "\n".join(_line(name, Measure(**m)) for name, m in measures.items())  # type: ignore[arg-type]


def _line(name: str, m: Measure) -> str:
    return f"{name:24} {m.count:4}  @1 {m.success_1:.3f}  @3 {m.success_3:.3f}  @10 {m.success_10:.3f}  MRR {m.mrr:.3f}"


def measure_everything() -> dict[str, dict[str, float]]:
    """Figures of the tuning half, of the reserve and of all, as plain values."""
    with _opened() as (engine, corpus, listed):
        return {name: asdict(m) for name, m in _parts(evaluate(engine, corpus, listed), listed).items()}


@contextmanager
def _opened() -> Iterator[tuple[SearchEngine, Corpus, list[Question]]]:
    corpus = load(paths.content_dir())
    with tempfile.TemporaryDirectory() as folder:
        engine = SearchEngine(corpus, Path(folder))
        yield engine, corpus, questions()
        engine.close()


def _parts(ranks: dict[str, int | None], listed: list[Question]) -> dict[str, Measure]:
    return {
        "travail": measure_all([ranks[q.q] for q in listed if not q.held_out]),
        "réserve": measure_all([ranks[q.q] for q in listed if q.held_out]),
        "tout": measure_all(list(ranks.values())),
    }


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true")
    if options.parse_args().json:
        print(json.dumps(measure_everything(), ensure_ascii=False))
        return 0
    with _opened() as (engine, corpus, listed):
        ranks = evaluate(engine, corpus, listed)
        _show(_parts(ranks, listed), ranks, listed, engine)
    return 0


def _show(
    parts: dict[str, Measure], ranks: dict[str, int | None], listed: list[Question], engine: SearchEngine
) -> None:
    for question in listed:
        if not question.held_out and ranks[question.q] != 1:
            found_ones = [h.regle for h in engine.search(question.q, 3).hits]
            print(f"{ranks[question.q] or '-':>3}  {question.q}\n       {' | '.join(found_ones)}")
    print()
    by_kind: dict[str, list[int | None]] = defaultdict(list)
    for question in listed:
        if not question.held_out:
            by_kind[question.kind].append(ranks[question.q])
    for kind, the_ranks in sorted(by_kind.items()):
        print(_line(kind, measure_all(the_ranks)))
    print()
    for name, measure in parts.items():
        print(_line(name, measure))


if __name__ == "__main__":
    raise SystemExit(main())
