"""What a merge rule is given, and the rules that are ready: of two sides of saved data, neither loses anything.

The clock has no say. What differs here and there is kept twice, the file's under an id of its own that comes from its content:
taking the same file back twice adds nothing the second time.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from desktop.store.progress import told
from desktop.store.rows import Row, one_line, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from desktop.store.engine import Unit
    from desktop.store.kinds.kind import MergeRule, RecordKind
    from desktop.store.progress import Progress

_NO_CONTENT = frozenset({"seq", "changed_seq", "review"})
"""Columns that say nothing of what was kept: an id made from the content must not depend on them."""


class Tally:
    """What was done so far, of all kinds."""

    def __init__(self) -> None:
        self.added: dict[str, int] = {}
        self.updated = 0
        self.unchanged = 0
        self.twice: list[str] = []


class Merging:
    """One kind of a file on its way into the database: its rows, those of its parts, and what was done with them."""

    def __init__(
        self,
        unit: Unit,
        kind: RecordKind[Any],
        saved: Mapping[str, Sequence[Row]],
        tally: Tally,
        progress: Progress,
        part_kinds: Sequence[RecordKind[Any]] = (),
    ) -> None:
        self.unit = unit
        self.kind = kind
        self.theirs: Sequence[Row] = saved[kind.table]
        """All rows of the file, oldest first."""
        self.tally = tally
        self._saved = saved
        self._part_kinds = part_kinds
        self._progress = progress
        self._parts: dict[str, dict[str, list[Row]]] = {}

    def rows(self) -> Iterator[Row]:
        """The rows of the file one after the other; a person may cancel between two."""
        return told(self.theirs, self._progress)

    def parts(self, kind: RecordKind[Any], key: str) -> list[Row]:
        """The parts of one of the file's rows, oldest first. Raises ValueError for a kind that is no part."""
        if kind.owner is None:
            raise ValueError(kind.table)
        if kind.table not in self._parts:
            found = self._parts[kind.table] = {}
            for row in self._saved[kind.table]:
                found.setdefault(text_of(row[kind.owner.column]), []).append(row)
        return self._parts[kind.table].get(key, [])

    def ours(self, row: Row) -> Row | None:
        """The row of the database under the same key."""
        return self.unit.get(self.kind.table, *self.kind.key_of(row))

    def add(self, row: Row, theirs: Row | None = None) -> bool:
        """Put a row in with its parts, under a number of its own in the order; False, and unchanged, where its key is taken.

        `theirs` is the row of the file when `row` has another key.
        """
        if self.ours(row) is not None:
            self.tally.unchanged += 1
            return False
        self.unit.put(self.kind.table, row | {"seq": self.unit.next()})
        (key,) = self.kind.key_of(theirs or row) if self._part_kinds else (None,)
        for kind in self._part_kinds:
            for part in self.parts(kind, text_of(key)):
                self.unit.put(kind.table, part | {kind.owner.column: self.kind.key_of(row)[0]} if kind.owner else part)
        self.count_added()
        return True

    def count_added(self) -> None:
        """One more came from the file."""
        self.tally.added[self.kind.table] = self.tally.added.get(self.kind.table, 0) + 1


def ours_stays(merging: Merging) -> None:
    """What is not here is taken; what is here stays as it is."""
    for row in merging.rows():
        merging.add(row)


def both_stay(
    *compared: str, told_as: Callable[[Row], str] | None = None, alone: Callable[[Row], bool] | None = None
) -> MergeRule:
    """Of two rows of one key that differ in the columns `compared`, both are kept.

    `told_as`: what the second one is called where it is said that it was kept twice; `alone`: a row that there can only be one
    of, so that ours stays.
    """

    def rule(merging: Merging) -> None:
        for row in merging.rows():
            ours = merging.ours(row)
            if ours is None or (alone is not None and alone(row)):
                merging.add(row)
            elif all(ours[column] == row[column] for column in compared):
                merging.tally.unchanged += 1
            elif merging.add(row | {"id": id_from(row)}, row) and told_as is not None:
                merging.tally.twice.append(one_line(told_as(row), 80))

    return rule


def id_from(row: Row, parts: Sequence[Row] = ()) -> str:
    """An id that comes from the content of a row and of its parts."""
    content = [{key: value for key, value in one.items() if key not in _NO_CONTENT} for one in (row, *parts)]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("utf-8")).hexdigest()[:32]
