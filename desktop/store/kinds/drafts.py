"""Drafts: what is being done and not kept yet."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.store.kinds.kind import (
    FACTS,
    IDENTIFIER,
    JSON,
    LINE,
    MOMENT,
    SEQUENCE,
    TYPED,
    Column,
    FileRecord,
    Name,
    RecordKind,
)
from desktop.store.kinds.merging import both_stay
from desktop.store.rows import Facts, Json, Row, dump, facts_of, identifier, load, one_line, text_of, typed_text

NAMED = 3
"""The format of the file of saved data from which on a draft has an id of its own."""
MANY = "orientation"
"""The one questionnaire whose draft kept its id when several drafts of one questionnaire became possible."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being done and not kept yet, saved as it is made.

    `id` tells several of one questionnaire apart; "" for a questionnaire that has one draft at most. `extra` is the screen's
    own (order of answers, ticks …). `case` is the kept case being changed, if any. `words` is what is being typed: a note, a
    label. `label` and `words` are the user's free words: when they go, they leave the backups too.
    """

    questionnaire: str
    facts: Facts
    extra: Json = None
    case: str | None = None
    label: str = ""
    id: str = ""
    words: str = ""


def _decode(row: Row) -> Draft:
    case = row["case_id"]
    questionnaire, key = text_of(row["questionnaire"]), text_of(row["id"])
    return Draft(
        questionnaire=questionnaire,
        facts=facts_of(row["facts"]),
        extra=load(row["extra"]),
        case=None if case is None else text_of(case),
        label=text_of(row["label"]),
        id="" if key == questionnaire else key,
        words=text_of(row["words"]),
    )


def _encode(draft: Draft) -> Row:
    return {
        "id": identifier(draft.id or draft.questionnaire),
        "questionnaire": identifier(draft.questionnaire),
        "facts": dump(dict(draft.facts)),
        "extra": dump(draft.extra),
        "case_id": draft.case,
        "label": one_line(draft.label),
        "words": typed_text(draft.words),
    }


def _alone(row: Row) -> bool:
    """The only draft of its questionnaire is called after it."""
    return row["id"] == row["questionnaire"]


def _upgrade(written: int, record: FileRecord) -> FileRecord:
    """Before `NAMED` the only draft of a questionnaire had an id that nobody used, and one of a case a copy of its label."""
    if written >= NAMED:
        return record
    if record.get("questionnaire") != MANY:
        return record | {"id": record.get("questionnaire")}
    return record if record.get("case_id") is None else record | {"label": ""}


DRAFTS = RecordKind(
    table="drafts",
    name=Name("un travail en cours", "questionnaire en cours", "questionnaires en cours", "Ce travail en cours"),
    columns={
        "id": Column(IDENTIFIER),
        "questionnaire": Column(IDENTIFIER),
        "facts": Column(FACTS),
        "extra": Column(JSON, "l’endroit où l’on en était"),
        "case_id": Column(IDENTIFIER, empty=True),
        "label": Column(LINE),
        "words": Column(TYPED, since=3, before=""),
        "seq": Column(SEQUENCE),
        "saved": Column(MOMENT),
    },
    key=("id",),
    decode=_decode,
    encode=_encode,
    merge=both_stay("facts", "extra", "case_id", "label", "words", alone=_alone),
    free_words=("label", "words"),
    kept_until_erased=False,
    volatile=True,
    upgrade=_upgrade,
)
