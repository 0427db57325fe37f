"""Small checked readings of raw data: every key known, every value of the right kind, every refusal with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.decision.loading.sources import FICHIER, LIGNE, MARQUES, Brut
from desktop.decision.loading.vocabulary import refus
from desktop.decision.model import Lieu, Nature, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MARQUES = {"R": Nature.REFERENTIEL, "D": Nature.DOCUMENT, "I": Nature.INTERPRETATION, "H": Nature.HORS_SOURCE}


def cles(
    brut: Brut, permises: Iterable[str], requises: Iterable[str] = (), *, hote: Mapping[str, Any] | None = None
) -> Mapping[str, Any]:
    """The mapping itself, once no key is unknown and none that is required is missing. `hote`: where it stands."""
    if not isinstance(brut, dict):
        raise refus(hote or {}, f"une table est attendue, pas « {brut} »")
    connues = set(permises) | set(requises)
    for cle in brut:
        if cle not in connues and cle not in MARQUES:
            raise refus(brut, f"« {cle} » n’est pas prévu ici", attendu=", ".join(sorted(connues)))
    for cle in requises:
        if cle not in brut:
            raise refus(brut, f"« {cle} » manque")
    return brut


def lieu(brut: Mapping[str, Any]) -> Lieu:
    """Where a mapping stands."""
    return Lieu(str(brut.get(FICHIER, "")), int(brut.get(LIGNE, 0)))


def source(brut: Mapping[str, Any]) -> Source:
    """`nature` (R, D, I, H) and `regles`. What the sources say must name the rules that say it."""
    marque = brut.get("nature")
    if marque not in _MARQUES:
        raise refus(brut, f"nature « {marque} » inconnue", attendu=", ".join(_MARQUES))
    regles = tuple(brut.get("regles", ()))
    nature = _MARQUES[marque]
    if nature in (Nature.REFERENTIEL, Nature.DOCUMENT) and not regles:
        raise refus(brut, "ce que dit une source nomme les règles qui le disent", attendu="regles: [identifiant, …]")
    return Source(nature, regles)


def parmi(brut: Mapping[str, Any], cle: str, permis: Iterable[str]) -> str:
    """`brut[cle]`, which must be one of `permis`."""
    connus = list(permis)
    if brut.get(cle) not in connus:
        raise refus(brut, f"{cle} « {brut.get(cle)} » inconnu", attendu=", ".join(connus))
    return str(brut[cle])


def tous_parmi(brut: Mapping[str, Any], cle: str, permis: Iterable[str]) -> tuple[str, ...]:
    """`brut[cle]` as a tuple, all of them in `permis`; empty when absent."""
    valeurs = brut.get(cle, ())
    liste = list(valeurs) if isinstance(valeurs, list | tuple) else [valeurs]
    connus = set(permis)
    for valeur in liste:
        if not isinstance(valeur, str) or valeur not in connus:
            raise refus(brut, f"{cle} « {valeur} » inconnu", attendu=", ".join(sorted(connus)))
    return tuple(liste)


def tables(brut: Mapping[str, Any], cle: str) -> list[Mapping[str, Any]]:
    """`brut[cle]` as a list of tables; empty when absent."""
    valeurs = brut.get(cle) or []
    if not isinstance(valeurs, list) or not all(isinstance(valeur, dict) for valeur in valeurs):
        raise refus(brut, f"« {cle} » n’est pas une liste de tables")
    return valeurs


def textes(brut: Mapping[str, Any], cle: str) -> tuple[str, ...]:
    """`brut[cle]` as texts; empty when absent."""
    valeurs = brut.get(cle) or []
    if not isinstance(valeurs, list) or not all(isinstance(valeur, str) for valeur in valeurs):
        raise refus(brut, f"« {cle} » n’est pas une liste de textes")
    return tuple(valeurs)


def unique(vus: dict[str, Lieu], brut: Mapping[str, Any]) -> str:
    """`brut["id"]`, refused when another entry of the same kind has it."""
    identifiant = str(brut.get("id", ""))
    if not identifiant:
        raise refus(brut, "l’identifiant manque")
    if identifiant in vus:
        raise refus(
            brut, f"« {identifiant} » est déjà pris, {vus[identifiant].fichier}, ligne {vus[identifiant].ligne}"
        )
    vus[identifiant] = lieu(brut)
    return identifiant
