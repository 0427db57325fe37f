"""Run by test_store_disk: a folder that can't be written, seen by someone who is not root."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import sqlite_utils  # noqa: F401  # imported now: the one whom we become may not read its files

from desktop.store import CaseState, Health, ReadOnlyError, Store
from desktop.text.typography import french  # noqa: F401


def become_nobody(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534)
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)


def main() -> None:
    root = Path(sys.argv[1])
    folder = root / "données de Zoé"
    with Store(folder) as store:
        kept = store.cases.keep("niveau", CaseState({"a": 1}), "visite")
    become_nobody(root)
    for path in (folder / "sauvegardes", folder):
        for file in path.iterdir():
            if file.is_file():
                file.chmod(0o444)
        path.chmod(0o555)

    for attempt in (folder, folder / "plus loin"):
        try:
            Store(attempt)
        except ReadOnlyError as refusal:
            if "pas le droit" in refusal.message and str(folder) in refusal.message:
                continue
            raise
        raise AssertionError(f"{attempt} was opened")
    with Store.temporary(folder) as shown:
        assert (shown.filled, shown.cases.all()) == (True, (kept,))
        try:
            shown.save_to(folder / "ici.zip")
        except ReadOnlyError:
            pass
        else:
            raise AssertionError("saved into a read-only folder")
    diagnosis = Store.diagnose(folder)
    assert [backup.good for backup in diagnosis.backups] == [True], diagnosis
    assert diagnosis.health in (Health.GOOD, Health.UNREADABLE), diagnosis
    folder.chmod(0o755)
    (folder / "sauvegardes").chmod(0o755)
    sys.stdout.write("entier\n")


if __name__ == "__main__":
    main()
