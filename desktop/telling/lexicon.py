"""What an acronym under the pointer means, from the lexique. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.corpus.model import Lexique


def explanations(lexique: Lexique) -> dict[str, str]:
    """For each acronym: « HAD : hospitalisation à domicile », and its definition where there is one."""
    found: dict[str, str] = {}
    for entree in lexique.entrees:
        if entree.sigle:
            words = f"{entree.sigle}\u00a0: {entree.developpe}"
            found[entree.sigle] = f"{words}. {entree.definition}" if entree.definition else words
    return found
