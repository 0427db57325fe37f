"""Bookmarks: marks on stable ids of the content, one an id at most."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from desktop.store.kinds.kind import IDENTIFIER, LINE, MOMENT, SEQUENCE, Column, Name, RecordKind, one_of
from desktop.store.kinds.merging import ours_stays
from desktop.store.rows import ABOUT_MAX, Row, RowError, identifier, moment, number_of, one_line, stamp, text_of

if TYPE_CHECKING:
    from datetime import datetime


class Kind(Enum):
    """What a stable id stands for in the content."""

    DOCUMENT = "document"
    RUBRIQUE = "rubrique"
    REGLE = "regle"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A mark on a stable id. `title` is what it was called then, so that it can be told when it no longer resolves."""

    target: str
    kind: Kind
    title: str
    created: datetime
    order: int = field(default=0, compare=False)
    """Greater for one that was set later."""


def _decode(row: Row) -> Bookmark:
    try:
        kind = Kind(row["kind"])
    except ValueError as error:
        raise RowError("nature attendue") from error
    return Bookmark(text_of(row["target"]), kind, text_of(row["title"]), moment(row["created"]), number_of(row["seq"]))


def _encode(bookmark: Bookmark) -> Row:
    return {
        "target": identifier(bookmark.target),
        "kind": bookmark.kind.value,
        "title": one_line(bookmark.title, ABOUT_MAX),
        "created": stamp(bookmark.created),
    }


BOOKMARKS = RecordKind(
    table="bookmarks",
    name=Name("un signet", "signet", "signets", "Ce signet"),
    columns={
        "target": Column(IDENTIFIER),
        "kind": Column(one_of(Kind, "ce qu’il marque")),
        "title": Column(LINE),
        "seq": Column(SEQUENCE),
        "created": Column(MOMENT),
    },
    key=("target",),
    decode=_decode,
    encode=_encode,
    merge=ours_stays,
)
