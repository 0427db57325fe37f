"""Find in the page: what the search takes for the same is found, and any letters that stand there as well. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.search.tokens import fold, fold_with_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIMIT = 2000
"""Occurrences that are marked at most."""


class FoldedPage:
    """The text of a page, folded once; asked at each key press."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = fold_with_places(text)
        self._letters, self._origin = _letters(text)

    def find(self, words: str) -> list[tuple[int, int]]:
        """Half-open ranges of the text, in characters and in order, where the words stand; no more than `LIMIT`."""
        found = _merged([*self._as_search_reads(words), *self._as_written(words)])
        # A compound read as one word counts where its letters were not found as they stand.
        glued = [one for one in self._glued(words) if not any(a < one[1] and one[0] < b for a, b in found)]
        return (_merged([*found, *glued]) if glued else found)[:LIMIT]

    def _as_search_reads(self, words: str) -> Iterator[tuple[int, int]]:
        """« 24h/24 » finds « 24 h/24 », « medico social » finds « médico-social »."""
        needle, places = fold_with_places(words).text, self._folded.places
        if needle:
            for start in _occurrences(self._folded.text, needle):
                yield places[start][0], places[start + len(needle) - 1][1]

    def _glued(self, words: str) -> Iterator[tuple[int, int]]:
        """« weekend » finds « week-end », and the other way."""
        asked, places = fold_with_places(words), self._folded.places
        if " " not in asked.text and asked.text:
            yield from ((debut, fin) for forme, debut, fin in self._folded.joined if forme.startswith(asked.text))
        for needle in [forme for forme, debut, fin in asked.joined if fin - debut == len(words.strip())]:
            for start in _occurrences(self._folded.text, needle):
                yield places[start][0], places[start + len(needle) - 1][1]

    def _as_written(self, words: str) -> Iterator[tuple[int, int]]:
        """The letters themselves, signs included, whatever their accents and case."""
        wanted = "".join(_letters(words)[0]).strip()
        if wanted:
            for start in _occurrences(self._letters, wanted):
                yield self._origin[start], self._origin[start + len(wanted) - 1] + 1


def _letters(text: str) -> tuple[str, list[int]]:
    folded: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(text):
        for piece in fold("'" if character == "’" else character):
            folded.append(" " if piece.isspace() else piece)
            origin.append(position)
    return "".join(folded), origin


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    start = text.find(wanted)
    while start >= 0:
        yield start
        start = text.find(wanted, start + len(wanted))


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order; what overlaps is one occurrence."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
