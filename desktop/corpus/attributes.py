"""The braces at the end of a heading, an item or a cell: `{#id .force borne=minimum niveau="complexite:2"}`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from desktop.corpus.model import Borne, Echelle, Force, Niveau
from desktop.errors import ContentError

# The spaces before the braces are cut by hand: a pattern would try each of them again and again.
_FIN = re.compile(r"\{(?P<dedans>[^{}]*)\}\Z")
_MOT = re.compile(
    r'#(?P<id>[^\s"]+)|\.(?P<classe>[^\s"]+)|(?P<cle>[\w-]+)=(?:"(?P<cite>[^"]*)"|(?P<nu>[^\s"]+))|(?P<reste>\S+)'
)
ID_VALIDE = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


@dataclass(frozen=True, slots=True)
class Attributs:
    """What the braces say."""

    id: str | None = None
    force: Force | None = None
    valeurs: dict[str, str] = field(default_factory=dict)


def separer(texte: str) -> tuple[str, str | None]:
    """Cut the closing braces off `texte`; the second value is what stands in them, or None."""
    fini = texte.rstrip()
    trouve = _FIN.match(fini, fini.rfind("{")) if fini.endswith("}") and "{" in fini else None
    return (texte, None) if trouve is None else (fini[: trouve.start()].rstrip(), trouve["dedans"])


def lire(dedans: str, fichier: str, ligne: int, cles: tuple[str, ...]) -> Attributs:
    """Read the inside of the braces. Raises ContentError for what is not in the closed vocabulary."""
    identifiant: str | None = None
    force: Force | None = None
    valeurs: dict[str, str] = {}
    for mot in _MOT.finditer(dedans):
        if mot["id"]:
            identifiant = mot["id"]
            if not ID_VALIDE.match(identifiant):
                raise ContentError(
                    "identifiant mal formé",
                    fichier=fichier,
                    ligne=ligne,
                    identifiant=identifiant,
                    attendu="a-z, 0-9, tirets",
                )
        elif mot["classe"]:
            force = _force(mot["classe"], fichier, ligne, identifiant)
        elif mot["cle"] and mot["cle"] in cles:
            valeurs[mot["cle"]] = mot["cite"] if mot["cite"] is not None else mot["nu"]
        else:
            raise ContentError(
                f"attribut inconnu « {mot[0]} »",
                fichier=fichier,
                ligne=ligne,
                identifiant=identifiant,
                attendu=", ".join(cles),
            )
    return Attributs(identifiant, force, valeurs)


def _force(mot: str, fichier: str, ligne: int, identifiant: str | None) -> Force:
    try:
        return Force(mot)
    except ValueError as fault:
        raise ContentError(
            f"force inconnue « {mot} »",
            fichier=fichier,
            ligne=ligne,
            identifiant=identifiant,
            attendu=", ".join(Force),
        ) from fault


def lire_borne(mot: str | None, fichier: str, ligne: int) -> Borne | None:
    """The side on which a figure binds, or None."""
    if mot is None:
        return None
    try:
        return Borne(mot)
    except ValueError as fault:
        raise ContentError(
            f"borne inconnue « {mot} »", fichier=fichier, ligne=ligne, attendu=", ".join(Borne)
        ) from fault


def lire_niveaux(mots: str | None, fichier: str, ligne: int) -> tuple[Niveau, ...]:
    """Typed levels: « complexite:2 complexite:3 »."""
    return tuple(_niveau(mot, fichier, ligne) for mot in (mots or "").split())


def _niveau(mot: str, fichier: str, ligne: int) -> Niveau:
    echelle, _, valeur = mot.partition(":")
    if echelle not in tuple(Echelle) or not valeur.isdecimal() or not 1 <= int(valeur) <= Echelle(echelle).maximum:
        raise ContentError(
            f"niveau inconnu « {mot} »",
            fichier=fichier,
            ligne=ligne,
            attendu="échelle:valeur, par exemple complexite:2",
        )
    return Niveau(Echelle(echelle), int(valeur))
