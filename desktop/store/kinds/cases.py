"""Kept cases, with their earlier states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.store.kinds.kind import (
    DAY,
    FACTS,
    IDENTIFIER,
    INSTANT,
    JSON,
    LINE,
    MOMENT,
    NUMBER,
    SEQUENCE,
    Column,
    Name,
    Owner,
    RecordKind,
)
from desktop.store.kinds.merging import Merging, id_from
from desktop.store.rows import (
    Facts,
    Json,
    Row,
    Value,
    day,
    dump,
    facts_of,
    identifier,
    load,
    moment,
    number_of,
    one_line,
    shared_of,
    stamp,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CaseState:
    """A situation at one moment, and what the program answered to it then."""

    facts: Facts
    plan: Json = None
    """The plan as it was shown (docs/decisions.md § 7), None when there was none yet."""
    plan_fingerprint: str = ""
    """Tells two plans apart without comparing them."""
    content_version: str = ""
    """Version of the content that answered, for the reader."""
    content_fingerprint: str = ""
    """`Corpus.fingerprint` of that content: differs from the present one when the content changed since."""
    instant: datetime | None = None
    """The hour that the plan speaks of, with the offset of the place where it was made; None when nobody noted it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A kept case. `revision` is 1 at first and grows with each change of its state.

    `review`: the day on which it is to be looked at again, in the calendar of who said so; it is no part of the state.
    """

    id: str
    label: str
    questionnaire: str
    state: CaseState
    created: datetime
    changed: datetime
    revision: int
    review: date | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """What a list shows of a case: read without its plan. `order` is greater for what was changed later.

    `facts` is JSON text, for who shows the line to decode: the facts that were asked for, and null for what else is given, so that
    thousands of lines share the few texts that there are. `told` holds the parts of the plan that were asked for, in their
    order, as one JSON list ("" when the plan has none of them).
    """

    id: str
    order: int
    label: str
    questionnaire: str
    content_fingerprint: str
    created: datetime
    changed: datetime
    revision: int
    review: date | None
    facts: str
    told: str


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier state of a case. `number` is the revision it was; `kept` when it became the case's state."""

    number: int
    state: CaseState
    kept: datetime


def state_row(state: CaseState) -> Row:
    """The columns that a case and its revisions share."""
    return {
        "facts": dump(dict(state.facts)),
        "plan": dump(state.plan),
        "plan_fingerprint": one_line(state.plan_fingerprint),
        "content_version": one_line(state.content_version),
        "content_fingerprint": one_line(state.content_fingerprint),
        # With its own offset: « 17 h 55 » stays 17 h 55 wherever it is read.
        "instant": "" if state.instant is None else state.instant.isoformat(timespec="seconds"),
    }


def state_of(row: Mapping[str, Value]) -> CaseState:
    """A state from the row of a case or revision."""
    return CaseState(
        facts=facts_of(row["facts"]),
        plan=load(row["plan"]),
        plan_fingerprint=text_of(row["plan_fingerprint"]),
        content_version=text_of(row["content_version"]),
        content_fingerprint=text_of(row["content_fingerprint"]),
        instant=moment(row["instant"]) if row["instant"] else None,
    )


def _case(row: Row) -> Case:
    return Case(
        id=text_of(row["id"]),
        label=text_of(row["label"]),
        questionnaire=text_of(row["questionnaire"]),
        state=state_of(row),
        created=moment(row["created"]),
        changed=moment(row["changed"]),
        revision=number_of(row["revision"]),
        review=day(row["review"]),
    )


def _case_row(case: Case) -> Row:
    return {
        "id": case.id,
        "label": one_line(case.label),
        "questionnaire": identifier(case.questionnaire),
        **state_row(case.state),
        "created": stamp(case.created),
        "changed": stamp(case.changed),
        "revision": case.revision,
        "review": None if case.review is None else case.review.isoformat(),
    }


def _revision(row: Row) -> Revision:
    return Revision(number=number_of(row["number"]), state=state_of(row), kept=moment(row["kept"]))


def _revision_row(revision: Revision) -> Row:
    """Without the case that it is of."""
    return {"number": revision.number, **state_row(revision.state), "kept": stamp(revision.kept)}


LINE_COLUMNS = (
    "id",
    "changed_seq",
    "label",
    "questionnaire",
    "content_fingerprint",
    "created",
    "changed",
    "revision",
    "review",
    "facts",
)
"""The columns of a line, in the order in which `line_of` takes them."""


TOLD = "told"
"""What was asked of the plan, after LINE_COLUMNS."""


