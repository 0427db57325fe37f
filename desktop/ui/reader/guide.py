"""The user's guide and « Premiers pas »: under « Aide », in the reader, and searched like the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.search.results import Passage, PassageKind
from desktop.telling import meanings
from desktop.telling.meanings import FIRST_STEPS
from desktop.ui.door.ids import READING
from desktop.ui.door.registry import Command
from desktop.ui.reader import ids

if TYPE_CHECKING:
    from desktop.search.results import Hit
    from desktop.ui.door.context import Context
    from desktop.ui.door.registry import Registry

GUIDE = "guide"


def register(registry: Registry, context: Context) -> None:
    """Offer the guide in the menus, the palette and the search."""
    registry.add_command(
        Command(
            ids.SHOW_GUIDE,
            "Guide d’utilisation",
            "Aide",
            lambda: context.open_content(GUIDE),
            ("Shift+F1",),
            lambda: context.corpus is not None and context.corpus.guide is not None,
            words="mode d’emploi aide manuel",
        )
    )
    registry.add_command(
        Command(
            ids.SHOW_FIRST_STEPS,
            "Premiers pas",
            "Aide",
            lambda: context.open_content(FIRST_STEPS),
            (),
            lambda: context.corpus is not None and context.corpus.document_of(FIRST_STEPS) is not None,
            words="débuter étudiant force niveaux badges apprendre découvrir",
        )
    )
    registry.add_passage_source(GuideLines(context))


class GuideLines:
    """The lines of the guide as passages, made once a content: they stay silent unless they are about what is asked."""

    kind = PassageKind(
        "guide", "Guide", "Guide d’utilisation", look="guide", favour=0.6, least=0.7, meaning=meanings.GUIDE
    )

    def __init__(self, context: Context) -> None:
        self._context = context
        self._of = ""
        self._made: tuple[Passage, ...] = ()

    def open(self, hit: Hit, words: str) -> None:
        """In the reader, at the line."""
        self._context.go(READING, hit.regle, requete=words)

    def passages(self) -> tuple[Passage, ...]:
        """The lines, none without a guide."""
        corpus = self._context.corpus
        if corpus is None or corpus.guide is None:
            return ()
        if corpus.fingerprint != self._of:
            guide = corpus.guide
            self._of = corpus.fingerprint
            self._made = tuple(
                Passage(r.id, r.id, " › ".join(guide.rubriques[r.rubrique].chemin), r.texte, self.kind)
                for r in guide.regles.values()
            )
        return self._made
