"""Is the installed program whole? A manifest of SHA-256 hashes, made with the bundle, checked when asked and at the first start.

It finds damage (a bad stick, a disk that fails, an antivirus that took a file away), not malice: who can change a file can change
the manifest. A checkout has no manifest and needs none.
"""

from __future__ import annotations

import hashlib
import logging
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop import files, paths
from desktop.errors import CapPalliatifError, raison_systeme

if TYPE_CHECKING:
    from pathlib import Path

journal = logging.getLogger(__name__)

MANIFESTE = "_manifeste.sha256"
MARQUE = "installation-verifiee"
MARQUE_MAX, MANIFESTE_MAX = 1 << 16, 1 << 26
CITES = 5
"""How many damaged files a message names."""


class ManifesteIllisibleError(CapPalliatifError):
    """The manifest is missing or damaged: nothing can be said of the rest."""

    def __init__(self, raison: str) -> None:
        super().__init__(f"La liste des fichiers du programme ne se lit pas ({raison}).", REMEDE)


SANS_MANIFESTE = "Le programme tourne depuis ses sources : il n’y a pas de liste de fichiers à vérifier."
REMEDE = (
    "Réinstallez Cap palliatif à partir de son installateur ; vos situations, vos notes et vos réglages sont gardés ailleurs et "
    "ne seront pas touchés."
)


@dataclass(frozen=True, slots=True)
class Rapport:
    """What a check found. `manquants` and `abimes` are places within the installed folder."""

    fichiers: int
    manquants: tuple[str, ...]
    abimes: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Every file is there, as it was made."""
        return not (self.manquants or self.abimes)

    def message(self) -> str:
        """What was found and what to do, in French."""
        if self.intact:
            return f"Le programme est intact : {self.fichiers} fichiers vérifiés."
        parts = [
            f"{titre} : {', '.join(noms[:CITES])}" + (f" et {len(noms) - CITES} autres" if len(noms) > CITES else "")
            for titre, noms in (("il manque", self.manquants), ("sont abîmés", self.abimes))
            if noms
        ]
        return f"L’installation de Cap palliatif est endommagée ; {' ; '.join(parts)}. {REMEDE}"


def ecrire(paquet: Path) -> Path:
    """Write the manifest of the bundle whose `desktop` folder is `paquet`; returns its place."""
    racine = paquet.parent.parent
    manifeste = paquet / MANIFESTE
    manifeste.unlink(missing_ok=True)
    fichiers = sorted(f.relative_to(racine).as_posix() for f in racine.rglob("*") if f.is_file() and _compte(f, racine))
    texte = "".join(f"{_somme(racine / nom)}  {nom}\n" for nom in fichiers)
    manifeste.write_text(texte, encoding="utf-8", newline="\n")
    return manifeste


def verifier(paquet: Path | None = None) -> Rapport | None:
    """Compare every file with the manifest; None where there is nothing to compare (a checkout).

    Raises ManifesteIllisibleError when a bundle has lost its manifest.
    """
    if paquet is None:
        if not paths.is_frozen():
            return None
        paquet = paths.package_dir()
    racine = paquet.parent.parent
    manquants, abimes = [], []
    attendus = _lire(paquet / MANIFESTE)
    for nom, somme in attendus.items():
        try:
            if _somme(racine / nom) != somme:
                abimes.append(nom)
        except FileNotFoundError:
            manquants.append(nom)
        except OSError as faute:
            journal.warning("%s ne se lit pas : %s", nom, faute.strerror)
            abimes.append(nom)
    return Rapport(len(attendus), tuple(manquants), tuple(abimes))


def premier_demarrage(dossier_cache: Path, paquet: Path | None = None) -> Rapport | None:
    """Check once after each installation; None when this one was found whole before, or where there is nothing to check.

    Takes some tenths of a second: call it off the thread that draws. Raises ManifesteIllisibleError.
    """
    if paquet is None:
        if not paths.is_frozen():
            return None
        paquet = paths.package_dir()
    marque = dossier_cache / MARQUE
    try:
        signature = os.fsencode(paquet) + b" " + _somme(paquet / MANIFESTE).encode()
    except OSError as faute:
        raise ManifesteIllisibleError(raison_systeme(faute)) from faute
    try:
        if files.read_regular(marque, MARQUE_MAX) == signature:
            return None
    except OSError:
        journal.info("première vérification de cette installation")
    rapport = verifier(paquet)
    if rapport is not None and rapport.intact:
        try:
            files.private_folder(dossier_cache)
            files.write(marque, signature)
        except OSError as faute:
            journal.warning("vérification non retenue, elle sera refaite : %s", faute.strerror)
    return rapport


def _lire(manifeste: Path) -> dict[str, str]:
    try:
        lignes = files.read_regular(manifeste, MANIFESTE_MAX).decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as faute:
        raison = raison_systeme(faute) if isinstance(faute, OSError) else "ce n’est pas du texte"
        raise ManifesteIllisibleError(raison) from faute
    attendus = {nom: somme for somme, separateur, nom in (ligne.partition("  ") for ligne in lignes) if separateur}
    if len(attendus) != len(lignes) or not attendus or any(len(somme) != 64 for somme in attendus.values()):
        raise ManifesteIllisibleError("elle est tronquée")
    return attendus


def _compte(fichier: Path, racine: Path) -> bool:
    # On macOS the signature changes the executables and is checked by the system.
    premier, *_ = fichier.relative_to(racine).parts
    return premier not in ("MacOS", "_CodeSignature") and not fichier.is_symlink()


def _somme(fichier: Path) -> str:
    somme = hashlib.sha256()
    with files.open_regular(fichier) as flux:
        while bloc := flux.read(1 << 20):
            somme.update(bloc)
    return somme.hexdigest()
