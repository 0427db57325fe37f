"""Kept cases, with their earlier states."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from desktop.store.drafts import close_draft
from desktop.store.kinds.cases import (
    CASES,
    LINE_COLUMNS,
    REVISIONS,
    STATE,
    TOLD,
    Case,
    CaseLine,
    CaseState,
    Revision,
    line_of,
    state_row,
)
from desktop.store.records import RecordReader
from desktop.store.rows import Row, Value, identifier, moment, number_of, one_line, text_of
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from desktop.store.engine import Engine, Unit


class Cases:
    """The kept cases. Every method that changes something can be undone."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = RecordReader(engine, CASES)

    def all(self, limit: int | None = None) -> tuple[Case, ...]:
        """Every case, last changed first; at most `limit`, as a start page shows them."""
        with self._engine.reading() as unit:
            return unit.sound(CASES, unit.rows("cases", order="changed_seq desc", limit=limit))

    def get(self, case: str) -> Case:
        """A case by its id. Raises UnknownRecordError."""
        return self._reader.get(case)

    def lines(
        self,
        told: Sequence[str] = (),
        *,
        facts: Sequence[str] = (),
        limit: int | None = None,
        only: Collection[str] | None = None,
        due: date | None = None,
    ) -> tuple[CaseLine, ...]:
        """What a list shows of the cases, last changed first, without decoding a plan in Python.

        `told`: paths into the plan (« $.principal ») whose values the lines carry; `facts`: the facts whose values they carry (of
        the others only that they are given). `limit`: so many at most; `only`: these ids
        (a thousand at most); `due`: those that are to be reviewed on this day or before.
        """
        where: list[str] = ["1"]
        values: list[Value] = []
        if only is not None:
            where.append(f"id IN ({', '.join('?' for _ in only)})")
            values.extend(only)
        if due is not None:
            where.append("review <= ?")
            values.append(due.isoformat())
        with self._engine.reading() as unit:
            return _lines(unit, told, facts, " AND ".join(where), values, -1 if limit is None else limit)

    def page(
        self, told: Sequence[str], *, facts: Sequence[str] = (), before: int | None, limit: int
    ) -> tuple[tuple[CaseLine, ...], int | None]:
        """The next `limit` lines after the order `before`, and where to read on (None at the end); see `lines`."""
        with self._engine.reading() as unit:
            count, last = unit.span("cases", "changed_seq", before, limit, down=True)
            where, values = ("1", []) if before is None else ("changed_seq < ?", [before])
            return _lines(unit, told, facts, where, values, limit), last if count == limit else None

    def revisions(self, case: str) -> tuple[Revision, ...]:
        """The earlier states of a case, newest first. Raises UnknownRecordError."""
        with self._engine.reading() as unit:
            self._row(unit, case)
            rows = unit.rows("revisions", "case_id = ?", (case,), order="number desc")
            return unit.sound(REVISIONS, rows)

    def keep(self, questionnaire: str, state: CaseState, label: str = "", *, drafts: Sequence[str] = ()) -> Case:
        """Keep a new case. `drafts`: ids of the drafts that this ends, in the same transaction."""
        label, questionnaire = one_line(label), identifier(questionnaire)
        with self._engine.writing(_say("garder", label)) as unit:
            now = moment(unit.moment)
            case = Case(secrets.token_hex(16), label, questionnaire, state, created=now, changed=now, revision=1)
            number = unit.next()
            row = CASES.encode(case) | {"seq": number, "changed_seq": number}
            unit.put("cases", row)
            for key in drafts:
                close_draft(unit, key)
        return CASES.decode(row)

    def change(self, case: str, state: CaseState, *, drafts: Sequence[str] = ()) -> Case:
        """Give a case a new state; the present one becomes a revision. An equal state changes nothing.

        Raises UnknownRecordError.
        """
        after = state_row(state)
        with self._engine.reading() as unit:
            label = _say("modifier", self._label(unit, case))
        with self._engine.writing(label) as unit:
            row = self._row(unit, case)
            if any(row[column] != after[column] for column in STATE):
                former = {column: row[column] for column in STATE}
                unit.put("revisions", {"case_id": case, "number": row["revision"], **former, "kept": row["changed"]})
                row |= {
                    **after,
                    "revision": number_of(row["revision"]) + 1,
                    "changed": unit.moment,
                    "changed_seq": unit.next(),
                }
                unit.put("cases", row)
            for key in drafts:
                close_draft(unit, key)
        return CASES.decode(row)

    def rename(self, case: str, label: str, *, drafts: Sequence[str] = ()) -> Case:
        """Give a case another label; the former one is not kept. `drafts`: as for `keep`. Raises UnknownRecordError."""
        with self._engine.writing(french("renommer la situation")) as unit:
            row = self._row(unit, case)
            row["label"] = one_line(label)
            unit.put("cases", row)
            for key in drafts:
                close_draft(unit, key)
        return CASES.decode(row)

    def review(self, case: str, when: date | None) -> Case:
        """Say on which day it is to be looked at again, None to take that away; its state and its changes stay as they are.

        Raises UnknownRecordError.
        """
        verb = "ne plus revoir" if when is None else "revoir à une date"
        with self._engine.reading() as unit:
            label = _say(verb, self._label(unit, case))
        with self._engine.writing(label) as unit:
            row = self._row(unit, case)
            row["review"] = None if when is None else when.isoformat()
            unit.put("cases", row)
        return CASES.decode(row)

    def erase(self, case: str) -> None:
        """Erase a case, its earlier states and its drafts. Raises UnknownRecordError."""
        with self._engine.reading() as unit:
            label = _say("effacer", self._label(unit, case))
        with self._engine.writing(label) as unit:
            row = self._row(unit, case)
            for revision in unit.rows("revisions", "case_id = ?", (case,)):
                unit.delete("revisions", revision)
            for draft in unit.rows("drafts", "case_id = ?", (case,)):
                unit.delete("drafts", draft)
            unit.delete("cases", row)

    def _row(self, unit: Unit, case: str) -> Row:
        return self._reader.row(unit, case)

    def _label(self, unit: Unit, case: str) -> str:
        return text_of(self._row(unit, case)["label"])


