"""Files that are whole or absent: the one writer of the program, and the one careful reader.

Written aside under a name of its own that nobody else had (`O_EXCL`, no link is followed), for the owner's eyes only (0600,
whatever the umask), flushed to the disk, then put in place by a single rename. Only what was made here is removed.
Everything raises `OSError`, whose reason in French is `desktop.errors.system_reason`.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import re
import stat
import sys
from typing import IO, TYPE_CHECKING

from desktop.errors import NotRegularError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

logger = logging.getLogger(__name__)

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
_OTHERS = 0o077

_PROBE = 64 * 1024
_PIECE = 1024 * 1024
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_NOT_HERE = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM})
"""What a file system says that can't flush a folder, or lets nobody open one: the rename was made all the same."""


@contextlib.contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Give the path of a new empty file to write to; when the block ends well it becomes `target`, else nothing is left of it.

    For writers that want a name (SQLite, Qt). Others use `opened` or `write`. Raises OSError.
    """
    _no_device(target)
    aside = _aside(target)
    descriptor = create(aside)
    made = _identity(os.fstat(descriptor))
    os.close(descriptor)
    try:
        yield aside
        if _identity(aside.lstat()) != made:
            raise NotRegularError(aside)  # somebody put another file in its place
        sync_file(aside)
        aside.replace(target)
        sync_folder(target.parent)
    finally:
        _drop(aside, made)


@contextlib.contextmanager
def opened(target: Path) -> Iterator[IO[bytes]]:
    """Give a new binary file to write to and read again; when the block ends well it becomes `target`. Raises OSError."""
    _no_device(target)
    aside = _aside(target)
    with os.fdopen(create(aside), "w+b") as handle:
        made = _identity(os.fstat(handle.fileno()))
        try:
            yield handle
            handle.flush()
            _full_sync(handle.fileno())
        except BaseException:
            _drop(aside, made)
            raise
    try:
        aside.replace(target)
        sync_folder(target.parent)
    finally:
        _drop(aside, made)


def write(target: Path, content: str | bytes) -> None:
    """Write a text (UTF-8, its line ends as they are) or bytes, whole or not at all. Raises OSError."""
    with opened(target) as handle:
        handle.write(content.encode("utf-8") if isinstance(content, str) else content)


def copy(source: Path, target: Path) -> None:
    """Copy a regular file piece by piece, whole or not at all, for its owner only. Raises OSError."""
    with open_regular(source) as found, opened(target) as handle:
        while piece := found.read(_PIECE):
            handle.write(piece)


def create(path: Path) -> int:
    """Make a file that was not there, for its owner only; the descriptor to write and read. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_LINK | _PLAIN, PRIVATE_FILE)
    if hasattr(os, "fchmod"):
        with contextlib.suppress(PermissionError):  # a stick that keeps no rights
            os.fchmod(descriptor, PRIVATE_FILE)  # a umask may have taken from the owner, too
    return descriptor


def open_regular(path: Path) -> IO[bytes]:
    """Open a file for reading, links followed; anything but a regular file is refused at once.

    A pipe would hang, a device never end. Raises OSError, `NotRegularError` among them.
    """
    handle = os.fdopen(os.open(path, os.O_RDONLY | _NO_WAIT | _PLAIN), "rb", closefd=True)
    if not stat.S_ISREG(os.fstat(handle.fileno()).st_mode):
        handle.close()
        raise NotRegularError(path)
    return handle


def read_regular(path: Path, largest: int) -> bytes:
    """The bytes of a regular file of at most `largest` bytes. Raises OSError, with EFBIG when there is more."""
    with open_regular(path) as handle:
        size = os.fstat(handle.fileno()).st_size
        # Room is made for what is asked for at once: for as much as there is, and a little more to see that it ends.
        found = b"" if size > largest else handle.read(size + 1)
    if size > largest or len(found) > max(size, largest):
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return found


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    with path.open("rb+") as handle:
        _full_sync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the folder's names are on the disk, where the file system can.

    Windows has no such call: its renames are journalled.
    """
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        if error.errno in _NOT_HERE:
            return
        raise
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise
    finally:
        os.close(descriptor)


def private_folder(folder: Path) -> None:
    """Make a folder, parents too, that only its owner enters; one that stood there is closed to the others. Raises OSError."""
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True)
    except FileExistsError:
        if not folder.is_dir():
            raise
        tighten(folder)
    else:
        folder.chmod(PRIVATE_FOLDER)  # a umask may have taken from the owner, too


def tighten(path: Path) -> None:
    """Take away what the group and the others may do; one's own rights stay as one set them. A link is left alone."""
    if sys.platform == "win32":  # the profile's folders are their owner's by themselves
        return
    try:
        found = path.lstat()
        if not stat.S_ISLNK(found.st_mode) and found.st_mode & _OTHERS:
            path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
    except FileNotFoundError:
        return
    except OSError as error:  # another's file, or a disk that keeps no rights: nothing that we could change
        logger.info("the rights of %s stay as they are: %s", path.name, error.strerror)


def open_up(folder: Path) -> None:
    """Let oneself in again into a folder of one's own that one closed to writing. What can't be is told by what comes next."""
    with contextlib.suppress(OSError):
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            folder.chmod(PRIVATE_FOLDER)


