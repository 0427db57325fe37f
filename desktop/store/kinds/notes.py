"""Notes: the user's own words on stable ids of the content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.store.kinds.kind import IDENTIFIER, LINE, MOMENT, SEQUENCE, TEXT, Column, Name, RecordKind
from desktop.store.kinds.merging import both_stay
from desktop.store.rows import (
    ABOUT_MAX,
    Row,
    identifier,
    moment,
    number_of,
    one_line,
    plain_text,
    shared_of,
    stamp,
    text_of,
)

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Note:
    """The user's own words on a stable id: plain text, never Markdown. `about` is what the target said then."""

    id: str
    target: str
    about: str
    text: str
    created: datetime
    changed: datetime
    order: int = field(default=0, compare=False)
    """Greater for one that was written later."""


def _decode(row: Row) -> Note:
    return Note(
        id=text_of(row["id"]),
        target=shared_of(row["target"]),
        about=shared_of(row["about"]),
        text=text_of(row["text"]),
        created=(made := moment(row["created"])),
        changed=made if row["changed"] == row["created"] else moment(row["changed"]),
        order=number_of(row["seq"]),
    )


def _encode(note: Note) -> Row:
    return {
        "id": note.id,
        "target": identifier(note.target),
        "about": one_line(note.about, ABOUT_MAX),
        "text": plain_text(note.text),
        "created": stamp(note.created),
        "changed": stamp(note.changed),
    }


NOTES = RecordKind(
    table="notes",
    name=Name("une note", "note", "notes", "Cette note"),
    columns={
        "id": Column(IDENTIFIER),
        "target": Column(IDENTIFIER),
        "about": Column(LINE),
        "text": Column(TEXT),
        "seq": Column(SEQUENCE),
        "created": Column(MOMENT),
        "changed": Column(MOMENT),
    },
    key=("id",),
    decode=_decode,
    encode=_encode,
    merge=both_stay("text", told_as=lambda row: text_of(row["text"])),
    free_words=("text",),
    place=lambda note: (note.id, note.order),
)
