"""Databases made anew: an empty file, or one in memory that is empty or holds what a folder's does, which stays as it is."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.store import connection as access
from desktop.store import frozen, schema, sqlite
from desktop.store.engine import Engine, utc_now
from desktop.store.errors import StoreError
from desktop.store.migration import migrate, require_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

logger = logging.getLogger(__name__)

MEMORY = Path(":memory:")
"""What stands for the path of a database that lives in memory."""


def memory_engine(now: Callable[[], datetime] = utc_now) -> Engine:
    """A database that lives in memory only."""
    connection = sqlite.connect(":memory:", isolation_level=None, check_same_thread=False)
    access.settle(connection)
    engine = Engine(connection, MEMORY, now=now, persistent=False)
    migrate(engine)
    return engine


def borrow(folder: Path, now: Callable[[], datetime] = utc_now) -> Engine | None:
    """What a folder's database holds, its log included, in memory; the files stay as they are. None when it can't be read."""
    path = folder / schema.FILE_NAME
    try:
        with access.first_look(path):
            access.inspect_header(path)
            return in_memory(path, frozen.opened(path), now)
    except StoreError as error:
        logger.warning("the database can't be borrowed: %s", type(error).__name__)
        return None


def in_memory(path: Path, connection: sqlite.Connection, now: Callable[[], datetime] = utc_now) -> Engine:
    """A database that was read into memory, at the present version. Raises StoreError; the connection is closed then."""
    try:
        access.check_version(access.version_of(connection), path)
        access.settle(connection)
        access.require_sound(connection, path)
        engine = Engine(connection, MEMORY, now=now, persistent=False)
        migrate(engine)
        require_schema(engine)
    except BaseException:
        connection.close()
        raise
    return engine


def make_empty(path: Path) -> None:
    """A database of the present version without anything in it."""
    with contextlib.closing(sqlite.connect(path, isolation_level=None)) as connection:
        access.settle(connection)
        migrate(Engine(connection, path, persistent=False))
