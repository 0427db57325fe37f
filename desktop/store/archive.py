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
from desktop.store.records import Counts
from desktop.store.rows import Row, RowError, load, stamp
from desktop.store.unreadable import JSON_COLUMNS, told

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from desktop.store.engine import Engine, Unit
    from desktop.store.records import Json

__all__ = ["FORMAT", "Saved", "read", "suggested_name", "write"]


def suggested_name(now: datetime) -> str:
    """Name to propose: `cap-palliatif-donnees-2026-11-22.zip`."""
    return f"cap-palliatif-donnees-{now:%Y-%m-%d}.zip"


def write(engine: Engine, path: Path) -> Counts:
    """Write everything to a file, whole or not at all. Raises StoreError."""
    with engine.reading() as unit:
        content = {table: _export(unit, table) for table in LISTS}
    counts = Counts(**{table: len(content[table]) for table in LISTS})
    data = json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")
    manifest = {
        "type": TYPE,
        "format": FORMAT,
        "fait": stamp(engine.now()),
        "sha256": hashlib.sha256(data).hexdigest(),
        "nombres": {table: len(content[table]) for table in LISTS},
    }
    with access.translated(path):
        for left in files.leftovers(path):  # of a process that was killed
            files.shred(left)
        with files.whole(path) as aside:
            with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as packed:
                packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
                packed.writestr(DATA, data)
            read(aside)
    return counts


def _export(unit: Unit, table: str) -> list[dict[str, Json]]:
    records = _sound(unit, table, unit.rows(table, order="seq"))
    if table == "cases":
        for record in records:
            earlier = unit.rows("revisions", "case_id = ?", (str(record["id"]),), order="number")
            record["revisions"] = [*_sound(unit, "revisions", earlier, without="case_id")]
    return records


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
