"""Open the database, or find out what can be offered instead. No Qt; called on the worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.store import BehindError, DamagedDatabaseError, MissingDatabaseError, Store, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.store import Diagnosis

NOT_KEPT = "Ce que vous faites maintenant ne sera pas gardé à la fermeture."


@dataclass(frozen=True, slots=True)
class Opened:
    """`store` is None when a person must choose first: `diagnosis` then says what there is. `error` is what went wrong."""

    store: Store | None
    error: StoreError | None = None
    diagnosis: Diagnosis | None = None


def open_store(folder: Path | None) -> Opened:
    """The store of a folder; in memory where it can't be written, or where there is no folder."""
    if folder is None:
        return Opened(Store.temporary())
    try:
        return Opened(Store(folder))
    except (DamagedDatabaseError, MissingDatabaseError, BehindError) as error:
        return Opened(None, error, Store.diagnose(folder))
    except StoreError as error:
        return Opened(Store.temporary(folder), error)


def open_without(folder: Path | None) -> Opened:
    """An empty store in memory: one goes on without keeping anything. « Tout effacer » reaches the folder all the same."""
    return Opened(Store.temporary(folder, empty=True))
