"""The macOS disk image. Written from the documentation of hdiutil and codesign: see docs/installer.md for what was seen running."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from build_scripts.installers import common
from build_scripts.installers.common import require, run

if TYPE_CHECKING:
    from pathlib import Path


def build(application: Path, output: Path) -> Path:
    """A disk image with the application and a link to « Applications »; returns its place. Raises FailedError."""
    require("codesign", "hdiutil")
    # The manifest and the licences came after PyInstaller's own signature: sign again, without an identity (« - »).
    run(["codesign", "--force", "--deep", "--sign", "-", str(application)])
    run(["codesign", "--verify", "--deep", "--strict", str(application)])
    tree = output / "dmg"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    shutil.copytree(application, tree / application.name, symlinks=True)
    (tree / "Applications").symlink_to("/Applications")
    file = output / f"Cap-palliatif-{common.version()}.dmg"
    file.unlink(missing_ok=True)
    run(
        [
            "hdiutil",
            "create",
            "-volname",
            common.TITLE,
            "-srcfolder",
            str(tree),
            "-ov",
            "-format",
            "ULFO",
            str(file),
        ]
    )
    shutil.rmtree(tree)
    return file
