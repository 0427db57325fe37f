"""What the screens read of the user's data without touching the disk, and how it follows what changes. No Qt.

The first reading takes a few hundred rows at a time, so that whoever shares the worker (the search) never waits for it; after a
change only the rows that changed are read again. How a kind is held stands in its `RecordKind`.
"""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar, cast

from desktop.store import kinds
from desktop.store.kinds.bookmarks import BOOKMARKS
from desktop.store.kinds.cases import CASES
from desktop.store.kinds.drafts import DRAFTS
from desktop.store.kinds.notes import NOTES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.store import Bookmark, CaseLine, Draft, Note, Store
    from desktop.store.engine import Key, Touched
    from desktop.store.kinds import AnyKind
    from desktop.store.kinds.kind import RecordKind

R = TypeVar("R")

ORIENTATION = "orientation"
"""The questionnaire whose drafts are the situations that are open."""
TOLD = ("$.principal", "$.niveau")
"""What the lines of the cases carry of their plans."""
ASKED = ("besoin",)
"""The facts whose values they carry."""
SLICE = 400
"""Rows that are read at a time: some ten milliseconds."""


def tables() -> tuple[str, ...]:
    """The tables of the kinds that are held."""
    return tuple(kind.table for kind in kinds.every() if kind.held)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The records of each kind that is held; `whole` is False while some are still being read.

    The cases are last changed first, and those changed last and those to be reviewed are read first; the drafts are last saved
    first; all others stand in the order in which they were made.
    """

    records: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    whole: bool = True

    def of(self, kind: RecordKind[R]) -> tuple[R, ...]:
        """The records of a kind, as its decoder makes them."""
        return self.records.get(kind.table, ())

    @property
    def cases(self) -> tuple[CaseLine, ...]:
        """What a list shows of each case."""
        return cast("tuple[CaseLine, ...]", self.records.get(CASES.table, ()))

    @property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The bookmarks."""
        return self.of(BOOKMARKS)

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes."""
        return self.of(NOTES)

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The drafts."""
        return self.of(DRAFTS)


class Read(NamedTuple):
    """What one step gave. `tables`: those that `snapshot` holds anew; `more`: another step is wanted."""

    snapshot: Snapshot
    tables: frozenset[str]
    more: bool


class SnapshotReader:
    """Reads in steps, on the worker thread; `note_change` may be called from any thread."""

    def __init__(self, today: Callable[[], dt.date] = dt.date.today) -> None:
        self._lock = threading.Lock()
        self._touched: Touched = {}
        self._last = Snapshot()
        self._holders: dict[str, _Holder] = {}
        for kind in kinds.every():
            if kind is CASES:
                self._holders[kind.table] = _Cases(today)
            elif kind.held:
                self._holders[kind.table] = _Whole(kind) if kind.place is None else _Sliced(kind, kind.place)

    def note_change(self, touched: Touched) -> None:
        """Have these rows read at the next step; None for all of a table."""
        with self._lock:
            for table, keys in touched.items():
                held = self._touched.get(table, frozenset())
                self._touched[table] = None if keys is None or held is None else held | keys

    @property
    def wants(self) -> bool:
        """Whether there is something to read."""
        with self._lock:
            return bool(self._touched) or self._unread

    @property
    def _unread(self) -> bool:
        return any(holder.unread for holder in self._holders.values())

    def step(self, store: Store) -> Read:
        """Read what changed, then the next slice of what was never read. Raises StoreError."""
        with self._lock:
            touched, self._touched = self._touched, {}
        try:
            return self._step(store, touched)
        except Exception:
            self.note_change(touched)  # not read: the next step begins with it again
            raise

    def _step(self, store: Store, touched: Touched) -> Read:
        changed = set()
        for table in touched:
            owner = kinds.named(table).owner
            if owner is not None:
                changed.add(owner.table)  # an earlier state that changed is a change of its case
            if owner is None or table in self._holders:
                changed.add(table)
        for table, holder in self._holders.items():
            if table in touched:
                holder.take(store, touched[table])
        for table, holder in self._holders.items():
            if holder.unread and holder.slice(store):
                changed.add(table)
        records = dict(self._last.records)
        records |= {table: holder.records() for table, holder in self._holders.items() if table in changed}
        self._last = Snapshot(records, whole=not self._unread)
        return Read(self._last, frozenset(changed), self.wants)


