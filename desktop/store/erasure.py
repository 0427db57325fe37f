"""Erasing for good: from the pages, the log, the backups and what was set aside.

What the user erases leaves its page at once (`secure_delete`); older copies of it may stand in the write-ahead log and in
backups until `purge`. The ids concerned are written down in the same transaction (`to_purge`), so that a kill in between
only postpones the purge to the next opening.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import files
from desktop.errors import system_reason
from desktop.paths import PRINTOUTS
from desktop.store import backups, frozen, kinds, sqlite
from desktop.store import connection as access
from desktop.store.engine import EVERYTHING, Engine
from desktop.store.errors import StoreBusyError, StoreError
from desktop.store.findings import Erased, Remains
from desktop.store.memory import make_empty
from desktop.store.schema import APPLICATION_ID, FILE_NAME
from desktop.store.shares import is_network_share
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

logger = logging.getLogger(__name__)

ASIDE = "mise-de-cote-"
"""Start of the name of the folders in which databases that gave way to a backup are set aside."""

ERASING = "erasing"
"""In `meta`: « Tout effacer » has begun; the next opening ends it."""

_TEMPORARY = "cap-palliatif-"
"""Start of the name of the folders in which earlier versions read a database that they could not write."""
_LONG_AGO = 600.0
"""Seconds after which such a folder is that of a process that was killed."""
_OURS = re.compile(
    rf"{re.escape(FILE_NAME)}(-wal|-shm|-journal)?|reprise\.sqlite3(-wal|-shm|-journal)?|lignes-illisibles\.json"
)
_MAGIC = b"SQLite format 3\x00"


def finish(engine: Engine) -> None:
    """At the opening: end what a killed process began to erase."""
    if not engine.persistent:
        return
    with engine.lock, access.translated(engine.path):
        # Plain SQL: an opening with nothing to end must not pay for importing sqlite-utils.
        started = engine.connection.execute("SELECT count(*) FROM meta WHERE key = ?", (ERASING,)).fetchone()[0]
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
                backups.make(engine, french("après un effacement"))
                for path in concerned:
                    files.shred(path)
                _drop_empty_folders(engine.path.parent)
        with engine.transaction("IMMEDIATE"):
            engine.connection.executemany("DELETE FROM to_purge WHERE id = ?", [(name,) for name in waiting])
        if engine.persistent:
            _checkpoint(engine)


def erase_all(engine: Engine, folder: Path | None) -> Erased:
    """« Tout effacer »: rows, undo, and in `folder` the backups, the log, what was set aside; then look at what remains.

    No way back; ends at the next opening if killed. A disk or a window in the way stops nothing else: what it kept from being
    erased is told, with the reason.
    """
    with engine.lock:
        engine.forget()
        engine.forget_unreadable()
        refused: dict[Path, str] = {}
        try:
            with access.translated(engine.path):
                _empty(engine)
                if engine.persistent:
                    _finish_erasing(engine)
        except StoreError as error:
            logger.warning("erasing from within the database was refused: %s", type(error).__name__)
            if engine.persistent and not isinstance(error, StoreBusyError):
                engine.connection.close()
                refused |= _begin_anew(engine)
            elif isinstance(error, StoreBusyError):
                refused[engine.path] = french("une autre fenêtre de Cap palliatif l'occupe")
        if folder is not None:
            refused |= _erase_files(folder, spared=() if not engine.persistent else _database_files(engine.path))
    engine.tell(dict.fromkeys(kinds.tables()))
    return Erased(tuple(_remaining(folder, refused)) if folder is not None else ())


def sweep_temporary(*, old: bool) -> None:
    """Remove the copies that killed processes of earlier versions left in the system's temporary folder; `old`: not recent ones."""
    for place in Path(tempfile.gettempdir()).glob(f"{_TEMPORARY}*"):
        with contextlib.suppress(
            OSError
        ):  # not ours to look into, or gone meanwhile: looked at again when all is erased
            found = place.lstat()
            if place.is_symlink() or not place.is_dir() or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
                continue
            if old and time.time() - found.st_mtime < _LONG_AGO:
                continue
            held = list(place.iterdir())
            if held and all(_OURS.fullmatch(path.name) and files.is_ours(path) for path in held):
                for path in held:
                    files.shred(path)
                place.rmdir()


def _empty(engine: Engine) -> None:
    with engine.transaction("IMMEDIATE"):
        for table in (*reversed(kinds.tables()), "to_purge"):  # parts before what they are parts of
            engine.connection.execute(f"DELETE FROM [{table}]")  # noqa: S608  # our own names
        engine.connection.execute("DELETE FROM meta WHERE key <> 'sequence'")
        engine.connection.execute("INSERT INTO meta (key, value) VALUES (?, '1')", (ERASING,))


def _finish_erasing(engine: Engine) -> None:
    with engine.lock, access.translated(engine.path):
        _erase_files(engine.path.parent, spared=_database_files(engine.path))
        _compact(engine)
        with engine.transaction("IMMEDIATE"):
            engine.connection.execute("DELETE FROM meta WHERE key = ?", (ERASING,))
        _checkpoint(engine)


