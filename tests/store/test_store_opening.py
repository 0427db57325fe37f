"""What the store finds in its folder: newer, damaged, emptied, foreign, old; and how it goes on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.store import (
    CaseState,
    DamagedDatabaseError,
    Draft,
    Health,
    MissingDatabaseError,
    NewerDatabaseError,
    Note,
    Store,
    StoreError,
    kinds,
    schema,
    sqlite,
)
from desktop.store.backups import NEWEST


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def database(folder: Path) -> Path:
    return folder / schema.FILE_NAME


def set_version(folder: Path, version: int) -> None:
    connection = sqlite.connect(database(folder))
    connection.execute(f"PRAGMA user_version={version}")
    connection.close()


@pytest.fixture
def filled(folder: Path) -> Path:
    """A folder with thirty cases and a note, closed: the database and one backup."""
    with Store(folder) as store:
        for number in range(30):
            store.cases.keep("niveau", CaseState({"n": number, "long": "x" * 500}), f"cas {number}")
        store.notes.add("had-motifs", "une note")
    return folder


def test_the_columns_are_those_that_the_code_states(store: Store) -> None:
    names = {"TEXT": str, "INTEGER": int}
    found = {
        table: {row[1]: names[row[2]] for row in store._engine.connection.execute(f"PRAGMA table_info([{table}])")}
        for table in kinds.tables()
    }
    assert found == {kind.table: {name: c.type.sql for name, c in kind.columns.items()} for kind in kinds.every()}


def test_a_newer_database_is_refused_and_not_touched(filled: Path) -> None:
    set_version(filled, schema.version() + 1)
    before = contents(filled)
    with pytest.raises(NewerDatabaseError, match="version plus récente de Cap palliatif") as refusal:
        Store(filled)
    assert contents(filled) == before
    assert "Installez la version la plus récente" in refusal.value.action
    assert Store.diagnose(filled).health is Health.NEWER


def test_a_newer_version_that_is_still_in_the_log_is_seen_and_not_touched(filled: Path) -> None:
    # A later program migrated, and was killed before its log went into the file.
    writer = sqlite.connect(database(filled))
    writer.execute("PRAGMA wal_autocheckpoint=0")
    writer.execute(f"PRAGMA user_version={schema.version() + 1}")
    copy = filled.with_name("copie")
    shutil.copytree(filled, copy)
    writer.close()
    kept = {name: data for name, data in contents(copy).items() if not name.endswith("-shm")}
    with pytest.raises(NewerDatabaseError):
        Store(copy)
    assert {name: data for name, data in contents(copy).items() if not name.endswith("-shm")} == kept


def test_a_running_window_stops_writing_when_a_later_program_migrated(store: Store, folder: Path) -> None:
    kept = store.cases.keep("niveau", CaseState({}))
    set_version(folder, schema.version() + 1)
    with pytest.raises(NewerDatabaseError):
        store.cases.rename(kept.id, "autre")
    set_version(folder, schema.version())


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _overwrite_header(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[:100] = b"\xa5" * 100
    path.write_bytes(data)


def _overwrite_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)


def _foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite.connect(path)
    connection.execute("PRAGMA user_version=1")
    connection.execute("CREATE TABLE autre(x)")
    connection.close()


def _text(path: Path) -> None:
    path.write_bytes("Ceci n'est pas une base de données.".encode() * 400)


DAMAGES = [_cut, _overwrite_header, _overwrite_pages, _foreign, _text]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_database_is_said_and_its_newest_good_backup_brought_back(
    filled: Path, damage: Callable[[Path], None]
) -> None:
    damage(database(filled))
    broken = database(filled).read_bytes()
    with pytest.raises(DamagedDatabaseError, match="endommagée") as refusal:
        Store(filled)
    assert "plus récente sauvegarde" in refusal.value.action
    diagnosis = Store.diagnose(filled)
    assert diagnosis.health is Health.DAMAGED
    backup = diagnosis.newest_good
    assert backup is not None
    assert (backup.counts["cases"], backup.counts["notes"], backup.reason) == (30, 1, "à la fermeture")
    Store.restore(backup)
    with Store(filled) as store:
        assert len(store.cases.all()) == 30
    assert (filled / "mise-de-cote-001" / schema.FILE_NAME).read_bytes() == broken


@pytest.mark.parametrize("damage", DAMAGES)
def test_one_may_begin_anew_and_the_backups_stay(filled: Path, damage: Callable[[Path], None]) -> None:
    damage(database(filled))
    Store.start_afresh(filled)
    with Store(filled) as store:
        assert store.cases.all() == ()
        assert store.backups()[0].counts["cases"] == 30
        store.cases.keep("niveau", CaseState({}))


def test_a_bad_backup_is_passed_over_and_never_restored(filled: Path) -> None:
    with Store(filled) as store:
        store.notes.add("had-motifs", "plus récente")
    newest, older = Store.diagnose(filled).backups
    _overwrite_pages(newest.path)
    _cut(database(filled))
    diagnosis = Store.diagnose(filled)
    assert [backup.problem for backup in diagnosis.backups] == ["endommagée", ""]
    assert diagnosis.newest_good == older
    before = contents(filled)
    with pytest.raises(DamagedDatabaseError):
        Store.restore(diagnosis.backups[0])
    assert contents(filled) == before


@pytest.mark.parametrize("emptied", [True, False], ids=["emptied", "gone"])
def test_an_emptied_database_is_not_taken_for_a_new_one(filled: Path, emptied: bool) -> None:
    database(filled).write_bytes(b"") if emptied else database(filled).unlink()
    with pytest.raises(MissingDatabaseError, match="a disparu ou a été vidée"):
        Store(filled)
    diagnosis = Store.diagnose(filled)
    assert diagnosis.health is Health.MISSING
    assert diagnosis.newest_good is not None
    Store.restore(diagnosis.newest_good)
    with Store(filled) as store:
        assert len(store.cases.all()) == 30


def test_a_restoration_that_was_killed_ends_at_the_opening_and_no_old_log_is_played(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed = Store(filled)
    crashed.notes.add("had-motifs", "dans le journal")
    backup = crashed.backups()[-1]
    with monkeypatch.context() as patch:
        patch.setattr("desktop.store.recovery.finish_restore", lambda _: None)
        Store.restore(backup)
    log = database(filled).with_name(schema.FILE_NAME + "-wal").read_bytes()
    crashed._engine.connection.close()
    database(filled).with_name(schema.FILE_NAME + "-wal").write_bytes(log)  # as a kill leaves it
    with Store(filled) as store:
        assert [note.text for note in store.notes.all()] == ["une note"]
        assert Store.diagnose(filled).health is Health.GOOD


def test_a_folder_that_is_none_is_diagnosed_and_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("je ne suis pas un dossier", encoding="utf-8")
    assert Store.diagnose(tmp_path / "fichier").health is Health.UNREADABLE


def test_a_new_folder_and_a_good_one_are_told(folder: Path, filled: Path) -> None:
    assert Store.diagnose(folder.with_name("neuf")).health is Health.NEW
    assert Store.diagnose(filled).health is Health.GOOD


def make_old(folder: Path, version: int) -> Note | None:
    """A database as an earlier program left it, with one case, and a note if it knew notes."""
    from sqlite_utils import Database

    folder.mkdir(parents=True)
    connection = sqlite.connect(database(folder), isolation_level=None)
    old = Database(connection, execute_plugins=False)
    schema.migrations().apply(old, stop_before=schema.name_of(version + 1))
    state = {
        "facts": "{}",
        "plan": "null",
        "plan_fingerprint": "",
        "content_version": "",
        "content_fingerprint": "",
    }
    stamps = {"created": "2026-01-02T03:04:05+00:00", "changed": "2026-01-02T03:04:05+00:00"}
    row = {"id": "a" * 32, "seq": 1, "changed_seq": 1, "label": "ancien", "questionnaire": "niveau", "revision": 1}
    old.table("cases").insert(row | state | stamps)
    if version > 1:
        old.table("notes").insert(
            {"id": "b" * 32, "target": "had-motifs", "about": "", "text": "ancienne", "seq": 2} | stamps
        )
    connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={version}")
    connection.close()
    return None


@pytest.mark.parametrize("version", range(1, schema.version()))
def test_an_old_database_is_migrated_step_by_step_each_after_a_backup(folder: Path, version: int) -> None:
    make_old(folder, version)
    with Store(folder) as store:
        assert [case.label for case in store.cases.all()] == ["ancien"]
        assert [note.text for note in store.notes.all()] == (["ancienne"] if version > 1 else [])
        store.readings.record("had-motifs", "Motifs")
        reasons = [backup.reason for backup in reversed(store.backups())]
        assert reasons == [f"avant le passage au format {step}" for step in range(version + 1, schema.version() + 1)]
        assert all(backup.good and backup.counts["cases"] == 1 for backup in store.backups())


def test_a_migration_that_fails_leaves_the_former_version(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_old(folder, 2)

    def fail(database: object) -> None:
        database.table("readings").create({"id": str})  # type: ignore[attr-defined]
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "_STEPS", [*schema._STEPS[:2], fail, *schema._STEPS[3:]])
        with pytest.raises(StoreError, match="disque est plein"):
            Store(folder)
    connection = sqlite.connect(database(folder))
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'readings'").fetchone() == (0,)
    connection.close()
    with Store(folder) as store:
        assert [note.text for note in store.notes.all()] == ["ancienne"]


def test_only_the_newest_backups_are_kept_and_numbers_go_on(folder: Path) -> None:
    with Store(folder) as store:
        made = [store.backup(f"sauvegarde {number}") for number in range(NEWEST + 3)]
        assert store.backups() == tuple(reversed(made))[:NEWEST]
    assert [backup.number for backup in Store.diagnose(folder).backups] == [8, 7, 6, 5, 4]


def test_closing_backs_up_only_what_changed(folder: Path) -> None:
    with Store(folder) as store:
        store.cases.keep("niveau", CaseState({}))
    for _ in range(3):
        Store(folder).close()
    assert [backup.number for backup in Store.diagnose(folder).backups] == [1]


def test_a_clock_that_jumps_changes_no_order_and_no_number(folder: Path) -> None:
    hours = iter((0, 9000, -90_000, 5, -200_000, *range(100)))
    start = datetime(2026, 11, 22, 9, tzinfo=UTC)
    with Store(folder, now=lambda: start + timedelta(hours=next(hours))) as store:
        kept = [store.cases.keep("niveau", CaseState({"n": number}), f"cas {number}") for number in range(5)]
        assert [case.label for case in store.cases.all()] == [f"cas {number}" for number in (4, 3, 2, 1, 0)]
        assert len({case.id for case in kept}) == 5
        store.cases.change(kept[1].id, CaseState({"n": 9}))
        assert store.cases.all()[0].id == kept[1].id
        numbers = [store.backup("essai").number for _ in range(3)]
        assert numbers == [1, 2, 3]
        assert [backup.number for backup in store.backups()] == [3, 2, 1]


def test_a_clock_that_goes_back_drops_no_newer_backup_and_no_newer_draft(folder: Path) -> None:
    years = iter(range(2040, 1970, -1))
    with Store(folder, now=lambda: datetime(next(years), 1, 1, tzinfo=UTC)) as store:
        for number in range(9):
            store.drafts.save(Draft(f"questionnaire-{number % 3}", {"n": number}))
            store.backup(f"n° {number}")
        assert next(iter(store.drafts.all()), None) == Draft("questionnaire-2", {"n": 8})
        found = store.backups()
        assert [backup.number for backup in found] == [
            9,
            8,
            7,
            6,
            5,
            4,
            3,
        ]  # each made a day of its own, seven are kept
        made = [backup.made.year for backup in found if backup.made is not None]
        assert made == sorted(made)  # the newest by number are the oldest by the clock, and they are the ones kept
    with Store(folder) as again:
        assert next(iter(again.drafts.all()), None) == Draft("questionnaire-2", {"n": 8})


def test_a_temporary_store_shows_what_can_be_read_and_writes_nothing(filled: Path) -> None:
    before = contents(filled)
    with Store.temporary(filled) as store:
        assert (store.persistent, store.filled, len(store.cases.all())) == (False, True, 30)
        store.cases.keep("niveau", CaseState({}))
        store.undo()
        assert store.backups() == ()
    assert contents(filled) == before
    _text(database(filled))
    with Store.temporary(filled) as store:
        assert (store.filled, store.cases.all()) == (False, ())
        store.cases.keep("niveau", CaseState({}))


def test_a_temporary_store_reads_the_log_of_a_killed_program(filled: Path) -> None:
    crashed = Store(filled)
    crashed.notes.add("had-motifs", "dans le journal")
    with Store.temporary(filled) as store:
        assert [note.text for note in store.notes.all()] == ["une note", "dans le journal"]
    crashed.close()


def test_everything_confirmed_is_flushed(folder: Path) -> None:
    with Store(folder, network=False) as local:
        assert local._engine.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert local._engine.connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert local._engine.connection.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_a_draft_is_flushed_before_it_is_confirmed(folder: Path, tmp_path: Path) -> None:
    """What a power cut can't take back: between the words before and after, the log is written and flushed."""
    if not shutil.which("strace"):
        pytest.skip("strace is not there; the settings are checked above")
    code = (
        "import os, sys; from pathlib import Path; from desktop.store import Draft, Store; s = Store(Path(sys.argv[1]));"
        "s.drafts.save(Draft('niveau', {'a': 0})); os.write(1, b'AVANT'); s.drafts.save(Draft('niveau', {'a': 1}));"
        "os.write(1, b'APRES'); os._exit(0)"
    )
    log = tmp_path / "appels"
    calls = ["strace", "-f", "-o", str(log), "-e", "trace=write,pwrite64,fsync,fdatasync", sys.executable, "-c", code]
    run = subprocess.run([*calls, str(folder)], capture_output=True, text=True, check=False)
    if run.stdout != "AVANTAPRES":
        pytest.skip(f"this system lets nobody be traced: {run.stderr}")
    between = log.read_text().split('"AVANT"')[1].split('"APRES"')[0]
    kinds = [line.split("(")[0].split()[-1] for line in between.splitlines() if "(" in line]
    assert "pwrite64" in kinds
    assert kinds[-2:][0] in ("fdatasync", "fsync"), kinds


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the profile's folders to their owner by itself")
def test_other_accounts_of_the_machine_see_nothing(store: Store, folder: Path) -> None:
    assert folder.stat().st_mode & 0o077 == 0


def test_on_a_share_there_is_no_log_even_when_the_home_moved_there(filled: Path) -> None:
    crashed = Store(filled, network=False)
    crashed.notes.add("had-motifs", "dans le journal")
    moved = filled.with_name("partage")
    shutil.copytree(filled, moved)
    crashed.close()
    with Store(moved, network=True) as store, Store(moved, network=True) as second:
        connection = store._engine.connection
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("truncate",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        second.notes.add("had-motifs", "de la seconde fenêtre")
        assert len(store.notes.all()) == 3
        assert not list(moved.glob("*-wal"))
    with Store(moved, network=False) as back:
        assert len(back.notes.all()) == 3
        assert back._engine.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_opening_an_existing_store_imports_neither_sqlite_utils_nor_qt(filled: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from desktop.store import Store; s = Store(Path(sys.argv[1]));"
        "print([m for m in ('sqlite_utils', 'PySide6', 'whoosh', 'yaml') if m in sys.modules]); s.close()"
    )
    run = subprocess.run([sys.executable, "-c", code, str(filled)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
