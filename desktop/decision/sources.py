"""The questionnaires' YAML as plain data with line numbers, read once and kept as JSON.

A start reads no YAML: the JSON is named by a fingerprint of the files, so a stale one is never read and a damaged one is made
anew. Each mapping carries its file, its line and the rule it stands in, so that every later refusal can name them.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from desktop import files
from desktop.corpus.typographie import typographier
from desktop.errors import ContentError

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
_FORMAT = "3"


@dataclass(frozen=True, slots=True)
class Donnees:
    """Raw data of every questionnaire file, by its name relative to `content/questionnaires`, and their fingerprint."""

    fichiers: dict[str, Any]
    empreinte: str


def fichiers(dossier: Path) -> dict[str, bytes]:
    """Name → bytes of every table file below `dossier`, in a stable order."""
    noms = sorted(chemin for chemin in dossier.rglob("*.yaml") if chemin.relative_to(dossier).parts[0] != _HORS_TABLES)
    return {chemin.relative_to(dossier).as_posix(): chemin.read_bytes() for chemin in noms}


def empreinte(contenus: dict[str, bytes]) -> str:
    """SHA-256 over names and bytes: changes with any byte of any table."""
    somme = hashlib.sha256(_FORMAT.encode())
    for nom, octets in contenus.items():
        somme.update(nom.encode() + b"\0" + str(len(octets)).encode() + b"\0" + octets)
    return somme.hexdigest()


def lire(dossier: Path, cache: Path | None = None, lecture_seule: Path | None = None) -> Donnees:
    """Read all tables of `dossier`, from a fresh JSON when there is one in `lecture_seule` (a bundle's) or `cache`.

    Raises ContentError for YAML that can't be read.
    """
    contenus = fichiers(dossier)
    if not contenus:
        raise ContentError("aucun questionnaire", fichier=str(dossier), attendu="des fichiers .yaml")
    somme = empreinte(contenus)
    for lieu in (lecture_seule, cache):
        if lieu is not None and (connu := _relire(lieu / _nom(somme), somme)) is not None:
            return Donnees(connu, somme)
    lus = {nom: analyser(octets, nom) for nom, octets in contenus.items()}
    if cache is not None:
        _garder(cache, somme, lus)
    return Donnees(lus, somme)


def analyser(octets: bytes, nom: str) -> Brut:
    """One YAML document as plain data; mappings carry their line and file."""
    import yaml

    try:
        noeud = yaml.compose(octets.decode("utf-8"), Loader=yaml.SafeLoader)
        return _valeur(noeud, nom) if noeud is not None else {}
    except yaml.YAMLError as faute:
        marque = getattr(faute, "problem_mark", None)
        raise ContentError(
            f"YAML illisible : {getattr(faute, 'problem', None) or faute}",
            fichier=nom,
            ligne=None if marque is None else marque.line + 1,
        ) from faute
    except UnicodeDecodeError as faute:
        raise ContentError("le fichier n’est pas en UTF-8", fichier=nom) from faute


def _valeur(noeud: Brut, nom: str, regle: str = "") -> Brut:
    import yaml

    if isinstance(noeud, yaml.MappingNode):
        regle = next((valeur.value for cle, valeur in noeud.value if cle.value == "id"), regle)
        resultat: dict[str, Any] = {LIGNE: noeud.start_mark.line + 1, FICHIER: nom, REGLE: regle}
        for cle, valeur in noeud.value:
            if cle.value in resultat:
                raise ContentError(f"« {cle.value} » est écrit deux fois", fichier=nom, ligne=cle.start_mark.line + 1)
            resultat[cle.value] = _valeur(valeur, nom, regle)
        return resultat
    if isinstance(noeud, yaml.SequenceNode):
        return [_valeur(element, nom, regle) for element in noeud.value]
    if noeud.tag not in _SCALAIRES and (" " in noeud.value or "'" in noeud.value):
        # Words, not an identifier: authors write plain spaces, readers get the insécables.
        return typographier(noeud.value)
    return _SCALAIRES.get(noeud.tag, str)(noeud.value)


def _booleen(texte: str) -> bool:
    return texte.lower() in ("true", "yes", "on")


_SCALAIRES: dict[str, Any] = {
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:bool": _booleen,
    "tag:yaml.org,2002:null": lambda _: None,
}


def _nom(somme: str) -> str:
    return f"questionnaires-{somme[:20]}.json"


def _relire(chemin: Path, somme: str) -> dict[str, Any] | None:
    try:
        brut = json.loads(chemin.read_bytes())
        connu: dict[str, Any] | None = brut["fichiers"] if brut["empreinte"] == somme else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as faute:
        journal.warning("cache des questionnaires illisible, refait : %s", type(faute).__name__)
        return None
    return connu


def _garder(cache: Path, somme: str, lus: dict[str, Any]) -> None:
    """Write the JSON atomically and drop older ones; a log line where nothing can be written: YAML is then read each time."""
    cible = cache / _nom(somme)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        files.write(cible, json.dumps({"empreinte": somme, "fichiers": lus}, ensure_ascii=False, separators=(",", ":")))
        for ancien in cache.glob("questionnaires-*.json"):
            if ancien != cible:
                ancien.unlink(missing_ok=True)
    except OSError as faute:
        journal.warning("cache des questionnaires non écrit : %s", faute.strerror)
