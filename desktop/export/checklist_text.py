"""The balance of a profile as plain text: for the clipboard and for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.text.typography import bare

if TYPE_CHECKING:
    from desktop.telling.checklist import ChecklistStory


def checklist_text(story: ChecklistStory) -> str:
    """All of it, in plain spaces: who copies it loses nothing that the screen says."""
    lines = [story.titre, f"{story.verdict}.", story.mise_en_garde]
    for group in story.groups:
        lines += [f"{group.titre} :", *(f"- {line}" for line in group.lines)]
    if story.notes:
        lines += ["À savoir :", *(f"- {note.texte} [{_source(note.nature, note.places)}]" for note in story.notes)]
    return bare("\n".join(lines)) + "\n"


def _source(nature: str, places: tuple[str, ...]) -> str:
    return " : ".join(filter(None, (nature, " ; ".join(places))))
