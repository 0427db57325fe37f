"""The file of « Sauvegarder mes données »: a zip with two JSON files, readable without this program.

`manifeste.json` says what it is: `{"type": "cap-palliatif-donnees", "format": 3, "fait": "2026-11-22T09:00:00+00:00",
"sha256": "…", "nombres": {"cases": 3, …}}`; `donnees.json` holds one list a kind of record (`cases`, each with its
`revisions`, `bookmarks` …: see `desktop.store.kinds`), oldest first, with the facts and plans as JSON. It is written
aside, read back, and only then put in place. See archive_reading.py for what is read.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING

from desktop import files
from desktop.store import connection as access
from desktop.store import kinds
from desktop.store.archive_reading import DATA, MANIFEST, TYPE, Saved, read
from desktop.store.errors import BadValueError
from desktop.store.findings import Counts
from desktop.store.progress import part, silent
from desktop.store.rows import Row, RowError, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import IO

    from desktop.store.engine import Engine, Unit
    from desktop.store.kinds import AnyKind
    from desktop.store.progress import Progress
    from desktop.store.rows import Json

PAGE = 100
"""Records that are read and written at a time; between two, a person may cancel."""

__all__ = ["Saved", "read", "suggested_name", "write"]


def suggested_name(now: datetime) -> str:
    """Name to propose: `cap-palliatif-donnees-2026-11-22.zip`."""
    return f"cap-palliatif-donnees-{now:%Y-%m-%d}.zip"


def write(engine: Engine, path: Path, progress: Progress = silent) -> Counts:
    """Write everything to a file, whole or not at all; cancelled, it leaves none. Raises StoreError."""
    with access.translated(path):
        for left in files.leftovers(path):  # of a process that was killed
            files.shred(left)
        with files.whole(path) as aside:
            with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as packed, engine.reading() as unit:
                with packed.open(DATA, "w", force_zip64=True) as content:
                    counts, digest = _write_data(unit, content, part(progress, 0.0, 0.7))
                manifest = {
                    "type": TYPE,
                    "format": kinds.file_format(),
                    "fait": stamp(engine.now()),
                    "sha256": digest,
                    "nombres": counts,
                }
                packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
            read(aside, part(progress, 0.7, 1.0))  # from here on the file is there: no cancelling any more
    return Counts(**counts)


def _write_data(unit: Unit, content: IO[bytes], progress: Progress) -> tuple[dict[str, int], str]:
    """Write the data, a record a line, so that one of ten thousand stands in memory; gives their numbers and their sum."""
    digest = hashlib.sha256()

    def put(words: str) -> None:
        raw = words.encode("utf-8")
        digest.update(raw)
        content.write(raw)

    lists = kinds.whole()
    total = sum(unit.count(kind.table) for kind in lists) or 1
    counts, done = {kind.table: 0 for kind in lists}, 0
    for place, kind in enumerate(lists):
        table = kind.table
        put(f"{'{' if not place else ','}\n{json.dumps(table)}: [")
        for records in _export(unit, kind):
            for record in records:
                put(f"{',' if counts[table] else ''}\n{json.dumps(record, ensure_ascii=False)}")
                counts[table] += 1
            done += PAGE
            progress(done / total)
        put("]")
    put("\n}\n")
    return counts, digest.hexdigest()


def _export(unit: Unit, kind: AnyKind) -> Iterator[list[dict[str, Json]]]:
    """The records of a kind with their parts, a page at a time, oldest first."""
    order = [int(row[0]) for row in unit.select(f"SELECT rowid FROM [{kind.table}] ORDER BY {kind.order}")]  # noqa: S608 - our own names
    for place in range(0, len(order), PAGE):
        numbers = tuple(order[place : place + PAGE])
        wanted = ", ".join("?" for _ in numbers)
        records = _sound(unit, kind, unit.rows(kind.table, f"rowid IN ({wanted})", numbers, order=kind.order))
        for part_kind in kinds.parts_of(kind):
            past = _parts(unit, part_kind, [str(record[kind.key[0]]) for record in records])
            for record in records:
                record[part_kind.table] = [*_sound(unit, part_kind, past.get(str(record[kind.key[0]]), []))]
        yield records


def _parts(unit: Unit, kind: AnyKind, owners: list[str]) -> dict[str, list[Row]]:
    """The parts of these records, oldest first."""
    found: dict[str, list[Row]] = {}
    if kind.owner is None:
        return found
    column = kind.owner.column
    places = ", ".join("?" for _ in owners)
    for row in unit.rows(kind.table, f"[{column}] IN ({places})", tuple(owners), order=kind.order):
        found.setdefault(str(row[column]), []).append(row)
    return found


def _sound(unit: Unit, kind: AnyKind, rows: list[Row]) -> list[dict[str, Json]]:
    """The rows that this program would read again; one that it would not is left out with a word, the others are saved."""
    records = []
    for row in rows:
        try:
            record = kind.record_of(row)
            kind.row_of(record)
        except (RowError, BadValueError):
            unit.met(kind.told(row))
        else:
            if kind.owner is not None:
                del record[kind.owner.column]  # it stands under its owner
            records.append(record)
    return records
