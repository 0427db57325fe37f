"""What a Linux desktop is told: the menu entry, the icons, the page of a software centre."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from build_scripts.installers import common

if TYPE_CHECKING:
    from pathlib import Path

TAILLES = (16, 24, 32, 48, 64, 128, 256, 512)


def entree(commande: str) -> str:
    """The menu entry that starts `commande` (already quoted as the Desktop Entry specification wants)."""
    return common.remplir(common.ICI / "modeles" / "cap-palliatif.desktop", COMMANDE=commande, RESUME=common.RESUME)


def poser_icones(icones: Path, partage: Path) -> None:
    """Copy the icon set under a `share` folder."""
    for taille in TAILLES:
        cible = partage / "icons" / "hicolor" / f"{taille}x{taille}" / "apps" / "cap-palliatif.png"
        cible.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(icones / f"cap-palliatif-{taille}.png", cible)
    scalable = partage / "icons" / "hicolor" / "scalable" / "apps" / "cap-palliatif.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(common.ICI / "icone.svg", scalable)
