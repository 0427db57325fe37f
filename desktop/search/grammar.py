"""The small grammar of what is typed, as a value.

    combien de lits usp              words
    "fin de vie"  « fin de vie »     words that stand side by side
    lits -usp                        without a word
    had:motifs                       in a structure or a document, named by its acronym or id
    force:obligation 24h             with a force
    rubrique:accessibilité           under a title
    document:had  structure:had      in a document, in a structure
    annexe:4  borne:minimum          in an annexe; figures that are a minimum

A space may stand before or after the colon, as French typography has it. A colon after a word that names nothing is read as
a space, and the would-be filter is reported, unless a space stood before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from desktop.search.tokens import normaliser, plier

# These filters need a value: the word after the colon is theirs even across a space.
AVEC_VALEUR = frozenset(
    {"force", "borne", "annexe", "rubrique", "titre", "document", "doc", "structure", "profil", "dans"}
)
# What is read of a query; no one types more, and a pasted page must not cost more than a sentence.
LONGUEUR_LUE = 2_000
# How many filters, excluded words and phrases are read: each narrows what the ones before let through, and costs its time.
LUS_AU_PLUS = 12

_MORCEAU = re.compile(
    r"""
    (?P<moins>(?<![^\s(«"“])[-−](?=[\w"«“]))?
    (?:(?P<clef>[^\W_][\w'’-]*)[ \u00a0\u202f]?:)?
    (?:
        "(?P<droite>[^"]*)"? | «\s*(?P<francaise>[^»]*?)\s*(?:»|$) | “(?P<anglaise>[^”]*)(?:”|$)
      | (?P<mot>[^\s"«»“”:]+) | (?P<reste>:)
      | (?<=:)
    )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Filtre:
    """`clef:valeur` as typed, folded; `valeur` may be empty (« had: »)."""

    clef: str
    valeur: str
    brut: str


@dataclass(frozen=True, slots=True)
class Requete:
    """A query read: its free words, what must stand side by side, what must not stand, and its filters.

    `remarques` say in French what of it was not read.
    """

    brute: str
    libre: str
    phrases: tuple[str, ...] = ()
    exclus: tuple[str, ...] = ()
    filtres: tuple[Filtre, ...] = ()
    en_cours: bool = True
    remarques: tuple[str, ...] = ()

    @property
    def vide(self) -> bool:
        """True when nothing is asked."""
        return not (self.libre.strip() or self.phrases or self.filtres)


def lire(brute: str) -> Requete:
    """Read a query; any text is one. `en_cours` says that the last word may still be growing."""
    texte = normaliser(brute[:LONGUEUR_LUE]).replace("\x00", " ")
    libres: list[str] = []
    phrases: list[str] = []
    exclus: list[str] = []
    filtres: list[Filtre] = []
    attend = False
    for morceau in _MORCEAU.finditer(texte):
        if not morceau[0]:
            continue
        guillemets = next((morceau[g] for g in ("droite", "francaise", "anglaise") if morceau[g] is not None), None)
        valeur = guillemets if guillemets is not None else morceau["mot"] or ""
        if morceau["moins"]:
            exclus.append(valeur)
        elif morceau["clef"]:
            filtres.append(Filtre(plier(morceau["clef"]), valeur, morceau[0].strip()))
        elif valeur and filtres and not filtres[-1].valeur and filtres[-1].clef in AVEC_VALEUR and attend:
            filtres[-1] = replace(filtres[-1], valeur=valeur, brut=f"{filtres[-1].brut} {valeur}")
        elif guillemets is not None:
            phrases.append(valeur)
        elif valeur:
            libres.append(valeur)
        attend = bool(morceau["clef"])
    en_cours = bool(texte) and not texte[-1].isspace() and texte[-1] not in '"»”.?!,;:'
    phrases = [p for p in phrases if p.strip()]
    remarques = [_au_dela("caractères", LONGUEUR_LUE)] if len(brute) > LONGUEUR_LUE else []
    for nom, liste in (("filtres", filtres), ("groupes de mots entre guillemets", phrases), ("mots à exclure", exclus)):
        if len(liste) > LUS_AU_PLUS:
            remarques.append(_au_dela(nom, LUS_AU_PLUS))
            del liste[LUS_AU_PLUS:]
    return Requete(brute, " ".join(libres), tuple(phrases), tuple(exclus), tuple(filtres), en_cours, tuple(remarques))


def _au_dela(nom: str, nombre: int) -> str:
    """What is said of what was not read."""
    return f"Seuls les {nombre} premiers {nom} sont lus ; la suite est ignorée."
