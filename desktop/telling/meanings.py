"""What the badges of the screen mean: the lines of « Premiers pas », a page of the guide. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.corpus.model import Force, Scale
from desktop.search.results import PassageKind

if TYPE_CHECKING:
    from desktop.corpus.model import Borne, Corpus

FIRST_STEPS = "premiers-pas"
FORCES, LEVELS, NATURES = f"{FIRST_STEPS}-forces", f"{FIRST_STEPS}-niveaux", f"{FIRST_STEPS}-natures"
OWN, GUIDE = f"{FIRST_STEPS}-ma-note", f"{FIRST_STEPS}-guide"

NOTES = PassageKind("note", "Ma note", "Mes notes", favour=1.1, least=0.05, meaning=OWN)
"""The notes in the search. Who wrote one looks for it: it comes first of what answers as well."""


def of(badge: Force | Borne | Scale) -> str:
    """The id of the line that says what a force, a bound or a scale means."""
    name = badge.id if isinstance(badge, Scale) else badge.value
    return f"{FIRST_STEPS}-{name.replace('_', '-')}"


def of_nature(nature: str) -> str:
    """The id of the line that says what a nature of a statement means."""
    return f"{FIRST_STEPS}-nature-{nature.replace('_', '-')}"


def line_of_nature(corpus: Corpus | None, nature: str) -> str:
    """What a nature means, as the guide says it, by its code; "" if this content does not say."""
    line = of_nature(nature)
    rule = corpus.guide.regles.get(line) if corpus is not None and corpus.guide is not None else None
    return "" if rule is None else rule.texte


def words(corpus: Corpus | None, line: str) -> str:
    """A line in words, headed by its badge where it has one; "" if this content has no such line."""
    rule = corpus.guide.regles.get(line) if corpus is not None and corpus.guide is not None else None
    if rule is None:
        return ""
    head = rule.borne if rule.borne is not None else None if rule.force is Force.DESCRIPTION else rule.force
    return rule.texte if head is None else f"{head.label}\u00a0: {rule.texte}"


def question(word: str) -> str:
    """How it is asked in a menu."""
    return f"Que veut dire «\u00a0{word}\u00a0»\u202f?"
