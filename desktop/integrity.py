"""Is the installed program whole? A manifest of SHA-256 hashes, made with the bundle, checked when asked and at the first start.

It finds damage (a bad stick, a disk that fails, an antivirus that took a file away), not malice: who can change a file can change
the manifest. A checkout has no manifest and needs none.
"""

from __future__ import annotations

import hashlib
import logging
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop import files, paths
from desktop.errors import CapPalliatifError, system_reason

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)

MANIFEST = "_manifeste.sha256"
MARK = "installation-verifiee"
MARK_MAX, MANIFEST_MAX = 1 << 16, 1 << 26
NAMED = 5
"""How many damaged files a message names."""


class UnreadableManifestError(CapPalliatifError):
    """The manifest is missing or damaged: nothing can be said of the rest."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"La liste des fichiers du programme ne se lit pas ({reason}).", REMEDY)


NO_MANIFEST = "Le programme tourne depuis ses sources : il n’y a pas de liste de fichiers à vérifier."
REMEDY = (
    "Réinstallez Cap palliatif à partir de son installateur ; vos situations, vos notes et vos réglages sont gardés ailleurs et "
    "ne seront pas touchés."
)


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """What a check found. `missing` and `damaged` are places within the installed folder."""

    count: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Every file is there, as it was made."""
        return not (self.missing or self.damaged)

    def message(self) -> str:
        """What was found and what to do, in French."""
        if self.intact:
            return f"Le programme est intact : {self.count} fichiers vérifiés."
        parts = [
            f"{title} : {', '.join(names[:NAMED])}" + (f" et {len(names) - NAMED} autres" if len(names) > NAMED else "")
            for title, names in (("il manque", self.missing), ("sont abîmés", self.damaged))
            if names
        ]
        return f"L’installation de Cap palliatif est endommagée ; {' ; '.join(parts)}. {REMEDY}"


def write(package: Path) -> Path:
    """Write the manifest of the bundle whose `desktop` folder is `package`; returns its place."""
    root = package.parent.parent
    manifest = package / MANIFEST
    manifest.unlink(missing_ok=True)
    listed = sorted(f.relative_to(root).as_posix() for f in root.rglob("*") if f.is_file() and _counts(f, root))
    text = "".join(f"{_digest(root / name)}  {name}\n" for name in listed)
    files.write(manifest, text)
    return manifest


def verify(package: Path | None = None) -> IntegrityReport | None:
    """Compare every file with the manifest; None where there is nothing to compare (a checkout).

    Raises UnreadableManifestError when a bundle has lost its manifest.
    """
    if package is None:
        if not paths.is_frozen():
            return None
        package = paths.package_dir()
    root = package.parent.parent
    missing, damaged = [], []
    expected = _read(package / MANIFEST)
    for name, digest in expected.items():
        try:
            if _digest(root / name) != digest:
                damaged.append(name)
        except FileNotFoundError:
            missing.append(name)
        except OSError as fault:
            logger.warning("%s ne se lit pas : %s", name, fault.strerror)
            damaged.append(name)
    return IntegrityReport(len(expected), tuple(missing), tuple(damaged))


def first_start(cache_folder: Path, package: Path | None = None) -> IntegrityReport | None:
    """Check once after each installation; None when this one was found whole before, or where there is nothing to check.

    Takes some tenths of a second: call it off the thread that draws. Raises UnreadableManifestError.
    """
    if package is None:
        if not paths.is_frozen():
            return None
        package = paths.package_dir()
    mark = cache_folder / MARK
    try:
        signature = os.fsencode(package) + b" " + _digest(package / MANIFEST).encode()
    except OSError as fault:
        raise UnreadableManifestError(system_reason(fault)) from fault
    try:
        if files.read_regular(mark, MARK_MAX) == signature:
            return None
    except OSError:
        logger.info("première vérification de cette installation")
    report = verify(package)
    if report is not None and report.intact:
        try:
            files.private_folder(cache_folder)
            files.write(mark, signature)
        except OSError as fault:
            logger.warning("vérification non retenue, elle sera refaite : %s", fault.strerror)
    return report


def _read(manifest: Path) -> dict[str, str]:
    try:
        lines = files.read_regular(manifest, MANIFEST_MAX).decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        reason = system_reason(fault) if isinstance(fault, OSError) else "ce n’est pas du texte"
        raise UnreadableManifestError(reason) from fault
    expected = {name: digest for digest, separator, name in (line.partition("  ") for line in lines) if separator}
    if len(expected) != len(lines) or not expected or any(len(digest) != 64 for digest in expected.values()):
        raise UnreadableManifestError("elle est tronquée")
    return expected


def _counts(file: Path, root: Path) -> bool:
    # On macOS the signature changes the executables and is checked by the system.
    first, *_ = file.relative_to(root).parts
    return first not in ("MacOS", "_CodeSignature") and not file.is_symlink()


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with files.open_regular(file) as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
