"""The macOS disk image. Written from the documentation of hdiutil and codesign: see docs/installer.md for what was seen running."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from build_scripts.installers import common
from build_scripts.installers.common import executer, exiger

if TYPE_CHECKING:
    from pathlib import Path


def construire(application: Path, sortie: Path) -> Path:
    """A disk image with the application and a link to « Applications »; returns its place. Raises EchecError."""
    exiger("codesign", "hdiutil")
    # The manifest and the licences came after PyInstaller's own signature: sign again, without an identity (« - »).
    executer(["codesign", "--force", "--deep", "--sign", "-", str(application)])
    executer(["codesign", "--verify", "--deep", "--strict", str(application)])
    arbre = sortie / "dmg"
    shutil.rmtree(arbre, ignore_errors=True)
    arbre.mkdir(parents=True)
    shutil.copytree(application, arbre / application.name, symlinks=True)
    (arbre / "Applications").symlink_to("/Applications")
    fichier = sortie / f"Cap-palliatif-{common.version()}.dmg"
    fichier.unlink(missing_ok=True)
    executer(
        [
            "hdiutil",
            "create",
            "-volname",
            common.TITRE,
            "-srcfolder",
            str(arbre),
            "-ov",
            "-format",
            "ULFO",
            str(fichier),
        ]
    )
    shutil.rmtree(arbre)
    return fichier
