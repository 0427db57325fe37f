"""The file of « Sauvegarder mes données »: a zip with two JSON files, readable without this program.

`manifeste.json` says what it is: `{"type": "cap-palliatif-donnees", "format": 3, "fait": "2026-11-22T09:00:00+00:00",
"sha256": "…", "nombres": {"cases": 3, …}}`; `donnees.json` holds one list a kind of record (`cases`, each with its
`revisions`, `bookmarks`, `notes`, `readings`, `drafts`), oldest first, with the facts and plans as JSON. It is written
aside, read back, and only then put in place. See archive_reading.py for what is read.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING

from desktop import files
from desktop.store import connection as access
from desktop.store.archive_reading import DATA, FORMAT, LISTS, MANIFEST, TYPE, Saved, read, row_of
from desktop.store.errors import BadValueError
from desktop.store.progress import part, silent
from desktop.store.records import Counts
from desktop.store.rows import Row, RowError, load, stamp
from desktop.store.unreadable import JSON_COLUMNS, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import IO

    from desktop.store.engine import Engine, Unit
    from desktop.store.progress import Progress
    from desktop.store.records import Json

PAGE = 100
"""Records that are read and written at a time; between two, a person may cancel."""

__all__ = ["FORMAT", "Saved", "read", "suggested_name", "write"]


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
                    "format": FORMAT,
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

    total = sum(unit.count(table) for table in LISTS) or 1
    counts, done = dict.fromkeys(LISTS, 0), 0
    for place, table in enumerate(LISTS):
        put(f"{'{' if not place else ','}\n{json.dumps(table)}: [")
        for records in _export(unit, table):
            for record in records:
                put(f"{',' if counts[table] else ''}\n{json.dumps(record, ensure_ascii=False)}")
                counts[table] += 1
            done += PAGE
            progress(done / total)
        put("]")
    put("\n}\n")
    return counts, digest.hexdigest()


def _export(unit: Unit, table: str) -> Iterator[list[dict[str, Json]]]:
    """The records of a table, a page at a time, oldest first."""
    order = [int(row[0]) for row in unit.select(f"SELECT rowid FROM [{table}] ORDER BY seq")]  # noqa: S608 - our own names
    for place in range(0, len(order), PAGE):
        numbers = tuple(order[place : place + PAGE])
        wanted = ", ".join("?" for _ in numbers)
        records = _sound(unit, table, unit.rows(table, f"rowid IN ({wanted})", numbers, order="seq"))
        if table == "cases":
            past = _past(unit, [str(record["id"]) for record in records])
            for record in records:
                record["revisions"] = [*_sound(unit, "revisions", past.get(str(record["id"]), []), without="case_id")]
        yield records


def _past(unit: Unit, cases: list[str]) -> dict[str, list[Row]]:
    """The earlier states of these cases, oldest first."""
    found: dict[str, list[Row]] = {}
    places = ", ".join("?" for _ in cases)
    for row in unit.rows("revisions", f"case_id IN ({places})", tuple(cases), order="number"):
        found.setdefault(str(row["case_id"]), []).append(row)
    return found


def _sound(unit: Unit, table: str, rows: list[Row], without: str = "") -> list[dict[str, Json]]:
    """The rows that this program would read again; one that it would not is left out with a word, the others are saved."""
    records = []
    for row in rows:
        try:
            record = _open_row(row)
            row_of(table, record)
        except (RowError, BadValueError):
            unit.met(told(table, row))
        else:
            record.pop(without, None)
            records.append(record)
    return records


def _open_row(row: Row) -> dict[str, Json]:
    return {column: load(value) if column in JSON_COLUMNS else value for column, value in row.items()}
