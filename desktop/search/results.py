"""What a search gives back: frozen hits with positions to highlight, never HTML.

Positions count Python characters; the view converts them to Qt's UTF-16 units once, when it paints.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.corpus.model import Borne, Force


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters to highlight."""

    debut: int
    fin: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A text beside the content that is searched with it: a note of the user's own, or a line of the guide.

    `cible` is the id that it hangs on; `nature` is `note` or `guide`, and becomes the hit's.
    """

    id: str
    cible: str
    titre: str
    texte: str
    nature: str = "note"


@dataclass(frozen=True, slots=True)
class Hit:
    """One règle (or one of the user's notes) that answers.

    `titre` is the path of rubriques; `texte` the whole règle, preceded by its chapeau when it has one; `extrait` the part of
    it that is shown, with `extrait_spans` relative to the excerpt; from `extrait_propre` on, the excerpt is the règle's own words,
    and only these have its force: what stands before is its chapeau. `nature` is `regle`, `note` or `guide`.
    """

    document: str
    rubrique: str
    regle: str
    force: Force | None
    borne: Borne | None
    score: float
    titre: str
    titre_spans: tuple[Span, ...]
    texte: str
    extrait: str
    extrait_spans: tuple[Span, ...]
    nature: str = "regle"
    id_note: str | None = None
    extrait_propre: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query worth typing: `requete` is typed as it stands, `raison` says in French why it is offered."""

    requete: str
    raison: str


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one query, best first.

    `groupes` are the document ids in the order of their best hit; `total` counts all matching règles before the limit.
    `correction` is the query with misspelt words mended, when the words typed find nothing (`appliquee` says that the hits already
    answer the correction) or little. `termes` are the folded forms to highlight in the reader. `absents` are the words typed that
    no text holds, nor another word that says the same; `approche` says that this is so of all that was asked, and that the hits
    are about what the words bring to mind. `remarques` say in French what of the query was not read, never silently.
    """

    requete: str
    hits: tuple[Hit, ...]
    total: int
    groupes: tuple[str, ...] = ()
    correction: str | None = None
    correction_appliquee: bool = False
    suggestions: tuple[Suggestion, ...] = ()
    termes: tuple[str, ...] = ()
    filtres_inconnus: tuple[str, ...] = ()
    absents: tuple[str, ...] = ()
    approche: bool = False
    remarques: tuple[str, ...] = ()
