"""Kinds of texts beside the content, as rooms would have them."""

from __future__ import annotations

from desktop.search.results import Passage, PassageKind

NOTE = PassageKind("note", "Ma note", "Mes notes", favour=1.1, least=0.05)
GUIDE = PassageKind("guide", "Guide", "Guide d’utilisation", look="guide", favour=0.6, least=0.7)
FREE = PassageKind("rappels", "Rappel", "Rappels", free=True)


def note(key: str, target: str, title: str, text: str) -> Passage:
    return Passage(key, target, title, text, NOTE)
