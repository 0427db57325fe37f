"""When a database can't be opened: what state it is in, and what can be put in its place. Nothing is lost: it is set aside."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from typing import TYPE_CHECKING

from desktop import files
from desktop.store import backups, erasure, frozen, kinds, salvage, schema, sqlite
from desktop.store import connection as access
from desktop.store.errors import BehindError, DamagedDatabaseError, NewerDatabaseError, StoreError
from desktop.store.findings import Backup, Diagnosis, Health, Repaired
from desktop.store.memory import in_memory, make_empty
from desktop.store.migration import raise_sequence, sequence_of
from desktop.store.shares import is_network_share

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RESTORING = "reprise.sqlite3"
"""A checked copy of a backup on its way to become the database; found at the opening, it is put in place."""

COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite writes beside a database."""


def diagnose(folder: Path) -> Diagnosis:
    """What state the folder is in and which backups it has, without changing anything."""
    path = folder / schema.FILE_NAME
    saved: tuple[Backup, ...] = ()
    try:
        with access.first_look(path):
            if folder.exists() and not folder.is_dir():
                # Windows calls what lies « under » a file simply absent.
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
            saved = backups.all_of(path)
            if is_empty(path):
                return Diagnosis(Health.MISSING if saved else Health.NEW, path, "", saved)
            access.inspect_header(path)
            with contextlib.closing(frozen.opened(path)) as connection:
                require_present(path, connection, sequence_alone(path))
            with contextlib.closing(_look(path)) as connection:
                unreadable = tuple(backups.undecoded(connection))
    except NewerDatabaseError as error:
        return Diagnosis(Health.NEWER, path, error.message, saved)
    except BehindError as error:
        return Diagnosis(Health.BEHIND, path, error.message, saved, alone=_alone(path))
    except DamagedDatabaseError as error:
        return Diagnosis(Health.DAMAGED, path, error.detail, saved, readable=salvage.readable(path), alone=_alone(path))
    except StoreError as error:
        return Diagnosis(Health.UNREADABLE, path, error.message, saved)
    return Diagnosis(Health.PARTLY if unreadable else Health.GOOD, path, "", saved, unreadable)


def restore(backup: Path) -> None:
    """Put a checked backup, or the database without its log, in the place of the database; what was there is set aside.

    No store may be open on the folder. A copy is prepared and flushed first; from then on the restoration ends by itself at
    the next opening, whatever happens.
    """
    folder = backup.parent if backup.name == schema.FILE_NAME else backup.parent.parent
    path = folder / schema.FILE_NAME
    found = backups.read(backup)
    if not found.usable:
        raise DamagedDatabaseError(backup, found.problem)
    with access.translated(path):
        where = set_aside(path)
        # The database without its log is taken from what was set aside: both stand under the same name.
        source = where / backup.name if backup == path else backup
        place(path, lambda aside: shutil.copyfile(source, aside))


def start_afresh(folder: Path) -> None:
    """Set aside a database that can't be read and begin with an empty one; the backups stay."""
    path = folder / schema.FILE_NAME
    with access.translated(path):
        set_aside(path)
        place(path, make_empty)


def keep_present(folder: Path) -> None:
    """Go on with a database that is older than its backups: from now on it counts as the newer one."""
    path = folder / schema.FILE_NAME
    with (
        access.first_look(path),
        contextlib.closing(access.connect(path, network=is_network_share(folder))) as connection,
    ):
        access.require_sound(connection, path)
        raise_sequence(connection, backups.highest_sequence(path))


def repair(folder: Path) -> Repaired:
    """Bring what can be read of a database into a new one that takes its place.

    Rows that can't be decoded are written beside the old one, which is set aside whole. No store may be open on the folder.
    Raises DamagedDatabaseError when nothing can be read.
    """
    path = folder / schema.FILE_NAME
    found = salvage.extract(path)
    if found is None:
        raise DamagedDatabaseError(path, "nothing can be salvaged")
    with access.translated(path):
        where = set_aside(path)
        if found.lost:
            files.write(where / salvage.SET_ASIDE, found.set_aside())
        place(path, lambda aside: _fill(aside, found))
    return Repaired(found.counts, tuple(word for word, _ in found.lost), where)


