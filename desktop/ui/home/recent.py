"""What was read last: kept in the settings, offered by « Reprendre ». No Qt."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from desktop.settings import READ
from desktop.telling import labels
from desktop.ui.door.ids import READING
from desktop.ui.door.place import Place
from desktop.ui.door.registry import ResumeEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.corpus.model import Corpus
    from desktop.settings import Settings

LIMIT = 12
FRESH = 60.0
"""Seconds during which opening the same again is not written down again."""


class Recent:
    """The ids that were opened for reading, newest first, one a rubrique."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def add(self, cible: str) -> None:
        """Remember that an id was opened now."""
        items = self._items()
        if items and items[0][0] == cible and abs(time.time() - items[0][1]) < FRESH:  # the clock may have gone back
            return
        kept = [item for item in items if item[0] != cible][: LIMIT - 1]
        self.settings.put(**{READ: [[cible, time.time()], *([key, when] for key, when in kept)]})

    def entries(self, corpus: Corpus) -> Sequence[ResumeEntry]:
        """Lines for the home page; what this content no longer has is left out."""
        lines: dict[str, ResumeEntry] = {}
        for cible, when in self._items():
            if (name := _name(corpus, cible)) and name not in lines:
                lines[name] = ResumeEntry(name, "lu", Place(READING, cible), when)
        return tuple(lines.values())

    def _items(self) -> list[tuple[str, float]]:
        saved = self.settings.value(READ)
        if not isinstance(saved, list):
            return []
        return [
            (item[0], float(item[1]))
            for item in saved
            if isinstance(item, list)
            and len(item) == 2
            and isinstance(item[0], str)
            and isinstance(item[1], int | float)
        ]


def _name(corpus: Corpus, cible: str) -> str:
    document = corpus.document_of(cible)
    if document is None:
        return ""
    regle = corpus.regles.get(cible)
    rubrique = corpus.rubriques.get(regle.rubrique if regle else cible)
    short = labels.short_name(document)
    return f"{short} › {rubrique.titre}" if rubrique else short
