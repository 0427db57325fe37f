"""French text → tokens: elision, ligatures, case, compounds, and the many ways to write a number.

A token keeps its place in the text, so that what matched can be highlighted. `form` is folded (lower case, no accents, no
ligatures) and is what words are compared by; `surface` keeps the accents, which the stemmer needs.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Raise it whenever the same text gives other tokens: an index of another version is built anew.
ANALYSIS_VERSION = 2


class Token(NamedTuple):
    """One token. `second` marks a second reading of the same place (« week-end » read « weekend »)."""

    form: str
    surface: str
    start: int
    end: int
    second: bool = False


# Whoosh's French list lacks « les »; the question words are worth stopping too, and so are the verbs that carry them.
# A word that means something here stays out of the list: « non », « sans », « hors », « avant », « après », « jour ».
_STOP = """
    a afin ai aie ainsi alors as au aucun aucune aussi autre autres aux avec avez avoir avons c ca car ce ceci cela celle
    celles celui ces cet cette ceux chaque chez ci comme comment combien d dans de des desquelles desquels dois doit doivent
    donc dont du duquel elle elles en encore entre es est et etaient etait etant ete etes etre eu eux faire fait faites faut
    faudrait fois font furent fut ici il ils j je jusqu jusque l la laquelle le lequel les lesquelles lesquels leur leurs
    lors lorsque lui m ma mais me meme memes mes mien moi mon n ne ni nos notre nous on ont or ou par parce parmi pas peu
    peut peuvent peux pour pourquoi pourrait puis puisque qu quand que quel quelle quelles quels qui quoi s sa se selon sera
    serait seront ses si sien soi soient soit sommes son sont sous suis sur t ta tandis te tel telle telles tels tes toi ton
    tous tout toute toutes tres tu un une va veut vers veux voici voila voir vont vos votre vous vs y
"""
STOP_WORDS = frozenset(_STOP.split())

NUMBERS_IN_WORDS = {
    "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "neuf": "9", "dix": "10",
    "onze": "11", "douze": "12", "quinze": "15", "vingt": "20", "premier": "1e", "premiere": "1e", "second": "2e",
    "seconde": "2e", "deuxieme": "2e", "troisieme": "3e", "quatrieme": "4e",
}  # fmt: skip

MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)

_SPACE = r"[ \u00a0\u2009\u202f]"
_PATTERN = re.compile(
    rf"""
    (?=\d)(?:
        (?P<date>(?P<jour>\d{{1,2}})/(?P<mois>\d{{1,2}})/(?P<annee>\d{{4}}))(?!\d)
      | (?P<rythme>(?P<r1>\d{{1,2}}){_SPACE}?(?P<u1>[hHjJ](?:eures?|ours?)?)?{_SPACE}?(?:/|sur|SUR){_SPACE}?(?P<r2>24|7)
            {_SPACE}?(?P<u2>[hH](?:eures?)?|[jJ](?:ours?)?)?)(?![\w/])
      | (?P<milliers>\d{{1,3}}(?:{_SPACE}\d{{3}})+)(?!\d)
      | (?P<decimal>\d+[.,]\d+)(?![\d-])
      | (?P<heures>\d{{1,3}}){_SPACE}?[hH](?:rs?|eures?|EURES?)?(?!\w)
      | (?P<rang>\d{{1,3}})(?:{_SPACE}?(?:[iI]?[èeÈE]mes?|ère|ere|nde?)|er|e|è)(?!\w)
      | (?P<code>\d+(?:-\d+)+)(?!\w)
    )
    | (?P<article>(?<![^\W_])[LRDlrd]\.?{_SPACE}?\d{{2,4}}(?:-\d+)+)
    | (?P<mot>[^\W_]+(?:[-‑][^\W_]+)*)(?:\((?:e|s|es|ne|nes|trice|trices|rice|euse|ère)\))?
    """,
    re.VERBOSE,
)  # fmt: skip
_COMPOUND = re.compile(r"[-‑]")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)(?=[aeiouyh])")
_WITHOUT_DIACRITIC = {ord("œ"): "oe", ord("æ"): "ae", ord("ß"): "ss"}


def normalize(text: str) -> str:
    """Compose accents that were typed apart from their letter; nothing that is seen changes."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case, without accents or ligatures."""
    lowered = word.casefold() if word.isascii() else word.lower().translate(_WITHOUT_DIACRITIC)
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))


def without_elision(form: str) -> str | None:
    """« dadmission » → « admission »: what an apostrophe that was not typed left stuck to its word, else None."""
    remainder, times = _ELISION.subn("", form, count=1)
    return remainder if times and len(remainder) > 2 else None


