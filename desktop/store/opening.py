"""From a folder to an open database at the present version: what is unfinished is finished, what is wrong is said."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from desktop import files
from desktop.store import backups, erasure, recovery, schema, sqlite
from desktop.store import connection as access
from desktop.store.engine import Engine, utc_now
from desktop.store.errors import MissingDatabaseError
from desktop.store.migration import migrate, require_schema
from desktop.store.recovery import COMPANIONS
from desktop.store.shares import is_network_share
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


def open_engine(folder: Path, *, now: Callable[[], datetime] = utc_now, network: bool | None = None) -> Engine:
    """Open or create the database of a folder, bring it to the present version and end what a killed process began.

    `network` says whether the folder is on a network share; by default the system is asked. Raises StoreError.
    """
    path = folder / schema.FILE_NAME
    with access.translated(folder):
        files.private_folder(folder)  # the other accounts of the machine have no business here
    with access.first_look(path):
        recovery.finish_restore(folder)
        _tidy(folder)
        remote = is_network_share(folder) if network is None else network
        _require_room(folder, path)
        _look_before(path, remote=remote)
        _create(path)
        engine = Engine(access.connect(path, network=remote), path, now=now)
        try:
            access.require_sound(engine.connection, path)
            migrate(engine, lambda step: backups.copy_under_lock(engine, french(f"avant le passage au format {step}")))
            require_schema(engine)
            recovery.require_present(path, engine.connection)
            backups.clear_left(engine)
            erasure.finish(engine)
        except BaseException:
            engine.connection.close()
            raise
    return engine


def _tidy(folder: Path) -> None:
    """Remove what killed processes left, close to the others of the machine what stands here."""
    for place_of in (folder, *folder.glob(f"{erasure.ASIDE}*")):
        if place_of.is_dir() and not place_of.is_symlink():
            backups.sweep(place_of)
    erasure.sweep_temporary(old=True)
    ours = (f"{schema.FILE_NAME}*", f"{erasure.ASIDE}*", f"{erasure.ASIDE}*/*", backups.FOLDER, f"{backups.FOLDER}/*")
    for pattern in ours:
        for path in folder.glob(pattern):
            files.tighten(path)


def _require_room(folder: Path, path: Path) -> None:
    """Raise ReadOnlyError now rather than at the first change: SQLite opens what it can't write as if it could."""
    number = files.may_write(folder, (path.with_name(path.name + suffix) for suffix in ("", *COMPANIONS)))
    if number:
        raise access.refusal(OSError(number, ""), path)


def _create(path: Path) -> None:
    """Make the file that SQLite fills: it would be made with whatever the umask allows."""
    if path.exists():
        return
    try:
        os.close(files.create(path))
    except FileExistsError:
        if not path.exists():  # a link that leads nowhere; else another window that opens at this moment was faster
            raise


def _look_before(path: Path, *, remote: bool) -> None:
    if recovery.is_empty(path):
        if backups.paths_of(path):
            raise MissingDatabaseError(path)
        return
    access.inspect_header(path)
    if not remote:
        _look_at_log(path)


def _look_at_log(path: Path) -> None:
    """Refuse a log that a later program wrote, and one that is older than the file, before SQLite plays it into the file.

    A read-only connection never moves the log into the file, so nothing is touched.
    """
    log = path.with_name(path.name + "-wal")
    if not log.exists() or not log.stat().st_size:
        return
    alone = recovery.sequence_alone(path)
    connection = sqlite.connect(access.address(path, "mode=ro"), uri=True, timeout=access.BUSY_SECONDS)
    with contextlib.closing(connection):
        access.check_version(access.version_of(connection), path)
        recovery.require_present(path, connection, alone)
