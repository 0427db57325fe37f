"""What the jargon of a sentence means, from the lexique: shown on hover. No Qt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop.telling.labels import fold
from desktop.text.typography import french

if TYPE_CHECKING:
    from desktop.corpus.model import Corpus, LexiqueEntry

_WORD = re.compile(r"[a-z0-9]+")
_STEM = 6
"""So many letters are enough to know a word again in another form."""
_PLAIN = frozenset(
    {
        "lex-douleur",
        "lex-deces",
        "lex-deuil",
        "lex-proches",
        "lex-enfant",
        "lex-handicap",
        "lex-hospitalisation",
        "lex-psychologue",
        "lex-psychiatre",
        "lex-medecin-traitant",
        "lex-personne-agee",
        "lex-fin-de-vie",
        "lex-soins-palliatifs",
        "lex-aide-soignant",
        "lex-secretaire",
        "lex-consultation",
        "lex-repit",
        "lex-referent-sp",
        "lex-medecin-referent",
        "lex-sage-femme",
    }
)
"""Entries that need no explanation: everyday words."""


class Jargon:
    """Finds the entries of the lexique that a sentence uses."""

    def __init__(self, corpus: Corpus | None) -> None:
        entries = corpus.lexique.entrees if corpus is not None else ()
        self._acronyms = {entry.sigle: entry for entry in entries if entry.sigle}
        self._terms = [
            (_stems(entry.developpe), entry)
            for entry in entries
            if not entry.sigle and entry.definition and entry.id not in _PLAIN
        ]

    def explain(self, words: str) -> str:
        """One line a term: « HAD : hospitalisation à domicile. … »; "" where there is none."""
        found: dict[str, str] = {}
        for token in re.findall(r"\b[A-Z][A-Z0-9]{1,}\b", words):
            if (entry := self._acronyms.get(token)) is not None:
                found[entry.id] = _line(f"{entry.sigle} : {entry.developpe}", entry)
        stems = _stems(words)
        for needed, entry in self._terms:
            if needed and needed <= stems:
                found[entry.id] = _line(entry.developpe[0].upper() + entry.developpe[1:], entry)
        return "\n".join(found.values())


def _line(head: str, entry: LexiqueEntry) -> str:
    return french(f"{head}. {entry.definition}" if entry.definition else f"{head}.")


def _stems(words: str) -> frozenset[str]:
    return frozenset(word[:_STEM].rstrip("s") for word in _WORD.findall(fold(words)) if len(word) > 3)
