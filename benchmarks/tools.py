"""What the benchmarks share: corpora of any size, SQLite FTS5 on the same passages, percentiles, tables."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from desktop.corpus.model import Corpus, Document, Force, Fragment, Lexique, Provenance, Regle, Rubrique
from desktop.search.tokens import STOP_WORDS, tokens
from desktop.store import sqlite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

WORDS_PER_PASSAGE = 45
REGLES_PER_RUBRIQUE = 8
CONSONANTS, VOWELS = "bcdfglmnprstv", "aeiou"


def corpus_of_texts(texts: Sequence[tuple[str, str]], lexique: Lexique | None = None) -> Corpus:
    """A corpus of (title, text) pairs: one règle each, passages of one title in one rubrique."""
    document = Document(
        id="remplissage",
        titre="Remplissage",
        titre_complet="Remplissage",
        nature="document",
        resume="",
        source=Provenance("999", "Remplissage", None, None, ""),
        rubriques=(),
    )
    rubriques: dict[str, Rubrique] = {}
    regles: dict[str, Regle] = {}
    by_title: dict[str, str] = {}
    for number, (title, text) in enumerate(texts):
        rubrique = by_title.get(title)
        if rubrique is None:
            rubrique = by_title[title] = f"remplissage-{len(by_title)}"
            rubriques[rubrique] = Rubrique(rubrique, "remplissage", title, 2, (title,), ("999",), None, ())
        identifier = f"remplissage-regle-{number}"
        regles[identifier] = Regle(identifier, "remplissage", rubrique, Force.DESCRIPTION, text, (Fragment(text),))
    return Corpus(
        documents={"remplissage": replace(document, rubriques=tuple(rubriques))},
        rubriques=rubriques,
        regles=regles,
        references={},
        chiffres={},
        notes_editoriales={},
        lexique=lexique or Lexique(),
        fingerprint=f"remplissage {len(regles)} {sha256(repr(texts[:50]).encode()).hexdigest()}",
        version="banc",
    )


def grow(corpus: Corpus, size: int, text_folder: Path | None = None) -> Corpus:
    """The content, with filler behind it up to `size` règles; the content itself when it is large enough."""
    lacks = size - len(corpus.regles)
    if lacks <= 0:
        return corpus
    words = _words_read(text_folder) if text_folder else _invented_words(corpus)
    texts = []
    for number in range(lacks):
        title = f"Remplissage {number // REGLES_PER_RUBRIQUE}"
        texts.append((title, " ".join(next(words) for _ in range(WORDS_PER_PASSAGE))))
    added = corpus_of_texts(texts)
    return replace(
        corpus,
        documents={**corpus.documents, **added.documents},
        rubriques={**corpus.rubriques, **added.rubriques},
        regles={**corpus.regles, **added.regles},
        fingerprint=f"{corpus.fingerprint} + {added.fingerprint}",
    )


def _words_read(folder: Path) -> Iterator[str]:
    """Words of every .txt file of a folder, again from the start when they run out."""
    while True:
        for file in sorted(folder.glob("*.txt")):
            with file.open(encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    yield from line.split()


def _invented_words(corpus: Corpus) -> Iterator[str]:
    """Runs of the content's own sentences between invented words whose frequencies follow Zipf's law, as a real text's do."""
    chance_of = random.Random(20230621)  # noqa: S311  (a benchmark must be the same twice)
    phrases = [r.texte.split() for r in corpus.regles.values()]
    invented = [
        "".join(chance_of.choice(CONSONANTS) + chance_of.choice(VOWELS) for _ in range(chance_of.randint(2, 5)))
        for _ in range(60_000)
    ]
    running_total, total_of = [], 0.0
    for rank in range(len(invented)):
        total_of += 1 / (rank + 2.7) ** 1.05
        running_total.append(total_of)
    while True:
        sentence = chance_of.choice(phrases)
        start = chance_of.randrange(len(sentence))
        yield from sentence[start : start + chance_of.randint(2, 9)]
        yield from chance_of.choices(invented, cum_weights=running_total, k=chance_of.randint(2, 6))


class Fts5:
    """SQLite FTS5 over the same passages: unicode61 without accents, bm25, the last word a prefix, snippets."""

    def __init__(self, passages: Iterable[tuple[str, str]], path: str = ":memory:") -> None:
        self.base = sqlite.connect(path)
        self.base.execute("CREATE VIRTUAL TABLE t USING fts5(titre, texte, tokenize='unicode61 remove_diacritics 2')")
        self.base.executemany("INSERT INTO t(titre, texte) VALUES (?, ?)", passages)
        self.base.commit()
        self.base.execute("INSERT INTO t(t) VALUES ('optimize')")
        self.base.commit()

    def search(self, text: str, limit: int = 10, *, prefix: bool = True) -> list[tuple[int, str]]:
        """Numbers of the passages from 0, best first, with a snippet each."""
        words = [j.form for j in tokens(text) if j.form not in STOP_WORDS and not j.second]
        words = [re.sub(r"\W+", " ", m).strip() for m in words]
        words = [m for m in dict.fromkeys(words) if m]
        if not words:
            return []
        terms = [f'"{m}"' for m in words]
        if prefix:
            terms[-1] += "*"
        query = "SELECT rowid - 1, snippet(t, 1, '[', ']', '…', 30) FROM t WHERE t MATCH ? ORDER BY bm25(t, 2.0, 1.0) LIMIT ?"
        return self.base.execute(query, (" OR ".join(terms), limit)).fetchall()


def percentile(values: Sequence[float], part: float) -> float:
    """The value that `part` of the values do not exceed."""
    rows = sorted(values)
    return rows[min(len(rows) - 1, int(part * len(rows)))]


def table_of(heads: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """A table in plain text, columns aligned."""
    texts = [[str(c) for c in line] for line in (heads, *lines)]
    widths = [max(len(line[i]) for line in texts) for i in range(len(heads))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in texts)
