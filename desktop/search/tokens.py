"""French text → tokens: elision, ligatures, case, compounds, and the many ways to write a number.

A token keeps its place in the text, so that what matched can be highlighted. `forme` is folded (lower case, no accents, no
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
VERSION_ANALYSE = 2


class Jeton(NamedTuple):
    """One token. `seconde` marks a second reading of the same place (« week-end » read « weekend »)."""

    forme: str
    surface: str
    debut: int
    fin: int
    seconde: bool = False


# Whoosh's French list lacks « les »; the question words are worth stopping too, and so are the verbs that carry them.
# A word that means something here stays out of the list: « non », « sans », « hors », « avant », « après », « jour ».
_VIDES = """
    a afin ai aie ainsi alors as au aucun aucune aussi autre autres aux avec avez avoir avons c ca car ce ceci cela celle
    celles celui ces cet cette ceux chaque chez ci comme comment combien d dans de des desquelles desquels dois doit doivent
    donc dont du duquel elle elles en encore entre es est et etaient etait etant ete etes etre eu eux faire fait faites faut
    faudrait fois font furent fut ici il ils j je jusqu jusque l la laquelle le lequel les lesquelles lesquels leur leurs
    lors lorsque lui m ma mais me meme memes mes mien moi mon n ne ni nos notre nous on ont or ou par parce parmi pas peu
    peut peuvent peux pour pourquoi pourrait puis puisque qu quand que quel quelle quelles quels qui quoi s sa se selon sera
    serait seront ses si sien soi soient soit sommes son sont sous suis sur t ta tandis te tel telle telles tels tes toi ton
    tous tout toute toutes tres tu un une va veut vers veux voici voila voir vont vos votre vous vs y
