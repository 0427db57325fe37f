"""Is a folder on a network share? There a write-ahead log can't be trusted, and a rollback journal is used.

SQLite's write-ahead log needs memory that all its users share, which a file server does not give.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path, PurePosixPath

NETWORK_TYPES = frozenset(
    {
        "9p",
        "acfs",
        "afp",
        "afpfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "drvfs",
        "gfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncp",
        "ncpfs",
        "nfs",
        "nfs3",
        "nfs4",
        "ocfs2",
        "orangefs",
        "prl_fs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
        "vmhgfs",
        "webdav",
    }
)
"""File systems whose files another machine, or the host of a virtual one, keeps."""

MOUNTS = Path("/proc/self/mounts")
"""Where Linux tells what is mounted."""

_DRIVE_REMOTE = 4


def is_network_share(folder: Path) -> bool:
    """True when the folder's files live on another machine. In doubt (FUSE) too: a rollback journal works anywhere."""
    if sys.platform == "win32":
        return _is_windows_share(folder)
    if sys.platform == "darwin":
        import subprocess

        listing = subprocess.run(["/sbin/mount"], capture_output=True, check=False).stdout
        return is_network_type(type_of(folder, read_mac_mounts(listing.decode("utf-8", "surrogateescape"))))
    with contextlib.suppress(OSError):  # no /proc: nothing to learn, the journal's own answer decides
        mounts = MOUNTS.read_bytes().decode("utf-8", "surrogateescape")
        return is_network_type(type_of(folder, read_mounts(mounts)))
    return False


def is_network_type(kind: str) -> bool:
    """True for a type of file system that a network serves; every FUSE type counts, but `fuseblk` is a local disk."""
    return kind in NETWORK_TYPES or kind == "fuse" or kind.startswith("fuse.")


def read_mounts(text: str) -> list[tuple[str, str]]:
    r"""Mount point and type of each line of /proc/self/mounts, in which spaces are written \\040."""
    mounts = []
    for line in text.splitlines():
        fields = line.split(" ")
        if len(fields) >= 3:
            mounts.append((_unescape(fields[1]), fields[2]))
    return mounts


def read_mac_mounts(text: str) -> list[tuple[str, str]]:
    """Mount point and type of each line of macOS' mount: `//me@server/share on /Volumes/share (smbfs, nodev)`."""
    mounts = []
    for line in text.splitlines():
        head, _, options = line.rpartition(" (")
        _, found, point = head.partition(" on ")
        if found:
            mounts.append((point, options.rstrip(")").split(",")[0]))
    return mounts


def type_of(folder: Path | PurePosixPath, mounts: list[tuple[str, str]]) -> str:
    """Type of the file system that holds a folder, which need not exist yet; empty when no mount holds it."""
    real = folder.resolve() if isinstance(folder, Path) else folder
    lineage = {str(PurePosixPath(real.as_posix())), *(str(parent) for parent in PurePosixPath(real.as_posix()).parents)}
    best, kind = -1, ""
    for point, name in mounts:
        # Of two mounts on the same point the later one hides the earlier.
        if point in lineage and len(point) >= best:
            best, kind = len(point), name
    return kind


def _unescape(field: str) -> str:
    for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, letter)
    return field


def _is_windows_share(folder: Path) -> bool:
    anchor = folder.absolute().anchor
    if anchor.startswith("\\\\"):
        return not anchor.startswith(("\\\\?\\", "\\\\.\\")) or anchor.upper().startswith("\\\\?\\UNC\\")
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  # absent from the stubs on other systems
    return bool(kernel.GetDriveTypeW(anchor) == _DRIVE_REMOTE)
