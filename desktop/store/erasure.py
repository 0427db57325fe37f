"""Erasing for good: from the pages, the log, the backups and what was set aside.

What the user erases leaves its page at once (`secure_delete`); older copies of it may stand in the write-ahead log and in
backups until `purge`. The ids concerned are written down in the same transaction (`to_purge`), so that a kill in between
only postpones the purge to the next opening.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from desktop import files
from desktop.corpus.typographie import typographier
from desktop.store import backups
from desktop.store import connection as access
from desktop.store.engine import EVERYTHING, Engine
from desktop.store.errors import StoreBusyError
from desktop.store.schema import KEYS

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)

ASIDE = "mise-de-cote-"
"""Start of the name of the folders in which databases that gave way to a backup are set aside."""

_ERASING = "erasing"


def finish(engine: Engine) -> None:
    """At the opening: end what a killed process began to erase."""
    if not engine.persistent:
        return
    with engine.lock, access.translated(engine.path):
        # Plain SQL: an opening with nothing to end must not pay for importing sqlite-utils.
        started = engine.connection.execute("SELECT count(*) FROM meta WHERE key = ?", (_ERASING,)).fetchone()[0]
        waiting = engine.connection.execute("SELECT count(*) FROM to_purge").fetchone()[0]
    try:
        if started:
            _finish_erasing(engine)
        elif waiting:
            purge(engine)
    except StoreBusyError:
        logger.info("another process is reading: what is left to purge waits for the next opening or closing")


def purge(engine: Engine) -> None:
    """Make what was erased vanish from every file. Raises StoreBusyError while another process reads: try again later."""
    with engine.lock, access.translated(engine.path):
        waiting = [str(row[0]) for row in engine.connection.execute("SELECT id FROM to_purge")]
        if not waiting:
            return
        if engine.persistent:
            _compact(engine)
            concerned = _holding(engine.path, waiting)
            if concerned:
                # One good backup without what was erased, before those with it go.
                backups.make(engine, typographier("après un effacement"))
                for path in concerned:
                    files.shred(path)
                _drop_empty_asides(engine.path.parent)
        with engine.transaction("IMMEDIATE"):
            engine.connection.executemany("DELETE FROM to_purge WHERE id = ?", [(name,) for name in waiting])
        if engine.persistent:
            _checkpoint(engine)


def erase_all(engine: Engine) -> None:
    """« Tout effacer »: rows, undo, backups, log, what was set aside. No way back; ends at the next opening if killed.

    Raises StoreBusyError when another process still reads an older state: the rows are gone, the files follow later.
    """
    with engine.lock, access.translated(engine.path):
        engine.forget()
        with engine.transaction("IMMEDIATE"):
            for table in ("revisions", *(name for name in KEYS if name != "revisions"), "to_purge", "meta"):
                engine.connection.execute(f"DELETE FROM [{table}]")  # noqa: S608  # our own names
            engine.connection.execute("INSERT INTO meta (key, value) VALUES ('sequence', '0'), (?, '1')", (_ERASING,))
        if engine.persistent:
            _finish_erasing(engine)
    engine.tell(dict.fromkeys(KEYS))


def _finish_erasing(engine: Engine) -> None:
    with engine.lock, access.translated(engine.path):
        folder = engine.path.parent
        for path in [*_copies(engine.path), *backups.folder_of(engine.path).glob(".*.tmp*"), *folder.glob(".*.tmp*")]:
            files.shred(path)
        _drop_empty_asides(folder)
        if backups.folder_of(engine.path).is_dir() and not any(backups.folder_of(engine.path).iterdir()):
            backups.folder_of(engine.path).rmdir()
        _compact(engine)
        with engine.transaction("IMMEDIATE"):
            engine.connection.execute("DELETE FROM meta WHERE key = ?", (_ERASING,))
        _checkpoint(engine)


def _compact(engine: Engine) -> None:
    engine.connection.execute("VACUUM")
    _checkpoint(engine)


def _checkpoint(engine: Engine) -> None:
    busy = engine.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise StoreBusyError(engine.path)


def _copies(database: Path) -> list[Path]:
    asides = [path for place in database.parent.glob(f"{ASIDE}*") for path in place.iterdir()]
    return [*backups.paths_of(database), *asides]


def _holding(database: Path, identifiers: list[str]) -> list[Path]:
    copies = _copies(database)
    if EVERYTHING in identifiers:
        return copies
    needles = [name.encode() for name in identifiers]
    return [path for path in copies if files.holds(path, needles)]


def _drop_empty_asides(folder: Path) -> None:
    for place in folder.glob(f"{ASIDE}*"):
        if not any(place.iterdir()):
            place.rmdir()