"""
MOTS_VIDES = frozenset(_VIDES.split())

NOMBRES_EN_LETTRES = {
    "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "neuf": "9", "dix": "10",
    "onze": "11", "douze": "12", "quinze": "15", "vingt": "20", "premier": "1e", "premiere": "1e", "second": "2e",
    "seconde": "2e", "deuxieme": "2e", "troisieme": "3e", "quatrieme": "4e",
}  # fmt: skip

MOIS = (
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

_ESPACE = r"[ \u00a0\u2009\u202f]"
_MOTIF = re.compile(
    rf"""
    (?=\d)(?:
        (?P<date>(?P<jour>\d{{1,2}})/(?P<mois>\d{{1,2}})/(?P<annee>\d{{4}}))(?!\d)
      | (?P<rythme>(?P<r1>\d{{1,2}}){_ESPACE}?(?P<u1>[hHjJ](?:eures?|ours?)?)?{_ESPACE}?(?:/|sur|SUR){_ESPACE}?(?P<r2>24|7)
            {_ESPACE}?(?P<u2>[hH](?:eures?)?|[jJ](?:ours?)?)?)(?![\w/])
      | (?P<milliers>\d{{1,3}}(?:{_ESPACE}\d{{3}})+)(?!\d)
      | (?P<decimal>\d+[.,]\d+)(?![\d-])
      | (?P<heures>\d{{1,3}}){_ESPACE}?[hH](?:rs?|eures?|EURES?)?(?!\w)
      | (?P<rang>\d{{1,3}})(?:{_ESPACE}?(?:[iI]?[èeÈE]mes?|ère|ere|nde?)|er|e|è)(?!\w)
      | (?P<code>\d+(?:-\d+)+)(?!\w)
    )
    | (?P<article>(?<![^\W_])[LRDlrd]\.?{_ESPACE}?\d{{2,4}}(?:-\d+)+)
    | (?P<mot>[^\W_]+(?:[-‑][^\W_]+)*)(?:\((?:e|s|es|ne|nes|trice|trices|rice|euse|ère)\))?
    """,
    re.VERBOSE,
)  # fmt: skip
_COMPOSE = re.compile(r"[-‑]")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)(?=[aeiouyh])")
_SANS_DIACRITIQUE = {ord("œ"): "oe", ord("æ"): "ae", ord("ß"): "ss"}


def normaliser(texte: str) -> str:
    """Compose accents that were typed apart from their letter; nothing that is seen changes."""
    return unicodedata.normalize("NFC", texte)


@lru_cache(maxsize=65536)
def plier(mot: str) -> str:
    """Lower case, without accents or ligatures."""
    bas = mot.casefold() if mot.isascii() else mot.lower().translate(_SANS_DIACRITIQUE)
    if bas.isascii():
        return bas
    return "".join(c for c in unicodedata.normalize("NFD", bas) if not unicodedata.combining(c))


def sans_elision(forme: str) -> str | None:
    """« dadmission » → « admission »: what an apostrophe that was not typed left stuck to its word, else None."""
    reste, fois = _ELISION.subn("", forme, count=1)
    return reste if fois and len(reste) > 2 else None


def proches(une: str, autre: str) -> bool:
    """Whether two forms of one stem are one word in two endings: « équipes », but not « équipement », for « équipe »."""
    if une == autre:
        return True
    commun = 0
    for a, b in zip(une, autre, strict=False):
        if a != b:
            break
        commun += 1
    return commun >= 3 and len(une) - commun <= 3 and len(autre) - commun <= 3


def jetons(texte: str) -> list[Jeton]:
    """All tokens of the text, in order, stop words included."""
    sortie: list[Jeton] = []
    for trouve in _MOTIF.finditer(texte):
        genre = trouve.lastgroup
        if genre == "mot":
            _mot(trouve, sortie)
        else:
            _nombre(trouve, sortie)
    return sortie


class Folded(NamedTuple):
    """A text as the search reads it, for finding words in it: folded, and where each of its characters stands in the source.

    `places` gives each character's half-open range: what is written in several ways (« 24 h/24 », « 21/06/2023 ») is one place.
    `colles` are the compounds read as one word (« week-end » as « weekend »), with their ranges.
    """

    texte: str
    places: tuple[tuple[int, int], ...]
    colles: tuple[tuple[str, int, int], ...]


def fold_with_places(texte: str) -> Folded:
    """Fold a text and keep the way back: one space between words, whatever stands there, numbers in one spelling."""
    lettres: list[str] = []
    places: list[tuple[int, int]] = []
    colles: list[tuple[str, int, int]] = []
    fin_avant = 0
    for trouve in _MOTIF.finditer(texte):
        if lettres:
            lettres.append(" ")
            places.append((fin_avant, trouve.start()))
        if trouve.lastgroup == "mot":
            _fold_word(trouve, lettres, places)
            lus: list[Jeton] = []
            _mot(trouve, lus)
            colles += [(j.forme, j.debut, j.fin) for j in lus if j.seconde]
        else:
            lecture = " ".join(reversed(_lectures(trouve))) if trouve["date"] else _lectures(trouve)[0]
            lettres += lecture
            places += [trouve.span()] * len(lecture)
        fin_avant = trouve.end()
    return Folded("".join(lettres), tuple(places), tuple(colles))


def _fold_word(trouve: re.Match[str], lettres: list[str], places: list[tuple[int, int]]) -> None:
    for place, lettre in enumerate(trouve["mot"], trouve.start("mot")):
        for piece in " " if _COMPOSE.match(lettre) else plier(lettre):
            lettres.append(piece)
            places.append((place, place + 1))


def coller(parties: Sequence[str]) -> str:
    """A compound as one word; « aides-soignants » and « aide-soignant » give one, for only the last part is inflected."""
    *premiers, dernier = parties
    return "".join(p[:-1] if len(p) > 3 and p[-1] in "sS" else p for p in premiers) + dernier


def _mot(trouve: re.Match[str], sortie: list[Jeton]) -> None:
    # « coordinateur(trice) » is read « coordinateur ».
    mot, debut, fin = trouve["mot"], trouve.start("mot"), trouve.end("mot")
    if "-" not in mot and "‑" not in mot:
        sortie.append(Jeton(plier(mot), mot.lower(), debut, fin))
        return
    place = debut
    parties = _COMPOSE.split(mot)
    for partie in parties:
        sortie.append(Jeton(plier(partie), partie.lower(), place, place + len(partie)))
        place += len(partie) + 1
    if not any(p.isdigit() for p in parties):
        colle = coller(parties)
        sortie.append(Jeton(plier(colle), colle.lower(), debut, fin, seconde=True))


def _nombre(trouve: re.Match[str], sortie: list[Jeton]) -> None:
    debut, fin = trouve.span()
    premier, *autres = _lectures(trouve)
    sortie.append(Jeton(premier, premier, debut, fin))
    sortie.extend(Jeton(autre, autre, debut, fin, seconde=True) for autre in autres)


def _lectures(trouve: re.Match[str]) -> tuple[str, ...]:
    """What a number means, then the other ways in which someone may look for it."""
    genre = next(g for g in _LECTURES if trouve[g])
    return _LECTURES[genre](trouve)


def _date(trouve: re.Match[str]) -> tuple[str, ...]:
    mois = int(trouve["mois"])
    nom = (MOIS[mois - 1],) if 1 <= mois <= 12 else ()
    return (trouve["annee"], *nom, trouve["jour"].lstrip("0") or "0")


def _rythme(trouve: re.Match[str]) -> tuple[str, ...]:
    unite = "h" if trouve["r2"] == "24" else "j"
    return (f"{trouve['r1']}{unite}/{trouve['r2']}", f"{trouve['r1']}{unite}")


def _article(trouve: re.Match[str]) -> tuple[str, ...]:
    article = "".join(c for c in trouve["article"].lower() if c.isalnum() or c == "-")
    return (article, article[1:])


_LECTURES: dict[str, Callable[[re.Match[str]], tuple[str, ...]]] = {
    "date": _date,
    "rythme": _rythme,
    "milliers": lambda t: ("".join(c for c in t["milliers"] if c.isdigit()),),
    "decimal": lambda t: (t["decimal"].replace(".", ","),),
    "heures": lambda t: (f"{t['heures']}h",),
    "rang": lambda t: (f"{t['rang']}e", t["rang"]),
    "code": lambda t: (t["code"], *t["code"].split("-")),
    "article": _article,
}
