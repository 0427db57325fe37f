"""What the files of a Linux bundle are linked to: what travels along, what the machine must have, the least glibc."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

from build_scripts.installers.common import EchecError, exiger

# Part of every glibc: never lent, always there.
LIBC = re.compile(r"(lib(c|m|dl|pthread|rt|resolv|util|nsl|anl)|ld-linux[-\w]*)\.so\.\d+")


def elf(dossier: Path) -> list[Path]:
    """Programs and libraries under a folder."""
    return sorted(f for f in dossier.rglob("*") if f.is_file() and not f.is_symlink() and _est_elf(f))


def _est_elf(fichier: Path) -> bool:
    with fichier.open("rb") as flux:
        return flux.read(4) == b"\x7fELF"


@cache
def besoins(fichier: Path) -> frozenset[str]:
    """Names of the libraries that a file is linked to."""
    exiger("objdump")
    sortie = subprocess.run(["objdump", "-p", str(fichier)], capture_output=True, text=True, check=True).stdout
    return frozenset(ligne.split()[1] for ligne in sortie.splitlines() if ligne.startswith("  NEEDED"))


def exterieures(dossier: Path) -> set[str]:
    """Libraries that the bundle needs and does not bring, glibc aside."""
    fichiers = elf(dossier)
    apportees = {f.name for f in dossier.rglob("*.so*")}
    return {b for f in fichiers for b in besoins(f) if b not in apportees and not LIBC.fullmatch(b)}


def glibc(dossier: Path) -> str:
    """The least version of glibc that the bundle runs on, as « 2.35 »."""
    exiger("objdump")
    vues: set[tuple[int, ...]] = {(2, 17)}
    for fichier in elf(dossier):
        sortie = subprocess.run(["objdump", "-T", str(fichier)], capture_output=True, text=True, check=False).stdout
        vues |= {tuple(map(int, v.split("."))) for v in re.findall(r"GLIBC_([0-9.]+)", sortie)}
    return ".".join(map(str, max(vues)))


def trouver(soname: str) -> Path | None:
    """Where this machine keeps a library."""
    for dossier in ("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64"):
        if (fichier := Path(dossier) / soname).exists():
            return fichier
    return None


def a_preter(dossier: Path) -> dict[str, Path]:
    """The libraries that a machine may lack, with all that they need in turn, by name.

    Raises EchecError when the machine that builds lacks one itself.
    """
    apportees = {f.name for f in dossier.rglob("*.so*")}
    pretees: dict[str, Path] = {}
    a_voir = sorted(exterieures(dossier))
    while a_voir:
        soname = a_voir.pop()
        if soname in pretees or soname in apportees or LIBC.fullmatch(soname):
            continue
        fichier = trouver(soname)
        if fichier is None:
            raise EchecError(f"{soname} manque à cette machine : installez le paquet qui l’apporte.")
        pretees[soname] = fichier.resolve()
        a_voir += sorted(besoins(pretees[soname]))
    return pretees


def paquets_debian(sonames: set[str]) -> list[str]:
    """Debian packages of libraries. Raises EchecError for a library of no package."""
    exiger("dpkg-query")
    paquets = set()
    for soname in sonames:
        sortie = subprocess.run(["dpkg-query", "-S", f"*/{soname}"], capture_output=True, text=True, check=False).stdout
        noms = sorted({ligne.split(":")[0] for ligne in sortie.splitlines() if ligne.endswith(f"-linux-gnu/{soname}")})
        if not noms:
            raise EchecError(f"Aucun paquet Debian n’apporte {soname} ici.")
        paquets.add(noms[0])
    return sorted(paquets)
