"""From a key to an answer: digits by their place on any keyboard, and type-ahead. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.telling.labels import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN_KEY = 0
DIGITS_MAX = 9
PAUSE = 1.0
"""Seconds after which a letter begins a new word."""

_XKB_ROW = range(10, 20)
"""Keycodes of the digit row, 1 to 9 then 0, under X11 and Wayland: the kernel's own, plus eight."""
_WINDOWS_ROW = range(2, 12)
"""Scan codes of the digit row under Windows, in the same order."""
_MAC_ROW = (0x12, 0x13, 0x14, 0x15, 0x17, 0x16, 0x1A, 0x1C, 0x19, 0x1D)
"""Virtual keys of the digit row under macOS, in the same order: places on the keyboard, whatever their name."""


def digit(text: str, place: int | None = None) -> int | None:
    """The digit that a key stands for: the one it types, else the one of its place in the digit row (see `place_in_row`).

    What the row types without Shift differs from layout to layout (« & » in AZERTY, « " » in BÉPO); its places do not.
    """
    if len(text) == 1 and text.isdecimal() and text.isascii():
        return int(text)
    return place


def place_in_row(platform: str, scan: int, virtual: int) -> int | None:
    """The digit that stands at this place of the digit row; None elsewhere, or where the platform does not tell places.

    `platform` is Qt's name of it; `scan` and `virtual` are the native codes of a key event.
    """
    row: Sequence[int] = ()
    if platform in ("xcb", "wayland", "wayland-egl"):
        row, code = _XKB_ROW, scan
    elif platform == "windows":
        row, code = _WINDOWS_ROW, scan
    elif platform == "cocoa":
        row, code = _MAC_ROW, virtual
    return (row.index(code) + 1) % 10 if row and code in row else None


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
