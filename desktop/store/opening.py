"""From a folder to an open database at the present version: what is unfinished is finished, what is wrong is said."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import files
from desktop.corpus.typographie import typographier
from desktop.store import backups, erasure, schema
from desktop.store import connection as access
from desktop.store.engine import Engine, utc_now
from desktop.store.errors import DamagedDatabaseError, MissingDatabaseError, NewerDatabaseError, StoreError
from desktop.store.records import Backup, Diagnosis, Health
from desktop.store.shares import is_network_share

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

logger = logging.getLogger(__name__)

RESTORING = "reprise.sqlite3"
"""A checked copy of a backup on its way to become the database; found at the opening, it is put in place."""

MEMORY = Path(":memory:")
"""What stands for the path of a database that lives in memory."""

_COMPANIONS = ("-wal", "-shm", "-journal")


def open_engine(folder: Path, *, now: Callable[[], datetime] = utc_now, network: bool | None = None) -> Engine:
    """Open or create the database of a folder, bring it to the present version and end what a killed process began.

    `network` says whether the folder is on a network share; by default the system is asked. Raises StoreError.
    """
    path = folder / schema.FILE_NAME
    with access.translated(folder):
        files.private_folder(folder)  # the other accounts of the machine have no business here
    with access.translated(path):
        _finish_restore(folder)
        for left in [*folder.glob(".*.tmp*"), *folder.glob(f"{erasure.ASIDE}*/.*.tmp*")]:
            files.shred(left)
        remote = is_network_share(folder) if network is None else network
        _look_before(path, remote=remote)
        engine = Engine(access.connect(path, network=remote), path, now=now)
        try:
            access.require_sound(engine.connection, path)
            migrate(engine)
            backups.clear_left(engine)
            erasure.finish(engine)
        except BaseException:
            engine.connection.close()
            raise
    return engine


def memory_engine(now: Callable[[], datetime] = utc_now) -> Engine:
    """A database that lives in memory only."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    access.settle(connection)
    engine = Engine(connection, MEMORY, now=now, persistent=False)
    migrate(engine)
    return engine


def borrow(folder: Path, now: Callable[[], datetime] = utc_now) -> Engine | None:
    """A copy in memory of what a folder's database holds, which stays as it is; None when it can't be read.

    A read-only folder may have a log that only a writer can take in: so the files are copied aside and read there.
    """
    path = folder / schema.FILE_NAME
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        with access.translated(path):
            access.inspect_header(path)
            _read_aside(path, memory)
            access.settle(memory)
            engine = Engine(memory, MEMORY, now=now, persistent=False)
            migrate(engine)
    except StoreError as error:
        memory.close()
        logger.warning("the database can't be borrowed: %s", type(error).__name__)
        return None
    return engine


def migrate(engine: Engine) -> None:
    """Bring the database to the present version, one migration a transaction, each after a backup of what was there."""
    steps = None
    first = access.version_of(engine.connection)
    while (version := access.version_of(engine.connection)) != schema.VERSION:
        access.check_version(version, engine.path)
        steps = steps or schema.migrations()
        with engine.transaction("IMMEDIATE"):
            if access.version_of(engine.connection) != version:
                continue  # another process was faster
            if first and engine.persistent:
                backups.copy_under_lock(engine, typographier(f"avant le passage au format {version + 1}"))
            steps.apply(engine.database, stop_before=schema.name_of(version + 2))
            engine.connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
            engine.connection.execute(f"PRAGMA user_version={version + 1}")


def diagnose(folder: Path) -> Diagnosis:
    """What state the folder is in and which backups it has, without changing anything."""
    path = folder / schema.FILE_NAME
    saved: tuple[Backup, ...] = ()
    try:
        with access.translated(path):
            if folder.exists() and not folder.is_dir():
                # Windows calls what lies « under » a file simply absent.
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
            saved = backups.all_of(path)
        if _is_empty(path):
            health = Health.MISSING if saved else Health.NEW
            return Diagnosis(health, path, "", saved)
        access.inspect_header(path)
        address = access.address(path, "mode=ro")
        with access.translated(path), contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            access.check_version(access.version_of(connection), path)
            fault = access.fault_of(connection, thorough=True)
    except NewerDatabaseError as error:
        return Diagnosis(Health.NEWER, path, error.message, saved)
    except DamagedDatabaseError as error:
        return Diagnosis(Health.DAMAGED, path, error.detail, saved)
    except StoreError as error:
        return Diagnosis(Health.UNREADABLE, path, error.message, saved)
    return Diagnosis(Health.DAMAGED if fault else Health.GOOD, path, fault, saved)


def restore(backup: Path) -> None:
    """Put a checked backup in the place of the database; what was there is set aside. No store may be open on the folder.

    A copy is prepared and flushed first; from then on the restoration ends by itself at the next opening, whatever happens.
    """
    folder = backup.parent.parent
    path = folder / schema.FILE_NAME
    found = backups.read(backup)
    if not found.good:
        raise DamagedDatabaseError(backup, found.problem)
    with access.translated(path):
        _set_aside(path)
        with files.whole(folder / RESTORING) as aside:
            aside.write_bytes(backup.read_bytes())
        _finish_restore(folder)


def start_afresh(folder: Path) -> None:
    """Set aside a database that can't be read and begin with an empty one; the backups stay."""
    path = folder / schema.FILE_NAME
    with access.translated(path):
        _set_aside(path)
        with files.whole(folder / RESTORING) as aside:
            _make_empty(aside)
        _finish_restore(folder)


def _read_aside(path: Path, memory: sqlite3.Connection) -> None:
    with tempfile.TemporaryDirectory(prefix="cap-palliatif-") as folder:
        copy = Path(folder) / path.name
        for suffix in ("", "-wal", "-journal"):
            with contextlib.suppress(FileNotFoundError):  # the usual case: no log, no journal
                copy.with_name(path.name + suffix).write_bytes(path.with_name(path.name + suffix).read_bytes())
        with contextlib.closing(sqlite3.connect(copy)) as source:
            access.check_version(access.version_of(source), path)
            access.require_sound(source, path)
            source.backup(memory)
        for left in Path(folder).iterdir():
            files.shred(left)


def _look_before(path: Path, *, remote: bool) -> None:
    if _is_empty(path):
        if backups.paths_of(path):
            raise MissingDatabaseError(path)
        return
    access.inspect_header(path)
    if not remote:
        access.log_is_newer(path)


def _is_empty(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:
        return True


def _finish_restore(folder: Path) -> None:
    ready = folder / RESTORING
    if not ready.exists():
        return
    path = folder / schema.FILE_NAME
    for suffix in _COMPANIONS:  # a log left here would be played into the database that comes
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    files.sync_folder(folder)
    ready.replace(path)
    files.sync_folder(folder)


def _make_empty(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        access.settle(connection)
        migrate(Engine(connection, path, persistent=False))


def _set_aside(path: Path) -> None:
    present = [suffix for suffix in ("", *_COMPANIONS) if path.with_name(path.name + suffix).exists()]
    if not present:
        return
    number = 1
    while (place := path.with_name(f"{erasure.ASIDE}{number:03d}")).exists():
        number += 1
    place.mkdir()
    for suffix in present:
        name = path.name + suffix
        with files.whole(place / name) as aside:
            aside.write_bytes(path.with_name(name).read_bytes())
