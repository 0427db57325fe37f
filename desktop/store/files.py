"""Files that are whole or absent: written aside, flushed to the disk, then put in place by a single rename."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when there is no room: disk, quota, or largest size of a file."""

REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
"""What the system says when one may not write here."""

_PROBE = 64 * 1024
_PIECE = 1024 * 1024


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    with path.open("rb+") as handle:
        _full_sync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the folder's names are on the disk. Windows has no such call: its renames are journalled."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Give a new file's path to write to; when the block ends well it becomes `target`, else nothing is left of it."""
    aside = _aside(target)
    try:
        yield aside
        sync_file(aside)
        aside.replace(target)
        sync_folder(target.parent)
    finally:
        with contextlib.suppress(OSError):  # gone already when all went well; else the first fault is the one to tell
            aside.unlink()


def shred(path: Path) -> None:
    """Overwrite a file once and remove it; a file that is not there is fine.

    It loses its name first: killed half-way, it is not taken for a damaged file, and the next opening removes it.
    On an SSD or a copy-on-write file system old blocks may outlive this: only encryption of the disk helps there.
    """
    doomed = path if path.suffix == ".tmp" else _aside(path)
    try:
        path.replace(doomed)
        size = doomed.stat().st_size
        with doomed.open("rb+") as handle:
            for start in range(0, size, _PIECE):
                handle.write(bytes(min(_PIECE, size - start)))
            handle.flush()
            os.fsync(handle.fileno())
            handle.truncate(0)
        doomed.unlink()
    except FileNotFoundError:
        return


def holds(path: Path, needles: list[bytes]) -> bool:
    """True when any of the byte strings stands in the file, read piece by piece."""
    longest = max((len(needle) for needle in needles), default=0)
    if not longest:
        return False
    tail = b""
    with path.open("rb") as handle:
        while piece := handle.read(_PIECE):
            window = tail + piece
            if any(needle in window for needle in needles):
                return True
            tail = window[-(longest - 1) :] if longest > 1 else b""
    return False


def why_not(folder: Path) -> int:
    """Why nothing can be written in a folder, as an errno; 0 when something can. SQLite does not tell the reasons apart."""
    probe = folder / f".essai-{secrets.token_hex(4)}.tmp"
    try:
        with probe.open("wb") as handle:
            handle.write(bytes(_PROBE))
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        return error.errno or errno.EIO
    finally:
        with contextlib.suppress(OSError):  # never made: the reason is already known
            probe.unlink()
    return 0


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")


def _full_sync(handle: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):  # not every file system has it; fsync below then does what can be done
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
    os.fsync(handle)
