"""« Tout effacer » erases the files whatever the store's state, looks again, and says what remains."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from test_store_disk import ENVIRONMENT, HERE, own_mounts

from desktop.store import CaseState, Counts, Store, schema, sqlite

MOT = "Zyxwvutsrq-unique"


def traces(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and MOT.encode() in path.read_bytes())


@pytest.fixture
def filled(folder: Path) -> Path:
    """A folder with data in the database, its backups, and what was set aside."""
    for _ in range(3):
        with Store(folder) as store:
            store.cases.keep("niveau", CaseState({"mot": MOT}), MOT)
    aside = folder / "mise-de-cote-001"
    aside.mkdir()
    shutil.copy(folder / schema.FILE_NAME, aside)
    (aside / "lignes-illisibles.json").write_text(MOT, encoding="utf-8")
    (folder / "a-imprimer").mkdir()
    (folder / "a-imprimer" / f"{MOT}.pdf").write_text(MOT, encoding="utf-8")
    assert len(traces(folder)) == 7
    return folder


def make_newer(folder: Path) -> None:
    connection = sqlite.connect(folder / schema.FILE_NAME)
    connection.execute(f"PRAGMA user_version={schema.version() + 1}")
    connection.close()


def make_damaged(folder: Path) -> None:
    path = folder / schema.FILE_NAME
    path.write_bytes(path.read_bytes()[:3000])


@pytest.mark.parametrize("empty", [False, True], ids=["shown", "without keeping anything"])
@pytest.mark.parametrize("state", [make_newer, make_damaged, lambda _: None], ids=["newer", "damaged", "good"])
def test_from_a_store_in_memory_the_files_go_too(filled: Path, state, empty: bool) -> None:
    state(filled)
    with Store.temporary(filled, empty=empty) as store:
        store.cases.keep("niveau", CaseState({"mot": MOT}), MOT)
        assert store.erase_all().remaining == ()
        assert traces(filled) == []
        assert store.counts() == Counts()
    assert [path for path in filled.rglob("*") if path.is_file()] == []
    with Store(filled) as anew:
        assert anew.counts() == Counts()


def test_strangers_beside_stop_nothing_and_are_told(filled: Path) -> None:
    (filled / "sauvegardes" / "dossier à moi").mkdir()
    (filled / "mise-de-cote-001" / "dossier à moi").mkdir()
    (filled / "mise-de-cote-002").write_text("un fichier de ce nom", encoding="utf-8")
    (filled / "mes notes.txt").write_text("à moi", encoding="utf-8")
    with sqlite.connect(filled / "autre.sqlite3") as foreign:  # another program's
        foreign.execute("CREATE TABLE t (x)")
    foreign.close()
    shutil.copy(filled / schema.FILE_NAME, filled / "cap-palliatif (conflit).sqlite3")
    shutil.copy(filled / schema.FILE_NAME, filled / "sauvegardes" / "cap-palliatif-000001 (copie).sqlite3")
    with Store(filled) as store:
        remaining = store.erase_all().remaining
        assert traces(filled) == []
        assert {one.path.name for one in remaining} == {"mes notes.txt", "mise-de-cote-002", "autre.sqlite3"}
        assert all("effacez-le vous-même" in one.reason for one in remaining)
        store.cases.keep("niveau", CaseState({}), "la vie continue")
    assert (filled / "mes notes.txt").exists()


def test_what_can_not_be_erased_is_told_with_its_reason(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop import files

    stubborn = filled / "sauvegardes" / "cap-palliatif-000002.sqlite3"
    real = files.shred

    def refuse(path: Path) -> None:
        if path == stubborn:
            raise PermissionError(13, "denied", str(path))
        real(path)

    monkeypatch.setattr(files, "shred", refuse)
    with Store(filled) as store:
        (one,) = store.erase_all().remaining
        assert (one.path, one.reason) == (stubborn, "l’accès est refusé")
        assert traces(filled) == [stubborn.name]
    monkeypatch.undo()
    with Store(filled) as again:
        assert again.erase_all().remaining == ()


def test_while_another_window_reads_nothing_is_called_erased_and_it_ends_later(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.store import connection

    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    store, other = Store(filled), Store(filled)
    reading = other._engine.reading()
    reading.__enter__()
    other._engine.connection.execute("SELECT * FROM cases").fetchall()
    (one,) = store.erase_all().remaining
    assert (one.path.name, one.ours) == (schema.FILE_NAME, True)
    assert "autre fenêtre" in one.reason
    reading.__exit__(None, None, None)
    other.close()
    assert store.erase_all().remaining == ()
    assert traces(filled) == []
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="rights as POSIX has them")
def test_one_s_own_folder_closed_to_writing_is_opened_for_it(filled: Path) -> None:
    (filled / "sauvegardes").chmod(0o500)
    filled.chmod(0o500)
    with Store.temporary(filled) as store:
        assert store.erase_all().remaining == ()
    assert traces(filled) == []


def test_the_copies_that_a_killed_process_left_elsewhere_go_too(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, strange = tmp_path / "cap-palliatif-abcd1234", tmp_path / "cap-palliatif-notes"
    for place in (left, strange):
        place.mkdir()
        shutil.copy(filled / schema.FILE_NAME, place)
    (strange / "autre.txt").write_text("pas à nous", encoding="utf-8")
    with Store(filled) as store:
        assert left.exists()  # recent: another process may be reading there
        os.utime(left, (0, 0))
    with Store(filled) as store:
        assert not left.exists()
        left.mkdir()
        shutil.copy(filled / schema.FILE_NAME, left)
        store.erase_all()
        assert not left.exists()
        assert strange.exists()


def test_reading_what_can_not_be_written_leaves_no_copy_anywhere(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However a process dies while it reads: there is nothing in the temporary folder at any moment."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nulle part"))
    with Store.temporary(filled) as store:
        assert store.counts()["cases"] == 3


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process, as POSIX has them")
def test_a_limit_on_the_size_of_files_does_not_hinder(filled: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path; from desktop.store import Store; s = Store(Path(sys.argv[1]));"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2); print(s.erase_all().remaining, s.counts()['cases'])"
    )
    for limit in ("9000", "30000"):
        run = subprocess.run(
            [sys.executable, "-c", code, str(filled), limit],
            capture_output=True,
            text=True,
            check=False,
            env=ENVIRONMENT,
        )
        assert run.stdout.strip() == "() 0", run.stderr
        assert traces(filled) == []
        with Store(filled) as store:
            store.cases.keep("niveau", CaseState({"mot": MOT}), MOT)


def test_on_a_full_disk_everything_goes(tmp_path: Path) -> None:
    command = own_mounts()
    if not command:
        pytest.skip("this system gives no mount of one's own")
    script = 'mount -t tmpfs -o size=3000k none "$1" && exec "$2" "$3" "$1"'
    run = subprocess.run(
        [*command, "sh", "-c", script, "sh", str(tmp_path), sys.executable, str(HERE / "erase_full_disk.py")],
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
    )
    assert run.stdout.strip() == "effacé", run.stderr
