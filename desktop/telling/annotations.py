"""What other rooms know of a structure and a plan does not: a telephone number, an address. The door through which they say it.

A source is asked for one structure at a time, wherever one is told: on the screen, on paper, in a letter, in Markdown, in FHIR. It
gives values; how they look is for each shape. The window's sources are in the registry, the command line's are handed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desktop.text import dates
from desktop.text.typography import french

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class StructureAnnotation:
    """One thing that is known of a structure.

    `label`: « Téléphone »; `value`: as the source has it, never typeset (a number is dialled); `source`: who says so; `as_of`: the
    day for which it was said, None where nobody knows.
    """

    label: str
    value: str
    source: str
    as_of: dt.date | None = None

    @property
    def origin(self) -> str:
        """« annuaire du territoire, au 21 novembre 2026 »."""
        day = f", au {dates.date_of(self.as_of.isoformat())}" if self.as_of is not None else ", sans date"
        return french(self.source) + day

    @property
    def spoken(self) -> str:
        """« Téléphone : 05 00 00 00 00 (annuaire du territoire, au 21 novembre 2026) »."""
        return f"{french(f'{self.label} :')} {self.value} ({self.origin})"


class StructureSource(Protocol):
    """Who annotates structures."""

    def __call__(self, structure: str, /) -> Sequence[StructureAnnotation]:
        """What is known of the structure with this identifier; nothing is an answer too."""


def annotated(sources: Sequence[StructureSource], structure: str) -> tuple[StructureAnnotation, ...]:
    """What all sources say of a structure, source after source."""
    return tuple(one for source in sources for one in source(structure))
