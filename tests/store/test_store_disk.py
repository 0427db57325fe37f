"""A disk that is full, a folder that can't be written: said in French, nothing lost, nothing half-written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from desktop.store import CaseState, DiskFullError, Draft, Store, StoreAccessError

resource = pytest.importorskip("resource", reason="limits of a process, as POSIX has them")

HERE = Path(__file__).parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(HERE.parent.parent)}


def own_mounts() -> list[str]:
    """The command that gives a process mounts of its own, empty where the system does not allow it."""
    if not shutil.which("unshare"):
        return []
    command = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    probe = subprocess.run([*command, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
    return command if probe.returncode == 0 else []


def test_on_a_full_disk_nothing_confirmed_is_lost(tmp_path: Path) -> None:
    command = own_mounts()
    if not command:
        pytest.skip("this system gives no mount of one's own; the two tests below fill the database without one")
    script = 'mount -t tmpfs -o size=2000k none "$1" && exec "$2" "$3" "$1"'
    run = subprocess.run(
        [*command, "sh", "-c", script, "sh", str(tmp_path), sys.executable, str(HERE / "full_disk.py")],
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
    )
    assert run.stdout.strip() == "entier", run.stderr


def test_a_database_that_may_not_grow_loses_nothing(store: Store) -> None:
    store.cases.keep("niveau", CaseState({}), "le premier")
    store.drafts.save(Draft("niveau", {"a": 1}))
    connection = store._engine.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages + 4}")
    with pytest.raises(DiskFullError, match="disque est plein"):
        store.cases.keep("niveau", CaseState({"long": "x" * 100_000}), "trop grand", drafts=("niveau",))
    assert [case.label for case in store.cases.all()] == ["le premier"]
    assert next(iter(store.drafts.all()), None) == Draft("niveau", {"a": 1})
    assert store.undo_label == "garder la situation «\u00a0le premier\u00a0»"
    connection.execute("PRAGMA max_page_count=1000000")
    store.cases.keep("niveau", CaseState({"long": "x" * 100_000}), "tient")


def fill(store: Store) -> None:
    for _ in range(100):
        store.cases.keep("niveau", CaseState({"long": os.urandom(3000).hex()}), "de trop")


def test_a_limit_on_the_size_of_files_is_said_and_loses_nothing(store: Store, tmp_path: Path) -> None:
    store.cases.keep("niveau", CaseState({}), "le premier")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = store.path.with_name(store.path.name + "-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (log + 120_000, hard))
    try:
        with pytest.raises((DiskFullError, StoreAccessError)):
            fill(store)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, hard))
        with pytest.raises(DiskFullError):
            store.save_to(tmp_path / "trop.zip")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in tmp_path.glob("*.zip")] == []
    labels = [case.label for case in store.cases.all()]
    assert labels[-1] == "le premier"
    assert len(labels) > 3
    store.cases.keep("niveau", CaseState({}), "de nouveau")


def test_a_read_only_folder_is_said_and_what_it_holds_is_shown() -> None:
    # Not pytest's own folder: that one belongs to whoever runs the tests, and is closed to others.
    root = Path(tempfile.mkdtemp(prefix="lecture seule "))
    root.chmod(0o755)
    try:
        run = subprocess.run(
            [sys.executable, str(HERE / "read_only_disk.py"), str(root)],
            capture_output=True,
            text=True,
            check=False,
            env=ENVIRONMENT,
        )
        assert run.stdout.strip() == "entier", run.stderr
    finally:
        shutil.rmtree(root)


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("je ne suis pas un dossier", encoding="utf-8")
    with pytest.raises(StoreAccessError, match="un fichier porte déjà ce nom"):
        Store(tmp_path / "fichier")
