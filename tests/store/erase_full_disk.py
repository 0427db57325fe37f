"""Run by test_store_erase_all in a small file system of its own: erase everything when not a byte is left."""

from __future__ import annotations

import sys
from pathlib import Path

from full_disk import fill

from desktop.store import CaseState, Counts, DiskFullError, Store

ROOT = Path(sys.argv[1])
FOLDER = ROOT / "données"
MOT = b"Zyxwvutsrq-unique"


def main() -> None:
    for place in range(2):  # with backups, then without room for one
        store = Store(FOLDER)
        for _ in range(30):
            store.cases.keep("niveau", CaseState({"mot": MOT.decode() * 400}), "cas")
        if not place:
            store.backup("essai")
        (ROOT / "bouchon").write_bytes(b"")
        fill(ROOT / "bouchon")
        try:
            store.cases.keep("niveau", CaseState({"long": "x" * 900_000}), "de trop")
        except DiskFullError:
            pass
        else:
            raise AssertionError("the disk is not full")
        fill(ROOT / "bouchon")
        erased = store.erase_all()
        assert erased.remaining == (), erased
        assert not [path for path in FOLDER.rglob("*") if path.is_file() and MOT in path.read_bytes()]
        assert store.counts() == Counts()
        (ROOT / "bouchon").unlink()
        store.cases.keep("niveau", CaseState({}), "la vie continue")
        store.close()
        with Store(FOLDER) as again:
            assert again.counts()["cases"] == (1 if store.persistent else 0)
            again.erase_all()
    sys.stdout.write("effacé\n")


if __name__ == "__main__":
    main()
