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
class PassageKind:
    """Texts beside the content that are searched with it: the user's notes, the lines of the guide, those of any room.

    `label` is the word on the badge of a hit (« Ma note »), `name` the plural in the menu that filters (« Mes notes »), `look` the
    family of its colours. `favour` is put in front at equal words; `least` is the share of a question that one must answer at
    least to be shown. `meaning` is the line of « Premiers pas » that says what the badge means. `free`: its texts hang on nothing
    of the content; any other is found only while the id that it hangs on is there.
    """

    id: str
    label: str
    name: str
    look: str = "own"
    favour: float = 1.0
    least: float = 0.0
    meaning: str = ""
    free: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A text beside the content that is searched with it. `target` is the id that it hangs on, or its own where it is free."""

    id: str
    target: str
    title: str
    text: str
    kind: PassageKind


@dataclass(frozen=True, slots=True)
class Hit:
    """One règle, or one text beside the content, that answers.

    `title` is the path of rubriques; `text` the whole règle, preceded by its chapeau when it has one; `excerpt` the part of
    it that is shown, with `excerpt_spans` relative to the excerpt; from `excerpt_own` on, the excerpt is the règle's own words,
    and only these have its force: what stands before is its chapeau. `kind` is None for a règle; `passage` is
    the id of the text that it is otherwise.
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
    kind: PassageKind | None = None
    passage: str = ""
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
