"""Opening the database: what may be opened, how it writes, and what its refusals mean.

On a local disk: write-ahead log and `synchronous=FULL`, which flushes the log at each commit; with NORMAL a power cut could
take back what the screen had confirmed. On a network share: rollback journal, emptied and flushed at each commit (TRUNCATE
with FULL; DELETE would leave the removal of the journal unflushed, so that a power cut could roll a confirmed change back).
"""

from __future__ import annotations

import contextlib
import errno
import logging
import sys
import time
from typing import TYPE_CHECKING

from desktop import files
from desktop.errors import FULL, REFUSED, system_reason
from desktop.store import schema, sqlite
from desktop.store.errors import (
    DamagedDatabaseError,
    DiskFullError,
    NewerDatabaseError,
    ReadOnlyError,
    StoreAccessError,
    StoreBusyError,
    StoreError,
    UnreadableRecordError,
)
from desktop.store.rows import RowError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

logger = logging.getLogger(__name__)

BUSY_SECONDS = 5.0
"""How long we wait for another process before saying that the database is busy."""

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100

_BROKEN = frozenset({sqlite.SQLITE_CORRUPT, sqlite.SQLITE_NOTADB, sqlite.SQLITE_ERROR, sqlite.SQLITE_SCHEMA})
"""The file is no database, or not the one that the program made: a table or a column that is not there is an SQLITE_ERROR."""

_BROKEN_TOO = frozenset({sqlite.SQLITE_CONSTRAINT, sqlite.SQLITE_MISMATCH, sqlite.SQLITE_FORMAT, sqlite.SQLITE_TOOBIG})

_COMPANIONS = ("", "-wal", "-shm", "-journal")


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into errors that a person can act on; ours pass as they are."""
    try:
        yield
    except sqlite.MISUSE:
        raise  # a fault of ours, not of the place
    except (*sqlite.DATABASE_ERRORS, OSError, RowError) as error:
        raise meaning(error, path) from error


@contextlib.contextmanager
def first_look(path: Path) -> Iterator[None]:
    """As `translated`, for a file that is not known yet: whatever is not ours to say means that it is damaged, and is said so.

    A schema that is no UTF-8, a number that is a word, a constraint that holds no longer: Python and SQLite answer with any error.
    """
    try:
        with translated(path):
            yield
    except UnreadableRecordError as error:
        raise DamagedDatabaseError(path, "a number of the store's own") from error
    except StoreError:
        raise
    except Exception as error:
        logger.exception("the database is not what the program makes")
        raise DamagedDatabaseError(path, type(error).__name__) from error


def meaning(error: sqlite.DatabaseError | OSError | RowError, path: Path) -> StoreError:
    """The typed error for a refusal. Asks the folder itself where SQLite says no more than « I/O error »."""
    if isinstance(error, RowError):
        return UnreadableRecordError(path)
    if isinstance(error, OSError):
        return refusal(error, path)
    # An error without a code was raised by Python's own module: text that is no UTF-8.
    code = getattr(error, "sqlite_errorcode", sqlite.SQLITE_CORRUPT) & 0xFF
    if code in _BROKEN | _BROKEN_TOO:
        return DamagedDatabaseError(path, str(error))
    if code in (sqlite.SQLITE_BUSY, sqlite.SQLITE_LOCKED):
        return StoreBusyError(path)
    return _of_the_place(code, error, path)


def _of_the_place(code: int, error: sqlite.DatabaseError, path: Path) -> StoreError:
    if code == sqlite.SQLITE_FULL:
        return DiskFullError(path, errno.ENOSPC)
    found = files.why_not(path.parent, (path.with_name(path.name + suffix) for suffix in _COMPANIONS))
    if code in (sqlite.SQLITE_READONLY, sqlite.SQLITE_PERM):
        return ReadOnlyError(path, found if found in REFUSED else errno.EACCES)
    if found:
        return refusal(OSError(found, ""), path)
    return StoreAccessError(path, f"erreur {error.sqlite_errorname}")


def refusal(error: OSError, path: Path) -> StoreError:
    """The typed error for what the system says."""
    number = error.errno or 0
    if number in FULL:
        return DiskFullError(path, number)
    if number in REFUSED:
        return ReadOnlyError(path, number)
    return StoreAccessError(path, system_reason(error), disk=number in (errno.EIO, errno.ENODEV))


def inspect_header(path: Path) -> int:
    """Number of the last migration as the file's header says it, reading 100 bytes and touching nothing.

    Raises DamagedDatabaseError when it is no database of ours, NewerDatabaseError when a later program wrote it.
    """
    with translated(path), files.open_regular(path) as handle:
        header = handle.read(_HEADER)
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise DamagedDatabaseError(path, "no SQLite header")
    version = int.from_bytes(header[60:64], "big")
    page = int.from_bytes(header[16:18], "big")
    if not version and path.stat().st_size > (65_536 if page == 1 else page):
        # Another program's, or ours with a head that was changed: a migration would write into it.
        raise DamagedDatabaseError(path, "tables without a version")
    application = int.from_bytes(header[68:72], "big")
    if (version or application) and application != schema.APPLICATION_ID:
        raise DamagedDatabaseError(path, f"application_id {application:#x}")
    check_version(version, path)
    return version


def check_version(version: int, path: Path) -> None:
    """Raise NewerDatabaseError for a number that this program does not know."""
    if version > schema.version():
        raise NewerDatabaseError(path, version, schema.version())


def address(path: Path, options: str) -> str:
    """SQLite's address of a file, with options such as `mode=ro`. It knows no host: a share is `file:////server/share/…`."""
    from urllib.parse import quote

    plain = path.absolute().as_posix()
    if plain.startswith("//"):
        plain = f"//{plain}"
    elif not plain.startswith("/"):
        plain = f"/{plain}"
    return f"file:{quote(plain)}?{options}"


