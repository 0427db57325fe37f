"""How much there is, in words, for the window and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.store import kinds

if TYPE_CHECKING:
    from desktop.store.findings import Counts


def counted(counts: Counts) -> str:
    """« 3 situations, 2 signets et 1 note », « rien »: what counts as the user's own."""
    words = [kind.name.counted(counts[kind.table]) for kind in kinds.whole() if kind.typed and counts[kind.table]]
    if not words:
        return "rien"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}"


def weight(counts: Counts) -> int:
    """How much of what a person did there is: what tells which of two states to offer first."""
    return sum(counts[kind.table] for kind in kinds.whole() if kind.typed)


def everything() -> str:
    """« Situations, signets, notes, historique de lecture, questionnaires en cours »: what « Tout effacer » erases."""
    words = ", ".join(kind.name.together for kind in kinds.whole())
    return words[:1].upper() + words[1:]
