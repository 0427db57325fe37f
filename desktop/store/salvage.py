"""What can still be read of a damaged database, row by row: a broken index, page, table or number takes only itself along."""

from __future__ import annotations

import contextlib
import json
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.store import connection as access
from desktop.store import frozen, kinds, sqlite
from desktop.store.engine import Engine
from desktop.store.errors import StoreError
from desktop.store.findings import Counts, Unreadable
from desktop.store.migration import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.store.rows import Row

logger = logging.getLogger(__name__)

SET_ASIDE = "lignes-illisibles.json"
"""Beside the database that was set aside: the rows that can't be decoded, as they stood there."""

_GAP = 20_000
"""Rows that are tried one by one between two that can be read."""


@dataclass
class Salvaged:
    """Rows that can be kept, by table; those that can't, with the word for each; ids that are yet to be purged."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in kinds.tables()})
    lost: list[tuple[Unreadable, Row]] = field(default_factory=list)
    to_purge: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        """How much can be kept."""
        return Counts(**{kind.table: len(self.rows[kind.table]) for kind in kinds.whole()})

    def set_aside(self) -> str:
        """The rows that can't be kept, as JSON text that a person can look at."""
        listed = [
            {"table": word.table, "motif": word.words, "ligne": {name: _plain(value) for name, value in row.items()}}
            for word, row in self.lost
        ]
        return json.dumps(listed, ensure_ascii=False, indent=1)


def readable(path: Path) -> Counts | None:
    """How much a repair would bring back; None when the file is no database at all."""
    found = extract(path)
    return None if found is None or not any(found.rows.values()) else found.counts


def extract(path: Path) -> Salvaged | None:
    """Everything that can be read of a database file; None when nothing can. The file is not touched."""
    try:
        with access.first_look(path), contextlib.closing(_opened(path)) as connection:
            return _read(connection)
    except StoreError as error:
        logger.info("nothing can be salvaged: %s", type(error).__name__)
        return None


def _opened(path: Path) -> sqlite.Connection:
    connection = frozen.opened(path)
    try:
        # Before anything is looked at: entries of the schema that make no sense are then passed over.
        connection.execute("PRAGMA writable_schema=ON")
        access.settle(connection)
        with contextlib.suppress(StoreError), access.first_look(path):  # else its rows are read as they are
            migrate(Engine(connection, path, persistent=False))
        connection.execute("PRAGMA cell_size_check=OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def _read(connection: sqlite.Connection) -> Salvaged:
    found = Salvaged()
    for kind in kinds.every():
        seen: set[object] = set()
        for given in _rows(connection, kind.table):
            # Where the whole database can't be brought to the present version, a row lacks what came later.
            whole = kind.former | given
            row = {name: whole[name] for name in kind.columns if name in whole}
            key = tuple(row.get(column) for column in kind.key)
            word = kind.fault_in(row)
            if word is not None or key in seen:
                found.lost.append((word or kind.told(row), row))
                continue
            seen.add(key)
            found.rows[kind.table].append(row)
    _part_orphans(found)
    with contextlib.suppress(*sqlite.ERRORS):  # no such table any more: nothing was waiting, as far as can be known
        found.to_purge = [name for (name,) in connection.execute("SELECT id FROM to_purge") if isinstance(name, str)]
    return found


def _part_orphans(found: Salvaged) -> None:
    """A part whose owner is gone can't stand alone."""
    for kind in kinds.every():
        if (owner := kind.owner) is None:
            continue
        present = {row[kinds.named(owner.table).key[0]] for row in found.rows[owner.table]}
        kept = []
        for row in found.rows[kind.table]:
            if row[owner.column] in present:
                kept.append(row)
            else:
                found.lost.append((kind.orphan(row), row))
        found.rows[kind.table] = kept


def _rows(connection: sqlite.Connection, table: str) -> Iterator[Row]:
    """The rows of a table from both ends, and between them one by one: a page that can't be read takes only its own along."""
    low, high = None, None
    for row, number in _walk(connection, table, "ASC"):
        low = number
        yield row
    ended = _last_of(connection, table)
    if low is not None and ended == low:
        return
    for row, number in _walk(connection, table, "DESC"):
        if low is not None and number <= low:
            return
        high = number
        yield row
    start = (low or 0) + 1
    for number in range(start, min(high or start, start + _GAP)):
        yield from (row for row, _ in _walk(connection, table, "ASC", number))


def _walk(connection: sqlite.Connection, table: str, order: str, only: int | None = None) -> Iterator[tuple[Row, int]]:
    where = "" if only is None else f"WHERE rowid = {only}"
    sql = f"SELECT rowid AS [le rang], * FROM [{table}] NOT INDEXED {where} ORDER BY rowid {order}"  # noqa: S608 - our own names
    with contextlib.suppress(*sqlite.ERRORS, UnicodeDecodeError):  # as far as it goes
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description][1:]
        for number, *values in cursor:
            yield dict(zip(names, values, strict=True)), number


def _last_of(connection: sqlite.Connection, table: str) -> int | None:
    with contextlib.suppress(*sqlite.ERRORS):
        found: int | None = connection.execute(f"SELECT max(rowid) FROM [{table}]").fetchone()[0]  # noqa: S608 - our own names
        return found
    return None


def _plain(value: object) -> object:
    return {"octets": value.hex()} if isinstance(value, bytes) else value
