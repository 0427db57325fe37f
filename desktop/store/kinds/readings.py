"""The reading history: one line a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.store.kinds.kind import IDENTIFIER, LINE, MOMENT, NUMBER, SEQUENCE, Column, Name, RecordKind
from desktop.store.kinds.merging import ours_stays
from desktop.store.rows import Row, identifier, moment, number_of, one_line, stamp, text_of

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """A place of the content that was read, how often, and when last."""

    target: str
    title: str
    times: int
    last: datetime


def _decode(row: Row) -> Reading:
    return Reading(text_of(row["target"]), text_of(row["title"]), number_of(row["times"]), moment(row["read"]))


def _encode(reading: Reading) -> Row:
    return {
        "target": identifier(reading.target),
        "title": one_line(reading.title),
        "times": reading.times,
        "read": stamp(reading.last),
    }


READINGS = RecordKind(
    table="readings",
    name=Name(
        "une ligne de l’historique de lecture",
        "ligne de l’historique de lecture",
        "lignes de l’historique de lecture",
        "Cette ligne de l’historique",
        whole="historique de lecture",
    ),
    columns={
        "target": Column(IDENTIFIER),
        "title": Column(LINE),
        "times": Column(NUMBER),
        "seq": Column(SEQUENCE),
        "read": Column(MOMENT),
    },
    key=("target",),
    decode=_decode,
    encode=_encode,
    merge=ours_stays,
    volatile=True,
    typed=False,
    held=False,
)
