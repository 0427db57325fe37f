"""French typography: the spaces that must not break, and the apostrophe. One function for the content, the window, paper and files.

Authors write plain spaces; what a person reads gets the insécables. No letter is ever changed, and what names a file stays as the
system knows it, for it may be copied.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

FINE = "\u202f"
INSECABLE = "\u00a0"

_UNITS = "h|j|min|ETP|lits?|places?|ans?|mois|jours?|semaines?|vacations?|€"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"'"), "’"),
    (re.compile(r"«[ \u00a0\u202f]*"), f"«{INSECABLE}"),
    (re.compile(r"(?<![ \u00a0\u202f])[ \u00a0\u202f]*»"), f"{INSECABLE}»"),
    (re.compile(r" :(?!\w)"), f"{INSECABLE}:"),
    (re.compile(r" ([;!?])"), f"{FINE}\\1"),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), FINE),
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))"), INSECABLE),
    (re.compile(r"(?<=\d\u00a0h) (?=\d{2}(?!\d))"), INSECABLE),
    (re.compile(r"(?<=\d)[ \u00a0](?=%)"), FINE),
    (re.compile(r"\b([nN]°) "), f"\\1{INSECABLE}"),
    (re.compile(r"\b([DLR])\. (?=\d)"), f"\\1.{INSECABLE}"),
    (re.compile(r"\b(annexe|article|niveau|Annexe|Niveau) (?=\d)"), f"\\1{INSECABLE}"),
)

_PATH = re.compile(r"(?<!\S)(?:~?/(?=\S)|\\\\|[A-Za-z]:[\\/])(?:.*[\\/])?[^\s/\\]*")
"""A file as the system names it, from its root to its last part; only its folders may hold spaces."""
_SPACES = re.compile(r"[ \t\u00a0\u202f\u2009]+")


@lru_cache(maxsize=4096)  # a screen asks for the same words again and again
def french(words: str) -> str:
    """Give `words` their insécables and typographic apostrophes. Applying it twice changes nothing more."""
    words = unicodedata.normalize("NFC", words)
    if "/" not in words and "\\" not in words:
        return _typeset(words)
    parts, end = [], 0
    for path in _PATH.finditer(words):
        parts += [_typeset(words[end : path.start()]), path[0]]
        end = path.end()
    return "".join([*parts, _typeset(words[end:])])


def _typeset(words: str) -> str:
    for pattern, replacement in _RULES:
        words = pattern.sub(replacement, words)
    return words


def bare(words: str) -> str:
    """The same words with plain spaces and straight apostrophes, for comparisons and for other programs."""
    return _SPACES.sub(" ", words).replace("’", "'").replace("\u2011", "-")
