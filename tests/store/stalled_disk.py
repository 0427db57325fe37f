"""Run by test_store_recovery on a disk of its own: die without closing, then open what has become read-only."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from desktop.store import CaseState, ReadOnlyError, Store

FOLDER = Path(sys.argv[1]) / "données"


def main() -> None:
    if sys.argv[2] == "mourir":
        store = Store(FOLDER)
        store.cases.keep("niveau", CaseState({}), "dans le journal")
        os._exit(9)
    assert (FOLDER / "cap-palliatif.sqlite3-wal").stat().st_size
    with pytest.raises(ReadOnlyError, match="disque est en lecture seule") as refusal:
        Store(FOLDER)
    assert "votre compte" not in str(refusal.value), refusal.value
    with Store.temporary(FOLDER) as shown:
        assert [case.label for case in shown.cases.all()] == ["dans le journal"]
        (*_, last) = shown.erase_all().remaining
        assert last.reason == "le disque est en lecture seule", last
    sys.stdout.write("dit\n")


if __name__ == "__main__":
    main()
