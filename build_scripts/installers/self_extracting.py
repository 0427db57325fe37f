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

CEILING = 60_000_000
"""Bytes that the installer may have."""
LISTED = f"{common.NAME}-{common.version()}-linux.cdx.json"
"""The list of components that is published beside the packages: all that either of them holds."""
TEMPLATES = common.HERE / "modeles"


def build(folder: Path, output: Path, icons: Path) -> Path:
    """Make the installer of the bundle in `folder`; returns its place. Raises FailedError."""
    when = common.source_date()
    tree = output / "run"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree / "programme", symlinks=True)
    (tree / "pretables").mkdir()
    lent = linked.to_lend(folder)
    for soname, file in lent.items():
        shutil.copyfile(file, tree / "pretables" / soname)
        (tree / "pretables" / soname).chmod(0o755)
    sbom.write_with_lent(folder / "_internal", lent, tree / "licences")
    shutil.copyfile(tree / "licences" / sbom.FILE_NAME, output / LISTED)
    desktop_entry.place_icons(icons, tree / "partage")
    (tree / "cap-palliatif.desktop").write_text(desktop_entry.entry("COMMANDE_ICI"), encoding="utf-8")
    for script in ("lancer", "desinstaller"):
        copied = tree / script
        shutil.copyfile(TEMPLATES / f"{script}.sh", copied)
        copied.chmod(0o755)
    load = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=load, compresslevel=9, mtime=0) as stream:
        common.write_tar(stream, tree, when)  # type: ignore[arg-type]  # GzipFile is a binary file but is not declared so
    head = common.fill(
        TEMPLATES / "installer.sh",
        VERSION=common.version(),
        SOMME=hashlib.sha256(load.getvalue()).hexdigest(),
        OCTETS=str(load.getbuffer().nbytes),
        KILO=str(common.size(tree) // 1024),
        GLIBC=linked.glibc(folder),
    )
    file = output / f"cap-palliatif-{common.version()}.run"
    file.write_bytes(head.encode() + load.getvalue())
    file.chmod(0o755)
    shutil.rmtree(tree)
    if file.stat().st_size > CEILING:
        raise common.FailedError(f"{file.name} dépasse {CEILING / 1e6:.0f} Mo.")
    return file
