"""Two windows on one folder, and several threads in one window: nothing is lost, nothing is mixed up."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop import files
from desktop.store import CaseState, Health, Store, StoreBusyError, connection, sqlite
from desktop.store.backups import DAYS, NEWEST, WEEKS

HERE = Path(__file__).parent
ROUNDS = 15


def start(folder: Path, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(HERE / "window.py"), str(folder), name, str(ROUNDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(HERE.parent.parent)},
    )


def test_two_windows_begin_and_write_together(folder: Path) -> None:
    windows = [start(folder, name) for name in ("gauche", "droite")]
    for window in windows:
        assert window.stdout is not None
        assert window.stdout.readline() == "prête\n"
    for window in windows:
        assert window.stdin is not None
        window.stdin.write("\n")
        window.stdin.flush()
    for window in windows:
        output, faults = window.communicate(timeout=120)
        assert output == "finie\n", faults
    with Store(folder) as store:
        names = {f"{name} {number}" for name in ("gauche", "droite") for number in range(ROUNDS)}
        assert {case.label for case in store.cases.all()} == names
        assert {case.revision for case in store.cases.all()} == {2}
        assert sorted(note.text for note in store.notes.all()) == sorted(names)
        assert len(store.bookmarks.all()) == 2 * ROUNDS
        sequence = [row[0] for row in store._engine.connection.execute("SELECT seq FROM cases")]
        assert len(set(sequence)) == len(sequence)
        assert len(store.backups()) <= NEWEST + DAYS + WEEKS
        assert all(backup.good for backup in store.backups())
    assert Store.diagnose(folder).health is Health.GOOD


def test_a_window_that_makes_the_file_at_the_same_moment_is_no_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = files.create

    def beaten(path: Path) -> int:
        os.close(create(path))
        return create(path)

    monkeypatch.setattr(files, "create", beaten)
    with Store(folder) as store:
        monkeypatch.undo()
        store.cases.keep("niveau", CaseState({}), "visite")
        assert len(store.cases.all()) == 1


def test_a_window_that_keeps_the_database_to_itself_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with Store(folder) as store:
        holder = sqlite.connect(store.path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError, match="occupée par une autre fenêtre"):
            store.cases.keep("niveau", CaseState({}))
        assert store.cases.all() == ()
        holder.execute("ROLLBACK")
        holder.close()
        store.cases.keep("niveau", CaseState({}))


def test_threads_of_one_window_take_their_turn(store: Store) -> None:
    def work(name: int) -> None:
        for number in range(10):
            kept = store.cases.keep("niveau", CaseState({"n": number}), f"{name} {number}")
            store.cases.change(kept.id, CaseState({"n": -number - 1}))
            assert store.cases.get(kept.id).revision == 2

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(store.cases.all()) == 40
