"""The store: one object for everything that is the user's own. How to use it stands in the package's docstring."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Self, TypeVar

from desktop.store import archive, backups, checking, erasure, memory, merge, opening, recovery
from desktop.store import connection as access
from desktop.store.cases import Cases
from desktop.store.drafts import Drafts
from desktop.store.engine import Engine, Touched, utc_now
from desktop.store.errors import BadValueError, StoreBusyError
from desktop.store.marks import Bookmarks, Notes
from desktop.store.progress import silent
from desktop.store.readings import Readings
from desktop.store.records import Records
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from desktop.store.findings import (
        Backup,
        Checkup,
        Counts,
        Diagnosis,
        Erased,
        Mode,
        Repaired,
        Taken,
        Unreadable,
    )
    from desktop.store.kinds.kind import RecordKind
    from desktop.store.progress import Progress

R = TypeVar("R")

logger = logging.getLogger(__name__)


class Store:
    """The user's own data in a folder, or in memory (`Store.temporary`). Closing it ends undo and backs up what changed."""

    def __init__(
        self,
        folder: Path | None,
        *,
        now: Callable[[], datetime] = utc_now,
        network: bool | None = None,
        in_memory: bool = False,
        empty: bool = False,
    ) -> None:
        """Open or create the database. `network` says whether the folder is on a share; by default it is found out.

        Raises StoreError: see the package's docstring for what to offer then. `in_memory`: see `temporary`.
        """
        self._folder = folder
        if in_memory or folder is None:
            borrowed = memory.borrow(folder, now) if folder and not empty else None
            self.filled = borrowed is not None
            engine = borrowed or memory.memory_engine(now)
        else:
            self.filled = True
            engine = opening.open_engine(folder, now=now, network=network)
        self._engine: Engine = engine
        self.cases = Cases(engine)
        self.bookmarks = Bookmarks(engine)
        self.notes = Notes(engine)
        self.readings = Readings(engine)
        self.drafts = Drafts(engine)

    @classmethod
    def temporary(
        cls, folder: Path | None = None, *, now: Callable[[], datetime] = utc_now, empty: bool = False
    ) -> Self:
        """A store in memory, filled with what can be read in `folder` (`filled`); nothing outlives the program.

        `empty`: what is there is not shown; « Tout effacer » reaches it all the same.
        """
        return cls(folder, now=now, in_memory=True, empty=empty)

    @property
    def persistent(self) -> bool:
        """False for a store in memory."""
        return self._engine.persistent

    @property
    def path(self) -> Path:
        """The database file; `:memory:` for a store in memory."""
        return self._engine.path

    def of(self, kind: RecordKind[R]) -> Records[R]:
        """The records of any kind, with the verbs that all have."""
        return Records(self._engine, kind)

    def counts(self) -> Counts:
        """How much there is."""
        with self._engine.lock, access.translated(self.path):
            return backups.counts_of(self._engine.connection)

    # Undo

    @property
    def undo_label(self) -> str | None:
        """What `undo` would undo, in French, in the infinitive; None when there is nothing."""
        return self._engine.undo_label()

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again; None when there is nothing."""
        return self._engine.redo_label()

    def undo(self) -> str | None:
        """Undo the last action and return its label, None when there was none. Raises UndoConflictError."""
        return self._engine.undo()

    def redo(self) -> str | None:
        """Do the last undone action again and return its label, None when there was none. Raises UndoConflictError."""
        return self._engine.redo()

    def forget_undo(self) -> None:
        """End undo: what was erased leaves the log, the backups and the free pages of the file.

        Raises StoreBusyError while another window reads an older state; the purge then waits for the next close or opening.
        """
        self._engine.forget()
        erasure.purge(self._engine)

    def unreadable(self) -> tuple[Unreadable, ...]:
        """The records that were met and could not be decoded: set aside, while all the others are shown."""
        return self._engine.unreadable()

    def subscribe(self, watcher: Callable[[Touched], None]) -> None:
        """Have `watcher` called after each change with the keys of the rows a table, on the thread that made it.

        None in the place of the keys: any row of the table may have changed.
        """
        self._engine.subscribe(watcher)

    def changed_elsewhere(self) -> bool:
        """Whether another window changed the data since this was asked last; who subscribed is told. Raises StoreError."""
        return self._engine.changed_elsewhere()

    # To and from a file

    def save_to(self, path: Path, progress: Progress = silent) -> Counts:
        """« Sauvegarder mes données »: write everything to one file, whole or not at all. Raises StoreError.

        `progress` is told the share that is done; what it raises to cancel (CancelledError) leaves everything as it was.
        """
        return archive.write(self._engine, path, progress)

    @staticmethod
    def read_saved(path: Path, progress: Progress = silent) -> archive.Saved:
        """Read and check a file of saved data. Raises BadSavedFileError, NewerSavedFileError, CancelledError."""
        return archive.read(path, progress)

    def take_back(self, saved: archive.Saved, mode: Mode, progress: Progress = silent) -> Taken:
        """« Reprendre mes données »: all of it or nothing, after a backup; can be undone. Raises CancelledError too."""
        progress(0.0)
        if self.persistent:
            backups.make(self._engine, french("avant « Reprendre mes données »"))
        return merge.take_back(self._engine, saved, mode, progress)

    # Backups

    def backup(self, reason: str) -> Backup:
        """Make a checked backup now. Raises StoreError."""
        if not self.persistent:
            raise BadValueError("une base qui ne vit qu'en mémoire")
        return backups.read(self._back_up(reason))

    def backups(self) -> tuple[Backup, ...]:
        """The backups, newest first, each checked."""
        return backups.all_of(self.path) if self.persistent else ()

    @staticmethod
    def diagnose(folder: Path) -> Diagnosis:
        """What state a folder's database is in and which backups there are. Changes nothing, raises nothing."""
        return recovery.diagnose(folder)

    @staticmethod
    def restore(backup: Backup) -> None:
        """Put a backup in the place of its folder's database, which is set aside. Close the store first. Raises StoreError."""
        recovery.restore(backup.path)

    @staticmethod
    def start_afresh(folder: Path) -> None:
        """Set a database aside that can't be read and begin with an empty one; backups stay. Raises StoreError."""
        recovery.start_afresh(folder)

    @staticmethod
    def keep_present(folder: Path) -> None:
        """Go on with a database that is older than its backups. Close the store first. Raises StoreError."""
        recovery.keep_present(folder)

    @staticmethod
    def repair(folder: Path) -> Repaired:
        """Bring what can be read into a new database; the old one is set aside. Close the store first. Raises StoreError."""
        return recovery.repair(folder)

    def check(self) -> Checkup:
        """« Vérifier mes données »: the whole database, row by row. Raises StoreError."""
        return checking.check(self._engine)

    # The end

    def erase_all(self) -> Erased:
        """« Tout effacer »: data, backups, log, history, drafts and undo, at once and for good; what remains on the disk.

        The folder's files go whatever the store's state: a store in memory stands for files that could not be opened.
        """
        return erasure.erase_all(self._engine, self._folder)

    def close(self) -> None:
        """End undo, purge, back up if anything changed since the last backup, release the files.

        The files are released in any case; what failed before that is raised as a StoreError.
        """
        with self._engine.lock:
            if self._engine.closed:
                return
            self._engine.closed = True
            try:
                self._finish()
            finally:
                with access.translated(self.path):
                    self._engine.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _finish(self) -> None:
        self._engine.forget()
        if not self.persistent:
            return
        with contextlib.suppress(
            StoreBusyError
        ):  # another window reads: it purges when it closes, or the next opening does
            erasure.purge(self._engine)
        if self._changed_since_backup():
            self._back_up(french("à la fermeture"))

    def _back_up(self, reason: str) -> Path:
        path = backups.make(self._engine, french(reason))
        with self._engine.lock, access.translated(self.path), self._engine.transaction("IMMEDIATE"):
            self._engine.connection.execute(
                "INSERT OR REPLACE INTO meta (key, value) SELECT 'backed_up', value FROM meta WHERE key = 'sequence'"
            )
        return path

    def _changed_since_backup(self) -> bool:
        with access.translated(self.path):
            meta = dict(self._engine.connection.execute("SELECT key, value FROM meta"))
        return bool(meta.get("sequence", "0") != meta.get("backed_up", "0"))
