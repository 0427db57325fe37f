"""Damaged and hostile files of saved data: refused in words or read whole, in bounded memory; nothing beside is touched.

PYTHONPATH=. python -m tests.attack.archives --number 400
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.store import BadSavedFileError, CaseState, Draft, Kind, Mode, NewerSavedFileError, Store, StoreAccessError
from tests.attack import harness

MANIFEST, DATA = "manifeste.json", "donnees.json"
ODD: list[Any] = [
    None, True, -1, 0, 2**53, 2**63, 1e308, "", "\ud800", "\u0000", "x" * 30_000, [], {}, [[[]]], {"a": {"b": []}}, "nan",
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-02-30", "2026-11-22T09:00:00", "regle", "../../x", "a\nb",
]  # fmt: skip


def make(folder: Path) -> Path:
    path = folder / "données.zip"
    with Store.temporary() as store:
        for number in range(6):
            kept = store.cases.keep("niveau", CaseState({"n": number}, {"niveau": 3}), f"cas {number}")
            store.cases.change(kept.id, CaseState({"n": -number - 1}))
            store.notes.add("had-motifs", f"note {number} é€😀")
            store.bookmarks.add(f"regle-{number}", Kind.REGLE, "Règle")
            store.readings.record(f"regle-{number}", "Règle")
            store.drafts.save(Draft("orientation", {"n": number}, id=f"brouillon-{number}"))
        store.save_to(path)
    return path


def parts(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    with zipfile.ZipFile(path) as packed:
        return json.loads(packed.read(MANIFEST)), json.loads(packed.read(DATA))


def pack(
    path: Path, manifest: object, data: bytes, *, compression: int = zipfile.ZIP_DEFLATED, folder: str = ""
) -> None:
    if isinstance(manifest, dict):
        manifest = manifest | {"sha256": hashlib.sha256(data).hexdigest()}
    with zipfile.ZipFile(path, "w", compression, compresslevel=1) as packed:
        packed.writestr(folder + MANIFEST, json.dumps(manifest))
        packed.writestr(folder + DATA, data)


def flip(dice: random.Random, path: Path) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(dice.choice([1, 1, 5, 50])):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def cut(dice: random.Random, path: Path) -> None:
    data = path.read_bytes()
    start, end = sorted(dice.randrange(len(data)) for _ in range(2))
    path.write_bytes(dice.choice([data[:end], data[start:], data[:start] + data[end:]]))


def noise(dice: random.Random, path: Path) -> None:
    path.write_bytes(
        dice.choice(
            [
                b"",
                b"PK\x05\x06",
                b"PK\x03\x04" + dice.randbytes(3000),
                dice.randbytes(4000),
                b"PK\x05\x06" + b"\xff" * 18,
            ]
        )
    )


def end_record(dice: random.Random, path: Path) -> None:
    """Counts, sizes and offsets that lie."""
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    place = dice.randrange(end, len(data))
    data[place : place + 4] = dice.choice([b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", dice.randbytes(4)])
    path.write_bytes(data)


def value(dice: random.Random, path: Path) -> None:
    """One odd value somewhere, signed as its author would."""
    manifest, content = parts(path)
    for _ in range(dice.choice([1, 1, 4])):
        record = dice.choice(content[dice.choice(list(content))])
        if dice.random() < 0.3 and record.get("revisions"):
            record = record["revisions"][0]
        column = dice.choice(list(record))
        deed = dice.random()
        if deed < 0.7:
            record[column] = dice.choice(ODD)
        elif deed < 0.85:
            del record[column]
        else:
            record[str(dice.choice(ODD))[:50]] = dice.choice(ODD)
    pack(path, manifest, json.dumps(content).encode())


def shape(dice: random.Random, path: Path) -> None:
    manifest, content = parts(path)
    name = dice.choice(list(content))
    deed = dice.choice(["odd", "drop", "add", "twice", "text"])
    if deed == "odd":
        content[name] = dice.choice(ODD)
    elif deed == "drop":
        del content[name]
    elif deed == "add":
        content["autres"] = []
    elif deed == "twice":
        content[name] = content[name] * 2
    text = json.dumps(content).encode()
    if deed == "text":
        text = dice.choice(
            [
                text + b"x",
                text[:-1],
                b"[" + text + b"]",
                text.replace(b":", b" ", 1),
                b"\xff" + text,
                b"\xef\xbb\xbf" + text,
            ]
        )
    pack(path, manifest, text)


def head(dice: random.Random, path: Path) -> None:
    manifest, content = parts(path)
    manifest[dice.choice(list(manifest))] = dice.choice(ODD)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(MANIFEST, json.dumps(dice.choice([manifest, manifest, [manifest], None, 3])))
        packed.writestr(DATA, json.dumps(content))


def bomb(dice: random.Random, path: Path) -> None:
    """Little on the disk, much in memory."""
    manifest, _ = parts(path)
    piece = dice.choice(
        [b"{},", b"[],", b"[[[],[]],[]],", b'"a",', b'"ab",', b"1.5,", b'{"a":1},', b" ", b'"' + b"a" * 99 + b'",']
    )
    body = piece * (dice.choice([3_000_000, 40_000_000]) // len(piece))
    data = dice.choice(
        [
            b'{"cases":[{"facts":[' + body + b"0]}]}",
            b'{"cases":[' + body + b"{}]}",
            b'{"notes":[{"text":"' + b"x" * len(body) + b'"}]}',
            b"[" * 200_000,
            b'{"a":' * 200_000,
            b"9" * len(body),
        ]
    )
    pack(path, manifest, data)


def zipped_again(dice: random.Random, path: Path) -> None:
    """What file managers do: this must be taken."""
    manifest, content = parts(path)
    data = json.dumps(content, ensure_ascii=False, indent=1).encode()
    compression = dice.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
    folder = dice.choice(["", "données/", "a/b/c/"])
    pack(path, manifest, data, compression=compression, folder=folder)
    if dice.random() < 0.3:
        inner = path.read_bytes()
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("mes données.zip", inner)


def members(dice: random.Random, path: Path) -> None:
    manifest, content = parts(path)
    names = dice.choice(
        [
            ["../" + MANIFEST, "../" + DATA],
            ["/" + MANIFEST, DATA],
            [MANIFEST, DATA, "x.exe"],
            [MANIFEST],
            ["a/" + MANIFEST, "b/" + DATA],
            [f"{n:09d}" for n in range(9000)],
        ]
    )
    # Thousands of compressors would take longer than what is tried.
    compression = dice.choice([zipfile.ZIP_STORED, zipfile.ZIP_LZMA]) if len(names) < 10 else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", compression) as packed:
        for name in names:
            packed.writestr(name, json.dumps(manifest if name.endswith(MANIFEST) else content))


def inner_bomb(dice: random.Random, path: Path) -> None:
    """A zip in a zip in a zip, or one that says it is small."""
    for _ in range(dice.choice([2, 5])):
        inner = path.read_bytes()
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("x.zip", dice.choice([inner, bytes(100_000_000)]))
        path.write_bytes(held.getvalue())


DAMAGES: list[Callable[[random.Random, Path], None]] = [
    flip, flip, cut, cut, noise, end_record, end_record, value, value, value, shape, shape, head, bomb, bomb, zipped_again,
    members, inner_bomb,
]  # fmt: skip


def trial(dice: random.Random, folder: Path) -> tuple[str, str]:
    """Damage a file; read it; take it back when it is read."""
    path = make(folder)
    damage = dice.choice(DAMAGES)
    damage(dice, path)
    before = sorted(other.name for other in folder.iterdir())
    try:
        saved = Store.read_saved(path)
    except (BadSavedFileError, NewerSavedFileError, StoreAccessError) as error:
        harness.require_words(error)
        if damage is zipped_again:
            raise
        return damage.__name__, f"refused ({type(error).__name__})"
    finally:
        assert sorted(other.name for other in folder.iterdir()) == before
    with Store.temporary() as store:
        store.notes.add("had-motifs", "d'ici")
        store.take_back(saved, dice.choice(list(Mode)))
        assert store.check().good
        store.save_to(folder / "encore.zip")
        assert Store.read_saved(folder / "encore.zip").counts == store.counts()
    return damage.__name__, "taken"


if __name__ == "__main__":
    raise SystemExit(harness.main(trial, __name__, __file__))
