"""Taking saved data back: as a replacement, or added to what is there without losing either side.

Of a case that differs here and there, the one that knows every state of the other wins; when neither does, both are kept,
the one from the file under an id of its own. That id comes from its content: taking the same file back twice adds nothing
the second time. Of two days on which to review it, the sooner one stays. The clock has no say.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from desktop.store.progress import part, silent, told
from desktop.store.records import Counts, Mode, Taken
from desktop.store.rows import Row, Value, number_of, one_line, text_of
from desktop.store.schema import KEYS
from desktop.text.typography import french

if TYPE_CHECKING:
    from desktop.store.archive import Saved
    from desktop.store.engine import Engine, Unit
    from desktop.store.progress import Progress

_STATE = ("facts", "plan", "plan_fingerprint", "content_version", "content_fingerprint", "instant")
_NO_CONTENT = frozenset({"seq", "changed_seq", "review"})
"""Columns that say nothing of what was kept: an id made from the content must not depend on them."""
_COUNTED = ("cases", "bookmarks", "notes", "readings", "drafts")


class _Tally:
    def __init__(self) -> None:
        self.added = dict.fromkeys(_COUNTED, 0)
        self.updated = 0
        self.unchanged = 0
        self.twice: list[str] = []


def take_back(engine: Engine, saved: Saved, mode: Mode, progress: Progress = silent) -> Taken:
    """Take everything of a checked file, in one transaction that can be undone; cancelled, nothing of it stays."""
    tally = _Tally()
    earlier: dict[str, list[Row]] = {}
    for row in saved.rows["revisions"]:
        earlier.setdefault(text_of(row["case_id"]), []).append(row)
    # What gives way to a file was not erased for what it says: the backup made just before may keep it.
    with engine.writing(french("reprendre mes données"), erases=False) as unit:
        if mode is Mode.REPLACE:
            present = [(table, row) for table in KEYS for row in unit.rows(table)]
            for table, row in told(present, part(progress, 0.0, 0.2)):
                unit.delete(table, row)
        ranks = _ranks(unit, saved.rows["cases"])
        for row in told(saved.rows["cases"], part(progress, 0.2, 0.8)):
            _take_case(unit, row, earlier.get(text_of(row["id"]), []), ranks, tally)
        for row in told(saved.rows["notes"], part(progress, 0.8, 0.98)):
            _take_note(unit, row, tally)
        for table in ("bookmarks", "readings"):
            for row in saved.rows[table]:
                _take_if_absent(unit, table, row, tally)
        for row in saved.rows["drafts"]:
            _take_draft(unit, row, tally)
        progress(0.98)
    return Taken(Counts(**tally.added), tally.updated, tally.unchanged, tuple(tally.twice))


def _ranks(unit: Unit, cases: list[Row]) -> dict[str, int]:
    # The order of the last changes, after everything that is here.
    ordered = sorted(cases, key=lambda row: number_of(row["changed_seq"]))
    return {text_of(row["id"]): unit.next() for row in ordered}


def _take_case(unit: Unit, theirs: Row, their_past: list[Row], ranks: dict[str, int], tally: _Tally) -> None:
    rank = ranks[text_of(theirs["id"])]
    ours = unit.get("cases", theirs["id"])
    if ours is None:
        _put_case(unit, theirs, their_past, rank)
        tally.added["cases"] += 1
        return
    our_past = unit.rows("revisions", "case_id = ?", (ours["id"],), order="number")
    here, there = _states(ours, our_past), _states(theirs, their_past)
    review = _sooner(ours["review"], theirs["review"])
    if there <= here:
        if review == ours["review"]:
            tally.unchanged += 1
        else:
            unit.put("cases", ours | {"review": review})
            tally.updated += 1
    elif here <= there:
        for row in our_past:
            unit.delete("revisions", row)
        _put_case(unit, theirs | {"label": ours["label"], "review": review}, their_past, rank)
        tally.updated += 1
    else:
        name = _id_from(theirs, their_past)
        if unit.get("cases", name) is not None:
            tally.unchanged += 1
            return
        label = one_line(f"{theirs['label']} (repris)".strip())
        _put_case(unit, theirs | {"id": name, "label": label}, their_past, rank)
        tally.added["cases"] += 1
        tally.twice.append(label)


def _put_case(unit: Unit, row: Row, past: list[Row], rank: int) -> None:
    held = unit.get("cases", row["id"])
    seq = held["seq"] if held else unit.next()
    unit.put("cases", row | {"seq": seq, "changed_seq": rank})
    for state in past:
        unit.put("revisions", state | {"case_id": row["id"]})


def _sooner(ours: Value, theirs: Value) -> Value:
    """The day on which to review: the sooner one, so that neither side's is missed."""
    days = [text_of(day) for day in (ours, theirs) if day is not None]
    return min(days, default=None)


def _states(case: Row, past: list[Row]) -> frozenset[tuple[Value, ...]]:
    return frozenset(tuple(row[column] for column in _STATE) for row in (case, *past))


def _take_note(unit: Unit, theirs: Row, tally: _Tally) -> None:
    ours = unit.get("notes", theirs["id"])
    if ours is not None and ours["text"] == theirs["text"]:
        tally.unchanged += 1
        return
    row = theirs
    if ours is not None:
        row = theirs | {"id": _id_from(theirs, [])}
        if unit.get("notes", row["id"]) is not None:
            tally.unchanged += 1
            return
        tally.twice.append(one_line(text_of(theirs["text"]), 80))
    unit.put("notes", row | {"seq": unit.next()})
    tally.added["notes"] += 1


def _take_draft(unit: Unit, theirs: Row, tally: _Tally) -> None:
    """A draft that differs here and there is two drafts; of a questionnaire that has one only, ours stays."""
    ours = unit.get("drafts", theirs["id"])
    if ours is None or theirs["id"] == theirs["questionnaire"]:
        _take_if_absent(unit, "drafts", theirs, tally)
        return
    same = all(ours[column] == theirs[column] for column in ("facts", "extra", "case_id", "label", "words"))
    _take_if_absent(unit, "drafts", theirs if same else theirs | {"id": _id_from(theirs, [])}, tally)


def _take_if_absent(unit: Unit, table: str, row: Row, tally: _Tally) -> None:
    if unit.get(table, *(row[column] for column in KEYS[table])) is not None:
        tally.unchanged += 1
        return
    unit.put(table, row | {"seq": unit.next()})
    tally.added[table] += 1


def _id_from(row: Row, past: list[Row]) -> str:
    content = [{key: value for key, value in part.items() if key not in _NO_CONTENT} for part in (row, *past)]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("utf-8")).hexdigest()[:32]
