"""Find in the page: the same letters whatever their accents and case. No Qt."""

from __future__ import annotations

from desktop.ui.labels import fold


def find_all(text: str, words: str, limit: int = 2000) -> list[tuple[int, int]]:
    """Half-open ranges of `text`, in characters, where the folded words stand; no more than `limit`."""
    wanted = fold(words).strip()
    if not wanted:
        return []
    folded: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(text):
        for piece in fold(character) or "":
            folded.append(" " if piece.isspace() else piece)
            origin.append(position)
    haystack = "".join(folded)
    found: list[tuple[int, int]] = []
    start = haystack.find(wanted)
    while start >= 0 and len(found) < limit:
        end = start + len(wanted)
        found.append((origin[start], origin[end - 1] + 1))
        start = haystack.find(wanted, end)
    return found
