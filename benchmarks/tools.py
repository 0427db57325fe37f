"""What the benchmarks share: corpora of any size, SQLite FTS5 on the same passages, percentiles, tables."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from desktop.corpus.model import Corpus, Document, Force, Fragment, Lexique, Regle, Rubrique, Source
from desktop.search.tokens import STOP_WORDS, tokens
from desktop.store import sqlite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MOTS_PAR_PASSAGE = 45
REGLES_PAR_RUBRIQUE = 8
CONSONNES, VOYELLES = "bcdfglmnprstv", "aeiou"


def corpus_de_textes(textes: Sequence[tuple[str, str]], lexique: Lexique | None = None) -> Corpus:
    """A corpus of (title, text) pairs: one règle each, passages of one title in one rubrique."""
    document = Document(
        id="remplissage",
        titre="Remplissage",
        titre_complet="Remplissage",
        nature="document",
        resume="",
        source=Source("999", "Remplissage", None, None, ""),
        rubriques=(),
    )
    rubriques: dict[str, Rubrique] = {}
    regles: dict[str, Regle] = {}
    par_titre: dict[str, str] = {}
    for numero, (titre, texte) in enumerate(textes):
        rubrique = par_titre.get(titre)
        if rubrique is None:
            rubrique = par_titre[titre] = f"remplissage-{len(par_titre)}"
            rubriques[rubrique] = Rubrique(rubrique, "remplissage", titre, 2, (titre,), ("999",), None, ())
        identifiant = f"remplissage-regle-{numero}"
        regles[identifiant] = Regle(identifiant, "remplissage", rubrique, Force.DESCRIPTION, texte, (Fragment(texte),))
    return Corpus(
        documents={"remplissage": replace(document, rubriques=tuple(rubriques))},
        rubriques=rubriques,
        regles=regles,
        references={},
        chiffres={},
        notes_editoriales={},
        lexique=lexique or Lexique(),
        fingerprint=f"remplissage {len(regles)} {sha256(repr(textes[:50]).encode()).hexdigest()}",
        version="banc",
    )


def grossir(corpus: Corpus, taille: int, dossier_textes: Path | None = None) -> Corpus:
    """The content, with filler behind it up to `taille` règles; the content itself when it is large enough."""
    manque = taille - len(corpus.regles)
    if manque <= 0:
        return corpus
    mots = _mots_lus(dossier_textes) if dossier_textes else _mots_inventes(corpus)
    textes = []
    for numero in range(manque):
        titre = f"Remplissage {numero // REGLES_PAR_RUBRIQUE}"
        textes.append((titre, " ".join(next(mots) for _ in range(MOTS_PAR_PASSAGE))))
    ajout = corpus_de_textes(textes)
    return replace(
        corpus,
        documents={**corpus.documents, **ajout.documents},
        rubriques={**corpus.rubriques, **ajout.rubriques},
        regles={**corpus.regles, **ajout.regles},
        fingerprint=f"{corpus.fingerprint} + {ajout.fingerprint}",
    )


def _mots_lus(dossier: Path) -> Iterator[str]:
    """Words of every .txt file of a folder, again from the start when they run out."""
    while True:
        for fichier in sorted(dossier.glob("*.txt")):
            with fichier.open(encoding="utf-8", errors="replace") as lignes:
                for ligne in lignes:
                    yield from ligne.split()


def _mots_inventes(corpus: Corpus) -> Iterator[str]:
    """Runs of the content's own sentences between invented words whose frequencies follow Zipf's law, as a real text's do."""
    hasard = random.Random(20230621)  # noqa: S311  (a benchmark must be the same twice)
    phrases = [r.texte.split() for r in corpus.regles.values()]
    inventes = [
        "".join(hasard.choice(CONSONNES) + hasard.choice(VOYELLES) for _ in range(hasard.randint(2, 5)))
        for _ in range(60_000)
    ]
    cumul, somme = [], 0.0
    for rang in range(len(inventes)):
        somme += 1 / (rang + 2.7) ** 1.05
        cumul.append(somme)
    while True:
        phrase = hasard.choice(phrases)
        debut = hasard.randrange(len(phrase))
        yield from phrase[debut : debut + hasard.randint(2, 9)]
        yield from hasard.choices(inventes, cum_weights=cumul, k=hasard.randint(2, 6))


class Fts5:
    """SQLite FTS5 over the same passages: unicode61 without accents, bm25, the last word a prefix, snippets."""

    def __init__(self, passages: Iterable[tuple[str, str]], chemin: str = ":memory:") -> None:
        self.base = sqlite.connect(chemin)
        self.base.execute("CREATE VIRTUAL TABLE t USING fts5(titre, texte, tokenize='unicode61 remove_diacritics 2')")
        self.base.executemany("INSERT INTO t(titre, texte) VALUES (?, ?)", passages)
        self.base.commit()
        self.base.execute("INSERT INTO t(t) VALUES ('optimize')")
        self.base.commit()

    def chercher(self, texte: str, limite: int = 10, *, prefixe: bool = True) -> list[tuple[int, str]]:
        """Numbers of the passages from 0, best first, with a snippet each."""
        mots = [j.form for j in tokens(texte) if j.form not in STOP_WORDS and not j.second]
        mots = [re.sub(r"\W+", " ", m).strip() for m in mots]
        mots = [m for m in dict.fromkeys(mots) if m]
        if not mots:
            return []
        termes = [f'"{m}"' for m in mots]
        if prefixe:
            termes[-1] += "*"
        requete = "SELECT rowid - 1, snippet(t, 1, '[', ']', '…', 30) FROM t WHERE t MATCH ? ORDER BY bm25(t, 2.0, 1.0) LIMIT ?"
        return self.base.execute(requete, (" OR ".join(termes), limite)).fetchall()


def centile(valeurs: Sequence[float], part: float) -> float:
    """The value that `part` of the values do not exceed."""
    rangees = sorted(valeurs)
    return rangees[min(len(rangees) - 1, int(part * len(rangees)))]


def tableau(entetes: Sequence[str], lignes: Iterable[Sequence[object]]) -> str:
    """A table in plain text, columns aligned."""
    textes = [[str(c) for c in ligne] for ligne in (entetes, *lignes)]
    largeurs = [max(len(ligne[i]) for ligne in textes) for i in range(len(entetes))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(ligne, largeurs, strict=True)).rstrip() for ligne in textes)
