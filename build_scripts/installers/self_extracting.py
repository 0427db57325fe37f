"""The installer for any Linux where one is not root: one shell file with a tar behind it, into the user's folder.

gzip and the shell are on every system; xz and bash are not. Libraries that a machine may lack travel along and are lent only
where it has none.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
from typing import TYPE_CHECKING

from build_scripts import sbom
from build_scripts.installers import common, desktop_entry, linked

if TYPE_CHECKING:
    from pathlib import Path

PLAFOND = 60_000_000
"""Bytes that the installer may have."""
LISTE = f"{common.NOM}-{common.version()}-linux.cdx.json"
"""The list of components that is published beside the packages: all that either of them holds."""
MODELES = common.ICI / "modeles"


def construire(dossier: Path, sortie: Path, icones: Path) -> Path:
    """Make the installer of the bundle in `dossier`; returns its place. Raises EchecError."""
    quand = common.date_source()
    arbre = sortie / "run"
    shutil.rmtree(arbre, ignore_errors=True)
    shutil.copytree(dossier, arbre / "programme", symlinks=True)
    (arbre / "pretables").mkdir()
    pretees = linked.a_preter(dossier)
    for soname, fichier in pretees.items():
        shutil.copyfile(fichier, arbre / "pretables" / soname)
        (arbre / "pretables" / soname).chmod(0o755)
    sbom.ecrire_avec_pretees(dossier / "_internal", pretees, arbre / "licences")
    shutil.copyfile(arbre / "licences" / sbom.NOM_FICHIER, sortie / LISTE)
    desktop_entry.poser_icones(icones, arbre / "partage")
    (arbre / "cap-palliatif.desktop").write_text(desktop_entry.entree("COMMANDE_ICI"), encoding="utf-8")
    for script in ("lancer", "desinstaller"):
        copie = arbre / script
        shutil.copyfile(MODELES / f"{script}.sh", copie)
        copie.chmod(0o755)
    charge = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=charge, compresslevel=9, mtime=0) as flux:
        common.ecrire_tar(flux, arbre, quand)  # type: ignore[arg-type]  # GzipFile is a binary file but is not declared so
    entete = common.remplir(
        MODELES / "installer.sh",
        VERSION=common.version(),
        SOMME=hashlib.sha256(charge.getvalue()).hexdigest(),
        OCTETS=str(charge.getbuffer().nbytes),
        KILO=str(common.taille(arbre) // 1024),
        GLIBC=linked.glibc(dossier),
    )
    fichier = sortie / f"cap-palliatif-{common.version()}.run"
    fichier.write_bytes(entete.encode() + charge.getvalue())
    fichier.chmod(0o755)
    shutil.rmtree(arbre)
    if fichier.stat().st_size > PLAFOND:
        raise common.EchecError(f"{fichier.name} dépasse {PLAFOND / 1e6:.0f} Mo.")
    return fichier
