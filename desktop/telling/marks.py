"""What a mark or a note says of what it hangs on: title, words, kind. No Qt."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from desktop.search.results import Passage
from desktop.store import Kind
from desktop.telling import labels
from desktop.telling.meanings import NOTES

if TYPE_CHECKING:
    from desktop.corpus.model import Corpus
    from desktop.store import Note


def resolves(corpus: Corpus, target: str) -> bool:
    """Whether the present content has this id."""
    return corpus.document_of(target) is not None


def kind(corpus: Corpus, target: str) -> Kind:
    """What an id stands for; a règle for one that the content does not have."""
    if target in corpus.documents:
        return Kind.DOCUMENT
    return Kind.RUBRIQUE if target in corpus.rubriques else Kind.REGLE


def title(corpus: Corpus, target: str) -> str:
    """« HAD › Type de patients »; "" for an id that the content does not have."""
    document = corpus.document_of(target)
    if document is None:
        return ""
    regle = corpus.regles.get(target)
    rubrique = corpus.rubriques.get(regle.rubrique if regle is not None else target)
    short = labels.short_name(document)
    return f"{short} › {rubrique.titre}" if rubrique is not None else labels.long_name(document)


def about(corpus: Corpus, target: str) -> str:
    """What the target says now: kept with the note, so that it makes sense without it."""
    regle = corpus.regles.get(target)
    return labels.rule_text(corpus, regle) if regle is not None else title(corpus, target)


def passage(corpus: Corpus, note: Note) -> Passage:
    """A note as the search reads it; the notes on one target share its title."""
    return Passage(note.id, note.target, sys.intern(title(corpus, note.target) or note.about), note.text, NOTES)
