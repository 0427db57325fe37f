"""French typography: the spaces that must not break, and the apostrophe.

Authors write plain spaces; what a person reads gets the insécables of the Imprimerie nationale.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

FINE = "\u202f"
INSECABLE = "\u00a0"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"'"), "’"),
    (re.compile(r"«[ \u00a0\u202f]*"), f"«{INSECABLE}"),
    (re.compile(r"(?<![ \u00a0\u202f])[ \u00a0\u202f]*»"), f"{INSECABLE}»"),
    (re.compile(r" :(?!\w)"), f"{INSECABLE}:"),
    (re.compile(r" ([;!?])"), f"{FINE}\\1"),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), FINE),
    (
        re.compile(r"(?<=\d) (?=(?:h|j|ETP|lits?|places?|ans?|mois|jours?|semaines?|vacations?|%|€)\b)"),
        INSECABLE,
    ),
    (re.compile(r"\b([nN]°) "), f"\\1{INSECABLE}"),
    (re.compile(r"\b([DLR])\. (?=\d)"), f"\\1.{INSECABLE}"),
    (re.compile(r"\b(annexe|article|niveau|Annexe|Niveau) (?=\d)"), f"\\1{INSECABLE}"),
)

_SPACES = re.compile(r"[ \t\u00a0\u202f\u2009]+")


@lru_cache(maxsize=4096)  # a screen asks for the same words again and again
def typographier(texte: str) -> str:
    """Give `texte` its insécables and typographic apostrophes. Applying it twice changes nothing more."""
    texte = unicodedata.normalize("NFC", texte)
    for motif, remplacement in _RULES:
        texte = motif.sub(remplacement, texte)
    return texte


def aplanir(texte: str) -> str:
    """The same words with plain spaces and straight apostrophes, for comparisons and for other programs."""
    return _SPACES.sub(" ", texte).replace("’", "'").replace("\u2011", "-")