def are_near(one: str, other: str) -> bool:
    """Whether two forms of one stem are one word in two endings: « équipes », but not « équipement », for « équipe »."""
    if one == other:
        return True
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= 3 and len(one) - shared <= 3 and len(other) - shared <= 3


def tokens(text: str) -> list[Token]:
    """All tokens of the text, in order, stop words included."""
    out: list[Token] = []
    for found in _PATTERN.finditer(text):
        kind = found.lastgroup
        if kind == "mot":
            _word(found, out)
        else:
            _number(found, out)
    return out


class Folded(NamedTuple):
    """A text as the search reads it, for finding words in it: folded, and where each of its characters stands in the source.

    `places` gives each character's half-open range: what is written in several ways (« 24 h/24 », « 21/06/2023 ») is one place.
    `colles` are the compounds read as one word (« week-end » as « weekend »), with their ranges.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    joined: tuple[tuple[str, int, int], ...]


def fold_with_places(text: str) -> Folded:
    """Fold a text and keep the way back: one space between words, whatever stands there, numbers in one spelling."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    joined: list[tuple[str, int, int]] = []
    end_before = 0
    for found in _PATTERN.finditer(text):
        if letters:
            letters.append(" ")
            places.append((end_before, found.start()))
        if found.lastgroup == "mot":
            _fold_word(found, letters, places)
            tokens_read: list[Token] = []
            _word(found, tokens_read)
            joined += [(j.form, j.start, j.end) for j in tokens_read if j.second]
        else:
            reading = " ".join(reversed(_readings_of(found))) if found["date"] else _readings_of(found)[0]
            letters += reading
            places += [found.span()] * len(reading)
        end_before = found.end()
    return Folded("".join(letters), tuple(places), tuple(joined))


def _fold_word(found: re.Match[str], letters: list[str], places: list[tuple[int, int]]) -> None:
    for place, letter in enumerate(found["mot"], found.start("mot")):
        for piece in " " if _COMPOUND.match(letter) else fold(letter):
            letters.append(piece)
            places.append((place, place + 1))


def join(parts: Sequence[str]) -> str:
    """A compound as one word; « aides-soignants » and « aide-soignant » give one, for only the last part is inflected."""
    *first, last = parts
    return "".join(p[:-1] if len(p) > 3 and p[-1] in "sS" else p for p in first) + last


def _word(found: re.Match[str], out: list[Token]) -> None:
    # « coordinateur(trice) » is read « coordinateur ».
    word, start, end = found["mot"], found.start("mot"), found.end("mot")
    if "-" not in word and "‑" not in word:
        out.append(Token(fold(word), word.lower(), start, end))
        return
    place = start
    parts = _COMPOUND.split(word)
    for part in parts:
        out.append(Token(fold(part), part.lower(), place, place + len(part)))
        place += len(part) + 1
    if not any(p.isdigit() for p in parts):
        joined = join(parts)
        out.append(Token(fold(joined), joined.lower(), start, end, second=True))


def _number(found: re.Match[str], out: list[Token]) -> None:
    start, end = found.span()
    first, *others = _readings_of(found)
    out.append(Token(first, first, start, end))
    out.extend(Token(other, other, start, end, second=True) for other in others)


def _readings_of(found: re.Match[str]) -> tuple[str, ...]:
    """What a number means, then the other ways in which someone may look for it."""
    kind = next(g for g in _READINGS if found[g])
    return _READINGS[kind](found)


def _date(found: re.Match[str]) -> tuple[str, ...]:
    month = int(found["mois"])
    name = (MONTHS[month - 1],) if 1 <= month <= 12 else ()
    return (found["annee"], *name, found["jour"].lstrip("0") or "0")


def _rhythm(found: re.Match[str]) -> tuple[str, ...]:
    unit = "h" if found["r2"] == "24" else "j"
    return (f"{found['r1']}{unit}/{found['r2']}", f"{found['r1']}{unit}")


def _article(found: re.Match[str]) -> tuple[str, ...]:
    article = "".join(c for c in found["article"].lower() if c.isalnum() or c == "-")
    return (article, article[1:])


_READINGS: dict[str, Callable[[re.Match[str]], tuple[str, ...]]] = {
    "date": _date,
    "rythme": _rhythm,
    "milliers": lambda t: ("".join(c for c in t["milliers"] if c.isdigit()),),
    "decimal": lambda t: (t["decimal"].replace(".", ","),),
    "heures": lambda t: (f"{t['heures']}h",),
    "rang": lambda t: (f"{t['rang']}e", t["rang"]),
    "code": lambda t: (t["code"], *t["code"].split("-")),
    "article": _article,
}