def shred(path: Path) -> None:
    """Overwrite a file once and remove it; a file that is not there is fine. Of a link only the name goes. Raises OSError.

    It loses its name first: killed half-way, it is not taken for a damaged file, and the next opening removes it. Where
    there is no room to overwrite (a full disk that copies on writing) it is removed all the same. On an SSD or a
    copy-on-write file system old blocks may outlive this: only encryption of the disk helps there.
    """
    doomed = path
    if path.suffix != ".tmp":
        doomed = _aside(path)
        try:
            path.replace(doomed)
        except FileNotFoundError:
            return
        except OSError:
            doomed = path  # a folder that takes no new name, on a full disk: it goes under its own
    try:
        found = doomed.lstat()
    except FileNotFoundError:
        return
    if stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
        _overwrite(doomed)
    doomed.unlink(missing_ok=True)


def leftovers(target: Path) -> list[Path]:
    """What a killed process left of its writing of `target`: our names, regular files, our account's, known under no other name."""
    pattern = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}\.tmp")
    found = (path for path in target.parent.iterdir() if pattern.fullmatch(path.name))
    return [path for path in found if is_ours(path)]


def is_ours(path: Path) -> bool:
    """True for a regular file of our account with a single name: not a link, and nobody else's file under one of our names."""
    try:
        found = path.lstat()
    except OSError:
        return False
    owner = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and owner


def holds(path: Path, needles: list[bytes]) -> bool:
    """True when any of the byte strings stands in the file, read piece by piece."""
    longest = max((len(needle) for needle in needles), default=0)
    if not longest:
        return False
    tail = b""
    with open_regular(path) as handle:
        while piece := handle.read(_PIECE):
            window = tail + piece
            if any(needle in window for needle in needles):
                return True
            tail = window[-(longest - 1) :] if longest > 1 else b""
    return False


def why_not(folder: Path, grown: Iterable[Path] = ()) -> int:
    """Why nothing can be written in a folder, as an errno; 0 when something can. SQLite does not tell the reasons apart.

    `grown`: files that were being written; where one is as large as this process may make a file, that is the reason.
    """
    probe = folder / f".essai-{os.urandom(4).hex()}.tmp"
    try:
        with os.fdopen(create(probe), "wb") as handle:
            handle.write(bytes(_PROBE))
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        return error.errno or errno.EIO
    finally:
        with contextlib.suppress(OSError):  # never made: the reason is already known
            probe.unlink()
    return errno.EFBIG if _at_the_limit(grown) else 0


def may_write(folder: Path, files: Iterable[Path]) -> int:
    """Why these files of a folder could not be changed later, as an errno; 0 when they can. Nothing is written."""
    if not os.access(folder, os.W_OK | os.X_OK):
        return _refusal(folder)
    for path in files:
        try:
            os.close(os.open(path, os.O_RDWR | _NO_WAIT | _PLAIN))
        except FileNotFoundError:
            continue
        except OSError as error:
            return error.errno or errno.EACCES
    return 0


def _refusal(folder: Path) -> int:
    # `access` answers yes or no: a file that is never made tells a read-only disk from a missing right.
    probe = folder / f".essai-{os.urandom(4).hex()}.tmp"
    try:
        os.close(create(probe))
    except OSError as error:
        return error.errno or errno.EACCES
    probe.unlink()
    return 0


def _at_the_limit(grown: Iterable[Path]) -> bool:
    if sys.platform == "win32":
        return False
    import resource

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    if limit == resource.RLIM_INFINITY:
        return False
    sizes = [path.stat().st_size for path in grown if path.exists()]
    return any(size + _PROBE >= limit for size in sizes)


def _overwrite(doomed: Path) -> None:
    try:
        descriptor = os.open(doomed, os.O_WRONLY | _NO_LINK | _PLAIN)
    except PermissionError:
        doomed.chmod(PRIVATE_FILE)  # ours, but we had forbidden it to ourselves
        descriptor = os.open(doomed, os.O_WRONLY | _NO_LINK | _PLAIN)
    with os.fdopen(descriptor, "wb") as handle:
        size = os.fstat(handle.fileno()).st_size
        try:
            for start in range(0, size, _PIECE):
                handle.write(bytes(min(_PIECE, size - start)))
            handle.flush()
            os.fsync(handle.fileno())
        except OSError as error:
            logger.warning("%s could not be overwritten before it goes: %s", doomed.name, error.strerror)
            return
        handle.truncate(0)


def _no_device(target: Path) -> None:
    """Raise NotRegularError where a device, a pipe or a socket stands: the rename would take it away from everybody."""
    try:
        mode = target.lstat().st_mode
    except OSError:
        return  # nothing there, or what the writing itself will say
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        raise NotRegularError(target)


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _drop(aside: Path, made: tuple[int, int]) -> None:
    with contextlib.suppress(OSError):  # gone already when all went well; else the first fault is the one to tell
        if _identity(aside.lstat()) == made:
            aside.unlink()


def _full_sync(handle: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):  # not every file system has it; fsync below then does what can be done
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
    os.fsync(handle)
