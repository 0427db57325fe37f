"""Every kind: what its encoder writes its decoder reads, a file carries it, and what it says of itself is whole."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.store import Bookmark, Case, CaseState, Draft, Kind, Note, Reading, Revision, kinds
from desktop.store.kinds import AnyKind
from desktop.store.kinds.bookmarks import BOOKMARKS
from desktop.store.kinds.cases import CASES, REVISIONS
from desktop.store.kinds.drafts import DRAFTS
from desktop.store.kinds.kind import MOMENT, SEQUENCE
from desktop.store.kinds.notes import NOTES
from desktop.store.kinds.readings import READINGS
from desktop.store.rows import one_line, plain_text, typed_text

identifiers = st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True)
lines = st.text(max_size=80).map(one_line)
moments = st.integers(631_152_000, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | lines,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(identifiers, inner, max_size=3),
    max_leaves=8,
)
facts = st.dictionaries(identifiers, json, max_size=4)
states = st.builds(
    CaseState,
    facts,
    json,
    plan_fingerprint=lines,
    content_version=lines,
    content_fingerprint=lines,
    instant=st.none() | moments,
)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
positive = st.integers(1, 10**9)
typed = st.text(min_size=1, max_size=80).filter(lambda words: words.strip() and typed_text(words).strip())

RECORDS: dict[str, st.SearchStrategy[Any]] = {
    "cases": st.builds(
        Case, identifiers, lines, identifiers, states, moments, moments, revision=positive, review=st.none() | days
    ),
    "revisions": st.builds(Revision, positive, states, moments),
    "bookmarks": st.builds(Bookmark, identifiers, st.sampled_from(Kind), lines, moments, order=st.just(1)),
    "notes": st.builds(
        Note, identifiers, identifiers, lines, typed.map(plain_text), moments, moments, order=st.just(1)
    ),
    "readings": st.builds(Reading, identifiers, lines, positive, moments),
    "drafts": st.builds(
        Draft,
        identifiers,
        facts,
        json,
        st.none() | identifiers,
        lines,
        identifiers,
        st.text(max_size=80).map(typed_text),
    ),
}


def whole(kind: AnyKind, row: dict[str, Any]) -> dict[str, Any]:
    """A row with what the store alone gives: its numbers, the hour of its writing, the case that it is of."""
    given = {name: 1 for name, column in kind.columns.items() if column.type is SEQUENCE}
    given |= {name: "2026-11-28T09:00:00+00:00" for name, column in kind.columns.items() if column.type is MOMENT}
    owner = {kind.owner.column: "cas"} if kind.owner is not None else {}
    return {name: (given | owner | row)[name] for name in kind.columns}


@given(st.data())
def test_what_an_encoder_writes_its_decoder_reads(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(kinds.every()))
    record = data.draw(RECORDS[kind.table])
    if kind is DRAFTS and record.id == record.questionnaire:
        record = dataclasses.replace(record, id="")
    row = whole(kind, kind.encode(record))
    assert kind.decode(row) == record
    assert kind.fault_in(row) is None
    assert kind.row_of(kind.record_of(row)) == row


def test_every_kind_has_a_record_above_and_its_file() -> None:
    assert set(RECORDS) == set(kinds.tables())
    assert kinds.every() == (CASES, REVISIONS, BOOKMARKS, NOTES, READINGS, DRAFTS)


@pytest.mark.parametrize("kind", kinds.every(), ids=kinds.tables())
def test_a_kind_says_what_it_is_called(kind: AnyKind) -> None:
    name = kind.name
    assert name.one.split()[0] in {"un", "une"}
    assert name.this.split()[0] in {"Ce", "Cet", "Cette"}
    assert name.counted(1).startswith("1 ")
    assert name.counted(2) == f"2 {name.plural}"


@pytest.mark.parametrize("kind", kinds.every(), ids=kinds.tables())
def test_each_column_that_is_wrong_is_told_and_none_that_is_right(kind: AnyKind) -> None:
    for name, column in kind.columns.items():
        row = {other: 1 if of.type.sql is int else "texte" for other, of in kind.columns.items()} | {name: b"\xff"}
        told = kind.told({name: row[name]})
        assert told.reason == (column.word or column.type.word)
        assert told.words.startswith(kind.name.one)


def test_the_format_of_the_file_is_that_of_what_was_added_last() -> None:
    assert kinds.file_format() == 3
    assert {kind.table: kind.format for kind in kinds.every()} == {
        "cases": 3, "revisions": 3, "bookmarks": 1, "notes": 1, "readings": 1, "drafts": 3,
    }  # fmt: skip
    assert CASES.lacking(1) == {"instant": "", "review": None}
    assert CASES.lacking(2) == {"instant": ""}
    assert CASES.lacking(3) == {}
