"""Open the database, or find out what can be offered instead. No Qt; called on the worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.store import DamagedDatabaseError, MissingDatabaseError, Store, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.store import Bookmark, Case, Diagnosis, Draft, Note

ORIENTATION = "orientation"
"""The questionnaire whose draft is shown by « Reprendre »."""
NOT_KEPT = "Ce que vous faites maintenant ne sera pas gardé à la fermeture."


@dataclass(frozen=True, slots=True)
class Opened:
    """`store` is None when a person must choose first: `diagnosis` then says what there is. `error` is what went wrong."""

    store: Store | None
    error: StoreError | None = None
    diagnosis: Diagnosis | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the screens read without touching the disk; taken anew after each change."""

    cases: tuple[Case, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    notes: tuple[Note, ...] = ()
    draft: Draft | None = None


def open_store(folder: Path | None) -> Opened:
    """The store of a folder; in memory where it can't be written, or where there is no folder."""
    if folder is None:
        return Opened(Store.temporary())
    try:
        return Opened(Store(folder))
    except (DamagedDatabaseError, MissingDatabaseError) as error:
        return Opened(None, error, Store.diagnose(folder))
    except StoreError as error:
        return Opened(Store.temporary(folder), error)


def read_snapshot(store: Store, before: Snapshot, tables: frozenset[str]) -> Snapshot:
    """What the screens read, after these tables changed; the others are taken from `before`."""
    cases = store.cases.all() if tables & {"cases", "revisions"} else before.cases
    bookmarks = store.bookmarks.all() if "bookmarks" in tables else before.bookmarks
    notes = store.notes.all() if "notes" in tables else before.notes
    draft = store.drafts.get(ORIENTATION) if "drafts" in tables else before.draft
    return Snapshot(cases, bookmarks, notes, draft)
