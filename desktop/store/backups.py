"""Backups of the database: made by SQLite itself, checked, flushed, numbered, thinned by age.

They stand in the folder `sauvegardes` beside the database, each a database that opens by itself. The number in the name
grows whatever the clock says. A backup is good only if every row of it can be decoded.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import re
from typing import TYPE_CHECKING

from desktop import files
from desktop.store import connection as access
from desktop.store import frozen, kinds, schema, sqlite
from desktop.store.engine import Engine
from desktop.store.errors import DamagedDatabaseError, StoreError
from desktop.store.findings import Backup, Counts
from desktop.store.migration import migrate, schema_fault, sequence_of
from desktop.store.rows import Row, RowError, moment, stamp
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from desktop.store.findings import Unreadable

logger = logging.getLogger(__name__)

FOLDER = "sauvegardes"
NEWEST, DAYS, WEEKS = 5, 7, 5
"""How many are kept: the newest ones, the last one of so many days, the last one of so many weeks."""
ROOM = 2 << 30
"""Bytes that all of them may take; the newest three are kept in any case, and the newest good one."""

_NAME = re.compile(r"cap-palliatif-(\d{6,})\.sqlite3")


def folder_of(database: Path) -> Path:
    """Where the backups of a database stand."""
    return database.parent / FOLDER


def paths_of(database: Path) -> list[Path]:
    """Files of the backups, newest first, unread."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):  # none was made yet
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
    """Back the database up, check the copy and thin the others. Must be called without a transaction.

    Raises StoreError, and then no backup was made and none was dropped.
    """
    with engine.lock, access.translated(engine.path), engine.transaction("IMMEDIATE"):
        return copy_under_lock(engine, reason)


def copy_under_lock(engine: Engine, reason: str) -> Path:
    """As `make`, inside a write transaction that has changed nothing yet: no other process writes or backs up meanwhile."""
    folder = folder_of(engine.path)
    files.private_folder(folder)
    sweep(folder)
    number = max((number_of(path) for path in paths_of(engine.path)), default=0) + 1
    target = folder / f"cap-palliatif-{number:06d}.sqlite3"
    with files.whole(target) as aside:
        # SQLite refuses to copy from the connection that holds the lock; a second one reads what was last confirmed.
        mended = _copy(engine.path, aside, reason, stamp(engine.now()))
    if mended:
        logger.warning("an index no longer matched what it sorts: made anew")
        engine.connection.execute("REINDEX")
    thin(engine.path)
    return target


def thin(database: Path) -> None:
    """Drop the backups that are neither among the newest, nor the last of a recent day or week, nor the newest good one.

    Days and weeks are counted as they were written, newest number first, never from now: a clock that jumps makes a day more
    or less, and drops nothing that the numbers keep.
    """
    paths = paths_of(database)
    kept = _by_age(paths)
    if not any(read(path).good for path in paths if path in kept):
        # Every one that stays holds something that can't be read: the newest that can is worth more than its age.
        kept |= set(next(([path] for path in paths if read(path).good), []))
    for path in paths:
        if path not in kept:
            files.shred(path)


def clear_left(engine: Engine) -> None:
    """Remove the unfinished backups of a process that was killed; another one that is at it holds the lock."""
    folder = folder_of(engine.path)
    if any(leftovers(folder)):
        with engine.lock, access.translated(engine.path), engine.transaction("IMMEDIATE"):
            sweep(folder)


def leftovers(folder: Path) -> Iterator[Path]:
    """What processes that were killed left half-written in a folder of ours."""
    return (path for path in folder.glob(".*.tmp*") if path.is_symlink() or path.is_file())


def sweep(folder: Path) -> None:
    """Remove what processes that were killed left half-written. What can't be removed stays; it stops nothing."""
    for left in leftovers(folder):
        try:
            files.shred(left)
        except OSError as error:
            logger.warning("%s can't be removed: %s", left.name, error.strerror)


def read(path: Path) -> Backup:
    """Open a backup without changing it and check it as a whole; what is wrong is said in `problem`."""
    try:
        found = path.stat()
    except OSError:
        return Backup(path, number_of(path), "", None, Counts(), french("introuvable"))
    return _read(path, found.st_mtime_ns, found.st_size, found.st_ino, schema.version())


@functools.lru_cache(maxsize=64)
def _read(path: Path, *_state: int) -> Backup:
    """As `read`; a file that has not changed since is not decoded again."""
    try:
        access.inspect_header(path)
        with access.first_look(path), contextlib.closing(frozen.opened(path, with_log=False)) as connection:
            access.settle(connection)
            fault = access.fault_of(connection, thorough=True)
            if fault:
                raise DamagedDatabaseError(path, fault)  # one place turns every refusal into words
            meta = dict(connection.execute("SELECT key, value FROM meta"))
            migrate(Engine(connection, path, persistent=False))
            fault = schema_fault(connection)
            if fault:
                raise DamagedDatabaseError(path, fault)
            unreadable = tuple(undecoded(connection))
            return Backup(
                path=path,
                number=number_of(path),
                reason=str(meta.get("backup_reason", "")),
                made=_made(meta.get("backup_made")),
                counts=counts_of(connection, unreadable),
                problem="",
                unreadable=unreadable,
                sequence=sequence_of(connection),
            )
    except StoreError as error:
        logger.warning("backup %s is not good: %s", path.name, type(error).__name__)
        return Backup(path, number_of(path), "", None, Counts(), french(_why(error)))


