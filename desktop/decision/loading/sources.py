"""The questionnaires' YAML as plain data with line numbers, read once and kept as JSON.

A start reads no YAML: the JSON is named by a fingerprint of the files, so a stale one is never read, and it stands under its own
digest (`desktop.corpus.kept`), so that one that was changed is made anew. Each mapping carries its file, its line and the rule it
stands in, so that every later refusal can name them.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from desktop.corpus import folder, kept
from desktop.errors import ContentError
from desktop.text.typography import french

if TYPE_CHECKING:
    from pathlib import Path

journal = logging.getLogger(__name__)

# Whatever YAML can hold; checked key by key where it is read.
Brut: TypeAlias = Any

LIGNE = "§ligne"
FICHIER = "§fichier"
REGLE = "§regle"
MARQUES = (LIGNE, FICHIER, REGLE)
# What is read by others (worked examples) does not belong to the tables.
_HORS_TABLES = "exemples"
_FORMAT = "4"
"""Of the kept copy; in its name, so that one of another format is not looked at."""
_SALT = b"3"
"""What the fingerprint of the tables begins with. Kept cases and the proof's summary compare by it: it stays."""


@dataclass(frozen=True, slots=True)
class Donnees:
    """Raw data of every questionnaire file, by its name relative to `content/questionnaires`, and their fingerprint."""

    fichiers: dict[str, Any]
    empreinte: str
    prouvees: bool = False
    """They come from a JSON that was written after the tables had been found complete."""


class Fiche(dict[str, Any]):
    """A mapping of a file that was just read: a key that is asked for and is not there is refused with its place."""

    __slots__ = ()

    def __missing__(self, cle: str) -> Any:  # noqa: ANN401 - never returns
        raise ContentError(
            f"« {cle} » manque",
            fichier=str(self.get(FICHIER, "")),
            ligne=self.get(LIGNE),
            identifiant=self.get(REGLE) or None,
        )


def fichiers(dossier: Path) -> dict[str, bytes]:
    """Name → bytes of every table file below `dossier`, in a stable order. Raises ContentError for one that can't be had."""
    contenus = {}
    for chemin in sorted(dossier.rglob("*.yaml")):
        place = chemin.relative_to(dossier)
        if place.parts[0] == _HORS_TABLES:
            continue
        lu = folder.fold(chemin, place.as_posix())
        if isinstance(lu, ContentError):
            raise lu
        contenus[place.as_posix()] = lu
    return contenus


def empreinte(contenus: dict[str, bytes]) -> str:
    """SHA-256 over names and bytes: changes with any byte of any table."""
    somme = hashlib.sha256(_SALT)
    for nom, octets in contenus.items():
        somme.update(nom.encode() + b"\0" + str(len(octets)).encode() + b"\0" + octets)
    return somme.hexdigest()


def lire(dossier: Path, cache: Path | None = None, lecture_seule: Path | None = None) -> Donnees:
    """Read all tables of `dossier`, from a fresh JSON when there is one in `lecture_seule` (a bundle's) or `cache`.

    Raises ContentError for what can't be read. `garder` writes the JSON, once the tables have been proven.
    """
    contenus = fichiers(dossier)
    if not contenus:
        raise ContentError("aucun questionnaire", fichier=folder.readable(dossier.name), attendu="des fichiers .yaml")
    somme = empreinte(contenus)
    for lieu, livre in ((lecture_seule, True), (cache, False)):
        if lieu is not None and (connu := _relire(lieu / _nom(somme), somme, livre=livre)) is not None:
            return Donnees(connu, somme, prouvees=True)
    return Donnees({nom: analyser(octets, nom) for nom, octets in contenus.items()}, somme)


def analyser(octets: bytes, nom: str) -> Brut:
    """One YAML document as plain data; mappings carry their line and file. Raises ContentError with file and line."""
    from desktop.corpus import bounded_yaml

    with folder.guarded(nom):
        lu = bounded_yaml.compose(folder.text(octets, nom), nom)
        if lu is None:
            return Fiche({LIGNE: 1, FICHIER: nom, REGLE: ""})
        return _valeur(lu, nom)


def _valeur(lu: Brut, nom: str, regle: str = "") -> Brut:
    from desktop.corpus import bounded_yaml

    if isinstance(lu, bounded_yaml.YamlTable):
        identifiant = lu.get("id")
        regle = identifiant.text if isinstance(identifiant, bounded_yaml.Scalar) else regle
        resultat = Fiche({LIGNE: lu.line, FICHIER: nom, REGLE: regle})
        for cle, valeur in lu.items():
            if cle in resultat:
                raise ContentError(f"« {cle} » est réservé", fichier=nom, ligne=lu.lines[cle])
            resultat[cle] = _valeur(valeur, nom, regle)
        return resultat
    if isinstance(lu, bounded_yaml.YamlList):
        return [_valeur(element, nom, regle) for element in lu]
    valeur = bounded_yaml.scalar(lu, nom)
    if isinstance(valeur, str) and (" " in valeur or "'" in valeur):
        # Words, not an identifier: authors write plain spaces, readers get the insécables.
        return french(valeur)
    return valeur


def _nom(somme: str) -> str:
    return f"questionnaires-{_FORMAT}-{somme[:20]}.json"


def _relire(chemin: Path, somme: str, *, livre: bool) -> dict[str, Any] | None:
    brut = kept.read_sealed(chemin, shipped=livre)
    if brut is None:
        return None
    try:
        connu: dict[str, Any] | None = dict(brut["fichiers"]) if brut["empreinte"] == somme else None
    except (ValueError, KeyError, TypeError) as faute:
        journal.warning("cache des questionnaires illisible, refait : %s", type(faute).__name__)
        return None
    return connu


def garder(cache: Path, donnees: Donnees) -> bool:
    """Write the JSON atomically and drop older ones; False, with a log line, where nothing can be written."""
    brut = {"empreinte": donnees.empreinte, "fichiers": donnees.fichiers}
    return kept.write_sealed(cache / _nom(donnees.empreinte), brut, "questionnaires-*.json")
