"""The Windows installer: NSIS, for one user, without administrator rights."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from build_scripts.installers import common
from build_scripts.installers.common import EchecError, executer

PLAFOND = 35_000_000
"""Bytes that the installer may have."""
PLACES_NSIS = ("C:/Program Files (x86)/NSIS/makensis.exe", "C:/Program Files/NSIS/makensis.exe")


def ressource_de_version(version: str, nom: str, fichier: Path) -> str:
    """Write what Windows shows under « Propriétés › Détails » of an executable; the place of the file, for PyInstaller."""
    nombres = (*map(int, re.findall(r"\d+", version)), 0, 0, 0)[:4]
    mots = {
        "CompanyName": "Projet Cap palliatif", "FileDescription": f"{common.TITRE} – {common.RESUME}", "FileVersion": version,
        "InternalName": nom, "LegalCopyright": "EUPL-1.2", "OriginalFilename": f"{nom}.exe", "ProductName": common.TITRE,
        "ProductVersion": version,
    }  # fmt: skip
    chaines = ", ".join(f"StringStruct({cle!r}, {valeur!r})" for cle, valeur in mots.items())
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={nombres}, prodvers={nombres}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1, "
        f"subtype=0x0, date=(0, 0)), kids=[StringFileInfo([StringTable('040C04B0', [{chaines}])]), "
        "VarFileInfo([VarStruct('Translation', [0x040C, 1200])])])\n",
        encoding="utf-8",
    )
    return str(fichier)


def construire(
    dossier: Path, sortie: Path, icones: Path, options: tuple[str, ...] = (), version: str | None = None
) -> Path:
    """Make the installer of the bundle in `dossier`; returns its place. Raises EchecError.

    The files get the date of the sources, which NSIS keeps: the same files make the same installer.
    """
    nsis = shutil.which("makensis") or next((p for p in PLACES_NSIS if Path(p).is_file()), None)
    if nsis is None:
        raise EchecError("makensis manque : installez NSIS 3.")
    version = version or common.version()
    fichier = sortie / f"CapPalliatif-{version}-setup.exe"
    for place in dossier.rglob("*"):
        os.utime(place, (common.date_source(), common.date_source()))
    listes = sortie / "nsis"
    listes.mkdir(parents=True, exist_ok=True)
    # The uninstaller removes what was installed, by name: a folder chosen by hand may hold other things.
    (listes / "retirer.nsh").write_text(retirer(dossier), encoding="utf-8-sig")
    executer(
        [nsis, "-V2", "-INPUTCHARSET", "UTF8", *options, f"-DVERSION={version}", f"-DDOSSIER={dossier.resolve()}",
         f"-DSORTIE={fichier.resolve()}", f"-DICONE={(icones / 'cap-palliatif.ico').resolve()}",
         f"-DBANDEAU={(icones / 'bandeau.bmp').resolve()}",
         f"-DRETIRER={(listes / 'retirer.nsh').resolve()}", f"-DKILO={common.taille(dossier) // 1024}",
         str(common.ICI / "modeles" / "installateur.nsi")],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(common.date_source())},
    )  # fmt: skip
    shutil.rmtree(listes)
    if fichier.stat().st_size > PLAFOND:
        raise EchecError(f"{fichier.name} dépasse {PLAFOND / 1e6:.0f} Mo.")
    return fichier


def retirer(dossier: Path) -> str:
    """NSIS lines that delete every installed file, then the folders that are empty."""
    fichiers = sorted(f.relative_to(dossier) for f in dossier.rglob("*") if f.is_file())
    dossiers = sorted({d.relative_to(dossier) for d in dossier.rglob("*") if d.is_dir()}, reverse=True)
    barre = "\\"
    lignes = [f'Delete "$INSTDIR\\{f.as_posix().replace("/", barre)}"' for f in fichiers]
    lignes += [f'RMDir "$INSTDIR\\{d.as_posix().replace("/", barre)}"' for d in dossiers]
    return "\n".join(ligne.replace("$I", "\0").replace("$", "$$").replace("\0", "$I") for ligne in lignes) + "\n"