def _begin_anew(engine: Engine) -> dict[Path, str]:
    """Where nothing can be erased from within (a full disk, a limit, damage): the files go, an empty database takes their place.

    The copies go first: killed in between, one finds one's data still there, and never a backup of what was erased.
    """
    refused = _erase_files(engine.path.parent, spared=_database_files(engine.path))
    refused |= _shred_all(_database_files(engine.path))
    try:
        if engine.path not in refused:
            make_empty(engine.path)
            files.tighten(engine.path)
        engine.reconnect(access.connect(engine.path, network=is_network_share(engine.path.parent)))
    except (StoreError, OSError, *sqlite.ERRORS) as error:
        # No room for an empty one either: the rest of this session lives in memory.
        logger.warning("no empty database can be made: %s", type(error).__name__)
        engine.go_on_in_memory()
    return refused


def _erase_files(folder: Path, spared: Iterable[Path]) -> dict[Path, str]:
    """Shred every file of ours in a data folder but `spared`; what could not be, with the reason."""
    sweep_temporary(old=False)
    files.open_up(folder)
    files.open_up(folder / backups.FOLDER)
    kept = set(spared)
    refused = _shred_all(path for path in _ours_in(folder) if path not in kept)
    _drop_empty_folders(folder)
    return refused


def _shred_all(paths: Iterable[Path]) -> dict[Path, str]:
    refused = {}
    for path in paths:
        try:
            files.shred(path)
        except OSError as error:
            refused[path] = system_reason(error)
    return refused


def _ours_in(folder: Path) -> Iterator[Path]:
    """Files that hold the user's data: backups, what was set aside or being written, copies of any name; the database last."""
    found = [path for path in _files_in(folder) if _is_data(folder, path)]
    yield from sorted(found, key=lambda path: (path.parent == folder, path.name))


def _is_data(folder: Path, path: Path) -> bool:
    name = path.name
    if path.parent == folder / PRINTOUTS:
        return True
    in_backups = path.parent == folder / backups.FOLDER
    if (
        _OURS.fullmatch(name)
        or (name.startswith(".") and ".tmp" in name)
        or (in_backups and name.startswith("cap-palliatif-"))
    ):
        return True
    try:
        with files.open_regular(path) as handle:
            head = handle.read(72)  # of a copy, under a name that a synchronisation or a person gave it
            return head.startswith(_MAGIC) and head[68:] == APPLICATION_ID.to_bytes(4, "big")
    except OSError:
        return False


def _files_in(folder: Path) -> Iterator[Path]:
    for place in (folder, folder / backups.FOLDER, folder / PRINTOUTS, *sorted(folder.glob(f"{ASIDE}*"))):
        with contextlib.suppress(OSError):  # not there, or no folder
            yield from (path for path in place.iterdir() if path.is_symlink() or not path.is_dir())


def _remaining(folder: Path, refused: dict[Path, str]) -> Iterator[Remains]:
    """Look at the disk: what still stands in the data folder, other than a database that holds nothing."""
    database = folder / FILE_NAME
    spared = set(_database_files(database)) if _holds_nothing(database) else set()
    for path in _files_in(folder):
        if path in spared and path not in refused:
            continue
        ours = path in refused or _is_data(folder, path)
        reason = "il n'a pas pu être effacé" if ours else "le programme ne l'a pas fait : effacez-le vous-même"
        yield Remains(path, refused.get(path, french(reason)), ours)


def _holds_nothing(database: Path) -> bool:
    try:
        with contextlib.closing(frozen.opened(database)) as connection:
            return not any(
                connection.execute(f"SELECT count(*) FROM [{table}]").fetchone()[0]  # noqa: S608  # our own names
                for table in kinds.tables()
            )
    except FileNotFoundError:
        return True
    except (StoreError, OSError, *sqlite.ERRORS):
        return False


def _compact(engine: Engine) -> None:
    engine.connection.execute("VACUUM")
    _checkpoint(engine)


def _checkpoint(engine: Engine) -> None:
    busy = engine.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise StoreBusyError(engine.path)


def _database_files(database: Path) -> list[Path]:
    return [database.with_name(database.name + suffix) for suffix in ("-wal", "-shm", "-journal", "")]


def _copies(database: Path) -> list[Path]:
    asides = [path for place in database.parent.glob(f"{ASIDE}*") if place.is_dir() for path in place.iterdir()]
    return [*backups.paths_of(database), *(path for path in asides if not path.is_dir())]


def _holding(database: Path, identifiers: list[str]) -> list[Path]:
    copies = _copies(database)
    if EVERYTHING in identifiers:
        return copies
    needles = [name.encode() for name in identifiers]
    return [path for path in copies if files.holds(path, needles)]


def _drop_empty_folders(folder: Path) -> None:
    for place in (folder / backups.FOLDER, folder / PRINTOUTS, *folder.glob(f"{ASIDE}*")):
        with contextlib.suppress(OSError):  # something stands in it: it is told among what remains
            place.rmdir()
