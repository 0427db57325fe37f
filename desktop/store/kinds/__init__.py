"""The kinds of records that the user keeps: one list, a file for each kind, and everything of the store iterates over it.

A new kind is one file here with its `RecordKind`, its line in the list below, and one migration in `desktop.store.schema`. A room
that is no part of the program registers its own: see `desktop.store.schema.register`.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from desktop.store.kinds.bookmarks import BOOKMARKS
from desktop.store.kinds.cases import CASES, REVISIONS
from desktop.store.kinds.drafts import DRAFTS
from desktop.store.kinds.kind import RecordKind
from desktop.store.kinds.notes import NOTES
from desktop.store.kinds.readings import READINGS

AnyKind: TypeAlias = RecordKind[Any]

_LIST: dict[str, AnyKind] = {
    kind.table: kind for kind in (CASES, REVISIONS, BOOKMARKS, NOTES, READINGS, DRAFTS)
}  # a part stands after what it is a part of


def every() -> tuple[AnyKind, ...]:
    """All kinds; a part comes after what it is a part of."""
    return tuple(_LIST.values())


def named(table: str) -> AnyKind:
    """The kind of a table. Raises KeyError."""
    return _LIST[table]


def tables() -> tuple[str, ...]:
    """The tables that hold what is the user's. `meta` and `to_purge` are the store's own."""
    return tuple(_LIST)


def whole() -> tuple[AnyKind, ...]:
    """The kinds that are no part of another: one list each in a file of saved data."""
    return tuple(kind for kind in _LIST.values() if kind.owner is None)


def parts_of(kind: AnyKind) -> tuple[AnyKind, ...]:
    """The kinds whose records are parts of this one's."""
    return tuple(one for one in _LIST.values() if one.owner is not None and one.owner.table == kind.table)


def file_format() -> int:
    """The format of the file of saved data that this program writes: that of the kind or column that was added last."""
    return max(kind.format for kind in _LIST.values())


def add(kind: AnyKind) -> None:
    """Put a kind at the end of the list. Raises ValueError when its table is taken, or the table that it is a part of unknown."""
    if kind.table in _LIST or kind.table in ("meta", "to_purge"):
        raise ValueError(f"{kind.table} is registered twice")
    if kind.owner is not None and kind.owner.table not in _LIST:
        raise ValueError(f"{kind.table} is a part of {kind.owner.table}, which is not registered")
    _LIST[kind.table] = kind


def take_out(kind: AnyKind) -> None:
    """Take a kind out of the list again."""
    _LIST.pop(kind.table, None)
