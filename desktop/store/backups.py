"""Backups of the database: made by SQLite itself, checked, flushed, numbered, the newest five kept.

They stand in the folder `sauvegardes` beside the database, each a database that opens by itself. The number in the name
grows whatever the clock says.
"""

from __future__ import annotations

import contextlib
import logging
import re
import sqlite3
from typing import TYPE_CHECKING

from desktop import files
from desktop.corpus.typographie import typographier
from desktop.store import connection as access
from desktop.store.errors import DamagedDatabaseError, StoreError
from desktop.store.records import Backup, Counts
from desktop.store.rows import moment, stamp
from desktop.store.schema import KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.store.engine import Engine

logger = logging.getLogger(__name__)

FOLDER = "sauvegardes"
KEPT = 5

_UNFINISHED = ".*.tmp*"
_NAME = re.compile(r"cap-palliatif-(\d{6,})\.sqlite3")


def folder_of(database: Path) -> Path:
    """Where the backups of a database stand."""
    return database.parent / FOLDER


def paths_of(database: Path) -> list[Path]:
    """Files of the backups, newest first, unread."""
    with contextlib.suppress(FileNotFoundError):  # none was made yet
        found = [path for path in folder_of(database).iterdir() if _NAME.fullmatch(path.name)]
        return sorted(found, key=number_of, reverse=True)
    return []


def number_of(path: Path) -> int:
    """The number in a backup's name, 0 when it is none."""
    found = _NAME.fullmatch(path.name)
    return int(found.group(1)) if found else 0


def all_of(database: Path) -> tuple[Backup, ...]:
    """The backups, newest first, each opened and checked."""
    return tuple(read(path) for path in paths_of(database))


def make(engine: Engine, reason: str) -> Path:
    """Back the database up, check the copy and drop the oldest. Must be called without a transaction.

    Raises StoreError, and then no backup was made and none was dropped.
    """
    with engine.lock, access.translated(engine.path), engine.transaction("IMMEDIATE"):
        return copy_under_lock(engine, reason)


def copy_under_lock(engine: Engine, reason: str) -> Path:
    """As `make`, inside a write transaction that has changed nothing yet: no other process writes or backs up meanwhile."""
    folder = folder_of(engine.path)
    folder.mkdir(exist_ok=True)
    _clear(folder)
    number = max((number_of(path) for path in paths_of(engine.path)), default=0) + 1
    target = folder / f"cap-palliatif-{number:06d}.sqlite3"
    with files.whole(target) as aside:
        # SQLite refuses to copy from the connection that holds the lock; a second one reads what was last confirmed.
        _copy(engine.path, aside, reason, stamp(engine.now()))
    for old in paths_of(engine.path)[KEPT:]:
        files.shred(old)
    return target


def clear_left(engine: Engine) -> None:
    """Remove the unfinished backups of a process that was killed; another one that is at it holds the lock."""
    folder = folder_of(engine.path)
    if any(folder.glob(_UNFINISHED)):
        with engine.lock, access.translated(engine.path), engine.transaction("IMMEDIATE"):
            _clear(folder)


def read(path: Path) -> Backup:
    """Open a backup without changing it and check it as a whole; what is wrong is said in `problem`."""
    try:
        access.inspect_header(path)
        with access.translated(path), contextlib.closing(_frozen(path)) as connection:
            fault = access.fault_of(connection, thorough=True)
            if fault:
                raise DamagedDatabaseError(path, fault)  # one place turns every refusal into words
            meta = {str(key): str(value) for key, value in connection.execute("SELECT key, value FROM meta")}
            return Backup(
                path=path,
                number=number_of(path),
                reason=meta.get("backup_reason", ""),
                made=moment(meta.get("backup_made")),
                counts=counts_of(connection),
                problem="",
            )
    except StoreError as error:
        detail = getattr(error, "detail", "")
        logger.warning("backup %s is not good: %s %s", path.name, type(error).__name__, detail)
        return Backup(path, number_of(path), "", None, Counts(), typographier(_why(error)))


def counts_of(connection: sqlite3.Connection) -> Counts:
    """How much a database holds; a table that its version does not have counts as empty."""
    present = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    numbers = {
        table: int(connection.execute(f"SELECT count(*) FROM [{table}]").fetchone()[0])  # noqa: S608  # our own names
        for table in KEYS
        if table in present and table != "revisions"
    }
    return Counts(**numbers)


def _clear(folder: Path) -> None:
    for left in folder.glob(_UNFINISHED):
        files.shred(left)


def _copy(source: Path, target: Path, reason: str, made: str) -> None:
    with (
        contextlib.closing(sqlite3.connect(source, timeout=access.BUSY_SECONDS)) as origin,
        contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        origin.backup(copy)
        # A backup is one file: it must not ask for a log beside it when it is read.
        copy.execute("PRAGMA journal_mode=DELETE")
        access.settle(copy)
        copy.execute("BEGIN")
        for key, value in (("backup_reason", reason), ("backup_made", made)):
            copy.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))
        copy.execute("COMMIT")
        fault = access.fault_of(copy, thorough=True)
        if fault:
            raise DamagedDatabaseError(source, f"backup: {fault}")


def _frozen(path: Path) -> sqlite3.Connection:
    # Immutable: neither journal nor lock, so that reading works on a medium that can't be written.
    return sqlite3.connect(access.address(path, "immutable=1"), uri=True, isolation_level=None)


def _why(error: StoreError) -> str:
    if isinstance(error, DamagedDatabaseError):
        return "endommagée"
    return error.message
