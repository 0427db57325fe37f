"""What the search asks of a full-text engine: a dozen lines, so that the engine can change (docs/adr/0001-search-engine.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from desktop.errors import CapPalliatifError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


class UnreadableIndexError(CapPalliatifError):
    """A kept index that is not what its manifest says; it is built anew, nobody has to act."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"L’index de recherche ne se lit pas : {reason}.", "Il est refait à partir du contenu.")


class Backend(Protocol):
    """An open inverted index. Passages are numbered from 0 in the order in which they were given."""

    def occurrences(self, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """Numbers of the passages that hold a term, ascending, and its weight in each; both empty for an unknown term."""
        ...

    def frequency(self, term: str) -> int:
        """In how many passages a term stands."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class BackendFactory(Protocol):
    """Makes and opens indexes. A folder of None means memory."""

    version: str

    def build(self, folder: Path | None, passages: Iterable[dict[str, float]]) -> Backend:
        """Index passages, each as its terms with their weights. Raises OSError when the folder can't be written."""
        ...

    def open_index(self, folder: Path) -> Backend:
        """Open what `build` left in a folder. Raises UnreadableIndexError when it can't be read."""
        ...
