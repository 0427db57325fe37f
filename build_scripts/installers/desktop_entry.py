"""What a Linux desktop is told: the menu entry, the icons, the page of a software centre."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from build_scripts.installers import common

if TYPE_CHECKING:
    from pathlib import Path

SIZES_SHOWN = (16, 24, 32, 48, 64, 128, 256, 512)


def entry(command: str) -> str:
    """The menu entry that starts `command` (already quoted as the Desktop Entry specification wants)."""
    return common.fill(common.HERE / "modeles" / "cap-palliatif.desktop", COMMANDE=command, RESUME=common.SUMMARY)


def place_icons(icons: Path, shared: Path) -> None:
    """Copy the icon set under a `share` folder."""
    for size in SIZES_SHOWN:
        target = shared / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "cap-palliatif.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(icons / f"cap-palliatif-{size}.png", target)
    scalable = shared / "icons" / "hicolor" / "scalable" / "apps" / "cap-palliatif.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(common.HERE / "icone.svg", scalable)