def undecoded(connection: sqlite.Connection) -> Iterator[Unreadable]:
    """The rows of a database of the present version that can't be shown: not decoded, or a part without what it is a part of."""
    for kind in kinds.every():
        faults = (kind.fault_in(row) for row in _rows(connection, f"SELECT * FROM [{kind.table}]"))  # noqa: S608  # our own names
        yield from (fault for fault in faults if fault is not None)
    for kind in kinds.every():
        if (owner := kind.owner) is not None:
            present = f"SELECT [{kinds.named(owner.table).key[0]}] FROM [{owner.table}]"  # noqa: S608
            lost = f"SELECT * FROM [{kind.table}] WHERE [{owner.column}] NOT IN ({present})"  # noqa: S608
            yield from (kind.orphan(row) for row in _rows(connection, lost))


def _rows(connection: sqlite.Connection, sql: str) -> Iterator[Row]:
    cursor = connection.execute(sql)
    columns = [column[0] for column in cursor.description]
    return (dict(zip(columns, row, strict=True)) for row in cursor)


def counts_of(connection: sqlite.Connection, unreadable: tuple[Unreadable, ...] = ()) -> Counts:
    """How much a database holds that can be read; a table that its version does not have counts as empty."""
    present = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    lost = [one.table for one in unreadable]
    numbers = {
        kind.table: int(connection.execute(f"SELECT count(*) FROM [{kind.table}]").fetchone()[0])  # noqa: S608
        - lost.count(kind.table)
        for kind in kinds.whole()
        if kind.table in present
    }
    return Counts(**numbers)


def highest_sequence(database: Path) -> int:
    """The number of the last change that the newest readable backup knows; 0 when there is none."""
    for path in paths_of(database):
        with contextlib.suppress(
            StoreError, *sqlite.ERRORS, RowError, OSError
        ):  # what is wrong is said where they are listed
            access.inspect_header(path)
            with contextlib.closing(unlocked(path)) as connection:
                return sequence_of(connection)
    return 0


def unlocked(path: Path) -> sqlite.Connection:
    """A connection on a file alone, without its log: neither journal nor lock, so that it works where nothing can be written."""
    return sqlite.connect(access.address(path, "immutable=1"), uri=True, isolation_level=None)


def _by_age(paths: list[Path]) -> set[Path]:
    kept: set[Path] = set()
    days: set[object] = set()
    weeks: set[object] = set()
    size = 0
    for place, path in enumerate(paths):
        size += path.stat().st_size
        if place >= 3 and size > ROOM:
            break
        made = _when(path)
        day, week = (made.date(), made.isocalendar()[:2]) if made is not None else (None, None)
        new_day = day is not None and day not in days and len(days) < DAYS
        new_week = week is not None and week not in weeks and len(weeks) < WEEKS
        if place < NEWEST or new_day or new_week:
            kept.add(path)
        days |= {day} if new_day else set()
        weeks |= {week} if new_week else set()
    return kept


def _when(path: Path) -> datetime | None:
    """When a backup says that it was made; None when that can't be read."""
    with contextlib.suppress(StoreError, *sqlite.ERRORS, OSError):  # it counts as one without a date
        access.inspect_header(path)
        with contextlib.closing(unlocked(path)) as connection:
            found = connection.execute("SELECT value FROM meta WHERE key = 'backup_made'").fetchone()
            return _made(found[0] if found else None)
    return None


def _made(written: object) -> datetime | None:
    try:
        return moment(written if isinstance(written, str) else None)
    except RowError:
        return None


def _copy(source: Path, target: Path, reason: str, made: str) -> bool:
    """Copy and check; True when the indexes of the copy had to be made anew, and so have those of the original."""
    with (
        contextlib.closing(sqlite.connect(source, timeout=access.BUSY_SECONDS)) as origin,
        contextlib.closing(sqlite.connect(target, isolation_level=None)) as copy,
    ):
        sqlite.copy(origin, copy)
        # A backup is one file: it must not ask for a log beside it when it is read.
        copy.execute("PRAGMA journal_mode=DELETE")
        access.settle(copy)
        copy.execute("BEGIN")
        for key, value in (("backup_reason", reason), ("backup_made", made)):
            copy.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))
        copy.execute("COMMIT")
        mended = bool(access.fault_of(copy, thorough=True))
        if mended:
            copy.execute("REINDEX")  # the rows are those of the original, whatever its indexes say
        fault = access.fault_of(copy, thorough=True)
        if fault:
            raise DamagedDatabaseError(source, f"backup: {fault}")
    return mended


def _why(error: StoreError) -> str:
    if isinstance(error, DamagedDatabaseError):
        return "endommagée"
    return error.message
