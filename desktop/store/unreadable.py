"""Rows that can't be decoded: each is set aside with a word, and the others are shown.

The word says which kind of record, from when, and what is wrong with it. It never quotes: what can't be read may be anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.store.errors import BadValueError
from desktop.store.records import Kind, Unreadable
from desktop.store.rows import (
    Row,
    RowError,
    Value,
    bookmark_of,
    case_of,
    day,
    draft_of,
    facts_of,
    load,
    moment,
    note_of,
    number_of,
    reading_of,
    revision_of,
    text_of,
)
from desktop.store.schema import COLUMNS, KEYS, OPTIONAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

DECODERS: dict[str, Callable[[Row], object]] = {
    "cases": case_of,
    "revisions": revision_of,
    "bookmarks": bookmark_of,
    "notes": note_of,
    "readings": reading_of,
    "drafts": draft_of,
}

JSON_COLUMNS = frozenset({"facts", "plan", "extra"})

_KINDS = frozenset(kind.value for kind in Kind)
_TIMES = ("changed", "created", "kept", "saved", "read")
_WORDS = {
    **dict.fromkeys(_TIMES, "sa date"),
    "review": "la date de la revoir",
    "instant": "l’heure dont parle sa conduite à tenir",
    "facts": "ses réponses",
    "plan": "sa conduite à tenir",
    "extra": "l’endroit où l’on en était",
    "kind": "ce qu’il marque",
    **dict.fromkeys(("seq", "changed_seq", "number", "revision", "times"), "son numéro d’ordre"),
    **dict.fromkeys(("id", "case_id", "target", "questionnaire"), "son identifiant"),
}
_REST = "son texte"


def decodes(table: str, row: Row) -> bool:
    """True when a row is one that the program can show."""
    return fault_in(table, row) is None


def fault_in(table: str, row: Row) -> Unreadable | None:
    """What is wrong with a row, None when nothing is."""
    try:
        for column in COLUMNS[table]:
            if not _sound(table, column, row[column]):
                return told(table, row)
        DECODERS[table](row)
    except (RowError, BadValueError, KeyError, TypeError):
        return told(table, row)
    return None


def told(table: str, row: Row) -> Unreadable:
    """The word for a row that can't be decoded: kind, when, the first thing that is wrong."""
    wrong = next((name for name in COLUMNS[table] if name in row and not _sound(table, name, row[name])), "")
    key = tuple(row.get(column) for column in KEYS[table])
    return Unreadable(table=table, when=_when(row), reason=_WORDS.get(wrong, _REST), key=repr(key))


def orphan(row: Row) -> Unreadable:
    """The word for an earlier state whose case is gone."""
    return Unreadable("revisions", _when(row), "sa situation", repr((row.get("case_id"), row.get("number"), "orphan")))


def _when(row: Row) -> datetime | None:
    for column in _TIMES:
        try:
            return moment(row[column])
        except (KeyError, RowError):
            continue
    return None


def _sound(table: str, column: str, value: Value) -> bool:
    if value is None and column in OPTIONAL.get(table, ()):
        return True
    try:
        if COLUMNS[table][column] is int:
            return number_of(value) >= 0
        if column in _TIMES:
            moment(value)
        elif column == "instant":
            return value == "" or bool(moment(value))
        elif column == "review":
            day(value)
        elif column == "facts":
            facts_of(value)
        elif column in JSON_COLUMNS:
            load(value)
        elif column == "kind":
            return value in _KINDS
        else:
            text_of(value)
    except RowError:
        return False
    return True
