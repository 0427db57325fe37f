"""Reading a file of saved data: nothing in it is trusted, and it never takes more memory than what it brings.

The zip is read from the disk piece by piece, the JSON record by record; each record is checked and turned into rows before the
next is looked at. A file that a file manager unpacked and zipped again is taken: one folder around the two files, another
compression, the leavings of an operating system, or the whole file inside another zip.
"""

from __future__ import annotations

import errno
import io
import json
import os
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from desktop import files
from desktop.store import connection as access
from desktop.store import kinds
from desktop.store.archive_text import HUGE, SIZE_MAX, JsonText, refuse_constant
from desktop.store.errors import BadSavedFileError, BadValueError, NewerSavedFileError
from desktop.store.findings import Counts
from desktop.store.progress import silent
from desktop.store.rows import Row, RowError, moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from desktop.store.kinds import AnyKind
    from desktop.store.kinds.kind import FileRecord
    from desktop.store.progress import Progress

TYPE = "cap-palliatif-donnees"
MANIFEST = "manifeste.json"
DATA = "donnees.json"

_NO_ZIP = "ce n'est pas un fichier entier (zip)"
_STRANGE = "il ne contient pas ce que « Sauvegarder mes données » y met"
_TAIL = 22 + 65_535
"""Bytes in which a zip ends: its last record and the longest comment."""
_RATIO, _FREE = 400, 32 * 1024 * 1024
"""How much smaller than its content a file may be packed, from so many bytes of content on: one of ours is ten times."""
_COMPRESSIONS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
_MANIFEST_MAX = 64 * 1024
_MEMBERS_MAX = 64
_INNER_MAX = 64 * 1024 * 1024
_ROWS_MAX = 1_000_000
_LEAVINGS = frozenset({"__macosx", ".ds_store", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Saved:
    """A file of saved data, read and checked. `rows` are rows of the database, oldest first."""

    path: Path
    made: datetime
    counts: Counts
    rows: dict[str, list[Row]]


def read(path: Path, progress: Progress = silent) -> Saved:
    """Read a file and check everything in it. `progress` is told the share that is read, and may cancel.

    Raises BadSavedFileError, NewerSavedFileError, StoreAccessError, CancelledError.
    """
    with access.translated(path), files.open_regular(path) as handle:
        if os.fstat(handle.fileno()).st_size > SIZE_MAX:
            raise BadSavedFileError(path, HUGE)
        try:
            return _read(handle, path, progress)
        except OSError as error:
            if error.errno not in (None, errno.EINVAL):  # the disk, or the place; not an offset that leads nowhere
                raise
            raise BadSavedFileError(path, _NO_ZIP) from error


def _read(handle: IO[bytes], path: Path, progress: Progress) -> Saved:
    try:
        _bound_listing(handle, path)
        with zipfile.ZipFile(handle) as packed:
            place = _place_in(packed, path)
            if place is None:
                return _read(io.BytesIO(_inner(packed, path)), path, progress)
            return _saved(packed, place, path, progress)
    except BadSavedFileError:
        raise
    except (RowError, BadValueError, KeyError, TypeError, RecursionError) as error:
        raise BadSavedFileError(path, f"une donnée n'y a pas la forme attendue ({error})"[:300]) from error
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, RuntimeError, OverflowError) as error:
        # What zipfile and its decompressors say of bytes that are no zip, or a damaged one.
        raise BadSavedFileError(path, _NO_ZIP) from error


def _bound_listing(handle: IO[bytes], path: Path) -> None:
    """Refuse a zip whose list of members alone would fill the memory: zipfile reads all of it at once."""
    size = handle.seek(0, os.SEEK_END)
    handle.seek(max(0, size - _TAIL))
    tail = handle.read(_TAIL)
    end = tail.rfind(b"PK\x05\x06")
    handle.seek(0)
    if end < 0 or end + 22 > len(tail):
        raise BadSavedFileError(path, _NO_ZIP)
    listing = int.from_bytes(tail[end + 12 : end + 16], "little")
    if listing > _TAIL or b"PK\x06\x07" in tail[max(0, end - 20) : end]:
        raise BadSavedFileError(path, _STRANGE)


def _place_in(packed: zipfile.ZipFile, path: Path) -> str | None:
    """The folder inside the zip in which the two files stand; None when it holds one other zip instead."""
    listed = packed.infolist()
    if len(listed) > _MEMBERS_MAX:
        raise BadSavedFileError(path, _STRANGE)
    if any(info.flag_bits & 0x1 for info in listed):
        raise BadSavedFileError(path, "il est chiffré")
    if any(info.compress_type not in _COMPRESSIONS for info in listed):
        raise BadSavedFileError(path, "sa compression n'est pas connue du programme ; refaites-en un zip ordinaire")
    if any(info.file_size > max(_FREE, _RATIO * info.compress_size) for info in listed):
        raise BadSavedFileError(path, HUGE)
    names = [info.filename for info in listed if not info.is_dir() and not _left_by_a_system(info.filename)]
    folders = {posixpath.dirname(name) for name in names}
    if sorted(posixpath.basename(name) for name in names) == sorted((MANIFEST, DATA)) and len(folders) == 1:
        return folders.pop()
    if len(names) == 1 and names[0].lower().endswith(".zip") and packed.fp is not None and not _is_inner(packed):
        return None
    raise BadSavedFileError(path, _STRANGE)


def _is_inner(packed: zipfile.ZipFile) -> bool:
    return isinstance(packed.fp, io.BytesIO)


def _left_by_a_system(name: str) -> bool:
    parts = [part.lower() for part in name.split("/")]
    return bool(_LEAVINGS & set(parts)) or parts[-1].startswith("._")


def _inner(packed: zipfile.ZipFile, path: Path) -> bytes:
    (name,) = (
        info.filename for info in packed.infolist() if not info.is_dir() and not _left_by_a_system(info.filename)
    )
    return _member(packed, name, _INNER_MAX, path)


def _saved(packed: zipfile.ZipFile, folder: str, path: Path, progress: Progress) -> Saved:
    manifest = _manifest(_member(packed, posixpath.join(folder, MANIFEST), _MANIFEST_MAX, path), path)
    written = int(manifest["format"])
    info = packed.getinfo(posixpath.join(folder, DATA))
    if info.file_size > SIZE_MAX:
        raise BadSavedFileError(path, HUGE)
    with packed.open(info) as content:
        text = JsonText(content, path, lambda read: progress(read / max(1, info.file_size)))
        rows = _rows(text, written)
        text.require_end()
    if text.sum.hexdigest() != manifest["sha256"]:
        raise BadSavedFileError(path, "sa somme de contrôle ne correspond pas, il a été abîmé ou modifié")
    return Saved(path, moment(manifest["fait"]), _counted(rows), rows)


def _member(packed: zipfile.ZipFile, name: str, largest: int, path: Path) -> bytes:
    info = packed.getinfo(name)
    if info.file_size > largest:
        raise BadSavedFileError(path, HUGE)
    with packed.open(info) as content:
        data = content.read(largest + 1)
    if len(data) > largest:  # the size that the file announces may be a lie
        raise BadSavedFileError(path, HUGE)
    return data


def _manifest(data: bytes, path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(data.decode("utf-8"), parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BadSavedFileError(path, "son contenu n'est pas du JSON") from error
    if not isinstance(manifest, dict):
        raise BadSavedFileError(path, "son contenu n'est pas celui d'une sauvegarde")
    number = manifest.get("format")
    if manifest.get("type") != TYPE or isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise BadSavedFileError(path, "ce n'est pas une sauvegarde de Cap palliatif")
    if number > (known := kinds.file_format()):
        raise NewerSavedFileError(path, min(number, 10**9), known)
    if not isinstance(manifest.get("sha256"), str) or not isinstance(manifest.get("fait"), str):
        raise BadSavedFileError(path, "son manifeste est incomplet")
    return manifest


def _counted(rows: dict[str, list[Row]]) -> Counts:
    return Counts(**{kind.table: len(rows[kind.table]) for kind in kinds.whole()})


def _rows(text: JsonText, written: int) -> dict[str, list[Row]]:
    """The rows of every kind; a list that a file of an earlier format does not know yet is empty."""
    rows: dict[str, list[Row]] = {table: [] for table in kinds.tables()}
    expected = [kind.table for kind in kinds.whole() if kind.since <= written]
    seen: list[str] = []
    text.mark("{")
    for table in _names(text):
        if table not in expected or table in seen:
            raise RowError("listes attendues : " + ", ".join(expected))
        seen.append(table)
        kind = kinds.named(table)
        parts, lacking = kinds.parts_of(kind), kind.lacking(written)
        for record in _records(text):
            for part in parts:
                rows[part.table] += _take_parts(record, kind, part, written)
            named = kind.upgrade(written, record) if kind.upgrade is not None else record
            rows[table].append(kind.row_of(lacking | named))
        rows[table].sort(key=lambda row: _order(row, kind))
    if sorted(seen) != sorted(expected):
        raise RowError("listes attendues : " + ", ".join(expected))
    for kind in kinds.every():
        if len({kind.key_of(row) for row in rows[kind.table]}) != len(rows[kind.table]):
            raise RowError(f"deux fois le même identifiant dans {kind.table}")
    return rows


def _names(text: JsonText) -> Iterator[str]:
    """The names of the lists; the text stands before the list's value when one is given."""
    if text.peek('"}') == "}":
        text.mark("}")
        return
    while True:
        text.peek('"')
        yield str(text.value())
        if text.mark(",}") == "}":
            return


def _records(text: JsonText) -> Iterator[dict[str, Any]]:
    text.mark(":")
    text.mark("[")
    if text.peek("{]") == "]":
        text.mark("]")
        return
    for _ in range(_ROWS_MAX):
        text.peek("{")
        found = text.value()
        if not isinstance(found, dict):
            raise RowError("liste d'objets attendue")
        yield found
        if text.mark(",]") == "]":
            return
    raise RowError("trop de lignes")


def _take_parts(record: FileRecord, owner: AnyKind, kind: AnyKind, written: int) -> Iterator[Row]:
    """The parts of a record, taken out of it: they stand under its name, without its key."""
    found = record.pop(kind.table)
    if kind.owner is None or not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise RowError("liste d'objets attendue")
    column, lacking = kind.owner.column, kind.lacking(written)
    for part in found:
        if column in part:
            raise RowError(f"champs de {kind.table} : {column}")
        named = kind.upgrade(written, part) if kind.upgrade is not None else part
        yield kind.row_of(lacking | named | {column: record[owner.key[0]]})


def _order(row: Row, kind: AnyKind) -> int:
    number = row[kind.order]
    return number if isinstance(number, int) else 0
