"""Files of saved data that a file manager, an enemy or an accident made: taken or refused in words, in little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from test_store_archive import BAD_CONTENTS, everything, fill, rewrite
from test_store_disk import ENVIRONMENT

from desktop.store import BadSavedFileError, Mode, Store, StoreAccessError, archive_text


@pytest.fixture
def saved(store: Store, tmp_path: Path) -> Path:
    fill(store)
    store.save_to(tmp_path / "données.zip")
    return tmp_path / "données.zip"


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def zipped_again(path: Path, kind: str) -> Path:
    """What file managers make of the unpacked file."""
    again, held = path.with_name(f"{kind}.zip"), members(path)
    compression = {"bzip2": zipfile.ZIP_BZIP2, "stored": zipfile.ZIP_STORED}.get(kind, zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(again, "w", compression) as packed:
        folder = {"folder": "données/", "deep": "a/b/", "mac": "données/", "windows": "données/"}.get(kind, "")
        if folder:
            packed.mkdir(folder.rstrip("/"))
        if kind == "mac":
            packed.writestr("__MACOSX/données/._manifeste.json", b"x")
            packed.writestr("données/.DS_Store", b"x")
        if kind == "windows":
            packed.writestr("données/desktop.ini", b"x")
            packed.writestr("données/Thumbs.db", b"x")
        if kind == "inside":
            packed.write(path, "mes données.zip")
            return again
        for name in reversed(held):
            packed.writestr(f"{folder}{name}", held[name])
    return again


@pytest.mark.parametrize("kind", ["plain", "folder", "deep", "mac", "windows", "stored", "bzip2", "inside"])
def test_what_a_file_manager_zipped_again_is_taken(store: Store, saved: Path, kind: str) -> None:
    again = Store.read_saved(zipped_again(saved, kind))
    with Store.temporary() as other:
        other.take_back(again, Mode.REPLACE)
        assert everything(other) == everything(store)


def test_two_folders_a_stranger_or_a_zip_in_a_zip_in_a_zip_are_refused(saved: Path, tmp_path: Path) -> None:
    held = members(saved)
    for names in (["a/manifeste.json", "b/donnees.json"], ["a/manifeste.json", "a/donnees.json", "a/photo.png"]):
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
            for name in names:
                packed.writestr(name, held.get(name[2:], b"x"))
        with pytest.raises(BadSavedFileError, match="ne contient pas ce que"):
            Store.read_saved(tmp_path / "x.zip")
    for name in ("deux.zip", "trois.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            packed.write(tmp_path / {"deux.zip": "données.zip", "trois.zip": "deux.zip"}[name], "inside.zip")
    with pytest.raises(BadSavedFileError, match="ne contient pas ce que"):
        Store.read_saved(tmp_path / "trois.zip")


def test_another_compression_is_said(saved: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_LZMA) as packed:
        for name, data in members(saved).items():
            packed.writestr(name, data)
    with pytest.raises(BadSavedFileError, match="refaites-en un zip ordinaire"):
        Store.read_saved(tmp_path / "x.zip")


MOMENTS = [
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "2026-11-22T09:00:00+24:00",
    "9999-12-31T23:59:59+00:00",
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_date_with_an_offset_that_overflows_is_refused_in_words(saved: Path, moment: str) -> None:
    rewrite(saved, lambda _: None, fait=moment)
    with pytest.raises(BadSavedFileError):
        Store.read_saved(saved)
    rewrite(saved, lambda content: content["cases"][0].update(created=moment), fait="2026-11-22T09:00:00+00:00")
    with pytest.raises(BadSavedFileError):
        Store.read_saved(saved)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices as POSIX has them")
def test_a_device_behind_a_link_and_a_pipe_are_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "zero.zip").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.zip")
    for name in ("zero.zip", "pipe.zip"):
        with pytest.raises(StoreAccessError, match="pas un fichier ordinaire"):
            Store.read_saved(tmp_path / name)


@pytest.mark.skipif(sys.platform == "win32", reason="links as POSIX has them")
def test_a_link_planted_beside_a_chosen_export_empties_nothing(store: Store, saved: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victime"
    victim.write_bytes(b"intact")
    for token in ("evil", "0123abcd"):
        (tmp_path / f".données.zip.{token}.tmp").symlink_to(victim)
    (tmp_path / ".données.zip.89abcdef.tmp").hardlink_to(victim)
    store.save_to(saved)
    assert victim.read_bytes() == b"intact"
    assert Store.read_saved(saved).counts["cases"] == 3


BOMBS = {
    "empty objects": b"{},",
    "empty lists": b"[],",
    "deep lists": b"[[[[],[]],[]],[]],",
    "letters": b'"a",',
    "words": b'"ab",',
    "numbers": b"1.5,",
}


@pytest.mark.parametrize("where", ["in one record", "as records"])
@pytest.mark.parametrize("piece", BOMBS.values(), ids=BOMBS)
def test_a_bomb_takes_little_memory(saved: Path, tmp_path: Path, piece: bytes, where: str) -> None:
    """61 kB that became 1.6 GB of memory: a program of 400 MB at most reads these, and refuses them in words."""
    if sys.platform == "win32":
        pytest.skip("limits of a process, as POSIX has them")
    head = json.loads(members(saved)["manifeste.json"])
    body = piece * (60_000_000 // len(piece))
    record = b'[{"facts":[' + body + b"0]}]" if where == "in one record" else b"[" + body + b"{}]"
    with zipfile.ZipFile(tmp_path / "bombe.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("manifeste.json", json.dumps(head))
        packed.writestr("donnees.json", b'{"cases":' + record + b"}")
    code = (
        "import resource, sys; from pathlib import Path; from desktop.store import Store, BadSavedFileError\n"
        "import desktop.text.typography, sqlite_utils\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: Store.read_saved(Path(sys.argv[1]))\n"
        "except BadSavedFileError as error: print('refusé', end=' ')\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "bombe.zip")],
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
    )
    word, grown = run.stdout.split() if run.returncode == 0 else ("", "0")
    assert word == "refusé", run.stderr
    assert int(grown) < 400, f"{grown} MiB"


def test_a_long_list_of_members_is_refused_unread(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        for number in range(2000):
            packed.writestr(f"{number:060d}", b"")
    with pytest.raises(BadSavedFileError, match="ne contient pas ce que"):
        Store.read_saved(tmp_path / "x.zip")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_pieces_of_any_size_read_the_same(
    store: Store, saved: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """Whatever stands at the seam of two pieces: a number, an escape, half a letter."""
    store.notes.add("had-motifs", 'é€😀\\"\t' * 10)
    store.save_to(saved)
    whole = Store.read_saved(saved).rows
    monkeypatch.setattr(archive_text, "_PIECE", size)
    assert Store.read_saved(saved).rows == whole


@pytest.mark.parametrize("change", list(BAD_CONTENTS.values())[:3])
def test_small_pieces_refuse_the_same(saved: Path, monkeypatch: pytest.MonkeyPatch, change) -> None:
    rewrite(saved, change)
    monkeypatch.setattr(archive_text, "_PIECE", 5)
    with pytest.raises(BadSavedFileError):
        Store.read_saved(saved)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"cases":[]}x', '{"cases":[],}', '{"cases":[{}', "{}{}", "nan", '{"a" 1}', "\ufeff{}"]
)
def test_what_is_no_such_json_is_refused(saved: Path, text: str) -> None:
    import hashlib

    head = json.loads(members(saved)["manifeste.json"]) | {"sha256": hashlib.sha256(text.encode()).hexdigest()}
    with zipfile.ZipFile(saved, "w") as packed:
        packed.writestr("manifeste.json", json.dumps(head))
        packed.writestr("donnees.json", text.encode())
    with pytest.raises(BadSavedFileError):
        Store.read_saved(saved)