def is_empty(path: Path) -> bool:
    """True when there is no file, or a regular one of no byte."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return True
    return stat.S_ISREG(found.st_mode) and found.st_size == 0


def require_present(path: Path, connection: sqlite.Connection, *more: int) -> None:
    """Raise BehindError when a database ends before its newest backup, or before another number.

    A synchronisation put an older state here. One that has no version yet, or is being erased, ends before everything.
    """
    highest = max((backups.highest_sequence(path), *more))  # before the database: another window may be at work
    if not access.version_of(connection):
        return
    if connection.execute("SELECT count(*) FROM meta WHERE key = ?", (erasure.ERASING,)).fetchone()[0]:
        return
    if sequence_of(connection) < highest:
        raise BehindError(path)


def sequence_alone(path: Path) -> int:
    """The number of the last change that the file holds without its log; 0 when that can't be read."""
    with contextlib.suppress(*sqlite.ERRORS, ValueError), contextlib.closing(backups.unlocked(path)) as connection:
        return sequence_of(connection)
    return 0


def finish_restore(folder: Path) -> None:
    """Put a database that was prepared in its place; at the opening, what a killed process began."""
    ready = folder / RESTORING
    if not ready.exists():
        return
    path = folder / schema.FILE_NAME
    for suffix in COMPANIONS:  # a log left here would be played into the database that comes
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    files.sync_folder(folder)
    ready.replace(path)
    files.sync_folder(folder)


def place(path: Path, fill: Callable[[Path], object]) -> None:
    """Prepare a database aside and put it in the place of the present one; its sequence goes on after that of every backup."""
    with files.whole(path.with_name(RESTORING)) as aside:
        fill(aside)
        with contextlib.closing(sqlite.connect(aside, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            access.settle(connection)
            raise_sequence(connection, backups.highest_sequence(path))
    finish_restore(path.parent)


def set_aside(path: Path) -> Path:
    """Copy the database and what belongs to it into a folder of their own, which is returned."""
    number = 1
    while (folder := path.with_name(f"{erasure.ASIDE}{number:03d}")).exists():
        number += 1
    files.private_folder(folder)
    for suffix in ("", *COMPANIONS):
        name = path.name + suffix
        with contextlib.suppress(FileNotFoundError):  # the usual case: no log, no journal
            files.copy(path.with_name(name), folder / name)
    return folder


def _fill(path: Path, found: salvage.Salvaged) -> None:
    make_empty(path)
    with contextlib.closing(sqlite.connect(path, isolation_level=None)) as connection:
        access.settle(connection)
        connection.execute("BEGIN")
        last = 0
        for table, rows in found.rows.items():
            kind = kinds.named(table)
            columns = list(kind.columns)
            names, places = ", ".join(f"[{name}]" for name in columns), ", ".join("?" for _ in columns)
            connection.executemany(
                f"INSERT INTO [{table}] ({names}) VALUES ({places})",  # noqa: S608 - our own names
                ([row[name] for name in columns] for row in rows),
            )
            numbers = (row.get(name) for row in rows for name in kind.sequence_columns())
            last = max([last, *(number for number in numbers if isinstance(number, int))])
        connection.executemany("INSERT OR IGNORE INTO to_purge (id) VALUES (?)", ((name,) for name in found.to_purge))
        raise_sequence(connection, last)
        connection.execute("COMMIT")


def _look(path: Path) -> sqlite.Connection:
    """A thorough look at the database with its log, in memory. Raises DamagedDatabaseError, NewerDatabaseError."""
    connection = in_memory(path, frozen.opened(path)).connection
    fault = access.fault_of(connection, thorough=True)
    if fault:
        connection.close()
        raise DamagedDatabaseError(path, fault)
    return connection


def _alone(path: Path) -> Backup | None:
    """The database without its log, when the log takes changes back."""
    try:
        with access.first_look(path), contextlib.closing(frozen.opened(path)) as connection:
            with_log = sequence_of(connection)
    except StoreError:
        with_log = -1
    found = backups.read(path)
    return found if found.usable and found.sequence > with_log else None
