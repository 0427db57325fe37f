"""Which SQLite keeps the database, and what is said when its log may lose something."""

from __future__ import annotations

import logging
import os
import platform
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils.utils
from hypothesis import given
from hypothesis import strategies as st

from desktop.store import DamagedDatabaseError, DiskFullError, Store, sqlite
from desktop.store import connection as access

NUMBERS = st.integers(0, 99)
WITH_WHEELS = {("linux", "x86_64"), ("win32", "AMD64"), ("darwin", "arm64")}
"""What pyproject.toml says."""


@pytest.mark.parametrize(
    ("version", "kept"),
    [
        ("3.6.23", True),  # no write-ahead log yet
        ("3.7.0", False),
        ("3.40.1", False),  # Debian 12
        ("3.44.5", False),
        ("3.44.6", True),
        ("3.45.1", False),  # python.org 3.11.9 for Windows
        ("3.49.2", False),
        ("3.50.6", False),
        ("3.50.7", True),
        ("3.51", False),
        ("3.51.0", False),
        ("3.51.2", False),
        ("3.51.3", True),
        ("3.51.3.1", True),
        ("3.52.0", True),
        ("3.53.4", True),
        ("4.0.0", True),
    ],
)
def test_the_versions_whose_log_may_lose_a_page(version, kept):
    assert sqlite.log_keeps(version) is kept


@given(major=st.integers(3, 5), minor=NUMBERS, patch=NUMBERS)
def test_within_a_line_what_is_mended_stays_mended(major, minor, patch):
    if (major, minor) >= (3, 7) and sqlite.log_keeps(f"{major}.{minor}.{patch}"):
        assert sqlite.log_keeps(f"{major}.{minor}.{patch + 1}")


@pytest.mark.skipif(
    (sys.platform, platform.machine()) not in WITH_WHEELS, reason="pysqlite3 has no wheel for this system"
)
def test_the_installed_one_loses_nothing_and_serves_sqlite_utils_too(tmp_path):
    assert sqlite.log_keeps(), sqlite.VERSION
    assert sqlite_utils.utils.sqlite3.connect is sqlite.connect
    with Store(tmp_path) as store:
        engine = store._engine
        assert engine.connection.execute("SELECT sqlite_version()").fetchone() == (sqlite.VERSION,)
        assert engine.database.conn is engine.connection
        assert engine.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.fixture
def with_the_fault(monkeypatch):
    monkeypatch.setattr(sqlite, "VERSION", "3.40.1")
    sqlite.note_fault.cache_clear()
    yield
    sqlite.note_fault.cache_clear()


def test_the_journal_says_once_that_this_sqlite_has_the_fault(tmp_path, caplog, with_the_fault):
    with caplog.at_level(logging.WARNING, "desktop.store.sqlite"), Store(tmp_path), Store(tmp_path):
        pass
    assert [r.getMessage().partition(" may ")[0] for r in caplog.records] == ["SQLite 3.40.1"]


def test_the_journal_has_no_such_line_where_it_has_not(tmp_path, caplog, with_the_fault, monkeypatch):
    monkeypatch.setattr(sqlite, "VERSION", "3.53.4")
    sqlite.note_fault.cache_clear()
    with caplog.at_level(logging.WARNING, "desktop.store.sqlite"), Store(tmp_path):
        pass
    assert caplog.records == []


def test_a_person_reads_the_version_and_what_to_do():
    assert sqlite.described("3.53.4") == "SQLite 3.53.4"
    said = sqlite.described("3.40.1")
    assert said.startswith("SQLite 3.40.1, ")
    assert "n’ouvrez qu’une fenêtre" in said


def test_without_the_package_pythons_own_serves(tmp_path):
    code = (
        "import sys; sys.modules['pysqlite3'] = None\n"
        "import sqlite3, pathlib\n"
        "from desktop.store import Kind, Store, sqlite\n"
        "assert sqlite.connect is sqlite3.connect and sqlite.VERSION == sqlite3.sqlite_version\n"
        f"folder = pathlib.Path({str(tmp_path)!r})\n"
        "with Store(folder) as store: store.bookmarks.add('x', Kind.REGLE, 'Titre')\n"
        "with Store(folder) as store: print([b.target for b in store.bookmarks.all()])\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert done.stdout == "['x']\n", done.stderr


def test_what_an_image_answers_is_translated_as_what_a_file_answers(tmp_path):
    """The image is held by Python's own SQLite, whose errors are other classes."""
    path = tmp_path / "base"
    connection = sqlite.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    for opened in (sqlite.connect(path), sqlite.from_image(path.read_bytes())):
        with pytest.raises(DamagedDatabaseError), access.translated(path):
            opened.execute("SELECT nothing FROM nowhere")
        with pytest.raises(sqlite.MISUSE), access.translated(path):
            opened.execute("SELECT ?", ())
        opened.close()


def test_a_copy_that_fails_says_why_with_its_number(tmp_path):
    with closing(sqlite.connect(tmp_path / "base", isolation_level=None)) as origin:
        origin.execute("CREATE TABLE t (x)")
        origin.execute("INSERT INTO t VALUES (zeroblob(1000000))")
        with closing(sqlite.connect(tmp_path / "whole")) as target:
            sqlite.copy(origin, target)
            assert target.execute("SELECT length(x) FROM t").fetchone() == (1_000_000,)
        with closing(sqlite.connect(tmp_path / "small")) as target:
            target.execute("PRAGMA max_page_count=4")
            with pytest.raises(DiskFullError), access.translated(tmp_path):
                sqlite.copy(origin, target)
    (tmp_path / "none").write_bytes(b"x" * 4096)
    with (
        closing(sqlite.connect(tmp_path / "none")) as origin,
        closing(sqlite.connect(":memory:")) as target,
        pytest.raises(DamagedDatabaseError, match="none"),
        access.translated(tmp_path / "none"),
    ):
        sqlite.copy(origin, target)


def test_an_image_that_is_none_leaves_no_connection():
    with pytest.raises(sqlite.ERRORS):
        sqlite.from_image(b"x" * 4096).execute("SELECT * FROM sqlite_schema")
