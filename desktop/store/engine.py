"""The one way in and out of the database: transactions, undo, and who is told.

Every change of the user's data is a set of rows before and after. So undo is the same change the other way round, and what
is erased leaves the file at once: undo remembers it in memory only.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from desktop.store import connection as access
from desktop.store import kinds, sqlite
from desktop.store.errors import UndoConflictError
from desktop.store.rows import Row, RowError, Value, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from desktop.store.findings import Unreadable
    from desktop.store.kinds import AnyKind
    from desktop.store.kinds.kind import RecordKind

logger = logging.getLogger(__name__)

Key = tuple[Value, ...]
Record = TypeVar("Record")

Touched = dict[str, frozenset[Key] | None]
"""Keys of the rows that changed, a table; None when all of it may have."""

EVERYTHING = "*"
"""In `to_purge`: every backup made until now is to go, not only those that hold a certain id."""

_UNDO_MAX = 100


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; None where it was not or is no longer."""

    table: str
    key: Key
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Step:
    """What one action changed. `label` is French, in the infinitive: « effacer la situation « … » ».

    `erases`: words that it takes away must leave the backups too.
    """

    label: str
    changes: tuple[Change, ...]
    erases: bool


def utc_now() -> datetime:
    """The system's clock."""
    return datetime.now(UTC)


