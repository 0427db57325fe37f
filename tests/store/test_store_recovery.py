"""What a sick, foreign or older database turns into: a word, a choice, and nothing lost. Never a fault of another kind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from test_store_disk import ENVIRONMENT, HERE, own_mounts
from test_store_unreadable import fill, shown, spoil

from desktop.store import BehindError, CaseState, Counts, DamagedDatabaseError, Health, Store, schema, sqlite
from desktop.store.backups import DAYS, NEWEST, WEEKS


def database(folder: Path) -> Path:
    return folder / schema.FILE_NAME


def labels(folder: Path) -> list[str]:
    with Store(folder) as store:
        return sorted(case.label for case in store.cases.all())


@pytest.fixture
def filled(folder: Path) -> Path:
    with Store(folder) as store:
        fill(store)
    return folder


def execute(folder: Path, *statements: str) -> None:
    connection = sqlite.connect(database(folder))
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA writable_schema=ON")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


SICK = {
    "a schema that is no UTF-8": ["UPDATE sqlite_schema SET sql = CAST(x'ff' || sql AS TEXT) WHERE name = 'notes'"],
    "a name that is no UTF-8": [
        "UPDATE sqlite_schema SET sql = replace(sql, '\"about\"', CAST(x'22ff22' AS TEXT)) WHERE name = 'notes'"
    ],
    "a sequence that is a word": ["UPDATE meta SET value = 'beaucoup' WHERE key = 'sequence'"],
    "a sequence without end": ["UPDATE meta SET value = printf('%05000d', 9) WHERE key = 'sequence'"],
    "a table that is gone": ["DROP TABLE readings"],
    "the store's own table that is gone": ["DROP TABLE to_purge"],
    "the numbers' table that is gone": ["DROP TABLE meta"],
    "a column that is gone": ["ALTER TABLE notes DROP COLUMN about"],
    "a view in the place of a table": ["DROP TABLE drafts", "CREATE VIEW drafts AS SELECT * FROM cases"],
    "a table without an end": ["UPDATE sqlite_schema SET rootpage = 99999 WHERE name = 'bookmarks'"],
}


@pytest.mark.parametrize("statements", SICK.values(), ids=SICK)
def test_whatever_is_wrong_inside_is_damage_and_what_can_be_read_is_brought_back(
    filled: Path, statements: list[str]
) -> None:
    execute(filled, *statements)
    before = database(filled).read_bytes()
    with pytest.raises(DamagedDatabaseError, match="endommagée"):
        Store(filled)
    diagnosis = Store.diagnose(filled)
    assert diagnosis.health is Health.DAMAGED
    assert diagnosis.newest_good is not None
    assert diagnosis.readable is not None
    assert diagnosis.readable["cases"] == 4
    assert database(filled).read_bytes() == before
    repaired = Store.repair(filled)
    assert repaired.counts == diagnosis.readable
    assert (repaired.place / schema.FILE_NAME).read_bytes() == before
    with Store(filled) as store:
        assert store.counts() == repaired.counts
        assert store.check().good
        store.cases.keep("niveau", CaseState({}), "et l'on continue")


def test_a_broken_page_takes_only_its_own_rows_along(folder: Path) -> None:
    with Store(folder) as store:
        for number in range(200):
            store.cases.keep("niveau", CaseState({"n": number, "long": "x" * 700}), f"cas {number:03d}")
    path = database(folder)
    data = bytearray(path.read_bytes())
    place = data.index(b"cas 100") // 4096 * 4096
    data[place : place + 4096] = b"\xa5" * 4096
    path.write_bytes(data)
    with pytest.raises(DamagedDatabaseError):
        Store(folder)
    repaired = Store.repair(folder)
    assert 190 <= repaired.counts["cases"] < 200
    with Store(folder) as store:
        found = {case.label for case in store.cases.all()}
        assert {"cas 000", "cas 050", "cas 150", "cas 199"} <= found
        assert store.check().good


def test_repairing_sets_the_rows_aside_that_can_not_be_decoded(filled: Path) -> None:
    spoil(filled, "notes", "created", "hier")
    spoil(filled, "cases", "facts", "{")
    execute(filled, "INSERT INTO to_purge (id) VALUES ('à purger')")
    repaired = Store.repair(filled)
    # The case's earlier state can't stand without it.
    assert sorted(word.table for word in repaired.set_aside) == ["cases", "notes", "revisions"]
    written = (repaired.place / "lignes-illisibles.json").read_text(encoding="utf-8")
    assert "note 0" in written
    assert "sa date ne se lit pas" in written
    with Store(filled) as store:
        assert store.check().good
        assert shown(store) == {"cases": 3, "revisions": 3, "bookmarks": 4, "notes": 3, "readings": 4, "drafts": 4}
        store.erase_all()
    assert not repaired.place.exists()


def test_checking_says_what_is_wrong_and_changes_nothing(filled: Path) -> None:
    with Store(filled) as store:
        found = store.check()
        assert (found.good, found.counts) == (True, Counts(cases=4, bookmarks=4, notes=4, readings=4, drafts=4))
    spoil(filled, "notes", "created", "hier")
    execute(filled, "DELETE FROM cases WHERE label = 'cas 1'")
    before = database(filled).read_bytes()
    with Store(filled) as store:
        found = store.check()
        assert found.faults == ()
        assert [word.table for word in found.unreadable] == ["notes", "revisions"]
        assert found.unreadable[1].words.endswith(" : sa situation ne se lit pas")
        assert (found.counts["cases"], found.counts["notes"]) == (3, 3)
        assert database(filled).read_bytes() == before
    assert Store.diagnose(filled).health is Health.PARTLY
    Store.repair(filled)
    assert Store.diagnose(filled).health is Health.GOOD


def test_a_row_that_can_not_be_read_makes_the_diagnosis_and_the_backup_say_so(filled: Path) -> None:
    spoil(filled, "notes", "created", "hier")
    with Store(filled) as store:
        bad = store.backup("avec la mauvaise ligne")
    diagnosis = Store.diagnose(filled)
    assert diagnosis.health is Health.PARTLY
    assert [word.table for word in diagnosis.unreadable] == ["notes"]
    assert (bad.good, bad.usable, bad.counts["notes"]) == (False, True, 3)
    assert diagnosis.newest_good is not None
    assert (diagnosis.newest_good.number, diagnosis.newest_good.counts["notes"]) == (1, 4)


def test_the_last_backup_that_decodes_is_never_dropped(filled: Path) -> None:
    spoil(filled, "notes", "created", "hier")
    clock = datetime(2026, 11, 28, 9, tzinfo=UTC)
    for number in range(NEWEST + DAYS + WEEKS + 5):
        now = clock + timedelta(days=9 * number)
        with Store(filled, now=lambda now=now: now) as store:
            store.cases.keep("niveau", CaseState({"n": number}), f"cas {number}")
    kept = Store.diagnose(filled).backups
    assert [backup.number for backup in kept if backup.good] == [1]
    assert len(kept) <= NEWEST + DAYS + WEEKS + 1


def made(folder: Path, hours: list[float]) -> list[int]:
    """Hours (from the first) of the backups that stay when one was made at each of these."""
    start = datetime(2026, 3, 2, 8, tzinfo=UTC)  # a Monday
    with Store(folder) as store:
        for hour in hours:
            store._engine.now = lambda hour=hour: start + timedelta(hours=hour)
            store.backup("essai")
        return [round((backup.made - start).total_seconds() / 3600) for backup in store.backups() if backup.made]


def test_backups_are_thinned_by_age(folder: Path) -> None:
    # Two a day for eight weeks.
    hours = [24 * day + 2 * hour for day in range(56) for hour in range(2)]
    days = sorted({hour // 24 for hour in made(folder, hours)}, reverse=True)
    assert days[:DAYS] == [55, 54, 53, 52, 51, 50, 49]
    assert days[DAYS:] == [48, 41, 34, 27]  # the Sundays of the weeks before: five weeks with the present one


@pytest.mark.parametrize(
    "hours",
    [
        [0] * 40,
        [-24.0 * number for number in range(40)],
        [24.0 * 365 * number for number in range(40)],
        [((-1) ** number) * 5000.0 * number for number in range(40)],
        [*range(20), 24 * 365 * 50, *range(20, 39)],
    ],
    ids=["stands still", "goes back", "runs", "jumps", "once far ahead"],
)
def test_a_clock_gone_mad_drops_no_recent_backup_and_not_everything(folder: Path, hours: list[float]) -> None:
    made(folder, hours)
    numbers = [backup.number for backup in Store.diagnose(folder).backups]
    assert numbers[:NEWEST] == [40, 39, 38, 37, 36]
    assert len(numbers) <= NEWEST + DAYS + WEEKS


def synchronise_log(filled: Path) -> None:
    """The folder is synchronised file by file: the log of yesterday lands beside the database of today."""
    log = database(filled).with_name(schema.FILE_NAME + "-wal")
    with Store(filled) as store:
        store.cases.keep("niveau", CaseState({}), "hier")
        yesterday = log.read_bytes()
    with Store(filled) as store:
        store.cases.keep("niveau", CaseState({}), "aujourd'hui")
    log.write_bytes(yesterday)


def synchronise_database(filled: Path) -> None:
    """The database of yesterday comes back from another machine."""
    with Store(filled) as store:
        store.cases.keep("niveau", CaseState({}), "hier")
    yesterday = database(filled).read_bytes()
    with Store(filled) as store:
        store.cases.keep("niveau", CaseState({}), "aujourd'hui")
    database(filled).write_bytes(yesterday)


@pytest.mark.parametrize("synchronise", [synchronise_log, synchronise_database])
def test_an_older_file_is_seen_before_it_takes_anything_back(filled: Path, synchronise: Callable[[Path], None]) -> None:
    synchronise(filled)
    before = {path.name: path.read_bytes() for path in filled.iterdir() if path.is_file() and "-shm" not in path.name}
    with pytest.raises(BehindError, match="plus ancienne que vos sauvegardes"):
        Store(filled)
    assert {path.name: path.read_bytes() for path in filled.iterdir() if path.name in before} == before
    diagnosis = Store.diagnose(filled)
    assert diagnosis.health is Health.BEHIND
    assert (diagnosis.alone is not None) is (synchronise is synchronise_log)
    chosen = diagnosis.alone or diagnosis.newest_good
    assert chosen is not None
    Store.restore(chosen)
    assert labels(filled) == ["aujourd'hui", "cas 0", "cas 1", "cas 2", "cas 3", "hier"]


def test_one_may_keep_the_older_state_and_is_asked_once(filled: Path) -> None:
    synchronise_database(filled)
    Store.keep_present(filled)
    assert "aujourd'hui" not in labels(filled)
    assert "hier" in labels(filled)


def test_what_one_put_back_oneself_is_not_taken_for_an_older_state(filled: Path) -> None:
    for number in range(3):
        with Store(filled) as store:
            store.cases.keep("niveau", CaseState({}), f"plus tard {number}")
    Store.restore(Store.diagnose(filled).backups[-1])
    assert labels(filled) == ["cas 0", "cas 1", "cas 2", "cas 3"]
    Store.start_afresh(filled)
    assert labels(filled) == []
    Store.repair(filled)
    assert labels(filled) == []


def test_a_log_of_a_killed_program_is_played_as_before(filled: Path) -> None:
    crashed = Store(filled)
    crashed.cases.keep("niveau", CaseState({}), "dans le journal")
    copy = filled.with_name("copie")
    shutil.copytree(filled, copy)
    crashed.close()
    assert "dans le journal" in labels(copy)


@pytest.mark.skipif(sys.platform == "win32", reason="rights as POSIX has them")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077], ids=oct)
def test_everything_is_its_owners_whatever_the_umask_and_whatever_stood_there(folder: Path, umask: int) -> None:
    former = os.umask(umask)
    try:
        for _ in range(2):
            with Store(folder) as store:
                store.cases.keep("niveau", CaseState({}))
                store.backup("essai")
                store.save_to(folder.parent / "export.zip")
                modes = {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.rglob("*"))}
                modes["export"] = (folder.parent / "export.zip").stat().st_mode & 0o777
                assert [name for name, mode in modes.items() if mode not in (0o600, 0o700)] == [], modes
                assert f"{schema.FILE_NAME}-wal" in modes
            for path in (folder, *folder.rglob("*")):  # as an earlier version, or a copy, left it
                path.chmod(0o777 if path.is_dir() else 0o666)
            Store.restore(Store.diagnose(folder).backups[0])
            for path in (folder, *folder.rglob("*")):
                path.chmod(0o777 if path.is_dir() else 0o666)
    finally:
        os.umask(former)


def test_a_pipe_a_folder_or_a_device_in_the_place_of_the_database_is_said_at_once(filled: Path) -> None:
    database(filled).unlink()
    for make in (
        lambda path: path.mkdir(),
        *([os.mkfifo, lambda path: path.symlink_to("/dev/zero")] * hasattr(os, "mkfifo")),
    ):
        make(database(filled))
        with pytest.raises(Exception, match=r"fichier ordinaire|dossier porte ce nom") as refusal:
            Store(filled)
        assert type(refusal.value).__name__ == "StoreAccessError"
        database(filled).rmdir() if database(filled).is_dir() else database(filled).unlink()


def test_a_disk_that_became_read_only_after_a_kill_is_said_at_the_opening(tmp_path: Path) -> None:
    command = own_mounts()
    if not command:
        pytest.skip("this system gives no mount of one's own")
    script = 'mount -t tmpfs none "$1" && "$2" "$3" "$1" mourir; mount -o remount,ro "$1" && exec "$2" "$3" "$1" ouvrir'
    run = subprocess.run(
        [*command, "sh", "-c", script, "sh", str(tmp_path), sys.executable, str(HERE / "stalled_disk.py")],
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
    )
    assert run.stdout.strip() == "dit", run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process, as POSIX has them")
def test_a_limit_on_the_size_of_a_file_is_said_as_what_it_is(filled: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path; from desktop.store import CaseState, Store, StoreError;"
        "s = Store(Path(sys.argv[1])); resource.setrlimit(resource.RLIMIT_FSIZE, (120_000,) * 2)\n"
        "try:\n"
        "    for _ in range(100): s.cases.keep('niveau', CaseState({'long': 'x' * 3000}))\n"
        "except StoreError as error: print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(filled)], capture_output=True, text=True, check=False, env=ENVIRONMENT
    )
    assert "plus grand que ce que ce disque ou ce compte permet" in run.stdout, run
    assert "a droit" not in run.stdout
