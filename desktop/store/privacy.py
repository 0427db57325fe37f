"""Does the free label of a case look like an identity? A pure look at the words; it warns, it never refuses.

No list of names is complete: silence is no proof. What is looked for: a title followed by a name, a frequent first name or
surname, two words in a row with capitals, a date of birth, a long number (sécurité sociale, telephone, file), an address of
mail. Dates of the present and the neighbouring years are taken for visits unless « né » stands before them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime

from desktop.store.names import (
    AFTER_TITLE,
    AMBIGUOUS,
    CIVIL,
    FIRST_NAMES,
    NEVER_ALONE,
    ORDINARY,
    PARTICLES,
    PLACES,
    SURNAMES,
    TITLES,
    TOWARDS,
)

ADVICE = "Préférez des mots qui ne désignent personne, par exemple « visite du samedi »."

_NAME = f"Ce libellé ressemble à un nom de personne. {ADVICE}"
_BIRTH = f"Ce libellé ressemble à une date de naissance. {ADVICE}"
_NUMBER = f"Ce libellé ressemble à un numéro (sécurité sociale, téléphone ou dossier). {ADVICE}"
_MAIL = f"Ce libellé ressemble à une adresse électronique. {ADVICE}"

_ADDRESS = f"Ce libellé ressemble à une adresse. {ADVICE}"

_MONTHS = (
    r"janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?"
    r"|dec(?:embre)?"
)
_DATES = (
    re.compile(r"\b(?P<d>\d{1,2})(?P<s>[ ./-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})\b"),
    re.compile(r"\b(?P<y>\d{4})(?P<s>[ ./-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})\b"),
    re.compile(rf"\b(?:(?P<d>\d{{1,2}}|1er)\s+)?(?P<m>{_MONTHS})\.?\s+(?P<y>\d{{4}})\b"),
    re.compile(r"\b(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4})\b"),
)
_BORN = re.compile(r"\b(?:né(?:e|\(e\)|\.e|·e)?|nee)\s+(?:le|en|à|vers)\b|\bnaissance\b|\bd\.?d\.?n\b", re.IGNORECASE)
_LAST_CENTURY = re.compile(r"\b19\d\d\b")
_GAP = r"[ .\-/\u00a0\u202f]?"
_LONG_NUMBER = re.compile(rf"\+?\d(?:{_GAP}\d){{8,}}")
_NUMBER_OF_A_FILE = re.compile(rf"\+?\d(?:{_GAP}\d){{5,}}")
_NIR = re.compile(r"\b[1-478]\s?\d{2}\s?\d{2}\s?(?:\d{2}|2[ab])\s?\d{3}\s?\d{3}(?:\s?\d{2})?\b")
_CODE = re.compile(
    r"\b(?:ipp|nip|nir|nss|ins|iep|dossier|matricule|secu|numero|n°|no)\s*(?:n°|no|num)?\s*:?\s*[a-z]{0,3}\d{4,}"
)
_STREET = re.compile(
    r"\b\d{1,4}\s*(?:bis|ter)?,?\s+(?:rue|avenue|av|boulevard|bd|impasse|chemin|allee|place|route|quai|cours)\b"
)
_MAIL_LIKE = re.compile(r"\S@\S+\.\S")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_INITIALS = re.compile(r"(?<![^\W_])(?<![^\W_]\.)[A-ZÀ-Þ]\. ?[A-ZÀ-Þ]\.(?![^\W_])")
_KNOWN = (FIRST_NAMES | SURNAMES) - AMBIGUOUS
_NOBODY = frozenset("XYZ")
"""« Mme X » is how one writes that there is no name."""

_BREAKS = frozenset(".:;!?/()[]«»–—|+,")


def warn(label: str, today: date | None = None) -> str | None:
    """What the label looks like, in French and ready to be shown; None when nothing is recognised.

    `today` tells a visit's date from a birth date; the system's date by default.
    """
    from desktop.text.typography import french

    text = unicodedata.normalize("NFC", label)
    found = _like_a_number(text, (today or datetime.now(UTC).date()).year)
    if found is None and (_INITIALS.search(text) or _like_a_name(text)):
        found = _NAME
    return None if found is None else french(found)


def _like_a_number(text: str, year: int) -> str | None:
    folded = _fold(text)
    rest, birth = _without_dates(folded, text, year)
    if _MAIL_LIKE.search(text):
        return _MAIL
    if _LONG_NUMBER.search(folded) or _NIR.search(folded):
        return _NUMBER
    if birth:
        return _BIRTH
    if _CODE.search(rest) or _NUMBER_OF_A_FILE.search(rest):
        return _NUMBER
    return _ADDRESS if _STREET.search(folded) else None


def _fold(text: str) -> str:
    lowered = text.casefold().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _without_dates(folded: str, text: str, year: int) -> tuple[str, bool]:
    """The text without its dates, and whether one of them is a birth date."""
    born = _BORN.search(text) is not None
    birth = (born and re.search(r"\d", text) is not None) or _LAST_CENTURY.search(folded) is not None
    for pattern in _DATES:
        for found in pattern.finditer(folded):
            if _is_date(found):
                birth = birth or _years_away(int(found["y"]), year) > 1
                folded = folded.replace(found.group(), " ")
    return folded, birth


def _years_away(written: int, year: int) -> int:
    full = written if written > 99 else year // 100 * 100 + written
    return abs(full - year)


def _is_date(found: re.Match[str]) -> bool:
    day, month = found["d"] or "1", found["m"]
    if day.isdigit() and not 1 <= int(day) <= 31:
        return False
    return not month.isdigit() or 1 <= int(month) <= 12


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the label. `opens`: nothing, or punctuation, stands before it, so that its capital means little."""

    text: str
    folded: str
    opens: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def acronym(self) -> bool:
        return len(self.text) <= 4 and len(self.text) > 1 and self.text.isupper()

    @property
    def known(self) -> bool:
        """A first name or surname that is no other word; « Saint-Louis » is a place."""
        parts = self.folded.split("-")
        return parts[0] not in PARTICLES and any(part in _KNOWN for part in parts)

    @property
    def ordinary(self) -> bool:
        return (
            self.folded in ORDINARY
            or self.folded in PARTICLES
            or all(part in ORDINARY for part in self.folded.split("-"))
        )

    @property
    def unknown_capital(self) -> bool:
        return (
            self.capital
            and len(self.text) >= 3
            and not self.ordinary
            and self.folded not in PLACES
            and not self.acronym
        )