class Unit:
    """The changes of one transaction. Touched are whole: every column of the table."""

    def __init__(self, database: Database, moment: str, met: Callable[[Unreadable], None]) -> None:
        self.database = database
        self.moment = moment
        self.met = met
        self._before: dict[tuple[str, Key], Row | None] = {}

    def get(self, table: str, *key: Value) -> Row | None:
        """A row by its key, None when there is none."""
        cursor = self.select(f"SELECT * FROM [{table}] WHERE {_by_key(table)}", key)  # noqa: S608 - our own names
        found = cursor.fetchone()
        return None if found is None else dict(zip((name for name, *_ in cursor.description), found, strict=True))

    def rows(
        self,
        table: str,
        where: str = "1",
        values: tuple[Value, ...] = (),
        *,
        order: str = "rowid",
        limit: int | None = None,
    ) -> list[Row]:
        """Touched that meet an SQL condition."""
        return list(self.database.table(table).rows_where(where, list(values), order_by=order, limit=limit))

    def sound(self, kind: RecordKind[Record], rows: Iterable[Row]) -> tuple[Record, ...]:
        """The records of those rows that can be decoded; each of the others is set aside with a word."""
        return self.sound_as(kind, rows, kind.decode)

    def sound_as(self, kind: AnyKind, rows: Iterable[Row], decode: Callable[[Row], Record]) -> tuple[Record, ...]:
        """As `sound`, for rows of which something else is made."""
        found = []
        for row in rows:
            try:
                found.append(decode(row))
            except RowError:
                self.met(kind.told(row))
        return tuple(found)

    def select(self, sql: str, values: tuple[Value, ...] = ()) -> sqlite.Cursor:
        """Columns instead of whole rows, read one after the other while the block lasts."""
        return self.database.conn.execute(sql, values)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.select(f"SELECT count(*) FROM [{table}]").fetchone()[0])  # noqa: S608 - our own names

    def span(
        self, table: str, column: str, beyond: int | None, limit: int, *, down: bool = False
    ) -> tuple[int, int | None]:
        """How many of the next `limit` rows there are, and the order of the last one (None without any): to read a table on and on.

        A row that can't be decoded counts too, so that it does not end the reading.
        """
        way, far, compare = ("DESC", "min", "<") if down else ("ASC", "max", ">")
        where = "1" if beyond is None else f"{column} {compare} ?"
        sql = f"SELECT count(*), {far}(o) FROM (SELECT {column} AS o FROM [{table}] WHERE {where} ORDER BY o {way} LIMIT ?)"  # noqa: S608
        count, last = self.select(sql, (*(() if beyond is None else (beyond,)), limit)).fetchone()
        return int(count), last

    def put(self, table: str, row: Row) -> None:
        """Write a row, new or not."""
        self._remember(table, row)
        # Plain SQL: taking ten thousand cases back writes as many rows, and sqlite-utils looks at the table for each.
        keys = kinds.named(table).key
        others = [column for column in row if column not in keys]
        columns, places = ", ".join(f"[{name}]" for name in row), ", ".join("?" for _ in row)
        change = ", ".join(f"[{name}] = excluded.[{name}]" for name in others)
        sql = f"INSERT INTO [{table}] ({columns}) VALUES ({places}) ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {change}"  # noqa: S608
        self.select(sql, tuple(row.values()))

    def delete(self, table: str, row: Row) -> None:
        """Remove a row."""
        key = self._remember(table, row)
        self.select(f"DELETE FROM [{table}] WHERE {_by_key(table)}", key)  # noqa: S608 - our own names

    def next(self) -> int:
        """The next number of the sequence that orders everything, whatever the clock says."""
        number = int(self.meta("sequence", "0")) + 1
        self.set_meta("sequence", str(number))
        return number

    def meta(self, key: str, default: str = "") -> str:
        """A word of the store's own."""
        found = self.select("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else default

    def set_meta(self, key: str, value: str) -> None:
        """Write a word of the store's own; not part of undo."""
        self.select("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))

    def purge(self, identifier: str) -> None:
        """Remember that what this id held must leave the backups and the log when undo ends, also after a crash."""
        self.database.table("to_purge").upsert({"id": identifier}, pk="id")

    def changes(self) -> tuple[Change, ...]:
        """What differs now from before the transaction."""
        found = []
        for (table, key), before in self._before.items():
            after = self.get(table, *key)
            if before != after:
                found.append(Change(table, key, before, after))
        return tuple(found)

    def _remember(self, table: str, row: Row) -> Key:
        key = kinds.named(table).key_of(row)
        if (table, key) not in self._before:
            self._before[table, key] = self.get(table, *key)
        return key


class Engine:
    """An open database, its lock, its undo. Safe from any thread: one transaction at a time."""

    def __init__(
        self,
        connection: sqlite.Connection,
        path: Path,
        *,
        now: Callable[[], datetime] = utc_now,
        persistent: bool = True,
    ) -> None:
        self.path = path
        self.persistent = persistent
        self.now = now
        self.connection = connection
        self.lock = threading.RLock()
        self.closed = False
        self._database: Database | None = None
        self._data_version: int | None = None
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._unreadable: dict[tuple[str, str], Unreadable] = {}
        self._watchers: list[Callable[[Touched], None]] = []

    @property
    def database(self) -> Database:
        """sqlite-utils on our connection; imported at the first use, for it costs some fifty milliseconds."""
        if self._database is None:
            from sqlite_utils import Database

            self._database = Database(self.connection, recursive_triggers=False, execute_plugins=False)
        return self._database

    @contextlib.contextmanager
    def reading(self) -> Iterator[Unit]:
        """Look at rows; they all belong to the same moment."""
        with self.lock, access.translated(self.path), self.transaction("DEFERRED"):
            yield Unit(self.database, "", self.met)

    @contextlib.contextmanager
    def writing(self, label: str = "", *, erases: bool = True) -> Iterator[Unit]:
        """Change rows: all of it is on disk when the block ends, or none. With a label it can be undone under that name.

        `erases`: words that go away are marked, so that they leave the backups too when undo ends.
        """
        with self.lock, access.translated(self.path):
            with self.transaction("IMMEDIATE"):
                # A later program may have migrated the database while this one was running.
                access.check_version(access.version_of(self.connection), self.path)
                unit = Unit(self.database, stamp(self.now()), self.met)
                self.connection.execute("PRAGMA defer_foreign_keys=ON")
                yield unit
                changes = unit.changes()
                if changes:
                    unit.next()
                if erases:
                    for change in changes:
                        _mark_trace(unit, change)
            if label and changes:
                self._undo.append(Step(label, changes, erases))
                del self._undo[:-_UNDO_MAX]
                self._redo.clear()
        if changes:
            self.tell(_rows_of(changes))

    @contextlib.contextmanager
    def transaction(self, kind: str) -> Iterator[None]:
        """BEGIN … COMMIT, or ROLLBACK when anything goes wrong, the COMMIT itself included."""
        self.connection.execute(f"BEGIN {kind}")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite.SQLITE_FULL:
                self._give_room()
            raise

    def _give_room(self) -> None:
        # On a full disk the log may hold what the file already has: emptied, it leaves room for a second attempt.
        with contextlib.suppress(*sqlite.ERRORS):  # the first refusal is the one to tell
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def undo_label(self) -> str | None:
        """What `undo` would undo."""
        last = self._undo[-1:]  # without the lock: a page that says it must not wait for a long transaction
        return last[0].label if last else None

    def redo_label(self) -> str | None:
        """What `redo` would do again."""
        last = self._redo[-1:]
        return last[0].label if last else None

    def undo(self) -> str | None:
        """Put back what the last action changed. Raises UndoConflictError when it was changed since elsewhere."""
        with self.lock:
            return self._turn(self._undo, self._redo, back=True)

    def redo(self) -> str | None:
        """Do again what was undone last."""
        with self.lock:
            return self._turn(self._redo, self._undo, back=False)

    def forget(self) -> None:
        """Drop what undo remembers."""
        with self.lock:
            self._undo.clear()
            self._redo.clear()

    def changed_elsewhere(self) -> bool:
        """Whether another connection changed the database since this was asked last; the watchers are told then."""
        with self.lock, access.translated(self.path):
            if self.closed:
                return False
            version = self.connection.execute("PRAGMA data_version").fetchone()[0]
            changed = self._data_version not in (None, version)
            self._data_version = version
        if changed:
            self.tell(dict.fromkeys(kinds.tables()))
        return changed

    def subscribe(self, watcher: Callable[[Touched], None]) -> None:
        """Have `watcher` called with the rows that changed after each change, on the thread that made it."""
        self._watchers.append(watcher)

    def reconnect(self, connection: sqlite.Connection) -> None:
        """Go on with another connection: the former one is closed."""
        self.connection = connection
        self._database = None

    def go_on_in_memory(self) -> None:
        """Go on with an empty database that lives in memory: what follows is not kept, and `persistent` says so."""
        from desktop.store.memory import MEMORY, memory_engine

        self.reconnect(memory_engine(self.now).connection)
        self.path, self.persistent = MEMORY, False

    def met(self, unreadable: Unreadable) -> None:
        """A row that can't be decoded was met: it is remembered, and logged once, without its content."""
        if self._unreadable.setdefault((unreadable.table, unreadable.key), unreadable) is unreadable:
            logger.warning("a row of %s can't be decoded: %s", unreadable.table, unreadable.reason)

    def unreadable(self) -> tuple[Unreadable, ...]:
        """The rows that could not be decoded since the opening, or since the last check."""
        return tuple(self._unreadable.values())

    def forget_unreadable(self) -> None:
        """Begin anew: what is still there is met again."""
        self._unreadable.clear()

    def tell(self, rows: Touched) -> None:
        """Tell the watchers that rows changed."""
        for watcher in self._watchers:
            watcher(rows)

    def _turn(self, source: list[Step], target: list[Step], *, back: bool) -> str | None:
        if not source:
            return None
        step = source[-1]
        with self.writing(erases=step.erases) as unit:
            for change in step.changes:
                held, wanted = (change.after, change.before) if back else (change.before, change.after)
                _apply(unit, step.label, Change(change.table, change.key, held, wanted))
        source.pop()
        target.append(step)
        return step.label


def _by_key(table: str) -> str:
    return " AND ".join(f"[{column}] = ?" for column in kinds.named(table).key)


def _rows_of(changes: tuple[Change, ...]) -> Touched:
    keys: dict[str, set[Key]] = {}
    for change in changes:
        keys.setdefault(change.table, set()).add(change.key)
    return {table: frozenset(found) for table, found in keys.items()}


def _apply(unit: Unit, label: str, change: Change) -> None:
    present = unit.get(change.table, *change.key)
    if present != change.before:
        if kinds.named(change.table).volatile:
            logger.info("undo left a newer row of %s alone", change.table)
            return
        raise UndoConflictError(label)
    if change.after is not None:
        unit.put(change.table, change.after)
    elif present is not None:
        unit.delete(change.table, present)


def _mark_trace(unit: Unit, change: Change) -> None:
    # Free words that go away may still stand in backups and in the log: the id tells which.
    kind, before, after = kinds.named(change.table), change.before, change.after
    if before is None:
        return
    gone = after is None and kind.kept_until_erased
    for column in kind.free_words:
        former = str(before[column])
        if gone or (former and (after is None or former not in str(after[column]))):
            unit.purge(str(before[kind.key[0]]))