def _lines(
    unit: Unit, told: Sequence[str], asked_facts: Sequence[str], where: str, values: Sequence[Value], limit: int
) -> tuple[CaseLine, ...]:
    asked = ", ".join("json_extract(plan, ?)" for _ in told)
    extract = f"CASE WHEN json_valid(plan) THEN json_array({asked}) END" if told else "NULL"
    wanted = ", ".join("?" for _ in asked_facts)
    value = "CASE WHEN type IN ('array', 'object') THEN value WHEN type IN ('true', 'false') THEN type ELSE json_quote(value) END"
    # In the order of their names: that in which they were answered would make each text its own.
    given = (
        f"(SELECT json_group_object(key, CASE WHEN key IN ({wanted}) THEN json({value}) END)"  # noqa: S608 - our own names
        " FROM (SELECT key, type, value FROM json_each(cases.facts) ORDER BY key))"
    )
    facts = f"CASE WHEN json_valid(facts) AND json_type(facts) = 'object' THEN {given} END"
    columns = ", ".join(facts if column == "facts" else column for column in LINE_COLUMNS)
    sql = f"SELECT {columns}, {extract} FROM cases WHERE {where} ORDER BY changed_seq DESC LIMIT ?"  # noqa: S608 - our own names
    found = unit.select(sql, (*asked_facts, *told, *values, limit))
    rows = (dict(zip((*LINE_COLUMNS, TOLD), row, strict=True)) for row in found)
    return unit.sound_as(CASES, rows, lambda row: line_of(tuple(row.values())))


def _say(verb: str, label: str) -> str:
    return french(f"{verb} la situation « {label} »" if label else f"{verb} la situation")
