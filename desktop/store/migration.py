"""Bringing a database to the present version, one migration a transaction; and whether it has what that version needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.store import connection as access
from desktop.store import kinds, schema
from desktop.store.errors import DamagedDatabaseError
from desktop.store.rows import RowError

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.store import sqlite
    from desktop.store.engine import Engine

_OWN = {"meta": {"key", "value"}, "to_purge": {"id"}}


def migrate(engine: Engine, before: Callable[[int], object] | None = None) -> None:
    """Bring the database to the present version. `before` is called with the number of each step, unless it makes the first."""
    steps = None
    first = access.version_of(engine.connection)
    while (version := access.version_of(engine.connection)) != schema.version():
        access.check_version(version, engine.path)
        steps = steps or schema.migrations()
        with engine.transaction("IMMEDIATE"):
            if access.version_of(engine.connection) != version:
                continue  # another process was faster
            if first and before is not None:
                before(version + 1)
            steps.apply(engine.database, stop_before=schema.name_of(version + 2))
            engine.connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
            engine.connection.execute(f"PRAGMA user_version={version + 1}")


def require_schema(engine: Engine) -> None:
    """Raise DamagedDatabaseError when a table, a column or the sequence of the present version is missing or is no number."""
    fault = schema_fault(engine.connection)
    if fault:
        raise DamagedDatabaseError(engine.path, fault)


def schema_fault(connection: sqlite.Connection) -> str:
    """What a database of the present version lacks, empty when nothing."""
    expected = {kind.table: set(kind.columns) for kind in kinds.every()}
    for table, columns in (_OWN | expected).items():
        present = {row[1] for row in connection.execute(f"PRAGMA table_info([{table}])")}
        if missing := columns - present:
            return f"missing in {table}: {', '.join(sorted(missing))}"
    strange = "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')"
    if connection.execute(strange).fetchone()[0]:
        return "a trigger or a view: the program makes none, and one could change what is kept"
    try:
        sequence_of(connection)
    except RowError:
        return "sequence"
    return ""


def sequence_of(connection: sqlite.Connection) -> int:
    """The number of the last change. Raises RowError when it is none; one of sqlite.DATABASE_ERRORS when there is no such table."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'sequence'").fetchone()
    written = "0" if found is None else found[0]
    if not isinstance(written, str) or not written.isascii() or not written.isdigit() or len(written) > 18:
        raise RowError("nombre attendu")
    return int(written)


def raise_sequence(connection: sqlite.Connection, at_least: int) -> None:
    """Let the sequence go on after a number, so that what is put back is never taken for older than a backup."""
    try:
        number = sequence_of(connection)
    except RowError:
        number = 0
    connection.execute(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('sequence', ?)", (str(max(number, at_least) + 1),)
    )
