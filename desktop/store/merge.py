"""Taking saved data back: as a replacement, or added to what is there without losing either side.

What becomes of a record that is here and there is the rule of its kind: see `desktop.store.kinds`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.store import kinds
from desktop.store.findings import Counts, Mode, Taken
from desktop.store.kinds.merging import Merging, Tally
from desktop.store.progress import part, silent, told
from desktop.text.typography import french

if TYPE_CHECKING:
    from desktop.store.archive import Saved
    from desktop.store.engine import Engine
    from desktop.store.progress import Progress

_GONE, _TAKEN = 0.2, 0.98
"""The shares at which what gives way is gone, and at which the last row is taken."""


def take_back(engine: Engine, saved: Saved, mode: Mode, progress: Progress = silent) -> Taken:
    """Take everything of a checked file, in one transaction that can be undone; cancelled, nothing of it stays."""
    tally = Tally()
    total = sum(len(saved.rows[kind.table]) for kind in kinds.whole()) or 1
    # What gives way to a file was not erased for what it says: the backup made just before may keep it.
    with engine.writing(french("reprendre mes données"), erases=False) as unit:
        if mode is Mode.REPLACE:
            present = [(table, row) for table in kinds.tables() for row in unit.rows(table)]
            for table, row in told(present, part(progress, 0.0, _GONE)):
                unit.delete(table, row)
        done = 0
        for kind in kinds.whole():
            start, done = done, done + len(saved.rows[kind.table])
            shares = (_GONE + (_TAKEN - _GONE) * number / total for number in (start, done))
            kind.merge(Merging(unit, kind, saved.rows, tally, part(progress, *shares), kinds.parts_of(kind)))
        progress(_TAKEN)
    return Taken(Counts(**tally.added), tally.updated, tally.unchanged, tuple(tally.twice))
