"""The Windows installer: NSIS, for one user, without administrator rights."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from build_scripts.installers import common
from build_scripts.installers.common import FailedError, run

CEILING = 35_000_000
"""Bytes that the installer may have."""
NSIS_PLACES = ("C:/Program Files (x86)/NSIS/makensis.exe", "C:/Program Files/NSIS/makensis.exe")


def version_resource(version: str, name: str, file: Path) -> str:
    """Write what Windows shows under « Propriétés › Détails » of an executable; the place of the file, for PyInstaller."""
    numbers = (*map(int, re.findall(r"\d+", version)), 0, 0, 0)[:4]
    words = {
        "CompanyName": "Projet Cap palliatif", "FileDescription": f"{common.TITLE} – {common.SUMMARY}", "FileVersion": version,
        "InternalName": name, "LegalCopyright": "EUPL-1.2", "OriginalFilename": f"{name}.exe", "ProductName": common.TITLE,
        "ProductVersion": version,
    }  # fmt: skip
    chains = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in words.items())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1, "
        f"subtype=0x0, date=(0, 0)), kids=[StringFileInfo([StringTable('040C04B0', [{chains}])]), "
        "VarFileInfo([VarStruct('Translation', [0x040C, 1200])])])\n",
        encoding="utf-8",
    )
    return str(file)


def build(folder: Path, output: Path, icons: Path, options: tuple[str, ...] = (), version: str | None = None) -> Path:
    """Make the installer of the bundle in `folder`; returns its place. Raises FailedError.

    The files get the date of the sources, which NSIS keeps: the same files make the same installer.
    """
    nsis = shutil.which("makensis") or next((p for p in NSIS_PLACES if Path(p).is_file()), None)
    if nsis is None:
        raise FailedError("makensis manque : installez NSIS 3.")
    version = version or common.version()
    file = output / f"CapPalliatif-{version}-setup.exe"
    for place in folder.rglob("*"):
        os.utime(place, (common.source_date(), common.source_date()))
    lists = output / "nsis"
    lists.mkdir(parents=True, exist_ok=True)
    # The uninstaller removes what was installed, by name: a folder chosen by hand may hold other things.
    (lists / "retirer.nsh").write_text(remove(folder), encoding="utf-8-sig")
    run(
        [nsis, "-V2", "-INPUTCHARSET", "UTF8", *options, f"-DVERSION={version}", f"-DDOSSIER={folder.resolve()}",
         f"-DSORTIE={file.resolve()}", f"-DICONE={(icons / 'cap-palliatif.ico').resolve()}",
         f"-DBANDEAU={(icons / 'bandeau.bmp').resolve()}",
         f"-DRETIRER={(lists / 'retirer.nsh').resolve()}", f"-DKILO={common.size(folder) // 1024}",
         str(common.HERE / "modeles" / "installateur.nsi")],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(common.source_date())},
    )  # fmt: skip
    shutil.rmtree(lists)
    if file.stat().st_size > CEILING:
        raise FailedError(f"{file.name} dépasse {CEILING / 1e6:.0f} Mo.")
    return file


def remove(folder: Path) -> str:
    """NSIS lines that delete every installed file, then the folders that are empty."""
    files = sorted(f.relative_to(folder) for f in folder.rglob("*") if f.is_file())
    folders = sorted({d.relative_to(folder) for d in folder.rglob("*") if d.is_dir()}, reverse=True)
    bar = "\\"
    lines = [f'Delete "$INSTDIR\\{f.as_posix().replace("/", bar)}"' for f in files]
    lines += [f'RMDir "$INSTDIR\\{d.as_posix().replace("/", bar)}"' for d in folders]
    return "\n".join(line.replace("$I", "\0").replace("$", "$$").replace("\0", "$I") for line in lines) + "\n"
