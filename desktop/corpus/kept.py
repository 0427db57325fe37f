"""Files that the program keeps for itself and believes: who may have written them, and whether they are still what was written.

A kept file is read only if it is a regular file, of a bearable size, whose folder and whose every parent nobody else may write, and
if the digest that stands in it is that of the rest. Anything else is a reason to make it anew, never to serve it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import os
import stat
from typing import TYPE_CHECKING, Any

from desktop import files
from desktop.errors import OddFileError, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

logger = logging.getLogger(__name__)

# The real ones hold 0.4 MB; those of 100,000 passages, on which the benchmarks are run, a hundred times that.
KEPT_LIMIT = 1 << 30
_DIGEST = 32
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def read_plain(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes, that is no link. Opening never waits: a pipe would hang the start.

    Raises OSError: NotRegularError for a pipe or a device, OddFileError for a link and for a file that is too big.
    """
    if path.is_symlink():
        raise OddFileError("c’est un lien, qui pourrait mener ailleurs")
    try:
        return files.read_regular(path, limit)
    except OSError as fault:
        if fault.errno == errno.EFBIG:
            raise OddFileError(f"il est trop grand ({limit >> 10} Kio au plus)") from fault
        raise


def why_not_ours(place: Path, inside: Iterable[Path] = ()) -> str | None:
    """Why somebody else could have written at `place` or at what is `inside`, in French; None when nobody could.

    The place itself, and what is inside, must belong to the user (or to the system) and be writable by nobody else. So must
    every folder above it, where two things are as good: a folder in which each may only remove what is his own (`/tmp`), and
    a group that holds the user alone. Where the system has no owners (Windows), the profile's own folder is trusted.
    """
    if not hasattr(os, "getuid"):
        return None
    try:
        for one in (place, *inside):
            if (reason := _itself(one.lstat())) is not None:
                return reason
        return _above(place.absolute())
    except OSError as fault:
        return system_reason(fault)
    except RuntimeError:
        return "les liens tournent en rond"


def _itself(state: os.stat_result) -> str | None:
    if stat.S_ISLNK(state.st_mode):
        return "c’est un lien"
    if state.st_uid not in (0, os.getuid()):
        return "il appartient à quelqu’un d’autre"
    return "d’autres peuvent y écrire" if state.st_mode & _OTHERS_WRITE else None


def _above(whole: Path) -> str | None:
    for parent in dict.fromkeys((*whole.parents, *whole.resolve().parents)):
        state = parent.stat()
        if state.st_uid not in (0, os.getuid()):
            return "un dossier au-dessus appartient à quelqu’un d’autre"
        if _others_may_write_in(state):
            return "d’autres peuvent écrire dans un dossier au-dessus"
    return None


def _others_may_write_in(state: os.stat_result) -> bool:
    if state.st_mode & stat.S_ISVTX or not state.st_mode & _OTHERS_WRITE:
        return False
    return bool(state.st_mode & stat.S_IWOTH) or not _own_group(state.st_gid)


def _own_group(gid: int) -> bool:
    """Whether a group is the one that systems make for each user: his name, his primary group, and nobody else in it."""
    import grp
    import pwd

    try:
        user, group = pwd.getpwuid(os.getuid()), grp.getgrgid(gid)
    except KeyError:
        return False
    return group.gr_gid == user.pw_gid and group.gr_name == user.pw_name and not set(group.gr_mem) - {user.pw_name}


def make_own_folder(folder: Path) -> None:
    """Make `folder`, or narrow it, so that nobody else may enter. Raises OSError, OddFileError when others still could."""
    files.private_folder(folder)
    if (reason := why_not_ours(folder)) is not None:
        raise OddFileError(reason)


def read_sealed(file: Path, *, shipped: bool) -> Any | None:  # noqa: ANN401 - JSON is any shape
    """The JSON of a kept file; None, with a line in the log unless it is absent, when it must be made anew.

    A file that was `shipped` lies beside the program's own code: who could write one could write the other, so its owner
    is not asked after.
    """
    try:
        data = read_plain(file, KEPT_LIMIT)
        if not shipped and (reason := why_not_ours(file.parent, (file,))) is not None:
            raise OddFileError(reason)
    except FileNotFoundError:
        return None
    except OSError as fault:
        logger.warning("« %s » n’est pas lu, il est refait : %s", file.name, system_reason(fault))
        return None
    seal, payload = data[: 2 * _DIGEST], memoryview(data)[2 * _DIGEST + 1 :]
    if hashlib.blake2b(payload, digest_size=_DIGEST).hexdigest().encode() != seal:
        logger.warning("« %s » n’est plus ce que le programme a écrit, il est refait", file.name)
        return None
    try:
        return json.loads(bytes(payload))
    except (ValueError, RecursionError) as fault:
        logger.warning("« %s » est illisible, il est refait : %s", file.name, type(fault).__name__)
        return None


def write_sealed(file: Path, payload: object, others: str) -> bool:
    """Write JSON under its digest, in one step, and drop the neighbours that match `others`.

    False, with a line in the log, where nothing can be written, or where others could change what was.
    """
    data = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    seal = hashlib.blake2b(data, digest_size=_DIGEST).hexdigest().encode()
    try:
        make_own_folder(file.parent)
        if file.exists() and not file.is_file():  # a pipe, a device: nothing of ours, in a folder of ours
            file.unlink()
        files.write(file, seal + b"\n" + data)
        for old in file.parent.glob(others):
            if old != file:
                old.unlink(missing_ok=True)
    except OSError as fault:
        logger.warning("« %s » n’est pas gardé : %s", file.name, system_reason(fault))
        return False
    return True
