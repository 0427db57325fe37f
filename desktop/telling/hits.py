"""What a hit is, in words: the force of a règle, or the kind of a text beside the content, which says its own. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.corpus.forces import FAMILIES, FIGURES, family_of
from desktop.telling import labels, meanings

if TYPE_CHECKING:
    from desktop.corpus.model import Corpus
    from desktop.search.results import Hit

LABELS = {family.id: family.label for family in FAMILIES.values()}
"""What each family of forces holds, in the menus that filter; a kind of passages has its own name there."""
NAMES = {family.id: family.name for family in FAMILIES.values()}
"""The families of forces in a word or two, on the button that filters."""


def badges(hit: Hit) -> tuple[tuple[str, str], ...]:
    """The badges of a hit: each its word and the family of its colours, the force first."""
    if hit.kind is not None:
        return ((hit.kind.label, hit.kind.look),)
    if hit.force is None:
        return ()
    first = (hit.force.label, family_of(hit.force))
    return (first,) if hit.borne is None else (first, (hit.borne.label, FIGURES))


def origin(hit: Hit, corpus: Corpus | None) -> str:
    """Where a hit stands: « Annexe 2 · USP »; the name of its kind where it hangs on nothing of the content."""
    document = corpus.document_of(hit.document) if corpus is not None else None
    if corpus is not None and document is not None:
        return labels.rule_origin(corpus, document, hit.regle)
    return hit.kind.name if hit.kind is not None else hit.document


def meaning(hit: Hit) -> str:
    """The line of « Premiers pas » that says what the first badge of a hit means."""
    if hit.kind is not None:
        return hit.kind.meaning
    return meanings.of(hit.force) if hit.force is not None else ""


def families(hit: Hit, corpus: Corpus | None) -> frozenset[str]:
    """The families of a hit: of its force or its kind, and that of figures where it holds one."""
    if hit.kind is not None:
        return frozenset({hit.kind.id})
    if hit.force is None:
        return frozenset()
    figure = hit.borne is not None or (corpus is not None and hit.regle in corpus.figured)
    return frozenset({family_of(hit.force), FIGURES} if figure else {family_of(hit.force)})