def _words(text: str) -> list[_Word]:
    words = []
    end = 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()]
        words.append(_Word(found.group(), _fold(found.group()), opens=end == 0 or not _BREAKS.isdisjoint(between)))
        end = found.end()
    return words


def _like_a_name(text: str) -> bool:
    words = _words(text)
    shouted = len(words) > 1 and text.isupper()
    in_place = False
    for place, word in enumerate(words):
        before = words[place - 1] if place else None
        following = words[place + 1] if place + 1 < len(words) else None
        if _is_title(word, following):
            return True
        in_place = word.folded in PLACES or (in_place and _goes_on(word))
        if not in_place and _is_name(word, before, following, shouted=shouted):
            return True
    return False


def _goes_on(word: _Word) -> bool:
    # « EHPAD Jean Moulin », « hôpital de la Croix-Rousse »: a place's name lasts until a plain word or a comma.
    return word.folded in PARTICLES or (word.capital and not word.ordinary and not word.opens)


def _is_title(word: _Word, following: _Word | None) -> bool:
    if following is None or word.folded not in TITLES or word.text == "m":
        return False
    if following.capital:
        return following.folded not in ORDINARY and following.text not in _NOBODY
    if word.folded in CIVIL:
        return not following.ordinary and following.folded not in AFTER_TITLE and len(following.text) > 2
    return following.known


def _is_name(word: _Word, before: _Word | None, following: _Word | None, *, shouted: bool) -> bool:
    if word.ordinary or not (word.known or word.unknown_capital):
        return False
    beside = following is not None and following.unknown_capital and not following.opens
    if word.known or beside:
        return True
    if word.folded in NEVER_ALONE:
        return False
    if word.opens or shouted:
        # A capital says nothing here: only what is a first name too, or is written as surnames are in a file.
        return word.folded in FIRST_NAMES or (not shouted and len(word.text) > 4 and word.text.isupper())
    return before is None or before.folded not in TOWARDS
