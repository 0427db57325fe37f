"""A file and its log, read in memory, hold what SQLite itself finds in them; and no file is touched."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.store import frozen, sqlite

WRITES = st.lists(
    st.tuples(st.sampled_from(["put", "drop", "roll back", "checkpoint"]), st.integers(0, 40), st.integers(1, 9000)),
    min_size=1,
    max_size=12,
)


def rows(connection: sqlite.Connection) -> list[tuple[object, ...]] | str:
    """What is there, or what SQLite says: a log torn before what was moved into the file leaves no whole database."""
    try:
        return connection.execute("SELECT k, v FROM t ORDER BY k").fetchall()
    except sqlite.DATABASE_ERRORS as error:
        return str(error)


def write(connection: sqlite.Connection, writes: list[tuple[str, int, int]]) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS t (k INTEGER PRIMARY KEY, v TEXT)")
    for deed, key, length in writes:
        if deed == "checkpoint":
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            continue
        connection.execute("BEGIN")
        if deed == "drop":
            connection.execute("DELETE FROM t WHERE k >= ?", (key,))
        else:
            connection.execute("INSERT OR REPLACE INTO t VALUES (?, ?)", (key, "x" * length))
        connection.execute("ROLLBACK" if deed == "roll back" else "COMMIT")


@settings(max_examples=40, deadline=None)
@given(writes=WRITES, size=st.sampled_from([512, 4096, 65536]), cut=st.integers(0, 3))
def test_a_log_is_taken_in_as_sqlite_does(tmp_path_factory: pytest.TempPathFactory, writes, size, cut) -> None:
    folder = tmp_path_factory.mktemp("log")
    path = folder / "base"
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size={size}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA wal_autocheckpoint=0")
        write(connection, writes)
        for name in ("copie", "reference"):
            (folder / name).write_bytes(path.read_bytes())
            log = (folder / "base-wal").read_bytes()
            # As a kill leaves it: the last frame may be torn.
            (folder / f"{name}-wal").write_bytes(log[: len(log) - cut * 100] if cut else log)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with closing(frozen.opened(folder / "copie")) as image:
        found = rows(image)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    with closing(sqlite.connect(folder / "reference")) as connection:
        assert rows(connection) == found


@pytest.mark.parametrize("size", [512, 4096])
def test_a_journal_is_rolled_back_as_sqlite_does(tmp_path: Path, size: int) -> None:
    path = tmp_path / "base"
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size={size}")
        connection.execute("PRAGMA cache_size=2")  # so that the file itself is changed before the end
        write(connection, [("put", key, 3000) for key in range(30)])
        connection.execute("BEGIN")
        connection.execute("UPDATE t SET v = 'changé' || v")
        connection.execute("DELETE FROM t WHERE k > 20")
        connection.execute("INSERT INTO t SELECT k + 100, v || v FROM t")
        for name in ("copie", "reference"):
            for suffix in ("", "-journal"):
                shutil.copy(f"{path}{suffix}", tmp_path / f"{name}{suffix}")
        connection.execute("ROLLBACK")
    assert (tmp_path / "copie").read_bytes() != path.read_bytes()
    with closing(frozen.opened(tmp_path / "copie")) as image:
        assert rows(image) == [(key, "x" * 3000) for key in range(30)]
        assert image.execute("PRAGMA integrity_check").fetchone() == ("ok",)
