"""The small grammar of what is typed, as a value.

    combien de lits usp              words
    "fin de vie"  « fin de vie »     words that stand side by side
    lits -usp                        without a word
    had:motifs                       in a structure or a document, named by its acronym or id
    force:obligation 24h             with a force
    rubrique:accessibilité           under a title
    document:had  structure:had      in a document, in a structure
    annexe:4  borne:minimum          in an annexe; figures that are a minimum

A space may stand before or after the colon, as French typography has it. A colon after a word that names nothing is read as
a space, and the would-be filter is reported, unless a space stood before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from desktop.search.tokens import fold, normalize

# These filters need a value: the word after the colon is theirs even across a space.
WITH_VALUE = frozenset(
    {"force", "borne", "annexe", "rubrique", "titre", "document", "doc", "structure", "profil", "dans"}
)
# What is read of a query; no one types more, and a pasted page must not cost more than a sentence.
READ_LENGTH = 2_000
# How many filters, excluded words and phrases are read: each narrows what the ones before let through, and costs its time.
READ_AT_MOST = 12

_PIECE = re.compile(
    r"""
    (?P<moins>(?<![^\s(«"“])[-−](?=[\w"«“]))?
    (?:(?P<clef>[^\W_][\w'’-]*)[ \u00a0\u202f]?:)?
    (?:
        "(?P<droite>[^"]*)"? | «\s*(?P<francaise>[^»]*?)\s*(?:»|$) | “(?P<anglaise>[^”]*)(?:”|$)
      | (?P<mot>[^\s"«»“”:]+) | (?P<reste>:)
      | (?<=:)
    )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Filter:
    """`clef:valeur` as typed, folded; `valeur` may be empty (« had: »)."""

    key: str
    value: str
    raw: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query read: its free words, what must stand side by side, what must not stand, and its filters.

    `remarks` say in French what of it was not read.
    """

    raw: str
    free: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    growing: bool = True
    remarks: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """True when nothing is asked."""
        return not (self.free.strip() or self.phrases or self.filters)


def read(raw: str) -> Query:
    """Read a query; any text is one. `growing` says that the last word may still be growing."""
    text = normalize(raw[:READ_LENGTH]).replace("\x00", " ")
    free: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    filters: list[Filter] = []
    waiting = False
    for piece in _PIECE.finditer(text):
        if not piece[0]:
            continue
        quoted = next((piece[g] for g in ("droite", "francaise", "anglaise") if piece[g] is not None), None)
        value = quoted if quoted is not None else piece["mot"] or ""
        if piece["moins"]:
            excluded.append(value)
        elif piece["clef"]:
            filters.append(Filter(fold(piece["clef"]), value, piece[0].strip()))
        elif value and filters and not filters[-1].value and filters[-1].key in WITH_VALUE and waiting:
            filters[-1] = replace(filters[-1], value=value, raw=f"{filters[-1].raw} {value}")
        elif quoted is not None:
            phrases.append(value)
        elif value:
            free.append(value)
        waiting = bool(piece["clef"])
    growing = bool(text) and not text[-1].isspace() and text[-1] not in '"»”.?!,;:'
    phrases = [p for p in phrases if p.strip()]
    remarks = [_beyond("caractères", READ_LENGTH)] if len(raw) > READ_LENGTH else []
    for name, listed in (
        ("filtres", filters),
        ("groupes de mots entre guillemets", phrases),
        ("mots à exclure", excluded),
    ):
        if len(listed) > READ_AT_MOST:
            remarks.append(_beyond(name, READ_AT_MOST))
            del listed[READ_AT_MOST:]
    return Query(raw, " ".join(free), tuple(phrases), tuple(excluded), tuple(filters), growing, tuple(remarks))


def _beyond(name: str, count: int) -> str:
    """What is said of what was not read."""
    return f"Seuls les {count} premiers {name} sont lus ; la suite est ignorée."
