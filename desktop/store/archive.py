"""The file of « Sauvegarder mes données »: a zip with two JSON files, readable without this program.

`manifeste.json` says what it is: `{"type": "cap-palliatif-donnees", "format": 3, "fait": "2026-11-22T09:00:00+00:00",
"sha256": "…", "nombres": {"cases": 3, …}}`; `donnees.json` holds one list a kind of record (`cases`, each with its
`revisions`, `bookmarks`, `notes`, `readings`, `drafts`), oldest first, with the facts and plans as JSON. It is written
aside, read back, and only then put in place. Reading trusts nothing: names, sizes, sum, format, and every value are
checked before anything is taken.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop import files
from desktop.store import connection as access
from desktop.store.errors import BadSavedFileError, BadValueError, NewerSavedFileError
from desktop.store.records import ABOUT_MAX, Counts
from desktop.store.rows import (
    Row,
    RowError,
    Value,
    dump,
    identifier,
    load,
    moment,
    one_line,
    plain_text,
    stamp,
    typed_text,
)
from desktop.store.schema import COLUMNS, KEYS, MANY_DRAFTS, OPTIONAL
from desktop.store.unreadable import DECODERS, JSON_COLUMNS, told

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from desktop.store.engine import Engine, Unit
    from desktop.store.records import Json

FORMAT = 3
"""2: a case may carry `review`, the day on which it is to be looked at again (« 2026-11-30 » or null). 3: several drafts of one
questionnaire, with `words` being typed; states with the `instant` that their plan speaks of."""
TYPE = "cap-palliatif-donnees"
MANIFEST = "manifeste.json"
DATA = "donnees.json"

SIZE_MAX = 256 * 1024 * 1024
"""Largest file, packed or not, that is read, in bytes; some hundred thousand cases."""

_HUGE = "il est démesurément grand"
_MANIFEST_MAX = 64 * 1024
_ROWS_MAX = 1_000_000

_EMPTY = frozenset().union(*OPTIONAL.values())
_IDENTIFIERS = frozenset({"id", "case_id", "target", "questionnaire"})

_SINCE: dict[int, dict[str, dict[str, Value]]] = {
    2: {"cases": {"review": None}},
    3: {"cases": {"instant": ""}, "revisions": {"instant": ""}, "drafts": {"words": ""}},
}
"""What a format added, and what an earlier file is read as."""
_NAMED = 3
"""The format from which on a draft has an id of its own."""

_LISTS = ("cases", "bookmarks", "notes", "readings", "drafts")


@dataclass(frozen=True, slots=True)
class Saved:
    """A file of saved data, read and checked. `rows` are rows of the database, oldest first."""

    path: Path
    made: datetime
    counts: Counts
    rows: dict[str, list[Row]]


def suggested_name(now: datetime) -> str:
    """Name to propose: `cap-palliatif-donnees-2026-11-22.zip`."""
    return f"cap-palliatif-donnees-{now:%Y-%m-%d}.zip"


def write(engine: Engine, path: Path) -> Counts:
    """Write everything to a file, whole or not at all. Raises StoreError."""
    with engine.reading() as unit:
        content = {table: _export(unit, table) for table in _LISTS}
    counts = Counts(**{table: len(content[table]) for table in _LISTS})
    data = json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")
    manifest = {
        "type": TYPE,
        "format": FORMAT,
        "fait": stamp(engine.now()),
        "sha256": hashlib.sha256(data).hexdigest(),
        "nombres": {table: len(content[table]) for table in _LISTS},
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


def read(path: Path) -> Saved:
    """Read a file and check everything in it. Raises BadSavedFileError, NewerSavedFileError, StoreAccessError."""
    with access.translated(path):
        if path.stat().st_size > SIZE_MAX:
            raise BadSavedFileError(path, _HUGE)
        raw = path.read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            manifest = _manifest(packed, path)
            data = _member(packed, DATA, SIZE_MAX, path)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        # What zipfile says of bytes that are no zip, or a damaged one; the file itself was read whole.
        raise BadSavedFileError(path, "ce n'est pas un fichier entier (zip)") from error
    if hashlib.sha256(data).hexdigest() != manifest["sha256"]:
        raise BadSavedFileError(path, "sa somme de contrôle ne correspond pas, il a été abîmé ou modifié")
    content = _object(data, path)
    try:
        rows = _rows(content, int(manifest["format"]))
        made = moment(manifest["fait"])
    except (RowError, BadValueError, KeyError, TypeError, RecursionError) as error:
        raise BadSavedFileError(path, f"une donnée n'y a pas la forme attendue ({error})") from error
    counts = Counts(**{table: len(rows[table]) for table in _LISTS})
    return Saved(path=path, made=made, counts=counts, rows=rows)


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
            _row(table, record)
        except (RowError, BadValueError):
            unit.met(told(table, row))
        else:
            record.pop(without, None)
            records.append(record)
    return records


def _open_row(row: Row) -> dict[str, Json]:
    return {column: load(value) if column in JSON_COLUMNS else value for column, value in row.items()}


def _member(packed: zipfile.ZipFile, name: str, largest: int, path: Path) -> bytes:
    info = packed.getinfo(name)
    if info.file_size > largest:
        raise BadSavedFileError(path, _HUGE)
    with packed.open(info) as content:
        data = content.read(largest + 1)
    if len(data) > largest:  # the size that the file announces may be a lie
        raise BadSavedFileError(path, _HUGE)
    return data


def _manifest(packed: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    if sorted(packed.namelist()) != sorted((MANIFEST, DATA)):
        raise BadSavedFileError(path, "il ne contient pas ce que « Sauvegarder mes données » y met")
    if any(info.flag_bits & 0x1 for info in packed.infolist()):
        raise BadSavedFileError(path, "il est chiffré")
    manifest = _object(_member(packed, MANIFEST, _MANIFEST_MAX, path), path)
    number = manifest.get("format")
    if manifest.get("type") != TYPE or isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise BadSavedFileError(path, "ce n'est pas une sauvegarde de Cap palliatif")
    if number > FORMAT:
        raise NewerSavedFileError(path, number, FORMAT)
    if not isinstance(manifest.get("sha256"), str) or not isinstance(manifest.get("fait"), str):
        raise BadSavedFileError(path, "son manifeste est incomplet")
    return manifest


def _object(data: bytes, path: Path) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BadSavedFileError(path, "son contenu n'est pas du JSON") from error
    if not isinstance(found, dict):
        raise BadSavedFileError(path, "son contenu n'est pas celui d'une sauvegarde")
    return found


def _refuse_constant(word: str) -> None:
    raise ValueError(word)


def _rows(content: dict[str, Any], written: int) -> dict[str, list[Row]]:
    if sorted(content) != sorted(_LISTS):
        raise RowError("listes attendues : " + ", ".join(_LISTS))
    rows: dict[str, list[Row]] = {table: [] for table in KEYS}
    added = {table: _added(table, written) for table in KEYS}
    for table in _LISTS:
        for record in _records(content[table]):
            if table == "cases":
                for revision in _records(record.pop("revisions")):
                    if "case_id" in revision:
                        raise RowError("champs de revisions : case_id")
                    rows["revisions"].append(
                        _row("revisions", added["revisions"] | revision | {"case_id": record["id"]})
                    )
            named = record if written >= _NAMED else _renamed(table, record)
            rows[table].append(_row(table, added[table] | named))
        rows[table].sort(key=_order)
    for table, found in rows.items():
        keys = {tuple(row[column] for column in KEYS[table]) for row in found}
        if len(keys) != len(found):
            raise RowError(f"deux fois le même identifiant dans {table}")
    return rows


def _added(table: str, written: int) -> dict[str, Value]:
    """What a file of an earlier format lacks; a record that has it all the same keeps its own."""
    found: dict[str, Value] = {}
    for number, tables in _SINCE.items():
        if number > written:
            found |= tables.get(table, {})
    return found


def _renamed(table: str, record: dict[str, Any]) -> dict[str, Any]:
    """A record of an earlier format as format 3 names it: the only draft of a questionnaire is called after it."""
    if table != "drafts":
        return record
    if record.get("questionnaire") != MANY_DRAFTS:
        return record | {"id": record.get("questionnaire")}
    return record if record.get("case_id") is None else record | {"label": ""}


def _order(row: Row) -> int:
    number = row["seq"]
    return number if isinstance(number, int) else 0


def _records(found: object) -> list[dict[str, Any]]:
    if not isinstance(found, list) or len(found) > _ROWS_MAX or not all(isinstance(record, dict) for record in found):
        raise RowError("liste d'objets attendue")
    return found


def _row(table: str, record: dict[str, Any]) -> Row:
    expected = COLUMNS[table]
    if record.keys() != expected.keys():
        raise RowError(f"champs de {table} : " + ", ".join(sorted(record.keys() ^ expected.keys())))
    row: Row = {}
    for column, kind in expected.items():
        value = record[column]
        row[column] = dump(value) if column in JSON_COLUMNS else _value(column, value, kind)
    DECODERS[table](row)
    return row


def _value(column: str, value: object, kind: type) -> Value:
    if kind is int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
            raise RowError(f"{column} : nombre attendu")
        return value
    if value is None and column in _EMPTY:
        return None
    if not isinstance(value, str):
        raise RowError(f"{column} : texte attendu")
    if column == "text":
        return plain_text(value)
    if column == "words":
        return typed_text(value)
    if column in _IDENTIFIERS:
        return identifier(value)
    return one_line(value, ABOUT_MAX)
