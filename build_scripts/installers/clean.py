"""Build in a clean Debian 12, so that nothing of the build machine creeps in. Root, debootstrap, and the network for packages."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from build_scripts.dev import BIBLIOTHEQUES
from build_scripts.installers import common, roots
from build_scripts.installers.common import executer

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = "3.11"
"""That of Debian 12: its glibc, 2.36, is the oldest that the program then runs on."""
PAQUETS = ("python3", "python3-venv", f"libpython{PYTHON}", "binutils", "xz-utils", *BIBLIOTHEQUES.values())
ETIQUETTES = [f"manylinux_2_{n}_x86_64" for n in range(36, 4, -1)] + [
    "manylinux2014_x86_64",
    "manylinux2010_x86_64",
    "manylinux1_x86_64",
]


def construire(sortie: Path, dossier: Path | None = None) -> int:
    """Folder and installers made in a clean root, into `sortie`; 0 when they stand. Raises EchecError."""
    dossier = dossier or roots.RACINES
    atelier = _atelier(dossier)
    roues = _roues(dossier)
    common.copier_sources(atelier / "sources")
    machine = roots.Machine(atelier, {roues: "/roues"})
    quand = {"SOURCE_DATE_EPOCH": str(common.date_source())}
    for commande in (
        ["python3", "-m", "venv", "--clear", "/venv"],
        ["/venv/bin/pip", "--disable-pip-version-check", "install", "-q", "--no-index", "--find-links", "/roues",
         "--require-hashes", "-r", "/sources/requirements/bundle.txt"],
        ["/venv/bin/python", "/sources/build_scripts/bundle.py", "--ici", "--sortie", "/sortie"],
    ):  # fmt: skip
        executer(machine.commande(*commande, env=quand))
    sortie.mkdir(parents=True, exist_ok=True)
    for fait in sorted((atelier / "sortie").iterdir()):
        cible = sortie / fait.name
        if fait.is_dir():
            shutil.rmtree(cible, ignore_errors=True)
            shutil.copytree(fait, cible, symlinks=True)
        else:
            shutil.copy2(fait, cible)
        print(cible, flush=True)
    return 0


def _atelier(dossier: Path) -> Path:
    """A Debian 12 with what PyInstaller needs; made once, its build folders emptied each time."""
    atelier = dossier / "atelier"
    if not (atelier / "pret").is_file():
        roots.copier(roots.base(12, dossier), atelier)
        roots.installer(atelier, *PAQUETS)
        (atelier / "pret").touch()
    for reste in ("sources", "sortie", "venv"):
        shutil.rmtree(atelier / reste, ignore_errors=True)
    return atelier


def _roues(dossier: Path) -> Path:
    """The locked wheels for Debian 12, fetched by this machine's pip: the root itself stays without a network."""
    roues = dossier / "roues"
    verrou = common.RACINE / "requirements" / "bundle.txt"
    marque = roues / "verrou.txt"
    if marque.is_file() and marque.read_bytes() == verrou.read_bytes():
        return roues
    shutil.rmtree(roues, ignore_errors=True)
    executer(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q", "--only-binary=:all:", "--no-deps",
         "--require-hashes", "--python-version", PYTHON, "--implementation", "cp",
         *(mot for abi in ("cp311", "abi3", "none") for mot in ("--abi", abi)),
         *(mot for etiquette in ETIQUETTES for mot in ("--platform", etiquette)),
         "-d", str(roues), "-r", str(verrou)],
        env={**os.environ, "PIP_NO_INPUT": "1"},
    )  # fmt: skip
    shutil.copyfile(verrou, marque)
    return roues
