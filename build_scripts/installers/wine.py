"""A Windows to try installers in: wine 10 in a Debian 13, with one ordinary user who may write in her own folder alone.

Root only. wine 8 of Debian 12 hangs on Qt's platform plugin.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from build_scripts.installers import common, roots
from build_scripts.installers.common import EchecError
from build_scripts.installers.screen import attendre

if TYPE_CHECKING:
    from build_scripts.installers.screen import Ecran

PREMIER = "while :; do sleep 3600 & wait $!; done"
"""The first process of the world that a Windows lives in: it lasts, and buries those that end."""
PAQUETS = ("wine", "wine64", "gcc-mingw-w64-x86-64-win32", "binutils-mingw-w64-x86-64")


def preparer(dossier: Path) -> Path:
    """The Debian 13 with wine, made once and kept under `dossier`."""
    racine = dossier / "wine13"
    if not (racine / "pret").is_file():
        if not (racine / "etc").is_dir():
            roots.copier(roots.base(13, dossier), racine)
        roots.installer(racine, *PAQUETS)
        (racine / "pret").touch()
    return racine


class Windows(AbstractContextManager["Windows"]):
    """A Windows as it leaves the shop, switched on while in the context. No network, no shared folder.

    With `uid` 0 the user may write everywhere (a workshop); with another one, only under her own folder.
    """

    def __init__(self, racine: Path, nom: str, ecran: Ecran, *, uid: int = 0, utilisateur: str = "root") -> None:
        self.prefixe = racine / "prefixes" / nom
        self.disque = self.prefixe / "drive_c"
        self.utilisateur = utilisateur
        self.chez = self.disque / "users" / utilisateur
        self._uid = uid
        self._racine = racine
        self._machine = roots.Machine(racine, {ecran.prise: f"/tmp/.X11-unix/{ecran.prise.name}"})  # noqa: S108
        foyer = f"/foyers/{nom}"
        self._env = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": foyer, "USER": utilisateur, "LANG": "C.UTF-8",
            "WINEPREFIX": f"/prefixes/{nom}", "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "DISPLAY": ecran.nom, "SOURCE_DATE_EPOCH": str(common.date_source()),
        }  # fmt: skip
        self._monde: subprocess.Popen[bytes] | None = None
        self._init = 0
        for place in (self.prefixe, racine / foyer.lstrip("/")):
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
            os.chown(place, uid, uid)

    def __enter__(self) -> Self:
        plaintes = self.prefixe.with_suffix(".plaintes")
        with plaintes.open("wb") as flux:
            self._monde = subprocess.Popen(
                self._machine.commande("sh", "-c", PREMIER, uid=self._uid, env=self._env), stderr=flux
            )
        self._init = attendre(self._premier)
        if not self._init:
            self._eteindre()
            dit = plaintes.read_text(encoding="utf-8", errors="replace").strip()
            raise EchecError(f"Le monde à part de wine ne s’ouvre pas (unshare, mount, chroot) : {dit}")
        try:
            self.dans("wineboot", "--init")
            self.reposer()
            if self._uid:
                for commune in ("windows", "Program Files", "Program Files (x86)", "ProgramData", "users/Public"):
                    _rendre_a_root(self.disque / commune)
                os.chown(self.disque, 0, 0)
        except BaseException:
            self._eteindre()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._eteindre()

    def _eteindre(self) -> None:
        """End every program of this world, by ending its first process: ending unshare would not, once the user has changed."""
        if self._monde is not None:
            if self._init:
                os.kill(self._init, signal.SIGKILL)
            else:
                self._monde.kill()
            self._monde.wait()

    def _premier(self) -> int:
        """The first process inside, once the folders are mounted; 0 before."""
        assert self._monde is not None  # noqa: S101 - asked for after the start only
        enfants = Path(f"/proc/{self._monde.pid}/task/{self._monde.pid}/children").read_text(encoding="ascii").split()
        # In the new root, all is mounted.
        if enfants and Path(f"/proc/{enfants[0]}/root").readlink() == self._racine.resolve():
            return int(enfants[0])
        return 0

    # What runs in it ---------------------------------------------------------------------------------------------

    def ligne(self, *commande: str, **env: str) -> list[str]:
        """The line that runs a Debian command inside."""
        return [
            "nsenter", f"--target={self._init}", "--net", "--mount", "--pid",
            "chroot", f"--userspec={self._uid}:{self._uid}", "--groups=", str(self._racine),
            "/usr/bin/env", "-i", *(f"{k}={v}" for k, v in {**self._env, **env}.items()), *commande,
        ]  # fmt: skip

    def dans(self, *commande: str, delai: int = 600, attendu: int | None = 0, **env: str) -> str:
        """Run a Debian command inside to its end; what it says. Raises EchecError unless it ends with `attendu`."""
        # To files, not pipes: what a command leaves running would hold a pipe open.
        dit, erreurs = (self.prefixe.with_suffix(f".{quoi}") for quoi in ("dit", "erreurs"))
        with dit.open("wb") as sortie, erreurs.open("wb") as plaintes:
            try:
                code = subprocess.run(
                    self.ligne(*commande, **env), stdin=subprocess.DEVNULL, stdout=sortie, stderr=plaintes,
                    check=False, timeout=delai,
                ).returncode  # fmt: skip
            except subprocess.TimeoutExpired as faute:
                raise EchecError(f"« {' '.join(commande)} » : rien en {delai} s.") from faute
        texte = dit.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        if attendu is not None and code != attendu:
            fin = (texte + erreurs.read_bytes().decode("utf-8", "replace"))[-3000:]
            raise EchecError(f"« {' '.join(commande)} » finit avec {code}, pas avec {attendu} :\n{fin}")
        return texte

    def lancer(self, *commande: str, delai: int = 600, attendu: int | None = 0, **env: str) -> str:
        """Run a Windows program to its end; what it says. Raises EchecError unless it ends with `attendu`."""
        return self.dans("wine", *commande, delai=delai, attendu=attendu, **env)

    def ouvrir(self, *commande: str) -> subprocess.Popen[bytes]:
        """Start a Windows program and go on."""
        return subprocess.Popen(
            self.ligne("wine", *commande),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def reposer(self) -> None:
        """Wait until every program has ended and the registry is on the disk."""
        self.dans("wineserver", "-w", delai=120)

    # What is left by it ------------------------------------------------------------------------------------------

    def chemin(self, place: Path) -> str:
        """The Windows name of a place on the drive."""
        return "C:\\" + "\\".join(place.relative_to(self.disque).parts)

    def fichiers(self) -> set[str]:
        """Every file of the drive, by its place."""
        return {f.relative_to(self.disque).as_posix() for f in self.disque.rglob("*") if f.is_file()}

    def registre(self, mot: str, *ruches: str) -> list[str]:
        """The lines of the registry that hold a word, in these hives: « user » is the person's own, « system » everyone's."""
        self.reposer()
        textes = (self.prefixe / f"{ruche}.reg" for ruche in ruches or ("user", "system"))
        lignes = (
            ligne for texte in textes for ligne in texte.read_text(encoding="utf-8", errors="replace").splitlines()
        )
        return [ligne for ligne in lignes if mot.lower() in ligne.lower()]


def _rendre_a_root(place: Path) -> None:
    """Take a folder that all users share away from an ordinary one: she reads it and can't write it."""
    for dossier, _, fichiers in os.walk(place):
        for nom in ("", *fichiers):
            os.chown(Path(dossier) / nom, 0, 0, follow_symlinks=False)
