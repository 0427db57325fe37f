"""Run by test_store_disk in a file system of 2 MB of its own: fill it up, and see that nothing confirmed is lost."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.store import CaseState, DiskFullError, Health, Mode, Store

ROOT = Path(sys.argv[1])
FOLDER = ROOT / "données"


def until_full(store: Store) -> list[str]:
    confirmed = []
    while True:
        try:
            confirmed.append(store.cases.keep("niveau", CaseState({"long": "x" * 20_000}), "cas").id)
        except DiskFullError:
            return confirmed


def expect_full(action: object, *arguments: object) -> None:
    try:
        action(*arguments)  # type: ignore[operator]
    except DiskFullError:
        return
    raise AssertionError(f"{action} did not say that the disk is full")


def main() -> None:
    (ROOT / "lest").write_bytes(bytes(500_000))
    store = Store(FOLDER)
    kept = store.cases.keep("niveau", CaseState({"a": 1}), "le premier")
    store.save_to(ROOT / "petit.zip")
    small = (ROOT / "petit.zip").read_bytes()
    confirmed = until_full(store)
    assert len(confirmed) > 5, confirmed
    assert {case.id for case in store.cases.all()} == {kept.id, *confirmed}

    # Nothing else gets in either, and what was there stays whole.
    expect_full(store.backup, "essai")
    assert store.backups() == ()
    expect_full(store.take_back, Store.read_saved(ROOT / "petit.zip"), Mode.REPLACE)
    # Random facts do not compress: the file would need more than is left.
    expect_full(store.save_to, ROOT / "petit.zip")
    assert (ROOT / "petit.zip").read_bytes() == small
    assert {case.id for case in store.cases.all()} == {kept.id, *confirmed}
    assert not list(ROOT.rglob("*.tmp*")), list(ROOT.rglob("*"))
    expect_full(store.close)

    # A program that starts on a full disk says so, and still shows what is kept.
    (ROOT / "bouchon").write_bytes(b"")
    fill(ROOT / "bouchon")
    expect_full(Store, ROOT / "autre")
    with Store.temporary(FOLDER) as shown:
        assert {case.id for case in shown.cases.all()} == {kept.id, *confirmed}, shown.filled

    # With room again everything goes on.
    (ROOT / "bouchon").unlink()
    (ROOT / "lest").unlink()
    assert Store.diagnose(FOLDER).health is Health.GOOD
    again = Store(FOLDER)
    assert {case.id for case in again.cases.all()} == {kept.id, *confirmed}
    for name in confirmed:
        try:
            again.cases.erase(name)
        except DiskFullError:  # the log had grown into what little room there is; it is emptied now
            again.cases.erase(name)
    again.forget_undo()
    again.cases.keep("niveau", CaseState({}), "de nouveau")
    again.close()
    sys.stdout.write("entier\n")


def fill(path: Path) -> None:
    with path.open("ab", buffering=0) as handle:
        for size in (65536, 4096, 512):
            try:
                while True:
                    handle.write(b"\xa5" * size)
            except OSError:
                continue


if __name__ == "__main__":
    main()
