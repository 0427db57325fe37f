"""How much there is, in words, for the window and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.store.records import Counts


def counted(counts: Counts) -> str:
    """« 3 situations, 2 signets et 1 note », « rien »."""
    named = (
        (counts.cases, "situation"),
        (counts.bookmarks, "signet"),
        (counts.notes, "note"),
        (counts.drafts, "questionnaire en cours"),
    )
    words = []
    for number, name in named:
        if number:
            first, _, rest = name.partition(" ")
            plural = f"{first}s" if number > 1 else first
            words.append(f"{number} {plural} {rest}".rstrip())
    if not words:
        return "rien"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}"
