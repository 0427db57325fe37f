"""The spaces that French keeps unbroken, for the window's own words. The content brings its own. No Qt."""

from __future__ import annotations

_SPACES = (
    (" :", "\u00a0:"),
    (" ;", "\u202f;"),
    (" ?", "\u202f?"),
    (" !", "\u202f!"),
    ("« ", "«\u00a0"),
    (" »", "\u00a0»"),
    (" %", "\u202f%"),
)


def french(words: str) -> str:
    """The same words with insécables before « : ; ? ! » % » and after « « »; applied twice it changes nothing more."""
    for before, after in _SPACES:
        words = words.replace(before, after)
    return words
