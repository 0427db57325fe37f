"""Where the index is kept: found and checked, or built and put in place in one step, or held in memory.

A folder is named by the fingerprint of all that its content depends on. It is complete once its manifest is. It is opened only if
nobody but the user could have written it and every file has the digest that the manifest gives: damage is found, and another
person's index is never read. The manifest is no proof against whoever can write both; what then reaches Whoosh is read as plain
values (`desktop.search.unpickling`), so that the worst it can do is to be refused and built anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.corpus.kept import KEPT_LIMIT, make_own_folder, read_plain, why_not_ours
from desktop.errors import OddFileError, raison_systeme
from desktop.search import index as indices
from desktop.search.backend import IndexIllisibleError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.corpus.model import Lexique
    from desktop.search.backend import Fabrique
    from desktop.search.index import Indice

journal = logging.getLogger(__name__)

MANIFESTE = "manifeste.json"
PREFIXE = "index-"
MANIFESTE_MAX = 1 << 20
# A build takes seconds: a temporary folder of yesterday belongs to a process that died.
ABANDON = 3600.0
# How often two processes that build at once try to agree, and how long they wait in between, in seconds.
ESSAIS, PAUSE = 20, 0.02
EN_MEMOIRE = (
    "L’index de recherche reste en mémoire : {raison}. La recherche marche ; elle sera refaite au prochain démarrage."
)


@dataclass(frozen=True, slots=True)
class Preparation:
    """An index ready to use. `avertissement` says in French what could not be kept, `origine` where it came from."""

    indice: Indice
    origine: str
    avertissement: str | None = None


class Depot:
    """The folder of kept indexes, for one fingerprint."""

    def __init__(self, dossier: Path, livre: Path | None, empreinte: str, fabrique: Fabrique) -> None:
        """`livre` is a folder that came with the program: read, never written."""
        self._dossier, self._livre = dossier, livre
        self._empreinte, self._fabrique = empreinte, fabrique

    @property
    def nom(self) -> str:
        """Folder name of the index."""
        return f"{PREFIXE}{self._empreinte[:20]}"

    def preparer(
        self, passages: Callable[[], Sequence[tuple[str, ...]]], lexique: Lexique, *, neuf: bool = False
    ) -> Preparation:
        """Open a kept index, or build it. Never fails for want of a folder: memory is the last resort.

        `neuf`: what is kept opened and could not be read; it is put away first, and what came with the program not tried.
        """
        if neuf:
            with contextlib.suppress(OSError):  # if it is not there, or stays, the new one says so in its turn
                _ecarter(self._dossier / self.nom)
        for lieu, sur in () if neuf else ((self._livre, True), (self._dossier, False)):
            if lieu is not None and (trouve := self._ouvrir(lieu / self.nom, livre=sur)) is not None:
                return Preparation(trouve, "livré" if sur else "gardé")
        try:
            construit = self._construire(passages(), lexique)
        except OSError as faute:
            raison = _raison(faute, self._dossier)
            journal.warning("index tenu en mémoire : %s", raison)
            en_memoire = indices.construire(passages(), lexique, self._fabrique, None)
            return Preparation(en_memoire, "mémoire", EN_MEMOIRE.format(raison=raison))
        self._menage()
        return construit

    def _ouvrir(self, place: Path, *, livre: bool) -> Indice | None:
        verifie = False
        try:
            self._verifier(place, livre=livre)
            verifie = True
            return indices.ouvrir(place, self._fabrique)
        except FileNotFoundError:
            return None
        except IndexIllisibleError as faute:
            journal.warning("index écarté : %s", faute)
            if verifie and not livre:  # its manifest vouches for it: nobody would ever build it anew in this place
                with contextlib.suppress(OSError):
                    _ecarter(place)
            return None
        except OSError as faute:
            journal.warning("index écarté : %s", raison_systeme(faute))
            return None

    def _verifier(self, place: Path, *, livre: bool) -> None:
        """Raises IndexIllisibleError unless every file is the one that the program wrote, and FileNotFoundError without any."""
        if not place.is_dir():
            raise FileNotFoundError(place)
        if not livre and (raison := why_not_ours(place.parent, (place, *place.iterdir()))) is not None:
            raise IndexIllisibleError(raison)
        try:
            manifeste = json.loads(read_plain(place / MANIFESTE, MANIFESTE_MAX))
            attendus = dict(manifeste["fichiers"])
            empreinte = manifeste["empreinte"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as faute:
            raise IndexIllisibleError("son manifeste manque ou ne se lit pas") from faute
        if empreinte != self._empreinte:
            raise IndexIllisibleError("il a été fait pour un autre contenu")
        try:
            sommes = _sommes(place)
        except OSError as faute:
            raise IndexIllisibleError(f"un de ses fichiers ne se lit pas ({raison_systeme(faute)})") from faute
        if sommes != attendus:
            raise IndexIllisibleError("un de ses fichiers a changé ou manque")

    def _construire(self, passages: Sequence[tuple[str, ...]], lexique: Lexique) -> Preparation:
        make_own_folder(self._dossier)
        chantier = Path(tempfile.mkdtemp(prefix=PREFIXE, suffix=".tmp", dir=self._dossier))
        try:
            indices.construire(passages, lexique, self._fabrique, chantier).moteur.fermer()
            manifeste = {"empreinte": self._empreinte, "fichiers": _sommes(chantier)}
            (chantier / MANIFESTE).write_text(json.dumps(manifeste), encoding="utf-8")
            for fichier in chantier.iterdir():
                fichier.chmod(0o600)  # whatever the umask: an index that others could write is not read
            cible = self._poser(chantier)
        finally:
            shutil.rmtree(chantier, ignore_errors=True)
        for _ in range(ESSAIS):
            if (trouve := self._ouvrir(cible, livre=False)) is not None:
                return Preparation(trouve, "construit")
            # Another process that found the old index damaged is putting its own in this place.
            time.sleep(PAUSE)
        raise OSError(None, "l’index qui vient d’être fait ne se relit pas", str(cible))

    def _poser(self, chantier: Path) -> Path:
        """Give the finished folder its name. Where another process was quicker, its index is as good as ours."""
        cible = self._dossier / self.nom
        for essai in range(ESSAIS):
            try:
                chantier.rename(cible)
            except OSError:
                if essai == ESSAIS - 1 or not chantier.is_dir():
                    raise
            else:
                return cible
            try:
                self._verifier(cible, livre=False)
            except FileNotFoundError:
                time.sleep(PAUSE)
            except IndexIllisibleError:
                with contextlib.suppress(FileNotFoundError):  # another process has just put it aside
                    _ecarter(cible)
            else:
                return cible
        return cible

    def _menage(self) -> None:
        """Drop indexes of other contents and what a dead process left."""
        for voisin in self._dossier.glob(f"{PREFIXE}*"):
            try:
                provisoire = voisin.suffix == ".tmp"
                if voisin.name == self.nom or (provisoire and time.time() - voisin.stat().st_mtime < ABANDON):
                    continue
                _ecarter(voisin)
            except OSError as faute:
                # Another version may be reading it (Windows refuses then): it is dropped another day.
                journal.info("ancien index gardé : %s", faute.strerror)


def _ecarter(place: Path) -> None:
    """Take a folder out of sight in one step, then delete it: nobody opens half of it."""
    rebut = place.with_name(f"{PREFIXE}rebut-{os.getpid()}-{time.monotonic_ns()}.tmp")
    place.rename(rebut)
    shutil.rmtree(rebut, ignore_errors=True)


def _sommes(dossier: Path) -> dict[str, str]:
    """Digest of each file, by name; locks and the manifest aside. Raises OSError for what is no regular file."""
    return {
        f.name: hashlib.blake2b(read_plain(f, KEPT_LIMIT), digest_size=16).hexdigest()
        for f in sorted(dossier.iterdir())
        if f.name != MANIFESTE and not f.name.endswith("WRITELOCK")
    }


def _raison(faute: OSError, dossier: Path) -> str:
    if faute.errno or isinstance(faute, OddFileError):
        return f"« {dossier} » ne peut pas le recevoir ({raison_systeme(faute)})"
    return f"« {dossier} » ne peut pas le recevoir"