def line_of(values: Sequence[Value]) -> CaseLine:
    """A line of the list from LINE_COLUMNS and what was asked of the plan."""
    key, order, label, questionnaire, content, created, changed, revision, review, facts, told = values
    return CaseLine(
        id=text_of(key),
        order=number_of(order),
        label=text_of(label),
        questionnaire=shared_of(questionnaire),
        content_fingerprint=shared_of(content),
        created=(made := moment(created)),
        changed=made if changed == created else moment(changed),
        revision=number_of(revision),
        review=day(review),
        facts=shared_of(facts),
        told="" if told is None else shared_of(told),
    )


def merge(merging: Merging) -> None:
    """Of a case that differs here and there, the one that knows every state of the other wins; when neither does, both are kept.

    Of two days on which to review it, the sooner one stays, so that neither side's is missed.
    """
    # The order of the last changes, after everything that is here.
    ordered = sorted(merging.theirs, key=lambda row: number_of(row["changed_seq"]))
    ranks = {text_of(row["id"]): merging.unit.next() for row in ordered}
    for row in merging.rows():
        key = text_of(row["id"])
        _merge_one(merging, row, merging.parts(REVISIONS, key), ranks[key])


def _merge_one(merging: Merging, theirs: Row, their_past: list[Row], rank: int) -> None:
    unit, tally = merging.unit, merging.tally
    ours = merging.ours(theirs)
    if ours is None:
        _put(merging, theirs, their_past, rank)
        merging.count_added()
        return
    our_past = unit.rows(REVISIONS.table, "case_id = ?", (ours["id"],), order="number")
    here, there = _states(ours, our_past), _states(theirs, their_past)
    days = [text_of(one) for one in (ours["review"], theirs["review"]) if one is not None]
    review = min(days, default=None)
    if there <= here:
        if review == ours["review"]:
            tally.unchanged += 1
        else:
            unit.put(CASES.table, ours | {"review": review})
            tally.updated += 1
    elif here <= there:
        for row in our_past:
            unit.delete(REVISIONS.table, row)
        _put(merging, theirs | {"label": ours["label"], "review": review}, their_past, rank)
        tally.updated += 1
    else:
        name = id_from(theirs, their_past)
        if unit.get(CASES.table, name) is not None:
            tally.unchanged += 1
            return
        label = one_line(f"{theirs['label']} (repris)".strip())
        _put(merging, theirs | {"id": name, "label": label}, their_past, rank)
        merging.count_added()
        tally.twice.append(label)


def _put(merging: Merging, row: Row, past: list[Row], rank: int) -> None:
    held = merging.ours(row)
    seq = held["seq"] if held else merging.unit.next()
    merging.unit.put(CASES.table, row | {"seq": seq, "changed_seq": rank})
    for state in past:
        merging.unit.put(REVISIONS.table, state | {"case_id": row["id"]})


def _states(case: Row, past: list[Row]) -> frozenset[tuple[Value, ...]]:
    return frozenset(tuple(row[column] for column in STATE) for row in (case, *past))


STATE: dict[str, Column] = {
    "facts": Column(FACTS),
    "plan": Column(JSON, "sa conduite à tenir"),
    "plan_fingerprint": Column(LINE),
    "content_version": Column(LINE),
    "content_fingerprint": Column(LINE),
    "instant": Column(INSTANT, "l’heure dont parle sa conduite à tenir", since=3, before=""),
}
"""The columns that a case and its earlier states share."""

CASES = RecordKind(
    table="cases",
    name=Name("une situation", "situation", "situations", "Cette situation"),
    columns={
        "id": Column(IDENTIFIER),
        "seq": Column(SEQUENCE),
        "changed_seq": Column(SEQUENCE),
        "label": Column(LINE),
        "questionnaire": Column(IDENTIFIER),
        **STATE,
        "created": Column(MOMENT),
        "changed": Column(MOMENT),
        "revision": Column(NUMBER),
        "review": Column(DAY, "la date de la revoir", empty=True, since=2),
    },
    key=("id",),
    decode=_case,
    encode=_case_row,
    merge=merge,
    free_words=("label",),
)

REVISIONS = RecordKind(
    table="revisions",
    name=Name(
        "un état antérieur d’une situation",
        "état antérieur",
        "états antérieurs",
        "Cet état antérieur",
    ),
    columns={"case_id": Column(IDENTIFIER), "number": Column(NUMBER), **STATE, "kept": Column(MOMENT)},
    key=("case_id", "number"),
    decode=_revision,
    encode=_revision_row,
    merge=lambda _merging: None,  # they come and go with their case
    typed=False,
    held=False,
    order="number",
    owner=Owner("cases", "case_id", "sa situation"),
)
