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

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A text beside the content that is searched with it: a note of the user's own, or a line of the guide.

    `target` is the id that it hangs on; `nature` is `note` or `guide`, and becomes the hit's.
    """

    id: str
    target: str
    title: str
    text: str
    nature: str = "note"


@dataclass(frozen=True, slots=True)
class Hit:
    """One règle (or one of the user's notes) that answers.

    `title` is the path of rubriques; `text` the whole règle, preceded by its chapeau when it has one; `excerpt` the part of
    it that is shown, with `excerpt_spans` relative to the excerpt; from `excerpt_own` on, the excerpt is the règle's own words,
    and only these have its force: what stands before is its chapeau. `nature` is `regle`, `note` or `guide`.
    """

    document: str
    rubrique: str
    regle: str
    force: Force | None
    borne: Borne | None
    score: float
    title: str
    title_spans: tuple[Span, ...]
    text: str
    excerpt: str
    excerpt_spans: tuple[Span, ...]
    nature: str = "regle"
    note_id: str | None = None
    excerpt_own: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query worth typing: `query` is typed as it stands, `reason` says in French why it is offered."""

    query: str
    reason: str


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one query, best first.

    `groups` are the document ids in the order of their best hit; `total` counts all matching règles before the limit.
    `correction` is the query with misspelt words mended, when the words typed find nothing (`appliquee` says that the hits already
    answer the correction) or little. `terms` are the folded forms to highlight in the reader. `missing` are the words typed that
    no text holds, nor another word that says the same; `approximate` says that this is so of all that was asked, and that the hits
    are about what the words bring to mind. `remarks` say in French what of the query was not read, never silently.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    groups: tuple[str, ...] = ()
    correction: str | None = None
    correction_applied: bool = False
    suggestions: tuple[Suggestion, ...] = ()
    terms: tuple[str, ...] = ()
    unknown_filters: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    approximate: bool = False
    remarks: tuple[str, ...] = ()
