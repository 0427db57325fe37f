"""The lines of « Reprendre » as they are shown: a home page is drawn anew when one of them says something else. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.text.dates import ago

if TYPE_CHECKING:
    from desktop.corpus.model import Corpus
    from desktop.ui.door.place import Place
    from desktop.ui.door.registry import Registry

LINES = 4
"""So many stand there at most."""


class ResumeLine(NamedTuple):
    """A link, what it was and how long ago, what waits in it, where it leads."""

    texte: str
    detail: str
    due: str
    place: Place


def resumed(registry: Registry, corpus: Corpus, now: float) -> tuple[ResumeLine, ...]:
    """What was begun first, then what is due, then the newest; `now` in seconds since the epoch."""
    entries = [entry for source in registry.resume_sources for entry in source(corpus)]
    entries.sort(key=lambda entry: (not entry.first, not entry.due, 0.0 if entry.due else -entry.quand))
    lines = []
    for entry in entries[:LINES]:
        when = ago(entry.quand, now) if entry.quand else ""
        detail = " · ".join(part for part in (entry.detail, when) if part)
        lines.append(ResumeLine(entry.texte, detail, entry.due, entry.place))
    return tuple(lines)