def connect(path: Path, *, network: bool) -> sqlite.Connection:
    """Open for reading and writing, made if it is not there, with the journal that the place needs."""
    sqlite.note_fault()
    connection = sqlite.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        settle(connection)
        if network:
            # Only a connection that has the file to itself reads a log without the memory that a share can't give.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            _set_journal(connection, "truncate")
            connection.execute("PRAGMA locking_mode=NORMAL")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # lets go of the exclusive lock
        elif _set_journal(connection, "wal") != "wal":
            _set_journal(connection, "truncate")
    except BaseException:
        connection.close()
        raise
    return connection


def settle(connection: sqlite.Connection) -> None:
    """What every connection that writes is told."""
    connection.text_factory = _lenient
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(
        "PRAGMA wal_autocheckpoint=200"
    )  # a log of some 800 kB at most: what was erased stays in it less long
    connection.execute("PRAGMA temp_store=MEMORY")  # nothing of the user's in a temporary file
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync=ON")
        connection.execute("PRAGMA checkpoint_fullfsync=ON")


def _lenient(raw: bytes) -> str | bytes:
    """Text as SQLite holds it; bytes that are no UTF-8 stay bytes, so that one such row does not hide the others."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw


def version_of(connection: sqlite.Connection) -> int:
    """Number of the last migration."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def fault_of(connection: sqlite.Connection, *, thorough: bool) -> str:
    """What SQLite's own check finds wrong, empty when nothing. Thorough: indexes too."""
    check = "integrity_check" if thorough else "quick_check"
    found = [str(row[0]) for row in connection.execute(f"PRAGMA {check}(5)")]
    return "" if found == ["ok"] else " ; ".join(found)


def require_sound(connection: sqlite.Connection, path: Path) -> None:
    """Raise DamagedDatabaseError when SQLite's quick check finds something."""
    fault = fault_of(connection, thorough=False)
    if fault:
        raise DamagedDatabaseError(path, fault)


def _set_journal(connection: sqlite.Connection, wanted: str) -> str:
    # Changing the journal needs the file alone for an instant, and does not wait by itself as a transaction does.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return str(connection.execute(f"PRAGMA journal_mode={wanted}").fetchone()[0])
        except sqlite.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
