"""The Debian and Ubuntu package: dpkg-deb with xz; what it depends on is read from the files themselves."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from build_scripts.installers import common, desktop_entry, linked
from build_scripts.installers.common import executer, exiger

if TYPE_CHECKING:
    from pathlib import Path

PLAFOND = 45_000_000
"""Bytes that the package may have."""
ICI = "usr/lib/cap-palliatif"
CONTROLE = """\
Package: cap-palliatif
Version: {version}
Architecture: amd64
Maintainer: Projet Cap palliatif <cap-palliatif@localhost.invalid>
Installed-Size: {taille}
Depends: {depend}
Recommends: {recommande}
Section: education
Priority: optional
Description: {resume}
 Trouver une règle de l’instruction du 21 juin 2023 et de ses annexes, avec sa
 force et sa référence ; orienter une situation, une question à la fois, avec
 les raisons. Le programme n’ouvre aucune connexion réseau et ne demande
 aucune donnée d’identité.
"""


def construire(dossier: Path, sortie: Path, icones: Path) -> Path:
    """Make the package of the bundle in `dossier`; returns its place. Raises EchecError."""
    exiger("dpkg-deb", "objdump", "xz")
    quand = common.date_source()
    arbre = sortie / "deb"
    shutil.rmtree(arbre, ignore_errors=True)
    shutil.copytree(dossier, arbre / ICI, symlinks=True)
    partage = arbre / "usr" / "share"
    desktop_entry.poser_icones(icones, partage)
    _ecrire(partage / "applications" / "cap-palliatif.desktop", desktop_entry.entree("cap-palliatif"))
    date = datetime.fromtimestamp(quand, UTC).date().isoformat()
    modeles = common.ICI / "modeles"
    _ecrire(
        partage / "metainfo" / "org.cap_palliatif.bureau.metainfo.xml",
        common.remplir(modeles / "metainfo.xml", RESUME=common.RESUME, VERSION=common.version(), DATE=date),
    )
    manuel = partage / "man" / "fr" / "man1" / "cap-palliatif.1.gz"
    manuel.parent.mkdir(parents=True)
    page = common.remplir(modeles / "cap-palliatif.1", VERSION=common.version())
    manuel.write_bytes(gzip.compress(page.encode(), 9, mtime=0))
    _ecrire(partage / "doc" / "cap-palliatif" / "copyright", droits())
    (arbre / "usr" / "bin").mkdir()
    (arbre / "usr" / "bin" / "cap-palliatif").symlink_to("../lib/cap-palliatif/cap-palliatif")
    _ecrire(arbre / "DEBIAN" / "control", controle(dossier, common.taille(arbre)))
    _ecrire(arbre / "DEBIAN" / "md5sums", sommes(arbre))
    shutil.copyfile(modeles / "postrm.sh", arbre / "DEBIAN" / "postrm")
    (arbre / "DEBIAN" / "postrm").chmod(0o755)
    common.egaliser(arbre, quand)
    fichier = sortie / f"cap-palliatif_{common.version()}_amd64.deb"
    executer(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", str(arbre), str(fichier)],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(quand)},
    )
    shutil.rmtree(arbre)
    if fichier.stat().st_size > PLAFOND:
        raise common.EchecError(f"{fichier.name} dépasse {PLAFOND / 1e6:.0f} Mo.")
    return fichier


def controle(dossier: Path, octets: int) -> str:
    """The control file: dependencies from the files, optional ones only recommended."""
    exterieures = linked.exterieures(dossier)
    depend = [f"libc6 (>= {linked.glibc(dossier)})", *linked.paquets_debian(exterieures)]
    # libx11-data brings the dead keys (^ then e), xdg-utils hands a link to the browser.
    return CONTROLE.format(
        version=common.version(), taille=-(-octets // 1024), depend=", ".join(depend),
        recommande="libx11-data, xkb-data, xdg-utils", resume=common.RESUME,
    )  # fmt: skip


def sommes(arbre: Path) -> str:
    """What `dpkg --verify` compares with."""
    fichiers = sorted(f for f in (arbre / "usr").rglob("*") if f.is_file() and not f.is_symlink())
    return "".join(
        f"{hashlib.md5(f.read_bytes(), usedforsecurity=False).hexdigest()}  {f.relative_to(arbre).as_posix()}\n"
        for f in fichiers
    )


def droits() -> str:
    """The copyright file: the product's licence in full, and where the others are."""
    licence = (common.RACINE / "LICENSE").read_text(encoding="utf-8")
    return (
        "Cap palliatif, EUPL-1.2.\nLes composants et leurs licences : /usr/lib/cap-palliatif/_internal/desktop/_licences\n"
        f"(liste : sbom.cdx.json, CycloneDX).\n\n{licence}"
    )


def _ecrire(fichier: Path, texte: str) -> None:
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_text(texte, encoding="utf-8", newline="\n")
