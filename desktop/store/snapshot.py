"""What the screens read of the user's data without touching the disk, and how it follows what changes. No Qt.

The first reading takes a few hundred rows at a time, so that whoever shares the worker (the search) never waits for it; after a
change only the rows that changed are read again.
"""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.store import Bookmark, CaseLine, Draft, Note, Store
    from desktop.store.engine import Touched

ORIENTATION = "orientation"
"""The questionnaire whose drafts are the situations that are open."""
TOLD = ("$.principal", "$.niveau")
"""What the lines of the cases carry of their plans."""
ASKED = ("besoin",)
"""The facts whose values they carry."""
SLICE = 400
"""Rows that are read at a time: some ten milliseconds."""
TABLES = ("cases", "bookmarks", "notes", "drafts")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`cases` are last changed first, marks and notes in the order in which they were made.

    `whole` is False while cases or notes are still being read; the cases changed last and those to be reviewed come first.
    """

    cases: tuple[CaseLine, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    notes: tuple[Note, ...] = ()
    drafts: tuple[Draft, ...] = ()
    """Last saved first."""
    whole: bool = True


class Read(NamedTuple):
    """What one step gave. `tables`: those that `snapshot` holds anew; `more`: another step is wanted."""

    snapshot: Snapshot
    tables: frozenset[str]
    more: bool


class SnapshotReader:
    """Reads in steps, on the worker thread; `note_change` may be called from any thread."""

    def __init__(self, today: Callable[[], dt.date] = dt.date.today) -> None:
        self._today = today
        self._lock = threading.Lock()
        self._touched: Touched = {}
        self._cases: dict[str, CaseLine] = {}
        self._notes: dict[str, Note] = {}
        self._last = Snapshot()
        self._case_cursor: int | None = None
        self._note_cursor: int | None = None
        self._unread: set[str] = set()

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
            return bool(self._touched or self._unread)

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
        changed = {"cases" if table == "revisions" else table for table in touched}
        self._take_cases(store, touched)
        self._take_notes(store, touched)
        for table in sorted(self._unread):
            if self._slice(store, table):
                changed.add(table)
        self._last = Snapshot(
            cases=self._sorted_cases() if "cases" in changed else self._last.cases,
            bookmarks=store.bookmarks.all() if "bookmarks" in changed else self._last.bookmarks,
            notes=self._sorted_notes() if "notes" in changed else self._last.notes,
            drafts=store.drafts.all() if "drafts" in changed else self._last.drafts,
            whole=not self._unread,
        )
        return Read(self._last, frozenset(changed), self.wants)

    def _take_cases(self, store: Store, touched: Touched) -> None:
        if "cases" not in touched:
            return
        keys = touched["cases"]
        if keys is None or len(keys) > SLICE:
            self._cases, self._case_cursor = {}, None
            self._unread.add("cases")
            self._hold(store.cases.lines(TOLD, facts=ASKED, due=self._today()))
            return
        for key in keys:
            self._cases.pop(str(key[0]), None)
        self._hold(store.cases.lines(TOLD, facts=ASKED, only=[str(key[0]) for key in keys]))

    def _take_notes(self, store: Store, touched: Touched) -> None:
        if "notes" not in touched:
            return
        keys = touched["notes"]
        if keys is None or len(keys) > SLICE:
            self._notes, self._note_cursor = {}, None
            self._unread.add("notes")
            return
        for key in keys:
            self._notes.pop(str(key[0]), None)
        self._notes |= {note.id: note for note in store.notes.some([str(key[0]) for key in keys])}

    def _slice(self, store: Store, table: str) -> bool:
        """Read the next rows of a table; True when the screens should see them: the first ones, and all of them."""
        if table == "cases":
            first = self._case_cursor is None
            lines, self._case_cursor = store.cases.page(TOLD, facts=ASKED, before=self._case_cursor, limit=SLICE)
            self._hold(lines)
            ended = self._case_cursor is None
        else:
            first = self._note_cursor is None
            notes, self._note_cursor = store.notes.page(after=self._note_cursor, limit=SLICE)
            self._notes |= {note.id: note for note in notes}
            ended = self._note_cursor is None
        if ended:
            self._unread.discard(table)
        return first or ended

    def _hold(self, lines: tuple[CaseLine, ...]) -> None:
        self._cases |= {line.id: line for line in lines}

    def _sorted_cases(self) -> tuple[CaseLine, ...]:
        return tuple(sorted(self._cases.values(), key=lambda line: -line.order))

    def _sorted_notes(self) -> tuple[Note, ...]:
        return tuple(sorted(self._notes.values(), key=lambda note: note.order))
