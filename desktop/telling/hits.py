"""What a hit is, in words: the force of a règle, a note of one's own, a line of the guide. Every kind says its own. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.corpus.forces import FAMILIES, FIGURES, family_of
from desktop.telling import meanings

if TYPE_CHECKING:
    from desktop.corpus.model import Corpus
    from desktop.search.results import Hit

OTHERS = {"note": ("Ma note", "own", "Mes notes"), "guide": ("Guide", "guide", "Guide d’utilisation")}
"""Natures that are no règle: the word of the badge, its family, the family in the menu that filters."""
LABELS = {family.id: family.label for family in FAMILIES.values()} | {key: label for _, key, label in OTHERS.values()}
"""What each family holds, in the menus that filter."""
NAMES = {family.id: family.name for family in FAMILIES.values()} | {key: label for _, key, label in OTHERS.values()}
"""The families in a word or two, on the button that filters."""


def badges(hit: Hit) -> tuple[tuple[str, str], ...]:
    """The badges of a hit: each its word and its family, the force first."""
    if hit.force is None:
        word, family, _ = OTHERS[hit.nature]
        return ((word, family),)
    first = (hit.force.label, family_of(hit.force))
    return (first,) if hit.borne is None else (first, (hit.borne.label, FIGURES))


def meaning(hit: Hit) -> str:
    """The line of « Premiers pas » that says what the first badge of a hit means."""
    if hit.force is not None:
        return meanings.of(hit.force)
    return meanings.GUIDE if hit.nature == "guide" else meanings.OWN


def families(hit: Hit, corpus: Corpus | None) -> frozenset[str]:
    """The families of a hit: of its force or of its nature, and that of figures where it holds one."""
    if hit.force is None:
        return frozenset({OTHERS[hit.nature][1]})
    figure = hit.borne is not None or (corpus is not None and hit.regle in corpus.figured)
    return frozenset({family_of(hit.force), FIGURES} if figure else {family_of(hit.force)})
