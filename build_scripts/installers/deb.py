"""The Debian and Ubuntu package: dpkg-deb with xz; what it depends on is read from the files themselves."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from build_scripts.installers import common, desktop_entry, linked
from build_scripts.installers.common import require, run

if TYPE_CHECKING:
    from pathlib import Path

CEILING = 45_000_000
"""Bytes that the package may have."""
HERE = "usr/lib/cap-palliatif"
CONTROL = """\
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


def build(folder: Path, output: Path, icons: Path) -> Path:
    """Make the package of the bundle in `folder`; returns its place. Raises FailedError."""
    require("dpkg-deb", "objdump", "xz")
    when = common.source_date()
    tree = output / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree / HERE, symlinks=True)
    shared = tree / "usr" / "share"
    desktop_entry.place_icons(icons, shared)
    _write(shared / "applications" / "cap-palliatif.desktop", desktop_entry.entry("cap-palliatif"))
    date = datetime.fromtimestamp(when, UTC).date().isoformat()
    templates = common.HERE / "modeles"
    _write(
        shared / "metainfo" / "org.cap_palliatif.bureau.metainfo.xml",
        common.fill(templates / "metainfo.xml", RESUME=common.SUMMARY, VERSION=common.version(), DATE=date),
    )
    manual = shared / "man" / "fr" / "man1" / "cap-palliatif.1.gz"
    manual.parent.mkdir(parents=True)
    page = common.fill(templates / "cap-palliatif.1", VERSION=common.version())
    manual.write_bytes(gzip.compress(page.encode(), 9, mtime=0))
    _write(shared / "doc" / "cap-palliatif" / "copyright", rights())
    (tree / "usr" / "bin").mkdir()
    (tree / "usr" / "bin" / "cap-palliatif").symlink_to("../lib/cap-palliatif/cap-palliatif")
    _write(tree / "DEBIAN" / "control", control(folder, common.size(tree)))
    _write(tree / "DEBIAN" / "md5sums", sums(tree))
    shutil.copyfile(templates / "postrm.sh", tree / "DEBIAN" / "postrm")
    (tree / "DEBIAN" / "postrm").chmod(0o755)
    common.make_equal(tree, when)
    file = output / f"cap-palliatif_{common.version()}_amd64.deb"
    run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", str(tree), str(file)],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(when)},
    )
    shutil.rmtree(tree)
    if file.stat().st_size > CEILING:
        raise common.FailedError(f"{file.name} dépasse {CEILING / 1e6:.0f} Mo.")
    return file


def control(folder: Path, data: int) -> str:
    """The control file: dependencies from the files, optional ones only recommended."""
    external = linked.external(folder)
    depends = [f"libc6 (>= {linked.glibc(folder)})", *linked.debian_packages(external)]
    # libx11-data brings the dead keys (^ then e), xdg-utils hands a link to the browser.
    return CONTROL.format(
        version=common.version(), taille=-(-data // 1024), depend=", ".join(depends),
        recommande="libx11-data, xkb-data, xdg-utils", resume=common.SUMMARY,
    )  # fmt: skip


def sums(tree: Path) -> str:
    """What `dpkg --verify` compares with."""
    files = sorted(f for f in (tree / "usr").rglob("*") if f.is_file() and not f.is_symlink())
    return "".join(
        f"{hashlib.md5(f.read_bytes(), usedforsecurity=False).hexdigest()}  {f.relative_to(tree).as_posix()}\n"
        for f in files
    )


def rights() -> str:
    """The copyright file: the product's licence in full, and where the others are."""
    licence = (common.ROOT / "LICENSE").read_text(encoding="utf-8")
    return (
        "Cap palliatif, EUPL-1.2.\nLes composants et leurs licences : /usr/lib/cap-palliatif/_internal/desktop/_licences\n"
        f"(liste : sbom.cdx.json, CycloneDX).\n\n{licence}"
    )


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
