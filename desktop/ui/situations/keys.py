"""From a key to an answer: digits as every French keyboard gives them, and type-ahead. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.labels import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN_KEY = 0
DIGITS_MAX = 9
PAUSE = 1.0
"""Seconds after which a letter begins a new word."""

# The upper row without Shift: AZERTY of PCs, then what differs on Macs and in Belgium.
_ROW = {"&": 1, "é": 2, '"': 3, "'": 4, "(": 5, "-": 6, "è": 7, "_": 8, "ç": 9, "à": 0, "§": 6, "!": 8, "’": 4}


def digit(text: str) -> int | None:
    """The digit that a key stands for: 0–9 as typed, or the upper row of an AZERTY keyboard without Shift."""
    if len(text) != 1:
        return None
    if text.isdecimal():
        return int(text)
    return _ROW.get(text if text in _ROW else text.lower())


class TypeAhead:
    """Letters typed one after the other find an answer by its beginning, or by the beginning of one of its words."""

    def __init__(self) -> None:
        self._typed = ""
        self._last = float("-inf")

    def find(self, text: str, now: float, labels: Sequence[str], current: int) -> int | None:
        """Index of the answer that fits what was typed; None if nothing does. `now` in seconds, from any clock.

        The same letter again walks through the answers that begin with it.
        """
        letter = fold(text)
        if not letter.strip() and not self._typed:
            return None
        self._typed = letter if now - self._last > PAUSE else self._typed + letter
        self._last = now
        if len(set(self._typed)) == 1:
            return _search(self._typed[0], labels, current + 1)
        return _search(self._typed, labels, current)


def _search(start: str, labels: Sequence[str], first: int) -> int | None:
    order: list[int] = [*range(first, len(labels)), *range(min(first, len(labels)))]
    folded = [fold(label) for label in labels]
    for index in order:
        if folded[index].startswith(start):
            return index
    for index in order:
        words = folded[index].replace("'", " ").split()
        if any(" ".join(words[rank:]).startswith(start) for rank in range(len(words))):
            return index
    return None
