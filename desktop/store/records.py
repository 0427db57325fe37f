"""The records of one kind: read, and for a kind without verbs of its own, kept and erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from desktop.store import kinds
from desktop.store.errors import UnknownRecordError
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Collection

    from desktop.store.engine import Engine, Unit
    from desktop.store.kinds.kind import RecordKind
    from desktop.store.rows import Row, Value

R = TypeVar("R")


class RecordReader(Generic[R]):
    """What can be read of any kind. A row that can't be decoded is set aside with a word, and the others are given."""

    def __init__(self, engine: Engine, kind: RecordKind[R]) -> None:
        self._engine = engine
        self._kind = kind

    def all(self) -> tuple[R, ...]:
        """Every record, in the order in which they were written."""
        with self._engine.reading() as unit:
            return unit.sound(self._kind, unit.rows(self._kind.table, order=self._kind.order))

    def page(self, *, after: int | None, limit: int) -> tuple[tuple[R, ...], int | None]:
        """The next `limit` records in the order in which they were written, and where to read on (None at the end)."""
        table, order = self._kind.table, self._kind.order
        with self._engine.reading() as unit:
            count, last = unit.span(table, order, after, limit)
            rows = unit.rows(table, f"{order} > ?", (-1 if after is None else after,), order=order, limit=limit)
            return unit.sound(self._kind, rows), last if count == limit else None

    def some(self, keys: Collection[str]) -> tuple[R, ...]:
        """Those of these keys that there are (a thousand at most), in the order in which they were written."""
        (key,) = self._kind.key
        places = ", ".join("?" for _ in keys)
        with self._engine.reading() as unit:
            rows = unit.rows(self._kind.table, f"[{key}] IN ({places})", tuple(keys), order=self._kind.order)
            return unit.sound(self._kind, rows)

    def get(self, *key: Value) -> R:
        """A record by its key. Raises UnknownRecordError."""
        with self._engine.reading() as unit:
            return self._kind.decode(self.row(unit, *key))

    def row(self, unit: Unit, *key: Value) -> Row:
        """The row of a key, inside a transaction. Raises UnknownRecordError."""
        found = unit.get(self._kind.table, *key)
        if found is None:
            raise UnknownRecordError(self._kind.name.this)
        return found


class Records(RecordReader[R]):
    """The two verbs that every kind has. `label` is French, in the infinitive: what undo says that it undoes."""

    def keep(self, record: R, label: str) -> R:
        """Keep a record, new or in the place of the one of its key, which keeps its place in the order."""
        with self._engine.writing(french(label)) as unit:
            row = self._kind.encode(record)
            held = unit.get(self._kind.table, *self._kind.key_of(row))
            row |= {"seq": held["seq"] if held is not None else unit.next()}
            unit.put(self._kind.table, row)
        return self._kind.decode(row)

    def erase(self, *key: Value, label: str) -> None:
        """Erase a record and its parts. Raises UnknownRecordError."""
        with self._engine.writing(french(label)) as unit:
            row = self.row(unit, *key)
            for kind in kinds.parts_of(self._kind):
                if kind.owner is not None:
                    for part in unit.rows(kind.table, f"[{kind.owner.column}] = ?", (row[self._kind.key[0]],)):
                        unit.delete(kind.table, part)
            unit.delete(self._kind.table, row)
