"""Minimal Debian systems, to build in and to prove in. Root only: debootstrap, chroot, unshare."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from build_scripts.installers.common import EchecError, executer, exiger

SUITES = {12: "bookworm", 13: "trixie"}
RACINES = Path(tempfile.gettempdir()) / "cap-palliatif-racines"


def base(debian: int, dossier: Path | None = None) -> Path:
    """A minimal Debian of that number, made once and kept; never change it, copy it."""
    dossier = dossier or RACINES
    racine = dossier / f"base{debian}"
    if (racine / "etc" / "debian_version").is_file():
        return racine
    if os.geteuid() != 0:
        raise EchecError("Un système d’essai se fait avec debootstrap, comme root.")
    exiger("debootstrap", "unshare", "chroot")
    (dossier / "paquets").mkdir(parents=True, exist_ok=True)
    chantier = dossier / f"base{debian}.chantier"
    shutil.rmtree(chantier, ignore_errors=True)
    print(f"debootstrap : Debian {debian}…", flush=True)
    executer(
        [
            "debootstrap",
            "--variant=minbase",
            f"--cache-dir={dossier / 'paquets'}",
            SUITES[debian],
            str(chantier),
            _miroir(),
        ],
        stdout=subprocess.DEVNULL,
    )
    chantier.rename(racine)
    return racine


def _miroir() -> str:
    """Where this machine's apt takes Debian from."""
    commande = ["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages", "Origin: Debian"]
    sites = subprocess.run(commande, capture_output=True, text=True, check=False).stdout.split()
    if sans_securite := [s for s in sites if "security" not in s]:
        return sans_securite[0]
    raise EchecError("apt ne connaît aucun dépôt Debian : lancez « apt-get update », puis recommencez.")


def copier(racine: Path, copie: Path) -> Path:
    """A fresh copy of a system."""
    shutil.rmtree(copie, ignore_errors=True)
    copie.parent.mkdir(parents=True, exist_ok=True)
    executer(["cp", "-a", "--reflink=auto", str(racine), str(copie)])
    return copie


def installer(racine: Path, *paquets: str) -> None:
    """Install Debian packages, with the network of this machine."""
    apt = ["chroot", str(racine), "/usr/bin/env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    executer([*apt, "update"], stdout=subprocess.DEVNULL)
    executer([*apt, "-y", "install", "--no-install-recommends", *paquets], stdout=subprocess.DEVNULL)


class Machine:
    """A system in its own world: no network, own processes, and of this machine only what is mounted on purpose."""

    def __init__(self, racine: Path, montages: dict[Path, str] | None = None) -> None:
        self.racine = racine
        self._montages = montages or {}

    def commande(self, *commande: str, uid: int = 0, env: dict[str, str] | None = None) -> list[str]:
        """The line that runs a command in there, as that user."""
        racine = shlex.quote(str(self.racine))
        monter = [f"mount --bind /dev {racine}/dev", f"mount -t proc proc {racine}/proc"]
        for source, place in self._montages.items():
            cible = self.racine / place.lstrip("/")
            if source.is_dir():
                cible.mkdir(parents=True, exist_ok=True)
            else:
                cible.parent.mkdir(parents=True, exist_ok=True)
                cible.touch()
            monter.append(f"mount --bind {shlex.quote(str(source))} {shlex.quote(str(cible))}")
        entrer = f'exec chroot --userspec={uid}:{uid} --groups= {racine} "$@"'
        variables = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8", **(env or {})}
        return [
            "unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "sh", "-ec", " && ".join([*monter, entrer]), "sh",
            "/usr/bin/env", "-i", *(f"{k}={v}" for k, v in variables.items()), *commande,
        ]  # fmt: skip

    def dire(self, *commande: str, uid: int = 0, env: dict[str, str] | None = None, attendu: int | None = 0) -> str:
        """Run a command to its end; its output. Raises EchecError unless it ends with `attendu` (None: any code will do)."""
        fait = subprocess.run(self.commande(*commande, uid=uid, env=env), capture_output=True, text=True, check=False)
        if attendu is not None and fait.returncode != attendu:
            fin = (fait.stdout + fait.stderr)[-2000:]
            raise EchecError(f"« {' '.join(commande)} » finit avec {fait.returncode} :\n{fin}")
        return fait.stdout + fait.stderr