class _Holder(Protocol):
    """The records of one kind in memory. `unread`: a slice is still to be read."""

    unread: bool

    def take(self, store: Store, keys: frozenset[Key] | None) -> None:
        """Read the rows that changed; None when all may have."""

    def slice(self, store: Store) -> bool:
        """Read the next rows; True when the screens should see them: the first ones, and all of them."""

    def records(self) -> tuple[Any, ...]:
        """What is held now, in its order."""


class _Whole:
    """A kind of which all is read again when one changes."""

    unread = False

    def __init__(self, kind: AnyKind) -> None:
        self._kind = kind
        self._records: tuple[Any, ...] = ()

    def take(self, store: Store, keys: frozenset[Key] | None) -> None:
        del keys
        self._records = store.drafts.all() if self._kind is DRAFTS else store.of(self._kind).all()

    def slice(self, store: Store) -> bool:
        del store
        return False

    def records(self) -> tuple[Any, ...]:
        return self._records


class _Sliced:
    """A kind of which there may be thousands."""

    def __init__(self, kind: AnyKind, place: Callable[[Any], tuple[str, int]]) -> None:
        self._kind, self._place = kind, place
        self._held: dict[str, Any] = {}
        self._cursor: int | None = None
        self.unread = False

    def take(self, store: Store, keys: frozenset[Key] | None) -> None:
        if keys is None or len(keys) > SLICE:
            self._held, self._cursor, self.unread = {}, None, True
            return
        names = [str(key[0]) for key in keys]
        for name in names:
            self._held.pop(name, None)
        self._hold(store.of(self._kind).some(names))

    def slice(self, store: Store) -> bool:
        first = self._cursor is None
        found, self._cursor = store.of(self._kind).page(after=self._cursor, limit=SLICE)
        self._hold(found)
        self.unread = self._cursor is not None
        return first or not self.unread

    def records(self) -> tuple[Any, ...]:
        return tuple(sorted(self._held.values(), key=lambda record: self._place(record)[1]))

    def _hold(self, found: tuple[Any, ...]) -> None:
        self._held |= {self._place(record)[0]: record for record in found}


class _Cases:
    """The cases as lines, without their plans: those to be reviewed first, then from the last change on."""

    def __init__(self, today: Callable[[], dt.date]) -> None:
        self._today = today
        self._held: dict[str, CaseLine] = {}
        self._cursor: int | None = None
        self.unread = False

    def take(self, store: Store, keys: frozenset[Key] | None) -> None:
        if keys is None or len(keys) > SLICE:
            self._held, self._cursor, self.unread = {}, None, True
            self._hold(store.cases.lines(TOLD, facts=ASKED, due=self._today()))
            return
        names = [str(key[0]) for key in keys]
        for name in names:
            self._held.pop(name, None)
        self._hold(store.cases.lines(TOLD, facts=ASKED, only=names))

    def slice(self, store: Store) -> bool:
        first = self._cursor is None
        found, self._cursor = store.cases.page(TOLD, facts=ASKED, before=self._cursor, limit=SLICE)
        self._hold(found)
        self.unread = self._cursor is not None
        return first or not self.unread

    def records(self) -> tuple[CaseLine, ...]:
        return tuple(sorted(self._held.values(), key=lambda line: -line.order))

    def _hold(self, lines: tuple[CaseLine, ...]) -> None:
        self._held |= {line.id: line for line in lines}
