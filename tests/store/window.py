"""Run by test_store_windows: one of two windows on the same folder."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.store import CaseState, Kind, Store


def main() -> None:
    folder, name, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    sys.stdout.write("prête\n")
    sys.stdout.flush()
    sys.stdin.readline()  # both begin together
    with Store(folder) as store:
        for number in range(rounds):
            kept = store.cases.keep("niveau", CaseState({"n": number}), f"{name} {number}")
            store.cases.change(kept.id, CaseState({"n": number, "suite": name}))
            store.notes.add("had-motifs", f"{name} {number}")
            store.bookmarks.add(f"{name}-{number}", Kind.REGLE, name)
            if number % 5 == 4:
                store.backup("à la main")
            if number % 7 == 6:
                store.cases.erase(kept.id)
                store.undo()
    sys.stdout.write("finie\n")


if __name__ == "__main__":
    main()
