"""The one way from the screens to the user's own data: read from a snapshot, written on the worker thread, never lost."""

from __future__ import annotations

import itertools
import logging
import sys
import threading
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.store import StoreError, UnknownRecordError
from desktop.store.offering import NOT_KEPT, Opened, open_store
from desktop.store.snapshot import Snapshot, SnapshotReader, tables
from desktop.text.typography import french
from desktop.ui.access.elsewhere import Elsewhere
from desktop.ui.kit import notice
from desktop.ui.kit.garbage import set_apart

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QMessageBox

    from desktop.store import Case, Store, Unreadable
    from desktop.store.engine import Touched
    from desktop.store.snapshot import Read
    from desktop.ui.kit.worker import Worker

logger = logging.getLogger(__name__)
_T = TypeVar("_T")
AT_THE_END = "{} Ce qui était déjà gardé l’est toujours."
HELD = 16
"""Whole cases that are held at most, beside the lines of all: those that were looked at last."""


class _Pending(NamedTuple):
    """`run` does it on the worker's thread and gives what hands its result over on the window's."""

    run: Callable[[Store], Callable[[], None]]
    failed: Callable[[StoreError], None] | None


class UserData(QObject):
    """The user's store, opened at the first need. One a window: `Context.data`.

    `folder` holds the database, None keeps it in memory; `say` tells the user something at the foot of the window.

    `snapshot` is what was last read; `store` is None until `ready` was emitted, and again once the window closes.
    """

    ready = Signal()
    """The store is open: `snapshot` holds what there is."""
    changed = Signal(object)
    """A frozenset of table names: `snapshot` holds them as they are now."""
    trouble = Signal(object)
    """An `Opened` without a store: a person must choose. See `desktop.ui.user_data.recovery`."""
    erased = Signal()
    """« Tout effacer » was done: forget what is in hand."""
    _told = Signal(object)

    def __init__(self, folder: Path | None, worker: Worker, say: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._worker = worker
        self._say = say
        self.store: Store | None = None
        self.snapshot = Snapshot()
        self.warning = ""
        self.set_aside: list[Unreadable] = []
        self._opening = False
        self._asked = False
        self._notice: QMessageBox | None = None
        self._reader = SnapshotReader()
        self._reading = False
        self._begun = False
        self._cases: dict[str, Case | None] = {}
        self._pending: deque[_Pending] = deque()
        self._turn = threading.Lock()
        self._numbers = itertools.count()
        self._elsewhere = Elsewhere(self)
        self._elsewhere.suspected.connect(self._look_elsewhere)
        self._told.connect(self._refresh)

    def open(self) -> None:
        """Open the store on the worker thread, once."""
        if self._opening:
            return
        self._opening = True
        self._worker.submit("donnees.ouverture", lambda: open_store(self._folder), self._on_opened)

    def adopt(self, opened: Opened) -> None:
        """Go on with a store that was restored, begun afresh, or lives in memory."""
        self._on_opened(opened)

    def write(
        self,
        task: Callable[[Store], _T],
        done: Callable[[_T], object] | None = None,
        failed: Callable[[StoreError], None] | None = None,
    ) -> None:
        """Run `task` on the worker thread, after those given before; what still waits when the window closes is run then.

        `done` gets the result on the window's thread, when it is on disk. What goes wrong is shown, unless `failed` takes it.
        """

        def run(store: Store) -> Callable[[], None]:
            value = task(store)

            def hand_over() -> None:
                if done is not None:
                    done(value)

            return hand_over

        with self._turn:
            self._pending.append(_Pending(run, failed))
        self.open()
        if self.store is not None:
            self._submit()

    @property
    def is_settled(self) -> bool:
        """Whether what there is was read, or can't be without a person's choice."""
        return self._begun or self._asked

    def case(self, key: str) -> Case | None:
        """A kept case with its plan, None when it is gone or the store is not open; read from the disk at the first need."""
        if key not in self._cases:
            if self.store is None:
                return None
            try:
                self.hold(self.store.cases.get(key))
            except UnknownRecordError:
                return None
            except StoreError as error:
                self._cases[key] = None
                self.show_error(error)
        return self._cases[key]

    def hold(self, case: Case) -> None:
        """Have a case that was just read or written at hand."""
        self._cases.pop(case.id, None)
        self._cases[case.id] = case
        while len(self._cases) > HELD:
            del self._cases[next(iter(self._cases))]

    def undo(self) -> None:
        """Undo the last action and say which."""
        self.write(lambda store: store.undo(), lambda label: self._say_turned("Annulé", label))

    def redo(self) -> None:
        """Do the last undone action again and say which."""
        self.write(lambda store: store.redo(), lambda label: self._say_turned("Rétabli", label))

    def close(self) -> None:
        """Write what still waits, release the files. Called when the window closes; what fails is said before it is gone."""
        self._elsewhere.release()
        store, self.store = self.store or self._opened_at_last(), None
        if store is None:
            return
        refusals: list[StoreError] = []
        while (pending := self._next()) is not None:
            self._attempt(partial(pending.run, store), refusals)
        self._attempt(store.close, refusals)
        if refusals:
            notice.say_and_wait("Vos données", f"{refusals[0].message}", AT_THE_END.format(refusals[0].action))

    def _opened_at_last(self) -> Store | None:
        """Something waits for a store that was still being opened when the window closed: open it now, to write that."""
        if not self._pending or self._asked:
            return None
        opened = open_store(self._folder)
        if opened.store is not None and opened.store.persistent:
            return opened.store
        logger.warning("what waited can't be written: %s", type(opened.error).__name__)
        return None

    @staticmethod
    def _attempt(task: Callable[[], object], refusals: list[StoreError]) -> None:
        """Run one of the last tasks; whatever becomes of it, those that follow are run too."""
        try:
            task()
        except StoreError as error:
            logger.exception("at the closing of the window")
            refusals.append(error)
        except Exception as error:  # noqa: BLE001 - handed over to where all such errors go
            sys.excepthook(type(error), error, error.__traceback__)

    def reopen(self, replace: Callable[[], _T], done: Callable[[_T], object] | None = None) -> None:
        """Close the store, do something with its files (a backup put back), and open it again.

        `done` gets what `replace` returned once the store is open; what goes wrong is shown, and what was there is opened.
        """
        store, self.store = self.store, None
        made: list[_T] = []
        refusals: list[StoreError] = []

        def task() -> Opened:
            try:
                if store is not None:
                    store.close()
            except StoreError as error:  # its files are released all the same; it may be what is to be mended
                logger.warning("the store could not be closed well: %s", type(error).__name__)
            try:
                made.append(replace())
            except StoreError as error:
                refusals.append(error)
            return open_store(self._folder)

        def reopened(opened: Opened) -> None:
            self._on_opened(opened)
            for error in refusals:
                self.show_error(error)
            if made and done is not None:
                done(made[0])

        self._worker.submit("donnees.ouverture", task, reopened)

    # -- on the worker thread

    def _next(self) -> _Pending | None:
        with self._turn:
            return self._pending.popleft() if self._pending else None

    def _work(self) -> Callable[[], None] | None:
        """Do what is next; gives what is to be done of it on the window's thread."""
        pending, store = self._next(), self.store
        if pending is None or store is None:
            return None
        try:
            return pending.run(store)
        except StoreError as error:
            logger.warning("the store refused: %s", type(error).__name__)
            return partial(pending.failed or self.show_error, error)

    # -- on the window's thread

    def _submit(self) -> None:
        self._worker.submit(f"donnees.{next(self._numbers)}", self._work, self._on_worked)

    @staticmethod
    def _on_worked(hand_over: Callable[[], None] | None) -> None:
        if hand_over is not None:
            hand_over()

    def _on_opened(self, opened: Opened) -> None:
        self._asked = opened.store is None
        if opened.store is None:
            self.trouble.emit(opened)
            return
        self.store = opened.store
        self.warning = ""
        self.set_aside.clear()
        # Called on the thread that wrote: the signal brings it to the window's.
        opened.store.subscribe(self._told.emit)
        if opened.error is not None:
            self.warning = f"{opened.error} {NOT_KEPT}"
            self.show_error(opened.error, NOT_KEPT)
        self._begun = False
        if opened.store.persistent:
            self._elsewhere.watch(opened.store.path)
        self._refresh(dict.fromkeys(tables()))
        for _ in range(len(self._pending)):
            self._submit()

    def _refresh(self, touched: Touched) -> None:
        for (key,) in touched.get("cases") or ():
            self._cases.pop(str(key), None)
        if touched.get("cases", ()) is None:
            self._cases.clear()
        self._reader.note_change(touched)
        self._read_on()

    def _read_on(self) -> None:
        """One step at a time: what is asked of the worker meanwhile (a search) goes between two."""
        store = self.store
        if store is None or self._reading or not self._reader.wants:
            return
        self._reading = True
        self._worker.submit(
            "donnees.lecture",
            lambda: self._reader.step(store),
            self._on_read,
            lambda error: self._on_unread(error, store),
        )

    def _on_read(self, read: Read) -> None:
        self._reading = False
        if read.snapshot.whole and not self.snapshot.whole:
            set_apart(len(read.snapshot.cases) + len(read.snapshot.notes))
        self.snapshot = read.snapshot
        if not self._begun:
            self._begun = True
            self.ready.emit()
        if read.tables:
            self.changed.emit(read.tables)
        self._read_on()

    def _on_unread(self, error: Exception, store: Store) -> None:
        self._reading = False
        if self.store is not store:
            self._read_on()  # it was closed meanwhile: another one, or none, is read now
        elif isinstance(error, StoreError):
            self.show_error(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    def _look_elsewhere(self) -> None:
        """Ask the store, which tells its watchers: every screen follows as after a change of its own."""
        if (store := self.store) is not None:
            self._worker.submit("donnees.ailleurs", store.changed_elsewhere, lambda _changed: None)

    def _say_turned(self, word: str, label: object) -> None:
        nothing = "Il n’y a rien à annuler." if word == "Annulé" else "Il n’y a rien à rétablir."
        self._say(french(f"{word} : {label}.") if label else nothing)

    def show_error(self, error: StoreError, more: str = "") -> None:
        """Show what went wrong and what to do, until it is read; the same said again while it is read adds nothing."""
        detail = f"{error.action} {more}".strip()
        if self._notice is not None and (self._notice.text(), self._notice.informativeText()) == (
            error.message,
            detail,
        ):
            return
        self._notice = box = notice.notice("Vos données", error.message, detail)
        box.finished.connect(lambda: self._forget(box))

    def _forget(self, box: QMessageBox) -> None:
        if self._notice is box:
            self._notice = None
