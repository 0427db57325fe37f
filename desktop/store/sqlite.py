"""The one door to SQLite: which copy of it serves, and what it answers with. Nothing else imports a driver.

Two copies of SQLite in one process must never open the same file: closing it in one drops the locks of the other. So every
file is opened by `connect`, with the SQLite that travels with the program (pysqlite3, the same driver that sqlite-utils takes
when it finds it). Python's own module serves where that one is not installed, and for images in memory, which the other
cannot read. See docs/adr/0004-sqlite.md.
"""

from __future__ import annotations

import functools
import logging
import sqlite3 as _python
from sqlite3 import (
    SQLITE_BUSY,
    SQLITE_CONSTRAINT,
    SQLITE_CORRUPT,
    SQLITE_ERROR,
    SQLITE_FORMAT,
    SQLITE_FULL,
    SQLITE_LOCKED,
    SQLITE_MISMATCH,
    SQLITE_NOTADB,
    SQLITE_PERM,
    SQLITE_READONLY,
    SQLITE_SCHEMA,
    SQLITE_TOOBIG,
)
from typing import TYPE_CHECKING

from desktop.text.typography import french

if TYPE_CHECKING:
    import sqlite3 as _driver
    from sqlite3 import Connection, Cursor, DatabaseError, OperationalError
else:
    try:
        from pysqlite3 import dbapi2 as _driver
    except ImportError:  # no wheel for this system: what the program loses by it is said by `log_keeps`
        _driver = _python
    Connection, Cursor = _driver.Connection, _driver.Cursor
    DatabaseError, OperationalError = _driver.DatabaseError, _driver.OperationalError

__all__ = [
    "DATABASE_ERRORS",
    "ERRORS",
    "MISUSE",
    "SQLITE_BUSY",
    "SQLITE_CONSTRAINT",
    "SQLITE_CORRUPT",
    "SQLITE_ERROR",
    "SQLITE_FORMAT",
    "SQLITE_FULL",
    "SQLITE_LOCKED",
    "SQLITE_MISMATCH",
    "SQLITE_NOTADB",
    "SQLITE_PERM",
    "SQLITE_READONLY",
    "SQLITE_SCHEMA",
    "SQLITE_TOOBIG",
    "VERSION",
    "Connection",
    "Cursor",
    "DatabaseError",
    "OperationalError",
    "connect",
    "copy",
    "described",
    "from_image",
    "log_keeps",
    "note_fault",
]

logger = logging.getLogger(__name__)

VERSION: str = _driver.sqlite_version
"""Version of the SQLite that opens files, « 3.53.4 »."""

connect = _driver.connect
"""Open a file or « :memory: »; the arguments are those of the standard library."""

ERRORS = (_driver.Error, _python.Error)
"""All that SQLite can answer with: of a connection to a file, and of one on an image."""

DATABASE_ERRORS = (_driver.DatabaseError, _python.DatabaseError)
MISUSE = (_driver.ProgrammingError, _python.ProgrammingError, _driver.NotSupportedError, _python.NotSupportedError)
"""A fault of ours rather than of the file or the place."""

_LOG_SINCE = (3, 7, 0)
_MENDED_SINCE = (3, 51, 3)
_MENDED_LINES = {(3, 44): 6, (3, 50): 7}
"""Older lines that took the correction over: from which third number on."""


def log_keeps(version: str = VERSION) -> bool:
    """False for an SQLite whose write-ahead log may lose confirmed pages (« WAL-reset »): 3.7.0 to 3.51.2, but for mended lines.

    It needs two connections, one that commits while the other brings the log into the file and starts it anew:
    https://www.sqlite.org/wal.html#walresetbug. Raises ValueError for what is no version.
    """
    parts = [int(part) for part in version.split(".")[:3]]
    major, minor, patch = (*parts, 0, 0, 0)[:3]
    if not _LOG_SINCE <= (major, minor, patch) < _MENDED_SINCE:
        return True
    least = _MENDED_LINES.get((major, minor))
    return least is not None and patch >= least


def described(version: str = VERSION) -> str:
    """« SQLite 3.53.4 » for a person; with what it means and what to do when its log may lose something."""
    if log_keeps(version):
        return f"SQLite {version}"
    return french(
        f"SQLite {version}, dont le journal peut perdre une modification quand deux fenêtres écrivent au même instant : "
        "n'ouvrez qu'une fenêtre à la fois, ou installez le paquet Python « pysqlite3 »."
    )


@functools.cache
def note_fault() -> None:
    """Write into the journal, once, that this SQLite has the fault that `log_keeps` tells of; nothing when it has not."""
    if not log_keeps(VERSION):
        logger.warning("SQLite %s may lose confirmed pages when two windows write at once; 3.51.3 does not", VERSION)


def copy(origin: Connection, target: Connection) -> None:
    """Put all that a database holds into another. Raises what is in ERRORS, always with SQLite's own number.

    pysqlite3 forgets that number here and only here: a full disk would pass for a damaged file.
    """
    number = 0

    def note(status: int, _remaining: int, _total: int) -> None:
        nonlocal number
        number = status

    try:
        origin.backup(target, progress=note)
    except ERRORS as error:
        if number and not hasattr(error, "sqlite_errorcode"):
            error.sqlite_errorcode, error.sqlite_errorname = number, f"SQLITE {number}"
        raise


def from_image(image: bytes) -> Connection:
    """A connection, in memory, on the bytes of a database file. Raises what is in ERRORS."""
    connection = _python.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        connection.deserialize(image)
    except BaseException:
        connection.close()
        raise
    return connection
